"""银行流水: lines staged once, matched with the 汇款单 they name, taken back while unspent."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Outcome
from actions.core.refusal import Common, Refused
from actions.plan import plan
from actions.remittances.ignore_line import SET_ASIDE, SetAsideInput
from actions.remittances.match import MATCH, MatchInput, MatchRefusal
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput, TopUpRefusal
from actions.remittances.unmatch import UNMATCH, UnmatchInput, UnmatchRefusal
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
    UploadStatementRefusal,
)
from models.billing.order import Order, OrderState
from models.invariants import breaches
from models.ledger.ledger import Account
from models.remittances.bank_matching import numbers_in
from models.remittances.bank_statement import BankLine, BankLineState, BankVerdict
from models.remittances.remittance import Remittance, RemittanceState
from models.values.document_number import NumberKind, make_number
from tests.races.test_races import at_once, tally
from tests.support.answers import perform_answering
from tests.support.cast import TODAY, World

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
BY = "conac-finance"


@pytest.fixture
def sent(world: World) -> Remittance:
    """卓尼's remittance of 1,000 yuan, on its way."""
    ids = [world.id(name) for name in A_ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    key = world.perform(REMIT, "zhuoni", ids, RemitInput("wire 1")).totals["remittance_id"]
    return load(world, Remittance, key)


def load(world: World, model: Any, key: int) -> Any:
    with world.session() as session:
        return session.get_one(model, key)


def line(ref: str, fen: int, memo: str | None = None, on: date = TODAY) -> StatementLine:
    return StatementLine(ref, on, fen, "卓尼县编办", memo, 2)


def upload(world: World, *lines: StatementLine, name: str = "六月.csv") -> Outcome:
    return world.perform(UPLOAD_STATEMENT, BY, [], UploadStatementInput(name, lines))


def staged(world: World, ref: str) -> BankLine:
    with world.session() as session:
        return session.scalars(select(BankLine).where(BankLine.bank_ref == ref)).one()


def match(world: World, *refs: str, number: str | None = None) -> Outcome:
    ids = [staged(world, ref).id for ref in refs]
    return perform_answering(world, MATCH, BY, ids, MatchInput(number))


def refused(world: World, action: Any, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, BY, ids, given)
    return caught.value.first


def balance(world: World, code: str = "623022") -> int | None:
    found: Account = load(world, Account, world.id(f"prepaid:{code}"))
    return found.balance_fen


def unsound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}


class TestNumbersIn:
    NUMBER = make_number(NumberKind.REMITTANCE, "623022", date(2026, 6, 10), 7)

    @pytest.mark.parametrize(
        "memo",
        [
            "域名注册费 {} 卓尼",
            "汇款单{}请查收",
            "H 6230 22 20260610 000007",
            "{}20260611",
            "两张 {} 和 {}",
        ],
    )
    def test_are_found_in_what_people_write(self, memo: str) -> None:
        said = memo.replace("{}", self.NUMBER)
        if "{" not in memo and self.NUMBER not in said:
            said += self.NUMBER[-2:]
        assert numbers_in(said) == [self.NUMBER]

    def test_are_found_in_full_width_without_hyphens(self) -> None:
        wide = "".join(chr(ord(c) + 0xFEE0) for c in self.NUMBER.replace("-", "").lower())
        assert numbers_in(f"附言:{wide}") == [self.NUMBER]

    def test_with_a_wrong_digit_are_none(self) -> None:
        wrong = self.NUMBER.replace("000007", "000008")
        assert numbers_in(wrong) == []

    @pytest.mark.parametrize("memo", [None, "", "H", "转账", "H12345678901234567890123456789"])
    def test_are_not_seen_where_there_are_none(self, memo: str | None) -> None:
        assert numbers_in(memo) == []

    def test_of_orders_are_not_taken(self) -> None:
        order = make_number(NumberKind.ORDER, "623022", date(2026, 6, 10), 7)
        assert numbers_in(order) == []


