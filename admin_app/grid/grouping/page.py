"""A grouped list, for its page and its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

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
from admin_app.labels import word
from admin_app.papers.chart import chart_of
from admin_app.papers.report import Report, ReportTable
from admin_app.values import NUMBER, TEXT, ValueKind, Written, badge, kind_of, plain

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
        "chart": chart_of(
            _("记录数"),
            NUMBER,
            [plain(name) for name in names],
            [group.count for group in groups],
        ),
        "list_url": total.url,
    }


def group_report(request: ListRequest, title: str, office: str, today: dt.date) -> Report:
    """The same for files and paper. Raises BadListError when there are too many rows."""
    grid = request.grid
    groups = fetch_groups(request)
    names = map(str, _names(request, groups, mark=word))
    by = group_label(grid, group_of(request))
    total = total_of(grid, groups)
    return Report(
        model=grid.model,
        title=title,
        office=office,
        on=today,
        selection=f"filtered?{request.state.query()}",
        tables=[
            ReportTable(
                _("%(title)s，按%(by)s汇总", title=title, by=by),
                list(zip([by, *_figure_labels(grid)], [TEXT, *_kinds(grid)], strict=True)),
                [
                    [name, group.count, *group.sums]
                    for name, group in zip(names, groups, strict=True)
                ],
                [_("合计"), total.count, *total.sums],
            )
        ],
    )


def _figure_labels(grid: Grid) -> list[str]:
    return [_("记录数"), *map(grid.label_of, grid.sums)]


def _kinds(grid: Grid) -> list[ValueKind]:
    return [NUMBER, *(kind_of(grid.source(name)) for name in grid.sums)]


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
    if value is None:
        return _("（空）")
    return _("未定") if value == _NO_MONTH else str(value)
