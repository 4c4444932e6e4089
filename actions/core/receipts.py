"""Numbered receipts (回执): written at the end of a run, and read again for replays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.context import Context
from actions.core.input_parsing import canonical
from actions.core.refusal import Fact, Verdict
from actions.core.refusal_json import keep_left, keep_notes
from actions.core.result import Answered, Outcome, Result, RowResult
from models.core.base import Base, ChosenRow
from models.core.journal import JournalEntry, JournalReceipt
from models.core.scope import BY_HAND
from models.values.document_number import NumberKind, make_number


def write_receipt(
    ctx: Context,
    action: str,
    result: Result,
    left: Sequence[Verdict] = (),
    answered: Answered | None = None,
) -> Outcome:
    """Write the receipt of the run: a line for each row, the sums, the rows left out, and the
    answered warnings with the reason.
    """
    entry = ctx.entry
    assert entry is not None
    receipt_no = make_number(NumberKind.RECEIPT, ctx.actor.office_code, ctx.today, entry.id)
    written = _as_json(result)
    if left:
        written["left"] = keep_left(left)
    if answered is not None:
        written["answered"] = {
            "reason": answered.reason,
            "notes": keep_notes(answered.notes),
        }
    receipt = JournalReceipt(id=entry.id, receipt_no=receipt_no, outcome=written)
    receipt.belong_to(entry)
    receipt.unit_id = entry.unit_id
    ctx.session.add(receipt)
    ctx.session.flush()
    return Outcome(
        receipt_no=receipt_no,
        entry_id=entry.id,
        action=action,
        at=entry.at,
        # Normalised through JSON, so that a replay returns the same value types.
        rows=_rows(written),
        totals=written["totals"],
    )


def with_row_facts(
    result: Result, rows: Sequence[Base], about: Mapping[int, Mapping[str, Fact]]
) -> Result:
    """The result with what each row was to a clerk.

    A line that a run tells of another row, such as one it made, has another name.
    """
    names = {row.id: str(row) for row in rows if row.id in about}
    lines = [
        replace(line, about=about[line.row_id]) if names.get(line.row_id) == line.name else line
        for line in result.rows
    ]
    return replace(result, rows=lines)


def find_outcome(session: Session, actor_key: str, key: str) -> tuple[Outcome, str] | None:
    """The outcome of the actor's earlier run with this idempotency key, and its input hash.

    Looked up by the actor's own key and therefore without scope: a user who moved to another office
    still gets the first outcome.
    """
    entries, receipts = JournalEntry.__table__, JournalReceipt.__table__
    found = session.execute(
        select(
            entries.c.id,
            entries.c.action,
            entries.c.at,
            entries.c.input_hash,
            receipts.c.receipt_no,
            receipts.c.outcome,
        )
        .join(receipts, receipts.c.id == entries.c.id)
        .where(entries.c.actor_key == actor_key, entries.c.key == key),
        execution_options={BY_HAND: True},
    ).one_or_none()
    return None if found is None else (outcome_of(found), found.input_hash)


def outcome_of(found: ChosenRow) -> Outcome:
    """The outcome stored in a receipt."""
    return Outcome(
        receipt_no=found.receipt_no,
        entry_id=found.id,
        action=found.action,
        at=found.at,
        rows=_rows(found.outcome),
        totals=found.outcome["totals"],
    )


def _rows(written: dict[str, Any]) -> tuple[RowResult, ...]:
    return tuple(RowResult(**row) for row in written["rows"])


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "rows": [
            {
                "row_id": row.row_id,
                "name": row.name,
                "facts": canonical(row.facts),
                **({"about": canonical(row.about)} if row.about else {}),
            }
            for row in result.rows
        ],
        "totals": canonical(result.totals),
        "kinds": _kinds(result),
    }


def _kinds(result: Result) -> dict[str, str]:
    """The enums of the facts that are members of one, by name: JSON keeps the values alone."""
    return {
        name: type(value).__name__
        for row in result.rows
        for name, value in (*row.facts.items(), *row.about.items())
        if isinstance(value, StrEnum)
    }
