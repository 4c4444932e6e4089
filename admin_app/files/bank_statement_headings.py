"""Finds the row of headings of a bank statement, and maps each heading to a field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from admin_app.files.bank_profiles import (
    COMES_IN,
    DIRECTION_HEADING,
    GENERAL,
    GOES_OUT,
    LIKE_DIRECTION,
    MAY_BE_DIRECTION,
    MEMOS,
    PROFILES,
    Profile,
)
from admin_app.files.sheet_reader import SheetRow
from admin_app.labels.remittances.bank_statement import LineField
from models.remittances.bank_direction import LineDirection
from models.remittances.bank_identity import text_key

#: Rows above the headings: titles, the account, the period.
_MOST_TITLES: Final = 40
#: Least cells of a row of headings: a day, an amount and a name.
_FEWEST_HEADINGS: Final = 3
_BRACKETS = re.compile(r"[(\[{<【〔《]([^()\[\]{}<>【】〔〕《》]*)[)\]}>】〕》]")
_UNIT = re.compile(r"(?:/|:|-)?(?:单位:?)?(?:人民币)?(?:元|cny|rmb|¥)$")
_LATIN_BEHIND = re.compile(r"(?<=[^\x00-\x7f])/?[a-z][a-z.'/&#-]*$")
_LATIN_BEFORE = re.compile(r"^[a-z][a-z.'&#-]*/(?=[^\x00-\x7f])")
_NOT_WORDS = re.compile(r"\W|(?<=[a-z])(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])(?=[a-z])")
_IS_DIRECTION = re.compile(DIRECTION_HEADING)
_LOOKS_LIKE = re.compile(LIKE_DIRECTION)
_HAS_DIGIT = re.compile(r"\d")


def heading_key(text: str) -> str:
    """A heading without width, case, spaces, line breaks, asterisks and a trailing colon."""
    return text_key(text).replace("*", "").rstrip(":")


def _forms(text: str) -> list[str]:
    """The heading as it is, and without its unit, translation and brackets."""
    key = heading_key(text)
    bare = _UNIT.sub("", _BRACKETS.sub("", _UNIT.sub("", key)))
    single = _LATIN_BEFORE.sub("", _LATIN_BEHIND.sub("", bare))
    inner = [each for each in _BRACKETS.findall(key) if not single]
    return list(dict.fromkeys(form for form in (key, bare, single, *inner) if form))


def direction_of(text: str) -> LineDirection | None:
    """The direction given by a cell; None if it gives none."""
    key = text_key(text).replace("帐", "账")
    words = {key} if key in COMES_IN | GOES_OUT else set(filter(None, _NOT_WORDS.split(key)))
    if words and words <= COMES_IN:
        return LineDirection.IN
    return LineDirection.OUT if words and words <= GOES_OUT else None


def _field_of(
    text: str, names: Mapping[LineField, tuple[str, ...]]
) -> tuple[LineField, int] | None:
    """The field of a heading, and the rank of its name among that field's names."""
    for form in _forms(text):
        for field, known in names.items():
            if form in known:
                return _directed(text, field), known.index(form)
    is_direction = any(_IS_DIRECTION.fullmatch(form) for form in _forms(text))
    return (LineField.DIRECTION, 0) if is_direction else None


def _directed(text: str, field: LineField) -> LineField:
    """An amount with a direction in brackets is that of one side: 金额（支出）."""
    if field is not LineField.AMOUNT:
        return field
    ways = {direction_of(inner) for inner in _BRACKETS.findall(heading_key(text))}
    if LineDirection.OUT in ways:
        return LineField.DEBIT
    return LineField.CREDIT if LineDirection.IN in ways else field


def profile_of(headings: Sequence[str]) -> Profile:
    """The profile of a file, by headings that only that bank uses."""
    keys = {form for heading in headings for form in _forms(heading)}
    return next((each for each in PROFILES if each.marks <= keys), GENERAL)


def columns_of(headings: Sequence[str], profile: Profile) -> dict[LineField, int]:
    """The position of each field's column, by the profile first and then by the general names."""
    found: dict[LineField, tuple[int, int]] = {}
    for layer, names in enumerate((profile.columns, GENERAL.columns)):
        for place, heading in enumerate(headings):
            if any(place == taken for _, taken in found.values()):
                continue
            told = _field_of(heading, names)
            if told is None:
                continue
            field, rank = told
            best = found.get(field)
            if best is None or (layer * 100 + rank) < best[0]:
                found[field] = (layer * 100 + rank, place)
    return {field: place for field, (_, place) in found.items()}


def memo_places(headings: Sequence[str], taken: Mapping[LineField, int]) -> list[int]:
    """The text columns about the payment."""
    return [
        place
        for place, heading in enumerate(headings)
        if place not in taken.values() and set(_forms(heading)) & set(MEMOS)
    ]


def may_be_direction(heading: str) -> bool:
    """Whether the heading may be that of a direction column, depending on its cells."""
    forms = _forms(heading)
    return bool(set(forms) & set(MAY_BE_DIRECTION)) or any(map(_LOOKS_LIKE.fullmatch, forms))


def is_readable(columns: Mapping[LineField, int]) -> bool:
    """Whether the columns of day and income are known."""
    return LineField.DAY in columns and bool({LineField.CREDIT, LineField.AMOUNT} & set(columns))


def heading_place(rows: Sequence[SheetRow]) -> int | None:
    """The index of the row of headings: the first with day and income, or that looks like one."""
    rows = rows[:_MOST_TITLES]
    for place, row in enumerate(rows):
        if is_readable(columns_of(row.cells, profile_of(row.cells))):
            return place
    for place, row in enumerate(rows[:-1]):
        cells, below = list(filter(None, row.cells)), "".join(rows[place + 1].cells)
        is_text = len(cells) >= _FEWEST_HEADINGS and not any(map(_HAS_DIGIT.search, cells))
        if is_text and _HAS_DIGIT.search(below):
            return place
    return None
