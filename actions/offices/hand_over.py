"""岗位交接 (handover): record a user's unfinished work, counted from the data on the day.

It only makes the record: the sheet is printed and signed by hand, and the receipt has its figures.
The login may be disabled by 停用用户.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.users import user_facts
from models.core.text_type import TextType
from models.reports.handover import Handover, handover_of
from models.users.user import Role, User


class HandOverRefusal(StrEnum):
    """Why nothing is handed over."""

    UNIT_USER = "hand_over_unit_user"
    SAME_PERSON = "hand_over_same_person"


class HandOverNote(StrEnum):
    """Notes of the plan page."""

    SIGN = "hand_over_sign"


@dataclass(frozen=True, slots=True)
class HandOverInput:
    """The successor, and a comment."""

    taker: str = param(text=TextType.PERSON, maximum_length=60)
    comment: str | None = param(default=None, maximum_length=200)


def survey(ctx: Context, rows: Sequence[User], given: HandOverInput) -> dict[int, Handover]:
    return {
        row.id: handover_of(ctx.session, row.office_code, f"user:{row.id}")
        for row in rows
        if row.role is not Role.UNIT_USER
    }


def check(row: User, given: HandOverInput, facts: dict[int, Handover]) -> Refusal | None:
    if row.role is Role.UNIT_USER:
        return Refusal(HandOverRefusal.UNIT_USER, {"name": row.display_name})
    if given.taker in {row.display_name, row.username}:
        return Refusal(HandOverRefusal.SAME_PERSON, {"name": row.display_name})
    return None


def _figures(sheet: Handover) -> dict[str, int]:
    return {
        "sheets": sheet.sheet_count,
        "charge_count": len(sheet.charges),
        "charged_fen": sheet.charged_fen,
        "review_count": len(sheet.reviews),
        "pending_count": len(sheet.requests) + len(sheet.in_transit) + len(sheet.remittances),
    }


def preview(
    ctx: Context, rows: Sequence[User], given: HandOverInput, facts: dict[int, Handover]
) -> Preview:
    return Preview(
        side_effects=(Note(HandOverNote.SIGN),),
        rows={row.id: _figures(facts[row.id]) for row in rows},
    )


def run(
    ctx: Context, rows: Sequence[User], given: HandOverInput, facts: dict[int, Handover]
) -> Result:
    (row,) = rows
    figures = _figures(facts[row.id])
    return Result(
        rows=[RowResult(row.id, row.display_name, {"taker": given.taker, **figures})],
        totals={"sheets": figures["sheets"], "charged_fen": figures["charged_fen"]},
    )


HAND_OVER = Action(
    key="hand_over",
    model=User,
    input=HandOverInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=user_facts,
    run=run,
    maximum_rows=1,
    refusals=HandOverRefusal,
)
