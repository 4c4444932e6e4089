"""Canonical forms of the texts in an action's input, and which of them visibly change."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from actions.core.input_fields import field_types, line_type, plain_type, text_type
from models.core.text_type import TextType, kept_form, looks_changed

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D")


class TextNote(StrEnum):
    """Notes of a plan on typed texts."""

    REWRITTEN = "text_rewritten"


def kept_input(given: D) -> D:
    """The input with each text in canonical form.

    Callers that build inputs from files or rows do not use `parse_input`; their texts are
    canonicalised here as well.
    """
    if not dataclasses.is_dataclass(given):
        return given
    changed: dict[str, Any] = {}
    for f in dataclasses.fields(given):
        value = getattr(given, f.name)
        if (kept := _kept_value(f, value)) is not value:
            changed[f.name] = kept
    return dataclasses.replace(given, **changed) if changed else given  # type: ignore[type-var]


def _kept_value(f: dataclasses.Field[object], value: object) -> object:
    if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        lines = tuple(map(kept_input, value))
        return value if all(map(operator.is_, lines, value)) else lines
    if not isinstance(value, str) or isinstance(value, StrEnum):
        return value
    kind = text_type(f)
    # A username that is not typed in a form must be canonical already (create_user).
    kept = value if kind is None or kind is TextType.LOGIN else kept_form(kind, value)
    return value if kept == value else kept


@dataclasses.dataclass(frozen=True, slots=True)
class Rewritten:
    """A text whose canonical form visibly differs from what was typed."""

    #: Its path; a field of nested lines is written like `names.reason`.
    field: str
    typed: str
    kept: str


def rewritten(kind: type[DataclassInstance], given: Mapping[str, object]) -> Iterator[Rewritten]:
    """The texts of a raw input whose canonical form looks different."""
    hints = field_types(kind)
    for f in dataclasses.fields(kind):
        raw, line = given.get(f.name), line_type(hints[f.name])
        if line is not None and isinstance(raw, Sequence) and not isinstance(raw, str):
            for item in raw:
                for each in rewritten(line, item) if isinstance(item, Mapping) else ():
                    yield dataclasses.replace(each, field=f"{f.name}.{each.field}")
        elif isinstance(raw, str) and plain_type(hints[f.name])[0] is str:
            what = text_type(f)
            if what is not None and looks_changed(what, raw):
                yield Rewritten(f.name, raw.strip(), kept_form(what, raw))
