"""台账记录: one row of a register, with a number, a state, and values of the register's own fields.

Roles that a register does not name as readers do not see its rows by any statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.core.base import Base, Versioned, pk
from models.core.hidden_rows import hidden_by_role
from models.core.journal import JournalChange, JournalEntry
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.sequence import draw
from models.core.text_type import TextType, text_of_type
from models.domains.domain import Domain
from models.registers.numbering import LONGEST_NUMBER, counts_by_year, number_of
from models.registers.register import Register
from models.registers.register_spec import ALWAYS_READ
from models.units.unit import Unit

LONGEST_TITLE = 120
#: The year of counts that go on from year to year.
_NO_YEAR = 0


class RegisterRow(Scoped, HasOwnValues, Versioned, Base):
    """One row. Its number is given once; its state is one of its register's."""

    __tablename__ = "register_row"
    __table_args__ = (
        UniqueConstraint("register_id", "number"),
        Index(None, "register_id", "id"),
        Index(None, "register_id", "state", "id"),
        Index(None, "register_id", "province_code", "id"),
        Index(None, "register_id", "city_code", "id"),
        Index(None, "register_id", "office_code", "id"),
        Index(None, "unit_id"),
        Index(None, "domain_id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id", ondelete="RESTRICT"))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), info=text_of_type(TextType.WORDS))
    #: The code of a state of the register.
    state: Mapped[str] = mapped_column(String(24))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    domain_id: Mapped[int | None] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))

    register: Mapped[Register] = relationship(viewonly=True)
    unit: Mapped[Unit | None] = relationship(viewonly=True)
    domain: Mapped[Domain | None] = relationship(viewonly=True)

    @property
    def unit_uscc(self) -> str | None:
        """The credit code by which a form names its unit."""
        return None if self.unit is None else self.unit.uscc

    @property
    def domain_name_u(self) -> str | None:
        """The name by which a form names its domain."""
        return None if self.domain is None else self.domain.name_u

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


def draw_number(session: Session, register: Register, year: int) -> str:
    """The next number of a register; others wait for it until the run ends."""
    counted = year if counts_by_year(register.number_pattern) else _NO_YEAR
    (count,) = draw(session, f"register:{register.id}", register.office_code, counted, 1)
    return number_of(register.number_pattern, year, count)


def _readable(role: str) -> Select[int]:
    """The registers that a role reads."""
    registers = Register.__table__.c
    return select(registers.id).where(registers.readers.contains(f",{role},", autoescape=True))


def _read_by(role: str) -> ColumnElement[bool] | None:
    """The rows of registers that a role reads; None where it reads all."""
    return None if role in ALWAYS_READ else RegisterRow.register_id.in_(_readable(role))


def _entries_read_by(role: str) -> ColumnElement[bool] | None:
    """The runs whose rows a role reads: their journal and receipts say what stands in the rows."""
    if role in ALWAYS_READ:
        return None
    changes, rows = JournalChange.__table__.c, RegisterRow.__table__.c
    read = select(rows.id).where(rows.register_id.in_(_readable(role)))
    return ~exists().where(
        changes.entry_id == JournalEntry.id,
        changes.entity == RegisterRow.__tablename__,
        changes.row_id.not_in(read),
    )


hidden_by_role(RegisterRow, _read_by)
hidden_by_role(JournalEntry, _entries_read_by)


def states_in_use(session: Session, register_ids: Sequence[int]) -> frozenset[str]:
    """The states that rows of some registers have."""
    found = select(RegisterRow.state).where(RegisterRow.register_id.in_(register_ids)).distinct()
    return frozenset(session.scalars(found))


def rows_of_registers(session: Session, register_ids: Sequence[int]) -> dict[int, int]:
    """How many rows in scope each register has."""
    counted = (
        select(RegisterRow.register_id, func.count())
        .where(RegisterRow.register_id.in_(register_ids))
        .group_by(RegisterRow.register_id)
    )
    return dict(session.execute(counted).all())
