"""At every endpoint a row out of scope gets the same answer as one that does not exist.

Endpoints come from the URL map, so a new route must be added to one of the kinds below, with its
own test, before this file passes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from actions.core.action import Action
from actions.core.refusal import Common
from actions.permissions import CATALOG, grants_of
from admin_app.grid.planning.selection import Selection
from admin_app.grid.spec import Grid
from admin_app.labels import sentence
from admin_app.pages import PAGES
from admin_app.views import GRIDS
from admin_app.web.report_page import ReportPage
from models.core.journal import Door
from models.core.scope import EVERYTHING, OfficeOwned
from models.offices.office import Office
from models.users.user import Role
from tests.support.database.database_digest import digest
from tests.support.pages.doors import Doors, alike, as_form, carried, differences, told
from tests.support.pages.readers import each_reader_on_both
from tests.support.pages.sample_inputs import sample_input
from tests.support.world.neighbours import ABSENT, neighbours, receipts

#: Each with rows of their own, a sister's or a stranger's; `shaanxi` is the stranger of `gansu`.
ACTORS = ("zhuoni", "gannan", "gansu", "shaanxi", "lintan", "unit-a", "zhuoni-viewer")
#: Another of the actors has their role and their level of scope.
ALIKE = {"shaanxi", "lintan"}
every_actor = each_reader_on_both(ACTORS, ALIKE)

#: The ends of a list's endpoints, each tried below for every list.
LIST_DOORS = {
    "index_view",
    "details_view",
    "create_view",
    "edit_view",
    "delete_view",
    "action_view",
    "export",
    # Tried in tests/admin_app/grid/listing/test_tab_counts.py.
    "tabs_view",
    # Tried in tests/admin_app/grid/record/test_inline_edit.py.
    "cell_view",
    # Tried in tests/admin_app/grid/listing/test_facets.py.
    "facets_view",
    # Tried in tests/admin_app/grid/test_paste_lookup.py.
    "paste_view",
    # Tried in tests/admin_app/grid/planning/test_basket_routes.py.
    "ticks_view",
    "ticked_view",
}
#: Other endpoints that show or take rows, each tried below by name.
OTHER_DOORS = {
    "receipt.index",
    "run.index",
    "run.progress",
    "receipt.export",
    # Tried in tests/admin_app/papers/test_paper.py, as are the other papers and their PDF.
    "receipt.pdf",
    "payment_paper.index",
    "payment_paper.pdf",
    "remittance_paper.index",
    "remittance_paper.pdf",
    "handover.pdf",
    "pedigree.card_pdf",
    "desk_handover.pdf",
    "charging.index",
    "reform.unit",
    "slip.index",
    "desk_handover.sheet",
    "handover_paper.index",
    "handover_paper.pdf",
    "weekly_remittance.index",
    "settlement_preview.index",
    "name_check.index",
    "red_page_preview.index",
    "red_page_public",
    "find.index",
    "find.answers",
    "office_lookup.index",
    "imports.sheet",
    "imports.returned",
    "invoice_application.index",
    "handover.index",
    "pedigree.index",
    "pedigree.card",
    "exposure.index",
    # Tried in tests/admin_app/pages/workspace/test_own_tokens.py.
    "own_tokens.revoke",
    # Tried in tests/admin_app/pages/workspace/test_timeline.py.
    "timeline.index",
    # Tried in tests/admin_app/pages/definitions/test_wording_preview.py.
    "wording_preview.index",
    "wording_preview.pdf",
    # Tried in tests/admin_app/pages/definitions/test_letters.py.
    "letter.index",
    "letter.draw",
    "letter.file",
    "letter.upload",
    # Tried in tests/admin_app/pages/definitions/test_configurations.py.
    "configuration_file.index",
    "configuration_file.file",
    # Tried in tests/admin_app/pages/offices/test_division_changes.py.
    "division_changes.index",
    "division_changes.template",
    # Tried in tests/admin_app/pages/workspace/test_import_upload.py.
    "imports.columns",
    # Tried in tests/admin_app/pages/workspace/test_run_check.py.
    "run.check",
    "run.again",
    "run.tick",
    "run.file",
    "timeline.note",
    "timeline.withdraw_note",
    # Tried in tests/admin_app/grid/record/test_notes_and_files.py.
    "timeline.attach",
    "timeline.file",
    "timeline.withdraw_file",
    # Tried in tests/admin_app/grid/test_register_grid.py.
    "register_rows.index",
    *(f"register_page.{door}" for door in LIST_DOORS),
    "api.register_rows",
    "api.register_row",
    "api.enter_register_row",
    "api.edit_register_row",
    # Tried in tests/admin_app/pages/definitions/test_saved_report.py.
    "saved_report.shown",
    "saved_report.export",
    "saved_report.pdf",
    "saved_report.progress",
    "saved_report.work_out",
    "saved_report.open",
    "saved_report.draft",
    "saved_report.desk",
    "reconciliation.index",
    "reconciliation.payments",
    "statement.index",
    "statement.unit",
    "statement.export",
    "statement.pdf",
    "api.list_rows",
    "api.one_row",
    "api.act",
    "api.plan_action",
    # Tried in tests/admin_app/api/test_runs.py.
    "api.one_run",
    "api.confirm_run",
}
#: Endpoints that name no row.
ROWLESS = {
    "static": "files of the program itself",
    "healthz": "says that the process is alive",
    "readyz": "says that the database is there",
    "home": "leads to the desk",
    "run.under_way": "counts one's own runs; tried in admin_app/pages/workspace/test_job_run.py",
    "own_receipts.index": "one's own runs; tried in pages/workspace/test_own_receipts.py",
    "notice.index": "one's own notices; tried in pages/workspace/test_notifications.py",
    "saved_view.index": "one's own views; tried in admin_app/pages/workspace/test_saved_view.py",
    "saved_view.save": "names a view, not a row; tried in the same place",
    "saved_view.change": "the same",
    "saved_view.delete": "the same",
    "notice.read": "marks one's own notices; tried in pages/workspace/test_notifications.py",
    "settings.index": "what holds for everyone",
    "settings.act": "what holds for everyone; changed by the registry alone",
    "profile.index": "one's own office or unit; names no row",
    "own_tokens.index": "one's own tokens; tried in admin_app/pages/workspace/test_own_tokens.py",
    "own_payment_mode.index": "one's own office's row; names no row",
    "wording.index": "the words of one's own office; tried in pages/definitions/test_wording.py",
    "admin.index": "counts what the scope shows; tried in laws/pages/test_every_screen_opens.py",
    "login.sign_in": "nobody is there yet",
    "login.sign_out": "ends one's own session",
    "login.password": "one's own password",
    "contact.own": "one's own address; tried in admin_app/auth/test_contact_settings.py",
    "tour.move": "one's own first steps; tried in admin_app/web/test_tour.py",
    "enrolment.ask": "names offices, which are public; tried in admin_app/sheets",
    "preferences.locale": "a preference in one's own cookie",
    "preferences.theme": "the same",
    "preferences.density": "the same",
    "practice.begin": "leads to made-up books; tried in admin_app/practice/test_mount.py",
    "api.openapi": "describes the catalog",
    "help.index": "tells how the work is done",
    "reform.index": "counts what the scope shows",
    "as_of.index": "counts what the scope shows; tried in models/reports/test_daily_books.py",
    "as_of.rows": "a place and a state, not a row; tried in the same file",
    "coverage.index": "counts what the scope shows; tried in models/reports/test_coverage.py",
    "coverage.units": "a place, not a row; tried in models/reports/test_coverage.py",
    "offices_below.index": "a place, not a row; tried in pages/offices/test_comparison.py",
    "forecast.index": "sums what the scope shows; tried in admin_app/workbench/test_forecast.py",
    "forecast.piece": "the same without its frame",
    "offices_below.figures": "a part of the same; tried there too",
    "budget.index": "sums of the scope; tried in models/reports/test_budget_forecast.py",
    "desk_handover.index": "the people of one's own office",
    "reserved_upload.index": "takes a file of the registry's own list; names no row",
    "statement_upload.index": "takes a file of the registry's own bank; names no row",
    "imports.index": "asks for a file",
    "imports.template": "an empty sheet, the same for everyone",
    "imports.upload": "brings rows that are nobody's yet; they belong to the actor's office",
}


#: Files of report pages: the figures of the page at the same address, under the same scope; tried
#: in laws/pages/test_every_report_has_files.py.
REPORT_FILES = {
    f"{endpoint}.{end}"
    for endpoint, page in PAGES.items()
    if isinstance(page, ReportPage)
    for end in ("export", "pdf")
}


def unsorted_doors(app: Flask) -> set[str]:
    """Endpoints of the URL map that no test below tries and no reason excuses."""
    lists = {f"{entity}.{end}" for entity in GRIDS for end in LIST_DOORS}
    sorted_doors = lists | OTHER_DOORS | REPORT_FILES | set(ROWLESS)
    return {rule.endpoint for rule in app.url_map.iter_rules()} - sorted_doors


class TestTheUrlMap:
    def test_the_url_map_holds_no_door_that_is_not_tried(self, sqlite_app: Flask) -> None:
        assert unsorted_doors(sqlite_app) == set()

    def test_the_url_map_holds_every_door_that_is_excused(self, sqlite_app: Flask) -> None:
        known = {rule.endpoint for rule in sqlite_app.url_map.iter_rules()}
        assert set(ROWLESS) | OTHER_DOORS <= known

    def test_the_url_map_tells_of_a_new_door(self, sqlite_own_app: Flask) -> None:
        sqlite_own_app.add_url_rule("/back-door", "back_door", lambda: "")
        assert unsorted_doors(sqlite_own_app) == {"back_door"}


def _scoped_grid(model: type[Any]) -> Grid | None:
    """The list of a model; None where there is none, or everybody may read it."""
    found = (grid for grid in GRIDS.values() if grid.model is model)
    return next((grid for grid in found if issubclass(grid.model, OfficeOwned)), None)


def readable(doors: Doors, username: str) -> Iterator[tuple[Grid, Any]]:
    """Each list the user may open, with its neighbours; a list nobody else is in proves nothing."""
    role = doors.world.actor(username).role
    for grid in GRIDS.values():
        if role in grid.readers:
            found = neighbours(doors.world, grid, username)
            is_public = not issubclass(grid.model, OfficeOwned)
            assert found.foreign or is_public, f"nobody else has a row of {grid.entity}"
            yield grid, found


@every_actor
class TestPages:
    def test_pages_of_lists_show_the_scope_and_no_more(self, peopled: Doors, username: str) -> None:
        clerk = peopled.clerk(username)
        for grid, found in readable(peopled, username):
            page = clerk.get(f"/admin/{grid.entity}/?size=200").get_data(as_text=True)
            shown = set(map(int, re.findall(r'href="details/\?id=(\d+)', page)))
            assert shown == set(found.listed), grid.entity
            assert [name for name in found.foreign_names if name in page] == [], grid.entity

    def test_pages_of_foreign_records_are_those_of_absent_ones(
        self, peopled: Doors, username: str
    ) -> None:
        clerk = peopled.clerk(username)
        for grid, found in readable(peopled, username):
            for door in ("details", "edit"):
                url = f"/admin/{grid.entity}/{door}/?id="
                absent = alike(clerk.get(f"{url}{ABSENT}"), ABSENT)
                assert absent[0] == 404
                for row_id in found.foreign:
                    found_as = alike(clerk.get(f"{url}{row_id}"), row_id)
                    assert differences(found_as, absent) == [], grid.entity

    def test_pages_of_own_records_name_no_stranger(self, peopled: Doors, username: str) -> None:
        clerk = peopled.clerk(username)
        for grid, found in readable(peopled, username):
            for row_id in found.own[-2:]:
                page = clerk.get(f"/admin/{grid.entity}/details/?id={row_id}")
                assert page.status_code == 200, grid.entity
                text = page.get_data(as_text=True)
                assert [name for name in found.foreign_names if name in text] == [], grid.entity

    def test_pages_of_lists_that_are_not_their_are_refused(
        self, peopled: Doors, username: str
    ) -> None:
        clerk, role = peopled.clerk(username), peopled.world.actor(username).role
        for grid in GRIDS.values():
            if role not in grid.readers:
                assert clerk.get(f"/admin/{grid.entity}/").status_code == 403

    @pytest.mark.parametrize(
        ("url", "entity"),
        [
            ("reform/unit", "unit"),
            ("slip", "user"),
            ("desk_handover/sheet", "user"),
            ("handover_paper", "handover_record"),
        ],
    )
    def test_about_foreign_rows_are_those_of_absent_ones(
        self, peopled: Doors, username: str, url: str, entity: str
    ) -> None:
        clerk = peopled.clerk(username)
        absent = alike(clerk.get(f"/admin/{url}/?id={ABSENT}"), ABSENT)
        assert absent[0] in {403, 404}
        for row_id in neighbours(peopled.world, GRIDS[entity], username).foreign:
            found_as = alike(clerk.get(f"/admin/{url}/?id={row_id}"), row_id)
            assert differences(found_as, absent) == [], url

    def test_pages_of_foreign_receipts_are_those_of_absent_ones(
        self, peopled: Doors, username: str
    ) -> None:
        clerk, found = peopled.clerk(username), receipts(peopled.world, username)
        assert found.foreign
        for door in ("", "export/"):
            url = f"/admin/receipt/{door}?id="
            absent = alike(clerk.get(f"{url}{ABSENT}"), ABSENT)
            assert absent[0] == 404
            for row_id in found.foreign:
                found_as = alike(clerk.get(f"{url}{row_id}"), row_id)
                assert differences(found_as, absent) == []
            for row_id in found.own:
                assert clerk.get(f"{url}{row_id}").status_code == 200

    def test_beside_the_charge_name_no_stranger(self, peopled: Doors, username: str) -> None:
        clerk, found = peopled.clerk(username), neighbours(peopled.world, GRIDS["unit"], username)
        if peopled.world.actor(username).role is Role.UNIT_USER:
            assert clerk.get("/admin/charging/").status_code == 403
            return
        for query in ("", "?owing=1"):
            page = clerk.get(f"/admin/charging/{query}").get_data(as_text=True)
            assert [name for name in found.foreign_names if name in page] == []
        url = "/admin/charging/?action=charge&unit="
        absent = alike(clerk.get(f"{url}{ABSENT}"), ABSENT)
        assert absent[0] == 404
        for row_id in found.foreign:
            assert differences(alike(clerk.get(f"{url}{row_id}"), row_id), absent) == []

    def test_pages_of_the_finder_name_no_stranger(self, peopled: Doors, username: str) -> None:
        clerk = peopled.clerk(username)
        for grid, found in readable(peopled, username):
            if grid.search_placeholder is None:
                continue
            ways = [f"/admin/{grid.entity}/details/?id={row_id}" for row_id in found.foreign]
            for number, name in enumerate(found.foreign_names):
                # The page is its answers with a frame around them.
                for door in ("", "answers") if number == 0 else ("answers",):
                    page = clerk.get(f"/admin/find/{door}", query_string={"q": name})
                    text = page.get_data(as_text=True)
                    assert [way for way in ways if f'{way}"' in text] == []

    def test_pages_of_typed_offices_suggest_no_stranger(
        self, peopled: Doors, username: str
    ) -> None:
        clerk, found = peopled.clerk(username), neighbours(peopled.world, GRIDS["office"], username)
        if peopled.world.actor(username).role is Role.UNIT_USER:
            assert clerk.get("/admin/office_lookup/?q=县").status_code == 403
            return
        with peopled.world.session() as session:
            codes = [session.get_one(Office, row_id).code for row_id in found.foreign]
        for asked in (*found.foreign_names, *codes, "委员会"):
            url = "/admin/office_lookup/"
            told = clerk.get(url, query_string={"q": asked}).get_data(as_text=True)
            assert [code for code in codes if code in told] == []

    @pytest.mark.parametrize("page", ["weekly_remittance", "settlement_preview"])
    def test_pages_of_foreign_offices_money_are_those_of_absent_ones(
        self, peopled: Doors, username: str, page: str
    ) -> None:
        clerk, role = peopled.clerk(username), peopled.world.actor(username).role
        if role not in peopled.app.extensions["pages"][page].readers:
            assert clerk.get(f"/admin/{page}/").status_code == 403
            return
        foreign = neighbours(peopled.world, GRIDS["office"], username).foreign[-1]
        with peopled.world.session() as session:
            code = session.get_one(Office, foreign).code
        url = f"/admin/{page}/?office_code="
        pages = [clerk.get(f"{url}{each}") for each in ("999999", code)]
        one, other = (alike(each, 0) for each in pages)
        assert one[0] == 404
        assert differences(other, one) == []
        assert clerk.get(f"/admin/{page}/").status_code == 200

    def test_pages_of_foreign_sheets_are_those_of_absent_ones(
        self, peopled: Doors, username: str
    ) -> None:
        clerk, grid = peopled.clerk(username), GRIDS["import_sheet"]
        is_reader = peopled.world.actor(username).role in grid.readers
        found = neighbours(peopled.world, grid, username)
        assert found.foreign
        for door in ("sheet/?id=", "returned/?form=csv&id="):
            url = f"/admin/imports/{door}"
            absent = alike(clerk.get(f"{url}{ABSENT}"), ABSENT)
            assert absent[0] == (404 if is_reader else 403)
            for row_id in found.foreign:
                found_as = alike(clerk.get(f"{url}{row_id}"), row_id)
                assert differences(found_as, absent) == []
            for row_id in found.own if is_reader else ():
                assert clerk.get(f"{url}{row_id}").status_code == 200

    @pytest.mark.parametrize(
        ("address", "entity"),
        [("pedigree/", "lot"), ("pedigree/card/", "lot"), ("handover/", "payment")],
    )
    def test_pages_of_foreign_invoices_are_those_of_absent_ones(
        self, peopled: Doors, username: str, address: str, entity: str
    ) -> None:
        clerk, found = peopled.clerk(username), neighbours(peopled.world, GRIDS[entity], username)
        may = peopled.world.actor(username).role in GRIDS[entity].readers
        url = f"/admin/{address}?id="
        answers = {clerk.get(f"{url}{key}").status_code for key in (*found.foreign, ABSENT)}
        assert answers == ({404} if may else {403})
        for key in found.own[:2]:
            page = clerk.get(f"{url}{key}")
            assert page.status_code == (200 if may else 403)
            assert not any(name in page.text for name in found.foreign_names)

    def test_about_all_invoices_name_no_stranger(self, peopled: Doors, username: str) -> None:
        clerk, names = peopled.clerk(username), set()
        for entity in ("lot", "request", "office"):
            names |= neighbours(peopled.world, GRIDS[entity], username).foreign_names
        for address in ("pedigree/", "exposure/", "invoice_application/"):
            page = clerk.get(f"/admin/{address}")
            assert page.status_code in {200, 403}
            assert not any(name in page.text for name in names), address

    def test_pages_of_the_books_know_no_foreign_unit_or_office(
        self, peopled: Doors, username: str
    ) -> None:
        clerk, found = peopled.clerk(username), neighbours(peopled.world, GRIDS["unit"], username)
        doors = (("unit/", clerk.get), ("unit/export/", clerk.post), ("unit/pdf/", clerk.post))
        for door, ask in doors:
            url = f"/admin/statement/{door}?unit="
            absent = alike(ask(f"{url}{ABSENT}"), ABSENT)
            assert absent[0] == 404
            for row_id in found.foreign:
                assert differences(alike(ask(f"{url}{row_id}"), row_id), absent) == []
        foreign = "620000" if username == "shaanxi" else "610122"
        refused = 403 if peopled.world.actor(username).role is Role.UNIT_USER else 404
        for file in ("export", "pdf"):
            taken = clerk.post(f"/admin/statement/{file}/?office={foreign}")
            assert taken.status_code == refused
        assert clerk.get(f"/admin/reconciliation/?under={foreign}").status_code == refused
        week = "reconciliation/payments/?week=2026-W24&under="
        assert clerk.get(f"/admin/{week}{foreign}").status_code == refused
        for page in ("reconciliation/", "reconciliation/payments/", "statement/"):
            text = clerk.get(f"/admin/{page}", follow_redirects=True).get_data(as_text=True)
            assert [name for name in found.foreign_names if name in text] == []


@every_actor
class TestForms:
    def test_save_nothing_of_a_foreign_record(self, peopled: Doors, username: str) -> None:
        clerk, before = peopled.clerk(username), None
        for grid, found in readable(peopled, username):
            before = before or digest(peopled.world.engine)
            url = f"/admin/{grid.entity}/edit/?id="
            absent = alike(clerk.post(f"{url}{ABSENT}", {"row_version": "1"}), ABSENT)
            assert absent[0] == 404
            typed = {"row_version": "1", **dict.fromkeys(grid.form_columns, "夺取")}
            for row_id in found.foreign:
                found_as = alike(clerk.post(f"{url}{row_id}", typed), row_id)
                assert differences(found_as, absent) == [], grid.entity
        assert digest(peopled.world.engine) == before

    def test_forms_delete_nothing(self, peopled: Doors, username: str) -> None:
        clerk = peopled.clerk(username)
        before = digest(peopled.world.engine)
        for grid, found in readable(peopled, username):
            url = f"/admin/{grid.entity}/delete/?id="
            for row_id in (*found.foreign[:1], *found.own[:1], ABSENT):
                answer = clerk.post(f"{url}{row_id}", {"id": row_id})
                assert answer.status_code == 403
        assert digest(peopled.world.engine) == before

    def test_forms_that_create_are_their_or_refused(self, peopled: Doors, username: str) -> None:
        clerk, role = peopled.clerk(username), peopled.world.actor(username).role
        before = digest(peopled.world.engine)
        for grid, _found in readable(peopled, username):
            opened = clerk.get(f"/admin/{grid.entity}/new/").status_code
            assert opened == (200 if role in grid.can_create else 403), grid.entity
            if role not in grid.can_create:
                sent = clerk.post(f"/admin/{grid.entity}/new/", {"name": "无权"})
                assert sent.status_code == 403
        assert digest(peopled.world.engine) == before


def sheet_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@every_actor
class TestFiles:
    @pytest.mark.parametrize("scope", ["filtered", "all"])
    def test_files_hold_the_scope_and_no_more(
        self, peopled: Doors, username: str, scope: str
    ) -> None:
        clerk = peopled.clerk(username)
        actor = peopled.world.actor(username)
        for grid, found in readable(peopled, username):
            if grid.entity in {"journal", "file_record"}:
                continue  # Each file adds a line to them; the pages of the lists are tried above.
            with peopled.app.app_context():
                token = Selection(grid.entity, actor.key, query="").sign()
            form = {"scope": scope, "columns": "all", "selection": token}
            answer = clerk.post(f"/admin/{grid.entity}/export/", form)
            assert answer.status_code == 200, grid.entity
            assert len(sheet_of(answer)) == 1 + len(found.listed), grid.entity
            text = answer.get_data(as_text=True)
            assert [name for name in found.foreign_names if name in text] == [], grid.entity

    def test_files_leave_ticked_strangers_out(self, peopled: Doors, username: str) -> None:
        clerk = peopled.clerk(username)
        for grid, found in readable(peopled, username):
            ids = [*found.foreign[:5], *found.own[:2], ABSENT]
            form = {"scope": "ticked", "columns": "all", "ids": ids}
            answer = clerk.post(f"/admin/{grid.entity}/export/", form)
            assert answer.status_code == 200, grid.entity
            assert len(sheet_of(answer)) == 1 + len(found.own[:2]), grid.entity
            text = answer.get_data(as_text=True)
            assert [name for name in found.foreign_names if name in text] == [], grid.entity


def tickable(doors: Doors, username: str) -> Iterator[tuple[Action[Any, Any, Any], Grid]]:
    """Each action with each list of somebody's rows that it can tick and the user may open."""
    role = doors.world.actor(username).role
    lists = [grid for grid in GRIDS.values() if issubclass(grid.model, OfficeOwned)]
    for action in CATALOG:
        for grid in lists:
            if role in grid.readers and (grid.model is action.model or grid.model in action.via):
                yield action, grid


