"""A retired label is offered no more; restored it is offered again."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Action, Nothing
from actions.core.labels.labelling import labels_ever, labels_in_use
from actions.core.refusal import Refused
from actions.definitions.restore_label import RESTORE_LABEL, RestoreLabelRefusal
from actions.definitions.retire_label import RETIRE_LABEL, RetireLabelRefusal
from actions.plan import plan
from models.domains.domain import Domain
from tests.support.definitions.labels import define, put
from tests.support.world.cast import World


def refused(world: World, action: Action[Any, Any, Any], label: int) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(action, "gansu", [label], Nothing())
    return caught.value.first.code


class TestRetiringALabel:
    def test_a_retired_label_is_not_offered_until_it_is_restored(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        world.perform(RETIRE_LABEL, "gansu", [label], Nothing())
        with world.session("zhuoni") as session:
            assert labels_in_use(session) == []
            assert labels_ever(session) == [(str(label), "急件")]
        assert refused(world, RETIRE_LABEL, label) is RetireLabelRefusal.ALREADY
        world.perform(RESTORE_LABEL, "gansu", [label], Nothing())
        with world.session("zhuoni") as session:
            assert labels_in_use(session) == [(str(label), "急件")]
        assert refused(world, RESTORE_LABEL, label) is RestoreLabelRefusal.IN_USE

    def test_the_plan_says_how_many_records_have_the_label(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        put(world, "zhuoni", Domain, [world.id("a-due"), world.id("b-due")], label)
        with world.session("gansu") as session:
            found = plan(session, RETIRE_LABEL, [label], Nothing(), world.caller("gansu"))
        assert found.facts_of(label)["record_count"] == 2
