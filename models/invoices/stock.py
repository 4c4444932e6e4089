"""预开发票: the lots of blank invoices, and every move of sheets."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, key_of_type, text_of_type
from models.invoices.invoice_type import InvoiceType
from models.offices.office import Office
from models.values.tone import Tone


class LotState(StrEnum):
    """The state of a lot."""

    IN_TRANSIT = "in_transit"
    SIGNED = "signed"
    EXHAUSTED = "exhausted"
    LOST = "lost"
    RETURNED = "returned"
    DESTROYED = "destroyed"


class LotEvent(StrEnum):
    """What happens to a lot."""

    SIGN_FOR = "sign_for"
    EXHAUST = "exhaust"
    REPLENISH = "replenish"
    LOSE = "lose"
    RETURN = "return"
    DESTROY = "destroy"


LOT_LIFECYCLE = Lifecycle[LotState, LotEvent](
    LotState.IN_TRANSIT,
    {
        LotEvent.SIGN_FOR: from_states(LotState.IN_TRANSIT, to=LotState.SIGNED),
        LotEvent.EXHAUST: from_states(LotState.SIGNED, to=LotState.EXHAUSTED),
        LotEvent.REPLENISH: from_states(LotState.EXHAUSTED, to=LotState.SIGNED),
        LotEvent.LOSE: from_states(LotState.IN_TRANSIT, LotState.SIGNED, to=LotState.LOST),
        LotEvent.RETURN: from_states(LotState.SIGNED, to=LotState.RETURNED),
        LotEvent.DESTROY: from_states(LotState.RETURNED, to=LotState.DESTROYED),
    },
    tones={
        LotState.IN_TRANSIT: Tone.WARNING,
        LotState.SIGNED: Tone.SUCCESS,
        LotState.LOST: Tone.DANGER,
        LotState.RETURNED: Tone.WARNING,
    },
    ended=frozenset({LotState.LOST, LotState.RETURNED, LotState.DESTROYED}),
)


_NUMBER = "CAST('1' || coalesce(invoice_code, '') || {} AS numeric)"
#: 发票代码 and 发票号码 name one sheet, whatever its type and whoever holds it. A lot split or cut
#: off another lies within that one's numbers, so lots are held against those of one parent, and
#: the roots against each other. The 1 in front keeps the leading zeros of a code; ranges alone
#: need no extension. On SQLite a trigger says the same (models.core.database_guards).
_NUMBERS_ONCE = ExcludeConstraint(
    (text("int8range(coalesce(parent_id, 0), coalesce(parent_id, 0), '[]')"), "&&"),
    (text(f"numrange({_NUMBER.format('number_from')}, {_NUMBER.format('number_to')}, '[]')"), "&&"),
    name="ex_invoice_lot_numbers",
    using="gist",
    where=text("number_from IS NOT NULL"),
)


class InvoiceLot(Scoped, Versioned, HasOwnValues, Base):
    """Sheets of one type held by one office, in number order; a split creates child lots (I-7,
    I-8).
    """

    __tablename__ = "invoice_lot"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint(
            "quantity = available + issued + void + split + returned + lost", name="conserved"
        ),
        CheckConstraint(
            "available >= 0 AND issued >= 0 AND void >= 0 AND split >= 0"
            " AND returned >= 0 AND lost >= 0",
            name="not_negative",
        ),
        CheckConstraint(
            "state IN ('signed', 'exhausted', 'returned', 'destroyed')"
            " OR (issued = 0 AND void = 0 AND split = 0)",
            name="signed_before_use",
        ),
        CheckConstraint("(number_from IS NULL) = (number_to IS NULL)", name="range_whole"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        CheckConstraint("cut >= 0 AND cut <= split", name="cut"),
        Index(None, "invoice_code", "number_from"),
        _NUMBERS_ONCE.ddl_if(dialect="postgresql"),
        Index(None, "parent_id"),
        Index(None, "request_id"),
        *ancestor_indexes(),
        *ancestor_indexes("state"),
    )

    id: Mapped[pk]
    lot_no: Mapped[str] = mapped_column(String(40), unique=True)
    type_id: Mapped[int] = mapped_column(ForeignKey("invoice_type.id", ondelete="RESTRICT"))
    #: The holder.
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"), index=True)
    request_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice_request.id", ondelete="RESTRICT")
    )
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("invoice_lot.id", ondelete="RESTRICT"))
    #: 发票代码, 10 or 12 digits.
    invoice_code: Mapped[str | None] = mapped_column(String(12), info=key_of_type(TextType.CODE))
    #: First and last 发票号码, eight digits with leading zeros; None: counted only.
    number_from: Mapped[str | None] = mapped_column(String(8), info=key_of_type(TextType.CODE))
    number_to: Mapped[str | None] = mapped_column(String(8), info=key_of_type(TextType.CODE))
    quantity: Mapped[int]
    #: Sheets that have gone nowhere yet; those of an unsigned lot are still on their way.
    available: Mapped[int]
    #: 可用: what the holder may use. A lot in transit has none before it is signed for.
    on_hand: Mapped[int] = mapped_column(
        Computed("CASE WHEN state = 'in_transit' THEN 0 ELSE available END", persisted=True)
    )
    issued: Mapped[int] = mapped_column(default=0)
    void: Mapped[int] = mapped_column(default=0)
    split: Mapped[int] = mapped_column(default=0)
    returned: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    #: Of the sheets split off, those taken from the end, to be returned or reported lost.
    cut: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    #: The report of a loss (报告文号), or the approval of a destruction (批准文号).
    document_no: Mapped[str | None] = mapped_column(
        String(40), info=text_of_type(TextType.DOCUMENT_NO)
    )
    state: Mapped[LotState] = mapped_column(words(LotState), default=LotState.IN_TRANSIT)
    dispatched_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[str | None] = mapped_column(String(60))
    signed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    office: Mapped[Office] = relationship(lazy="raise_on_sql")
    type: Mapped[InvoiceType] = relationship(lazy="raise_on_sql")

    @property
    def in_transit(self) -> int:
        """待签收: the sheets on their way to the holder."""
        return self.available - self.on_hand

    def __str__(self) -> str:
        return self.lot_no


def on_hand_of(state: LotState, available: int) -> int:
    """As the column `on_hand` computes it."""
    return 0 if state is LotState.IN_TRANSIT else available


LOT_LIFECYCLE.guard(InvoiceLot.state)


class InvoiceSplit(Scoped, Base):
    """拆分: part of a lot handed to offices below (guide Q3)."""

    __tablename__ = "invoice_split"
    __table_args__ = (Index(None, "source_lot_id"), *ancestor_indexes())

    id: Mapped[pk]
    source_lot_id: Mapped[int] = mapped_column(ForeignKey("invoice_lot.id", ondelete="RESTRICT"))
    quantity: Mapped[int]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))


class InvoiceSplitLine(Scoped, Base):
    """One receiver of a split."""

    __tablename__ = "invoice_split_line"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        Index(None, "split_id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    split_id: Mapped[int] = mapped_column(ForeignKey("invoice_split.id", ondelete="RESTRICT"))
    #: The 用户账户 as typed; it names the receiving office.
    user_account: Mapped[str] = mapped_column(String(40), info=text_of_type(TextType.LOGIN))
    to_office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"))
    quantity: Mapped[int]
    child_lot_id: Mapped[int] = mapped_column(
        ForeignKey("invoice_lot.id", ondelete="RESTRICT"), unique=True
    )


class MoveKind(StrEnum):
    """What happened to sheets."""

    RECEIVE = "receive"
    SPLIT_OUT = "split_out"
    SPLIT_IN = "split_in"
    ISSUE = "issue"
    UNISSUE = "unissue"
    VOID = "void"
    RETURN = "return"
    LOST = "lost"
    DESTROY = "destroy"


class InvoiceMove(Scoped, Base):
    """One change of a lot's stock, append-only; the lot's counters are sums over these."""

    __tablename__ = "invoice_move"
    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity"),
        Index(None, "lot_id", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    lot_id: Mapped[int] = mapped_column(ForeignKey("invoice_lot.id", ondelete="RESTRICT"))
    kind: Mapped[MoveKind] = mapped_column(words(MoveKind))
    quantity: Mapped[int]
    #: The document number of its cause: a payment, a split, a request.
    reference: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(60))
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("journal_entry.id", ondelete="RESTRICT"), index=True
    )
