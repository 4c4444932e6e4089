"""解除保留 (end reservations): reserved names are free from a day on, by a document; rows are
kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.domains import reserved_name_facts
from models.core.text_type import TextType
from models.registration.reserved_name import ReservedName


class EndReservationsRefusal(StrEnum):
    """Why a name stays reserved."""

    ENDED_ALREADY = "end_reservations_ended_already"
    BEFORE_START = "end_reservations_before_start"
    IN_PAST = "end_reservations_in_past"


@dataclass(frozen=True, slots=True)
class EndReservationsInput:
    """The document, and the first day on which the names are free."""

    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    #: Today when left empty.
    on: dt.date | None = param(default=None)


def survey(ctx: Context, rows: Sequence[ReservedName], given: EndReservationsInput) -> dt.date:
    return ctx.today


def check(row: ReservedName, given: EndReservationsInput, facts: dt.date) -> Refusal | None:
    on = given.on or facts
    tests: tuple[tuple[bool, EndReservationsRefusal, dict[str, Fact]], ...] = (
        (on < facts, EndReservationsRefusal.IN_PAST, {"name": row.name, "on": on}),
        (
            row.valid_to is not None and row.valid_to <= on,
            EndReservationsRefusal.ENDED_ALREADY,
            {"name": row.name, "on": row.valid_to or on},
        ),
        (
            on <= row.valid_from,
            EndReservationsRefusal.BEFORE_START,
            {"name": row.name, "on": row.valid_from},
        ),
    )
    return next((Refusal(code, why) for refused, code, why in tests if refused), None)


def preview(
    ctx: Context, rows: Sequence[ReservedName], given: EndReservationsInput, facts: dt.date
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        rows={row.id: {"ends_on": given.on or facts} for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[ReservedName], given: EndReservationsInput, facts: dt.date
) -> Result:
    for row in rows:
        row.valid_to = given.on or facts
    told: dict[str, Fact] = {"valid_to": given.on or facts, "document_no": given.document_no}
    return Result(
        rows=[RowResult(row.id, row.name, told) for row in rows], totals={"row_count": len(rows)}
    )


END_RESERVATIONS = Action(
    key="end_reservations",
    model=ReservedName,
    input=EndReservationsInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=reserved_name_facts,
    run=run,
    refusals=EndReservationsRefusal,
)
