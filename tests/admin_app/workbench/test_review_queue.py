"""The review queue on the desk counts in work days how long names have waited."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from models.domains.domain import Domain
from tests.support.pages.doors import Doors, told
from tests.support.pages.programs import MovableClock
from tests.support.pages.waiting import set_waiting
from tests.support.pages.workbench import SignIn
from tests.support.world.cast import NOW, World


class TestTheReviewersQueue:
    def test_the_reviewers_queue_is_told_by_work_days(
        self, world: World, clerk: SignIn, hands: MovableClock
    ) -> None:
        with world.writing() as session:
            domain = session.get_one(Domain, world.id("a-submitted"))
            domain.waits_since = NOW
        counts: list[list[str]] = []
        for days in (0, 5, 6, 7, 8):
            hands.at = NOW + dt.timedelta(days=days)
            page = clerk("zhuoni").get("/admin/").get_data(as_text=True)
            queue = page.partition("审核队列</h2>")[2].partition("</table>")[0]
            counts.append(re.findall(r'aria-label="[^"]*">(\d+)</a>', queue))
        # From Wednesday 10 June on: none, three, four, five and six work days.
        rest, soon, overdue = ["0", "0", "1"], ["0", "1", "0"], ["1", "0", "0"]
        assert counts == [rest, rest, soon, soon, overdue]

    def test_the_reviewers_queue_is_not_for_cashiers(self, sqlite_clerk: SignIn) -> None:
        assert "审核队列" not in told(sqlite_clerk("zhuoni-cashier").get("/admin/"))


def queue(doors: Doors, who: str, named: str) -> str:
    return told(doors.clerk(who).get(f"/admin/domain/?list={named}"))


class TestQueues:
    def test_queues_say_how_long_each_name_has_waited(self, sqlite_doors: Doors) -> None:
        set_waiting(sqlite_doors.world, "a-submitted", NOW - dt.timedelta(days=2))
        assert "2026-06-08 已等 2 个工作日（限 5 个）" in queue(sqlite_doors, "zhuoni", "to_review")

    def test_mark_the_overdue(self, sqlite_doors: Doors) -> None:
        since = NOW - dt.timedelta(days=30)
        set_waiting(sqlite_doors.world, "a-submitted", since)
        set_waiting(sqlite_doors.world, "a-office-approved", since)
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?list=to_review")
        assert "tone-danger>逾期 17 个工作日（限 5 个）" in page.get_data(as_text=True)
        assert "逾期 12 个工作日（限 10 个）" in queue(
            sqlite_doors, "conac-review", "office_approved"
        )

    def test_queues_say_when_holidays_are_not_announced_yet(
        self, sqlite_doors: Doors, hands: Any
    ) -> None:
        hands.turn(days=220)
        set_waiting(sqlite_doors.world, "a-submitted", hands.now() - dt.timedelta(days=2))
        assert "节假日安排尚未公布" in queue(sqlite_doors, "zhuoni", "to_review")

    def test_the_desk_counts_the_overdue_and_opens_them(self, doors: Doors) -> None:
        desk = told(doors.clerk("zhuoni").get("/admin/"))
        assert "逾期未审核的域名" not in desk
        set_waiting(doors.world, "a-submitted", NOW - dt.timedelta(days=30))
        page = doors.clerk("zhuoni").get("/admin/")
        assert "逾期未审核的域名" in told(page)
        found = set(re.findall(r'href="([^"]*waits_since_to=2026-06-02[^"]*)"', page.text))
        assert found
        for href in found:
            assert "卓尼县电教馆" in told(doors.clerk("zhuoni").get(href.replace("&amp;", "&")))
