"""注册单位: the bodies and institutions that register names, and the names they had before."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, Json, Versioned, division_code, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.search_index import Searchable
from models.core.text_type import TextType, key_of_type, text_of_type
from models.offices.office import Office
from models.values.tone import Tone


class UnitType(StrEnum):
    """The legal form of a body."""

    ORGAN = "organ"
    INSTITUTION = "institution"
    SOCIAL = "social"


class UnitState(StrEnum):
    """The state of a unit."""

    PENDING = "pending"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    MERGED = "merged"
    REVOKED = "revoked"


class UnitEvent(StrEnum):
    """What happens to a unit."""

    CONFIRM = "confirm"
    SUSPEND = "suspend"
    RESUME = "resume"
    MERGE = "merge"
    REVOKE = "revoke"


UNIT_LIFECYCLE = Lifecycle[UnitState, UnitEvent](
    UnitState.PENDING,
    {
        UnitEvent.CONFIRM: from_states(UnitState.PENDING, to=UnitState.ACTIVE),
        UnitEvent.SUSPEND: from_states(UnitState.ACTIVE, to=UnitState.SUSPENDED),
        UnitEvent.RESUME: from_states(UnitState.SUSPENDED, to=UnitState.ACTIVE),
        UnitEvent.MERGE: from_states(UnitState.ACTIVE, UnitState.SUSPENDED, to=UnitState.MERGED),
        UnitEvent.REVOKE: from_states(
            UnitState.PENDING, UnitState.ACTIVE, UnitState.SUSPENDED, to=UnitState.REVOKED
        ),
    },
    tones={
        UnitState.PENDING: Tone.WARNING,
        UnitState.ACTIVE: Tone.SUCCESS,
        UnitState.SUSPENDED: Tone.DANGER,
    },
    ended=frozenset({UnitState.MERGED, UnitState.REVOKED}),
)


class Unit(Scoped, Versioned, HasOwnValues, Searchable, Base):
    """A registrant: files names, owes fees, receives invoices."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("(state = 'merged') = (successor_id IS NOT NULL)", name="successor"),
        CheckConstraint("length(uscc) = 18", name="uscc_length"),
        *ancestor_indexes(),
        *ancestor_indexes("name"),
        *ancestor_indexes("state"),
    )

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(80), info=text_of_type(TextType.NAME))
    short_name: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.NAME))
    #: Names before a rename or merger, newest first: [{"name", "until", "document_no"}].
    former_names: Mapped[list[Any]] = mapped_column(Json, default=list)
    unit_type: Mapped[UnitType] = mapped_column(words(UnitType))
    #: A 事业单位 that exercises administrative functions may hold .政务.
    administrative_function: Mapped[bool] = mapped_column(default=False)
    #: 统一社会信用代码, GB 32100.
    uscc: Mapped[str] = mapped_column(String(18), info=key_of_type(TextType.USCC), unique=True)
    #: Codes used before 2015, kept for old files.
    org_code: Mapped[str | None] = mapped_column(String(10), info=text_of_type(TextType.CODE))
    legal_cert_no: Mapped[str | None] = mapped_column(String(32), info=text_of_type(TextType.CODE))
    legal_cert_expires_on: Mapped[dt.date | None]
    division_code: Mapped[division_code] = mapped_column(ForeignKey("division.code"))
    #: 同级编办: the office that reviews, charges and serves the unit.
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id", ondelete="RESTRICT"), index=True)
    superior_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id", ondelete="RESTRICT"), index=True
    )
    legal_representative: Mapped[str | None] = mapped_column(
        String(40), info=text_of_type(TextType.PERSON)
    )
    contact_name: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.PERSON))
    contact_phone: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.PHONE))
    contact_email: Mapped[str | None] = mapped_column(
        String(120), info=text_of_type(TextType.EMAIL)
    )
    invoice_title: Mapped[str] = mapped_column(String(80), info=text_of_type(TextType.NAME))
    taxpayer_no: Mapped[str | None] = mapped_column(String(20), info=text_of_type(TextType.CODE))
    address: Mapped[str | None] = mapped_column(String(200), info=text_of_type(TextType.WORDS))
    state: Mapped[UnitState] = mapped_column(words(UnitState), default=UnitState.PENDING)
    #: The successor that took over its names.
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id", ondelete="RESTRICT"), index=True
    )

    registrant_id = synonym("id")
    office: Mapped[Office] = relationship(lazy="raise_on_sql")

    def search_parts(self) -> tuple[str | None, ...]:
        """Found by its names, old and new, and its code."""
        former = (entry["name"] for entry in self.former_names or ())
        return (self.name, self.short_name, *former, self.uscc)

    def __str__(self) -> str:
        return self.name


UNIT_LIFECYCLE.guard(Unit.state)
