"""报表 (saved reports): a question to one list, kept under a name by an office.

The registry's are for everybody, an office's for itself and the offices below it. What a report
shows is worked out for whoever opens it, under their scope and with the columns of their role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Json, Versioned, pk, words
from models.core.ended import ended_when
from models.core.scope import SetFromAbove, ancestor_indexes
from models.definitions.own_words import OwnWords
from models.values.limits import LONGEST_ENTITY

#: Most reports of one office, retired ones included.
MAXIMUM_REPORTS: Final = 200
LONGEST_REPORT_KEY: Final = 30
#: Longest address of the list whose rows are counted, after its question mark.
LONGEST_CONDITIONS: Final = 2000
#: Longest name of a grouping, and longest texts of several columns or figures.
LONGEST_GROUP: Final = 80
LONGEST_NAMES: Final = 600
#: Most columns, and most figures, of one report.
MAXIMUM_REPORT_COLUMNS: Final = 16
MAXIMUM_FIGURES: Final = 6
#: What a report is called in addresses: `units_by_month`.
REPORT_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
#: Keys that would stand for other pages beside the reports.
RESERVED_KEYS: Final = frozenset(
    {
        *("action", "cell", "delete", "desk", "details", "draft", "edit", "export", "facets"),
        *("new", "open", "paste", "pdf", "tabs", "ticked", "ticks"),
    }
)


class ReportChart(StrEnum):
    """What is drawn beside the table."""

    NONE = "none"
    BARS = "bars"
    LINE = "line"


class ReportPeriod(StrEnum):
    """The present period that is set against the one before it."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """What a report asks; nothing of it is known to be right before a list has read it."""

    #: The list's name in addresses, and its conditions as its address has them.
    entity: str
    conditions: str = ""
    #: The columns of a report of rows; none: those of the list.
    columns: tuple[str, ...] = ()
    #: A column, of dates with `:month`, `:quarter` or `:year`; empty: no groups.
    group_by: str = ""
    then_by: str = ""
    #: `count`, `share`, or `sum`, `average`, `least`, `most` or `share` of a column: `sum:fee_fen`.
    figures: tuple[str, ...] = ()
    #: Two periods side by side, and the column of dates they are periods of.
    period: ReportPeriod | None = None
    compared_on: str = ""
    #: A figure by which the groups are ordered, with `-` before it from the largest.
    sort: str = ""
    chart: ReportChart = ReportChart.NONE

    @property
    def is_of_groups(self) -> bool:
        """Whether it counts rows instead of listing them."""
        return bool(self.group_by or self.then_by or self.figures or self.period)

    def stored(self) -> dict[str, Any]:
        """It as JSON."""
        lists = {"columns": list(self.columns), "figures": list(self.figures)}
        return {**asdict(self), **lists}


def stored_spec(kept: Mapping[str, Any]) -> ReportSpec:
    """What `stored` wrote."""
    return ReportSpec(
        **{
            **kept,
            "columns": tuple(kept["columns"]),
            "figures": tuple(kept["figures"]),
            "period": kept["period"] and ReportPeriod(kept["period"]),
            "chart": ReportChart(kept["chart"]),
        }
    )


def names_in(text: str | None) -> tuple[str, ...]:
    """The names in a text that separates them by commas, each once."""
    return tuple(dict.fromkeys(name.strip() for name in (text or "").split(",") if name.strip()))


class SavedReport(SetFromAbove, OwnWords, Versioned, Base):
    """The definition of one report."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("office_code", "key"),
        CheckConstraint(f"length(key) BETWEEN 1 AND {LONGEST_REPORT_KEY}", name="key_length"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: Its name in addresses, unique among the reports that its office sees.
    key: Mapped[str] = mapped_column(String(LONGEST_REPORT_KEY))
    entity: Mapped[str] = mapped_column(String(LONGEST_ENTITY))
    conditions: Mapped[str | None] = mapped_column(String(LONGEST_CONDITIONS))
    columns: Mapped[str | None] = mapped_column(String(LONGEST_NAMES))
    group_by: Mapped[str | None] = mapped_column(String(LONGEST_GROUP))
    then_by: Mapped[str | None] = mapped_column(String(LONGEST_GROUP))
    figures: Mapped[str | None] = mapped_column(String(LONGEST_NAMES))
    period: Mapped[ReportPeriod | None] = mapped_column(words(ReportPeriod))
    compared_on: Mapped[str | None] = mapped_column(String(LONGEST_GROUP))
    sort: Mapped[str | None] = mapped_column(String(LONGEST_GROUP))
    chart: Mapped[ReportChart] = mapped_column(words(ReportChart), default=ReportChart.NONE)
    #: Roles that may open it; empty: those that read its list.
    seen_by: Mapped[list[Any]] = mapped_column(Json, default=list)
    is_active: Mapped[bool] = mapped_column(default=True, info=ended_when(value=False))

    @property
    def spec(self) -> ReportSpec:
        """What it asks."""
        return ReportSpec(
            entity=self.entity,
            conditions=self.conditions or "",
            columns=names_in(self.columns),
            group_by=self.group_by or "",
            then_by=self.then_by or "",
            figures=names_in(self.figures),
            period=self.period,
            compared_on=self.compared_on or "",
            sort=self.sort or "",
            chart=self.chart,
        )

    def is_seen_by(self, role: str) -> bool:
        """Whether its office lets the role open it."""
        return not self.seen_by or role in self.seen_by

    def __str__(self) -> str:
        return self.name_zh


def nearest(reports: Sequence[SavedReport], chain: Sequence[str]) -> SavedReport | None:
    """Of reports with one key, the one a reader means: their own office's, then from above.

    `chain` holds the codes of the offices above the reader, the registry first.
    """
    rank = {code: place for place, code in enumerate(chain)}
    return max(reports, key=lambda each: (rank.get(each.office_code, -1), -each.id), default=None)
