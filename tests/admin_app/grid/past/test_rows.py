"""A list as of a past day is what the list showed on that day's evening, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Nothing
from actions.core.actor import Caller
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.invoices.sign_for import SIGN_FOR
from actions.perform import perform
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput
from admin_app.grid.errors import BadListError
from admin_app.grid.listing.cursor import Edge, Position
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.past import rows as past_rows
from admin_app.grid.past.rows import PastPage, fetch_past
from admin_app.grid.spec import Column, Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from models.core.clock import FixedClock
from models.core.journal import Door
from models.domains.domain import NameBasis
from models.reports import row_history
from models.reports.row_history import UNKNOWN
from models.values.tld import Tld
from tests.support.pages.answers import ticking
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.factories import serial

pytestmark = pytest.mark.slow


ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
READERS = ("zhuoni", "lintan", "gansu", "unit-a", "unit-b")
#: Lists asked for besides each whole list.
QUERIES = {
    "domain": (
        "list=history",
        "list=to_review",
        "state=registered",
        "state=submitted&state=office_approved",
        "due_on_from=2026-06-20&due_on_to=2026-07-05",
        "state=submitted&due_on_to=2026-06-30&match=any",
        "office_code=623021-own",
        "office_code=623000",
        "waits_since_from=2026-06-11&waits_since_to=2026-06-13",
        "search=柳林",
    ),
    "order": (
        "list=payable",
        "list=awaiting_remittance",
        "list=remitted",
        "search=教育局",
        "search=体育局",
        "search=D0",
    ),
    "payment": ("state=reversed", "amount_fen_from=500"),
    "unit": ("search=教育", "state=active"),
    "lot": ("state=in_transit",),
}
#: Lists whose rows have a past.
LISTS = [name for name in GRIDS if name not in {"journal", "job_run", "mail"}]
Shown = dict[int, tuple[Any, ...]]


def columns_of(grid: Grid) -> list[Column]:
    return [column for column in grid.column_details_list if column.found is None]


def state_of(grid: Grid, query: str, day: dt.date | None = None) -> ListState:
    state = read_state(grid, MultiDict(parse_qsl(query)))
    return replace(state, sort="id", size=200, as_of=day)


@dataclass
class Days:
    """Days of work, one step a day; every evening each list is looked at as people see it."""

    world: World
    is_noting: bool = False
    at: dt.datetime = NOW
    noted: dict[tuple[dt.date, str, str, str], Shown] = field(default_factory=dict)

    def act(self, action: Any, username: str, names: list[Any], given: Any) -> Any:
        ids = [self.world.id(name) if isinstance(name, str) else name for name in names]
        caller = Caller(self.world.actor(username), Door.GRID, FixedClock(self.at))
        with self.world.session(username) as session:
            run = partial(perform, session, action, ids, given, caller, key=f"days-{serial()}")
            return ticking(lambda answer: run(answer=answer))

    def evening(self) -> None:
        day = FixedClock(self.at).today()
        for who in READERS if self.is_noting else ():
            with self.world.session(who) as session:
                for name, query in self.lists(who):
                    grid = GRIDS[name]
                    page = fetch_page(
                        ListRequest(session, grid, state_of(grid, query), columns_of(grid))
                    )
                    assert not page.has_next
                    width = len(columns_of(grid))
                    rows = {row[0]: tuple(row[2 : 2 + width]) for row in page.rows}
                    self.noted[day, who, name, query] = rows
        self.at += dt.timedelta(days=1)

    def lists(self, who: str) -> list[tuple[str, str]]:
        role = self.world.actor(who).role
        names = [name for name in LISTS if role in GRIDS[name].readers]
        return [(name, query) for name in names for query in ("", *QUERIES.get(name, ()))]

    def today_ids(self, who: str, name: str) -> set[int]:
        model: Any = GRIDS[name].model
        with self.world.session(who) as session:
            return set(session.scalars(select(model.id)))


@pytest.fixture
def days(world: World) -> Days:
    return work(Days(world))


@pytest.fixture
def noted_days(world: World) -> Days:
    return work(Days(world, is_noting=True))


def work(went: Days) -> Days:
    """A charge, a new name for a unit, a filing, a reversal, a move to the next county, money."""
    went.evening()
    went.act(CHARGE, "zhuoni", list(ORDERS), ChargeInput(100_000, 5))
    went.act(APPROVE_OFFICE, "zhuoni", ["a-submitted"], ApproveOfficeInput())
    went.evening()
    renamed = RenameUnitInput("卓尼县教育和体育局", "卓编发〔2026〕8号")
    went.act(RENAME_UNIT, "zhuoni", ["unit-a"], renamed)
    went.evening()
    line = NameLine("卓尼县体育局", Tld.ZHENGWU, NameBasis.FULL_NAME, 2)
    given = SubmitDomainInput((line,), name_reason="县委批准")
    went.act(SUBMIT_DOMAIN, "zhuoni", ["unit-a"], given)
    paid = went.act(CHARGE, "zhuoni-cashier", ["b-order"], ChargeInput(40_000, 2))
    went.evening()
    payment = int(paid.totals["payment_id"])
    went.act(REVERSE_PAYMENT, "zhuoni", [payment], ReversePaymentInput("收错"))
    sent = went.act(REMIT, "zhuoni", list(ORDERS), RemitInput("W-DAYS"))
    went.evening()
    moved = TransferUnitInput("623021", "州编发〔2026〕3号")
    went.act(TRANSFER_UNIT, "gannan", ["unit-b"], moved)
    went.act(SIGN_FOR, "zhuoni", ["zhuoni-transit"], Nothing())
    went.evening()
    remittance = sent.totals["remittance_id"]
    went.act(TOP_UP, "conac-finance", [remittance], TopUpInput(100_000, "W-DAYS"))
    went.evening()
    return went


def past(world: World, who: str, name: str, query: str, day: dt.date) -> PastPage:
    grid = GRIDS[name]
    with world.session(who) as session:
        return fetch_past(ListRequest(session, grid, state_of(grid, query, day), columns_of(grid)))


class TestFetchPast:
    def test_fetch_past_shows_what_each_list_showed_on_each_evening(self, noted_days: Days) -> None:
        days, told, unknown = noted_days, 0, set()
        for (day, who, name, query), noted in days.noted.items():
            page = past(days.world, who, name, query, day)
            assert page.next_after is None
            shown = {row.id: tuple(row.cells) for row in page.rows}
            kept = days.today_ids(who, name)
            where = (day, who, name, query)
            assert list(shown) == sorted(set(noted) & kept), where
            for key, cells in shown.items():
                for column, cell, seen in zip(
                    columns_of(GRIDS[name]), cells, noted[key], strict=True
                ):
                    if cell is UNKNOWN:
                        unknown.add(column.name)
                    else:
                        assert cell == seen, (*where, key, column.name)
                        told += 1
        assert told > 5_000
        assert unknown <= {"updated_at"}

    def test_fetch_past_differ_from_day_to_day(self, days: Days) -> None:
        evenings = [TODAY + dt.timedelta(days=n) for n in range(7)]
        charged = [
            [row.id for row in past(days.world, "zhuoni", "order", "state=charged", day).rows]
            for day in evenings
        ]
        assert [len(ids) for ids in charged] == [0, 4, 4, 4, 0, 0, 0]

    def test_name_a_unit_as_it_was_called(self, days: Days) -> None:
        key = days.world.id("a-due")
        called = {
            day: next(
                row.cells[1]
                for row in past(days.world, "zhuoni", "domain", "", day).rows
                if row.id == key
            )
            for day in (TODAY, TODAY + dt.timedelta(days=2))
        }
        assert list(called.values()) == ["卓尼县教育局", "卓尼县教育和体育局"]


class TestScope:
    def test_a_neighbours_rows_never_appear(self, days: Days) -> None:
        for who in READERS:
            for name, query in days.lists(who):
                page = past(days.world, who, name, query, TODAY)
                assert {row.id for row in page.rows} <= days.today_ids(who, name)

    def test_a_row_that_moved_is_shown_to_those_who_had_and_have_it(self, days: Days) -> None:
        key, last = days.world.id("b-due"), FixedClock(days.at).today()

        def shows(who: str, day: dt.date) -> bool:
            return key in {row.id for row in past(days.world, who, "domain", "", day).rows}

        assert [shows(who, TODAY) for who in ("zhuoni", "lintan", "gansu")] == [False, False, True]
        assert [shows(who, last) for who in ("zhuoni", "lintan", "gansu")] == [False, True, True]
        (office,) = {
            row.cells[2]
            for row in past(days.world, "gansu", "domain", "", TODAY).rows
            if row.id == key
        }
        assert "卓尼" in office


class TestLimits:
    def test_limits_go_on_from_where_the_search_stopped(
        self, days: Days, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        grid, day = GRIDS["domain"], TODAY
        whole = [
            row.id for row in past(days.world, "gansu", "domain", "state=registered", day).rows
        ]
        monkeypatch.setattr(past_rows, "MAXIMUM_PAST_ROWS", 3)
        monkeypatch.setattr(past_rows, "MAXIMUM_WALK", 5)
        state, found, cuts = state_of(grid, "state=registered", day), [], 0
        with days.world.session("gansu") as session:
            while True:
                page = fetch_past(ListRequest(session, grid, state, columns_of(grid)))
                found += [row.id for row in page.rows]
                cuts += page.is_cut
                if page.next_after is None:
                    break
                edge = Edge((str(page.next_after),), page.next_after)
                state = replace(state, position=Position(after=edge))
        assert found == whole
        assert cuts > 3

    def test_pages_follow_one_another(self, days: Days) -> None:
        grid = GRIDS["order"]
        state = replace(state_of(grid, "", TODAY), size=2)
        with days.world.session("gansu") as session:
            first = fetch_past(ListRequest(session, grid, state, columns_of(grid)))
            assert len(first.rows) == 2
            assert not first.is_cut
            assert first.next_after == first.rows[-1].id
            edge = Edge(("x",), first.rows[-1].id)
            second = fetch_past(
                ListRequest(
                    session, grid, replace(state, position=Position(after=edge)), columns_of(grid)
                )
            )
        whole = [row.id for row in past(days.world, "gansu", "order", "", TODAY).rows]
        assert [row.id for row in (*first.rows, *second.rows)] == whole[:4]

    def test_limits_refuse_what_would_take_too_much_back(
        self, days: Days, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(row_history, "MAXIMUM_HISTORY_CHANGES", 2)
        with pytest.raises(BadListError) as caught:
            past(days.world, "gansu", "domain", "", TODAY)
        assert caught.value.refusal.code is ListFault.PAST_TOO_LONG_AGO

    def test_limits_refuse_by_name_a_condition_on_what_nobody_kept(
        self, days: Days, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(row_history, "_UNKEPT", frozenset({"expires_on"}))
        with pytest.raises(BadListError) as caught:
            past(days.world, "zhuoni", "domain", "due_on_from=2026-06-01", TODAY)
        assert caught.value.refusal.code is ListFault.PAST_UNJUDGED
        assert caught.value.refusal.facts == {"name": "到期时间"}

    @pytest.mark.parametrize(
        ("entity", "query", "name"),
        [
            ("payment", "invoice_deferred_reason=yes", "待补开票原因"),
            ("domain", "desk_code=623022", "待审核域名"),
        ],
    )
    def test_limits_refuse_by_name_a_condition_on_rows_of_other_tables(
        self, days: Days, entity: str, query: str, name: str
    ) -> None:
        with pytest.raises(BadListError) as caught:
            past(days.world, "zhuoni", entity, query, TODAY + dt.timedelta(days=3))
        assert caught.value.refusal.code is ListFault.PAST_UNJUDGED
        assert caught.value.refusal.facts == {"name": name}


class TestStatements:
    @pytest.mark.parametrize("more", ["", "&state=registered", "&search=教育"])
    def test_statements_are_as_many_for_few_rows_as_for_many(self, days: Days, more: str) -> None:
        grid, asked = GRIDS["domain"], []
        few = f"unit_id={days.world.id('unit-c')}"
        for query in (few + more, more.removeprefix("&")):
            state = state_of(grid, query, TODAY)
            with days.world.session("gansu") as session, counted(days.world) as statements:
                page = fetch_past(ListRequest(session, grid, state, columns_of(grid)))
            asked.append((len(page.rows), len(statements)))
        (rows, statements_of_few), (all_rows, statements_of_all) = asked
        assert 0 < rows < all_rows
        assert statements_of_few == statements_of_all <= 10


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(world.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(world.engine, "before_cursor_execute", note)
