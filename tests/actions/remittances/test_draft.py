"""周汇款: the week's 汇款单, prepared once however often it is asked for, and sent or dissolved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import (
    REVERSE_PAYMENT,
    ReversePaymentInput,
    ReversePaymentRefusal,
)
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.perform import perform
from actions.plan import plan
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.draft import (
    DRAFT_REMITTANCE,
    DraftRemittanceNote,
    DraftRemittanceRefusal,
)
from actions.remittances.submit import REMIT, RemitInput
from models.billing.order import Order, OrderState
from models.core.clock import FixedClock
from models.core.setting import Setting
from models.invariants import breaches
from models.offices.office import CollectBy, Office
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.world.cast import NOW, World
from tests.support.world.factories import serial


def charge(
    world: World, *names: str, by: str = "zhuoni", fen: int = 40_000, days: int = 0
) -> Outcome:
    ids = [world.id(name) for name in names]
    caller = replace(world.caller(by), clock=FixedClock(NOW + timedelta(days=days)))
    with world.session(by) as session:
        given = ChargeInput(fen, fen // 20_000)
        return perform(session, CHARGE, ids, given, caller, key=f"charge-{names}")


def draft(
    world: World, by: str = "zhuoni", office: str = "office-zhuoni", days: int = 0
) -> Outcome:
    caller = replace(world.caller(by), clock=FixedClock(NOW + timedelta(days=days)))
    with world.session(by) as session:
        key = f"draft-{serial()}"
        return perform(session, DRAFT_REMITTANCE, [world.id(office)], Nothing(), caller, key=key)


def drafts(world: World) -> list[tuple[str, str, int, int]]:
    """(office, week, lines, 分) of each draft that stands."""
    with world.session() as session:
        rows = session.scalars(
            select(Remittance)
            .where(Remittance.state == RemittanceState.DRAFT)
            .where(Remittance.province_code == "620000")
            .order_by(Remittance.id)
        )
        return [(r.office_code, r.period_week, r.line_count, r.amount_fen) for r in rows]


def only_draft(world: World) -> int:
    with world.session() as session:
        wanted = select(Remittance.id).where(
            Remittance.state == RemittanceState.DRAFT, Remittance.province_code == "620000"
        )
        return session.scalars(wanted).one()


def unsound(world: World) -> dict[str, int]:
    """The rules on payments and remittances that rows break."""
    with world.engine.connect() as connection:
        return {rule: n for rule, n in breaches(connection).items() if n and "I-6" in rule}


def refused(world: World, action: Any, by: str, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, given)
    return caught.value.first


class TestDraftRemittance:
    def test_draft_remittance_holds_every_charge_that_has_not_left(self, world: World) -> None:
        charge(world, "a-order-register")
        charge(world, "b-order")
        draft(world)
        assert drafts(world) == [("623022", "2026-W24", 2, 80_000)]
        assert unsound(world) == {}

    def test_draft_remittance_leaves_the_orders_waiting(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        with world.session() as session:
            assert session.get_one(Order, world.id("b-order")).state is OrderState.CHARGED

    def test_drafting_again_changes_nothing(self, world: World) -> None:
        charge(world, "b-order")
        first = draft(world)
        again = draft(world, by="system")
        assert first.rows[0].facts == again.rows[0].facts
        assert drafts(world) == [("623022", "2026-W24", 1, 40_000)]

    def test_again_takes_in_what_was_charged_since(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        charge(world, "a-order-register")
        draft(world)
        assert drafts(world) == [("623022", "2026-W24", 2, 80_000)]
        assert unsound(world) == {}

    def test_draft_remittance_of_last_week_becomes_this_weeks(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        draft(world, days=7)
        assert drafts(world) == [("623022", "2026-W25", 1, 40_000)]

    def test_late_charges_roll_to_the_next_week(self, world: World) -> None:
        """The cut-off is Wednesday at seven; it is half past seven of that Wednesday."""
        with world.writing() as session:
            session.add(Setting(name="remittance_cutoff_weekday", value={"value": 3}))
            session.add(Setting(name="remittance_cutoff_hour", value={"value": 7}))
        charge(world, "a-order-register", days=-1)
        charge(world, "b-order")
        draft(world, days=-1)
        assert drafts(world) == [("623022", "2026-W24", 1, 40_000)]
        draft(world)
        assert drafts(world) == [("623022", "2026-W25", 2, 80_000)]

    def test_a_week_without_charges_has_no_draft(self, world: World) -> None:
        assert draft(world).rows[0].facts == {"remittance_no": None, "amount_fen": 0}
        assert drafts(world) == []

    def test_draft_remittance_tells_that_nothing_is_due(self, world: World) -> None:
        with world.session("zhuoni") as session:
            caller = world.caller("zhuoni")
            ids = [world.id("office-zhuoni")]
            planned = plan(session, DRAFT_REMITTANCE, ids, Nothing(), caller)
        assert [note.code for note in planned.preview.warnings] == [DraftRemittanceNote.NOTHING_DUE]

    def test_draft_remittance_of_more_than_a_remittance_holds_takes_the_oldest(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("models.remittances.draft.MAXIMUM_REMITTANCE_LINES", 1)
        monkeypatch.setattr("actions.remittances.draft.MAXIMUM_REMITTANCE_LINES", 1)
        charge(world, "a-order-register", days=-1)
        charge(world, "b-order")
        draft(world)
        with world.session() as session:
            held = session.scalars(
                select(RemittanceLine.amount_fen).where(
                    RemittanceLine.remittance_id == only_draft(world)
                )
            ).all()
        assert held == [40_000]

    def test_the_system_prepares_many_offices_at_once(self, world: World) -> None:
        charge(world, "b-order")
        charge(world, "c-order", by="lintan", fen=20_000)
        ours = [world.id("office-zhuoni"), world.id("office-lintan")]
        world.perform(DRAFT_REMITTANCE, "system", ours, Nothing())
        assert sorted(drafts(world)) == [
            ("623021", "2026-W24", 1, 20_000),
            ("623022", "2026-W24", 1, 40_000),
        ]

    def test_each_office_is_told_of_the_draft_that_the_system_made_for_it(
        self, world: World
    ) -> None:
        charge(world, "b-order")
        charge(world, "c-order", by="lintan", fen=20_000)
        ours = [world.id("office-zhuoni"), world.id("office-lintan")]
        done = world.perform(DRAFT_REMITTANCE, "system", ours, Nothing())
        numbers = {row.name: row.facts["remittance_no"] for row in done.rows}
        with world.session() as session:
            notices = session.execute(
                select(Office.name, Notification.facts)
                .join(Office, Office.code == Notification.office_code)
                .where(Notification.kind == Topic.DRAFT_READY)
            ).all()
        assert {(name, facts["remittance_no"]) for name, facts in notices} == set(numbers.items())

    def test_nobody_is_told_of_a_draft_that_a_clerk_made(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        with world.session() as session:
            notices = select(Notification.id).where(Notification.kind == Topic.DRAFT_READY)
            assert session.scalars(notices).all() == []

    def test_draft_remittance_is_the_provinces_where_it_collects_for_all(
        self, world: World
    ) -> None:
        pool(world)
        charge(world, "b-order")
        charge(world, "c-order", by="lintan", fen=20_000)
        found = refused(world, DRAFT_REMITTANCE, "zhuoni", [world.id("office-zhuoni")], Nothing())
        assert found.code == DraftRemittanceRefusal.OTHER_OFFICE_REMITS
        draft(world, by="gansu", office="office-gansu")
        assert drafts(world) == [("620000", "2026-W24", 2, 60_000)]

    def test_draft_remittance_upper_offices_leave_it_to_the_office(self, world: World) -> None:
        ids = [world.id("office-zhuoni")]
        assert refused(world, DRAFT_REMITTANCE, "gannan", ids, Nothing()).code == (
            Common.NOT_OWN_OFFICE
        )
        assert refused(world, DRAFT_REMITTANCE, "lantian", ids, Nothing()).code == (
            Common.NOT_FOUND
        )


def pool(world: World) -> None:
    with world.writing() as session:
        for office in session.scalars(select(Office).where(Office.province_code == "620000")):
            office.collect_by = CollectBy.PROVINCE_POOL


class TestSendingADraft:
    def test_sending_a_draft_sends_that_draft(self, world: World) -> None:
        charge(world, "a-order-register")
        charge(world, "b-order")
        draft(world)
        key = only_draft(world)
        ids = [world.id("a-order-register"), world.id("b-order")]
        outcome = world.perform(REMIT, "zhuoni", ids, RemitInput("W24"))
        assert outcome.totals["remittance_id"] == key
        with world.session() as session:
            sent = session.get_one(Remittance, key)
            assert (sent.state, sent.bank_ref) == (RemittanceState.SUBMITTED, "W24")
        assert unsound(world) == {}

    def test_sending_a_draft_of_some_of_its_orders_leaves_the_rest(self, world: World) -> None:
        charge(world, "a-order-register")
        charge(world, "b-order")
        draft(world)
        key = only_draft(world)
        outcome = world.perform(REMIT, "zhuoni", [world.id("b-order")], RemitInput("W24"))
        assert outcome.totals["remittance_id"] != key
        assert drafts(world) == [("623022", "2026-W24", 1, 40_000)]
        assert unsound(world) == {}

    def test_sending_a_draft_with_orders_beside_it_dissolves_it(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        charge(world, "a-order-register")
        ids = [world.id("a-order-register"), world.id("b-order")]
        world.perform(REMIT, "zhuoni", ids, RemitInput("W24"))
        assert drafts(world) == []
        assert unsound(world) == {}

    def test_another_may_be_prepared_after_it_was_taken_back(self, world: World) -> None:
        charge(world, "b-order")
        draft(world)
        given = CancelRemittanceInput()
        world.perform(CANCEL_REMITTANCE, "zhuoni", [only_draft(world)], given)
        draft(world)
        assert drafts(world) == [("623022", "2026-W24", 1, 40_000)]


class TestReversingAChargeInADraft:
    def test_reversing_a_charge_in_a_draft_takes_its_orders_out(self, world: World) -> None:
        charge(world, "a-order-register")
        paid = charge(world, "b-order").totals["payment_id"]
        draft(world)
        world.perform(REVERSE_PAYMENT, "zhuoni", [paid], ReversePaymentInput("退款"))
        assert drafts(world) == [("623022", "2026-W24", 1, 40_000)]
        assert unsound(world) == {}

    def test_reversing_a_charge_in_a_draft_takes_an_empty_draft_away(self, world: World) -> None:
        paid = charge(world, "b-order").totals["payment_id"]
        draft(world)
        world.perform(REVERSE_PAYMENT, "zhuoni", [paid], ReversePaymentInput("退款"))
        assert drafts(world) == []
        assert unsound(world) == {}

    def test_reversing_a_charge_in_a_draft_waits_for_the_province_to_let_it_go(
        self, world: World
    ) -> None:
        pool(world)
        paid = charge(world, "b-order").totals["payment_id"]
        draft(world, by="gansu", office="office-gansu")
        found = refused(world, REVERSE_PAYMENT, "zhuoni", [paid], ReversePaymentInput("退款"))
        assert found.code == ReversePaymentRefusal.IN_DRAFT_ABOVE
        world.perform(REVERSE_PAYMENT, "gansu", [paid], ReversePaymentInput("退款"))
        assert drafts(world) == []
