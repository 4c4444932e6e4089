"""Labels and messages of all identifiers: Chinese source text through gettext.

A module below has any of the tables that `lookup` joins: ACTIONS, FIELDS, SENTENCES, FACTS, WORDS,
COLUMNS, ENTITIES … It is found by being there, and no key may stand in two of them.
"""

from __future__ import annotations

from admin_app.labels.lookup import (
    ACTIONS,
    COLUMNS,
    ENTITIES,
    FACTS,
    FIELDS,
    LIST_HINTS,
    PAGES,
    RECORD_ACTIONS,
    SENTENCES,
    SHARED,
    WORDS,
    action_title,
    fact_label,
    field_label,
    input_label,
    own_field,
    own_label,
    own_text_said,
    requested_title,
    sentence,
    week_in_words,
    word,
    work_title,
)
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
    "fact_label",
    "field_label",
    "input_label",
    "own_field",
    "own_label",
    "own_text_said",
    "requested_title",
    "sentence",
    "week_in_words",
    "word",
    "work_title",
]
