"""Each rule is silent on a week's lawful work and loud when one row is forged."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, select, text

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import REVERSE_PAYMENT, ReversePaymentInput
from actions.core.action import Nothing
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.submit import SUBMIT_DOMAIN, NameLine, SubmitDomainInput
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.ledger.confirm_adjustment import CONFIRM_ADJUSTMENT, ConfirmAdjustmentInput
from actions.ledger.refund import REFUND, RefundInput
from actions.offices.confirm_hand_over import CONFIRM_HAND_OVER, ConfirmHandOverInput
from actions.offices.hand_over import HAND_OVER, HandOverInput
from actions.remittances.match import MATCH, MatchInput
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from actions.remittances.unmatch import UNMATCH, UnmatchInput
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
)
from models.invariants import MISFOLDED, OWN_VALUES, RESERVED, STAGED_TWICE, breaches, invariants
from models.invoices.invoice import Invoice
from models.invoices.invoice_type import InvoiceType
from models.offices.office import Office
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import Remittance
from models.values.tld import Tld
from tests.conftest import Databases, open_engine
from tests.support.database.engines import sqlite_url
from tests.support.pages.answers import perform_answering
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def _hand_over(world: World) -> None:
    """The cashier's desk goes to the administrator, who confirms it."""
    giver = [world.id("user:zhuoni-cashier")]
    offered = world.perform(HAND_OVER, "gansu", giver, HandOverInput("zhuoni"))
    record = [offered.totals["handover_record_id"]]
    world.perform(CONFIRM_HAND_OVER, "zhuoni", record, ConfirmHandOverInput())


def _work(world: World) -> None:
    """Charge A's four orders, remit them, receive less than was sent, split a lot."""
    ids = [world.id(name) for name in ORDERS]
    world.perform(CHARGE, "zhuoni", ids, ChargeInput(100_000, 5))
    sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B-1")).totals["remittance_id"]
    world.perform(TOP_UP, "conac-finance", [sent], TopUpInput(90_000, "B-1"))
    _match(world, sent)
    given = SplitInput((SplitLine("zhuoni", 20), SplitLine("lintan", 10)))
    split = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], given)
    world.perform(SIGN_FOR, "lintan", [split.rows[1].row_id], Nothing())
    _hand_over(world)
    _undo(world)
    _top_up_by_two(world)
    _take_back(world)
    _file_and_review(world)
    _refund(world)


def _refund(world: World) -> None:
    """A settled renewal given back; its sheet is still to be recovered."""
    why = RefundInput("重复缴费")
    asked = world.perform(REFUND, "conac-finance", [world.id("a-order-renew-1")], why)
    ids = [asked.totals["adjustment_id"]]
    world.perform(CONFIRM_ADJUSTMENT, "conac", ids, ConfirmAdjustmentInput())


def _match(world: World, sent: int) -> None:
    """A line of the bank's statement matched, taken back and matched again."""
    with world.session() as session:
        memo = session.get_one(Remittance, sent).remittance_no
    line = StatementLine("B-2", TODAY, 5_000, "卓尼县编办", memo)
    finance = "conac-finance"
    world.perform(UPLOAD_STATEMENT, finance, [], UploadStatementInput("流水.csv", (line,)))
    with world.session() as session:
        ids = [session.scalars(select(BankLine.id)).one()]
    world.perform(MATCH, finance, ids, MatchInput())
    world.perform(UNMATCH, finance, ids, UnmatchInput("核对"))
    world.perform(MATCH, finance, ids, MatchInput())


def _undo(world: World) -> None:
    """A charge undone by its own cashier, and a sheet replaced by who gave it, both at once."""
    order = [world.id("c-order")]
    paid = world.perform(CHARGE, "lintan-cashier", order, ChargeInput(20_000, 1))
    why = ReversePaymentInput("数错了")
    world.perform(REVERSE_PAYMENT, "lintan-cashier", [paid.totals["payment_id"]], why)
    world.perform(CHARGE, "lintan-cashier", order, ChargeInput(20_000, 1))
    with world.session() as session:
        wanted = select(Invoice.id).where(
            Invoice.office_code == "623021", Invoice.state == "issued"
        )
        sheet = session.scalars(wanted).one()
    world.perform(VOID_INVOICE, "lintan-cashier", [sheet], VoidInvoiceInput("打印错位"))


