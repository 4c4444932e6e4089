"""The declaration of a view: columns, filters, named lists. Data only; the grid does the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.orm import Session

from actions.core.action import Action, Reach
from admin_app.grid.filters import Filter
from admin_app.labels import column_label, own_label
from admin_app.values.kind import TableColumn
from models.core.base import Base
from models.definitions.field_spec import FieldSpec
from models.users.user import Role

#: Everyone who works in an office; registrants see only what says so.
STAFF = frozenset(Role) - {Role.UNIT_USER, Role.SYSTEM}
EVERYONE = frozenset(Role) - {Role.SYSTEM}
#: Those who see money and sheets; a reviewer of names has no part in either (domain.md 4.5).
MONEY_STAFF = STAFF - {Role.REGISTRY_REVIEWER}
MONEY_EVERYONE = EVERYONE - {Role.REGISTRY_REVIEWER}


class Derived(StrEnum):
    """Computed displays of a column's value and the present day."""

    OFFICE_CLOCK = "office_clock"
    REGISTRY_CLOCK = "registry_clock"
    #: Why a charged order is not settled: by default it waits to be remitted.
    WAIT = "wait"


@dataclass(frozen=True)
class Column:
    """A column of a list: an attribute, or one step over a foreign key (`unit.name`).

    `office` means the name of the office whose code the row carries.
    """

    name: str
    wraps: bool = False
    #: The attribute its heading sorts by; by default its own, if it is never empty.
    sort: str | None = None
    #: Given the row, the select of one column: a value that stands further than one step away.
    found: Callable[[Any], Select[Any]] | None = None
    #: The parameters that `found` is run with, such as the day.
    parameters: Callable[[Session], Mapping[str, object]] | None = None
    #: Inline editable by those who may edit the record; only for independent texts.
    is_inline: bool = False
    #: Computed display by the present day; files and the API get the bare value.
    derived: Derived | None = None
    #: The stored attribute that stands in for a computed value in the list of a past day.
    stored: str | None = None
    #: Roles that read the list, but not this column.
    hidden_from: frozenset[Role] = frozenset()

    @cached_property
    def key(self) -> str:
        """The stable name in URLs, JSON and files."""
        return self.name.replace(".", "_")


@dataclass(frozen=True)
class Group:
    """A way to sum up a list: the attribute of one of its filters; of dates, their month."""

    attribute: str
    by_month: bool = False

    @property
    def key(self) -> str:
        """The stable name in URLs and JSON."""
        return f"{self.attribute}_month" if self.by_month else self.attribute


@dataclass(frozen=True)
class NamedList:
    """A list under the guide's own name: fixed values of one attribute, and a word on it."""

    key: str
    attribute: str
    values: tuple[StrEnum, ...]
    #: The columns it shows, when they are not the whole list's.
    columns: tuple[Column, ...] = ()
    #: Whether its rows wait for somebody: its tab says how many.
    is_work: bool = False
    #: The instant since when a row waits.
    since: str | None = None


@dataclass(frozen=True)
class Related:
    """Rows of another entity that belong to the record shown."""

    entity: str
    foreign_key: str
    columns: tuple[str, ...]
    #: Those of this named list only; None: all but the rows that stand apart.
    named: str | None = None


