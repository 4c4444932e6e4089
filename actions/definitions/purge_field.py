"""清除自定义字段的内容: a second person deletes the values of a retired field for good.

They go from the records and from every index. The journal is append-only: what it says of earlier
changes, and of this one, remains and can be read by whoever may read the record's history there.
So many records at once as one run may change; the request stands until no value is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from actions.core.action import Action, Nothing
from actions.core.context import Context
from actions.core.records.field_rules import FieldNote, FieldRefusal, touched
from actions.core.records.kind_conversion import MAXIMUM_CONVERTED, model_of
from actions.core.refusal import Refusal, not_second
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts, spec_of_row
from models.core.own_values import OWN_VALUE
from models.core.scope import BY_HAND
from models.definitions.own_field import OwnField
from models.users.second_person import Person, Tie, ties_of


@dataclass(frozen=True, slots=True)
class PurgeFacts:
    """Why the actor is no second person, by field; records within reach, and those beyond it."""

    ties: Mapping[int, Tie] = field(default_factory=dict)
    reached: Mapping[int, int] = field(default_factory=dict)
    beyond: Mapping[int, int] = field(default_factory=dict)


def survey(ctx: Context, rows: Sequence[OwnField], given: Nothing) -> PurgeFacts:
    firsts = {
        row.id: (row.purge_asked_by_key, row.purge_asked_at)
        for row in rows
        if row.purge_asked_by_key is not None and row.purge_asked_at is not None
    }
    person = Person(ctx.actor.key, ctx.actor.office_code)
    reached = {row.id: _count(ctx, row, in_scope=True) for row in rows}
    beyond = {row.id: _count(ctx, row, in_scope=False) - reached[row.id] for row in rows}
    return PurgeFacts(ties_of(ctx.session, person, firsts, ctx.at), reached, beyond)


def _count(ctx: Context, row: OwnField, *, in_scope: bool) -> int:
    having = select(OWN_VALUE.c.row_id).where(OWN_VALUE.c.field_id == row.id)
    if in_scope:
        model = model_of(spec_of_row(row).entity)
        return ctx.session.scalar(select(func.count(model.id)).where(model.id.in_(having))) or 0
    lines = select(func.count()).select_from(having.distinct().subquery("having"))
    return ctx.session.execute(lines, execution_options={BY_HAND: True}).scalar_one()


def check(row: OwnField, given: Nothing, facts: PurgeFacts) -> Refusal | None:
    if row.purge_asked_by_key is None:
        return Refusal(FieldRefusal.PURGE_NOT_ASKED)
    if (tie := facts.ties.get(row.id)) is not None:
        return not_second(tie)
    if beyond := facts.beyond[row.id]:
        return Refusal(FieldRefusal.PURGE_BEYOND, {"count": beyond})
    return None


def preview(ctx: Context, rows: Sequence[OwnField], given: Nothing, facts: PurgeFacts) -> Preview:
    found = touched(ctx.session, rows)
    counts = {"count": sum(facts.reached.values()), "maximum": MAXIMUM_CONVERTED}
    notes = (Note(FieldNote.PURGES, counts), Note(FieldNote.PURGE_IS_FINAL))
    return Preview(totals=found.totals, side_effects=(*found.side_effects, *notes))


def run(ctx: Context, rows: Sequence[OwnField], given: Nothing, facts: PurgeFacts) -> Result:
    (purged,) = rows
    model, key = model_of(spec_of_row(purged).entity), str(purged.id)
    having = select(OWN_VALUE.c.row_id).where(OWN_VALUE.c.field_id == purged.id)
    wanted = select(model).where(model.id.in_(having)).order_by(model.id).limit(MAXIMUM_CONVERTED)
    records = ctx.session.scalars(wanted).all()
    for record in records:
        record.own_values = {k: v for k, v in record.own_values.items() if k != key}
    left = facts.reached[purged.id] - len(records)
    if left == 0:
        purged.purge_asked_by_key = purged.purge_asked_at = None
    totals = {"purged_count": len(records), "left_count": left}
    return Result(rows=[RowResult(purged.id, purged.label)], totals=totals)


PURGE_FIELD = Action(
    key="purge_field",
    model=OwnField,
    input=Nothing,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
)
