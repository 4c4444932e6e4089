"""采用所选改动: an exported list that was edited comes back as differences, and is taken once."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from actions.core.request_run import (
    RequestCheckInput,
    RequestRunInput,
    ranges_of,
    request_check_action,
    request_run_action,
)
from actions.imports.accept_changes import ACCEPT_CHANGES
from actions.permissions import grants_of
from admin_app.files.sheet_reader import read_sheet
from admin_app.jobs import batch_run
from admin_app.jobs.schedule import carry_on_run
from models.core.clock import FixedClock
from models.core.journal import JournalChange, JournalEntry
from models.domains.domain import Domain
from models.imports.sheet import ImportRow, ImportRowState
from models.jobs.job_progress import STALE_AFTER
from models.jobs.job_run import JobRun, JobState
from models.offices.office import MailingAddress, Office
from models.units.unit import Unit
from models.users.user import User
from models.values.limits import MAXIMUM_SHEET_ROWS
from tests.admin_app.files.test_sheet_reader import book
from tests.admin_app.pages.workspace.test_imports import as_csv, returned, sheet_id, states, upload
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import carried
from tests.support.world.cast import CLOCK, NOW, World
from tests.support.world.factories import credit_code
from tests.support.world.money_factories import Maker

Rows = list[list[str]]


def exported(clerk: Clerk, entity: str, form: str = "csv") -> Rows:
    """The whole list with all columns, headings first."""
    asked = {"scope": "filtered", "format": form, "columns": "all"}
    answer = clerk.post(f"/admin/{entity}/export/", asked)
    assert answer.status_code == 200
    sheet = read_sheet(io.BytesIO(answer.data), f"a.{form}")
    width = len(sheet.headings)
    return [
        list(sheet.headings),
        *([*row.cells, *[""] * (width - len(row.cells))] for row in sheet.rows),
    ]


def row_of(rows: Rows, text: str) -> list[str]:
    """The row that has the text in one of its cells."""
    (found,) = (row for row in rows[1:] if text in row)
    return found


def change(rows: Rows, text: str, values: Mapping[str, str]) -> Rows:
    """The headings and one row, with some of its cells changed."""
    found = list(row_of(rows, text))
    for heading, value in values.items():
        found[rows[0].index(heading)] = value
    return [rows[0], found]


def bring(clerk: Clerk, kind: str, rows: Rows, form: str = "csv") -> int:
    """Uploads the rows; the id of the staged sheet."""
    content = as_csv(*map(tuple, rows)) if form == "csv" else book(rows)
    return sheet_id(upload(clerk, kind, content, f"改好.{form}"))


def take(clerk: Clerk, key: int, given: Mapping[str, str] | None = None) -> Any:
    """Presses 采用所有改动, or that for rows with conflicts, and confirms the plan."""
    page = clerk.get(f"/admin/imports/sheet/?id={key}").get_data(as_text=True)
    selection = re.findall(r'name="selection" value="([^"]+)"', page)[0]
    url = "/admin/import_row/action/?action=accept_changes"
    planned = clerk.post(url, {"selection": selection, "key": ""})
    assert planned.status_code == 200
    return clerk.post(url, {**carried(planned), **(given or {}), "confirm": "1"})


def unit(world: World) -> Unit:
    with world.session() as session:
        return session.get_one(Unit, world.id("unit-a"))


def with_address(world: World) -> None:
    """An address of 卓尼."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        Maker(session, office, NOW).mailing_address()


