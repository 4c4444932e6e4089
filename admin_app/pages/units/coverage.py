"""覆盖率 (coverage): units with and without a name by place; each figure links to its units."""

from __future__ import annotations

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.domains.submit import SUBMIT_DOMAIN
from actions.permissions import grants_of
from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_lookup import is_code
from admin_app.grid.spec import STAFF
from admin_app.values import badge
from admin_app.web.page import Page
from models.core.base import db
from models.core.scope import ScopeLevel, scope_of
from models.offices.office import Office
from models.reports.coverage import Coverage, Holding, coverage, total_of, units_where
from models.units.unit import Unit

#: Most units listed for a figure; the list of units has the rest.
MAXIMUM_COVERAGE_UNITS = 500


class CoveragePage(Page):
    """The table of places, and the units behind one of its figures."""

    endpoint = "coverage"
    readers = STAFF

    @expose("/")
    def index(self) -> str:
        session, today = db.session(), the_clock().today()
        by_province = scope_of(session).level is ScopeLevel.EVERYTHING
        place = Unit.province_code if by_province else Unit.office_code
        places = coverage(session, today, place=place)
        names = _names(session, [place.code for place in places])
        return self.render(
            "pages/units/coverage.html",
            title=_("覆盖率"),
            today=today,
            places=[(names.get(place.code, place.code), *_figures(place)) for place in places],
            total=_figures(total_of(places), everywhere=True),
        )

    @expose("/units/")
    def units(self) -> str:
        holding, code = _parse_holding(request.args.get("holding", "")), request.args.get("place")
        if code is not None and not is_code(code):
            abort(404)
        session = db.session()
        found = units_where(session, holding, code, the_clock().today(), MAXIMUM_COVERAGE_UNITS + 1)
        names = _names(session, [code] if code else [])
        return self.render(
            "pages/units/coverage_units.html",
            title=_titles()[holding],
            place=names.get(code or "", "") if code else None,
            units=[(unit, badge(unit.state)) for unit in found[:MAXIMUM_COVERAGE_UNITS]],
            is_cut=len(found) > MAXIMUM_COVERAGE_UNITS,
            maximum=MAXIMUM_COVERAGE_UNITS,
            may_file=current_user.actor.role in grants_of(SUBMIT_DOMAIN),
        )


def _parse_holding(raw: str) -> Holding:
    try:
        return Holding(raw)
    except ValueError:
        abort(404)


def _figures(place: Coverage, *, everywhere: bool = False) -> tuple[list[tuple[str, str]], str]:
    """((figure, address)…, rate) of a place."""
    code = None if everywhere else place.code
    figures = (
        (Holding.ALL, place.units),
        (Holding.NAMED, place.named),
        (Holding.NAMELESS, place.nameless),
        (Holding.EXPIRED, place.expired),
    )
    links = [
        (f"{count:,}", url_for("coverage.units", holding=holding.value, place=code))
        for holding, count in figures
    ]
    return links, f"{place.rate_bp // 100}.{place.rate_bp % 100:02}%"


def _names(session: Session, codes: list[str]) -> dict[str, str]:
    found = session.execute(select(Office.code, Office.name).where(Office.code.in_(codes)))
    return {code: name for code, name in found}  # noqa: C416  rows are no pairs to mypy


def _titles() -> dict[Holding, str]:
    return {
        Holding.ALL: _("注册单位"),
        Holding.NAMED: _("有域名的单位"),
        Holding.NAMELESS: _("没有域名的单位"),
        Holding.EXPIRED: _("有过期域名的单位"),
    }
