"""银行流水 (bank lines): the registry's bank statements, line by line.

A line waits until a person matches it with a 汇款单 (which credits the office), or ignores it. Its
verdict compares it with a 汇款单; only the ledger records what was credited. Only income is staged;
models.remittances.bank_identity defines which lines are the same money.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import LineIdentity, identity_of
from models.remittances.remittance import Remittance
from models.values.payer import payer_key
from models.values.tone import Tone


class BankLineState(StrEnum):
    """The state of a line."""

    OPEN = "open"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"


class BankLineEvent(StrEnum):
    """What happens to a line."""

    MATCH = "match"
    UNMATCH = "unmatch"
    SET_ASIDE = "set_aside"


BANK_LINE_LIFECYCLE = Lifecycle[BankLineState, BankLineEvent](
    BankLineState.OPEN,
    {
        BankLineEvent.MATCH: from_states(
            BankLineState.OPEN, BankLineState.SET_ASIDE, to=BankLineState.MATCHED
        ),
        BankLineEvent.UNMATCH: from_states(BankLineState.MATCHED, to=BankLineState.OPEN),
        BankLineEvent.SET_ASIDE: from_states(BankLineState.OPEN, to=BankLineState.SET_ASIDE),
    },
    tones={
        BankLineState.OPEN: Tone.WARNING,
        BankLineState.MATCHED: Tone.SUCCESS,
    },
)


class BankVerdict(StrEnum):
    """How a line compares with the 汇款单 it names."""

    EXACT = "exact"
    UNDER = "under"
    OVER = "over"
    #: Its number was credited already, manually or from an earlier file.
    DUPLICATE = "duplicate"
    #: It names no 汇款单 that waits for money.
    UNMATCHED = "unmatched"


class BankStatement(Scoped, Base):
    """One upload of a statement."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        CheckConstraint("line_count > 0", name="line_count"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    file_name: Mapped[str] = mapped_column(String(120))
    #: SHA-256 of its lines: the same statement can be uploaded only once, in any format.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    line_count: Mapped[int]
    #: Lines already known from earlier statements.
    known_count: Mapped[int]
    amount_fen: Mapped[int]
    #: Lines that were no income and not staged; NULL for old statements.
    out_count: Mapped[int | None]
    out_fen: Mapped[int | None]
    reversal_count: Mapped[int | None]
    uploaded_by: Mapped[str] = mapped_column(String(60))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    def __str__(self) -> str:
        return self.file_name


class BankLine(Scoped, Versioned, Base):
    """One receipt of money on a bank statement."""

    __tablename__ = "bank_line"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("state <> 'matched' OR remittance_id IS NOT NULL", name="matched"),
        CheckConstraint("state <> 'set_aside' OR reason IS NOT NULL", name="reason"),
        CheckConstraint("position > 0", name="position"),
        Index(None, "statement_id", "row_no"),
        Index(None, "received_on", "amount_fen"),
        Index(None, "remittance_id"),
        Index(None, "state", "id"),
        Index(None, "verdict", "id"),
        Index(None, "payer_key", "paid_for_code"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id", ondelete="RESTRICT"))
    #: The row of the file.
    row_no: Mapped[int]
    #: The own account, in the form of models.remittances.bank_identity; empty when unknown.
    account: Mapped[str] = mapped_column(String(40))
    #: The bank's number, in the form of models.values.bank_reference; empty when there is none.
    bank_ref: Mapped[str] = mapped_column(String(60), info=text_of_type(TextType.CODE), index=True)
    #: Whether that is the serial number of the transaction, unique in its account.
    has_serial: Mapped[bool]
    #: The number of its credit (models.remittances.bank_identity); unique.
    credit_ref: Mapped[str] = mapped_column(String(60), unique=True)
    #: SHA-256 of its identity: the same receipt is staged once.
    identity: Mapped[str] = mapped_column(String(64), unique=True)
    #: Its position among otherwise equal lines, from 1.
    position: Mapped[int]
    #: The direction, and the file's words for it; NULL for old lines.
    direction: Mapped[LineDirection | None] = mapped_column(words(LineDirection))
    direction_said: Mapped[str | None] = mapped_column(String(60))
    received_on: Mapped[dt.date]
    amount_fen: Mapped[int]
    payer: Mapped[str | None] = mapped_column(String(120), info=text_of_type(TextType.WORDS))
    #: The payer in the form of models.values.payer, for look-ups.
    payer_key: Mapped[str | None] = mapped_column(
        String(120), default=lambda ctx: payer_key(ctx.get_current_parameters().get("payer"))
    )
    memo: Mapped[str | None] = mapped_column(String(400), info=text_of_type(TextType.WORDS))
    state: Mapped[BankLineState] = mapped_column(words(BankLineState), default=BankLineState.OPEN)
    verdict: Mapped[BankVerdict] = mapped_column(words(BankVerdict))
    #: The 汇款单 it names, or was matched with.
    remittance_id: Mapped[int | None] = mapped_column(
        ForeignKey("remittance.id", ondelete="RESTRICT")
    )
    #: The office that the line was matched with, to remember the payer.
    paid_for_code: Mapped[str | None] = mapped_column(String(6))
    resolved_by: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str | None] = mapped_column(String(200))

    statement: Mapped[BankStatement] = relationship(lazy="raise_on_sql")
    remittance: Mapped[Remittance | None] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> LineIdentity:
        """Its identity, from its columns."""
        found = identity_of(
            self.account,
            self.received_on,
            self.amount_fen,
            self.payer,
            self.bank_ref,
            may_be_serial=self.has_serial is not False,
        )
        return replace(found, position=self.position or 1)

    def __str__(self) -> str:
        return self.credit_ref


@event.listens_for(BankLine, "before_insert")
def _identify(_mapper: object, _connection: object, row: BankLine) -> None:
    """Compute the derived columns of a new line."""
    facts = row.facts
    row.account, row.has_serial, row.position = facts.account, facts.has_serial, facts.position
    row.identity = facts.digest
    row.credit_ref = row.credit_ref or facts.credit_ref


BANK_LINE_LIFECYCLE.guard(BankLine.state)
