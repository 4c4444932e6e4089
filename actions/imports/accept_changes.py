"""采用所选改动: write the differences of rows into the records they are of.

Each row is compared again, under locks, with its record as it is now, and runs the ordinary edit of
that record: who may, which values, one step of its version, every old and new value in the journal.
What somebody else changed since the export is written over only if the clerk says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from actions.core.action import Action, Reach, param
from actions.core.context import Context
from actions.core.input_parsing import parse_input
from actions.core.records.comparison import RecordLine, Revision
from actions.core.records.editable import EDITABLE_OF, Editable, editable_of
from actions.core.records.own_input import NO_OWN_VALUES
from actions.core.records.revision import revise, same
from actions.core.refusal import Common, Fact, Refusal
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.imports import changed_row_facts
from models.core.locking import LOCK_ORDER, locking
from models.imports.difference import Difference, DifferenceKind, RevisionFault
from models.imports.sheet import (
    IMPORT_ROW_LIFECYCLE,
    ImportKind,
    ImportRow,
    ImportRowEvent,
    ImportRowState,
)


@dataclass(frozen=True, slots=True)
class AcceptChangesInput:
    """Whether a field that somebody changed since the export is written over."""

    overwrite: bool = param(default=False)


@dataclass(frozen=True, slots=True)
class AcceptChangesFacts:
    """Row → what it would change, and why it may not."""

    revisions: Mapping[int, Revision]
    refusals: Mapping[int, Refusal]


def lock_first(ctx: Context, wanted: Sequence[int], given: AcceptChangesInput) -> None:
    """Lock before the rows the records that stand earlier in the order of locks."""
    rows = ctx.session.scalars(
        select(ImportRow).where(ImportRow.id.in_(wanted)).options(joinedload(ImportRow.sheet))
    )
    tables = {kind: EDITABLE_OF[kind].model.__tablename__ for kind in ImportKind}
    _revisions(ctx, [row for row in rows if tables[row.sheet.kind] in LOCK_ORDER])


def survey(
    ctx: Context, rows: Sequence[ImportRow], given: AcceptChangesInput
) -> AcceptChangesFacts:
    revisions = _revisions(ctx, rows)
    refusals = {
        row.id: refusal
        for row in rows
        if (refusal := _refusal(ctx, row, revisions[row.id], given)) is not None
    }
    return AcceptChangesFacts(revisions, refusals)


def _revisions(ctx: Context, rows: Sequence[ImportRow]) -> dict[int, Revision]:
    lock = locking if ctx.entry is not None else same
    found: dict[int, Revision] = {}
    # The kinds stand in the order of the locks of their records.
    for kind in ImportKind:
        lines = [
            RecordLine(row.id, row.number, row.cells, row.record_id)
            for row in rows
            if row.sheet.kind is kind
        ]
        if lines:
            editable = editable_of(ctx.session, kind, ctx.actor.role)
            found |= revise(ctx.session, editable, lines, ctx.today, lock)
    return found


def _refusal(
    ctx: Context, row: ImportRow, revision: Revision, given: AcceptChangesInput
) -> Refusal | None:
    if revision.fault is not None:
        return Refusal(revision.fault.code, revision.fault.facts)
    editable = editable_of(ctx.session, row.sheet.kind, ctx.actor.role)
    reach = editable.reach(ctx.actor.role, revision.values)
    if reach is None:
        return Refusal(RevisionFault.FORBIDDEN)
    if reach is Reach.OWN and revision.record.office_code != ctx.actor.office_code:
        return Refusal(Common.NOT_OWN_OFFICE)
    if not revision.values:
        return Refusal(RevisionFault.NOTHING)
    if (conflict := revision.conflict) is not None and not given.overwrite:
        return Refusal(RevisionFault.CONFLICT, conflict_facts(editable, conflict))
    return None


def conflict_facts(editable: Editable, conflict: Difference) -> dict[str, Fact]:
    """The facts of a conflict: the field, both values, who and when."""
    return {
        **editable.field_facts(conflict.field),
        "before": conflict.before or "—",
        "after": conflict.after or "—",
        "by": conflict.by or "—",
        "on": (conflict.at or "—")[:10],
    }


def check(row: ImportRow, given: AcceptChangesInput, facts: AcceptChangesFacts) -> Refusal | None:
    return facts.refusals.get(row.id)


def preview(
    ctx: Context,
    rows: Sequence[ImportRow],
    given: AcceptChangesInput,
    facts: AcceptChangesFacts,
) -> Preview:
    return Preview(
        totals={"row_count": len(rows), "field_count": _field_count(rows, facts)},
        rows={
            row.id: {"number": row.number, **_shown(revision)}
            for row in rows
            if (revision := facts.revisions[row.id]).values
        },
    )


def _field_count(rows: Sequence[ImportRow], facts: AcceptChangesFacts) -> int:
    return sum(len(facts.revisions[row.id].values) for row in rows)


def _shown(revision: Revision) -> dict[str, Fact]:
    """Field → "before → after"."""
    taken = {DifferenceKind.EDIT, DifferenceKind.CONFLICT}
    return {
        difference.field: f"{difference.before or '—'} → {difference.after or '—'}"
        for difference in revision.differences
        if difference.kind in taken
    }


def run(
    ctx: Context,
    rows: Sequence[ImportRow],
    given: AcceptChangesInput,
    facts: AcceptChangesFacts,
) -> Result:
    for row in rows:
        revision = facts.revisions[row.id]
        record = revision.record
        editable = editable_of(ctx.session, row.sheet.kind, ctx.actor.role)
        edit = editable.edit(tuple(revision.values))
        values = {**editable.typed(revision.values), "row_version": record.row_version}
        edit.run(ctx, [record], parse_input(edit.input, values), NO_OWN_VALUES)
        IMPORT_ROW_LIFECYCLE.advance(row, ImportRowEvent.TAKE_CHANGES)
        row.fault = None
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(row.id, row.name, {"number": row.number, **_shown(facts.revisions[row.id])})
            for row in rows
        ],
        totals={"row_count": len(rows), "field_count": _field_count(rows, facts)},
    )


ACCEPT_CHANGES = Action(
    key="accept_changes",
    model=ImportRow,
    input=AcceptChangesInput,
    lock_first=lock_first,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=changed_row_facts,
    run=run,
    states=frozenset({ImportRowState.CHANGED, ImportRowState.CONFLICT}),
    loads=(joinedload(ImportRow.sheet),),
    splits=True,
    guide=("新-004",),
)
