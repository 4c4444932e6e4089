"""The list of lots counts as 可用 only what was signed for."""

from __future__ import annotations

from actions.core.action import Nothing
from actions.invoices.sign_for import SIGN_FOR
from actions.plan import plan
from tests.support.pages.doors import Doors
from tests.support.world.cast import World


def lot_of(doors: Doors, lot_id: int) -> dict[str, int]:
    header, client = doors.bearer("zhuoni"), doors.app.test_client()
    found: dict[str, int] = client.get(f"/api/lot/{lot_id}", headers=header).get_json()
    return found


class TestLotList:
    def test_sheets_of_a_lot_are_available_once_it_is_signed_for(self, doors: Doors) -> None:
        lot_id = doors.world.id("zhuoni-transit")
        before = lot_of(doors, lot_id)
        assert before["on_hand"] == 0
        doors.call(SIGN_FOR, "zhuoni", [lot_id], {})
        assert lot_of(doors, lot_id)["on_hand"] == before["quantity"]

    def test_the_plan_of_signing_says_that_none_is_available_yet(self, world: World) -> None:
        lot_id = world.id("zhuoni-transit")
        with world.session("zhuoni") as session:
            planned = plan(session, SIGN_FOR, [lot_id], Nothing(), world.caller("zhuoni"))
        facts = planned.facts_of(lot_id)
        assert facts["available"] == 0
        assert facts["sheets"] != 0
