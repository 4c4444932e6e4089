"""How urgent a state looks: each enum of states says it beside its lifecycle, and pages draw it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

S = TypeVar("S", bound=StrEnum)


class Tone(StrEnum):
    """A look that pages have a colour for."""

    SUCCESS = "success"
    WARNING = "warning"
    INFO = "info"
    DANGER = "danger"
    MUTED = "muted"


_TONES: dict[type[StrEnum], Mapping[Any, Tone]] = {}
_ENDED: dict[type[StrEnum], frozenset[Any]] = {}


def set_tones(states: type[S], tones: Mapping[S, Tone], ended: Collection[S] = ()) -> None:
    """Say how the states of an enum look; what is not listed is muted.

    A row in an `ended` state is kept, but counts for nothing: cancelled, void, reversed.
    """
    _TONES[states] = tones
    _ENDED[states] = frozenset(ended)


def ended_states(states: type[S]) -> frozenset[S]:
    """The states of an enum in which a row counts for nothing."""
    return _ENDED.get(states, frozenset())


def tone_of(state: StrEnum) -> Tone:
    """The tone of a state; muted where its enum says nothing of it."""
    return _TONES.get(type(state), {}).get(state, Tone.MUTED)
