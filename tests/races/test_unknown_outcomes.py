"""A COMMIT whose answer is lost is asked after: what is told is true, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import OperationalError

from actions.core.refusal import OutcomeUnknown
from actions.core.result import Outcome
from actions.follow_ups import FOLLOW_UPS
from actions.labelled import LABELLING
from actions.ledger.settle import SETTLE
from actions.perform import MAXIMUM_WRITE_TRIES
from actions.permissions import CATALOG
from actions.remittances.top_up import TOP_UP
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.core.journal import JournalEntry, JournalReceipt
from models.invariants import breaches
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import InvoiceRequest
from models.invoices.stock import InvoiceLot
from models.ledger.adjustment import Adjustment
from models.ledger.ledger import Account
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import Remittance
from tests.support.database.commit_proxy import Cut
from tests.support.database.database_digest import digest
from tests.support.database.lost_commits import Fragile, fragile
from tests.support.world.cast import World
from tests.support.world.money_runs import MONEY_RUNS, Request

pytestmark = pytest.mark.slow


#: One verb that moves money, one that moves sheets, one that can be done twice to the same row.
SOME = ("charge", "sign_for", "split")

#: Verbs after which B's order is settled, by themselves or by what follows them.
SETTLING = ("top_up", "match", "move_balance", "settle")

#: What is money, a paper about it, or a sheet.
MONEY_AND_SHEETS = {
    Account,
    Adjustment,
    BankLine,
    Invoice,
    InvoiceLot,
    InvoiceRequest,
    Order,
    Payment,
    Remittance,
}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.perform._FIRST_WAIT_SECONDS", 0.01)


@pytest.fixture
def line(world: World) -> Iterator[Fragile]:
    """The world over a line that may be cut, on both engines in turn."""
    with fragile(world) as found:
        yield found


def ask(line: Fragile, request: Request, key: str = "k") -> Outcome:
    return line.world.perform(*request, key)


def unsound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}


def entries(world: World, key: str = "k") -> int:
    with world.session() as session:
        wanted = select(func.count()).select_from(JournalEntry).where(JournalEntry.key == key)
        return session.scalar(wanted) or 0


def is_true(world: World, told: Outcome) -> bool:
    """Whether what was told is what the database keeps."""
    with world.session() as session:
        kept = session.get_one(JournalReceipt, told.entry_id)
        return (kept.receipt_no, kept.outcome["totals"]) == (told.receipt_no, dict(told.totals))


def test_every_verb_on_money_or_sheets_is_made_ready() -> None:
    # A label on a payment moves nothing.
    moving = CATALOG.keys() - LABELLING.keys()
    wanted = {action.key for action in moving if action.model in MONEY_AND_SHEETS}
    assert wanted - MONEY_RUNS.keys() == set()


class TestTheAnswerIsLost:
    @pytest.mark.parametrize("verb", MONEY_RUNS)
    def test_the_first_outcome_is_told_and_nothing_is_doubled(
        self, line: Fragile, verb: str
    ) -> None:
        request = MONEY_RUNS[verb](line.direct)
        line.orders.cuts.append(Cut.AFTER_COMMIT)
        told = ask(line, request)

        assert line.orders.struck == 1
        assert is_true(line.direct, told)
        before = digest(line.direct.engine)
        again = ask(line, request)
        assert (again.receipt_no, again.is_replay) == (told.receipt_no, True)
        assert digest(line.direct.engine) == before
        assert entries(line.direct) == 1
        assert unsound(line.direct) == {}

    def test_the_answer_is_lost_by_the_call_itself_it_is_no_replay(self, line: Fragile) -> None:
        line.orders.cuts.append(Cut.AFTER_COMMIT)
        assert not ask(line, MONEY_RUNS["charge"](line.direct)).is_replay

    @pytest.mark.parametrize("verb", SETTLING)
    def test_the_order_is_settled_too(self, line: Fragile, verb: str) -> None:
        request = MONEY_RUNS[verb](line.direct)
        line.orders.cuts.append(Cut.AFTER_COMMIT)
        ask(line, request)
        with line.direct.session() as session:
            order = session.get_one(Order, line.direct.id("b-order"))
            assert order.state is OrderState.SETTLED

    def test_a_follow_up_that_fails_leaves_the_first_told(
        self, line: Fragile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = MONEY_RUNS["top_up"](line.direct)

        def _fail(*_arguments: object) -> Outcome:
            line.orders.refuses = True
            raise RuntimeError("a bug of what follows")

        monkeypatch.setitem(FOLLOW_UPS, TOP_UP, (replace(SETTLE, run=_fail), FOLLOW_UPS[TOP_UP][1]))
        assert is_true(line.direct, ask(line, request))


@pytest.mark.parametrize("verb", SOME)
class TestNobodyAnswers:
    def test_the_outcome_is_unknown_until_it_is_asked_again(self, line: Fragile, verb: str) -> None:
        request = MONEY_RUNS[verb](line.direct)
        line.orders.refuses_after_cut = True
        line.orders.cuts.append(Cut.AFTER_COMMIT)
        with pytest.raises(OutcomeUnknown) as unknown:
            ask(line, request)
        assert (unknown.value.action, unknown.value.key) == (request.action.key, "k")

        line.orders.refuses = False
        before = digest(line.direct.engine)
        again = ask(line, request)
        assert is_true(line.direct, again)
        assert digest(line.direct.engine) == before
        assert unsound(line.direct) == {}

    def test_and_nothing_was_done_it_is_done_when_asked_again(
        self, line: Fragile, verb: str
    ) -> None:
        request = MONEY_RUNS[verb](line.direct)
        line.orders.refuses_after_cut = True
        line.orders.cuts.append(Cut.BEFORE_COMMIT)
        with pytest.raises(OutcomeUnknown):
            ask(line, request)
        assert entries(line.direct) == 0

        line.orders.refuses = False
        assert is_true(line.direct, ask(line, request))
        assert entries(line.direct) == 1
        assert unsound(line.direct) == {}


class TestTheCommitIsLost:
    @pytest.mark.parametrize("verb", SOME)
    def test_it_is_done_once_at_the_next_try(self, line: Fragile, verb: str) -> None:
        request = MONEY_RUNS[verb](line.direct)
        line.orders.cuts += [Cut.BEFORE_COMMIT, Cut.BEFORE_COMMIT]
        assert is_true(line.direct, ask(line, request))
        assert line.orders.struck == 2
        assert entries(line.direct) == 1
        assert unsound(line.direct) == {}

    def test_every_time_nothing_is_done_and_that_is_known(self, line: Fragile) -> None:
        request = MONEY_RUNS["charge"](line.direct)
        before = digest(line.direct.engine)
        line.orders.cuts += [Cut.BEFORE_COMMIT] * MAXIMUM_WRITE_TRIES
        with pytest.raises(OperationalError):
            ask(line, request)
        assert digest(line.direct.engine) == before


@pytest.mark.postgres
class TestTheServerIsStillAtIt:
    """A proxy hangs up while the server commits; the second try waits for the first."""

    @pytest.fixture
    def slow(self, postgres_world: World) -> Iterator[Fragile]:
        """Each COMMIT of a receipt takes a second."""
        _slow_down_commits(postgres_world.engine)
        with fragile(postgres_world) as found:
            yield found

    @pytest.mark.parametrize("verb", SOME)
    def test_the_first_outcome_is_waited_for(self, slow: Fragile, verb: str) -> None:
        request = MONEY_RUNS[verb](slow.direct)
        slow.orders.cuts.append(Cut.DURING_COMMIT)
        told = ask(slow, request)
        assert is_true(slow.direct, told)
        assert entries(slow.direct) == 1
        assert unsound(slow.direct) == {}


def _slow_down_commits(engine: Engine) -> None:
    function = (
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; END $$"
    )
    trigger = (
        "CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON journal_receipt"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle()"
    )
    with engine.begin() as connection:
        connection.execute(text(function))
        connection.execute(text(trigger))
