"""岗位交接 (handover): record a user's unfinished work, counted from the data on the day.

It only makes the record: the sheet is printed and signed by hand, and the receipt has its figures.
The login may be disabled by 停用用户.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.users import user_facts
from models.core.text_type import TextType
from models.reports.handover import Handover, handover_of
from models.users.user import Role, User

#: Most people of an office who are looked at.
MAXIMUM_COLLEAGUES = 200


class HandOverRefusal(StrEnum):
    """Why nothing is handed over."""

    UNIT_USER = "hand_over_unit_user"
    SAME_PERSON = "hand_over_same_person"
    TAKER_UNKNOWN = "hand_over_taker_unknown"


class HandOverNote(StrEnum):
    """Notes of the plan page."""

    SIGN = "hand_over_sign"


@dataclass(frozen=True, slots=True)
class HandOverInput:
    """The successor by 用户账户 or name, and a comment."""

    taker: str = param(text=TextType.PERSON, maximum_length=60)
    comment: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """Of each user: their sheet, and who of the office is meant as the successor."""

    sheets: dict[int, Handover]
    takers: dict[int, User]


def survey(ctx: Context, rows: Sequence[User], given: HandOverInput) -> HandOverFacts:
    staff = [row for row in rows if row.role is not Role.UNIT_USER]
    meant = {row.id: _meant(ctx.session, row.office_code, given.taker) for row in staff}
    return HandOverFacts(
        {row.id: handover_of(ctx.session, row.office_code, f"user:{row.id}") for row in staff},
        {key: taker for key, taker in meant.items() if taker is not None},
    )


def colleagues(office_code: str) -> Select[User]:
    """The people of an office who can take something over."""
    return (
        select(User)
        .where(User.office_code == office_code, User.role != Role.UNIT_USER, User.is_active)
        .order_by(User.id)
        .limit(MAXIMUM_COLLEAGUES)
    )


def _meant(session: Session, office_code: str, typed: str) -> User | None:
    """The colleague of that account, or the only one of that name."""
    people = session.scalars(colleagues(office_code)).all()
    by_account = [one for one in people if one.username == typed.lower()]
    found = by_account or [one for one in people if one.display_name == typed]
    return found[0] if len(found) == 1 else None


def check(row: User, given: HandOverInput, facts: HandOverFacts) -> Refusal | None:
    if row.role is Role.UNIT_USER:
        return Refusal(HandOverRefusal.UNIT_USER, {"name": row.display_name})
    taker = facts.takers.get(row.id)
    if taker is row or given.taker in {row.display_name, row.username}:
        return Refusal(HandOverRefusal.SAME_PERSON, {"name": row.display_name})
    if taker is None:
        # Somebody of another office is answered like nobody.
        return Refusal(HandOverRefusal.TAKER_UNKNOWN, {"name": given.taker})
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
    ctx: Context, rows: Sequence[User], given: HandOverInput, facts: HandOverFacts
) -> Preview:
    return Preview(
        side_effects=(Note(HandOverNote.SIGN),),
        rows={row.id: _figures(facts.sheets[row.id]) for row in rows},
    )


def run(ctx: Context, rows: Sequence[User], given: HandOverInput, facts: HandOverFacts) -> Result:
    (row,) = rows
    figures, taker = _figures(facts.sheets[row.id]), facts.takers[row.id]
    named = f"{taker.display_name} ({taker.username})"
    return Result(
        rows=[
            RowResult(
                row.id,
                row.display_name,
                {"taker": named, **figures},
            )
        ],
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
