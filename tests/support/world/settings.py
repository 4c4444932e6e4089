"""Refusals of what the registry sets."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Refused
from tests.support.world.cast import World


def refusal(world: World, action: Any, given: Any, by: str = "conac") -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [], given)
    return caught.value.first.code
