"""The base class of filters."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import LONGEST_VALUE, BadListError
from admin_app.grid.filters.conditions import (
    EQUALITY,
    Condition,
    Contains,
    Either,
    IsShown,
    Not,
    Operand,
    Operator,
)
from admin_app.grid.filters.own_index import is_amount, met_own, own_past, where_own
from admin_app.labels.list_fault import ListFault
from admin_app.values.kind import Schema, TableColumn
from models.core.text_type import TextType, kept_form, text_type_of
from models.definitions.field_spec import FieldSpec
from models.reports.row_history import UNKNOWN, Values
from models.users.user import Role
from models.values.money import plain_yuan


class FilteredList(Protocol):
    """What a filter knows of its list."""

    @property
    def model(self) -> Any:
        """The model of its rows."""

    @property
    def table(self) -> Any:
        """The model's table."""

    @property
    def entity_table(self) -> str:
        """The table's name."""

    def source(self, name: str) -> TableColumn:
        """What is known of an attribute's values."""

    def label_of(self, name: str) -> str:
        """What an attribute is called."""

    @property
    def own_by_name(self) -> Mapping[str, FieldSpec]:
        """The fields of the offices' own by their names."""

    @property
    def list_apart(self) -> Any:
        """The named list whose rows no other list shows, or None."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter as the template draws it: `kind` is the field it takes."""

    name: str
    label: str
    kind: str
    value: Any = None
    #: (value, label, is chosen).
    choices: Sequence[tuple[str, str, bool]] = ()
    #: (label, url) of the values asked for most.
    presets: Sequence[tuple[str, str]] = ()
    #: Where the rows of each choice are counted.
    facets_url: str | None = None


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """The list that a field is drawn for."""

    session: Session
    listed: FilteredList
    #: Key of the named list shown.
    named: str | None
    #: What is asked of the filter now.
    value: Any
    today: dt.date
    #: The address of the list with another value asked of the filter.
    url_of: Callable[[Any], str]
    facets_url: Callable[[], str]


@dataclass(frozen=True)
class ShownColumn:
    """The column of a list that a filter was made for."""

    #: The column of a table that it shows.
    source: TableColumn
    title: Callable[[], str]
    #: The parameters that its select is run with.
    parameters: Callable[[Session], Mapping[str, object]] | None = None


