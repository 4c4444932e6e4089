"""The plan of a review says what becomes of how many names."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.adverse_review import ReviewReasons
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.reject import REJECT
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.plan import plan
from tests.support.world.cast import World
from tests.support.world.reviews import WHY, YES


class TestPlans:
    @pytest.mark.parametrize(
        ("action", "given", "note"),
        [
            (APPROVE_OFFICE, YES, "approve_office_to_registry"),
            (RETURN_FOR_CHANGES, ReviewReasons(WHY), "return_for_changes_to_unit"),
            (REJECT, ReviewReasons(WHY), "reject_name_free_again"),
        ],
    )
    def test_plans_say_what_becomes_of_how_many_names(
        self, world: World, action: Any, given: Any, note: str
    ) -> None:
        with world.session("zhuoni") as session:
            ids = [world.id("a-submitted")]
            planned = plan(session, action, ids, given, world.caller("zhuoni"))
        (said,) = planned.preview.side_effects
        assert (said.code, said.facts) == (note, {"count": 1})
