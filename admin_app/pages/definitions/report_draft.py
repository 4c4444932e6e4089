"""A report that is tried out: what its address asks, and where it is kept."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from actions.core.action import Reach
from actions.definitions.change_report import CHANGE_REPORT
from actions.definitions.define_report import DEFINE_REPORT
from actions.permissions import may_run, reach_of
from admin_app.grid.page_text import title_of_list
from admin_app.grid.reporting.question import Question
from admin_app.web.page import key_of
from models.core.base import db
from models.core.scope import scope_of
from models.definitions.own_words import LONGEST_OWN_NAME
from models.definitions.report import (
    ReportChart,
    ReportPeriod,
    ReportSpec,
    SavedReport,
    names_in,
)

Member = TypeVar("Member", bound=StrEnum)


def asked_spec() -> ReportSpec:
    """What the address asks; several figures or columns as one parameter each, or by commas."""
    asked = request.args

    def one(name: str) -> str:
        return asked.get(name, "").strip()

    def several(name: str) -> tuple[str, ...]:
        return names_in(",".join(asked.getlist(name)))

    return ReportSpec(
        entity=one("entity"),
        conditions=one("conditions"),
        columns=several("columns"),
        group_by=one("group_by"),
        then_by=one("then_by"),
        figures=several("figures"),
        period=_member(ReportPeriod, one("period")),
        compared_on=one("compared_on"),
        sort=one("sort"),
        chart=_member(ReportChart, one("chart")) or ReportChart.NONE,
    )


def _member(kind: type[Member], raw: str) -> Member | None:
    """The member of that value; 400 for none."""
    if not raw:
        return None
    return kind(raw) if raw in set(kind) else abort(400)


def changed_report() -> SavedReport | None:
    """The report that is being changed, if the address names one; 404 for one out of reach."""
    if not (raw := request.args.get("id", "")):
        return None
    wanted = select(SavedReport).where(SavedReport.id == key_of(raw))
    return db.session().scalars(wanted).one_or_none() or abort(404)


def _suggested_name(question: Question) -> str:
    """A name to begin with: the list and what it is grouped by."""
    groups = [grouping.title for grouping in question.groupings]
    return " · ".join([title_of_list(question.grid, question.state.named), *groups])[
        :LONGEST_OWN_NAME
    ]


def save_address(question: Question, report: SavedReport | None) -> str | None:
    """Where what was tried out is kept; None for who may not."""
    spec = question.spec
    action = DEFINE_REPORT if report is None else CHANGE_REPORT
    if not may_run(current_user.actor, action):
        return None
    fields: dict[str, object] = {
        "action": action.key,
        "conditions": spec.conditions,
        "columns": ",".join(spec.columns),
        "group_by": spec.group_by,
        "then_by": spec.then_by,
        "figures": ",".join(spec.figures),
        "period": spec.period or "",
        "compared_on": spec.compared_on,
        "sort": spec.sort,
        "chart": spec.chart.value,
    }
    if report is None:
        fields |= {"entity": spec.entity, "name_zh": _suggested_name(question)}
    else:
        fields |= {"ids": report.id, "name_zh": report.name_zh, "name_en": report.name_en or ""}
        fields["seen_by"] = report.seen_by
    return f"{url_for('report.action_view')}?{urlencode(fields, doseq=True)}"


def change_address(report: SavedReport | None) -> str | None:
    """Where a report is changed; None for who may not."""
    if report is None or not may_run(current_user.actor, CHANGE_REPORT):
        return None
    reach = reach_of(current_user.actor, CHANGE_REPORT)
    is_own = report.office_code == current_user.actor.office_code
    may_change = is_own if reach is Reach.OWN else scope_of(db.session()).may_set(report)
    return url_for("saved_report.draft", id=report.id) if may_change else None
