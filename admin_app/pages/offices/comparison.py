"""辖区一览: comparison of the places below an office, the worst in a chosen column first.

A province compares its cities and counties, CONAC the provinces. Names link to the level below,
numbers to their rows. Readers see only what they may see in lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from flask import abort, request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_choices import OWN, place_of
from admin_app.forms.request_errors import BadParameterError
from admin_app.grid.spec import STAFF
from admin_app.pages.offices.comparison_figures import FIGURES, Figure
from admin_app.papers.report import Report, ReportTable
from admin_app.papers.report_files import offered_files
from admin_app.values import TEXT
from admin_app.views import GRIDS
from admin_app.web.figures import FIGURES as FIGURES_OF_OFFICES
from admin_app.web.figures import FigureKey
from admin_app.web.page import office_of
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.core.setting import settings_of
from models.domains.review import ReviewStage
from models.offices.office import Office, OfficeLevel
from models.registration.review_decision import overdue_before, workday_limit
from models.reports.office_comparison import Day, Part, Place, side_by_side, total_of
from models.reports.reconciliation import weeks_until
from models.values.calendar import day_bounds, week_key

#: Weeks in 两代一统体检, the present one last.
_WEEKS = 4


#: Most offices for which the page includes all figures; for more they are loaded later.
_NEAR = frozenset({OfficeLevel.CITY, OfficeLevel.COUNTY})


def _side_by_side(_most: int) -> Report:
    """All figures of all places, in the order of the page."""
    session = db.session()
    under, figures = _under(session), _figures()
    places = side_by_side(session, under, _day(session), tuple(Part))
    offices = _offices(session, [place.code for place in places])
    chosen = _chosen(figures)
    total = total_of(places)
    return Report(
        model=Office,
        title=_("辖区一览"),
        office=under.name,
        on=the_clock().today(),
        tables=[
            ReportTable(
                _("辖区一览"),
                [(_("地区"), TEXT), *((each.heading, each.kind) for each in figures)],
                [
                    [_name(place, under, offices), *(getattr(place, each.key) for each in figures)]
                    for place in sorted(places, key=lambda place: _rank(place, chosen))
                ],
                [_("合计"), *(getattr(total, each.key) for each in figures)],
            )
        ],
    )


class OfficesBelowPage(ReportPage):
    """The table, its chart of coverage, and links down and up."""

    endpoint = "offices_below"
    readers = STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _side_by_side}

    @expose("/")
    def index(self) -> str:
        session = db.session()
        under = _under(session)
        figures = _figures()
        chosen = _chosen(figures)
        parts = _parts_at_once(under, chosen)
        day = _day(session)
        places = side_by_side(session, under, day, parts)
        offices = _offices(session, [place.code for place in places])
        places.sort(key=lambda place: _rank(place, chosen))
        total = total_of(places)
        return self.render(
            "pages/offices/comparison.html",
            title=_("辖区一览"),
            # The report itself needs every figure; the page may leave some for later.
            files=offered_files([_("辖区一览")], len(places), url_for(".export"), url_for(".pdf")),
            under=under,
            up=_up(session, under),
            headings=[_heading(each, under, chosen) for each in figures],
            rows=[_row(place, under, offices, figures, parts, day) for place in places],
            total=[_total(each, total, parts) for each in figures],
            later=_later(under, chosen, figures, parts),
            weeks=_WEEKS,
        )

    @expose("/figures/")
    def figures(self) -> str:
        """The figures of one part, to be inserted into the page."""
        session = db.session()
        under, part = _under(session), _part()
        figures = [each for each in FIGURES if each.part is part and _may_see(each)]
        if not figures:
            abort(404)
        day = _day(session)
        places = side_by_side(session, under, day, (part,))
        offices = _offices(session, [place.code for place in places])
        total = total_of(places)
        return self.render(
            "pages/offices/_comparison.html",
            rows=[_row(place, under, offices, figures, (part,), day) for place in places],
            total=[_total(each, total, (part,)) for each in figures],
        )


def _figures() -> list[Figure]:
    """The figures of lists that the actor may read."""
    return [each for each in FIGURES if _may_see(each)]


def _under(session: Session) -> Office:
    return office_of(session, request.args.get("under", current_user.actor.office_code))


def _part() -> Part:
    asked = request.args.get("part", "")
    return next((part for part in Part if part.value == asked), None) or abort(404)


def _parts_at_once(under: Office, chosen: Figure) -> Sequence[Part]:
    """The parts included in the page: all for few offices, else those needed for sorting."""
    if under.level in _NEAR or "whole" in request.args:
        return tuple(Part)
    return tuple({Part.WORK, chosen.part})


def _later(
    under: Office, chosen: Figure, figures: Sequence[Figure], parts: Sequence[Part]
) -> dict[str, tuple[str, str | None]]:
    """Figure → URL of the full page, and, once per part, URL of the part."""
    whole = url_for("offices_below.index", under=under.code, sort=chosen.key, whole=1)
    found: dict[str, tuple[str, str | None]] = {}
    begun = set(parts)
    for each in figures:
        if each.part not in parts:
            piece = url_for("offices_below.figures", under=under.code, part=each.part.value)
            found[each.key] = whole, None if each.part in begun else piece
            begun.add(each.part)
    return found


def _may_see(figure: Figure) -> bool:
    entity = figure.entity or "payment"
    return current_user.actor.role in GRIDS[entity].readers


def _chosen(figures: Sequence[Figure]) -> Figure:
    asked = request.args.get("sort", figures[0].key)
    if (found := next((each for each in figures if each.key == asked), None)) is None:
        raise BadParameterError(_("不能按“%(name)s”排序。", name=asked), "sort")
    return found


def _rank(place: Place, figure: Figure) -> tuple[int, str]:
    value = getattr(place, figure.key)
    return (value if figure.is_low_worse else -value), place.code


def _day(session: Session) -> Day:
    today = the_clock().today()
    limit = workday_limit(ReviewStage.OFFICE, settings_of(session))
    last = overdue_before(today, limit)
    return Day(today, last, day_bounds(last)[1], weeks_until(week_key(today), _WEEKS))


def _offices(session: Session, codes: Sequence[str]) -> dict[str, Office]:
    found = session.scalars(select(Office).where(Office.code.in_(codes)))
    return {office.code: office for office in found}


def _up(session: Session, under: Office) -> tuple[str, str] | None:
    """The office above, if the actor sees it."""
    if under.code == current_user.actor.office_code or under.parent_id is None:
        return None
    above = session.scalars(select(Office).where(Office.id == under.parent_id)).one_or_none()
    if above is None:
        return None
    return place_of(above.name), url_for("offices_below.index", under=above.code)


def _heading(figure: Figure, under: Office, chosen: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "words": str(figure.label).split("/"),
        "url": url_for("offices_below.index", under=under.code, sort=figure.key),
        "sort": ("ascending" if figure.is_low_worse else "descending")
        if figure is chosen
        else None,
    }


def _row(
    place: Place,
    under: Office,
    offices: dict[str, Office],
    figures: Sequence[Figure],
    parts: Sequence[Part],
    day: Day,
) -> dict[str, object]:
    office = offices.get(place.code)
    is_own = _is_own(place, under)
    leads_down = not is_own and office is not None and office.level is not OfficeLevel.COUNTY
    code = f"{place.code}{OWN}" if is_own else place.code
    below = url_for("offices_below.index", under=place.code) if leads_down else None
    links = {
        each.key: {"url": _rows_url(each, code, place, day, under, below)}
        for each in figures
        if each.part in parts
    }
    return {
        "name": _name(place, under, offices),
        "url": below,
        "cells": [{**_cell(each, place, parts), **links.get(each.key, {})} for each in figures],
    }


def _is_own(place: Place, under: Office) -> bool:
    """Whether the place is the office itself, beside those below it."""
    return place.code == under.code and under.level is not OfficeLevel.COUNTY


def _name(place: Place, under: Office, offices: dict[str, Office]) -> str:
    office = offices.get(place.code)
    name = place_of(office.name) if office else place.code
    return _("%(office)s（本级）", office=name) if _is_own(place, under) else name


def _cell(figure: Figure, place: Place, parts: Sequence[Part]) -> dict[str, object]:
    """A figure of a place; `said` is None while its part is not loaded."""
    value = getattr(place, figure.key)
    return {
        "id": f"{figure.key}-{place.code}",
        "key": figure.key,
        "label": figure.heading,
        "value": value,
        "said": figure.kind.html(value) if figure.part in parts else None,
    }


def _total(figure: Figure, total: Place, parts: Sequence[Part]) -> dict[str, object]:
    return _cell(figure, total, parts) | {"id": f"{figure.key}-total"}


def _rows_url(
    figure: Figure, code: str, place: Place, day: Day, under: Office, below: str | None
) -> str:
    if figure.key == "balance_fen":
        # An account has a statement; the accounts of several offices are summed up below.
        return below or FIGURES_OF_OFFICES[FigureKey.BALANCE].url(day.today, place.code)
    if figure.entity is None:
        weeks = {"until": day.weeks[-1], "weeks": len(day.weeks)}
        return url_for("reconciliation.payments", under=under.code, group=place.code, **weeks)
    return url_for(f"{figure.entity}.index_view", office_code=code, **figure.query(day))
