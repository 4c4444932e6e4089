"""岗位交接 (handover): record a user's unfinished work, counted from the data on the day.

It takes effect when the taker confirms it (confirm_hand_over); they may refuse it, and until then
it may be withdrawn. The login may be disabled by 停用用户.
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
from models.offices.handover_record import HandoverRecord, HandoverState
from models.reports.handover import Handover, handover_of
from models.users.user import Role, User

#: Most people of an office who are looked at.
MAXIMUM_COLLEAGUES = 200
#: Roles that take nothing over.
_NO_DESK = (Role.UNIT_USER, Role.VIEWER)


class HandOverRefusal(StrEnum):
    """Why nothing is handed over."""

    UNIT_USER = "hand_over_unit_user"
    SAME_PERSON = "hand_over_same_person"
    TAKER_UNKNOWN = "hand_over_taker_unknown"
    OPEN = "hand_over_open"


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
    """Of each user: their sheet, who of the office is meant as the successor, and to whom they are
    handing over already.
    """

    sheets: dict[int, Handover]
    takers: dict[int, User]
    open: dict[int, str]


def survey(ctx: Context, rows: Sequence[User], given: HandOverInput) -> HandOverFacts:
    staff = [row for row in rows if row.role is not Role.UNIT_USER]
    meant = {row.id: _meant(ctx.session, row.office_code, given.taker) for row in staff}
    return HandOverFacts(
        {row.id: handover_of(ctx.session, row.office_code, f"user:{row.id}") for row in staff},
        {key: taker for key, taker in meant.items() if taker is not None},
        _open(ctx.session, [row.id for row in staff]),
    )


def _open(session: Session, giver_ids: Sequence[int]) -> dict[int, str]:
    """Giver → the taker who has not answered yet."""
    found = session.scalars(
        select(HandoverRecord).where(
            HandoverRecord.giver_id.in_(giver_ids), HandoverRecord.state == HandoverState.PROPOSED
        )
    )
    return {record.giver_id: record.taker for record in found}


def colleagues(office_code: str) -> Select[User]:
    """The people of an office who can take something over; who only looks has no desk."""
    return (
        select(User)
        .where(User.office_code == office_code, User.role.not_in(_NO_DESK), User.is_active)
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
    if (waits_for := facts.open.get(row.id)) is not None:
        return Refusal(HandOverRefusal.OPEN, {"name": row.display_name, "taker": waits_for})
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
        "pending_count": sheet.pending_count,
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
    named = f"{taker.display_name}（{taker.username}）"
    record = HandoverRecord(
        giver_id=row.id,
        taker_id=taker.id,
        giver=row.display_name,
        taker=taker.display_name,
        sheet=facts.sheets[row.id].as_json(),
        comment=given.comment,
        recorded_by=ctx.actor.name,
        recorded_by_id=ctx.actor.user_id,
        recorded_at=ctx.at,
    )
    record.belong_to(row)
    ctx.session.add(record)
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(
                row.id,
                row.display_name,
                {"taker": named, **figures},
            )
        ],
        totals={
            "sheets": figures["sheets"],
            "charged_fen": figures["charged_fen"],
            "handover_record_id": record.id,
        },
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
