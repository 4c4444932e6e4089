"""充值 and 消费: money arrives once, and pays first in, first out, whole orders only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.core.result import Outcome
from actions.ledger.settle import SETTLE, SettleNote, SettleRefusal
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput, TopUpRefusal
from models.billing.order import Order, OrderState, Wait
from models.core.clock import FixedClock
from models.core.setting import Setting
from models.domains.domain import Domain, DomainState, Term
from models.ledger.credit_differences import Difference
from models.ledger.ledger import Account, Transfer
from models.offices.office import CollectBy, Office
from models.remittances.remittance import Remittance, RemittanceState
from tests.support.pages.answers import answering
from tests.support.world.cast import NOW, TODAY, World

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


@pytest.fixture
def sent(world: World) -> int:
    """The key of 卓尼's remittance of 1,400 yuan: A's four orders first, then B's."""
    charge(world, *A_ORDERS, amount_fen=100_000)
    charge(world, "b-order", amount_fen=40_000, minutes=1)
    ids = [world.id(name) for name in (*A_ORDERS, "b-order")]
    return world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]


def charge(world: World, *names: str, amount_fen: int, minutes: int = 0) -> None:
    from actions.perform import perform

    given = ChargeInput(amount_fen, amount_fen // 20_000)
    caller = replace(world.caller("zhuoni"), clock=FixedClock(NOW + timedelta(minutes=minutes)))
    with world.session("zhuoni") as session:
        ids = [world.id(name) for name in names]
        perform(session, CHARGE, ids, given, caller, key=f"charge-{names[0]}")


def top_up(world: World, sent: int, yuan: int, ref: str, key: str = "") -> Outcome:
    given = TopUpInput(yuan * 100, ref)
    return answering(
        lambda answer: world.perform(TOP_UP, "conac-finance", [sent], given, key, answer=answer)
    )


def states(world: World, *names: str) -> list[OrderState]:
    with world.session() as session:
        return [session.get_one(Order, world.id(name)).state for name in names]


def balance(world: World, code: str = "prepaid:623022") -> int | None:
    with world.session() as session:
        return session.get_one(Account, world.id(code)).balance_fen


def refused(world: World, action: Any, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, "conac-finance", [row_id], given)
    return caught.value.first


class TestTopUp:
    def test_top_up_credits_the_office_and_settles_the_same_day(
        self, world: World, sent: int
    ) -> None:
        top_up(world, sent, 1_200, "B1")
        assert states(world, *A_ORDERS) == [OrderState.SETTLED] * 4
        assert states(world, "b-order") == [OrderState.REMITTED]
        assert balance(world) == 20_000

    def test_the_same_line_of_the_statement_credits_once(self, world: World, sent: int) -> None:
        top_up(world, sent, 1_200, "b 1")
        again = refused(world, TOP_UP, sent, TopUpInput(20_000, "B1"))
        assert again.code == TopUpRefusal.BANK_REF_SEEN
        assert again.facts["amount_fen"] == 120_000
        top_up(world, sent, 200, "B2")
        assert (states(world, "b-order"), balance(world)) == ([OrderState.SETTLED], 0)

    def test_the_same_request_credits_once(self, world: World, sent: int) -> None:
        first = top_up(world, sent, 1_200, "B1", key="once")
        again = top_up(world, sent, 1_200, "B1", key="once")
        assert (again.is_replay, again.receipt_no) == (True, first.receipt_no)
        assert balance(world) == 20_000

    def test_top_up_shows_on_the_remittance_what_arrived(self, world: World, sent: int) -> None:
        top_up(world, sent, 1_200, "B1")
        with world.session("zhuoni") as session:
            row = session.get_one(Remittance, sent)
            assert (row.received_fen, row.state) == (120_000, RemittanceState.RECEIVED)
            assert row.confirmed_by == "注册财务"

    def test_more_than_announced_is_credited_and_shown(self, world: World, sent: int) -> None:
        with world.session("conac-finance") as session:
            caller = world.caller("conac-finance")
            planned = plan(session, TOP_UP, [sent], TopUpInput(150_000, "B1"), caller)
        (warning,) = planned.preview.warnings
        assert (warning.code, warning.facts["surplus_fen"]) == (Difference.SURPLUS, 10_000)
        top_up(world, sent, 1_500, "B1")
        assert balance(world) == 10_000

    def test_a_short_receipt_is_shown(self, world: World, sent: int) -> None:
        with world.session("conac-finance") as session:
            caller = world.caller("conac-finance")
            planned = plan(session, TOP_UP, [sent], TopUpInput(120_000, "B1"), caller)
        (warning,) = planned.preview.warnings
        assert (warning.code, warning.facts["short_fen"]) == (Difference.SHORT, 20_000)
        assert planned.preview.side_effects[0].facts["balance_after_fen"] == 120_000

    def test_the_exact_sum_needs_no_warning(self, world: World, sent: int) -> None:
        with world.session("conac-finance") as session:
            caller = world.caller("conac-finance")
            planned = plan(session, TOP_UP, [sent], TopUpInput(140_000, "B1"), caller)
        assert planned.preview.warnings == ()

    def test_what_has_wholly_arrived_takes_no_more(self, world: World, sent: int) -> None:
        top_up(world, sent, 1_400, "B1")
        found = refused(world, TOP_UP, sent, TopUpInput(100, "B2"))
        assert found.code == TopUpRefusal.COMPLETE

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (TopUpInput(100, " "), TopUpRefusal.BANK_REF_MISSING),
            (TopUpInput(100, "B", TODAY + timedelta(days=1)), TopUpRefusal.DAY_IN_FUTURE),
        ],
    )
    def test_a_line_must_be_one(
        self, world: World, sent: int, given: TopUpInput, code: str
    ) -> None:
        assert refused(world, TOP_UP, sent, given).code == code

    def test_top_up_opens_the_accounts_that_are_missing(self, world: World, sent: int) -> None:
        with world.writing() as session:
            session.delete(session.get_one(Account, world.id("prepaid:623022")))
        top_up(world, sent, 1_400, "B1")
        with world.session("zhuoni") as session:
            opened = session.scalars(select(Account)).one()
            assert (opened.code, opened.balance_fen) == ("prepaid:623022", 0)

    def test_offices_do_not_credit_themselves(self, world: World, sent: int) -> None:
        with pytest.raises(Refused) as caught:
            world.perform(TOP_UP, "zhuoni", [sent], TopUpInput(100, "B1"))
        assert caught.value.first.code == Common.FORBIDDEN


