"""A filing is sent back with its reasons at the reviewer's own stage."""

from __future__ import annotations

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from models.domains.domain import DomainState
from models.domains.review import ReviewReason, ReviewStage
from models.registration.review_decision import ReviewFault
from tests.support.world.cast import World
from tests.support.world.reviews import WHY, code_of, reviews_of, state_of


class TestReturnForChanges:
    def test_the_office_sends_back_with_its_reasons(self, world: World) -> None:
        given = ReviewReasons((ReviewReason.PAPERS_MISSING, *WHY), "请补三定方案")
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], given)
        assert state_of(world, "a-submitted") is DomainState.RETURNED
        (review,) = reviews_of(world, "a-submitted")
        assert review.reasons == ["papers_missing", "name_not_of_unit"]

    def test_the_registry_sends_back_what_the_office_approved(self, world: World) -> None:
        given = ReviewReasons(WHY)
        world.perform(RETURN_FOR_CHANGES, "conac-review", [world.id("a-office-approved")], given)
        (review,) = reviews_of(world, "a-office-approved")
        assert review.stage is ReviewStage.REGISTRY

    @pytest.mark.parametrize(
        ("username", "name"), [("zhuoni", "a-office-approved"), ("conac-review", "a-submitted")]
    )
    def test_each_speaks_at_their_own_stage(self, world: World, username: str, name: str) -> None:
        given = ReviewReasons(WHY)
        code = code_of(world, RETURN_FOR_CHANGES, username, name, given)
        assert code == ReviewFault.OTHER_DESK

    def test_return_for_changes_needs_a_reason(self, world: World) -> None:
        given = ReviewReasons(comment="不行")
        code = code_of(world, RETURN_FOR_CHANGES, "zhuoni", "a-submitted", given)
        assert code == ReviewFault.REASON_NEEDED
