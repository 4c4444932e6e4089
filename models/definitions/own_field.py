"""自定义字段: a field that the registry or a province adds to rows of its own and those below it.

A definition is retired, never deleted: its values stay, and come back with it.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import SetFromAbove, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.definitions.choice_list import ChoiceList
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.field_choices import ChoiceRow, field_choices


class FieldEntity(StrEnum):
    """What may have fields of one's own, by its table. Money, stock and states stay closed."""

    UNIT = "unit"
    DOMAIN = "domain"
    ORDER = "domain_order"
    PAYMENT = "payment"
    LOT = "invoice_lot"
    INVOICE = "invoice"
    REMITTANCE = "remittance"
    OFFICE = "office"
    USER = "user"


class FieldKind(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    DATE_TIME = "date_time"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"


#: Kinds whose values are words of a list.
CHOSEN: Final = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
#: The table of the rows that fields of registers are for.
REGISTER_ROWS: Final = "register_row"
#: Most fields of one office for one entity, retired ones included.
MAXIMUM_FIELDS: Final = 40
#: Kinds whose values can be unique.
UNIQUE: Final = frozenset({FieldKind.TEXT, FieldKind.WHOLE, FieldKind.LINK})
#: Kinds that can be searched, and most such fields of one office for one entity: each character of
#: a value is a line of the index.
SEARCHED: Final = frozenset({FieldKind.TEXT, FieldKind.LINK})
MAXIMUM_SEARCHED: Final = 5
#: Kinds whose values can be masked: their end alone is no value of another kind.
MASKED: Final = frozenset({FieldKind.TEXT, FieldKind.WHOLE})
#: Most words of one list.
MAXIMUM_CHOICES: Final = 200
LONGEST_KEY: Final = 30
LONGEST_PATTERN: Final = 100
#: Longest texts of a field, short and long.
LONGEST_TEXT: Final = 200
LONGEST_LONG_TEXT: Final = 2000


class OwnField(SetFromAbove, Versioned, Base):
    """The definition of one field."""

    __tablename__ = "own_field"
    __table_args__ = (
        UniqueConstraint("entity", "office_code", "key"),
        UniqueConstraint("register_id", "key"),
        CheckConstraint("(entity IS NULL) = (register_id IS NOT NULL)", name="of_one"),
        CheckConstraint("length(key) BETWEEN 1 AND 30", name="key_length"),
        CheckConstraint(
            "is_unique = false OR kind IN ('text', 'whole', 'link')", name="unique_kind"
        ),
        CheckConstraint(
            "is_searchable = false OR kind IN ('text', 'link')", name="searchable_kind"
        ),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: The table whose rows have it; None: those of one register.
    entity: Mapped[FieldEntity | None] = mapped_column(words(FieldEntity))
    register_id: Mapped[int | None] = mapped_column(ForeignKey("register.id", ondelete="RESTRICT"))
    #: Its name for programs, unique in the owner's definitions of the entity.
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    kind: Mapped[FieldKind] = mapped_column(words(FieldKind))
    label: Mapped[str] = mapped_column(String(40), info=text_of_type(TextType.WORDS))
    label_en: Mapped[str] = mapped_column(String(60), info=text_of_type(TextType.WORDS))
    help_text: Mapped[str | None] = mapped_column(String(200), info=text_of_type(TextType.WORDS))
    #: The heading it stands under on the record's page.
    section: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.WORDS))
    #: Fields stand in the order of this number, then in that in which they were defined.
    place: Mapped[int] = mapped_column(default=100)
    #: The first day on which an edit must leave a value; None: it may stay empty.
    required_from: Mapped[dt.date | None]
    #: Whether no two rows of the owner and below may have the same value.
    is_unique: Mapped[bool] = mapped_column(default=False)
    #: Whether lists and the finder find rows by its words.
    is_searchable: Mapped[bool] = mapped_column(default=False)
    #: As typed: the ends of numbers and days, or the lengths of texts.
    least: Mapped[str | None] = mapped_column(String(24))
    most: Mapped[str | None] = mapped_column(String(24))
    pattern: Mapped[str | None] = mapped_column(String(LONGEST_PATTERN))
    #: The list whose words its values are.
    choice_list_id: Mapped[int | None] = mapped_column(
        ForeignKey("choice_list.id", ondelete="RESTRICT")
    )
    #: As typed: what a form for a row without a value begins with.
    default_value: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    #: CEL over the row: when the field is shown, and when an edit must leave a value.
    shown_when: Mapped[str | None] = mapped_column(String(LONGEST_EXPRESSION))
    required_when: Mapped[str | None] = mapped_column(String(LONGEST_EXPRESSION))
    #: CEL over the row that works the value out; None: it is filled in.
    formula: Mapped[str | None] = mapped_column(String(LONGEST_EXPRESSION))
    #: The last row that a new formula was worked out for; None: all of them.
    worked_out_to: Mapped[int | None] = mapped_column(BigInteger)
    #: Roles that see the values, and those that edit them; empty: those that the entity has.
    seen_by: Mapped[list[Any]] = mapped_column(Json, default=list)
    edited_by: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: Roles that see the whole value, the others only its end. Empty: nothing is masked.
    whole_for: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: Who asked to delete the values of a retired field, and when; None: nobody.
    purge_asked_by_key: Mapped[str | None] = mapped_column(String(40))
    purge_asked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    choice_list: Mapped[ChoiceList | None] = relationship(lazy="raise_on_sql")

    if TYPE_CHECKING:
        #: The choices of its list as `field_choices` reads them, retired ones included, in order.
        choices: Mapped[list[ChoiceRow]]

    def __str__(self) -> str:
        return self.label


OwnField.choices = column_property(field_choices(OwnField.choice_list_id, OwnField.office_code))
