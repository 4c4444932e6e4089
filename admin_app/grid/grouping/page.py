"""A grouped list, for its page and its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from flask_babel import gettext as _

from admin_app.forms.office_choices import OWN, office_names, own_office
from admin_app.grid.grouping.query import (
    Summed,
    fetch_groups,
    group_of,
    is_by_office,
    listed_as,
    total_of,
)
from admin_app.grid.listing.group_links import group_label, group_links, list_url
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.spec import Grid
from admin_app.labels import column_label, word
from admin_app.values import MONEY, NUMBER, TEXT, ValueKind, Written, badge, kind_of
from models.values.money import plain_yuan

#: How a state is written.
Mark: TypeAlias = Callable[[StrEnum], Written]

#: The month of date.max contains the rows without a date.
_NO_MONTH = "9999-12"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group for the template."""

    name: Written
    url: str
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grouped list for a file: headings with their kinds, and rows, the total last."""

    headings: Sequence[tuple[str, ValueKind]]
    rows: Sequence[Sequence[Any]]


def group_context(request: ListRequest) -> dict[str, object]:
    """The template context of the groups. Raises BadListError when there are too many rows."""
    grid = request.grid
    groups = fetch_groups(request)
    names = _names(request, groups)
    kinds = _kinds(grid)
    lines = [
        GroupLine(name, list_url(listed_as(request, group.value)), _cell_texts(kinds, group))
        for name, group in zip(names, groups, strict=True)
    ]
    total = GroupLine(
        _("合计"),
        list_url(replace(request.state, group="")),
        _cell_texts(kinds, total_of(grid, groups)),
    )
    return {
        "groups": group_links(request),
        "headings": [group_label(grid, group_of(request)), *_figure_labels(grid)],
        "lines": lines,
        "total": total,
        "list_url": total.url,
    }


def group_sheet(request: ListRequest) -> Sheet:
    """The same for a file. Raises BadListError when there are too many rows."""
    grid = request.grid
    groups = fetch_groups(request)
    names = [*map(str, _names(request, groups, mark=word)), _("合计")]
    labels = [group_label(grid, group_of(request)), *_figure_labels(grid)]
    rows = [
        (name, group.count, *group.sums)
        for name, group in zip(names, [*groups, total_of(grid, groups)], strict=True)
    ]
    return Sheet(list(zip(labels, (TEXT, *_kinds(grid)), strict=True)), rows)


def sheet_lines(sheet: Sheet) -> list[list[str]]:
    """The file as text cells, amounts in yuan."""
    kinds = [kind for _heading, kind in sheet.headings]
    rows = [
        [plain_yuan(v) if kind is MONEY else str(v) for v, kind in zip(row, kinds, strict=True)]
        for row in sheet.rows
    ]
    return [[heading for heading, _kind in sheet.headings], *rows]


def _figure_labels(grid: Grid) -> list[str]:
    return [_("记录数"), *(column_label(grid.entity_table, name) for name in grid.sums)]


def _kinds(grid: Grid) -> list[ValueKind]:
    return [NUMBER, *(kind_of(grid.table.c[name]) for name in grid.sums)]


def _cell_texts(kinds: Sequence[ValueKind], group: Summed) -> list[str]:
    figures = zip(kinds, (group.count, *group.sums), strict=True)
    return [str(kind.html(n)) for kind, n in figures]


def _names(request: ListRequest, groups: Sequence[Summed], mark: Mark = badge) -> list[Written]:
    """The labels of the groups: offices by place, states as `mark` formats them."""
    if is_by_office(request):
        places = office_names(request.session, [group.value for group in groups])
        return [_place(request, group.value, places) for group in groups]
    return [_group_label(group.value, mark) for group in groups]


def _place(request: ListRequest, code: str, places: dict[str, str]) -> str:
    condition: str = listed_as(request, code).filters["office_code"]
    return own_office(condition, places) if condition.endswith(OWN) else places.get(code, code)


def _group_label(value: object, mark: Mark) -> Written:
    if isinstance(value, StrEnum):
        return mark(value)
    return _("未定") if value == _NO_MONTH else str(value)
