"""Rows that count for nothing any more look ended in lists, records and related tables."""

from __future__ import annotations

import re

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from admin_app.views import GRIDS
from tests.support.pages.doors import Doors

ENDED_ROW = re.compile(r"<tr class=ended>.*?(?=<tr|</table>)", re.DOTALL)


@pytest.fixture
def reversed_payment(doors: Doors) -> tuple[int, str]:
    """A payment that was taken back, beside one that stands: its id and number."""
    world = doors.world
    world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], ChargeInput(40_000, 2))
    done = world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    payment_id = int(done.totals["payment_id"])
    given = ReversePaymentInput("收错")
    world.perform(REVERSE_PAYMENT, "zhuoni", [payment_id], given)
    page = doors.clerk("zhuoni").get("/admin/payment/?state=reversed").get_data(as_text=True)
    (number,) = re.findall(r"S623022-\d{8}-\d{6}-\d\d", page.partition("<tbody")[2])[:1]
    return payment_id, number


def test_only_the_reversed_payment_of_a_list_looks_ended(
    doors: Doors, reversed_payment: tuple[int, str]
) -> None:
    page = doors.clerk("zhuoni").get("/admin/payment/").get_data(as_text=True)
    (row,) = ENDED_ROW.findall(page)
    assert reversed_payment[1] in row


def test_the_record_and_related_rows_of_a_reversed_payment_look_ended(
    doors: Doors, reversed_payment: tuple[int, str]
) -> None:
    url = f"/admin/payment/details/?id={reversed_payment[0]}"
    page = doors.clerk("zhuoni").get(url).get_data(as_text=True)
    assert "<h1 class=ended>" in page
    assert len(ENDED_ROW.findall(page)) >= 2


@pytest.mark.parametrize("entity", sorted(GRIDS))
def test_the_state_of_a_row_is_among_the_columns_in_sight(entity: str) -> None:
    names = [column.name for column in GRIDS[entity].column_list]
    assert {"state", "status"}.isdisjoint(names[5:])
