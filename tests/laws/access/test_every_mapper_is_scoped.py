"""Law 4: every table is scoped by office, or declares why it is not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.core.base import Base
from models.core.journal import JournalChange
from models.core.scope import COLUMN_OF, OfficeOwned, Scoped, unscoped_reasons
from models.registers.register_row import RegisterRow
from models.units.unit import Unit

SCOPED = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, OfficeOwned)]

#: Rows that name a unit and are not its own to see → why.
KEPT_FROM_THE_UNIT: dict[type[Any], str] = {
    RegisterRow: "what an office notes of a unit is the office's; no register has units as readers",
}


def registrant_faults(model: type[Any]) -> list[str]:
    """A row with a unit must be the unit's own to see; one without must be nobody's."""
    table = model.__table__
    seen_by = str(select(model.registrant_id)).split()[1]
    owner = table.c.id if model is Unit else table.c.get("unit_id")
    is_kept = owner is None or model in KEPT_FROM_THE_UNIT
    expected = "NULL" if is_kept else str(select(owner)).split()[1]
    return [] if seen_by == expected else [f"{model.__name__}: seen by {seen_by}"]


def test_every_table_has_chosen() -> None:
    reasons = unscoped_reasons()
    names = {mapper.class_.__name__ for mapper in Base.registry.mappers}

    assert names == {model.__name__ for model in SCOPED} | set(reasons)
    assert not {model.__name__ for model in SCOPED} & set(reasons)


def test_every_scoped_row_carries_its_ancestors() -> None:
    columns = [name for name in COLUMN_OF.values() if name not in {None, "registrant_id"}]
    for model in SCOPED:
        for name in columns:
            column = model.__table__.c[name]
            assert not column.nullable, (model, name)
            assert column.type.length == 6, (model, name)


def test_every_row_of_a_unit_is_its_own_to_see() -> None:
    assert [fault for model in SCOPED for fault in registrant_faults(model)] == []
    assert registrant_faults(JournalChange) == []


def test_each_row_kept_from_the_unit_that_it_names_says_why() -> None:
    for model, reason in KEPT_FROM_THE_UNIT.items():
        assert "unit_id" in model.__table__.c, model
        assert reason


class _Elsewhere(DeclarativeBase):
    """A registry of its own."""


class _Forgot(Scoped, _Elsewhere):
    __tablename__ = "forgot"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int]


def test_a_table_that_forgot_its_unit_is_found() -> None:
    assert registrant_faults(_Forgot) == ["_Forgot: seen by NULL"]
