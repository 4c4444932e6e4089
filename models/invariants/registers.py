"""Rows of registers: in a state of their register, of its province, with its fields alone.

Checked in Python, since the states of a register are in its definition. That no number is given
twice is held by the database.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from models.definitions.own_field import OwnField
from models.offices.office import REGISTRY_CODE
from models.registers.register import Register
from models.registers.register_row import RegisterRow
from models.units.unit import Unit


def count_register_rows(connection: Connection) -> int:
    """Rows in no state of their register, out of its reach, or with what is not their own."""
    registers, fields = Register.__table__.c, OwnField.__table__.c
    known = {
        row.id: ({state["code"] for state in row.states}, row.office_code, row.province_code)
        for row in connection.execute(
            select(registers.id, registers.states, registers.office_code, registers.province_code)
        )
    }
    asked = select(fields.id, fields.register_id).where(fields.register_id.is_not(None))
    owners = {row.id: row.register_id for row in connection.execute(asked)}
    rows, units = RegisterRow.__table__, Unit.__table__
    found = connection.execute(
        select(rows, units.c.province_code.label("of_unit")).join(
            units, units.c.id == rows.c.unit_id, isouter=True
        )
    )
    wrong = 0
    for row in found:
        states, office_code, province_code = known[row.register_id]
        is_below = office_code == REGISTRY_CODE or row.province_code == province_code
        has_own = all(owners.get(int(key)) == row.register_id for key in row.own_values)
        sees_unit = row.province_code == REGISTRY_CODE or row.of_unit in {None, row.province_code}
        wrong += not (row.state in states and is_below and has_own and sees_unit)
    return wrong