def _top_up_by_two(world: World) -> None:
    """2,000 yuan for a 汇款单 of 200, proposed by one person and confirmed by another."""
    ids = [world.id("c-order")]
    sent = world.perform(REMIT, "lintan", ids, RemitInput("B-3")).totals["remittance_id"]
    given = TopUpInput(200_000, "B-3")
    asked = perform_answering(world, TOP_UP, "conac-finance", [sent], given)
    proposal = [asked.totals["adjustment_id"]]
    world.perform(CONFIRM_ADJUSTMENT, "conac", proposal, ConfirmAdjustmentInput())


def _take_back(world: World) -> None:
    """Reverse one of two printed sheets, void the other, return some, lose a parcel."""
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        printed = session.get_one(InvoiceType, world.id("type-printed"))
        Maker(session, office, NOW).lot(printed, "00090001", 10)
    given = ChargeInput(40_000, 2, invoice_type="printed")
    paid = world.perform(CHARGE, "zhuoni", [world.id("b-order")], given).totals["payment_id"]
    with world.session() as session:
        wanted = select(Invoice.id).where(Invoice.payment_id == paid).order_by(Invoice.id)
        first, second = session.scalars(wanted)
    world.perform(REVERSE_INVOICE, "zhuoni", [first], ReverseInvoiceInput("抬头有误"))
    world.perform(VOID_INVOICE, "zhuoni", [second], VoidInvoiceInput("写错", reissue=False))
    world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], ReturnLotInput("停用", 5))
    world.perform(LOSE_LOT, "lintan", [world.id("lintan-transit")], LoseLotInput("1号", "丢失"))


def _file_and_review(world: World) -> None:
    names = SubmitDomainInput((NameLine("临潭县文化馆", Tld.ZHENGWU),), name_reason="下属馆")
    filed = world.perform(SUBMIT_DOMAIN, "unit-c", [world.id("unit-c")], names)
    name = [filed.rows[0].row_id]
    world.perform(APPROVE_OFFICE, "lintan", name, ApproveOfficeInput())


