"""What is asked of a filter: a word, several, a text, a key, or two ends; read and written back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

from admin_app.forms.office_choices import OWN
from admin_app.forms.row_id import row_id
from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.listing.multi_choice import AnyOf, read_choices
from admin_app.grid.spec import Filter, FilterKind, Grid
from admin_app.labels.list_fault import ListFault
from models.core.text_type import TextType, kept_form, text_type_of
from models.values.money import MoneyError, parse_yuan, plain_yuan
from models.values.number_range import PAPER_INVOICE_WIDTH
from models.values.typed_text import folded, with_plain_dashes

#: Digits of an electronic invoice's number, the longest of all.
_LONGEST_NUMBER = 20
#: Filters with two ends.
_RANGES = frozenset({FilterKind.DATES, FilterKind.MONEY, FilterKind.NUMBERS})
#: What a filter for empty or filled fields takes.
FILLED = ("yes", "no")
#: Digits of an office's code.
_LONGEST_CODE = 6
#: Filters that take digits alone.
_DIGITS = frozenset({FilterKind.OFFICE, FilterKind.KEY})


def parameters_of(f: Filter) -> tuple[str, ...]:
    """What a filter is called in an address: a range by its two ends."""
    if f.kind in _RANGES:
        return (f"{f.name}_from", f"{f.name}_to")
    return (f.name,)


def read_value(grid: Grid, f: Filter, args: MultiDict[str, str]) -> Any:
    """What is asked of a filter: a word, AnyOf several, a text, a pair; None: nothing.

    Raises BadListError.
    """
    if f.kind in _RANGES:
        ends = tuple(_end(f, name, args.get(name, "").strip()) for name in parameters_of(f))
        return None if ends == (None, None) else ends
    if f.kind is FilterKind.CHOICE:
        enum = grid.table.c[f.name].type.enum_class
        return read_choices(enum, f.name, args.getlist(f.name))
    raw = _plain(grid, f, args.get(f.name, ""))
    if not raw:
        return None
    if len(raw) > LONGEST_VALUE:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw[:LONGEST_VALUE])
    value = _READERS[f.kind](raw) if f.kind in _READERS else raw
    if value is None:
        raise BadListError(ListFault.BAD_VALUE, name=f.name, value=raw)
    return value


def _office(raw: str) -> str | None:
    """The code of an office or its beginning, alone or with those below it."""
    digits = raw.removesuffix(OWN)
    is_code = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_CODE
    return raw if is_code else None


#: What a filter's text means; None where it means nothing.
_READERS: dict[FilterKind, Callable[[str], int | str | None]] = {
    FilterKind.FILLED: lambda raw: raw if raw in FILLED else None,
    FilterKind.OFFICE: _office,
    FilterKind.KEY: row_id,
}


def _plain(grid: Grid, f: Filter, raw: str) -> str:
    """The value in the form its column is kept in; words of our own as they are."""
    column = grid.table.c.get(f.name)
    kind = text_type_of(column) if column is not None else None
    if f.kind in _DIGITS:
        return folded(raw).strip()
    return kept_form(kind or TextType.WORDS, raw)


def _end(f: Filter, name: str, raw: str) -> dt.date | int | str | None:
    if not raw:
        return None
    try:
        return _ENDS[f.kind](raw)
    except (ValueError, MoneyError) as error:
        raise BadListError(ListFault.BAD_VALUE, name=name, value=raw[:LONGEST_VALUE]) from error


def _number(raw: str) -> str:
    """A printed number in full width; its leading zeros need not be typed."""
    raw = kept_form(TextType.CODE, raw)
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= _LONGEST_NUMBER):
        raise ValueError(raw)
    return raw.zfill(PAPER_INVOICE_WIDTH)


_ENDS: dict[FilterKind, Callable[[str], Any]] = {
    FilterKind.DATES: lambda raw: dt.date.fromisoformat(with_plain_dashes(folded(raw))),
    FilterKind.MONEY: parse_yuan,
    FilterKind.NUMBERS: _number,
}


def value_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """The same back as parameters."""
    if isinstance(value, tuple):
        ends = zip((f"{name}_from", f"{name}_to"), value, strict=True)
        return [(key, _written(name, end)) for key, end in ends if end is not None]
    if isinstance(value, AnyOf):
        return [(name, word.value) for word in value.words]
    return [(name, str(value))]


def _written(name: str, value: Any) -> str:
    return plain_yuan(value) if name.endswith("_fen") else str(value)
