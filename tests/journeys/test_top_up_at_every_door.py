"""充值 that differs from its 汇款单: the grid, the API and the shell ask the same."""

from collections.abc import Mapping
from typing import Any

import pytest

from actions.remittances.top_up import TOP_UP
from models.core.journal import Door
from models.remittances.remittance import Remittance
from tests.support.pages.answers import REASON
from tests.support.pages.doors import DOORS, Doors, End, asked_code, told
from tests.support.world.bank_lines import balance, load, unsound
from tests.support.world.credits import BY, remitted


class TestAtEveryDoor:
    @pytest.mark.parametrize("door", DOORS)
    def test_a_surplus_is_refused_without_a_reason_and_credited_with_one(
        self, doors: Doors, door: Door
    ) -> None:
        world = doors.world
        sent = remitted(world, "zhuoni", "b-order", 40_000, "W1")
        given = {"amount_fen": "500", "bank_ref": "W1"}
        asked = doors.call(TOP_UP, BY, [sent.id], given, door=door)
        assert asked.end is End.REFUSED
        assert "多到账 ¥100.00" in asked.said
        assert balance(world) == 0
        done = doors.call(TOP_UP, BY, [sent.id], given, door=door, reason=REASON)
        assert done.end is End.DONE
        assert done.rows[0][1]["office"].startswith("卓尼县")
        assert balance(world) == 10_000
        assert unsound(world) == {}

    @pytest.mark.parametrize("door", DOORS)
    def test_a_transfer_is_divided(self, doors: Doors, door: Door) -> None:
        world = doors.world
        first = remitted(world, "zhuoni", "b-order", 40_000, "W1")
        other = remitted(world, "lintan", "c-order", 20_000, "W3")
        part = {"remittance_no": other.remittance_no, "amount_fen": "200"}
        given: Mapping[str, Any] = {"amount_fen": "600", "bank_ref": "W1", "parts": [part]}
        assert doors.call(TOP_UP, BY, [first.id], given, door=door).end is End.DONE
        assert load(world, Remittance, other.id).received_fen == 20_000
        assert unsound(world) == {}


class TestThePlanPage:
    def test_the_plan_page_takes_no_reason_that_was_typed_before_the_difference_was_shown(
        self, doors: Doors
    ) -> None:
        sent = remitted(doors.world, "zhuoni", "b-order", 40_000, "W1")
        page = doors.plan(TOP_UP, BY, [sent.id])
        given = {"amount_fen": "500", "bank_ref": "W1", "answer_reason": REASON}
        again = doors.confirm(TOP_UP, BY, page, given)
        assert again.status_code == 422
        assert "多到账 ¥100.00" in told(again)
        assert REASON in again.get_data(as_text=True)
        assert balance(doors.world) == 0
        given["answer_code"] = asked_code(again)
        assert doors.confirm(TOP_UP, BY, again, given).status_code == 303
        assert balance(doors.world) == 10_000

    def test_the_plan_page_names_the_office_and_what_it_gave(self, doors: Doors) -> None:
        sent = remitted(doors.world, "zhuoni", "b-order", 40_000, "W1")
        page = doors.plan(TOP_UP, BY, [sent.id])
        shown = told(page)
        assert "卓尼县" in shown
        assert "W1" in shown
        assert "¥400.00" in shown

    def test_the_plan_page_leads_to_a_receipt_with_the_difference_and_the_reason(
        self, doors: Doors
    ) -> None:
        sent = remitted(doors.world, "zhuoni", "b-order", 40_000, "W1")
        given = {"amount_fen": "500", "bank_ref": "W1", "answer_reason": REASON}
        page = doors.confirm(TOP_UP, BY, doors.plan(TOP_UP, BY, [sent.id]), given)
        given["answer_code"] = asked_code(page)
        done = doors.confirm(TOP_UP, BY, page, given)
        receipt = told(doors.clerk(BY).get(done.location))
        assert REASON in receipt
        assert "多到账 ¥100.00" in receipt
        assert "账户编号" not in receipt
