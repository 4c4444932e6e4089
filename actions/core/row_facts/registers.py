"""What a register, or a row of one, is to who acts on it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import office_names
from models.registers.register import Register
from models.registers.register_row import RegisterRow, rows_of_registers


def register_facts(ctx: Context, rows: Sequence[Register]) -> RowFacts:
    offices = office_names(ctx, rows)
    counts = rows_of_registers(ctx.session, [row.id for row in rows])
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "is_active": row.is_active,
            "record_count": counts.get(row.id, 0),
        }
        for row in rows
    }


def register_row_facts(ctx: Context, rows: Sequence[RegisterRow]) -> RowFacts:
    offices = office_names(ctx, rows)
    return {
        row.id: {
            "register": row.register.name_zh,
            "office": offices.get(row.office_code),
            "row_state": row.register.spec.words(row.state).labels[0],
        }
        for row in rows
    }
