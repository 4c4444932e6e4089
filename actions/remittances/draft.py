"""周汇款: prepare an office's 汇款单 of the week, to be submitted after the transfer (新-005, Q8).

It holds every charge before the week's cut-off that was not remitted; later charges go to the next
week. The system runs it for all once a week; a clerk may run it again: an office has one draft,
which is updated. An empty one is cancelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import Action, Nothing
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.ledger.accounts import payer_code
from models.offices.office import Office, OfficeLevel
from models.remittances.draft import (
    MAXIMUM_REMITTANCE_LINES,
    DueLine,
    cancel_draft,
    drafts_of,
    due_lines,
    line_of,
    new_remittance,
)
from models.remittances.remittance import Remittance, RemittanceLine
from models.remittances.week import remittance_week, week_ends_at
from models.values.answer_kind import AnswerKind

#: Most offices per run; the weekly job takes them in turn.
MAXIMUM_DRAFT_OFFICES = 20


class DraftRemittanceRefusal(StrEnum):
    """Why no draft is made for an office."""

    OTHER_OFFICE_REMITS = "draft_remittance_other_office_remits"
    REGISTRY = "draft_remittance_registry"


class DraftRemittanceNote(StrEnum):
    """Notes of the plan page."""

    WEEK = "draft_remittance_week"
    NOTHING_DUE = "draft_remittance_nothing_due"
    MORE = "draft_remittance_more"


@dataclass(frozen=True, slots=True)
class DraftRemittanceFacts:
    """The week; by office code: what is due, the present draft, and its lines."""

    week: str
    due: dict[str, list[DueLine]]
    drafts: dict[str, Remittance]
    lines: dict[int, list[RemittanceLine]]

    def taken(self, code: str) -> list[DueLine]:
        """The lines that the office's 汇款单 will hold."""
        return self.due.get(code, [])[:MAXIMUM_REMITTANCE_LINES]


def survey(ctx: Context, rows: Sequence[Office], given: Nothing) -> DraftRemittanceFacts:
    week = remittance_week(ctx.at, ctx.settings)
    codes = [row.code for row in rows]
    drafts = drafts_of(ctx.session, codes, ctx.locked)
    due: dict[str, list[DueLine]] = {}
    for each in due_lines(ctx.session, codes, week_ends_at(week, ctx.settings), ctx.locked):
        due.setdefault(each.payer_code, []).append(each)
    lines: dict[int, list[RemittanceLine]] = {}
    held = select(RemittanceLine).where(
        RemittanceLine.remittance_id.in_([draft.id for draft in drafts.values()]),
        RemittanceLine.is_released.is_(False),
    )
    for line in ctx.session.scalars(held):
        lines.setdefault(line.remittance_id, []).append(line)
    return DraftRemittanceFacts(week, due, drafts, lines)


def check(row: Office, given: Nothing, facts: DraftRemittanceFacts) -> Refusal | None:
    if row.level is OfficeLevel.REGISTRY:
        return Refusal(DraftRemittanceRefusal.REGISTRY)
    if payer_code(row) != row.code:
        return Refusal(DraftRemittanceRefusal.OTHER_OFFICE_REMITS, {"office": row.name})
    return None


def preview(
    ctx: Context, rows: Sequence[Office], given: Nothing, facts: DraftRemittanceFacts
) -> Preview:
    taken = {row.id: facts.taken(row.code) for row in rows}
    amount = sum(each.line.amount_fen for lines in taken.values() for each in lines)
    empty = any(not lines for lines in taken.values())
    is_cut = any(len(facts.due.get(row.code, [])) > MAXIMUM_REMITTANCE_LINES for row in rows)
    return Preview(
        totals={"line_count": sum(map(len, taken.values())), "amount_fen": amount},
        words_fen=amount,
        side_effects=(Note(DraftRemittanceNote.WEEK, {"period_week": facts.week}),),
        warnings=(
            *((Note(DraftRemittanceNote.NOTHING_DUE),) if empty else ()),
            *(
                (Note(DraftRemittanceNote.MORE, {"count": MAXIMUM_REMITTANCE_LINES}),)
                if is_cut
                else ()
            ),
        ),
        rows={row: _figures(lines) for row, lines in taken.items()},
    )


def _figures(lines: Sequence[DueLine]) -> dict[str, int]:
    return {
        "line_count": len(lines),
        "amount_fen": sum(each.line.amount_fen for each in lines),
    }


def run(
    ctx: Context, rows: Sequence[Office], given: Nothing, facts: DraftRemittanceFacts
) -> Result:
    drafts = [_prepared(ctx, row, facts) for row in rows]
    return Result(
        rows=[
            RowResult(
                row.id,
                row.name,
                {
                    "remittance_no": draft.remittance_no if draft else None,
                    "amount_fen": draft.amount_fen if draft else 0,
                },
            )
            for row, draft in zip(rows, drafts, strict=True)
        ],
        totals={"amount_fen": sum(draft.amount_fen for draft in drafts if draft)},
    )


def _prepared(ctx: Context, office: Office, facts: DraftRemittanceFacts) -> Remittance | None:
    taken, draft = facts.taken(office.code), facts.drafts.get(office.code)
    held = facts.lines.get(draft.id, []) if draft else []
    if not taken:
        if draft is not None:
            cancel_draft(draft, held)
        return None
    if draft is None:
        lines = [each.line for each in taken]
        draft = new_remittance(ctx.session, office, ctx.today, facts.week, lines)
        ctx.session.add(draft)
        ctx.session.flush()
    _fill(ctx, draft, held, taken)
    draft.period_week = facts.week
    draft.line_count = len(taken)
    draft.amount_fen = sum(each.line.amount_fen for each in taken)
    return draft


def _fill(
    ctx: Context, draft: Remittance, held: Sequence[RemittanceLine], taken: Sequence[DueLine]
) -> None:
    """Add lines missing from the draft, and remove those no longer due."""
    wanted = {each.line.id: each.line for each in taken}
    for line in held:
        if line.payment_line_id not in wanted:
            ctx.session.delete(line)
    standing = {line.payment_line_id for line in held}
    ctx.session.add_all(line_of(draft, line) for key, line in wanted.items() if key not in standing)


DRAFT_REMITTANCE = Action(
    key="draft_remittance",
    model=Office,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=office_facts,
    run=run,
    maximum_rows=MAXIMUM_DRAFT_OFFICES,
    refusals=DraftRemittanceRefusal,
    page="weekly_remittance.index",
    warnings={
        DraftRemittanceNote.NOTHING_DUE: AnswerKind.NOTHING,
        DraftRemittanceNote.MORE: AnswerKind.NOTHING,
    },
    activity=ActivityKind.FEE,
    guide=("新-005", "续-003", "Q8"),
)
