"""What nobody has typed is never computed with."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import pytest

from actions.billing.charge import ChargeInput
from actions.core.unfilled_input import UNFILLED, NotFilledError, is_filled
from actions.domains.hold import HoldInput
from actions.domains.renew import RenewInput
from actions.remittances.match import MatchInput
from models.billing.payment import PaymentMethod


@pytest.mark.parametrize(
    "use",
    [
        operator.attrgetter("amount_fen"),
        bool,
        len,
        list,
        lambda given: given["name"],
        lambda given: given.lines[0],
        lambda given: "x" in given,
        lambda given: given + 1,
        lambda given: 1 + given,
        lambda given: 5 - given,
        lambda given: given < 3,
        lambda given: given(),
    ],
)
def test_unfilled_input_refuses_every_use(use: Callable[[Any], object]) -> None:
    with pytest.raises(NotFilledError):
        use(UNFILLED)


def test_suggestion_with_a_required_zero_or_blank_is_not_filled() -> None:
    cash = PaymentMethod.CASH
    assert not is_filled(ChargeInput(amount_fen=0, method=cash, invoice_count=1))
    assert not is_filled(HoldInput("", ""))


def test_suggestion_with_every_required_value_is_filled() -> None:
    assert is_filled(RenewInput(years=2))
    assert is_filled(MatchInput()), "nothing is required of it"
    assert is_filled(HoldInput("名称有争议", "函〔2026〕1号"))
