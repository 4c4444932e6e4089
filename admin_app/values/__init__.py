"""How a value is written: on a page, in a CSV file, in a workbook, in the API and its description.

One class a kind of value, found by the column or by the value itself; nothing else knows them.
"""

from __future__ import annotations

from admin_app.values.days import DAY, INSTANT, WEEK
from admin_app.values.facts import is_figure, kind_of_fact, written, written_fact
from admin_app.values.figures import MONEY, NUMBER, SHARE
from admin_app.values.kind import (
    ValueKind,
    Written,
    kind_of,
    kind_of_value,
    plain,
    registered,
)
from admin_app.values.texts import LONG_TEXT, TEXT
from admin_app.values.words import STATE, WORD, badge

# Columns find these by name or type, so nobody asks for them.
from admin_app.values import happenings, labels, named, own  # isort: skip

__all__ = [
    "DAY",
    "INSTANT",
    "LONG_TEXT",
    "MONEY",
    "NUMBER",
    "SHARE",
    "STATE",
    "TEXT",
    "WEEK",
    "WORD",
    "ValueKind",
    "Written",
    "badge",
    "happenings",
    "is_figure",
    "kind_of",
    "kind_of_fact",
    "kind_of_value",
    "labels",
    "named",
    "own",
    "plain",
    "registered",
    "written",
    "written_fact",
]
