"""Answered warnings, on the receipt and in the timelines of the rows."""

from __future__ import annotations

from actions.remittances.top_up import TOP_UP, TopUpInput
from tests.support.pages.answers import REASON
from tests.support.pages.doors import Doors, told
from tests.support.world.credits import BY, remitted, top_up


class TestTheTimeline:
    def test_a_reason_stands_in_the_timeline_of_the_record_for_who_may_see_the_receipt(
        self, doors: Doors
    ) -> None:
        sent = remitted(doors.world, "zhuoni", "b-order", 40_000, "W1")
        given = {"amount_fen": "500", "bank_ref": "W1"}
        doors.call(TOP_UP, BY, [sent.id], given, reason=REASON)
        url = f"/admin/remittance/details/?id={sent.id}"
        shown = told(doors.clerk(BY).get(url))
        assert "多到账 ¥100.00" in shown
        assert REASON in shown
        assert "多到账 ¥100.00" not in told(doors.clerk("zhuoni").get(url))

    def test_a_tick_stands_there_and_on_the_receipt(self, sqlite_doors: Doors) -> None:
        sent = remitted(sqlite_doors.world, "zhuoni", "b-order", 40_000, "W1")
        done = top_up(sqlite_doors.world, sent, TopUpInput(30_000, "W1"))
        clerk = sqlite_doors.clerk(BY)
        shown = told(clerk.get(f"/admin/remittance/details/?id={sent.id}"))
        assert "已核对上述提醒" in shown
        receipt = told(clerk.get(f"/admin/receipt/?id={done.entry_id}"))
        assert "没有到账" in receipt
        assert "已核对上述提醒" in receipt
        assert "None" not in receipt
