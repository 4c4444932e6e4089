"""申请清除自定义字段的内容: the values of a retired field are to be deleted, which nothing undoes.

One person asks, another one of the same office or above carries it out (`purge_field`). Restoring
the field withdraws the request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.records.field_rules import FieldNote, FieldRefusal, touched
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts
from models.definitions.own_field import OwnField


@dataclass(frozen=True, slots=True)
class AskToPurgeFieldInput:
    """Why the values may not stay; kept in the journal."""

    reason: str = param(maximum_length=200)


def check(row: OwnField, given: AskToPurgeFieldInput, facts: None) -> Refusal | None:
    if row.is_active:
        return Refusal(FieldRefusal.NOT_RETIRED)
    return None if row.purge_asked_by_key is None else Refusal(FieldRefusal.PURGE_ASKED)


def preview(
    ctx: Context, rows: Sequence[OwnField], given: AskToPurgeFieldInput, facts: None
) -> Preview:
    found = touched(ctx.session, rows)
    notes = (*found.side_effects, Note(FieldNote.PURGE_IS_FINAL))
    return Preview(totals=found.totals, side_effects=notes)


def run(ctx: Context, rows: Sequence[OwnField], given: AskToPurgeFieldInput, facts: None) -> Result:
    (field,) = rows
    field.purge_asked_by_key, field.purge_asked_at = ctx.actor.key, ctx.at
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


ASK_TO_PURGE_FIELD = Action(
    key="ask_to_purge_field",
    model=OwnField,
    input=AskToPurgeFieldInput,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