class TestUploadStatement:
    @pytest.mark.parametrize(
        ("fen", "verdict"),
        [
            (100_000, BankVerdict.EXACT),
            (99_999, BankVerdict.UNDER),
            (100_001, BankVerdict.OVER),
        ],
    )
    def test_judges_a_line_by_the_number_in_its_memo(
        self, world: World, sent: Remittance, fen: int, verdict: BankVerdict
    ) -> None:
        upload(world, line("B1", fen, f"域名费{sent.remittance_no}"))
        found = staged(world, "B1")
        assert (found.verdict, found.remittance_id) == (verdict, sent.id)

    def test_knows_the_number_the_office_gave(self, world: World, sent: Remittance) -> None:
        upload(world, line("Wire1", 100_000, "域名费"))
        assert staged(world, "WIRE1").verdict is BankVerdict.EXACT

    def test_leaves_what_names_nothing_to_people(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, "货款"))
        found = staged(world, "B1")
        assert (found.verdict, found.remittance_id) == (BankVerdict.UNMATCHED, None)

    def test_knows_what_was_credited_by_hand(self, world: World, sent: Remittance) -> None:
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(100_000, "b 1"))
        upload(world, line("B1", 100_000, sent.remittance_no))
        assert staged(world, "B1").verdict is BankVerdict.DUPLICATE

    def test_credits_nothing(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no))
        assert balance(world) == 0

    def test_of_the_same_lines_changes_nothing_and_says_so(
        self, world: World, sent: Remittance
    ) -> None:
        lines = (line("B1", 100, "甲"), line("B2", 200, "乙"))
        upload(world, *lines)
        given = UploadStatementInput("再来.xlsx", tuple(reversed(lines)))
        found = refused(world, UPLOAD_STATEMENT, [], given)
        assert found.code == UploadStatementRefusal.SEEN
        assert found.facts["file_name"] == "六月.csv"

    def test_passes_over_lines_that_are_known(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100))
        outcome = upload(world, line("B1", 100), line("B2", 200))
        assert (outcome.totals["line_count"], outcome.totals["known_count"]) == (1, 1)

    def test_of_lines_all_known_changes_nothing(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100), line("B2", 200))
        found = refused(
            world, UPLOAD_STATEMENT, [], UploadStatementInput("半.csv", (line("B1", 100),))
        )
        assert found.code == UploadStatementRefusal.ALL_KNOWN

    @pytest.mark.parametrize(
        ("lines", "code"),
        [
            ((), UploadStatementRefusal.NO_LINES),
            ((line("B1", 100), line("b1", 200)), UploadStatementRefusal.REF_TWICE),
            (
                (line("B1", 100, on=TODAY + timedelta(days=1)),),
                UploadStatementRefusal.DAY_IN_FUTURE,
            ),
            (
                tuple(line(f"B{n}", 100) for n in range(1_001)),
                UploadStatementRefusal.TOO_MANY,
            ),
        ],
    )
    def test_must_be_one(self, world: World, lines: Any, code: str) -> None:
        given = UploadStatementInput("坏.csv", lines)
        assert refused(world, UPLOAD_STATEMENT, [], given).code == code

    def test_is_the_registrys(self, world: World) -> None:
        with pytest.raises(Refused) as caught:
            given = UploadStatementInput("一.csv", (line("B1", 100),))
            world.perform(UPLOAD_STATEMENT, "gansu", [], given)
        assert caught.value.first.code == Common.FORBIDDEN


