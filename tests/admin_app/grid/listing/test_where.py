"""A keyword finds rows by their numbers and by the office they belong to."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.remittances.submit import REMIT, RemitInput
from tests.support.pages.doors import Doors, told


@pytest.mark.parametrize("words", ["BANK0001", "bank0001", "卓尼"])
def test_remittances_are_found_by_bank_number_and_by_office(doors: Doors, words: str) -> None:
    world = doors.world
    ids = [world.id("b-order")]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
    world.perform(REMIT, "zhuoni", ids, RemitInput("bank 0001", None))
    url = "/admin/remittance/?search="
    clerk = doors.clerk("conac-finance")
    assert "BANK0001" in told(clerk.get(f"{url}{words}"))
    assert "BANK0001" not in told(clerk.get(f"{url}临潭"))
