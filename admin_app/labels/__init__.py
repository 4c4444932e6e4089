"""Every word the program says of an identifier: Chinese source text through gettext.

One module a noun; this one joins them for those who ask.
"""

from __future__ import annotations

from admin_app.labels.columns import LIST_HINTS, SHARED
from admin_app.labels.lookup import (
    ACTIONS,
    COLUMNS,
    ENTITIES,
    FACTS,
    FIELDS,
    RECORD_ACTIONS,
    SENTENCES,
    WORDS,
    action_title,
    field_label,
    input_label,
    requested_title,
    sentence,
    word,
)
from admin_app.labels.page_words import PAGES
from admin_app.labels.words import ActionWords


def column_label(table: str, column: str) -> str:
    """The heading of a column. Raises KeyError for one without a word."""
    found = COLUMNS.get((table, column))
    return str(SHARED[column] if found is None else found)


__all__ = [
    "ACTIONS",
    "COLUMNS",
    "ENTITIES",
    "FACTS",
    "FIELDS",
    "LIST_HINTS",
    "PAGES",
    "RECORD_ACTIONS",
    "SENTENCES",
    "SHARED",
    "WORDS",
    "ActionWords",
    "action_title",
    "column_label",
    "field_label",
    "input_label",
    "requested_title",
    "sentence",
    "word",
]
