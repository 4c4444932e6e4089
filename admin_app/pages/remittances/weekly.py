"""周汇款: an office's 汇款单 of the week, for the bank transfer (guide 新-005, 续-003, Q8).

Total, 大写, memo for the bank, what each unit paid; buttons to prepare and submit the draft.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.permissions import reach_of
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.submit import REMIT
from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadParameterError
from admin_app.papers.money import memo_of
from admin_app.papers.report import Linked, Report, ReportTable
from admin_app.values import DAY, MONEY, NUMBER, TEXT
from admin_app.web.page import office_of
from admin_app.web.report_page import MakeReport, ReportPage
from models.billing.payment import Payment
from models.core.base import db
from models.core.setting import settings_of
from models.ledger.accounts import payer_code
from models.offices.office import Office
from models.offices.receiving_account import receiving_account
from models.remittances.draft import MAXIMUM_REMITTANCE_LINES, drafts_of
from models.remittances.remittance import Remittance
from models.remittances.week import remittance_week, week_after, week_ends_at, week_window
from models.reports.weekly_totals import (
    MAXIMUM_WEEK_PAYMENTS,
    PaidLine,
    WeekSums,
    orders_of,
    paid_lines,
    sent_in,
    week_sums,
)
from models.users.user import Role
from models.values.calendar import instant
from models.values.money import format_yuan, yuan_in_words


@dataclass(frozen=True, slots=True)
class _Asked:
    """The office and the week of the address, with the instants between which it was charged."""

    office: Office
    week: str
    window: tuple[dt.datetime, dt.datetime]
    ends_at: dt.datetime
    #: The week that is under way.
    now: str


def _asked() -> _Asked:
    """Raises BadParameterError for a week that does not exist."""
    session = db.session()
    office = office_of(session, request.args.get("office_code", current_user.actor.office_code))
    settings = settings_of(session)
    now = remittance_week(the_clock().now(), settings)
    week = request.args.get("week", now)
    try:
        window, ends_at = week_window(week, settings), week_ends_at(week, settings)
    except (ValueError, OverflowError) as error:
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), "week") from error
    return _Asked(office, week, window, ends_at, now)


def _paid_and_sent(most: int) -> Report:
    """What each unit paid and what was sent to CONAC, with the sums of the week."""
    session, asked = db.session(), _asked()
    sums = week_sums(session, asked.office.code, asked.week, asked.window)
    lines = paid_lines(session, asked.office.code, asked.window, most)
    return Report(
        model=Payment,
        title=_("周汇款"),
        about=asked.week,
        about_label=_("汇款周"),
        office=asked.office.name,
        on=the_clock().today(),
        facts=[
            *_figures(sums),
            (_("大写"), yuan_in_words(sums.due_fen)),
        ],
        tables=[
            _paid_table(lines),
            _sent_table(sent_in(session, asked.office.code, asked.week)),
        ],
    )


class WeeklyRemittancePage(ReportPage):
    """The week of one's own office, or of one below."""

    endpoint = "weekly_remittance"
    readers = frozenset(
        {
            Role.PROVINCE_ADMIN,
            Role.CITY_ADMIN,
            Role.COUNTY_ADMIN,
            Role.CASHIER,
            Role.VIEWER,
        }
    )
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _paid_and_sent}

    @expose("/")
    def index(self) -> str:
        session, asked = db.session(), _asked()
        office = asked.office
        sums = week_sums(session, office.code, asked.week, asked.window)
        return self.render_report(
            "pages/remittances/weekly.html",
            _paid_and_sent(MAXIMUM_WEEK_PAYMENTS),
            shown="index",
            office=office,
            payer=None if payer_code(office) == office.code else payer_code(office),
            is_current=asked.week == asked.now,
            week_urls=_week_urls(office, asked.week, asked.now),
            week=asked.week,
            ends_at=instant(asked.ends_at),
            sums=_figures(sums),
            due_count=sums.due_count,
            due_fen=sums.due_fen,
            amount_words=yuan_in_words(sums.due_fen),
            is_cut=sums.due_count > MAXIMUM_REMITTANCE_LINES,
            account=receiving_account(session),
            **_buttons(session, office),
        )


