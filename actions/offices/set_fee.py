"""收费标准: the registry sets the price of a domain-year from a day on.

The period in force ends where the new one begins, so periods never overlap and earlier charges stay
explained. Prices of past days never change; a price set for a future day may be changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.billing.fee import FeeSchedule
from models.values.answer_kind import AnswerKind
from models.values.order_kind import OrderKind
from models.values.tld import Tld

#: 100,000 yuan a year; more is a typing error.
_MOST_FEN = 10_000_000


class SetFeeRefusal(StrEnum):
    """Why the price is not changed."""

    IN_PAST = "set_fee_in_past"
    UNCHANGED = "set_fee_unchanged"


#: A price so many times another one is unusual.
_FAR_OFF_TIMES = 2


class SetFeeNote(StrEnum):
    """Notes of the plan page."""

    ENDS = "set_fee_ends"
    UNTIL = "set_fee_until"
    QUOTED_STAYS = "set_fee_quoted_stays"
    FAR_OFF = "set_fee_far_off"


@dataclass(frozen=True, slots=True)
class SetFeeInput:
    """The price of one year of a name of a suffix, for one operation, from a day on."""

    tld: Tld
    operation: OrderKind
    price_per_year_fen: int = param(minimum=0, maximum=_MOST_FEN, fen=True)
    valid_from: dt.date = param()


@dataclass(frozen=True, slots=True)
class SetFeeFacts:
    """Today, and the price's periods that begin before, on, and after the given day."""

    today: dt.date
    before: FeeSchedule | None
    same_day: FeeSchedule | None
    after: FeeSchedule | None


def survey(ctx: Context, rows: Sequence[FeeSchedule], given: SetFeeInput) -> SetFeeFacts:
    found = ctx.session.scalars(
        ctx.locked(
            select(FeeSchedule)
            .where(FeeSchedule.tld == given.tld, FeeSchedule.operation == given.operation)
            .order_by(FeeSchedule.valid_from)
        )
    ).all()
    return SetFeeFacts(
        ctx.today,
        next((row for row in reversed(found) if row.valid_from < given.valid_from), None),
        next((row for row in found if row.valid_from == given.valid_from), None),
        next((row for row in found if row.valid_from > given.valid_from), None),
    )


def check_batch(
    rows: Sequence[FeeSchedule], given: SetFeeInput, facts: SetFeeFacts
) -> Refusal | None:
    if given.valid_from <= facts.today:
        return Refusal(SetFeeRefusal.IN_PAST, {"valid_from": given.valid_from})
    in_force = facts.same_day or facts.before
    if in_force is not None and in_force.price_per_year_fen == given.price_per_year_fen:
        return Refusal(SetFeeRefusal.UNCHANGED, {"price_fen": given.price_per_year_fen})
    return None


def preview(
    ctx: Context, rows: Sequence[FeeSchedule], given: SetFeeInput, facts: SetFeeFacts
) -> Preview:
    notes = [Note(SetFeeNote.QUOTED_STAYS)]
    if facts.before is not None:
        ends: dict[str, Fact] = {
            "price_fen": facts.before.price_per_year_fen,
            "valid_from": given.valid_from,
        }
        notes.insert(0, Note(SetFeeNote.ENDS, ends))
    if facts.after is not None:
        notes.append(Note(SetFeeNote.UNTIL, {"valid_to": facts.after.valid_from}))
    return Preview(side_effects=tuple(notes), warnings=_far_off(given, facts))


def _far_off(given: SetFeeInput, facts: SetFeeFacts) -> tuple[Note, ...]:
    """A warning of a price far from the one in force: a digit too many or too few."""
    in_force = facts.same_day or facts.before
    if in_force is None:
        return ()
    low, high = sorted((in_force.price_per_year_fen, given.price_per_year_fen))
    if high < low * _FAR_OFF_TIMES:
        return ()
    prices: dict[str, Fact] = {
        "price_before_fen": in_force.price_per_year_fen,
        "price_fen": given.price_per_year_fen,
    }
    return (Note(SetFeeNote.FAR_OFF, prices),)


def run(
    ctx: Context, rows: Sequence[FeeSchedule], given: SetFeeInput, facts: SetFeeFacts
) -> Result:
    if facts.before is not None:
        facts.before.valid_to = given.valid_from
    row = facts.same_day or FeeSchedule(
        tld=given.tld, operation=given.operation, valid_from=given.valid_from
    )
    row.price_per_year_fen = given.price_per_year_fen
    row.valid_to = facts.after.valid_from if facts.after else None
    ctx.session.add(row)
    ctx.session.flush()
    told: dict[str, Fact] = {
        "operation": given.operation,
        "price_fen": given.price_per_year_fen,
        "valid_from": given.valid_from,
    }
    return Result(rows=[RowResult(row.id, given.tld, told)], totals={"row_count": 1})


SET_FEE = Action(
    key="set_fee",
    model=FeeSchedule,
    input=SetFeeInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=SetFeeRefusal,
    warnings={SetFeeNote.FAR_OFF: AnswerKind.TICK},
)
