"""The page of a check: what it shows, what it asks, and what its form does."""

from __future__ import annotations

import io
import re

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from actions.domains.renew import RENEW, RenewInput
from admin_app.jobs.schedule import carry_on_run
from models.jobs.job_run import JobRun
from models.workspace.basket import ticked
from tests.admin_app.jobs.test_batch_run import due_names, hand_over, have_checked
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import CLOCK


@pytest.fixture
def keys(sqlite_doors: Doors) -> list[int]:
    return [*due_names(sqlite_doors.world, 3), sqlite_doors.world.id("a-held")]


@pytest.fixture
def check_id(sqlite_doors: Doors, keys: list[int]) -> int:
    return have_checked(sqlite_doors.world, keys)


def send(clerk: Clerk, check_id: int, **typed: str) -> object:
    page = clerk.get(f"/admin/run/?id={check_id}")
    return clerk.post(f"/admin/run/check/?id={check_id}", {**carried(page), **typed})


def test_the_page_says_verdicts_by_reason_sum_words_and_a_sample(
    sqlite_doors: Doors, check_id: int
) -> None:
    page = told(sqlite_doors.clerk("zhuoni").get(f"/admin/run/?id={check_id}"))
    for words in ("可以办理 3", "不能办理 1", "¥1,200.00", "壹仟贰佰元整", "冻结", "到期名称0"):
        assert words in page, words


def test_rows_that_cannot_be_done_are_left_out_only_when_ticked(
    sqlite_doors: Doors, check_id: int
) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    refused = send(clerk, check_id, years="2", confirm="1")
    assert refused.status_code == 422
    assert "有 1 条不能办理" in told(refused)
    taken = send(clerk, check_id, years="2", leaves_out="1", confirm="1")
    assert taken.status_code == 303
    assert "这次核对已经确认" in told(clerk.get(f"/admin/run/?id={check_id}"))


def test_another_input_is_checked_again_and_not_confirmed(
    sqlite_doors: Doors, check_id: int
) -> None:
    clerk = sqlite_doors.clerk("zhuoni")
    again = send(clerk, check_id, years="3", leaves_out="1", confirm="1")
    assert "¥1,800.00" in told(clerk.get(again.location))
    with sqlite_doors.world.session() as session:
        assert not session.scalars(select(JobRun).where(JobRun.is_check.is_(False))).all()


def test_a_wrong_input_is_said_at_its_field_and_kept(sqlite_doors: Doors, check_id: int) -> None:
    faulty = send(sqlite_doors.clerk("zhuoni"), check_id, years="99", confirm="1")
    assert faulty.status_code == 422
    assert 'value="99"' in faulty.get_data(as_text=True)


def test_what_moved_is_shown_with_counts_and_sums_before_and_now(
    sqlite_doors: Doors, keys: list[int], check_id: int
) -> None:
    world, clerk = sqlite_doors.world, sqlite_doors.clerk("zhuoni")
    world.perform(RENEW, "zhuoni-cashier", keys[:1], RenewInput(1))
    moved = send(clerk, check_id, years="2", leaves_out="1", confirm="1")
    page = clerk.get(moved.location).get_data(as_text=True)
    for before, now in (("3", "2"), ("1", "2"), ("¥1,200.00", "¥800.00")):
        row = page.partition(f"<del>{before}</del>")[2][:120]
        assert f"<ins>{now}</ins>" in row, (before, now)
    text = told(clerk.get(moved.location))
    # Who, by which act, beside the sums and beside the row itself.
    assert re.search(r"到期名称0\S* 核对结果 可以办理 \S* 卓尼出纳“续费”", text), text
    assert re.search(r"可以办理 3 2 卓尼出纳“续费”", text), text


def test_a_check_is_read_by_colleagues_and_confirmed_by_nobody_else(
    sqlite_doors: Doors, check_id: int
) -> None:
    colleague = sqlite_doors.clerk("zhuoni-cashier")
    page = colleague.get(f"/admin/run/?id={check_id}")
    assert 'name="confirm"' not in page.get_data(as_text=True)
    form = {**carried(page), "confirm": "1"}
    assert colleague.post(f"/admin/run/check/?id={check_id}", form).status_code == 404
    assert sqlite_doors.clerk("lintan").get(f"/admin/run/?id={check_id}").status_code == 404


@pytest.mark.parametrize("is_done", [False, True])
def test_the_file_holds_every_row_with_verdict_reason_and_amount(
    sqlite_doors: Doors, keys: list[int], is_done: bool
) -> None:
    world, clerk = sqlite_doors.world, sqlite_doors.clerk("zhuoni")
    run_id = hand_over(world, keys, leaves_out=True) if is_done else have_checked(world, keys)
    if is_done:
        carry_on_run(world.engine, run_id, CLOCK)
    url = f"/admin/run/file/?id={run_id}&form="
    text = clerk.get(f"{url}csv").get_data(as_text=True)
    book = CalamineWorkbook.from_filelike(io.BytesIO(clerk.get(f"{url}xlsx").data))
    sheet = book.get_sheet_by_index(0).to_python()
    cells = [[str(cell) for cell in row] for row in sheet]
    passing = "已办理" if is_done else "可以办理"
    assert text.count(f",{passing},") == sum(row[1] == passing for row in cells) == 3
    assert "冻结" in text
    assert "壹仟贰佰元整" in text
    assert any(cell == "400.0" for row in cells for cell in row)
    assert sqlite_doors.clerk("lintan").get(f"{url}csv").status_code == 404


def test_refused_rows_of_a_run_are_ticked_again(sqlite_doors: Doors, keys: list[int]) -> None:
    world, clerk = sqlite_doors.world, sqlite_doors.clerk("zhuoni")
    run_id = hand_over(world, keys, leaves_out=True)
    carry_on_run(world.engine, run_id, CLOCK)
    page = clerk.get(f"/admin/run/?id={run_id}")
    assert "勾选未办理的 1 条" in told(page)
    assert "壹仟贰佰元整" in told(page)
    answer = clerk.post(f"/admin/run/tick/?id={run_id}", carried(page))
    assert answer.location.endswith("/admin/domain/ticked/")
    with world.session() as session:
        user_id = world.id("user:zhuoni")
        assert list(ticked(session, user_id, "domain")) == [world.id("a-held")]
