"""States as a table: which event moves a row from where to where, and nothing else can.

A `Lifecycle` is data; buttons, docs and tests read the same table. A listener on the state
attribute refuses every pair the table does not list, however the attribute is set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.orm.base import NO_VALUE

from models.values.tone import Tone, set_tones

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class HasState(Protocol[S]):
    """A row that goes through the states of a lifecycle."""

    state: S


class IllegalTransitionError(ValueError):
    """A bug of ours: a verb moved a row its `check` should have refused."""


@dataclass(frozen=True)
class Lifecycle(Generic[S, E]):
    """The states of one entity: the initial one, and event → (sources, target)."""

    initial: S
    moves: Mapping[E, tuple[frozenset[S], S]]
    #: How urgent a state looks on a page; what is not listed is muted.
    tones: Mapping[S, Tone] = field(default_factory=dict)
    #: States in which a row counts for nothing any more: pages mute it and strike it through.
    ended: frozenset[S] = frozenset()

    def __post_init__(self) -> None:
        """Let pages find the tones by the states."""
        set_tones(type(self.initial), self.tones, self.ended)

    def sources(self, happening: E) -> frozenset[S]:
        """The states in which the event may happen."""
        return self.moves[happening][0]

    def allows(self, state: S, happening: E) -> bool:
        """Whether the event may happen in this state."""
        return state in self.sources(happening)

    def advance(self, row: HasState[S], happening: E) -> None:
        """Move the row; raises IllegalTransitionError when the table does not list the move."""
        sources, target = self.moves[happening]
        if row.state not in sources:
            raise IllegalTransitionError(f"{row!r}: no {happening} from {row.state}")
        row.state = target

    def pairs(self) -> frozenset[tuple[S, S]]:
        """Every (from, to) that some event allows."""
        return frozenset(
            (source, target) for sources, target in self.moves.values() for source in sources
        )

    def guard(self, attribute: QueryableAttribute[S]) -> None:
        """Refuse, on assignment, any state the table does not lead to."""
        allowed = self.pairs()

        @event.listens_for(attribute, "set", active_history=True)
        def _refuse_unlisted(target: object, value: S, old: object, _initiator: object) -> None:
            if old is NO_VALUE or old is None:
                if value != self.initial:
                    raise IllegalTransitionError(f"{target!r} is born {self.initial}, not {value}")
            elif value != old and (old, value) not in allowed:
                raise IllegalTransitionError(f"{target!r}: {old} does not become {value}")

        @event.listens_for(attribute, "remove")
        def _refuse_forgetting(target: object, old: object, _initiator: object) -> None:
            # After `del row.state` the row would count as new and could start again.
            raise IllegalTransitionError(f"{target!r}: {old} cannot be forgotten")


def from_states(*sources: S, to: S) -> tuple[frozenset[S], S]:
    """One line of a lifecycle table."""
    return frozenset(sources), to
