"""三方对账: 收费 = 汇款 = 开票 (charged, remitted, invoiced) by office and week, linked to payments
(Q4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.forms.office_choices import place_of
from admin_app.grid.spec import MONEY_STAFF
from admin_app.pages.remittances.reconciliation_address import (
    ANY,
    AskedWeeks,
    asked_difference,
    asked_office,
    asked_weeks,
    grid_url,
    grid_weeks,
    later_week,
    payments_url,
    this_week,
    today,
)
from admin_app.pages.remittances.reconciliation_tables import (
    asked_payments,
    payments_report,
    report_of,
    weeks_report,
)
from admin_app.papers.report_files import offered_files
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.offices.office import Office, OfficeLevel
from models.reports.reconciliation import (
    SIZE,
    Cell,
    Leg,
    Span,
    compare,
    offices_beside,
    weeks_until,
)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office with one cell per week; None: no charges."""

    name: str
    below_url: str | None
    cells: Sequence[Cell | None]
    differing: int
    differing_url: str


class ReconciliationPage(ReportPage):
    """The grid of weeks and offices, and the payments behind each number."""

    endpoint = "reconciliation"
    readers = MONEY_STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {
        "index": weeks_report,
        "payments": payments_report,
    }

    @expose("/")
    def index(self) -> str:
        session = db.session()
        under, weeks = asked_office("under"), grid_weeks()
        offices = offices_beside(session, under, request.args.get("after", ""))
        shown = offices[:SIZE]
        cells = compare(session, Span(under, weeks, today()))
        return self.render(
            "pages/remittances/reconciliation.html",
            title=_("三方对账"),
            files=offered_files([_("三方对账")], len(cells), url_for(".export"), url_for(".pdf")),
            under=under,
            up_url=_up(session, under, weeks[-1]),
            weeks=weeks,
            lines=_lines(shown, under, weeks, cells),
            differing=sum(cell.differing_count for cell in cells),
            differing_url=payments_url(under, AskedWeeks(weeks, is_one=False), "", ANY),
            totals=_totals(weeks, cells),
            earlier_url=grid_url(under, weeks_until(weeks[0], 2)[0]),
            later_url=grid_url(under, later_week(weeks[-1])) if weeks[-1] < this_week() else None,
            next_url=grid_url(under, weeks[-1], after=shown[-1].code)
            if len(offices) > SIZE
            else None,
            this_week=this_week(),
        )

    @expose("/payments/")
    def payments(self) -> str:
        session = db.session()
        under, weeks, group = asked_office("under"), asked_weeks(), request.args.get("group", "")
        differing = asked_difference()
        found = asked_payments(SIZE + 1)
        span = Span(under, weeks.keys, today(), [group] if group else None)
        cells = compare(session, span)
        return self.render_report(
            "pages/remittances/reconciliation_payments.html",
            report_of(found[:SIZE]),
            shown="payments",
            weeks=weeks.keys,
            days=span.days,
            back_url=grid_url(under, weeks.keys[-1]),
            sums=_sums(cells),
            tabs=_tabs(cells, under, weeks, group, differing),
            next_url=payments_url(under, weeks, group, differing, after=found[SIZE - 1].payment_id)
            if len(found) > SIZE
            else None,
        )


def _lines(
    offices: Sequence[Office], under: Office, weeks: Sequence[str], cells: Sequence[Cell]
) -> list[OfficeLine]:
    found = {(cell.group, cell.week): cell for cell in cells}
    return [
        OfficeLine(
            place_of(office.name),
            grid_url(office, weeks[-1])
            if office.id != under.id and office.level is not OfficeLevel.COUNTY
            else None,
            [found.get((office.code, week)) for week in weeks],
            sum(cell.differing_count for cell in cells if cell.group == office.code),
            payments_url(under, AskedWeeks(weeks, is_one=False), office.code, ANY),
        )
        for office in offices
        # The registry itself charges nothing.
        if office.level is not OfficeLevel.REGISTRY
    ]


def _sums(cells: Sequence[Cell]) -> tuple[int, int, int]:
    """收费, 汇款 and 开票 of all cells, in 分."""
    return (
        sum(cell.charged_fen for cell in cells),
        sum(cell.remitted_fen for cell in cells),
        sum(cell.invoiced_fen for cell in cells),
    )


def _totals(weeks: Sequence[str], cells: Sequence[Cell]) -> list[tuple[int, int, int]]:
    return [_sums([cell for cell in cells if cell.week == week]) for week in weeks]


def _up(session: Session, under: Office, week: str) -> tuple[str, str] | None:
    """The office above, if the actor sees it."""
    if under.code == current_user.actor.office_code or under.parent_id is None:
        return None
    above = session.scalars(select(Office).where(Office.id == under.parent_id)).one_or_none()
    return None if above is None else (above.name, grid_url(above, week))


def _tabs(
    cells: Sequence[Cell], under: Office, weeks: AskedWeeks, group: str, differing: str
) -> list[tuple[str, str, bool, str]]:
    words = (
        ("", _("全部收费"), "payment_count"),
        (ANY, _("对账差异"), "differing_count"),
        (Leg.REMITTED, _("未汇款"), "unremitted_count"),
        (Leg.INVOICED, _("未开票"), "uninvoiced_count"),
    )
    return [
        (
            label,
            payments_url(under, weeks, group, each),
            each == differing,
            f"{sum(getattr(cell, count) for cell in cells):,}",
        )
        for each, label, count in words
    ]
