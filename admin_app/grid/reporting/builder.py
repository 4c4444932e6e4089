"""What a report of a list can ask, as choices of the form that tries it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from admin_app.grid.column_source import label_of
from admin_app.grid.reporting.figures import Figure, FigureKind, figure_of
from admin_app.grid.reporting.question import Grouping, Span, groupable, is_dated, summable
from admin_app.grid.spec import Grid
from admin_app.labels import word
from models.definitions.report import ReportChart, ReportPeriod, ReportSpec

#: (value, label, is chosen).
Choice = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: one of its choices, or several."""

    name: str
    label: str
    choices: Sequence[Choice]
    is_several: bool = False


def fields_of(grid: Grid, spec: ReportSpec) -> list[Field]:
    """The fields, with what the report asks now chosen."""
    groups, figures = list(_groups(grid)), list(_figures(grid))
    dates = [(name, c.title) for name, c in groupable(grid).items() if is_dated(c)]
    columns = [(key, label_of(grid, column)) for key, column in grid.choosable.items()]
    asked = spec.figures or ((FigureKind.COUNT.value,) if spec.group_by else ())
    orders = [
        order
        for code, title in figures
        if code in asked
        for order in (
            (f"-{code}", _("%(name)s，降序", name=title)),
            (code, _("%(name)s，升序", name=title)),
        )
    ]
    return [
        Field("group_by", _("分组"), _one(groups, spec.group_by, _("不分组，逐条列出"))),
        Field("then_by", _("再分组"), _one(groups, spec.then_by, _("不再分组"))),
        Field("figures", _("统计"), _several(figures, asked), is_several=True),
        Field("period", _("与上期比较"), _words(ReportPeriod, spec.period, _("不比较"))),
        Field("compared_on", _("按哪个日期比较"), _one(dates, spec.compared_on, _("不比较"))),
        Field("sort", _("排序"), _one(orders, spec.sort, _("按分组"))),
        Field("chart", _("图"), _words(ReportChart, spec.chart)),
        Field("columns", _("列（逐条列出时）"), _several(columns, spec.columns), is_several=True),
    ]


def _groups(grid: Grid) -> Iterator[tuple[str, str]]:
    for name, column in groupable(grid).items():
        if is_dated(column):
            for span in Span:
                yield f"{name}:{span}", Grouping(name, column, span).title
        else:
            yield name, Grouping(name, column).title


def _figures(grid: Grid) -> Iterator[tuple[str, str]]:
    kinds = [kind for kind in FigureKind if kind is not FigureKind.COUNT]
    figures = [Figure(FigureKind.COUNT), Figure(FigureKind.SHARE)]
    figures += [figure_of(grid, kind, key) for key in summable(grid) for kind in kinds]
    for figure in figures:
        yield figure.code, figure.title(grid)


def _one(choices: Sequence[tuple[str, str]], chosen: str, none: str) -> list[Choice]:
    return [("", none, not chosen), *((value, said, value == chosen) for value, said in choices)]


def _several(choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> list[Choice]:
    return [(value, said, value in chosen) for value, said in choices]


def _words(
    kind: type[ReportChart | ReportPeriod],
    chosen: ReportChart | ReportPeriod | None,
    none: str | None = None,
) -> list[Choice]:
    blank = [] if none is None else [("", none, chosen is None)]
    return [*blank, *((each.value, word(each), each is chosen) for each in kind)]
