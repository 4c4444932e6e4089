"""How long a name has waited for its reviewer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.reject import REJECT
from actions.domains.resubmit import RESUBMIT, ResubmitInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from models.core.setting import Settings
from models.domains.domain import Domain
from models.domains.review import ReviewReason, ReviewStage
from models.registration.review_decision import review_clock, workday_limit
from models.values.tld import Tld
from tests.support.pages.waiting import set_waiting
from tests.support.world.cast import NOW, World

WHY = (ReviewReason.PAPERS_MISSING,)


def waits_since(world: World, name_id: int) -> dt.datetime | None:
    with world.session() as session:
        return session.get_one(Domain, name_id).waits_since


class TestWaiting:
    def test_waiting_begins_with_the_filing_and_again_with_the_offices_word(
        self, world: World
    ) -> None:
        given = SubmitDomainInput((NameLine("卓尼县教育局办公室", Tld.ZHENGWU),))
        done = world.perform(SUBMIT_DOMAIN, "unit-a", [world.id("unit-a")], given)
        filed = done.rows[0].row_id
        assert waits_since(world, filed) == NOW
        set_waiting(world, "a-submitted", NOW - dt.timedelta(days=9))
        row_id = world.id("a-submitted")
        world.perform(APPROVE_OFFICE, "zhuoni", [row_id], ApproveOfficeInput())
        assert waits_since(world, row_id) == NOW

    @pytest.mark.parametrize(
        ("action", "who", "name", "given"),
        [
            (APPROVE_REGISTRY, "conac-review", "a-office-approved", ApproveRegistryInput()),
            (REJECT, "zhuoni", "a-submitted", ReviewReasons(WHY)),
            (RETURN_FOR_CHANGES, "zhuoni", "a-submitted", ReviewReasons(WHY)),
            (WITHDRAW, "unit-a", "a-submitted", WithdrawInput("重复报送")),
        ],
    )
    def test_waiting_ends_with_the_last_word(
        self, sqlite_world: World, action: Any, who: str, name: str, given: Any
    ) -> None:
        set_waiting(sqlite_world, name, NOW)
        sqlite_world.perform(action, who, [sqlite_world.id(name)], given)
        assert waits_since(sqlite_world, sqlite_world.id(name)) is None

    def test_waiting_begins_anew_when_it_is_filed_again(self, sqlite_world: World) -> None:
        row_id = sqlite_world.id("a-submitted")
        sqlite_world.perform(RETURN_FOR_CHANGES, "zhuoni", [row_id], ReviewReasons(WHY))
        given = ResubmitInput(years=3, name_reason="电教馆")
        sqlite_world.perform(RESUBMIT, "unit-a", [row_id], given)
        assert waits_since(sqlite_world, row_id) == NOW


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class TestReviewClock:
    def test_counts_from_the_day_after_in_shanghai(self) -> None:
        since = dt.datetime(2026, 6, 9, 23, 30, tzinfo=dt.UTC)
        assert review_clock(since, day("2026-06-11"), 5).waited == 1

    def test_review_clock_tells_by_how_much_it_is_late(self) -> None:
        clock = review_clock(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), day("2026-06-10"), 5)
        assert (clock.waited, clock.overdue, clock.is_exact) == (7, 2, True)

    def test_review_clock_says_when_the_calendar_is_a_guess(self) -> None:
        since = dt.datetime(2026, 12, 30, tzinfo=dt.UTC)
        assert review_clock(since, day("2026-12-31"), 5).is_exact
        assert not review_clock(since, day("2027-01-04"), 5).is_exact

    def test_each_stage_has_its_own_limit(self) -> None:
        assert workday_limit(ReviewStage.OFFICE, Settings()) == 5
        assert workday_limit(ReviewStage.REGISTRY, Settings()) == 10
