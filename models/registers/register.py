"""自定义台账 (a register): rows of one's own with fields, numbers and states, without any code.

An office opens one for itself and the offices below it. Its key is for addresses and programs and
unique among the registers of the office. A register is retired, never deleted. Money, stock and
scope are none of its business: rows refer to units and domains, and change nothing of them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Versioned, pk
from models.core.ended import ended_when
from models.core.scope import SetFromAbove, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.definitions.own_words import OwnWords
from models.registers.numbering import LONGEST_PATTERN
from models.registers.register_spec import RegisterSpec, RowMove, RowState
from models.values.tone import Tone

LONGEST_REGISTER_KEY = 30
LONGEST_DESCRIPTION = 300
#: Most registers that one office opens, retired ones included, and most states of one.
MAXIMUM_REGISTERS = 40
MAXIMUM_STATES = 12
MAXIMUM_MOVES = 60


class Register(SetFromAbove, OwnWords, Versioned, Base):
    """The definition of one register."""

    __tablename__ = "register"
    __table_args__ = (
        UniqueConstraint("office_code", "key"),
        CheckConstraint("length(key) BETWEEN 1 AND 30", name="key_length"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(String(LONGEST_REGISTER_KEY))
    description: Mapped[str | None] = mapped_column(
        String(LONGEST_DESCRIPTION), info=text_of_type(TextType.WORDS)
    )
    number_pattern: Mapped[str] = mapped_column(String(LONGEST_PATTERN))
    #: [{"code", "label", "label_en", "tone", "is_todo"}], in order; rows begin in the first.
    states: Mapped[list[Any]]
    #: [{"source", "target", "roles"}].
    moves: Mapped[list[Any]]
    #: Whether rows may refer to a unit, and to a domain.
    has_unit: Mapped[bool] = mapped_column(default=False)
    has_domain: Mapped[bool] = mapped_column(default=False)
    #: Roles that read the rows, besides administrators, and roles that enter and edit them: their
    #: values, each between commas.
    readers: Mapped[str] = mapped_column(String(200), default="")
    writers: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    @property
    def spec(self) -> RegisterSpec:
        """The register as lists, forms and verbs read it."""
        return RegisterSpec(
            id=self.id,
            key=self.key,
            office_code=self.office_code,
            name_zh=self.name_zh,
            name_en=self.name_en,
            states=tuple(
                RowState(**{**state, "tone": Tone(state["tone"])}) for state in self.states
            ),
            moves=tuple(
                RowMove(move["source"], move["target"], frozenset(move["roles"]))
                for move in self.moves
            ),
            readers=roles_in(self.readers),
            writers=roles_in(self.writers),
            has_unit=self.has_unit,
            has_domain=self.has_domain,
            is_active=self.is_active,
        )

    def __str__(self) -> str:
        return self.name_zh


def roles_in(text: str) -> frozenset[str]:
    """The values of roles in a text as it is stored."""
    return frozenset(text.split(",")) - {""}


def written_roles(roles: frozenset[str]) -> str:
    """The text in which roles are stored."""
    return f",{','.join(sorted(roles))}," if roles else ""
