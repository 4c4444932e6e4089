"""What a column of a list shows: a table's column, and the word above it."""

from __future__ import annotations

from admin_app.grid.column_source import column_of, foreign_table
from admin_app.grid.spec import Column
from admin_app.views import GRIDS
from models.offices.office import Office
from models.units.unit import Unit

DOMAIN = GRIDS["domain"]


def test_a_column_shows_its_own_table_or_one_step_further() -> None:
    assert column_of(DOMAIN, Column("name_u")) is DOMAIN.table.c.name_u
    assert column_of(DOMAIN, Column("unit.name")) is Unit.__table__.c.name
    assert column_of(DOMAIN, Column("office")) is Office.__table__.c.name


def test_the_key_of_a_reference_leads_to_its_table() -> None:
    assert foreign_table(DOMAIN, "unit") == (Unit.__table__, "unit_id")
