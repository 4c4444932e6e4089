"""机构改革: the limit that merging, moving and abolishing units have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from actions.core.refusal import Refusal
from models.registration.unit_reorganisation import MAXIMUM_MOVED_NAMES, Holdings, ReformFault
from models.units.unit import Unit


class Reorganised(Protocol):
    """Facts that hold what the units have."""

    @property
    def held(self) -> Holdings: ...


def refuse_too_many_names(
    _rows: Sequence[Unit], _given: object, facts: Reorganised
) -> Refusal | None:
    """Refuse units that hold more names than one run moves."""
    if len(facts.held.domains) > MAXIMUM_MOVED_NAMES:
        return Refusal(ReformFault.TOO_MANY_NAMES, {"maximum": MAXIMUM_MOVED_NAMES})
    return None
