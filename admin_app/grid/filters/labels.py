"""The labels (标签) of a record: any of one or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.filters.choice import MAXIMUM_VALUES
from admin_app.grid.filters.conditions import Condition, ReadSql, ReadValue
from admin_app.grid.filters.filter import FieldRequest, Filter, FilteredList, FilterField
from admin_app.labels.list_fault import ListFault
from admin_app.values.kind import Schema
from admin_app.values.labels import labels_of_request
from models.definitions.label import named_in, records_labelled
from models.definitions.own_words import known_language


@dataclass(frozen=True, slots=True)
class AnyLabel:
    """The labels asked for, each by its key or its name: a record has any of them."""

    asked: tuple[str, ...]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """As the parameters of an address."""
        return [(name, each) for each in self.asked]

    def __str__(self) -> str:
        return ",".join(self.asked)


@dataclass(frozen=True, slots=True)
class HasLabel(Condition):
    """A row has any of some labels; `attribute` is its key, `title` what labels are called."""

    entity: str
    asked: tuple[str, ...]
    title: str

    def where(self, read: ReadSql) -> ColumnElement[bool]:
        """Its key is among the records of the labels, which an index gives."""
        found: ColumnElement[bool] = read(self.attribute).in_(
            records_labelled(self.entity, self.asked)
        )
        return found

    def holds(self, read: ReadValue) -> bool:
        """Raises BadListError: what labels a row had is not kept with it."""
        raise BadListError(ListFault.PAST_UNJUDGED, name=self.title)


@dataclass(frozen=True)
class LabelFilter(Filter):
    """Any of some labels, each by its key or by its name in either language."""

    is_repeated: ClassVar[bool] = True
    is_kept: ClassVar[bool] = False

    def parse(self, listed: FilteredList, args: MultiDict[str, str]) -> AnyLabel | None:
        """The labels in a fixed order. Raises BadListError, also for one that the reader has not.

        A label that is unknown would find no rows, and nobody would know why.
        """
        given = args.getlist(self.name)
        if len(given) > MAXIMUM_VALUES:
            raise BadListError(ListFault.TOO_MANY_VALUES, name=self.name, maximum=MAXIMUM_VALUES)
        asked = sorted({raw.replace("\x00", "").strip()[:LONGEST_VALUE] for raw in given} - {""})
        known = labels_of_request() if asked else []
        if unknown := next((each for each in asked if not named_in(known, each)), None):
            raise self.bad_value(self.name, unknown)
        return AnyLabel(tuple(asked)) if asked else None

    @property
    def attributes(self) -> tuple[str, ...]:
        """The key of the row."""
        return ("id",)

    def compared(self, listed: FilteredList) -> Any:
        """The same: no column of the table holds labels."""
        return listed.model.id

    def condition(self, listed: FilteredList, value: AnyLabel) -> Condition:
        """The row has any of the labels."""
        return HasLabel("id", listed.entity_table, value.asked, self.title(listed))

    def field(self, asked: FieldRequest) -> FilterField | None:
        """A box for each label in use and each that is asked for; None where there is none."""
        chosen = self._chosen(asked.value)
        language = known_language(asked.session)
        offered = [
            (str(label.id), label.name_in(language), str(label.id) in chosen)
            for label in labels_of_request()
            if label.is_active or str(label.id) in chosen
        ]
        if not offered:
            return None
        label, facets_url = self.title(asked.listed), asked.facets_url()
        return FilterField(self.name, label, "choices", choices=offered, facets_url=facets_url)

    def _chosen(self, value: AnyLabel | None) -> frozenset[str]:
        """The keys of the labels asked for."""
        known = labels_of_request()
        asked = value.asked if value is not None else ()
        return frozenset(str(label.id) for each in asked for label in named_in(known, each))

    def describe(self, session: Session, listed: FilteredList, value: AnyLabel) -> str:
        """The names of the labels."""
        chosen, language = self._chosen(value), known_language(session)
        names = [each.name_in(language) for each in labels_of_request() if str(each.id) in chosen]
        return _(" 或 ").join(names)

    def facet_values(self, listed: FilteredList, named: str | None) -> Sequence[AnyLabel]:
        """The labels in use."""
        return [AnyLabel((str(label.id),)) for label in labels_of_request() if label.is_active]

    def schema(self, listed: FilteredList) -> Schema:
        """Some keys or names."""
        text = {"type": "string", "maxLength": LONGEST_VALUE}
        return {"type": "array", "items": text, "maxItems": MAXIMUM_VALUES}

    def description(self, listed: FilteredList) -> str:
        """That a key or a name is meant, and that one is enough."""
        return self.title(listed) + _("（编号或名称；可以重复，符合其一即可）")
