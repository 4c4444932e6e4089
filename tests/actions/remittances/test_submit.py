"""汇款: the week's charges as one transfer, by the office that remits."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Common, Refused
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput, RemitNote, RemitRefusal
from models.billing.order import Order, OrderState
from models.billing.payment import PaymentLine
from models.core.clock import FixedClock
from models.offices.office import REGISTRY_CODE, CollectBy, Office, PaymentMode
from models.remittances.remittance import Remittance, RemittanceLine, RemittanceState
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

GIVEN = RemitInput("bank 0001", date(2026, 6, 9))


def charge(world: World, *names: str, by: str = "zhuoni", amount_fen: int = 40_000) -> list[int]:
    ids = [world.id(name) for name in names]
    world.perform(CHARGE, by, ids, ChargeInput(amount_fen, amount_fen // 20_000))
    return ids


def refused(world: World, by: str, ids: list[int], given: RemitInput = GIVEN) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(REMIT, by, ids, given)
    return caught.value.first


class TestTheDay:
    @pytest.mark.parametrize(
        ("day", "is_old"), [(date(2026, 5, 31), False), (date(2026, 5, 30), True)]
    )
    def test_a_day_long_past_asks_for_a_tick(self, world: World, day: date, is_old: bool) -> None:
        ids = charge(world, "b-order")
        with world.session("zhuoni") as session:
            seen = plan(session, REMIT, ids, RemitInput("B1", day), world.caller("zhuoni"))
        assert (RemitNote.OLD_DAY in {note.code for note in seen.preview.warnings}) is is_old


class TestRemit:
    def test_remit_carries_the_payment_lines_of_the_orders(self, world: World) -> None:
        ids = charge(world, "a-order-register") + charge(world, "b-order")
        outcome = world.perform(REMIT, "zhuoni", ids, GIVEN)
        with world.session("zhuoni") as session:
            sent = session.get_one(Remittance, outcome.totals["remittance_id"])
            assert (sent.amount_fen, sent.line_count) == (80_000, 2)
            assert (sent.state, sent.period_week) == (RemittanceState.SUBMITTED, "2026-W24")
            assert (sent.bank_ref, sent.remitted_on) == ("BANK0001", date(2026, 6, 9))
            lines = session.scalars(
                select(PaymentLine.order_id)
                .join(RemittanceLine, RemittanceLine.payment_line_id == PaymentLine.id)
                .where(RemittanceLine.remittance_id == sent.id)
            )
            assert sorted(lines) == sorted(ids)
            states = session.scalars(select(Order.state).where(Order.id.in_(ids)))
            assert set(states) == {OrderState.REMITTED}

    def test_what_is_remitted_is_not_remitted_again(self, world: World) -> None:
        ids = charge(world, "b-order")
        world.perform(REMIT, "zhuoni", ids, GIVEN)
        assert refused(world, "zhuoni", ids, RemitInput("2")).code == Common.WRONG_STATE

    def test_what_is_not_paid_is_not_remitted(self, world: World) -> None:
        code = refused(world, "zhuoni", [world.id("b-order")]).code
        assert code == Common.WRONG_STATE

    def test_a_charged_order_without_a_payment_is_named(self, world: World) -> None:
        with world.writing() as session:
            order = session.get_one(Order, world.id("b-order"))
            order.state = OrderState.CHARGED
        assert refused(world, "zhuoni", [world.id("b-order")]).code == RemitRefusal.NOT_PAID

    def test_the_banks_number_is_needed_and_used_once(self, world: World) -> None:
        first, second = charge(world, "b-order"), charge(world, "a-order-register")
        missing = refused(world, "zhuoni", first, replace(GIVEN, bank_ref="  "))
        assert missing.code == RemitRefusal.BANK_REF_MISSING
        world.perform(REMIT, "zhuoni", first, GIVEN)
        again = refused(world, "zhuoni", second, replace(GIVEN, bank_ref="ＢＡＮＫ0001"))
        assert again.code == RemitRefusal.BANK_REF_USED

    def test_another_offices_number_is_refused_by_the_database(self, world: World) -> None:
        ours = charge(world, "b-order")
        theirs = charge(world, "c-order", by="lintan", amount_fen=20_000)
        world.perform(REMIT, "zhuoni", ours, GIVEN)
        assert refused(world, "lintan", theirs).code == "bank_ref_seen"

    def test_a_transfer_of_tomorrow_was_not_made(self, world: World) -> None:
        given = replace(GIVEN, remitted_on=date(2026, 6, 11))
        found = refused(world, "zhuoni", charge(world, "b-order"), given)
        assert found.code == RemitRefusal.DAY_IN_FUTURE

    def test_the_day_is_today_unless_told(self, world: World) -> None:
        given = replace(GIVEN, remitted_on=None)
        outcome = world.perform(REMIT, "zhuoni", charge(world, "b-order"), given)
        with world.session() as session:
            sent = session.get_one(Remittance, outcome.totals["remittance_id"])
            assert sent.remitted_on == date(2026, 6, 10)

    def test_remit_upper_offices_leave_it_to_the_office(self, world: World) -> None:
        ids = charge(world, "b-order")
        assert refused(world, "gannan", ids).code == Common.NOT_OWN_OFFICE
        assert refused(world, "gansu", ids).code == RemitRefusal.OTHER_OFFICE_REMITS

    def test_where_the_province_collects_it_remits_for_all(self, world: World) -> None:
        ids = charge(world, "b-order")
        ids += charge(world, "c-order", by="lintan", amount_fen=20_000)
        with world.writing() as session:
            for office in session.scalars(select(Office)):
                office.collect_by = CollectBy.PROVINCE_POOL
        assert refused(world, "zhuoni", ids[:1]).code == RemitRefusal.OTHER_OFFICE_REMITS
        outcome = world.perform(REMIT, "gansu", ids, GIVEN)
        with world.session() as session:
            sent = session.get_one(Remittance, outcome.totals["remittance_id"])
            assert (sent.office_code, sent.amount_fen) == ("620000", 60_000)

    def test_remit_rows_out_of_scope_are_not_found(self, world: World) -> None:
        assert refused(world, "lantian", charge(world, "b-order")).code == Common.NOT_FOUND

    def test_the_plan_shows_week_amount_and_stragglers(self, world: World) -> None:
        ids = charge(world, "b-order")
        later = FixedClock(NOW.replace(day=16))
        with world.session("zhuoni") as session:
            caller = replace(world.caller("zhuoni"), clock=later)
            planned = plan(session, REMIT, ids, GIVEN, caller)
        assert planned.preview.totals == {"row_count": 1, "amount_fen": 40_000}
        assert planned.preview.side_effects[0].facts == {"period_week": "2026-W25"}
        assert [note.code for note in planned.preview.warnings] == [RemitNote.EARLIER_WEEKS]


class TestTheAccount:
    @pytest.mark.parametrize(
        ("number", "code"), [("02001", RemitNote.TO_ACCOUNT), (None, RemitNote.NO_ACCOUNT)]
    )
    def test_the_plan_of_a_remittance_says_where_the_money_goes(
        self, world: World, number: str | None, code: RemitNote
    ) -> None:
        with world.writing() as session:
            office = session.scalars(select(Office).where(Office.code == REGISTRY_CODE)).one()
            mode = PaymentMode(office_id=office.id, bank="工商银行", bank_account_no=number)
            Maker(session, office, NOW).put(mode)
        ids = charge(world, "b-order")
        with world.session("zhuoni") as session:
            seen = plan(session, REMIT, ids, GIVEN, world.caller("zhuoni"))
        (note,) = [each for each in seen.notes if each.code is code]
        assert note.facts.get("bank_account_no") == number
