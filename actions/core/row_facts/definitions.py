"""What a definition is to who changes it: whose it is, and how many records use it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.definitions.configuration import ConfigurationCopy
from models.definitions.field_spec import FieldSpec, spec_from
from models.definitions.label import Label, records_of_labels
from models.definitions.own_field import OwnField
from models.definitions.template import Template


def field_facts(ctx: Context, rows: Sequence[OwnField]) -> RowFacts:
    return {row.id: {"field_entity": row.entity, "field_kind": row.kind} for row in rows}


def spec_of_row(row: OwnField) -> FieldSpec:
    """The definition in a loaded row."""
    names = [column.key for column in row.__table__.columns]
    return spec_from({name: getattr(row, name) for name in (*names, "choices")})


def label_facts(ctx: Context, rows: Sequence[Label]) -> RowFacts:
    offices = office_names(ctx, rows)
    used = records_of_labels(ctx.session, [row.id for row in rows])
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "name_en": row.name_en,
            "colour": row.colour,
            "is_active": row.is_active,
            "record_count": used.get(row.id, 0),
        }
        for row in rows
    }


def template_facts(ctx: Context, rows: Sequence[Template]) -> RowFacts:
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "template_kind": row.kind,
            "version": row.number,
            "template_language": row.language,
            "office": offices.get(row.office_code),
            "template_title": row.title,
            "body": row.body,
            "closing": row.closing,
            "footer": row.footer,
            "file_name": row.file_name,
            "by": row.by,
            "started_at": row.started_at,
        }
        for row in rows
    }


def configuration_facts(ctx: Context, rows: Sequence[ConfigurationCopy]) -> RowFacts:
    return {
        row.id: {
            "copy_origin": row.origin,
            "taken_at": row.taken_at,
            "item_count": row.item_count,
            "by": row.by,
        }
        for row in rows
    }
