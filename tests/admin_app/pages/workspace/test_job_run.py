"""How far a run is: on its page, in a piece of it, and in the header of every page."""

from __future__ import annotations

import pytest

from admin_app.jobs.schedule import carry_on_run
from tests.admin_app.jobs.test_batch_run import due_names, hand_over
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import CLOCK


@pytest.fixture
def run_id(sqlite_doors: Doors) -> int:
    """Three names and one that is held, handed over by zhuoni and not begun."""
    world = sqlite_doors.world
    return hand_over(world, [*due_names(world, 3), world.id("a-held")], leaves_out=True)


class TestTheProgress:
    def test_the_progress_is_a_piece_that_asks_again_until_the_end(
        self, sqlite_doors: Doors, run_id: int
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        url = f"/admin/run/progress?id={run_id}"
        waiting = clerk.get(url).get_data(as_text=True)
        assert "<html" not in waiting
        assert "hx-trigger" in waiting
        assert "已办 0 / 4，未办理 0" in waiting
        carry_on_run(sqlite_doors.world.engine, run_id, CLOCK)
        ended = clerk.get(url).get_data(as_text=True)
        assert "hx-trigger" not in ended
        assert "已办 3 / 4，未办理 1" in ended
        assert "冻结" in ended

    def test_the_progress_is_not_another_s_to_see(self, sqlite_doors: Doors, run_id: int) -> None:
        clerk = sqlite_doors.clerk("lintan")
        assert clerk.get(f"/admin/run/progress?id={run_id}").status_code == 404

    def test_the_progress_comes_again_by_itself_without_a_script(
        self, sqlite_doors: Doors, run_id: int
    ) -> None:
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/run/?id={run_id}").get_data(as_text=True)
        assert '<noscript><meta http-equiv="refresh"' in page


class TestTheHeader:
    def test_the_header_tells_of_one_s_own_run_until_it_is_done(
        self, sqlite_doors: Doors, run_id: int
    ) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/domain/").get_data(as_text=True)
        assert f'href="/admin/run/?id={run_id}"' in page
        assert "后台办理中" in clerk.get("/admin/run/under_way").get_data(as_text=True)
        carry_on_run(sqlite_doors.world.engine, run_id, CLOCK)
        assert "后台办理中" not in clerk.get("/admin/domain/").get_data(as_text=True)
        done = clerk.get("/admin/run/under_way").get_data(as_text=True)
        assert "后台办理已结束" in done
        assert "hx-get" not in done

    def test_the_header_tells_nobody_else(self, sqlite_doors: Doors, run_id: int) -> None:
        page = sqlite_doors.clerk("zhuoni-cashier").get("/admin/domain/").get_data(as_text=True)
        assert "后台办理中" not in page


class TestTheReceiptOfABatch:
    def test_the_receipt_of_a_batch_tells_what_was_left_out(
        self, sqlite_doors: Doors, run_id: int
    ) -> None:
        carry_on_run(sqlite_doors.world.engine, run_id, CLOCK)
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"/admin/run/?id={run_id}").get_data(as_text=True)
        url = page.partition('href="/admin/receipt/')[2].partition('"')[0]
        assert "还有 1 条未处理" in told(clerk.get(f"/admin/receipt/{url}"))
