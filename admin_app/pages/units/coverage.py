"""覆盖率 (coverage): units with and without a name by place; each figure links to its units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from actions.domains.submit import SUBMIT_DOMAIN
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_lookup import is_code
from admin_app.grid.spec import STAFF
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import NUMBER, SHARE, STATE, TEXT
from admin_app.web.page import office_names
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.core.scope import ScopeLevel, scope_of
from models.reports.coverage import Coverage, Holding, coverage, total_of, units_where
from models.units.unit import Unit

#: Most units listed for a figure; the list of units has the rest.
MAXIMUM_COVERAGE_UNITS = 500


def _places(_most: int) -> Report:
    """覆盖率 by place, the provinces for the registry."""
    session, today = db.session(), the_clock().today()
    by_province = scope_of(session).level is ScopeLevel.EVERYTHING
    place = Unit.province_code if by_province else Unit.office_code
    places = coverage(session, today, place=place)
    names = office_names(session, [each.code for each in places])
    headings = (_("注册单位"), _("有域名的单位"), _("没有域名的单位"), _("有过期域名的单位"))
    columns = [(_("编办"), TEXT), *((heading, NUMBER) for heading in headings)]
    return Report(
        model=Unit,
        title=_("覆盖率"),
        office=current_user.office_name,
        on=today,
        tables=[
            ReportTable(
                _("覆盖率"),
                [*columns, (_("覆盖率"), SHARE)],
                [_row(names.get(each.code, each.code), each) for each in places],
                _row(_("合计"), total_of(places), everywhere=True),
                charted=5,
            )
        ],
    )


def _units(most: int) -> Report:
    """The units behind a figure, by name."""
    session, today = db.session(), the_clock().today()
    holding, code = _holding(), _place()
    found = units_where(session, holding, code, today, most)
    return Report(
        model=Unit,
        title=_titles()[holding],
        office=_place_name(session, code),
        on=today,
        tables=[
            ReportTable(
                _titles()[holding],
                [
                    (_("单位名称"), TEXT),
                    (_("统一社会信用代码"), TEXT),
                    (_("状态"), STATE),
                    (_("联系人"), TEXT),
                    (_("联系电话"), TEXT),
                ],
                [_unit_row(unit) for unit in found],
                actions=[_ways(unit) for unit in found],
            )
        ],
    )


class CoveragePage(ReportPage):
    """The table of places, and the units behind one of its figures."""

    endpoint = "coverage"
    readers = STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _places, "units": _units}

    @expose("/")
    def index(self) -> str:
        report = _places(MAXIMUM_REPORT_ROWS)
        return self.render_report(
            "pages/units/coverage.html", report, shown="index", today=report.on
        )

    @expose("/units/")
    def units(self) -> str:
        report = _units(MAXIMUM_COVERAGE_UNITS + 1)
        (table,) = report.tables
        return self.render_report(
            "pages/units/coverage_units.html",
            report,
            shown="units",
            table=table.first_rows(MAXIMUM_COVERAGE_UNITS),
            place=report.office if _place() else None,
            is_cut=len(table.rows) > MAXIMUM_COVERAGE_UNITS,
            maximum=MAXIMUM_COVERAGE_UNITS,
        )


def _holding() -> Holding:
    try:
        return Holding(request.args.get("holding", ""))
    except ValueError:
        abort(404)


def _place() -> str | None:
    code = request.args.get("place")
    return code if code is None or is_code(code) else abort(404)


def _place_name(session: Session, code: str | None) -> str:
    """The place of the address; nothing of one that is out of sight."""
    return current_user.office_name if code is None else office_names(session, [code]).get(code, "")


def _row(name: str, place: Coverage, *, everywhere: bool = False) -> list[object]:
    code = None if everywhere else place.code
    figures = (
        (Holding.ALL, place.units),
        (Holding.NAMED, place.named),
        (Holding.NAMELESS, place.nameless),
        (Holding.EXPIRED, place.expired),
    )
    links = [
        Linked(
            count,
            url_for("coverage.units", holding=holding.value, place=code),
            label=f"{name} {count:,}",
        )
        for holding, count in figures
    ]
    return [name, *links, place.rate_bp]


def _unit_row(unit: Unit) -> list[object]:
    name = Linked(unit.name, url_for("unit.details_view", id=unit.id))
    return [name, unit.uscc, unit.state, unit.contact_name, unit.contact_phone]


def _ways(unit: Unit) -> list[tuple[str, str]]:
    """Where one goes on with a unit."""
    names = (_("域名"), url_for("domain.index_view", unit_id=unit.id))
    if not may_run(current_user.actor, SUBMIT_DOMAIN):
        return [names]
    submit = url_for("unit.action_view", action=SUBMIT_DOMAIN.key, ids=unit.id)
    return [names, (_("报送域名"), submit)]


def _titles() -> dict[Holding, str]:
    return {
        Holding.ALL: _("注册单位"),
        Holding.NAMED: _("有域名的单位"),
        Holding.NAMELESS: _("没有域名的单位"),
        Holding.EXPIRED: _("有过期域名的单位"),
    }
