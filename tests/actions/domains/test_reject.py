"""A rejected filing ends."""

from __future__ import annotations

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.core.refusal import Refused
from actions.domains.reject import REJECT
from models.domains.domain import DomainState
from models.domains.review import ReviewReason
from models.registration.review_decision import ReviewFault
from tests.support.world.cast import World
from tests.support.world.reviews import WHY, code_of, state_of


class TestReject:
    def test_reject_ends_the_filing(self, world: World) -> None:
        world.perform(REJECT, "zhuoni", [world.id("a-submitted")], ReviewReasons(WHY))
        assert state_of(world, "a-submitted") is DomainState.REJECTED

    def test_other_reasons_are_explained(self, world: World) -> None:
        given = ReviewReasons((ReviewReason.OTHER,))
        code = code_of(world, REJECT, "zhuoni", "a-submitted", given)
        assert code == ReviewFault.COMMENT_NEEDED

    def test_a_batch_with_one_refused_row_changes_none(self, world: World) -> None:
        ids = [world.id("a-submitted"), world.id("a-due")]
        with pytest.raises(Refused):
            world.perform(REJECT, "zhuoni", ids, ReviewReasons(WHY))
        assert state_of(world, "a-submitted") is DomainState.SUBMITTED
