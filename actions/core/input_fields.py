"""What the dataclass of an action's input says of its fields: types, lines, kinds of text."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache
from typing import Any

from models.core.text_type import TextType

#: Longest text of a field that sets no bound of its own.
MAXIMUM_TEXT_LENGTH = 500
#: Room to type what is left out of a pasted text: blanks, hyphens, the unseen.
_ROOM = 40


@cache
def field_types(kind: type[Any]) -> dict[str, Any]:
    """The resolved annotation of each field."""
    return typing.get_type_hints(kind)


def line_type(annotation: Any) -> type[Any] | None:  # noqa: ANN401
    """The dataclass of a `tuple[Line, ...]` field, or None for a plain one."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and dataclasses.is_dataclass(arguments[0]):
        return typing.cast("type[Any]", arguments[0])
    return None


def plain_type(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401
    """(type, whether it may be left empty) of an annotation such as `int | None`."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return inner[0], True
    return annotation, False


def text_type(f: dataclasses.Field[Any] | None) -> TextType | None:
    """What the text of a field is; None: a secret, which is taken as it was typed."""
    if f is None or not f.metadata:
        return TextType.WORDS
    if f.metadata.get("secret"):
        return None
    several = TextType.LINES if f.metadata.get("multiline") else TextType.WORDS
    return f.metadata.get("text") or several


def typed_length(longest: int | None) -> int:
    """How much may be typed into a field; its bound is judged on what is kept of that."""
    return (longest or MAXIMUM_TEXT_LENGTH) + _ROOM
