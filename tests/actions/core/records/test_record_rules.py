"""A record whose fields contradict each other is not saved, by a form or by the API."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.crud import edit_action
from actions.core.input_parsing import parse_input
from actions.core.records.record_rules import RecordRefusal
from actions.core.refusal import Refused
from admin_app.views import GRIDS
from models.offices.office import Office, PaymentMode
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

GRID = GRIDS["payment_mode"]
EDIT = edit_action(PaymentMode, GRID.form_columns, GRID.can_edit)


def mode_of(world: World) -> int:
    """The 缴费方式 of 卓尼县: cash, and transfers to an account."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        mode = PaymentMode(office_id=office.id, bank_account_no="62001")
        return Maker(session, office, NOW).put(mode).id


def save(world: World, row_id: int, **given: Any) -> None:
    typed = {"row_version": "1", "collect_mode": "office_agent", **given}
    world.perform(EDIT, "zhuoni", [row_id], parse_input(EDIT.input, typed))


@pytest.mark.parametrize(
    "given",
    [
        {"accept_cash": "", "accept_transfer": ""},
        {"accept_cash": "", "accept_transfer": "", "bank_account_no": "62001"},
        {"accept_cash": "", "accept_transfer": "1"},
        {"accept_cash": "", "accept_transfer": "1", "bank_account_no": " "},
    ],
)
def test_a_payment_mode_with_nothing_to_pay_by_is_refused(
    world: World, given: dict[str, str]
) -> None:
    row_id = mode_of(world)
    with pytest.raises(Refused) as caught:
        save(world, row_id, **given)
    assert caught.value.first.code is RecordRefusal.NOTHING_TO_PAY_BY


@pytest.mark.parametrize(
    "given",
    [
        {"accept_cash": "1"},
        {"accept_transfer": "1", "bank_account_no": "62001"},
        {"collect_mode": "fiscal_unified"},
    ],
)
def test_a_payment_mode_with_one_way_to_pay_is_saved(world: World, given: dict[str, str]) -> None:
    row_id = mode_of(world)
    save(world, row_id, **given)
    with world.session("zhuoni") as session:
        assert session.get_one(PaymentMode, row_id).row_version == 2


def test_an_edit_of_one_column_is_judged_with_what_the_row_holds(world: World) -> None:
    row_id = mode_of(world)
    only_account = edit_action(PaymentMode, ("bank_account_no",), GRID.can_edit)
    empty = parse_input(only_account.input, {"row_version": "1", "bank_account_no": ""})
    world.perform(only_account, "zhuoni", [row_id], empty)
    only_cash = edit_action(PaymentMode, ("accept_cash",), GRID.can_edit)
    no_cash = parse_input(only_cash.input, {"row_version": "2", "accept_cash": ""})
    with pytest.raises(Refused) as caught:
        world.perform(only_cash, "zhuoni", [row_id], no_cash)
    assert caught.value.first.code is RecordRefusal.NOTHING_TO_PAY_BY
