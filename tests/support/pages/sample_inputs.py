"""The least lawful input of any action, as people type it: for tests that try every action."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from enum import StrEnum
from typing import Any

from actions.core.input_parsing import field_types, line_type, plain_type, text_type
from models.core.text_type import TextType
from models.values.money import plain_yuan

#: What is read by rules of its own; any other text may be 甲.
_TEXTS = {TextType.EMAIL: "someone@unit.example", TextType.PHONE: "0941-3621234"}


def sample_input(kind: type[Any]) -> dict[str, Any]:
    """A text for each field that must be typed; one line where there are lines."""
    hints = field_types(kind)
    return {
        f.name: sample
        for f in dataclasses.fields(kind)
        if (sample := _sample(f, hints[f.name])) is not None
    }


def _sample(f: dataclasses.Field[Any], annotation: Any) -> Any:
    if (line := line_type(annotation)) is not None:
        return [sample_input(line)]
    wanted, is_optional = plain_type(annotation)
    if is_optional or f.default is not dataclasses.MISSING:
        return None
    if typing.get_origin(wanted) is tuple:
        return [next(iter(typing.get_args(wanted)[0])).value]
    return _single(f, wanted)


def _single(f: dataclasses.Field[Any], wanted: type[Any]) -> str | bool:
    if issubclass(wanted, bool):
        return False
    if issubclass(wanted, StrEnum):
        return next(iter(wanted)).value
    if issubclass(wanted, int):
        least = f.metadata.get("minimum") or 1
        return plain_yuan(least) if f.metadata.get("fen") else str(least)
    if issubclass(wanted, dt.date):
        return "2026-06-01"
    return _TEXTS.get(text_type(f), "甲")
