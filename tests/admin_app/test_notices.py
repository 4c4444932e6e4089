"""通知: who is told of what, in the same transaction; one's own alone; read once; kept a while."""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES, ReturnForChangesInput
from actions.workspace.mark_notices_read import MARK_READ, MarkReadInput
from admin_app.jobs.schedule import run_once
from models.core.clock import FixedClock
from models.domains.review import ReviewReason
from models.jobs.job_run import JobKind
from models.users.user import User
from models.workspace.notification import Notification
from models.workspace.notify import KEPT_DAYS, Notice, Topic, notify
from tests.admin_app.conftest import Clerk
from tests.support.cast import NOW, World
from tests.support.doors import told

WHY = ReturnForChangesInput((ReviewReason.PAPERS_MISSING,))


def topics(world: World, username: str) -> list[str]:
    with world.session() as session:
        return list(
            session.scalars(
                select(Notification.kind)
                .where(Notification.user_id == world.id(f"user:{username}"))
                .order_by(Notification.id)
            )
        )


def tell(world: World, username: str, count: int = 1) -> list[int]:
    """Notices of a top-up for one user; their keys."""
    facts = {"amount_fen": 100, "balance_fen": 200}
    with world.writing() as session:
        for _ in range(count):
            user_id = world.id(f"user:{username}")
            notify(session, [Notice(Topic.TOPPED_UP, facts, user_id=user_id)])
    with world.session() as session:
        return list(session.scalars(select(Notification.id).order_by(Notification.id)))


class TestNotify:
    def test_tells_the_unit_of_its_office_s_word(self, world: World) -> None:
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], WHY)
        assert topics(world, "unit-a") == [Topic.RETURNED]
        for nobody in ("unit-b", "zhuoni", "lintan", "zhuoni-viewer"):
            assert topics(world, nobody) == []

    def test_tells_unit_and_office_of_conac_s_word(self, world: World) -> None:
        given = ApproveRegistryInput()
        world.perform(APPROVE_REGISTRY, "conac-review", [world.id("a-office-approved")], given)
        for reader in ("unit-a", "zhuoni", "zhuoni-cashier"):
            assert topics(world, reader) == [Topic.REGISTRY_APPROVED]
        for nobody in ("unit-b", "lintan", "gannan", "zhuoni-viewer"):
            assert topics(world, nobody) == []

    def test_leaves_nothing_of_a_batch_that_is_refused(self, sqlite_world: World) -> None:
        ids = [sqlite_world.id("a-submitted"), sqlite_world.id("a-due")]
        try:
            sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        except Refused:
            assert topics(sqlite_world, "unit-a") == []
        else:
            raise AssertionError

    def test_does_not_tell_who_was_disabled(self, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            session.get_one(User, sqlite_world.id("user:unit-a")).is_active = False
        ids = [sqlite_world.id("a-submitted")]
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        assert topics(sqlite_world, "unit-a") == []


class TestThePage:
    def test_shows_one_s_own_and_the_header_counts_them(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        tell(sqlite_world, "zhuoni", 2)
        tell(sqlite_world, "lintan")
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        page = mine.get("/admin/notice/")
        assert told(page).count("已到账充值 ¥1.00，账户余额 ¥2.00。") == 2
        assert re.search(r"通知<b>2</b>", page.get_data(as_text=True))

    def test_marks_one_and_then_all(self, sqlite_world: World, sqlite_clerk: object) -> None:
        first, _second, third = tell(sqlite_world, "zhuoni", 3)
        mine: Clerk = sqlite_clerk("zhuoni")  # type: ignore[operator]
        mine.get("/admin/notice/")
        assert mine.post("/admin/notice/read/", {"id": first, "key": "k"}).status_code == 303
        assert "通知<b>2</b>" in mine.get("/admin/").get_data(as_text=True)
        assert mine.post("/admin/notice/read/", {"up_to_id": third, "key": "k"}).status_code == 303
        page = mine.get("/admin/notice/").get_data(as_text=True)
        assert "通知<b>0</b>" in page
        assert "全部标为已读" not in page

    def test_marks_nobody_else_s(self, sqlite_world: World) -> None:
        (foreign,) = tell(sqlite_world, "zhuoni-cashier")
        for key in (foreign, 987_654_321):
            try:
                sqlite_world.perform(MARK_READ, "zhuoni", [key], MarkReadInput())
            except Refused as refused:
                assert refused.first.code is Common.NOT_FOUND
            else:
                raise AssertionError

    def test_leads_a_registrant_to_his_names(
        self, sqlite_world: World, sqlite_clerk: object
    ) -> None:
        ids = [sqlite_world.id("a-submitted")]
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", ids, WHY)
        unit: Clerk = sqlite_clerk("unit-a")  # type: ignore[operator]
        page = unit.get("/admin/notice/").get_data(as_text=True)
        (url,) = re.findall(r'href="(/admin/domain/[^"]*)"><b>“卓尼县电教馆', page)
        assert "卓尼县电教馆" in told(unit.get(url.replace("&amp;", "&")))


class TestRetention:
    def test_removes_what_was_kept_long_enough(self, world: World) -> None:
        tell(world, "zhuoni", 2)
        run_once(world.engine, JobKind.RETAIN, FixedClock(NOW + dt.timedelta(days=KEPT_DAYS - 1)))
        assert len(topics(world, "zhuoni")) == 2
        run_once(world.engine, JobKind.RETAIN, FixedClock(NOW + dt.timedelta(days=KEPT_DAYS + 1)))
        assert topics(world, "zhuoni") == []
