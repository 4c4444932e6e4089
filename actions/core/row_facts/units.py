"""What a unit is to a clerk: the particulars that are held against its documents."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names, unit_names
from models.units.unit import Unit


def unit_facts(ctx: Context, rows: Sequence[Unit]) -> RowFacts:
    offices = office_names(ctx, rows)
    superiors = unit_names(ctx.session, {row.superior_id for row in rows})
    return {
        row.id: {
            "uscc": row.uscc,
            "unit_type": row.unit_type,
            "contact_name": row.contact_name,
            "contact_phone": row.contact_phone,
            "unit_address": row.address,
            "office": offices.get(row.office_code),
            "superior": superiors.get(row.superior_id),
        }
        for row in rows
    }
