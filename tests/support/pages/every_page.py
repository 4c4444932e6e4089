"""Every page of the application with a user who may read it, derived from the URL map.

The addresses are read off the URL map, the lists and the catalog, so a page that is added is
walked to by whatever walks here; one that needs more than its address says so below, in ASKED.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from actions.core.action import Action
from actions.permissions import CATALOG, action_of, grants_of
from admin_app.auth.current_actor import PUBLIC
from admin_app.grid.spec import EVERYONE, Grid
from admin_app.pages import PAGES
from admin_app.views import GRIDS
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPageState
from models.offices.office import Office
from models.registers.register import Register
from models.registers.register_row import RegisterRow
from models.units.unit import Unit
from models.users.user import Role
from models.values.tld import Tld
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.cast_names import LOGINS
from tests.support.world.factories import bring
from tests.support.world.money_factories import Maker
from tests.support.world.neighbours import ABSENT, neighbours, receipts, settle_in

#: Who walks: each page is read by the first of these who may. The counties work the most.
WALKERS = (
    "zhuoni",
    "gansu",
    "conac-finance",
    "conac",
    "unit-a",
    "gannan",
    "zhuoni-cashier",
    "zhuoni-viewer",
    "conac-review",
)
NOBODY = ""
OK = 200
_ROLES: dict[str, Role] = {name: LOGINS[name][1] for name in WALKERS}

#: Endpoints that answer something else than a page of ours, by the reason.
NOT_PAGES = {
    "static": "files",
    "healthz": "a word for a supervisor",
    "readyz": "a word for a supervisor",
    "home": "leads to the desk",
    "saved_report.shown": "has the page of saved_report.draft, at the key of a report",
    "saved_report.progress": "a piece of the page of saved_report.shown",
    "saved_report.desk": "the middle of the desk's reports",
    "saved_report.open": "leads to that page",
    "preferences.locale": "leads back",
    "preferences.theme": "leads back",
    "preferences.density": "leads back",
    "api.openapi": "JSON",
    "api.list_rows": "JSON",
    "api.one_row": "JSON",
    "api.one_run": "JSON",
    "api.register_rows": "JSON",
    "api.register_row": "JSON",
    "register_rows.index": "leads to the rows of a register",
    "run.progress": "the middle of the page of run.index",
    "run.under_way": "a word of the header",
    "find.answers": "the middle of the page of find.index",
    "office_lookup.index": "JSON",
    "forecast.piece": "the middle of the desk's forecast",
    "offices_below.figures": "figures for their places on the page of offices_below.index",
    "wording_preview.pdf": "a file",
    "receipt.export": "a file",
    "run.file": "a file",
    "imports.template": "a file",
    "division_changes.template": "a file",
    "imports.returned": "a file",
}
#: The ends of a list's endpoints that open by a GET as a page.
LIST_ENDS = frozenset(
    {"index_view", "details_view", "edit_view", "action_view", "create_view", "ticked_view"}
)
#: Those that answer a page's own script: its middle, keys, a cell, or counts.
SCRIPT_ENDS = frozenset({"tabs_view", "ticks_view", "cell_view", "facets_view"})

#: Pages that only those open who may take an action.
_OPENED_BY = {"letter.upload": "keep_letter"}
#: The list whose address names a register, and what follows that name.
REGISTER_PAGE = "register_page"
_REGISTER_STOPS = {
    "index_view": "",
    "create_view": "new/",
    "details_view": "details/?id={id}",
    "edit_view": "edit/?id={id}",
}

#: Endpoint → what is asked of it beyond its address; {entity} is the key of a row of one's own.
ASKED: dict[str, tuple[str, ...]] = {
    "saved_report.draft": ("?entity=domain&group_by=state&figures=count,share&chart=bars",),
    "wording.index": ("", "?subject=paper_payment", "?subject=notice_charged"),
    "wording_preview.index": ("?subject=paper_payment", "?subject=notice_charged"),
    "receipt.index": ("?id={receipt}",),
    "charging.index": ("", "?action=charge&unit={unit}", "?search=没有这个单位"),
    "reform.unit": ("?id={unit}",),
    "slip.index": ("?id={user}",),
    "desk_handover.sheet": ("?id={user}",),
    "handover_paper.index": ("?id={handover_record}",),
    "handover.index": ("?id={payment}",),
    "pedigree.index": ("", "?id={lot}"),
    "pedigree.card": ("?id={lot}",),
    "red_page_preview.index": ("?id={red_page}",),
    "run.index": ("?id={job_run}",),
    "statement.unit": ("?unit={unit}",),
    "imports.sheet": ("?id={import_sheet}",),
    "coverage.units": ("?holding=all",),
    "reconciliation.payments": ("?week=2026-W24",),
    "find.index": ("", "?q=教育", "?q=没有这样的记录"),
    "name_check.index": ("", "?unit_id={unit}&label=卓尼教育"),
    "payment_paper.index": ("?id={payment}",),
    "remittance_paper.index": ("?id={remittance}",),
    "as_of.rows": ("?kind=domain&state=registered",),
    "timeline.index": ("?entity=unit&id={unit}",),
    "timeline.note": ("?subject=unit&row_id={unit}",),
    "timeline.attach": ("?subject=unit&row_id={unit}",),
    "settings.act": (
        "?action=change_setting&name=grace_days",
        "?action=set_fee",
        "?action=set_invoice_type",
    ),
}
LATER = TODAY + dt.timedelta(days=400)
SUMMARY = "一所县属完全小学。"


@dataclass(frozen=True)
class Stop:
    """A page: who stands there, and where."""

    endpoint: str
    username: str
    address: str
    status: int = OK

    @property
    def is_published(self) -> bool:
        """Whether it is a unit's own page, in the unit's language."""
        is_found = self.status == OK
        return self.endpoint in {"red_page_public", "red_page_preview.index"} and is_found


@dataclass
class Walk:
    """The pages of a program over a world where each list has rows."""

    app: Flask
    world: World
    published: str
    _own: dict[tuple[str, str], int] = field(default_factory=dict)

    def stops(self) -> list[Stop]:
        """Every page, those of one reader together."""
        found = [*self._outside(), *self._errors(), *self._desks(), *self._past()]
        for endpoint, address in self._gets():
            entity, _dot, end = endpoint.rpartition(".")
            if entity == REGISTER_PAGE:
                found += self._of_register(endpoint, end)
            elif entity in GRIDS and end in LIST_ENDS:
                found += self._of_list(GRIDS[entity], end, endpoint, address)
            elif endpoint not in NOT_PAGES and end not in SCRIPT_ENDS:
                found += self._of_page(endpoint, address)
        by_reader: dict[str, list[Stop]] = defaultdict(list)
        for stop in dict.fromkeys(found):
            by_reader[stop.username].append(stop)
        return [stop for stops in by_reader.values() for stop in stops]

    def _gets(self) -> Iterator[tuple[str, str]]:
        """(endpoint, address) of each way in that a link may lead to."""
        for rule in self.app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                yield rule.endpoint, re.sub(r"<[^>]+>", "", rule.rule)

    def _outside(self) -> Iterator[Stop]:
        """What anybody reads."""
        yield Stop("login.sign_in", NOBODY, "/login")
        for place in ("", "?under=620000", "?office=623022"):
            yield Stop("enrolment.ask", NOBODY, f"/enrol{place}")
        yield Stop("red_page_public", NOBODY, f"/red/{self.published}")
        yield Stop("red_page_public", NOBODY, "/red/没有.公益", 404)

    def _errors(self) -> Iterator[Stop]:
        yield Stop("error", "zhuoni", f"/admin/unit/details/?id={ABSENT}", 404)
        closed = next(e for e, grid in GRIDS.items() if Role.UNIT_USER not in grid.readers)
        yield Stop("error", "unit-a", f"/admin/{closed}/", 403)

    def _desks(self) -> Iterator[Stop]:
        """The desk is another for each role, and the whole portal is a unit's."""
        for username in WALKERS:
            yield Stop("admin.index", username, "/admin/")
        for entity, grid in GRIDS.items():
            if Role.UNIT_USER in grid.readers:
                yield Stop(f"{entity}.index_view", "unit-a", f"/admin/{entity}/")

    def _past(self) -> Iterator[Stop]:
        """Lists as of a past day: of names by office, and what a unit sees of its own."""
        for username in ("zhuoni", "unit-a"):
            yield Stop("domain.index_view", username, f"/admin/domain/?as_of={TODAY}")

    def _of_page(self, endpoint: str, address: str) -> Iterator[Stop]:
        if endpoint in PUBLIC:
            return
        page = PAGES.get(endpoint.partition(".")[0])
        for asked in ASKED.get(endpoint, ("",)):
            opens = _granted(f"action={_OPENED_BY[endpoint]}" if endpoint in _OPENED_BY else asked)
            readers = (page.readers if page else EVERYONE) & opens
            found = [(who, self._filled(asked, who)) for who in WALKERS if _ROLES[who] in readers]
            who, query = next((who, query) for who, query in found if query is not None)
            yield Stop(endpoint, who, f"{address}{query}")

    def _filled(self, asked: str, username: str) -> str | None:
        """The query with keys of the reader's own rows; None if they have none of them."""
        keys = {name: self._key(name, username) for name in re.findall(r"{(\w+)}", asked)}
        return None if None in keys.values() else asked.format(**keys)

    def _key(self, entity: str, username: str) -> int | None:
        if entity == "receipt":
            return (receipts(self.world, username).own or [None])[-1]
        if _ROLES[username] not in GRIDS[entity].readers:
            return None
        if (entity, username) not in self._own:
            own = neighbours(self.world, GRIDS[entity], username).own
            if not own:
                return None
            self._own[entity, username] = own[-1]
        return self._own[entity, username]

    def _of_list(self, grid: Grid, end: str, endpoint: str, address: str) -> Iterator[Stop]:
        if end == "action_view":
            for action in CATALOG:
                yield from self._plans(grid, action, endpoint, address)
        for who, query in _LIST_STOPS.get(end, _none)(self, grid):
            yield Stop(endpoint, who, f"{address}{query}")

    def _of_register(self, endpoint: str, end: str) -> Iterator[Stop]:
        """The pages of one register; what they are made of is tried with every other list."""
        if end not in _REGISTER_STOPS:
            return
        who = "zhuoni"
        with self.world.session(who) as session:
            row = session.get_one(RegisterRow, self._key("register_row", who))
            register = session.get_one(Register, row.register_id).spec.full_key
        ending = _REGISTER_STOPS[end].format(id=row.id)
        yield Stop(endpoint, who, f"/admin/register/{register}/{ending}")

    def lists(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """(reader, query) of the list, of each list by name, and of one with nothing in it."""
        asked = ["", *(f"?list={named.key}" for named in grid.lists)]
        if grid.search_placeholder is not None:
            asked.append("?search=没有")
        return ((reader_of(grid.readers), query) for query in asked)

    def ticked(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """(reader, query) of what is ticked; one template draws it for every list."""
        if grid.entity == "domain":
            yield reader_of(grid.readers), ""

    def record(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """The page of a row."""
        who, key = self._owner(grid, grid.readers)
        yield who, f"?id={key}"

    def edit(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """The form of a row, where somebody may edit one."""
        if grid.can_edit:
            who, key = self._owner(grid, frozenset(grid.can_edit))
            yield who, f"?id={key}"

    def new(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """The form of a row that is not there yet."""
        if grid.can_create:
            yield reader_of(frozenset(grid.can_create)), ""

    def _plans(
        self, grid: Grid, action: Action[Any, Any, Any], endpoint: str, address: str
    ) -> Iterator[Stop]:
        """The plan of an action on one row of the list it ticks."""
        may = frozenset(grants_of(action)) & grid.readers
        if grid.model is not action.model or not may - {Role.SYSTEM}:
            return
        if action.maximum_rows == 0:
            yield Stop(endpoint, reader_of(may), f"{address}?action={action.key}")
            return
        who, key = self._owner(grid, may)
        yield Stop(endpoint, who, f"{address}?action={action.key}&ids={key}")

    def _owner(self, grid: Grid, roles: frozenset[Role]) -> tuple[str, int]:
        for username in WALKERS:
            key = self._key(grid.entity, username) if _ROLES[username] in roles else None
            if key is not None:
                return username, key
        raise LookupError(f"nobody of {roles} has a row of {grid.entity}")


def _granted(asked: str) -> frozenset[Role]:
    """Who may take the action that a query names; everyone if it names none."""
    keys = re.findall(r"\baction=(\w+)", asked)
    return frozenset(grants_of(action_of(keys[0]))) if keys else EVERYONE


def _none(_walk: Walk, _grid: Grid) -> Iterator[tuple[str, str]]:
    return iter(())


_LIST_STOPS = {
    "index_view": Walk.lists,
    "ticked_view": Walk.ticked,
    "details_view": Walk.record,
    "edit_view": Walk.edit,
    "create_view": Walk.new,
}


def reader_of(roles: frozenset[Role]) -> str:
    """The first of the walkers who holds one of the roles."""
    return next(username for username in WALKERS if _ROLES[username] in roles)


def furnish(world: World) -> str:
    """Writes a row of each list and a published 网络红页; returns the name it is published at."""
    settle_in(world)
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        unit = session.get_one(Unit, world.id("unit-b"))
        domain = maker.domain("柳林小学招生", unit, tld=Tld.GONGYI, expires_on=LATER)
        page = maker.red_page(domain)
        page.summary, page.phone, page.address = SUMMARY, "0941-3621234", "柳林镇学校路 1 号"
        page.notices = [{"title": "秋季招生", "body": "九月一日报到。", "on": "2026-06-01"}]
        bring(page, RED_PAGE_LIFECYCLE, RedPageState.PUBLISHED)
        return domain.name_u
