"""What a definition is to a clerk."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from models.definitions.field_spec import FieldSpec, spec_from
from models.definitions.own_field import OwnField


def field_facts(ctx: Context, rows: Sequence[OwnField]) -> RowFacts:
    return {row.id: {"field_entity": row.entity, "field_kind": row.kind} for row in rows}


def spec_of_row(row: OwnField) -> FieldSpec:
    """The definition in a loaded row."""
    return spec_from({column.key: getattr(row, column.key) for column in row.__table__.columns})
