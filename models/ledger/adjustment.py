"""调账 (adjustments), 退款 (refunds) and excess 充值 (top-ups): balance changes that need two
persons.

The first proposes with a reason, the second confirms, and only then money moves (I-13).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.billing.order import Order
from models.core.base import Base, Json, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Codes, Scoped, ancestor_indexes
from models.values.tone import Tone


class AdjustmentKind(StrEnum):
    """What the change is for."""

    #: A refund of a settled order; its name's term is shortened or ended.
    REFUND = "refund"
    #: A correction.
    ADJUST = "adjust"
    #: A bank receipt that exceeds its 汇款单 by much.
    TOP_UP = "top_up"


class AdjustmentState(StrEnum):
    """Whether the second person has decided."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class AdjustmentEvent(StrEnum):
    """What happens to a proposal."""

    CONFIRM = "confirm"
    REJECT = "reject"


ADJUSTMENT_LIFECYCLE = Lifecycle[AdjustmentState, AdjustmentEvent](
    AdjustmentState.PROPOSED,
    {
        AdjustmentEvent.CONFIRM: from_states(
            AdjustmentState.PROPOSED, to=AdjustmentState.CONFIRMED
        ),
        AdjustmentEvent.REJECT: from_states(AdjustmentState.PROPOSED, to=AdjustmentState.REJECTED),
    },
    tones={
        AdjustmentState.PROPOSED: Tone.WARNING,
        AdjustmentState.CONFIRMED: Tone.SUCCESS,
        AdjustmentState.REJECTED: Tone.DANGER,
    },
    ended=frozenset({AdjustmentState.REJECTED}),
)


class Proposer(Protocol):
    """The proposer's name and key."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> str: ...


class Adjustment(Scoped, Versioned, Base):
    """One change of a balance, proposed and confirmed; it carries the codes of the office."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("amount_fen <> 0", name="amount_not_zero"),
        CheckConstraint("(kind = 'refund') = (order_id IS NOT NULL)", name="refund_has_order"),
        CheckConstraint("kind <> 'refund' OR amount_fen > 0", name="refund_positive"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided"),
        CheckConstraint("(kind = 'top_up') = (bank_ref IS NOT NULL)", name="top_up_has_ref"),
        CheckConstraint("kind <> 'top_up' OR amount_fen > 0", name="top_up_positive"),
        # At most one open proposal per bank number.
        unique_where("uq_adjustment_bank_ref", "bank_ref", where="state = 'proposed'"),
        # At most one refund per order.
        unique_where("uq_adjustment_refund", "order_id", where="state <> 'rejected'"),
        Index(None, "state", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    kind: Mapped[AdjustmentKind] = mapped_column(words(AdjustmentKind))
    #: The change of the balance; negative: a debit.
    amount_fen: Mapped[int]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("domain_order.id", ondelete="RESTRICT"))
    #: A 充值's bank number and day, its line of the statement if it came by one, and its parts:
    #: [[key of the 汇款单, 分], …].
    bank_ref: Mapped[str | None] = mapped_column(String(60))
    received_on: Mapped[dt.date | None]
    bank_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("bank_line.id", ondelete="RESTRICT")
    )
    shares: Mapped[list[Any] | None] = mapped_column(Json)
    #: The part not assigned to any 汇款单, in 分.
    rest_fen: Mapped[int | None]
    #: The code of the warnings that the reason answers (actions/core/answers.py).
    answered: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[AdjustmentState] = mapped_column(
        words(AdjustmentState), default=AdjustmentState.PROPOSED
    )
    proposed_by: Mapped[str] = mapped_column(String(60))
    #: The proposer's key; somebody else must confirm.
    proposed_by_key: Mapped[str] = mapped_column(String(40))
    proposed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(60))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: The second person's comment.
    comment: Mapped[str | None] = mapped_column(String(200))

    order: Mapped[Order | None] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return f"T{self.id:06}"

    def put_forward(self, by: Proposer, at: dt.datetime, owner: Codes) -> None:
        """Take the proposer's name and the owner's codes; somebody else is to confirm it."""
        self.proposed_by, self.proposed_by_key, self.proposed_at = by.name, by.key, at
        self.belong_to(owner)


ADJUSTMENT_LIFECYCLE.guard(Adjustment.state)
