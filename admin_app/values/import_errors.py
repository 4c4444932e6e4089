"""Why a row of an imported sheet was refused: the stored fault as a message."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

from admin_app.labels import SENTENCES, sentence
from models.domains.domain import DomainState
from models.imports.sheet import ImportField
from models.units.unit import UnitState
from models.values.label import LabelFaultKind
from models.values.typed_text import CharacterFault
from models.values.uscc import UsccFault

#: Facts of stored faults that were enum members: their enum.
_FACT_WORDS: dict[str, tuple[type[StrEnum], ...]] = {
    "field": (ImportField,),
    "fault": (UsccFault, LabelFaultKind, CharacterFault),
    "state": (UnitState,),
    "domain_state": (DomainState,),
}


def fault_said(kept: dict[str, Any] | None) -> str:
    """Why a row was not taken, in words."""
    if not kept:
        return ""
    code = _sentence_codes().get(kept["code"])
    facts = {name: _revived(name, value) for name, value in kept["facts"].items()}
    return kept["code"] if code is None else sentence(code, facts)


def _revived(name: str, value: object) -> object:
    for enum in _FACT_WORDS.get(name, ()):
        if isinstance(value, str) and value in set(enum):
            return enum(value)
    return value


@cache
def _sentence_codes() -> dict[str, StrEnum]:
    return {code.value: code for code in SENTENCES}
