"""The reports on a desk: a few, each small, worked out within a bounded time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from admin_app.grid.errors import BadListError
from admin_app.grid.reporting.drawn import Drawn
from admin_app.labels import sentence
from admin_app.papers.chart import Chart
from admin_app.papers.line_chart import LineChart
from models.definitions.report import SavedReport

#: Seconds after which no further report is begun; it is opened on its page instead.
_LONGEST_SECONDS: Final = 2.0
#: Most figures that a tile says.
_MOST_FIGURES: Final = 2


@dataclass(frozen=True, slots=True)
class DeskReport:
    """A report on the desk."""

    name: str
    url: str
    #: (heading, figure)… of its totals.
    figures: tuple[tuple[str, str], ...] = ()
    chart: Chart | LineChart | None = None
    #: Why it shows no figures, or of when they are.
    said: str = ""


def desk_reports(
    reports: list[tuple[SavedReport, str, str]],
    work_out: Callable[[SavedReport], tuple[Drawn, str] | None],
) -> Iterator[DeskReport]:
    """Each of (report, name, address) with its figures; `work_out` is None for too many rows."""
    until = time.monotonic() + _LONGEST_SECONDS
    for report, name, url in reports:
        if time.monotonic() > until:
            yield DeskReport(name, url, said=_("请打开报表查看。"))
            continue
        try:
            found = work_out(report)
        except BadListError as error:
            said = sentence(error.refusal.code, error.refusal.facts)
            yield DeskReport(name, url, said=said)
            continue
        if found is None:
            yield DeskReport(name, url, said=_("记录较多，请打开报表查看。"))
        else:
            drawn, said = found
            figures = tuple(drawn.headline)[:_MOST_FIGURES]
            yield DeskReport(name, url, figures, drawn.chart, said)
