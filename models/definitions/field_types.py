"""The column types of fields of the offices' own that no built-in column has."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Enum, String
from sqlalchemy.types import TypeDecorator

from models.definitions.chosen_words import OwnWord


class LinkText(TypeDecorator[str]):
    """The address of a page."""

    impl = String
    cache_ok = True


class SeveralWords(TypeDecorator[tuple[StrEnum, ...]]):
    """Several words of one list."""

    impl = String
    cache_ok = True

    def __init__(self, enum_class: type[OwnWord]) -> None:
        super().__init__()
        self.enum_class = enum_class


def enum_type(words: type[StrEnum]) -> Enum:
    """The column type of an enum that no CHECK holds."""
    return Enum(
        words,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
    )
