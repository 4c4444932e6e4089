"""Repeats a run that was refused for want of an answer, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.core.answers import ANSWER_REFUSALS
from actions.core.refusal import Refused
from actions.core.result import Answer, Outcome
from tests.support.world.cast import World

REASON = "编办来函说明，附银行回单"


def answering(act: Callable[[Answer | None], Outcome], reason: str | None = REASON) -> Outcome:
    """What the act comes to when its warnings, if any, are answered with the code it asks for."""
    try:
        return act(None)
    except Refused as refused:
        if refused.first.code not in ANSWER_REFUSALS:
            raise
        return act(Answer(str(refused.first.facts["answered"]), reason))


def ticking(act: Callable[[Answer | None], Outcome]) -> Outcome:
    """What the act comes to when its warnings are ticked; a missing reason stays refused."""
    return answering(act, None)


def perform_answering(world: World, action: Any, username: str, ids: list[int], given: Any) -> Any:
    """`World.perform`, its warnings answered."""
    return answering(lambda answer: world.perform(action, username, ids, given, answer=answer))
