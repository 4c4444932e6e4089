"""What a rule waits for: an action on a row, a state that a row enters, or a date of a row.

Written as one text, `domain.state.registered`, which names the table, the trigger and which one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import Date, Enum
from sqlalchemy.orm import Session

from models.core.base import Base
from models.core.own_values import HasOwnValues
from models.definitions.field_spec import PREFIX
from models.definitions.known_fields import known_fields
from models.definitions.own_field import FieldKind

LONGEST_HAPPENING: Final = 120


class RuleTrigger(StrEnum):
    """What sets a rule off."""

    ACTION = "action"
    STATE = "state"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Happening:
    """An action, a state or a date of the rows of one table."""

    entity: str
    trigger: RuleTrigger
    what: str

    def __str__(self) -> str:
        return f"{self.entity}.{self.trigger}.{self.what}"

    @property
    def is_own_field(self) -> bool:
        """Whether the date is a field that an office defined."""
        return self.trigger is RuleTrigger.DATE and self.what.startswith(PREFIX)


#: Table → the keys of the actions on its rows; tables that rules may be about.
_ACTIONS: dict[str, tuple[str, ...]] = {}


def know_actions(actions: Mapping[str, tuple[str, ...]]) -> None:
    """Remember the actions of each table that rules may be about.

    The catalog of actions says them, which stands above the actions that define rules.
    """
    _ACTIONS.update(actions)


def happening_from(text: str) -> Happening:
    """The parts of a written happening. Raises ValueError."""
    entity, trigger, what = text.split(".", 2)
    return Happening(entity, RuleTrigger(trigger), what)


@cache
def model_of(table: str) -> type[Base]:
    """The model of a table. Raises StopIteration."""
    return next(m.class_ for m in Base.registry.mappers if m.local_table.name == table)  # type: ignore[attr-defined]


def states_of(table: str) -> type[StrEnum] | None:
    """The states of a table's rows, where they have any."""
    column: Any = model_of(table).__table__.c.get("state")
    if column is None or not isinstance(column.type, Enum):
        return None
    found: Any = column.type.enum_class
    states: type[StrEnum] = found
    return states


def happenings_of(session: Session) -> Iterator[Happening]:
    """Everything that the session's reader may set a rule on."""
    for table, actions in sorted(_ACTIONS.items()):
        yield from (Happening(table, RuleTrigger.STATE, state) for state in states_of(table) or ())
        yield from (Happening(table, RuleTrigger.ACTION, key) for key in actions)
        yield from (Happening(table, RuleTrigger.DATE, name) for name in _dates(session, table))


def _dates(session: Session, table: str) -> Iterator[str]:
    """The dates of a table's rows: its own columns, and fields that offices defined."""
    model = model_of(table)
    yield from (column.name for column in model.__table__.c if isinstance(column.type, Date))
    if issubclass(model, HasOwnValues):
        specs = known_fields(session, table)
        yield from (spec.name for spec in specs if spec.kind is FieldKind.DATE)


def known_happening(session: Session, text: str) -> Happening | None:
    """The happening that a text names, if the reader may set a rule on it."""
    return next((each for each in happenings_of(session) if str(each) == text), None)