def _figures(sums: WeekSums) -> list[tuple[str, str]]:
    """Charged, sent and arrived; the last one shows the difference."""
    over = sums.short_fen < 0
    difference = _("多到账") if over else _("已汇未到账")
    return [
        (_("本周收费"), format_yuan(sums.charged_fen)),
        (_("本周已汇款"), format_yuan(sums.sent_fen)),
        (_("已到账"), format_yuan(sums.received_fen)),
        (difference, format_yuan(abs(sums.short_fen))),
        (_("尚未汇款"), format_yuan(sums.due_fen)),
    ]


def _paid_table(lines: list[PaidLine]) -> ReportTable:
    """Each payment, and beside the first of a unit the sum of all that unit paid."""
    unit_sums: Counter[int] = Counter()
    for line in lines:
        unit_sums[line.unit_id] += line.amount_fen
    firsts = {line.unit_id: line.payment_id for line in reversed(lines)}
    return ReportTable(
        _("各单位缴费明细"),
        [
            (_("注册单位"), TEXT),
            (_("收费单号"), TEXT),
            (_("收费日期"), DAY),
            (_("域名数"), NUMBER),
            (_("金额"), MONEY),
            (_("单位合计"), MONEY),
            (_("说明"), TEXT),
        ],
        [
            [
                Linked(line.unit, url_for("unit.details_view", id=line.unit_id)),
                Linked(line.payment_no, url_for("payment.details_view", id=line.payment_id)),
                line.received_on,
                line.order_count,
                line.amount_fen,
                unit_sums[line.unit_id] if firsts[line.unit_id] == line.payment_id else None,
                _("以前各周的收费") if line.is_earlier else "",
            ]
            for line in lines
        ],
        [
            _("合计"),
            None,
            None,
            sum(line.order_count for line in lines),
            unit_sums.total(),
            unit_sums.total(),
            None,
        ],
    )


def _sent_table(sent: Sequence[Remittance]) -> ReportTable:
    amounts = [
        (each.amount_fen, each.received_fen, each.received_fen - each.amount_fen) for each in sent
    ]
    return ReportTable(
        _("本周已汇款"),
        [
            (_("汇款单号"), TEXT),
            (_("银行流水号"), TEXT),
            (_("汇款金额"), MONEY),
            (_("到账金额"), MONEY),
            (_("差额"), MONEY),
        ],
        [
            [
                Linked(each.remittance_no, url_for("remittance.details_view", id=each.id)),
                each.bank_ref,
                *figures,
            ]
            for each, figures in zip(sent, amounts, strict=True)
        ],
        [_("合计"), None, *(sum(column) for column in zip(*amounts, strict=True))]
        if sent
        else None,
    )


def _buttons(session: Session, office: Office) -> dict[str, object]:
    """The draft with its memo, and whether this actor may prepare or send it."""
    actor = current_user.actor
    draft = drafts_of(session, [office.code], lambda wanted: wanted).get(office.code)
    reach = reach_of(actor, DRAFT_REMITTANCE)
    is_own = office.code == actor.office_code
    may_act = reach is not None and (is_own or reach is Reach.SCOPE)
    return {
        "draft": draft,
        "draft_amount": format_yuan(draft.amount_fen) if draft else None,
        "draft_words": yuan_in_words(draft.amount_fen) if draft else None,
        "draft_orders": orders_of(session, draft) if draft else (),
        "memo": memo_of(office.name, draft) if draft else None,
        "may_act": may_act,
        "draft_action": DRAFT_REMITTANCE.key,
        "remit_action": REMIT.key,
    }


def _week_urls(office: Office, week: str, now: str) -> list[tuple[str, str, bool]]:
    """(label, url, is current) of the week before, this one and the next."""
    try:
        weeks = dict.fromkeys([week_after(week, -1), week, week_after(week), now])
    except (ValueError, OverflowError):
        weeks = dict.fromkeys([now])
    return [
        (each, url_for("weekly_remittance.index", office_code=office.code, week=each), each == week)
        for each in sorted(weeks)
    ]
