"""Finds the row of headings of a sheet to import, and what each of its columns means.

Headings of the templates and of our own exports are certain, in every language; other usual words
for the same are suggestions, which a person confirms once for their office.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from flask_babel import force_locale

from actions.core.records.editable import EDITABLE_OF
from admin_app.files.bank_statement_headings import heading_key
from admin_app.files.import_synonyms import USUAL_HEADINGS
from admin_app.files.sheet_reader import SheetRow, Worksheet
from admin_app.labels import column_label, word
from models.definitions.chosen_words import field_words
from models.definitions.field_spec import FieldSpec
from models.imports.sheet import FIELDS_OF, ImportField, ImportKind, missing_fields
from models.values.language import Language

#: Rows above the headings: titles, notes, the date.
_MOST_TITLES: Final = 40
#: Least cells of a row that looks like headings when none is known.
_FEWEST_HEADINGS: Final = 2
_BRACKETS = re.compile(r"[(\[{<【〔《][^()\[\]{}<>【】〔〕《》]*[)\]}>】〕》]")
#: Fields whose heading in exports is that of another column: (table, column).
_EXPORTED: dict[ImportKind, dict[tuple[str, str], ImportField]] = {
    ImportKind.UNITS: {},
    ImportKind.DOMAINS: {
        ("domain", "unit_id"): ImportField.NAME,
        ("domain", "state"): ImportField.DOMAIN_STATE,
    },
    ImportKind.MAILING_ADDRESSES: {},
    ImportKind.USERS: {},
}


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a file, and what it means."""

    place: int
    heading: str
    #: An ImportField, or the word of a field that an office defined.
    field: StrEnum | None = None
    #: The column of the list that an export shows under this heading, when it is no field.
    shown: str | None = None
    #: Whether nobody needs to be asked.
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class HeadedSheet:
    """A worksheet split at its row of headings."""

    worksheet: Worksheet
    #: The number of the row of headings in the file.
    number: int
    columns: tuple[ReadColumn, ...]
    rows: tuple[SheetRow, ...]

    @property
    def fields(self) -> tuple[ImportField, ...]:
        """The built-in fields that have a column."""
        found = (column.field for column in self.columns)
        return tuple(field for field in found if isinstance(field, ImportField))

    @property
    def is_certain(self) -> bool:
        """Whether every column that has a heading is understood without asking."""
        return all(column.is_certain or not column.heading for column in self.columns)


#: The fields that offices defined, of those that the uploader fills in.
Own = tuple[FieldSpec, ...]


def choices_of(kind: ImportKind, own: Own = ()) -> list[StrEnum]:
    """The fields that a column of the kind's sheets may stand for."""
    about = [ImportField.RECORD_ID, ImportField.RECORD_VERSION]
    return [*about, *FIELDS_OF[kind], *field_words(own)]


def forms_of(heading: str) -> tuple[str, ...]:
    """A heading as it is compared, without width, case, blanks and asterisks; then without what
    stands in brackets.
    """
    key = heading_key(heading)
    return (key, bare) if (bare := _BRACKETS.sub("", key).rstrip(":")) else (key,)


@lru_cache(maxsize=256)
def _certain(kind: ImportKind, own: Own) -> dict[str, StrEnum]:
    """Heading → field of templates and of our exports, in all languages."""
    table = EDITABLE_OF[kind].model.__tablename__
    known: dict[str, StrEnum] = {}
    for language in Language:
        with force_locale(language):
            exported = {**_EXPORTED[kind], **dict(_own_columns(kind, table))}
            known |= {heading_key(column_label(*place)): f for place, f in exported.items()}
            known |= {heading_key(word(field)): field for field in choices_of(kind, own)}
    return known


def _own_columns(kind: ImportKind, table: str) -> Iterator[tuple[tuple[str, str], ImportField]]:
    """The columns of the list that are fields of its sheets under another heading."""
    editable = EDITABLE_OF[kind]
    columns = editable.model.__table__.c
    for field in FIELDS_OF[kind]:
        column = editable.attribute(field)
        if column in columns:
            yield (table, column), field


def is_ours(kind: ImportKind, heading: str, own: Own = ()) -> bool:
    """Whether templates or exports of ours have the heading."""
    return any(form in _certain(kind, own) for form in forms_of(heading))


@cache
def _suggested(kind: ImportKind) -> dict[str, StrEnum]:
    """Heading → field, of other usual words."""
    return {
        heading_key(heading): field
        for field in reversed(choices_of(kind))
        for heading in USUAL_HEADINGS.get(field, ())  # type: ignore[call-overload]
    }


