"""What an import row stores in codes, in words: why it was refused, how it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from flask_babel import gettext as _

from admin_app.labels import SENTENCES, fact_label, own_field, own_text_said, sentence, word
from models.domains.domain import DomainState, NameBasis
from models.imports.difference import DifferenceKind
from models.imports.sheet import ImportField
from models.units.unit import UnitState, UnitType
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


#: Fields of sheets that hold one of a few words.
FIELD_WORDS: dict[str, type[StrEnum]] = {
    ImportField.UNIT_TYPE: UnitType,
    ImportField.BASIS: NameBasis,
    ImportField.DOMAIN_STATE: DomainState,
}
#: Fields of sheets that hold 是 or 否.
TRUTHS = frozenset({ImportField.ADMINISTRATIVE_FUNCTION, ImportField.IS_DEFAULT})


def differences_said(kept: Sequence[Mapping[str, str]] | None) -> list[str]:
    """How a row differs from its record, a text for each field."""
    return [_difference_said(each) for each in kept or ()]


def _difference_said(kept: Mapping[str, str]) -> str:
    field, kind = kept["field"], DifferenceKind(kept["kind"])
    facts = {
        "field": field_said(field),
        "before": cell_said(field, kept["before"]),
        "after": cell_said(field, kept["after"]),
    }
    text = _("%(field)s：%(before)s → %(after)s", **facts)
    if kind is DifferenceKind.EDIT:
        return text
    facts = {"text": text, "kind": word(kind)}
    if kept.get("by"):
        by, on = kept["by"], kept["at"][:10]
        return _("%(text)s（%(kind)s：%(by)s，%(on)s）", **facts, by=by, on=on)
    return _("%(text)s（%(kind)s）", **facts)


def field_said(code: str) -> str:
    """What a column of a sheet is called; a column that only exports have is its heading."""
    return word(ImportField(code)) if code in set(ImportField) else fact_label(code)


def cell_said(field: str, text: str) -> str:
    """The text of a cell as its page writes it: words for codes, and a sign for none."""
    if (spec := own_field(field)) is not None:
        return own_text_said(spec, text) or _("（空）")
    words = FIELD_WORDS.get(field)
    if words is not None and text in set(words):
        return word(words(text))
    if field in TRUTHS and text in {"yes", "no"}:
        return _("是") if text == "yes" else _("否")
    return text or _("（空）")


@cache
def _sentence_codes() -> dict[str, StrEnum]:
    return {code.value: code for code in SENTENCES}
