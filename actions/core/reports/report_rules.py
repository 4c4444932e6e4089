"""Which reports can be defined: by their key, their number, and what the lists make of them.

Lists are declared above the actions, so they tell how they read a report (`read_reports_with`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.core.context import Context
from actions.core.refusal import Refusal
from models.definitions.report import (
    MAXIMUM_REPORTS,
    REPORT_KEY,
    RESERVED_KEYS,
    ReportChart,
    ReportPeriod,
    ReportSpec,
    SavedReport,
    names_in,
)
from models.users.user import Role


class ReportRefusal(StrEnum):
    """Why a report is not defined, changed or shown."""

    KEY_MALFORMED = "report_key_malformed"
    KEY_TAKEN = "report_key_taken"
    TOO_MANY = "report_too_many"
    UNKNOWN_LIST = "report_unknown_list"
    UNKNOWN_COLUMN = "report_unknown_column"
    NOT_GROUPED = "report_not_grouped"
    NOT_SUMMED = "report_not_summed"
    NOT_A_DATE = "report_not_a_date"
    NOT_A_FIGURE = "report_not_a_figure"
    NOT_SORTED = "report_not_sorted"
    GROUPED_TWICE = "report_grouped_twice"
    GROUPS_MISSING = "report_groups_missing"
    TOO_MANY_FIGURES = "report_too_many_figures"
    TOO_MANY_COLUMNS = "report_too_many_columns"
    TOO_MANY_GROUPS = "report_too_many_groups"
    READER_CANNOT = "report_reader_cannot"
    NOT_FOR_ROLE = "report_not_for_role"
    RETIRED = "report_retired"
    NO_FIGURES = "report_no_figures"


class Asked(Protocol):
    """The fields of an input that say what a report asks."""

    @property
    def conditions(self) -> str | None: ...
    @property
    def columns(self) -> str | None: ...
    @property
    def group_by(self) -> str | None: ...
    @property
    def then_by(self) -> str | None: ...
    @property
    def figures(self) -> str | None: ...
    @property
    def period(self) -> ReportPeriod | None: ...
    @property
    def compared_on(self) -> str | None: ...
    @property
    def sort(self) -> str | None: ...
    @property
    def chart(self) -> ReportChart: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What the lists make of a report: why it cannot be kept; None when it can."""

    fault: Refusal | None


@dataclass(frozen=True, slots=True)
class KeySlices:
    """How the rows of a report are read piece by piece: by their keys."""

    #: The first key of each slice, and how many keys each has.
    first_keys: Sequence[int]
    size: int


#: Given whose session and role: why a report cannot be read so; None when it can.
FaultOf = Callable[[Session, Role, ReportSpec], Refusal | None]
#: (name, label) of the lists that may have reports.
ListNames = Callable[[Session], Sequence[tuple[str, str]]]


#: Given whose session and role: how a report is read in the background, or why it cannot be.
CutUp = Callable[[Session, Role, ReportSpec], KeySlices | Refusal]


@dataclass
class _Lists:
    fault_of: FaultOf | None = None
    names: ListNames | None = None
    cut_up: CutUp | None = None


_LISTS = _Lists()


def read_reports_with(fault_of: FaultOf, names: ListNames, cut_up: CutUp) -> None:
    """Say how the lists read a report, which lists there are, and how a large one is cut up."""
    _LISTS.fault_of, _LISTS.names, _LISTS.cut_up = fault_of, names, cut_up


def report_lists(session: Session) -> Sequence[tuple[str, str]]:
    """(name, label) of each list, to choose from."""
    assert _LISTS.names is not None, "the lists are declared before an action is run"
    return _LISTS.names(session)


def asked_fault(ctx: Context, entity: str, given: Asked) -> Refusal | None:
    """Why the lists cannot read the report for the actor; None when they can."""
    assert _LISTS.fault_of is not None, "the lists are declared before an action is run"
    return _LISTS.fault_of(ctx.session, ctx.actor.role, spec_of(entity, given))


def readers_fault(ctx: Context, entity: str, given: Asked, roles: Sequence[Role]) -> Refusal | None:
    """The first role that is named a reader and could not open the report; None for none."""
    assert _LISTS.fault_of is not None, "the lists are declared before an action is run"
    for role in roles:
        if _LISTS.fault_of(ctx.session, role, spec_of(entity, given)) is not None:
            return Refusal(ReportRefusal.READER_CANNOT, {"role": role}, at="seen_by")
    return None


def slices_of_report(ctx: Context, spec: ReportSpec) -> KeySlices | Refusal:
    """How the report is read in the background for the actor, or why it cannot be."""
    assert _LISTS.cut_up is not None, "the lists are declared before an action is run"
    return _LISTS.cut_up(ctx.session, ctx.actor.role, spec)


def spec_of(entity: str, given: Asked) -> ReportSpec:
    """What an input asks."""
    return ReportSpec(
        entity=entity,
        conditions=given.conditions or "",
        columns=names_in(given.columns),
        group_by=given.group_by or "",
        then_by=given.then_by or "",
        figures=names_in(given.figures),
        period=given.period,
        compared_on=given.compared_on or "",
        sort=given.sort or "",
        chart=given.chart,
    )


def key_fault(ctx: Context, key: str | None) -> Refusal | None:
    """Why a new report of the actor's office cannot have a key, or there can be no new report.

    A key is unique among the reports that the definer sees, so that it means one to each reader
    below them. None for a key: one is given to the report.
    """
    own = select(func.count()).where(SavedReport.office_code == ctx.actor.office_code)
    if (ctx.session.scalar(own.select_from(SavedReport)) or 0) >= MAXIMUM_REPORTS:
        return Refusal(ReportRefusal.TOO_MANY, {"maximum": MAXIMUM_REPORTS})
    if key is None:
        return None
    if not REPORT_KEY.fullmatch(key) or key in RESERVED_KEYS:
        return Refusal(ReportRefusal.KEY_MALFORMED, {"key": key}, at="code")
    taken = ctx.session.scalars(ctx.locked(select(SavedReport).where(SavedReport.key == key)))
    if taken.first() is not None:
        return Refusal(ReportRefusal.KEY_TAKEN, {"key": key}, at="code")
    return None