class TestSettle:
    @pytest.fixture(autouse=True)
    def _sent(self, sent: int) -> None:
        self.sent = sent

    def settle(self, world: World, code: str = "prepaid:623022") -> Outcome:
        return world.perform(SETTLE, "system", [world.id(code)], Nothing())

    def test_settle_registers_a_new_name_from_that_day(self, world: World) -> None:
        top_up(world, self.sent, 400, "B1")
        with world.session("zhuoni") as session:
            domain = session.get_one(Domain, world.id("a-approved"))
            assert domain.state is DomainState.REGISTERED
            assert (domain.registered_on, domain.expires_on) == (TODAY, date(2028, 6, 10))
            term = session.scalars(select(Term).where(Term.domain_id == domain.id)).one()
            assert (term.seq, term.starts_on, term.ends_on) == (1, TODAY, date(2028, 6, 10))
            assert term.order_id == world.id("a-order-register")

    def test_settle_extends_a_renewed_name_from_its_end(self, world: World) -> None:
        with world.session() as session:
            before = session.get_one(Domain, world.id("a-quoted-1")).expires_on
        top_up(world, self.sent, 1_000, "B1")
        with world.session("zhuoni") as session:
            domain = session.get_one(Domain, world.id("a-quoted-1"))
            term = session.scalars(select(Term).where(Term.domain_id == domain.id)).one()
            assert before is not None
            assert (term.starts_on, term.ends_on) == (before, before.replace(year=2027))
            assert domain.expires_on == term.ends_on

    def test_each_order_is_one_transfer_of_its_own(self, world: World) -> None:
        top_up(world, self.sent, 1_000, "B1")
        with world.session("zhuoni") as session:
            moved = session.scalars(select(Transfer).where(Transfer.kind == "settle")).all()
            assert {transfer.order_id for transfer in moved} == {world.id(n) for n in A_ORDERS}
            assert sum(transfer.amount_fen for transfer in moved) == 100_000

    def test_the_first_that_does_not_fit_stops_and_says_why(self, world: World) -> None:
        top_up(world, self.sent, 1_100, "B1")
        with world.session("zhuoni") as session:
            order = session.get_one(Order, world.id("b-order"))
            assert order.waits_because == Wait.BALANCE_SHORT
        outcome = self.settle(world)
        (line,) = outcome.rows
        assert (line.facts["balance_fen"], line.facts["amount_fen"]) == (10_000, 40_000)

    def test_settle_strictly_in_order_however_small_the_later_ones(self, world: World) -> None:
        top_up(world, self.sent, 300, "B1")
        assert states(world, *A_ORDERS) == [OrderState.REMITTED] * 4
        with world.session() as session:
            waits = [session.get_one(Order, world.id(n)).waits_because for n in A_ORDERS]
        assert waits == [Wait.BALANCE_SHORT, *[Wait.BEHIND] * 3]

    def test_settle_a_setting_lets_smaller_ones_pass(self, world: World) -> None:
        with world.writing() as session:
            session.add(Setting(name="consume_skip", value={"value": True}))
        top_up(world, self.sent, 300, "B1")
        assert states(world, *A_ORDERS) == [
            OrderState.REMITTED,
            *[OrderState.SETTLED],
            OrderState.REMITTED,
            OrderState.REMITTED,
        ]

    def test_running_again_changes_nothing(self, world: World) -> None:
        top_up(world, self.sent, 1_200, "B1")
        outcome = self.settle(world)
        assert outcome.totals["settled_count"] == 0
        assert balance(world) == 20_000

    def test_a_name_extended_by_another_path_keeps_the_money(self, world: World) -> None:
        with world.writing() as session:
            moved = session.get_one(Domain, world.id("a-quoted-1"))
            assert moved.expires_on is not None
            moved.expires_on = moved.expires_on.replace(year=2027)
        top_up(world, self.sent, 1_400, "B1")
        assert states(world, *A_ORDERS, "b-order") == [
            OrderState.SETTLED,
            OrderState.REMITTED,
            *[OrderState.SETTLED] * 3,
        ]
        assert balance(world) == 20_000
        with world.session() as session:
            order = session.get_one(Order, world.id("a-order-renew-1"))
            assert order.waits_because == Wait.BASE_MOVED

    def test_a_name_that_is_gone_keeps_the_money(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Domain, world.id("b-quoted")).state = DomainState.DELETED
            session.get_one(Domain, world.id("a-approved")).state = DomainState.LAPSED
        top_up(world, self.sent, 1_400, "B1")
        assert states(world, "a-order-register", "b-order") == [OrderState.REMITTED] * 2
        assert balance(world) == 80_000

    def test_an_order_charged_but_not_remitted_is_settled_too(self, world: World) -> None:
        with world.writing() as session:
            session.get_one(Order, world.id("b-order")).state = OrderState.CHARGED
        top_up(world, self.sent, 1_400, "B1")
        assert states(world, "b-order") == [OrderState.SETTLED]

    def test_one_offices_money_never_pays_anothers_orders(self, world: World) -> None:
        self.settle(world, "prepaid:610122")
        assert states(world, "s-order-paid") == [OrderState.SETTLED]
        assert states(world, *A_ORDERS) == [OrderState.REMITTED] * 4

    def test_the_provinces_account_pays_where_it_collects_for_all(self, world: World) -> None:
        with world.writing() as session:
            for office in session.scalars(select(Office)):
                office.collect_by = CollectBy.PROVINCE_POOL
            session.get_one(Remittance, self.sent).province_code = "620000"
            session.get_one(Remittance, self.sent).city_code = "620000"
            session.get_one(Remittance, self.sent).office_code = "620000"
        top_up(world, self.sent, 1_400, "B1")
        assert states(world, "b-order") == [OrderState.SETTLED]
        assert (balance(world), balance(world, "prepaid:620000")) == (0, 0)

    def test_the_registrys_accounts_are_not_spent(self, world: World) -> None:
        found = refused(world, SETTLE, world.id("bank:000000"), Nothing())
        assert found.code == SettleRefusal.NOT_PREPAID

    def test_the_plan_rehearses_it(self, world: World) -> None:
        top_up(world, self.sent, 100, "B1")
        with world.session("conac-finance") as session:
            caller = world.caller("conac-finance")
            planned = plan(session, SETTLE, [world.id("prepaid:623022")], Nothing(), caller)
        assert planned.preview.totals == {
            "settled_count": 0,
            "settled_fen": 0,
            "waiting_count": 5,
        }
        assert {note.code for note in planned.preview.side_effects} == {SettleNote.WAITS}

    def test_a_long_queue_is_settled_part_after_part(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.ledger.settle.MAXIMUM_BATCH_ROWS", 2)
        top_up(world, self.sent, 1_400, "B1")
        assert states(world, *A_ORDERS, "b-order") == [OrderState.SETTLED] * 5

    def test_offices_do_not_settle(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            world.perform(SETTLE, "zhuoni", [world.id("prepaid:623022")], Nothing())
        assert caught.value.first.code == Common.FORBIDDEN


class TestFollowUp:
    def test_the_top_up_stands_when_settlement_fails(
        self, world: World, sent: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(_follow_ups(), TOP_UP, (SETTLE, lambda _outcome: [999_999]))
        assert top_up(world, sent, 1_400, "B1").totals["balance_fen"] == 140_000
        assert balance(world) == 140_000

    def test_what_a_crash_left_undone_the_same_request_makes_up_for(
        self, world: World, sent: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as crashed:
            crashed.delitem(_follow_ups(), TOP_UP)
            top_up(world, sent, 1_400, "B1", key="once")
            assert balance(world) == 140_000
        assert top_up(world, sent, 1_400, "B1", key="once").is_replay
        assert balance(world) == 0


def _follow_ups() -> dict[Any, tuple[Any, Callable[[Outcome], Any]]]:
    from actions.follow_ups import FOLLOW_UPS

    return FOLLOW_UPS  # type: ignore[return-value]
