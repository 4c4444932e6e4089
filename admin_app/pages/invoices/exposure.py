"""已领发票未汇款金额: sheets held or given for money not yet remitted, and their age."""

from __future__ import annotations

from flask_admin import expose
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_choices import OWN
from admin_app.grid.spec import MONEY_STAFF
from admin_app.web.figures import FIGURES, FigureKey
from admin_app.web.page import Page
from models.core.base import db
from models.core.setting import settings_of
from models.offices.office import Office
from models.reports.exposure import MAXIMUM_EXPOSURE_OFFICES, Exposure, exposures
from models.values.money import format_yuan

_WHOLE = 100


class ExposurePage(Page):
    """The exposed offices in scope, the most exposed first."""

    endpoint = "exposure"
    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
        session = db.session()
        found = exposures(session, the_clock().today())
        settings = settings_of(session)
        limit_fen = settings.exposure_limit_fen
        names = _names(session, [each.office_code for each in found])
        return self.render(
            "pages/invoices/exposure.html",
            rows=[_row(each, names, limit_fen) for each in found],
            total=_figures(_sum(found)),
            limit=format_yuan(limit_fen),
            stops=settings.exposure_stops,
            is_cut=len(found) == MAXIMUM_EXPOSURE_OFFICES,
            most=MAXIMUM_EXPOSURE_OFFICES,
        )


def _names(session: Session, codes: list[str]) -> dict[str, str]:
    rows = session.execute(select(Office.code, Office.name).where(Office.code.in_(codes)))
    return {code: name for code, name in rows}  # noqa: C416  rows are no pairs to mypy


_AGES = {
    "week_fen": FigureKey.EXPOSED_WEEK,
    "month_fen": FigureKey.EXPOSED_MONTH,
    "older_fen": FigureKey.EXPOSED_OLDER,
}


def _row(each: Exposure, names: dict[str, str], limit_fen: int) -> dict[str, object]:
    code, today = each.office_code, the_clock().today()
    own = f"{code}{OWN}"
    return {
        "office": names.get(code, code),
        "figures": _figures(each),
        "lots_url": FIGURES[FigureKey.SHEETS].url(today, own),
        "orders_urls": {name: FIGURES[key].url(today, own) for name, key in _AGES.items()},
        "percent": each.total_fen * _WHOLE // limit_fen if limit_fen else 0,
        "is_over": each.total_fen > limit_fen,
    }


def _figures(each: Exposure) -> dict[str, str]:
    amounts = ("on_hand_fen", "week_fen", "month_fen", "older_fen", "total_fen")
    return {"sheets": f"{each.sheets:,}", **{n: format_yuan(getattr(each, n)) for n in amounts}}


def _sum(found: list[Exposure]) -> Exposure:
    parts = ("sheets", "on_hand_fen", "week_fen", "month_fen", "older_fen")
    return Exposure("", *(sum(getattr(each, name) for each in found) for name in parts))
