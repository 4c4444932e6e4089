"""Requests for invoices, for the tests of their verbs."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.request import (
    REQUEST_INVOICES,
    RequestInvoicesInput,
)
from tests.support.world.cast import World

FIXED = RequestInvoicesInput("fixed-200", 10)


def ask(world: World, given: RequestInvoicesInput, by: str, office: str) -> Outcome:
    return world.perform(REQUEST_INVOICES, by, [world.id(office)], given)


def asked(world: World, given: RequestInvoicesInput = FIXED) -> int:
    """The key of a request of 卓尼 that the registry approved."""
    request_id = ask(world, given, "zhuoni", "office-zhuoni").totals["request_id"]
    world.perform(APPROVE_REQUEST, "conac-finance", [request_id], Nothing())
    return request_id


def refusal(world: World, action: Any, by: str, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, [row_id], given)
    return caught.value.first
