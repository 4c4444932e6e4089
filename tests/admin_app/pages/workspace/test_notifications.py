"""通知 as a page: one's own alone, read once, kept a while."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.domains.hold import HOLD, HoldInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.workspace.mark_notices_read import MARK_READ, MarkReadInput
from admin_app.jobs.schedule import run_once
from models.core.clock import FixedClock
from models.jobs.job_run import JobKind
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS, Notice, Topic, notify
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.notifications import WHY, topics
from tests.support.world.cast import NOW, World


def tell(world: World, username: str, count: int = 1) -> list[int]:
    """Notices of a top-up for one user; their keys."""
    facts = {"amount_fen": 100, "balance_fen": 200}
    with world.writing() as session:
        for _ in range(count):
            user_id = world.id(f"user:{username}")
            notify(session, [Notice(Topic.TOPPED_UP, facts, user_id=user_id)])
    with world.session() as session:
        return list(session.scalars(select(Notification.id).order_by(Notification.id)))


class TestThePage:
    def test_the_page_shows_one_s_own_and_the_header_counts_them(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        tell(sqlite_world, "zhuoni", 2)
        tell(sqlite_world, "lintan")
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        page = mine.get("/admin/notice/")
        assert told(page).count("已到账充值 ¥1.00，账户余额 ¥2.00。") == 2
        assert re.search(r"通知<b>2</b>", page.get_data(as_text=True))

    def test_the_page_shows_a_notice_whose_topic_was_removed(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        tell(sqlite_world, "zhuoni", 2)
        with sqlite_world.writing() as session:
            newest = session.scalars(select(Notification).order_by(Notification.id.desc())).first()
            assert newest is not None
            newest.kind = "notice_of_a_removed_topic"
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        page = told(mine.get("/admin/notice/"))
        assert page.count("这类通知已不再使用。") == 1
        assert page.count("已到账充值 ¥1.00，账户余额 ¥2.00。") == 1

    def test_the_page_marks_one_and_then_all(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        first, _second, third = tell(sqlite_world, "zhuoni", 3)
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        mine.get("/admin/notice/")
        assert mine.post("/admin/notice/read/", {"id": first, "key": "k"}).status_code == 303
        assert "通知<b>2</b>" in mine.get("/admin/").get_data(as_text=True)
        assert mine.post("/admin/notice/read/", {"up_to_id": third, "key": "k"}).status_code == 303
        page = mine.get("/admin/notice/").get_data(as_text=True)
        assert "通知<b>0</b>" in page
        assert "全部标为已读" not in page

    def test_the_page_marks_nobody_else_s(self, sqlite_world: World) -> None:
        (foreign,) = tell(sqlite_world, "zhuoni-cashier")
        for key in (foreign, 987_654_321):
            try:
                sqlite_world.perform(MARK_READ, "zhuoni", [key], MarkReadInput())
            except Refused as refused:
                assert refused.first.code is Common.NOT_FOUND
            else:
                raise AssertionError

    def test_the_page_is_in_order_of_time_whatever_the_keys(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        keys = tell(sqlite_world, "zhuoni", 3)
        hours = dict(zip(keys, (1, 30, 2), strict=True))
        with sqlite_world.writing() as session:
            for row in session.scalars(select(Notification).where(Notification.id.in_(keys))):
                row.at = NOW - dt.timedelta(hours=hours[row.id])
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        page = mine.get("/admin/notice/").get_data(as_text=True)
        shown = [int(key) for key in re.findall(r'name="id" value="(\d+)"', page)]
        assert shown == sorted(keys, key=hours.__getitem__)
        assert re.findall(r'<time datetime="([\d-]+)"', page) == ["2026-06-10", "2026-06-09"]

    def test_the_pages_follow_each_other_without_gap_or_repetition(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        keys = tell(sqlite_world, "zhuoni", 120)
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        seen: list[int] = []
        url: str | None = "/admin/notice/?unread=1"
        while url:
            page = mine.get(url.replace("&amp;", "&")).get_data(as_text=True)
            seen += map(int, re.findall(r'name="id" value="(\d+)"', page))
            older = re.search(r'href="([^"]*)" rel="next"', page)
            url = older.group(1) if older else None
        assert seen == sorted(keys, reverse=True)

    def test_the_page_is_narrowed_to_the_unread_and_to_a_kind(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        first, _second = tell(sqlite_world, "zhuoni", 2)
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        mine.post("/admin/notice/read/", {"id": first, "key": "k"})
        for query, count in (("", 2), ("unread=1", 1), ("kind=money", 2), ("kind=domain", 0)):
            page = told(mine.get(f"/admin/notice/?{query}"))
            assert page.count("已到账充值 ¥1.00") == count, query

    def test_a_batch_opens_the_rows_that_it_changed_and_no_others(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        ids = [sqlite_world.id("a-due"), sqlite_world.id("a-far"), sqlite_world.id("b-due")]
        sqlite_world.perform(HOLD, "conac", ids, HoldInput("名称有争议", "函〔2026〕1号"))
        unit: Clerk = sqlite_clerk("unit-a")  # type: ignore[operator]
        page = unit.get("/admin/notice/").get_data(as_text=True)
        (url,) = re.findall(r'href="(/admin/domain/\?run=\d+)"', page)
        shown = told(unit.get(url))
        assert "卓尼县教育局" in shown
        assert "卓尼县招生办" in shown
        assert "卓尼县教育督导" not in shown
        assert "柳林小学" not in shown

    def test_the_page_leads_a_registrant_to_their_names(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        ids = [sqlite_world.id("a-submitted")]
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        unit: Clerk = sqlite_clerk("unit-a")  # type: ignore[operator]
        page = unit.get("/admin/notice/").get_data(as_text=True)
        (url,) = re.findall(r'href="(/admin/domain/[^"]*)"><b>“卓尼县电教馆', page)
        assert "卓尼县电教馆" in told(unit.get(url.replace("&amp;", "&")))


class TestRetention:
    def test_retention_removes_what_was_kept_long_enough(self, world: World) -> None:
        tell(world, "zhuoni", 2)
        run_once(world.engine, JobKind.RETAIN, FixedClock(NOW + dt.timedelta(days=KEPT_DAYS - 1)))
        assert len(topics(world, "zhuoni")) == 2
        run_once(world.engine, JobKind.RETAIN, FixedClock(NOW + dt.timedelta(days=KEPT_DAYS + 1)))
        assert topics(world, "zhuoni") == []