class TestMatch:
    def test_credits_the_office_and_settles(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 120_000, sent.remittance_no))
        match(world, "B1")
        assert balance(world) == 20_000
        found = load(world, Remittance, sent.id)
        assert (found.state, found.received_fen) == (RemittanceState.RECEIVED, 120_000)
        assert staged(world, "B1").state is BankLineState.MATCHED
        order: Order = load(world, Order, world.id("a-order-renew-3"))
        assert order.state is OrderState.SETTLED
        assert unsound(world) == {}

    def test_takes_several_lines_of_several_offices(self, world: World, sent: Remittance) -> None:
        ids = [world.id("c-order")]
        world.perform(CHARGE, "lintan", ids, ChargeInput(20_000, 1))
        key = world.perform(REMIT, "lintan", ids, RemitInput("wire 2")).totals["remittance_id"]
        other: Remittance = load(world, Remittance, key)
        upload(
            world,
            line("B1", 60_000, sent.remittance_no),
            line("B2", 40_000, sent.remittance_no),
            line("B3", 20_000, other.remittance_no),
        )
        match(world, "B1", "B2", "B3")
        assert (balance(world), balance(world, "623021")) == (0, 0)
        assert unsound(world) == {}

    def test_refuses_a_line_too_many_for_one_remittance(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no), line("B2", 1, sent.remittance_no))
        ids = [staged(world, ref).id for ref in ("B1", "B2")]
        assert refused(world, MATCH, ids, MatchInput()).code == MatchRefusal.COMPLETE
        assert balance(world) == 0

    def test_takes_the_number_a_person_gives(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, "货款"))
        key = [staged(world, "B1").id]
        assert refused(world, MATCH, key, MatchInput()).code == MatchRefusal.NO_REMITTANCE
        unknown = refused(world, MATCH, key, MatchInput("H-1"))
        assert unknown.code == MatchRefusal.REMITTANCE_UNKNOWN
        match(world, "B1", number=sent.remittance_no.lower().replace("-", ""))
        assert staged(world, "B1").remittance_id == sent.id

    def test_credits_no_line_that_was_credited_by_hand(
        self, world: World, sent: Remittance
    ) -> None:
        upload(world, line("B1", 50_000, sent.remittance_no))
        perform_answering(world, TOP_UP, BY, [sent.id], TopUpInput(50_000, "B1"))
        found = refused(world, MATCH, [staged(world, "B1").id], MatchInput())
        assert found.code == MatchRefusal.CREDITED
        assert staged(world, "B1").verdict is BankVerdict.DUPLICATE

    def test_lets_no_hand_credit_a_matched_line(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 50_000, sent.remittance_no))
        match(world, "B1")
        found = refused(world, TOP_UP, [sent.id], TopUpInput(50_000, "b1"))
        assert found.code == TopUpRefusal.BANK_REF_SEEN

    def test_refuses_a_remittance_that_was_taken_back(self, world: World, sent: Remittance) -> None:
        from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput

        upload(world, line("B1", 50_000, sent.remittance_no))
        world.perform(CANCEL_REMITTANCE, "zhuoni", [sent.id], CancelRemittanceInput())
        found = refused(world, MATCH, [staged(world, "B1").id], MatchInput())
        assert found.code == MatchRefusal.NOT_SENT

    def test_judges_the_other_lines_anew(self, world: World, sent: Remittance) -> None:
        upload(
            world, line("B1", 40_000, sent.remittance_no), line("B2", 60_000, sent.remittance_no)
        )
        assert staged(world, "B2").verdict is BankVerdict.UNDER
        match(world, "B1")
        assert staged(world, "B2").verdict is BankVerdict.EXACT

    def test_and_a_hand_at_once_credit_once(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        key = staged(world, "B1").id
        world.actor(BY)
        world.engine.pool._max_overflow = 8  # type: ignore[attr-defined]
        hand = TopUpInput(10_000, "B1")
        tries = [
            lambda: world.perform(MATCH, BY, [key], MatchInput()),
            lambda: perform_answering(world, TOP_UP, BY, [sent.id], hand),
        ]
        results = tally(at_once(tries * 3))
        assert results["done"] == 1
        assert balance(world) == 10_000
        assert unsound(world) == {}

    def test_tells_what_stays_short_or_over(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 99_000, sent.remittance_no))
        with world.session(BY) as session:
            ids = [staged(world, "B1").id]
            planned = plan(session, MATCH, ids, MatchInput(), world.caller(BY))
        (warning,) = planned.preview.warnings
        assert warning.facts["short_fen"] == 1_000


class TestUnmatch:
    def test_takes_an_unspent_credit_back(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        match(world, "B1")
        world.perform(UNMATCH, BY, [staged(world, "B1").id], UnmatchInput("认错"))
        assert balance(world) == 0
        found = load(world, Remittance, sent.id)
        assert (found.state, found.received_fen) == (RemittanceState.SUBMITTED, 0)
        assert staged(world, "B1").state is BankLineState.OPEN
        assert unsound(world) == {}

    def test_lets_the_line_be_matched_anew(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 10_000, sent.remittance_no))
        for _ in range(2):
            match(world, "B1")
            world.perform(UNMATCH, BY, [staged(world, "B1").id], UnmatchInput("认错"))
        match(world, "B1")
        assert balance(world) == 10_000
        assert unsound(world) == {}

    def test_says_what_was_spent(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000, sent.remittance_no))
        match(world, "B1")
        found = refused(world, UNMATCH, [staged(world, "B1").id], UnmatchInput("认错"))
        assert found.code == UnmatchRefusal.SPENT
        assert (found.facts["spent_fen"], found.facts["balance_fen"]) == (100_000, 0)

    def test_of_two_lines_needs_the_sum_of_both(self, world: World, sent: Remittance) -> None:
        upload(
            world, line("B1", 30_000, sent.remittance_no), line("B2", 20_000, sent.remittance_no)
        )
        match(world, "B1", "B2")
        assert balance(world) == 10_000
        ids = [staged(world, ref).id for ref in ("B1", "B2")]
        assert refused(world, UNMATCH, ids, UnmatchInput("认错")).code == UnmatchRefusal.SPENT


class TestSetAside:
    def test_keeps_the_reason(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100, "利息"))
        key = [staged(world, "B1").id]
        world.perform(SET_ASIDE, BY, key, SetAsideInput("利息"))
        found = staged(world, "B1")
        assert (found.state, found.reason) == (BankLineState.SET_ASIDE, "利息")

    def test_lets_the_line_be_matched_later(self, world: World, sent: Remittance) -> None:
        upload(world, line("B1", 100_000))
        world.perform(SET_ASIDE, BY, [staged(world, "B1").id], SetAsideInput("待查"))
        match(world, "B1", number=sent.remittance_no)
        assert staged(world, "B1").state is BankLineState.MATCHED
