"""Kinds of values that only fields of the offices' own have: decimals, links, several words."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import Numeric

from admin_app.values.figures import NumberKind
from admin_app.values.kind import Cell, Schema, TableColumn, ValueKind, Written, registered
from admin_app.values.texts import TextKind
from admin_app.values.words import written_word
from models.definitions.field_spec import FieldSpec, spec_of
from models.definitions.field_types import LinkText, SeveralWords
from models.definitions.web_address import is_web_address


class DecimalKind(NumberKind):
    """A decimal, exact to its places."""

    number_format = "#,##0.####"

    def html(self, value: Decimal | None) -> Written:
        """As `1,234.5`, without noughts at the end."""
        return "" if value is None else f"{value.normalize():,f}"

    def cell(self, value: Decimal | None) -> Cell:
        """The number."""
        return value

    def json(self, value: Decimal) -> str:
        """As a text, which loses nothing."""
        return f"{value.normalize():f}"

    def schema(self, source: TableColumn) -> Schema:
        """A decimal as a text."""
        return {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}

    def parse(self, source: TableColumn, stored: object) -> object:
        """From what the row stores."""
        return _spec(source).value_of(stored)


class LinkKind(TextKind):
    """The address of a page, which opens in a window of its own."""

    def html(self, value: str | None) -> Written:
        """A link; what is no address is only text."""
        if value is None or not is_web_address(value):
            return value or ""
        return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(
            value
        )

    def schema(self, source: TableColumn) -> Schema:
        """An address."""
        return {"type": "string", "format": "uri"}


class SeveralKind(ValueKind):
    """Several words of one list."""

    def html(self, value: tuple[StrEnum, ...] | None) -> Written:
        """The words, in the order of the list."""
        return "" if value is None else escape(_("、")).join(written_word(each) for each in value)

    def json(self, value: tuple[StrEnum, ...]) -> list[str]:
        """The codes."""
        return [str(each) for each in value]

    def schema(self, source: TableColumn) -> Schema:
        """Some of the codes."""
        codes = [member.value for member in _spec(source).words]
        return {"type": "array", "items": {"type": "string", "enum": codes}}

    def parse(self, source: TableColumn, stored: object) -> object:
        """From what the row stores."""
        return _spec(source).value_of(stored)


def _spec(source: TableColumn) -> FieldSpec:
    spec = spec_of(source)
    assert spec is not None, "only definitions have columns of these types"
    return spec


registered(DecimalKind(), column_types=(Numeric,), value_types=(Decimal,))
registered(LinkKind(), column_types=(LinkText,))
registered(SeveralKind(), column_types=(SeveralWords,), value_types=(tuple,))
