"""The labels of a record: their names in one text, drawn as coloured chips."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g
from markupsafe import Markup

from admin_app.values.chips import chip
from admin_app.values.kind import Schema, TableColumn, ValueKind, Written, registered
from models.core.base import db
from models.definitions.label import Label, LabelColour, labels_known
from models.definitions.own_words import SEPARATOR, known_language

#: Chips stand apart by themselves; the separator is for those who hear or copy the page.
_BETWEEN = Markup("<span class=visually-hidden>、</span>")


class LabelsKind(ValueKind):
    """Names of labels, one after the other."""

    is_repeated = True

    def html(self, value: str | None) -> Written:
        """A chip for each, in its colour."""
        if not value:
            return ""
        colours = _colours()
        chips = (chip(name, colours.get(name)) for name in value.split(SEPARATOR))
        return _BETWEEN.join(chips)

    def cell(self, value: str | None) -> str:
        """The names."""
        return value or ""

    def json(self, value: str) -> list[str]:
        """The names."""
        return value.split(SEPARATOR)

    def schema(self, source: TableColumn) -> Schema:
        """Names of labels."""
        return {"type": "array", "items": {"type": "string"}}


def labels_of_request() -> list[Label]:
    """Every label that the reader sees, loaded once a request."""
    found: list[Label] | None = g.get("labels")
    if found is None:
        found = g.labels = list(labels_known(db.session()))
    return found


def _colours() -> Mapping[str, LabelColour]:
    language = known_language(db.session())
    return {label.name_in(language): label.colour for label in labels_of_request()}


registered(LabelsKind(), names=("labels",))