class TestRoundTrip:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_changed_cell_of_an_exported_unit_is_shown_and_taken_through_the_journal(
        self, clerk: Callable[[str], Clerk], world: World, form: str
    ) -> None:
        zhuoni, before = clerk("zhuoni"), unit(world)
        rows = exported(zhuoni, "unit", form)
        assert {"记录编号", "版本"} <= set(rows[0])
        key = bring(zhuoni, "units", change(rows, before.uscc, {"联系人": "新来的"}), form)
        assert states(world, key) == [ImportRowState.CHANGED]
        page = zhuoni.get(f"/admin/imports/sheet/?id={key}").get_data(as_text=True)
        assert f"联系人：{before.contact_name or '（空）'} → 新来的" in page
        assert unit(world).contact_name == before.contact_name
        assert take(zhuoni, key).status_code == 303
        after = unit(world)
        assert (after.contact_name, after.row_version) == ("新来的", before.row_version + 1)
        assert states(world, key) == [ImportRowState.ACCEPTED]
        with world.session() as session:
            entry = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "accept_changes")
            ).one()
            changes = session.scalars(
                select(JournalChange).where(
                    JournalChange.entry_id == entry.id, JournalChange.entity == "unit"
                )
            ).one()
        assert changes.diff == {"contact_name": [before.contact_name, "新来的"]}

    @pytest.mark.parametrize(
        ("kind", "entity"),
        [
            ("units", "unit"),
            ("domains", "domain"),
            ("mailing_addresses", "mailing_address"),
            ("users", "user"),
        ],
    )
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_list_that_comes_back_unchanged_changes_nothing(
        self,
        sqlite_clerk: Callable[[str], Clerk],
        sqlite_world: World,
        kind: str,
        entity: str,
        form: str,
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        with_address(sqlite_world)
        rows = exported(zhuoni, entity, form)
        assert len(rows) > 1
        key = bring(zhuoni, kind, rows, form)
        assert set(states(sqlite_world, key)) == {ImportRowState.KNOWN}, returned(zhuoni, key)

    def test_same_file_taken_twice_changes_nothing_the_second_time(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni, before = clerk("zhuoni"), unit(world)
        rows = change(exported(zhuoni, "unit"), before.uscc, {"联系人": "新来的"})
        take(zhuoni, bring(zhuoni, "units", rows))
        version = unit(world).row_version
        assert states(world, bring(zhuoni, "units", rows)) == [ImportRowState.KNOWN]
        assert unit(world).row_version == version

    def test_emptied_cell_empties_the_field(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni, before = sqlite_clerk("zhuoni"), unit(sqlite_world)
        rows = exported(zhuoni, "unit")
        take(zhuoni, bring(zhuoni, "units", change(rows, before.uscc, {"联系人": "新来的"})))
        rows = exported(zhuoni, "unit")
        take(zhuoni, bring(zhuoni, "units", change(rows, before.uscc, {"联系人": ""})))
        assert unit(sqlite_world).contact_name is None

    def test_domain_address_and_user_are_edited_the_same_way(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni = sqlite_clerk("zhuoni")
        with_address(sqlite_world)
        with sqlite_world.session() as session:
            name = session.scalars(
                select(Domain.name_u).where(Domain.office_code == "623022")
            ).first()
            detail = session.scalars(
                select(MailingAddress.detail).where(MailingAddress.office_code == "623022")
            ).first()
        for kind, entity, text, values in (
            ("domains", "domain", str(name), {"用途": "门户网站"}),
            ("mailing_addresses", "mailing_address", str(detail), {"收件人": "王收件"}),
            ("users", "user", "zhuoni-viewer", {"电子邮箱": "a@example.cn"}),
        ):
            rows = change(exported(zhuoni, entity), text, values)
            assert take(zhuoni, bring(zhuoni, kind, rows)).status_code == 303
        with sqlite_world.session() as session:
            found = session.scalars(select(Domain).where(Domain.name_u == name)).all()
            assert "门户网站" in {each.purpose for each in found}
            addresses = session.scalars(
                select(MailingAddress).where(MailingAddress.detail == detail)
            )
            assert "王收件" in {each.recipient for each in addresses}
            user = session.scalars(select(User).where(User.username == "zhuoni-viewer")).one()
            assert user.email == "a@example.cn"


class TestConflicts:
    def test_field_that_somebody_changed_since_the_export_is_a_conflict_with_both_values(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni, gannan, before = clerk("zhuoni"), clerk("gannan"), unit(world)
        rows = exported(zhuoni, "unit")
        theirs = change(exported(gannan, "unit"), before.uscc, {"联系人": "州里改的"})
        take(gannan, bring(gannan, "units", theirs))
        key = bring(zhuoni, "units", change(rows, before.uscc, {"联系人": "县里改的"}))
        assert states(world, key) == [ImportRowState.CONFLICT]
        said = returned(zhuoni, key)[1][-1]
        assert "州里改的 → 县里改的" in said
        assert world.actor("gannan").name in said
        refused = take(zhuoni, key)
        assert refused.status_code == 422
        assert "改为“州里改的”，表格中是“县里改的”" in refused.get_data(as_text=True)
        assert unit(world).contact_name == "州里改的"
        assert take(zhuoni, key, {"overwrite": "1"}).status_code == 303
        assert unit(world).contact_name == "县里改的"

    def test_field_that_somebody_else_changed_and_the_file_did_not_stays_as_it_is(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni, before = sqlite_clerk("zhuoni"), unit(sqlite_world)
        rows = exported(zhuoni, "unit")
        take(zhuoni, bring(zhuoni, "units", change(rows, before.uscc, {"联系人": "同事改的"})))
        key = bring(zhuoni, "units", change(rows, before.uscc, {"地址": "人民路 1 号"}))
        assert states(sqlite_world, key) == [ImportRowState.CHANGED]
        assert "导出后已由他人修改，不变" in returned(zhuoni, key)[1][-1]
        take(zhuoni, key)
        after = unit(sqlite_world)
        assert (after.contact_name, after.address) == ("同事改的", "人民路 1 号")


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"单位名称": "卓尼县文教局"}, "不能在表格中修改"),
            ({"状态": "已撤销"}, "不能在表格中修改"),
            ({"统一社会信用代码": "11620000013896104X"}, "不符"),
            ({"记录编号": "999999"}, "没有找到“999999”的记录"),
            ({"版本": "999"}, "“版本”一栏的“999”不对"),
            ({"联系电话": "电话在此"}, "“联系电话”不是可以拨打的号码"),
        ],
    )
    def test_difference_that_may_not_be_taken_is_refused_in_words(
        self,
        sqlite_clerk: Callable[[str], Clerk],
        sqlite_world: World,
        values: dict[str, str],
        said: str,
    ) -> None:
        zhuoni, before = sqlite_clerk("zhuoni"), unit(sqlite_world)
        rows = change(exported(zhuoni, "unit"), before.uscc, values)
        key = bring(zhuoni, "units", rows)
        assert states(sqlite_world, key) == [ImportRowState.REFUSED]
        assert said in returned(zhuoni, key)[1][-1]

    def test_record_of_another_county_is_as_unknown_as_one_that_does_not_exist(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni, before = sqlite_clerk("zhuoni"), unit(sqlite_world)
        rows = exported(zhuoni, "unit")
        foreign = change(rows, before.uscc, {"记录编号": str(sqlite_world.id("unit-s"))})
        missing = change(rows, before.uscc, {"记录编号": "999999"})
        foreign_key, missing_key = (bring(zhuoni, "units", each) for each in (foreign, missing))
        said = [returned(zhuoni, key)[1][-1] for key in (foreign_key, missing_key)]
        assert said[0].replace(str(sqlite_world.id("unit-s")), "999999") == said[1]

    def test_registry_may_not_edit_a_domain_by_a_sheet_either(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni, conac = sqlite_clerk("zhuoni"), sqlite_clerk("conac")
        rows = exported(zhuoni, "domain")
        changed = change([rows[0], rows[1]], rows[1][rows[0].index("记录编号")], {"用途": "门户"})
        refused = take(conac, bring(conac, "domains", changed))
        assert refused.status_code == 422
        assert "您的岗位不能修改这类记录" in refused.get_data(as_text=True)


class TestOldFiles:
    def test_file_without_record_numbers_shows_its_differences_by_credit_code(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni, before = clerk("zhuoni"), unit(world)
        rows = [["单位名称", "统一社会信用代码", "联系人"], [before.name, before.uscc, "新来的"]]
        key = bring(zhuoni, "units", rows)
        assert states(world, key) == [ImportRowState.CHANGED]
        take(zhuoni, key)
        assert unit(world).contact_name == "新来的"

    def test_row_that_is_not_new_is_never_registered(
        self, sqlite_clerk: Callable[[str], Clerk], sqlite_world: World
    ) -> None:
        zhuoni, before = sqlite_clerk("zhuoni"), unit(sqlite_world)
        rows = change(exported(zhuoni, "unit"), before.uscc, {"记录编号": "999999"})
        key = bring(zhuoni, "units", rows)
        with sqlite_world.session() as session:
            row_id = session.scalars(select(ImportRow.id).where(ImportRow.sheet_id == key)).one()
        planned = zhuoni.post("/admin/import_row/action/?action=accept_rows", {"ids": str(row_id)})
        assert "不会登记为新记录" in planned.get_data(as_text=True)


def many_units(world: World, count: int) -> None:
    """More units of 卓尼, written at once, like its own but for name and credit code."""
    table: Any = Unit.__table__
    with world.engine.execution_options(writes=True).begin() as connection:
        own = connection.execute(select(table).where(table.c.id == world.id("unit-a"))).one()
        plain = {name: value for name, value in own._mapping.items() if name != "id"}
        rows = [
            plain
            | {
                "name": f"卓尼县第{number}工作站",
                "uscc": credit_code("12", "623022", f"YY{number:06d}"),
            }
            for number in range(count)
        ]
        connection.execute(insert(table), rows)


def changed_units(world: World, clerk: Clerk, count: int) -> tuple[int, list[int]]:
    """Brings the list back with every 联系人 changed; the ids of the sheet and of its rows."""
    many_units(world, count)
    headings, *rows = exported(clerk, "unit", "xlsx")
    place = headings.index("联系人")
    changed = [[*row[:place], f"联系人{at}", *row[place + 1 :]] for at, row in enumerate(rows)]
    key = bring(clerk, "units", [headings, *changed], "xlsx")
    with world.session() as session:
        found = session.execute(
            select(ImportRow.id, ImportRow.state).where(ImportRow.sheet_id == key)
        ).all()
    assert {state for _id, state in found} == {ImportRowState.CHANGED}
    return key, [row_id for row_id, _state in found]


def hand_over(world: World, ids: list[int]) -> int:
    """Has the rows checked, then taken in the background; the id of the run."""
    grants, rows = grants_of(ACCEPT_CHANGES), ranges_of(ids)
    check = RequestCheckInput("accept_changes", rows, {})
    checking = request_check_action("import_row", grants)
    check_id = world.perform(checking, "zhuoni", [], check).totals["run_id"]
    assert carry_on_run(world.engine, check_id, CLOCK)
    given = RequestRunInput("accept_changes", rows, {}, check_id, leaves_out=True)
    asking = request_run_action("import_row", grants)
    return world.perform(asking, "zhuoni", [], given).totals["run_id"]


def killed_once_and_resumed(world: World, run_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies after the commit of its second batch; another one goes on."""
    marked, first = [0], batch_run.mark_slice

    def dies(*args: Any, **values: Any) -> None:
        marked[0] += 1
        if marked[0] == 2:
            raise SystemExit
        first(*args, **values)

    with monkeypatch.context() as patched:
        patched.setattr(batch_run, "mark_slice", dies)
        with pytest.raises(SystemExit):
            carry_on_run(world.engine, run_id, CLOCK)
    later = FixedClock(NOW + STALE_AFTER + dt.timedelta(seconds=1))
    assert carry_on_run(world.engine, run_id, later)


def expect_each_changed_once(world: World, run_id: int, key: int, count: int) -> None:
    with world.session() as session:
        run = session.get_one(JobRun, run_id)
        assert (run.state, run.done, run.refused, run.total) == (JobState.DONE, count, 0, count)
        changes = (
            select(JournalChange.row_id)
            .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
            .where(JournalChange.entity == "unit", JournalEntry.action == "accept_changes")
        )
        rows = list(session.scalars(changes))
        assert (len(rows), len(set(rows))) == (count, count)
        states = select(ImportRow.state).where(ImportRow.sheet_id == key).distinct()
        assert session.scalars(states).all() == [ImportRowState.ACCEPTED]


class TestInTheBackground:
    def test_sheet_of_several_batches_is_taken_once_though_its_worker_dies(
        self,
        clerk: Callable[[str], Clerk],
        world: World,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        zhuoni = clerk("zhuoni")
        key, ids = changed_units(world, zhuoni, 1_100)
        page = zhuoni.get(f"/admin/imports/sheet/?id={key}").get_data(as_text=True)
        assert f"采用所有改动（{len(ids):,} 行）" in page
        selection = re.findall(r'name="selection" value="([^"]+)"', page)[0]
        url = "/admin/import_row/action/?action=accept_changes"
        checking = zhuoni.post(url, {"selection": selection, "key": ""})
        assert checking.status_code == 303
        assert "核对" in zhuoni.get(checking.location).get_data(as_text=True)
        run_id = hand_over(world, ids)
        killed_once_and_resumed(world, run_id, monkeypatch)
        expect_each_changed_once(world, run_id, key, len(ids))

    @pytest.mark.long
    @pytest.mark.timeout(1_500)
    def test_sheet_of_twenty_thousand_rows_is_taken_in_the_background(
        self,
        clerk: Callable[[str], Clerk],
        world: World,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with world.session() as session:
            own = session.scalar(select(func.count(Unit.id)).where(Unit.office_code == "623022"))
        key, ids = changed_units(world, clerk("zhuoni"), MAXIMUM_SHEET_ROWS - (own or 0))
        assert len(ids) == MAXIMUM_SHEET_ROWS
        run_id = hand_over(world, ids)
        killed_once_and_resumed(world, run_id, monkeypatch)
        expect_each_changed_once(world, run_id, key, len(ids))
