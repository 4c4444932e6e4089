"""周汇款: an office's 汇款单 of the week, for the bank transfer (guide 新-005, 续-003, Q8).

Total, 大写, memo for the bank, what each unit paid; buttons to prepare and submit the draft.
"""

from __future__ import annotations

from itertools import groupby

from flask import request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from actions.core.action import Reach
from actions.permissions import grants_of
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.submit import REMIT
from admin_app.auth.current_actor import the_clock
from admin_app.forms.request_errors import BadParameterError
from admin_app.papers.money import memo_of
from admin_app.web.page import Page, office_of
from models.core.base import db
from models.core.setting import Settings, settings_of
from models.ledger.accounts import payer_code
from models.offices.office import Office
from models.offices.receiving_account import receiving_account
from models.remittances.draft import MAXIMUM_REMITTANCE_LINES, drafts_of
from models.remittances.remittance import Remittance
from models.remittances.week import remittance_week, week_after, week_ends_at, week_window
from models.reports.weekly_totals import (
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


class WeeklyRemittancePage(Page):
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

    @expose("/")
    def index(self) -> str:
        session = db.session()
        actor = current_user.actor
        office = office_of(session, request.args.get("office_code", actor.office_code))
        settings = settings_of(session)
        now = remittance_week(the_clock().now(), settings)
        week = request.args.get("week", now)
        return self.render(
            "pages/remittances/weekly.html",
            title=_("周汇款"),
            office=office,
            payer=None if payer_code(office) == office.code else payer_code(office),
            is_current=week == now,
            week_urls=_week_urls(office, week, now),
            **_week(session, office, week, settings),
            account=receiving_account(session),
            **_buttons(session, office),
        )


def _week(session: Session, office: Office, week: str, settings: Settings) -> dict[str, object]:
    """The figures and lists of a week. Raises BadParameterError for one that does not exist."""
    try:
        window, ends_at = week_window(week, settings), week_ends_at(week, settings)
    except (ValueError, OverflowError) as error:
        raise BadParameterError(_("没有“%(week)s”这一周。", week=week), "week") from error
    sums = week_sums(session, office.code, week, window)
    lines = paid_lines(session, office.code, window)
    return {
        "week": week,
        "ends_at": instant(ends_at),
        "sums": _figures(sums),
        "due": format_yuan(sums.due_fen),
        "due_count": sums.due_count,
        "due_fen": sums.due_fen,
        "amount_words": yuan_in_words(sums.due_fen),
        "is_cut": sums.due_count > MAXIMUM_REMITTANCE_LINES,
        "units": _by_unit(lines),
        "sent": [_sent(remittance) for remittance in sent_in(session, office.code, week)],
    }


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


def _by_unit(lines: list[PaidLine]) -> list[dict[str, object]]:
    """Each unit with its payments and their sum."""
    return [
        {
            "name": unit,
            "url": url_for("unit.details_view", id=unit_id),
            "sum": format_yuan(sum(line.amount_fen for line in payments)),
            "payments": [_payment(line) for line in payments],
        }
        for (unit_id, unit), found in groupby(lines, key=lambda line: (line.unit_id, line.unit))
        for payments in [list(found)]
    ]


def _payment(line: PaidLine) -> dict[str, object]:
    return {
        "no": line.payment_no,
        "url": url_for("payment.details_view", id=line.payment_id),
        "on": line.received_on.isoformat(),
        "count": line.order_count,
        "amount": format_yuan(line.amount_fen),
        "is_earlier": line.is_earlier,
    }


def _sent(remittance: Remittance) -> dict[str, object]:
    short = remittance.amount_fen - remittance.received_fen
    return {
        "no": remittance.remittance_no,
        "url": url_for("remittance.details_view", id=remittance.id),
        "state": remittance.state,
        "bank_ref": remittance.bank_ref,
        "amount": format_yuan(remittance.amount_fen),
        "received": format_yuan(remittance.received_fen),
        "difference": format_yuan(-short) if short else "",
    }


def _buttons(session: Session, office: Office) -> dict[str, object]:
    """The draft with its memo, and whether this actor may prepare or send it."""
    actor = current_user.actor
    draft = drafts_of(session, [office.code], lambda wanted: wanted).get(office.code)
    reach = grants_of(DRAFT_REMITTANCE).get(actor.role)
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
