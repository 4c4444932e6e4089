"""已领发票未汇款金额: sheets held or given for money not yet remitted, and their age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user

from admin_app.auth.current_actor import the_clock
from admin_app.forms.office_choices import OWN
from admin_app.grid.spec import MONEY_STAFF
from admin_app.papers.report import MAXIMUM_REPORT_ROWS, Linked, Report, ReportTable
from admin_app.values import MONEY, NUMBER, SHARE, TEXT
from admin_app.web.figures import FIGURES, FigureKey
from admin_app.web.page import office_names
from admin_app.web.report_page import MakeReport, ReportPage
from models.core.base import db
from models.core.setting import settings_of
from models.invoices.stock import InvoiceLot
from models.reports.exposure import MAXIMUM_EXPOSURE_OFFICES, Exposure, exposures
from models.values.money import format_yuan

_WHOLE_BP = 10_000
#: The rows behind the money owed, by its age.
_AGES = (FigureKey.EXPOSED_WEEK, FigureKey.EXPOSED_MONTH, FigureKey.EXPOSED_OLDER)


def _exposed(_most: int) -> Report:
    """The exposed offices in scope, the most exposed first."""
    session, today = db.session(), the_clock().today()
    found = exposures(session, today)
    limit_fen = settings_of(session).exposure_limit_fen
    names = office_names(session, [each.office_code for each in found])
    return Report(
        model=InvoiceLot,
        title=_("已领发票未汇款金额"),
        office=current_user.office_name,
        on=today,
        tables=[
            ReportTable(
                _("已领发票未汇款金额"),
                [
                    (_("编办"), TEXT),
                    (_("未使用（张）"), NUMBER),
                    (_("未使用（票面）"), MONEY),
                    (_("7 天内"), MONEY),
                    (_("8 至 30 天"), MONEY),
                    (_("30 天以上"), MONEY),
                    (_("合计"), MONEY),
                    (_("占限额"), SHARE),
                ],
                [_row(each, names, limit_fen) for each in found],
                [_("合计"), *_figures(_sum(found)), None] if len(found) > 1 else None,
                _("没有未使用的发票，也没有已开未汇款的发票。"),
                charted=6,
            )
        ],
        notes=[_("只列出合计最高的 %(n)s 个编办。", n=MAXIMUM_EXPOSURE_OFFICES)]
        if len(found) == MAXIMUM_EXPOSURE_OFFICES
        else (),
    )


class ExposurePage(ReportPage):
    """The table of offices, and the limit that each has."""

    endpoint = "exposure"
    readers = MONEY_STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _exposed}

    @expose("/")
    def index(self) -> str:
        settings = settings_of(db.session())
        return self.render_report(
            "pages/invoices/exposure.html",
            _exposed(MAXIMUM_REPORT_ROWS),
            shown="index",
            limit=format_yuan(settings.exposure_limit_fen),
            stops=settings.exposure_stops,
        )


def _row(each: Exposure, names: dict[str, str], limit_fen: int) -> list[object]:
    code, today = each.office_code, the_clock().today()
    sheets, on_hand, *amounts, total = _figures(each)
    own = f"{code}{OWN}"
    return [
        names.get(code, code),
        Linked(sheets, FIGURES[FigureKey.SHEETS].url(today, own)),
        on_hand,
        *(
            Linked(amount, FIGURES[age].url(today, own))
            for amount, age in zip(amounts, _AGES, strict=True)
        ),
        total,
        Linked(
            each.total_fen * _WHOLE_BP // limit_fen if limit_fen else 0,
            is_alarming=each.total_fen > limit_fen,
        ),
    ]


def _figures(each: Exposure) -> list[int]:
    """Sheets; face value on hand, the money owed by age, and their sum, in 分."""
    owed = (each.week_fen, each.month_fen, each.older_fen)
    return [each.sheets, each.on_hand_fen, *owed, each.total_fen]


def _sum(found: list[Exposure]) -> Exposure:
    parts = ("sheets", "on_hand_fen", "week_fen", "month_fen", "older_fen")
    return Exposure("", *(sum(getattr(each, name) for each in found) for name in parts))