@every_actor
class TestActionsInTheGrid:
    def test_answer_foreign_rows_like_absent_ones(self, peopled: Doors, username: str) -> None:
        clerk, role = peopled.clerk(username), peopled.world.actor(username).role
        before = digest(peopled.world.engine)
        for action, grid in tickable(peopled, username):
            if action.maximum_rows == 0:
                continue
            found = neighbours(peopled.world, grid, username)
            url = f"/admin/{grid.entity}/action/"
            pages = [
                clerk.post(url, {"action": action.key, "ids": [key]}, follow_redirects=True)
                for key in (ABSENT, found.foreign[-1])
            ]
            one, other = (
                alike(p, k) for p, k in zip(pages, (ABSENT, found.foreign[-1]), strict=True)
            )
            assert differences(one, other) == [], (action.key, grid.entity)
            reached = grid.model is not action.model or role in grants_of(action)
            assert pages[0].status_code == (200 if reached else 403), action.key
        assert digest(peopled.world.engine) == before

    def test_actions_in_the_grid_do_nothing_when_a_foreign_row_is_among_them(
        self, peopled: Doors, username: str
    ) -> None:
        peopled.clerk(username)
        role = peopled.world.actor(username).role
        unknown = sentence(Common.NOT_FOUND, {})
        before = digest(peopled.world.engine)
        for action, grid in tickable(peopled, username):
            found = neighbours(peopled.world, grid, username)
            if role not in grants_of(action) or grid.model is not action.model:
                continue
            if action.maximum_rows == 0:
                continue
            ids = [found.foreign[-1], *found.own[:1]][: action.maximum_rows]
            page = peopled.plan(action, username, ids, grid.entity)
            assert page.status_code == 200, action.key
            assert unknown in told(page), action.key
            given = sample_input(action.input)
            answer = peopled.confirm(action, username, page, given, entity=grid.entity)
            assert answer.status_code in {409, 422}, (action.key, answer.location)
        assert digest(peopled.world.engine) == before

    def test_actions_in_the_grid_take_no_selection_that_another_signed(
        self, peopled: Doors, username: str
    ) -> None:
        other = "lantian" if username != "lantian" else "zhuoni"
        with peopled.app.app_context():
            token = Selection(
                "domain", peopled.world.actor(other).key, ids=(peopled.world.id("s-due"),)
            ).sign()
        clerk = peopled.clerk(username)
        before = digest(peopled.world.engine)
        form = {"action": "renew", "selection": token, "key": "stolen", "years": "2"}
        for more in ({}, {"confirm": "1"}, {"drop_refused": "1"}):
            answer = clerk.post("/admin/domain/action/", {**form, **more})
            assert answer.status_code == 409
        assert digest(peopled.world.engine) == before


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of requests come while the clock stands still."""
    monkeypatch.setattr("admin_app.api.actions.slow_down", lambda *_knock: None)


@every_actor
@pytest.mark.usefixtures("quick")
class TestTheApi:
    def test_the_api_lists_the_scope_and_no_more(self, peopled: Doors, username: str) -> None:
        client, header = peopled.app.test_client(), peopled.bearer(username)
        for grid, found in readable(peopled, username):
            answer = client.get(f"/api/{grid.entity}?size=200", headers=header)
            assert sorted(row["id"] for row in answer.json["rows"]) == sorted(found.listed)
            assert answer.json["count"] == len(found.listed), grid.entity

    def test_the_api_has_no_foreign_row(self, peopled: Doors, username: str) -> None:
        client, header = peopled.app.test_client(), peopled.bearer(username)
        for grid, found in readable(peopled, username):
            absent = alike(client.get(f"/api/{grid.entity}/{ABSENT}", headers=header), ABSENT)
            assert absent[0] == 404
            for row_id in found.foreign[:4]:
                answer = client.get(f"/api/{grid.entity}/{row_id}", headers=header)
                assert differences(alike(answer, row_id), absent) == [], grid.entity
            for row_id in found.own[:1]:
                answer = client.get(f"/api/{grid.entity}/{row_id}", headers=header)
                assert answer.json["id"] == row_id

    @pytest.mark.parametrize("end", ["", "/plan"])
    def test_the_api_acts_on_no_foreign_row(self, peopled: Doors, username: str, end: str) -> None:
        client, header = peopled.app.test_client(), peopled.bearer(username)
        before = digest(peopled.world.engine)
        for action in CATALOG:
            grid = _scoped_grid(action.model)
            if action.maximum_rows == 0 or grid is None:
                continue
            foreign = neighbours(peopled.world, grid, username).foreign[-1]
            answers = [
                client.post(
                    f"/api/actions/{action.key}{end}",
                    json={"ids": [key], "input": sample_input(action.input), "key": "steal"},
                    headers=header,
                )
                for key in (ABSENT, foreign)
            ]
            one, other = (alike(a, k) for a, k in zip(answers, (ABSENT, foreign), strict=True))
            assert differences(one, other) == [], action.key
            assert one[0] in ({200, 403, 422} if end else {403, 422}), action.key
        assert digest(peopled.world.engine) == before


@pytest.mark.parametrize("username", ["zhuoni", "gansu", "unit-a"])
class TestTheShell:
    def test_the_shell_acts_on_no_foreign_row(self, peopled: Doors, username: str) -> None:
        before = digest(peopled.world.engine)
        for action in CATALOG:
            grid = _scoped_grid(action.model)
            if action.maximum_rows == 0 or grid is None:
                continue
            foreign = neighbours(peopled.world, grid, username).foreign[-1]
            given = sample_input(action.input)
            said = [
                peopled.call(action, username, [key], given, door=Door.CLI).said.replace(
                    str(key), "ID"
                )
                for key in (ABSENT, foreign)
            ]
            assert said[0] == said[1] != "", action.key
        assert digest(peopled.world.engine) == before


class TestTheLaw:
    def test_the_law_sees_a_list_that_forgot_its_scope(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Were the criterion forgotten, the stranger's name would stand on the page."""
        monkeypatch.setattr("admin_app.auth.user_lookup.scope_for", lambda *_whose: EVERYTHING)
        grid = GRIDS["domain"]
        found = neighbours(sqlite_doors.world, grid, "zhuoni")
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?size=200").get_data(as_text=True)
        assert any(name in page for name in found.foreign_names)


def test_a_form_carries_what_the_page_gave(sqlite_doors: Doors) -> None:
    """The tests above send back what a browser would: its hidden fields are on the page."""
    from actions.domains.renew import RENEW

    page = sqlite_doors.plan(RENEW, "zhuoni", [sqlite_doors.world.id("a-due")])
    assert set(carried(page)) == {"key", "selection", "shown"}
    assert as_form({"lines": [{"a": "1"}]}) == {"lines-0-a": "1"}