FORGERIES = [
    ("I-1 transfer.amount_fen", "UPDATE transfer SET amount_fen = amount_fen + 0.5"),
    ("I-2 balances", "UPDATE account SET balance_fen = balance_fen + 1 WHERE floor_fen = 0"),
    (
        "I-2 floors",
        "UPDATE transfer SET amount_fen = amount_fen + 1000000 WHERE kind = 'settle'",
    ),
    ("I-3 settled and paid", "UPDATE transfer SET amount_fen = amount_fen - 1 WHERE kind='settle'"),
    ("I-3 settled and paid", "UPDATE domain_order SET state = 'settled' WHERE state = 'payable'"),
    ("I-3 settled and applied", "DELETE FROM term WHERE order_id IS NOT NULL"),
    ("I-4 expiry", "UPDATE term SET ends_on = '2099-01-01'"),
    (
        "I-4 terms",
        (
            "INSERT INTO term (domain_id, unit_id, seq, starts_on, ends_on, order_id,"
            " province_code, city_code, office_code) SELECT domain_id, unit_id, seq + 1,"
            " '2098-01-01', '2099-01-01', (SELECT max(id) FROM domain_order WHERE id NOT IN"
            " (SELECT order_id FROM term)), province_code, city_code, office_code"
            " FROM term LIMIT 1"
        ),
    ),
    ("I-5 order of payment", "UPDATE domain_order SET charged_at = NULL"),
    ("I-6 payments", "UPDATE payment SET amount_fen = amount_fen + 1"),
    ("I-6 payment lines", "UPDATE payment_line SET amount_fen = amount_fen + 1"),
    (
        "I-6 payment lines",
        "UPDATE domain_order SET unit_id = (SELECT max(id) FROM unit) WHERE state = 'settled'",
    ),
    ("I-6 orders paid", "UPDATE payment_line SET is_reversed = true"),
    ("I-6 invoices", "UPDATE invoice SET amount_fen = amount_fen + 1"),
    ("I-6 invoices", "UPDATE payment SET invoice_deferred_reason = NULL"),
    ("I-6 invoices", "UPDATE invoice SET amount_fen = -900000 WHERE reverses_id IS NOT NULL"),
    ("I-6 owed", "UPDATE payment SET invoice_deferred_reason = '待补'"),
    ("I-6 sheets of refunds", "UPDATE transfer SET entry_id = 1 WHERE kind = 'refund'"),
    ("I-6 red invoices", "UPDATE invoice SET amount_fen = -1 WHERE reverses_id IS NOT NULL"),
    ("I-6 red invoices", "UPDATE invoice SET state = 'issued' WHERE state = 'reversed'"),
    ("I-6 red invoices", "UPDATE invoice SET reverses_id = NULL WHERE reverses_id IS NOT NULL"),
    ("I-6 remittances", "UPDATE remittance_line SET amount_fen = amount_fen + 1"),
    ("I-6 arrivals", "UPDATE remittance SET received_fen = received_fen + 1"),
    ("I-6 credited once", "INSERT INTO bank_receipt SELECT * FROM bank_receipt"),
    ("I-6 parts", "UPDATE bank_receipt SET part = part + 1"),
    ("I-6 confirmed top-ups", "UPDATE adjustment SET amount_fen = amount_fen + 1"),
    ("I-6 answered", "UPDATE bank_receipt SET answer = ''"),
    ("I-6 bank lines", "UPDATE bank_line SET amount_fen = amount_fen + 1"),
    ("I-6 income alone", "UPDATE bank_line SET direction = 'out' WHERE state = 'matched'"),
    (
        STAGED_TWICE,
        (
            "INSERT INTO bank_line (id, statement_id, row_no, account, bank_ref, has_serial,"
            " credit_ref, identity, position, received_on, amount_fen, payer, state, verdict,"
            " province_code, city_code, office_code, row_version, created_at, updated_at)"
            " SELECT id + 1000, statement_id, row_no, account, bank_ref, has_serial, 'other',"
            " 'other', position, received_on, amount_fen, payer || '\u200b', 'open', verdict,"
            " province_code, city_code, office_code, row_version, created_at, updated_at"
            " FROM bank_line"
        ),
    ),
    (OWN_VALUES, """UPDATE unit SET own_values = '{"9": "x"}'"""),
    ("I-7 splits", "UPDATE invoice_lot SET quantity = quantity + 1, available = available + 1"),
    ("I-7 issued", "DELETE FROM invoice WHERE id = (SELECT min(id) FROM invoice)"),
    ("I-7 void", "UPDATE invoice SET state = 'issued' WHERE state = 'void'"),
    ("I-7 lots", "UPDATE invoice_lot SET returned = returned + 1 WHERE state = 'returned'"),
    ("I-7 gone", "UPDATE invoice_lot SET state = 'signed' WHERE state = 'returned'"),
    ("I-7 gone", "UPDATE invoice_lot SET state = 'exhausted' WHERE state = 'lost'"),
    ("I-7 gone", "UPDATE invoice_lot SET lost = 1, available = 9 WHERE state = 'lost'"),
    ("I-7 moves", "UPDATE invoice_move SET quantity = quantity + 1 WHERE kind = 'return'"),
    ("I-8 children", "UPDATE invoice_lot SET number_to = '99999999' WHERE parent_id IS NOT NULL"),
    ("I-8 children", "UPDATE invoice_lot SET number_from = NULL WHERE parent_id IS NOT NULL"),
    ("I-8 order", "UPDATE invoice SET number = '00013050' WHERE number = '00013001'"),
    (
        "I-8 numbers",
        "UPDATE invoice SET number = '99999999' WHERE id = (SELECT min(id) FROM invoice)",
    ),
    ("I-8 ranges", "UPDATE invoice_lot SET number_from = '00000001' WHERE number_from IS NOT NULL"),
    ("I-9 tree", "UPDATE office SET level = 'county' WHERE level = 'city'"),
    ("I-9 codes of domain", "UPDATE domain SET province_code = '999999'"),
    ("I-10 variants", "UPDATE domain SET variant_key = 'one', tld_family = 'gov'"),
    ("I-14 conservation", "UPDATE account SET balance_fen = balance_fen + 7 WHERE floor_fen = 0"),
    ("I-1 domain_order.amount_fen", "UPDATE domain_order SET amount_fen = amount_fen + 0.5"),
    ("I-2 kept balances", "UPDATE account SET floor_fen = NULL WHERE kind = 'prepaid'"),
    (
        "I-2 reversals",
        (
            "INSERT INTO transfer (kind, debit_id, credit_id, amount_fen, key, reverses_id,"
            " entry_id, at, province_code, city_code, office_code)"
            " SELECT 'reverse', credit_id, debit_id,"
            " amount_fen + 1, 'forged', id, entry_id, at, province_code, city_code, office_code"
            " FROM transfer WHERE kind = 'settle' LIMIT 1"
        ),
    ),
    (
        "I-3 settled once",
        (
            "UPDATE transfer SET order_id = (SELECT min(order_id) FROM transfer"
            " WHERE kind = 'settle') WHERE kind = 'settle'"
        ),
    ),
    (
        "I-3 bought once",
        "UPDATE term SET order_id = (SELECT min(order_id) FROM term WHERE order_id IS NOT NULL)",
    ),
    (
        "I-4 quoted expiry",
        "UPDATE domain_order SET base_expires_on = '2020-01-01' WHERE base_expires_on IS NOT NULL",
    ),
    ("I-4 quoted expiry", "UPDATE domain_order SET term_years = term_years + 1"),
    ("I-4 anchor", "UPDATE domain SET registered_on = '2001-02-03'"),
    (
        "I-5 first in, first out",
        (
            "UPDATE domain_order SET settled_at = '2026-06-30 00:00:00.000000', charged_at ="
            " CASE id WHEN (SELECT min(order_id) FROM transfer WHERE kind = 'settle')"
            " THEN '2026-06-20 00:00:00.000000' ELSE '2026-06-10 00:00:00.000000' END"
            " WHERE state = 'settled'"
        ),
    ),
    (
        "I-5 what waits says why",
        (
            "UPDATE domain_order SET charged_at = '2026-01-01 00:00:00.000000'"
            " WHERE state = 'remitted'"
        ),
    ),
    (
        "I-6 paid once",
        (
            "INSERT INTO payment_line (payment_id, order_id, unit_id, amount_fen, is_reversed,"
            " province_code, city_code, office_code) SELECT payment_id, order_id, unit_id,"
            " amount_fen, is_reversed, province_code, city_code, office_code FROM payment_line"
        ),
    ),
    (
        "I-13 proposals",
        (
            "UPDATE adjustment SET proposed_by_key ="
            " (SELECT actor_key FROM journal_entry WHERE action = 'confirm_adjustment')"
        ),
    ),
    ("I-13 handovers", "UPDATE handover_record SET taker_id = giver_id, giver_id = taker_id"),
    ("I-6 reversed payments", "UPDATE payment SET state = 'reversed'"),
    ("I-6 remittance lines", "UPDATE remittance_line SET amount_fen = amount_fen + 1"),
    ("I-6 remittance lines", "UPDATE payment_line SET is_reversed = true"),
    (
        "I-6 remitted once",
        (
            "INSERT INTO remittance_line (remittance_id, payment_line_id, amount_fen, is_released,"
            " province_code, city_code, office_code) SELECT remittance_id, payment_line_id,"
            " amount_fen, is_released, province_code, city_code, office_code FROM remittance_line"
        ),
    ),
    ("I-7 lots", "UPDATE invoice_lot SET lost = lost + 1"),
    ("I-7 leaves", "UPDATE invoice_lot SET split = split - 1 WHERE split > 0"),
    ("I-7 counters", "DELETE FROM invoice_move WHERE kind = 'issue'"),
    ("I-8 one number", "UPDATE invoice SET number = '00013001'"),
    (
        "I-9 rings",
        (
            "UPDATE office SET parent_id = (SELECT id FROM office WHERE level = 'county' LIMIT 1)"
            " WHERE level = 'province'"
        ),
    ),
    ("I-9 closed offices", "UPDATE office SET status = 'closed' WHERE level = 'county'"),
    ("I-9 ancestor codes", "UPDATE office SET province_code = '110000' WHERE level = 'city'"),
    (
        "I-10 names",
        "UPDATE domain SET name_a = 'xn--one.xn--zfr164b'",
    ),
    ("I-10 lengths", "UPDATE domain SET label_u = '一二三四五六七八九十一二三四五六七八九十一'"),
    ("I-10 lengths", "UPDATE domain SET name_a = 'xn--' || '" + "a" * 60 + "' || '.xn--zfr164b'"),
    (
        "I-10 listed names",
        (
            "INSERT INTO reserved_name (name, variant_key, kind, reason, document_no, valid_from,"
            " row_version, created_at, updated_at) SELECT label_u, variant_key, 'reserved', '-',"
            " '-', '2026-01-01', 1, '2026-01-01', '2026-01-01' FROM domain"
            " WHERE state = 'registered' LIMIT 1"
        ),
    ),
    (
        "I-10 reserved names",
        (
            "UPDATE division SET name ="
            " (SELECT label_u FROM domain WHERE state = 'registered' LIMIT 1)"
        ),
    ),
    ("I-10 folded variants", "UPDATE domain SET variant_key = '政務' || id"),
    (
        "I-11 forms",
        (
            "UPDATE journal_entry SET action = 'edit_domain_order' WHERE id IN"
            " (SELECT entry_id FROM journal_change WHERE entity = 'domain_order'"
            " AND operation = 'update')"
        ),
    ),
    ("I-12 receipts", "DELETE FROM journal_receipt"),
    ("I-12 one key", "UPDATE journal_entry SET key = 'one', actor_key = 'system'"),
    (
        "I-13 two persons",
        "UPDATE journal_entry SET actor_key = 'user:1'",
    ),
    (
        "I-13 reversed payments",
        "UPDATE payment SET reversed_at = '2026-06-10 00:40:00.000000' WHERE state = 'reversed'",
    ),
    (
        "I-13 spoilt sheets",
        "UPDATE journal_entry SET at = '2026-06-10 00:40:00.000000' WHERE action = 'void_invoice'",
    ),
    ("I-14 receipts", "UPDATE transfer SET amount_fen = amount_fen + 1 WHERE kind = 'top_up'"),
]