@dataclass(frozen=True)
class Followed:
    """Rows of another table whose changes are part of the record's history."""

    model: type[Base]
    #: The attribute that names the record, or the select of their keys, given the record's.
    through: str | Callable[[int], Select[Any]]
    #: The columns to report.
    columns: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The model's table."""
        return self.model.__table__

    def keys(self, record_id: int) -> Select[int]:
        """The keys of the record's rows."""
        model: Any = self.model
        if isinstance(self.through, str):
            return select(model.id).where(getattr(model, self.through) == record_id)
        return self.through(record_id)


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The view of one entity."""

    entity: str
    model: type[Base]

    # What Flask-Admin has too, under its names.

    column_list: tuple[Column, ...]
    column_filters: tuple[Filter, ...] = ()
    #: How words find rows: its own `search_text`, a number's beginning, or the words of its unit
    #: or office.
    column_searchable_list: tuple[str, ...] = ()
    #: What to type, in the search field; None: the list cannot be searched.
    search_placeholder: object = None
    #: Attributes a list may be sorted by at any size, each served by an index; others are
    #: offered while the rows are few.
    column_sortable_list: tuple[str, ...] = ("id",)
    column_default_sort: str = "-id"
    #: Keys of actions offered beside each row.
    column_extra_row_actions: tuple[str, ...] = ()
    #: Fields people may type; state, money and stock never stand here.
    form_columns: tuple[str, ...] = ()
    #: Where Flask-Admin has a truth value, here stand the roles and how far each reaches.
    can_edit: Mapping[Role, Reach] = field(default_factory=dict)
    can_create: Mapping[Role, Reach] = field(default_factory=dict)

    # What goes beyond Flask-Admin.

    readers: frozenset[Role] = STAFF
    #: Columns of the record page and of "all columns" in files, after those of the list.
    details_only_columns: tuple[Column, ...] = ()
    #: The groupings of the list, and the columns to sum.
    groups: tuple[Group, ...] = ()
    sums: tuple[str, ...] = ()
    lists: tuple[NamedList, ...] = ()
    #: Whether an office's list has its own rows only, and not those of offices below.
    is_own: bool = False
    #: Key of the named list whose rows stand in it alone: no other list shows them.
    apart: str | None = None
    #: Attributes by which 批量查找 finds rows exactly, each served by an index.
    pasted: tuple[str, ...] = ()
    #: The action that starts a new record here: one that ticks no rows, or one on the own office.
    start: str | None = None
    related: tuple[Related, ...] = ()
    #: Pages about one record: what leads there is called, and the endpoint that takes its `id`.
    pages: tuple[tuple[object, str], ...] = ()
    #: What the guide calls the pane on the right that holds a list's buttons; None: they stand
    #: above the list.
    pane: object = None
    followed: tuple[Followed, ...] = ()
    #: The endpoint of a page that shows a row better than its columns do.
    page: str | None = None
    #: The column whose word stands beside the record's title: the status, where there is one.
    state: str | None = None
    #: Further columns whose words stand there, where they have a value.
    also: tuple[str, ...] = ()
    #: The column whose value stands in the cell of the first column, behind the row's name.
    beside_name: Column | None = None
    #: The fields that offices defined, as the reader sees them (`grid.own_fields`).
    own: tuple[FieldSpec, ...] = ()
    #: Those of them that the reader may edit.
    own_form: tuple[FieldSpec, ...] = ()

    #: What the list is called, where offices named it and no label of ours.
    title: str | None = None
    #: Attributes that all its rows have in common, with their value: the list is a part of a table.
    only: tuple[tuple[str, object], ...] = ()
    #: Columns that this list reads as another type than their table says, by name.
    read_as: Mapping[str, TableColumn] = field(default_factory=dict)
    #: The entity by which pages of any record know its rows, where it is not the list's.
    record_entity: str | None = None
    #: What reports call the list, where it is not its name.
    asked_as: str | None = None
    #: The actions behind the forms of a new and of a stored record, where they are not generated.
    creation: Action[Any, Any, Any] | None = None
    edition: Action[Any, Any, Any] | None = None

    @cached_property
    def own_by_name(self) -> dict[str, FieldSpec]:
        """The fields of the offices' own by their names."""
        return {spec.name: spec for spec in self.own}

    @cached_property
    def own_searched(self) -> tuple[FieldSpec, ...]:
        """Those of them whose words find rows."""
        return tuple(spec for spec in self.own if spec.is_searchable)

    def source(self, name: str) -> TableColumn:
        """What is known of an attribute's values: the table's column, or a definition's.

        Raises KeyError.
        """
        spec = self.own_by_name.get(name)
        if spec is None:
            return self.read_as[name] if name in self.read_as else self.table.c[name]
        return spec.column

    @property
    def criteria(self) -> list[ColumnElement[bool]]:
        """What `only` asks of a row, in SQL."""
        model: Any = self.model
        return [getattr(model, name) == value for name, value in self.only]

    def label_of(self, name: str) -> str:
        """What an attribute is called. Raises KeyError for one without a word."""
        spec = self.own_by_name.get(name)
        return column_label(self.entity_table, name) if spec is None else own_label(spec)

    @cached_property
    def column_details_list(self) -> tuple[Column, ...]:
        """The list's columns, then the others; as in Flask-Admin, what the record page shows."""
        return (*self.column_list, *self.details_only_columns)

    @cached_property
    def choosable(self) -> dict[str, Column]:
        """Every column a reader may have a list show, by its stable key."""
        every = (*self.column_details_list, *chain(*(named.columns for named in self.lists)))
        found: dict[str, Column] = {}
        for column in every:
            found.setdefault(column.key, column)
        return found

    @cached_property
    def named_lists(self) -> dict[str, NamedList]:
        """The named lists by key."""
        return {named.key: named for named in self.lists}

    @cached_property
    def grouped_by(self) -> dict[str, Group]:
        """The groups by key."""
        return {group.key: group for group in self.groups}

    @cached_property
    def list_apart(self) -> NamedList | None:
        """The named list whose rows no other list shows."""
        return self.named_lists[self.apart] if self.apart else None

    @cached_property
    def sortable(self) -> frozenset[str]:
        """Attributes a list may be sorted by: indexed ones, and columns that are never empty."""
        own = self.table.c
        columns = chain(self.column_list, *(named.columns for named in self.lists))
        shown = (c.sort or c.name for c in columns)
        return frozenset(
            {
                *self.column_sortable_list,
                *(n for n in shown if n in own and not own[n].nullable),
                *(spec.name for spec in self.own if spec.is_sortable),
            }
        )

    @cached_property
    def entity_table(self) -> str:
        """The table's name: under it labels know its columns."""
        name: str = self.model.__tablename__
        return name

    @cached_property
    def table(self) -> Table:  # Table, as the mapper types it loosely
        """The model's table."""
        return self.model.__table__
