"""Reflection of an action's input dataclass: types, nested lines, kinds of text."""

from __future__ import annotations

import dataclasses
import types
import typing
from functools import cache

from models.core.text_type import TextType

if typing.TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Longest text of a field without a bound.
MAXIMUM_TEXT_LENGTH = 500
#: Extra length for pasted spaces, hyphens and invisible characters.
_ROOM = 40


@cache
def field_types(kind: type[DataclassInstance]) -> dict[str, type[object]]:
    """The resolved annotation of each field."""
    return typing.get_type_hints(kind)


def line_type(annotation: type[object]) -> type[DataclassInstance] | None:
    """The dataclass of a `tuple[Line, ...]` field, or None for a plain one."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple and dataclasses.is_dataclass(arguments[0]):
        return typing.cast("type[DataclassInstance]", arguments[0])
    return None


def plain_type(annotation: type[object]) -> tuple[type[object], bool]:
    """(type, whether it may be left empty) of an annotation such as `int | None`."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        return inner[0], True
    return annotation, False


def text_type(f: dataclasses.Field[object] | None) -> TextType | None:
    """The kind of text of a field; None for a secret, which is used as typed."""
    if f is None or not f.metadata:
        return TextType.WORDS
    if f.metadata.get("secret"):
        return None
    several = TextType.LINES if f.metadata.get("multiline") else TextType.WORDS
    return f.metadata.get("text") or several


def typed_length(longest: int | None) -> int:
    """How much may be typed into a field; its bound applies to the canonical form."""
    return (longest or MAXIMUM_TEXT_LENGTH) + _ROOM