_WRITTEN = re.compile(r"(?:UPDATE|INSERT INTO|DELETE FROM) (\w+)")


def _disarm(connection: Connection, forgery: str) -> None:
    """Take guards, checks and unique keys from the table forged: they prevent what is tried."""
    (table,) = _WRITTEN.findall(forgery)
    for name in connection.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ).all():
        connection.execute(text(f"DROP TRIGGER {name}"))
    for statement in (
        f"CREATE TABLE bare AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE bare RENAME TO {table}",
    ):
        connection.execute(text(statement))


@pytest.fixture(scope="module")
def worked(sqlite_databases: Databases) -> Iterator[Path]:
    """The file of a database with a week's lawful work in it."""
    engine = open_engine(sqlite_databases.world())
    _work(World(engine, dict(sqlite_databases.ids)))
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    yield Path(str(engine.url.database))
    sqlite_databases.give_back(engine)


class TestBreaches:
    def test_breaches_are_none_after_lawful_work(self, world: World) -> None:
        _work(world)
        with world.engine.connect() as connection:
            assert {name: n for name, n in breaches(connection).items() if n} == {}

    def test_breaches_leave_the_options_of_the_connection_as_they_were(self, world: World) -> None:
        with world.engine.connect() as connection:
            before = connection.get_execution_options()
            breaches(connection)
            assert connection.get_execution_options() == before

    def test_count_missing_guards(self, sqlite_world: World) -> None:
        with sqlite_world.engine.connect() as connection:
            connection.execute(text("DROP TRIGGER review_append_only_update"))
            assert breaches(connection)["guards"] == 1

    @pytest.mark.parametrize(("name", "forgery"), FORGERIES, ids=lambda value: value[:40])
    def test_breaches_are_found(
        self, worked: Path, tmp_path: Path, name: str, forgery: str
    ) -> None:
        copy = shutil.copyfile(worked, tmp_path / "forged.sqlite3")
        # An engine that the program has not prepared minds no foreign keys.
        engine = create_engine(sqlite_url(copy))
        with engine.connect() as connection:
            _disarm(connection, forgery)
            assert connection.execute(text(forgery)).rowcount
            assert breaches(connection)[name] > 0
        engine.dispose()


class TestInvariants:
    def test_invariants_are_forged_each_once_above_but_those_of_every_table(self) -> None:
        tried = {name for name, _ in FORGERIES}
        in_python = {MISFOLDED, OWN_VALUES, RESERVED, STAGED_TWICE}
        every = {rule.name for rule in invariants()} | in_python
        assert {n for n in every - tried if not n.startswith(("I-1 ", "I-9 codes of "))} == set()

    def test_invariants_speak_of_every_number(self) -> None:
        numbers = {rule.number for rule in invariants()}
        assert numbers == {f"I-{number}" for number in range(1, 15)}

    def test_invariants_have_names_of_their_own(self) -> None:
        names = [rule.name for rule in invariants()]
        assert len(names) == len(set(names))