def read_columns(
    kind: ImportKind,
    headings: Sequence[str],
    remembered: Mapping[str, str | None],
    shown: Mapping[str, str],
    own: Own = (),
) -> tuple[ReadColumn, ...]:
    """What each column means; a field is given to one column only.

    `remembered` and `shown` are by `heading_key`: what the office said before, and the columns of
    the list that exports have.
    """
    words = {field.value: field for field in choices_of(kind, own)}
    certain: dict[str, StrEnum | None] = {
        # A field that was retired since is not remembered any more.
        **{
            form: words[code] if code else None
            for form, code in remembered.items()
            if not code or code in words
        },
        **_certain(kind, own),
    }
    taken: set[StrEnum] = set()
    found: dict[int, ReadColumn] = {}
    for place, heading in enumerate(headings):
        for form in forms_of(heading):
            field = certain.get(form)
            if field is not None and field not in taken:
                taken.add(field)
                found[place] = ReadColumn(place, heading, field, is_certain=True)
            elif field is None and (form in certain or form in shown):
                found[place] = ReadColumn(place, heading, None, shown.get(form), is_certain=True)
            if place in found:
                break
    for place, heading in enumerate(headings):
        if place not in found:
            usual = (_suggested(kind).get(form) for form in forms_of(heading))
            field = next((each for each in usual if each and each not in taken), None)
            taken |= {field} if field is not None else set()
            found[place] = ReadColumn(place, heading, field)
    return tuple(found[place] for place in range(len(headings)))


def headed(
    kind: ImportKind,
    worksheet: Worksheet,
    remembered: Mapping[str, str | None],
    shown: Mapping[str, str],
    number: int | None = None,
    own: Own = (),
) -> HeadedSheet | None:
    """The worksheet split at its headings, or at the row of that number; None: it is empty."""
    rows = worksheet.rows
    if not rows:
        return None

    def columns(row: SheetRow) -> tuple[ReadColumn, ...]:
        return read_columns(kind, row.cells, remembered, shown, own)

    place = next((at for at, row in enumerate(rows) if row.number == number), None)
    if place is None:
        place = _heading_place(kind, [columns(row) for row in rows[:_MOST_TITLES]], rows)
    width = max(len(row.cells) for row in rows[place:])
    heading = SheetRow(rows[place].number, (*rows[place].cells, *("",) * width)[:width])
    below = tuple(row for row in rows[place + 1 :] if row.cells != rows[place].cells)
    filled = tuple(_filled_down(worksheet, below))
    return HeadedSheet(worksheet, heading.number, columns(heading), filled)


def _heading_place(
    kind: ImportKind, read: Sequence[Sequence[ReadColumn]], rows: Sequence[SheetRow]
) -> int:
    """The first row with all needed fields; else the one with most; else the first with texts."""
    fields = [[c.field for c in columns if c.field is not None] for columns in read]
    for at, found in enumerate(fields):
        if found and not missing_fields(kind, found):
            return at
    most = max(len(found) for found in fields)
    if most >= _FEWEST_HEADINGS:
        return next(at for at, found in enumerate(fields) if len(found) == most)
    filled = [sum(map(bool, row.cells)) for row in rows[: len(read)]]
    return next((at for at, count in enumerate(filled) if count >= _FEWEST_HEADINGS), 0)


def _filled_down(worksheet: Worksheet, rows: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """The rows with the text of each merged cell in every row that it covers."""
    numbers: Collection[int] = {row.number for row in rows}
    last = max(numbers, default=0)
    texts = {row.number: row.cells for row in rows}
    filled: dict[int, dict[int, str]] = {}
    # Ranges never overlap, so more cells than there are come from a file that lies.
    left = 100 * len(numbers)
    for top, column, bottom, _right in worksheet.merged:
        source = texts.get(top, ())
        text = source[column] if column < len(source) else ""
        for number in range(top + 1, min(bottom, last) + 1) if text else ():
            left -= 1
            if number in numbers and left >= 0:
                filled.setdefault(number, {})[column] = text
    for row in rows:
        if row.number not in filled:
            yield row
            continue
        width = max(len(row.cells), 1 + max(filled[row.number]))
        cells = list((*row.cells, *("",) * width)[:width])
        for column, text in filled[row.number].items():
            cells[column] = cells[column] or text
        yield SheetRow(row.number, tuple(cells))