@dataclass(frozen=True)
class Filter(ABC):
    """A condition under a stable name in the URL: an attribute of the model."""

    name: str
    #: The label's column, when it is another (due_on is labelled 到期时间 like expires_on).
    label: str | None = None
    #: It leaves so few rows that they are found first and put in order then.
    is_rare: bool = False
    #: What is compared, where it is more than the attribute itself.
    of: Callable[[], ColumnElement[Any]] | None = None
    #: The rows that may match a value, where an index finds them: others never do.
    among: Callable[[Any], ColumnElement[bool]] | None = None
    #: The column it was made for; None: a filter that the view declares, which an index serves.
    shown: ShownColumn | None = None
    #: Roles that read the list, but may not ask for this.
    hidden_from: frozenset[Role] = frozenset()

    #: Whether it says whose rows a list is of: it holds even where one condition is enough.
    narrows: ClassVar[bool] = False
    #: Whether people type it; others are led to it by links.
    is_typed: ClassVar[bool] = True
    #: Whether a past row was kept with what it compares.
    is_kept: ClassVar[bool] = True
    #: Whether its parameter may be repeated.
    is_repeated: ClassVar[bool] = False
    #: How conditions of several parts may compare it.
    operators: ClassVar[tuple[Operator, ...]] = EQUALITY

    @abstractmethod
    def condition(self, listed: FilteredList, value: Any) -> Condition:
        """What a value asks of a row."""

    @abstractmethod
    def schema(self, listed: FilteredList) -> Schema:
        """The JSON Schema of a parameter."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it is called in an address."""
        return (self.name,)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes of a row that its condition is judged on."""
        return (self.name,)

    def parse(self, listed: FilteredList, args: MultiDict[str, str]) -> Any:
        """What an address asks of it; None: nothing. Raises BadListError."""
        raw = self.stored_form(listed, args.get(self.name, ""))
        if not raw:
            return None
        value = self.parse_text(raw) if len(raw) <= LONGEST_VALUE else None
        if value is None:
            raise self.bad_value(self.name, raw)
        return value

    def parse_operand(self, listed: FilteredList, raw: str) -> Operand:
        """One value that a condition compares with. Raises BadListError."""
        value = self.parse(listed, MultiDict({self.name: raw}))
        if value is None:
            raise self.bad_value(self.name, raw)
        return value

    def compare(
        self, listed: FilteredList, operator: Operator, operands: Sequence[Operand]
    ) -> Condition:
        """The condition that an operator asks of a row, with the days resolved."""
        if operator in {Operator.IS, Operator.IS_NOT}:
            found = Either(self.name, [self.equal(listed, each) for each in operands])
            return Not(self.name, found) if operator is Operator.IS_NOT else found
        if operator in {Operator.FILLED, Operator.EMPTY}:
            filled = IsShown(self.name)
            return Not(self.name, filled) if operator is Operator.EMPTY else filled
        (words,) = operands
        found = Contains(self.name, words, is_start=operator is Operator.STARTS)
        return Not(self.name, found) if operator is Operator.NOT_CONTAINS else found

    def equal(self, listed: FilteredList, operand: Operand) -> Condition:
        """The row has just this value."""
        return self.condition(listed, operand)

    def describe_operand(self, session: Session, listed: FilteredList, operand: Operand) -> str:
        """One value that a condition compares with, in words."""
        return self.describe(session, listed, operand)

    def resolved(self, value: Operand, today: Callable[[], dt.date]) -> Operand:
        """The value with its relative days as dates."""
        return value

    def source(self, listed: FilteredList) -> TableColumn | None:
        """The column of a table that it is about; None for what is computed."""
        if self.name not in listed.own_by_name and self.shown is not None:
            return self.shown.source
        try:
            return listed.source(self.name)
        except KeyError:
            return None

    def parse_text(self, raw: str) -> Any:
        """The value of a text; None where it means nothing."""
        return raw

    def stored_form(self, listed: FilteredList, raw: str) -> str:
        """The text in the form its column keeps; words of our own as they are."""
        column = self.source(listed)
        kind = text_type_of(column) if column is not None else None
        return kept_form(kind or TextType.WORDS, raw)

    @staticmethod
    def bad_value(name: str, raw: str) -> BadListError:
        """The refusal of a value that means nothing."""
        return BadListError(ListFault.BAD_VALUE, name=name, value=raw[:LONGEST_VALUE])

    def field(self, asked: FieldRequest) -> FilterField | None:
        """Its field in the query bar; None where it has none."""
        return FilterField(self.name, self.title(asked.listed), "text", asked.value or "")

    def describe(self, session: Session, listed: FilteredList, value: Any) -> str:
        """A value in words."""
        return str(value)

    def facet_values(self, listed: FilteredList, named: str | None) -> Sequence[Any]:
        """The values whose rows are counted one by one, in a list of this name."""
        return ()

    def title(self, listed: FilteredList) -> str:
        """What it is called."""
        if self.shown is not None:
            return self.shown.title()
        return listed.label_of(self.label or self.name)

    def description(self, listed: FilteredList) -> str:
        """What the API's description says of it."""
        return self.title(listed)

    def compared(self, listed: FilteredList) -> Any:
        """What the condition compares, in SQL."""
        if self.name in listed.own_by_name:
            return listed.source(self.name)
        return getattr(listed.model, self.name) if self.of is None else self.of()

    def where(
        self, listed: FilteredList, value: Any, *, is_tested: bool = False
    ) -> ColumnElement[bool]:
        """Its condition in SQL; with `is_tested` for rows that are read in order and tested."""
        condition = self.condition(listed, value)
        if (spec := listed.own_by_name.get(self.name)) is not None:
            return where_own(spec, listed.model, condition, is_tested=is_tested)
        met = self.met(listed, condition)
        return met if self.among is None else self.among(value) & met

    def met(self, listed: FilteredList, condition: Condition) -> ColumnElement[bool]:
        """A condition on what it compares, in SQL."""
        if (spec := listed.own_by_name.get(self.name)) is not None:
            return met_own(spec, listed.model, condition)

        def _read(name: str) -> Any:
            return self.compared(listed) if name == self.name else getattr(listed.model, name)

        return condition.where(_read)

    def holds(self, listed: FilteredList, value: Any, values: Values) -> bool:
        """Whether a past row met it. Raises BadListError for a value that was not kept."""
        return self.held(listed, self.condition(listed, value), values)

    def held(self, listed: FilteredList, condition: Condition, values: Values) -> bool:
        """Whether a past row met a condition on what it compares. Raises BadListError."""

        def _read(name: str) -> Any:
            # What hangs on other rows too was not kept with this one.
            spec = listed.own_by_name.get(name)
            found = own_past(spec, values) if spec else values[name] if self.of is None else UNKNOWN
            if found is UNKNOWN:
                raise BadListError(ListFault.PAST_UNJUDGED, name=self.title(listed))
            return found

        return condition.holds(_read)


def value_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """A value back as the parameters of an address; one of several parts has `pairs`."""
    if isinstance(value, tuple):
        ends = zip((f"{name}_from", f"{name}_to"), value, strict=True)
        write = plain_yuan if is_amount(name) else str
        return [(key, write(end)) for key, end in ends if end is not None]
    if hasattr(value, "pairs"):
        pairs: list[tuple[str, str]] = value.pairs(name)
        return pairs
    return [(name, str(value))]
