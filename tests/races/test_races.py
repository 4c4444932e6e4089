"""Eight clerks at once: one wins, the others are told why, and the books balance."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.domains.renew import RENEW, RenewInput
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from models.billing.order import Order, OrderState, Wait
from models.billing.payment import Payment, PaymentLine
from models.core.journal import JournalEntry
from models.core.sequence import draw
from models.domains.domain import Domain
from models.invariants import breaches
from models.invoices.invoice import Invoice
from models.invoices.stock import InvoiceLot
from models.ledger.ledger import Account, Posting, Transfer, TransferKind, lock_accounts, post
from models.offices.office import Office
from models.reports.lot_tree import findings, pedigree_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

CLERKS = 8
A_ORDERS = ["a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3"]


def at_once(tries: list[Callable[[], Any]]) -> list[Any]:
    """What each of the tries came to when all began at the same moment: a result or a refusal.

    Anything else a try raises is raised here: to a clerk it would be an error page.
    """
    start = threading.Barrier(len(tries))

    def go(attempt: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return attempt()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(go, tries))


def tally(results: list[Any]) -> Counter[str]:
    """'done', 'again' for a replay, or the code of the refusal → how often."""
    return Counter(
        ("again" if result.is_replay else "done")
        if isinstance(result, Outcome)
        else str(result.first.code)
        for result in results
    )


@pytest.fixture
def crowd(world: World) -> World:
    """The world with its cast already known to every thread, and connections for all."""
    world.actor("zhuoni")
    world.engine.pool._max_overflow = CLERKS  # type: ignore[attr-defined]
    return world


class TestTheSameOrders:
    def test_the_same_orders_are_charged_once(self, crowd: World) -> None:
        ids = [crowd.id(name) for name in A_ORDERS]
        given = ChargeInput(100_000, 5)
        results = tally(at_once([lambda: crowd.perform(CHARGE, "zhuoni", ids, given)] * CLERKS))

        assert results == {"done": 1, "wrong_state": CLERKS - 1}
        with crowd.session() as session:
            assert session.scalar(_count(Payment, unit_id=crowd.id("unit-a"))) == 1
            assert session.scalar(_count(Invoice)) == 5
            lot = session.get_one(InvoiceLot, crowd.id("zhuoni-signed"))
            assert (lot.available, lot.issued) == (55, 5)

    def test_in_overlapping_batches_in_any_order_are_charged_once_each(self, crowd: World) -> None:
        prices = {"a-order-register": 40_000, **dict.fromkeys(A_ORDERS[1:], 20_000)}

        def charge(names: list[str]) -> Outcome:
            amount = sum(prices[name] for name in names)
            ids = [crowd.id(name) for name in reversed(names)]
            return crowd.perform(CHARGE, "zhuoni", ids, ChargeInput(amount, amount // 20_000))

        batches = [(A_ORDERS * 2)[n : n + 2] for n in range(4)] * 2
        results = tally(at_once([lambda names=names: charge(names) for names in batches]))  # type: ignore[misc]

        assert set(results) <= {"done", "wrong_state", "busy"}
        assert results["done"] == 2
        assert results["busy"] == 0
        with crowd.session() as session:
            orders = session.scalars(_count(PaymentLine)).one()
            charged = session.scalar(_count(Order, state=OrderState.CHARGED))
            assert orders == charged == 4 + 1  # and the stranger's


class TestTheSameNames:
    def test_the_same_names_are_renewed_once(self, crowd: World) -> None:
        ids = [crowd.id(name) for name in ("a-due", "a-grace", "b-due")]
        results = tally(
            at_once([lambda: crowd.perform(RENEW, "zhuoni", ids, RenewInput(1))] * CLERKS)
        )

        assert results == {"done": 1, "renew_order_open": CLERKS - 1}
        with crowd.session() as session:
            assert session.scalar(_count(Order, domain_id=crowd.id("a-due"))) == 1


class TestTheLastSheets:
    @pytest.fixture
    def few(self, crowd: World) -> World:
        """Two sheets are left at Zhuoni, one order each of four units wants both."""
        with crowd.writing() as session:
            lot = session.get_one(InvoiceLot, crowd.id("zhuoni-signed"))
            lot.available, lot.issued = 2, 58
            maker = Maker(session, session.get_one(Office, crowd.id("office-zhuoni")), NOW)
            for number in range(CLERKS):
                domain = maker.domain(unit=maker.unit())
                crowd.ids[f"order-{number}"] = maker.order(domain, term_years=2).id
        return crowd

    def test_the_last_sheets_go_to_one_payment(self, few: World) -> None:
        results = tally(
            at_once(
                [
                    lambda n=n: few.perform(  # type: ignore[misc]
                        CHARGE, "zhuoni", [few.id(f"order-{n}")], ChargeInput(40_000, 2)
                    )
                    for n in range(CLERKS)
                ]
            )
        )

        assert results == {"done": 1, "charge_stock_short": CLERKS - 1}
        with few.session() as session:
            lot = session.get_one(InvoiceLot, few.id("zhuoni-signed"))
            assert (lot.available, lot.issued) == (0, 60)

    def test_the_last_sheets_of_a_province_go_to_one_split(self, crowd: World) -> None:
        lot_id = crowd.id("gansu-signed")
        results = tally(
            at_once(
                [
                    lambda name=name: crowd.perform(  # type: ignore[misc]
                        SPLIT, "gansu", [lot_id], SplitInput((SplitLine(name, 100),))
                    )
                    for name in ["zhuoni", "lintan"] * (CLERKS // 2)
                ]
            )
        )

        assert results == {"done": 1, "split_over_available": CLERKS - 1}
        with crowd.session() as session:
            lot = session.get_one(InvoiceLot, lot_id)
            assert (lot.available, lot.split) == (50, 100)
            children = select(func.sum(InvoiceLot.quantity)).where(InvoiceLot.parent_id == lot_id)
            assert session.scalar(children) == 100


class TestOneLot:
    def test_returned_split_and_lost_at_once_gives_no_sheet_twice(self, crowd: World) -> None:
        """150 sheets, eight clerks who want 40 each in three ways: three of them get theirs."""
        lot_id = crowd.id("gansu-signed")
        ways: list[tuple[Any, Any]] = [
            (RETURN_LOT, ReturnLotInput("停用", 40)),
            (SPLIT, SplitInput((SplitLine("zhuoni", 40),))),
            (LOSE_LOT, LoseLotInput("1号", "丢失", 40)),
            (SPLIT, SplitInput((SplitLine("lintan", 40),))),
        ]
        results = tally(
            at_once(
                [
                    lambda way=way: crowd.perform(way[0], "gansu", [lot_id], way[1])  # type: ignore[misc]
                    for way in ways * (CLERKS // 4)
                ]
            )
        )

        assert results["done"] == 3
        assert set(results) <= {
            "done",
            "return_lot_over_available",
            "split_over_available",
            "lose_lot_over_available",
        }
        self.holds(crowd, lot_id, 150)

    def test_issued_and_returned_at_once_keeps_its_numbers_apart(self, crowd: World) -> None:
        lot_id = crowd.id("zhuoni-signed")
        back = ReturnLotInput("停用", 20)
        tries = [
            lambda: crowd.perform(CHARGE, "zhuoni", [crowd.id("b-order")], ChargeInput(40_000, 2)),
            lambda: crowd.perform(
                CHARGE, "zhuoni", [crowd.id(n) for n in A_ORDERS], ChargeInput(100_000, 5)
            ),
            *[lambda: crowd.perform(RETURN_LOT, "zhuoni", [lot_id], back)] * (CLERKS - 2),
        ]
        results = tally(at_once(tries))

        # Three returns leave nothing to charge with; two leave room for both charges.
        assert results["done"] in {3, 4}
        # Who comes after the last sheet finds the lot used up.
        refusals = {"return_lot_over_available", "wrong_state", "charge_stock_short"}
        assert set(results) <= {"done", *refusals}
        self.holds(crowd, lot_id, 60)

    def holds(self, crowd: World, lot_id: int, quantity: int) -> None:
        with crowd.session() as session:
            tree = pedigree_of(session, lot_id)
            assert tree is not None
            assert tree.root.quantity == sum(tree.sums.values()) == quantity
            assert findings(session, tree) == []
        with crowd.engine.connect() as connection:
            broken = {name: n for name, n in breaches(connection).items() if n}
            assert not {name for name in broken if name.startswith(("I-7", "I-8"))}


class TestTheSameKey:
    def test_the_same_key_has_one_effect_and_gives_everyone_its_outcome(self, crowd: World) -> None:
        ids = [crowd.id(name) for name in A_ORDERS]
        given = ChargeInput(100_000, 5)
        results = at_once(
            [lambda: crowd.perform(CHARGE, "zhuoni", ids, given, "one-click")] * CLERKS
        )

        assert tally(results) == {"done": 1, "again": CLERKS - 1}
        assert len({result.receipt_no for result in results}) == 1
        with crowd.session() as session:
            assert session.scalar(_count(JournalEntry, key="one-click")) == 1

    def test_the_same_key_with_different_requests_lets_one_through(self, crowd: World) -> None:
        results = tally(
            at_once(
                [
                    lambda name=name: crowd.perform(  # type: ignore[misc]
                        RENEW, "zhuoni", [crowd.id(name)], RenewInput(1), "one-click"
                    )
                    for name in ["a-due", "a-grace", "b-due", "a-due"] * 2
                ]
            )
        )

        assert results["done"] == 1
        assert results["done"] + results["again"] + results["key_reused"] == CLERKS


class TestTheSameMoney:
    def test_the_same_money_is_spent_once(self, crowd: World) -> None:
        """Eight settlements of 300 against a balance of 1,000: three succeed."""

        def spend(number: int) -> str:
            with crowd.writing() as session:
                accounts = lock_accounts(session, ["prepaid:623022", "income:000000"])
                if (accounts["prepaid:623022"].balance_fen or 0) < 300:
                    return "short"
                posting = Posting(
                    kind=TransferKind.SETTLE,
                    debit=accounts["prepaid:623022"],
                    credit=accounts["income:000000"],
                    amount_fen=300,
                    key=f"spend:{number}",
                )
                post(session, [posting], session.get_one(Office, crowd.id("office-zhuoni")))
            return "spent"

        with crowd.writing() as session:
            office = session.get_one(Office, crowd.id("office-zhuoni"))
            accounts = lock_accounts(session, ["bank:000000", "prepaid:623022"])
            top_up = Posting(
                kind=TransferKind.TOP_UP,
                debit=accounts["bank:000000"],
                credit=accounts["prepaid:623022"],
                amount_fen=1_000,
                key="top_up:race",
            )
            post(session, [top_up], office)
        results = Counter(at_once([lambda n=n: spend(n) for n in range(CLERKS)]))  # type: ignore[misc]

        assert results == {"spent": 3, "short": CLERKS - 3}
        with crowd.session() as session:
            account = session.get_one(Account, crowd.id("prepaid:623022"))
            assert account.balance_fen == 100
            spent = select(func.sum(Transfer.amount_fen)).where(Transfer.kind == "settle")
            assert session.scalar(spent) == 900


class TestNumbers:
    def test_numbers_are_drawn_without_gaps_or_repeats(self, crowd: World) -> None:
        def take(_number: int) -> list[int]:
            with crowd.writing() as session:
                return list(draw(session, "order", "623022", 2026, 3))

        drawn = at_once([lambda n=n: take(n) for n in range(CLERKS)])  # type: ignore[misc]

        assert sorted(number for numbers in drawn for number in numbers) == list(
            range(1, 3 * CLERKS + 1)
        )


def _count(model: Any, **where: Any) -> Any:
    return select(func.count()).select_from(model).filter_by(**where)


def test_readers_are_not_held_up_by_a_writer(crowd: World) -> None:
    """A page opens while a run holds its locks."""
    with crowd.writing() as writer:
        writer.get_one(Order, crowd.id("a-order-renew-1")).waits_because = Wait.BEHIND
        writer.flush()
        with crowd.session("zhuoni") as reader:
            assert len(reader.scalars(select(Domain)).all()) == 15
