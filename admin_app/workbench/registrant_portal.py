"""The start page of a 注册单位 (unit): 我的域名, 域名缴费管理, returned filings, payments.

It replaces the desk for a unit's login. Its buttons lead to the same plan pages that an office
uses; the scope shows the unit only its own rows.
"""

from __future__ import annotations

import datetime as dt

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from admin_app.auth.user_lookup import Presence
from admin_app.labels import word
from admin_app.values import Written, badge
from admin_app.views import GRIDS
from admin_app.workbench.recent_receipts import newest_in_scope
from models.billing.payment import Payment
from models.core.clock import Clock
from models.core.setting import known_settings
from models.domains.domain import DomainState
from models.domains.review import ReviewReason
from models.invoices.invoice import Invoice
from models.reports.registrant_summary import (
    MAXIMUM_SUMMARY_ROWS,
    NameStanding,
    dues_of,
    last_words,
    names_of,
    payee_of,
)
from models.units.unit import Unit, UnitState
from models.values.calendar import instant
from models.values.expiry import LONGEST_TERM_YEARS, SHORTEST_TERM_YEARS
from models.values.money import format_yuan, yuan_in_words

#: Most payments, invoices and receipts shown; their lists have the rest.
_NEWEST = 10
#: What the guide advises (Q6).
_ADVISED_YEARS = 2

#: Unit state → why it may not renew or file.
_STANDSTILL = {
    UnitState.PENDING: _l("单位信息正在由同级编办确认，确认之后才能报送域名。"),
    UnitState.SUSPENDED: _l("单位已停用，暂不能报送和续费。请联系同级编办。"),
    UnitState.MERGED: _l("单位已合并，域名由承继单位管理。"),
    UnitState.REVOKED: _l("单位已撤销，不能报送和续费。"),
}


def portal_context(session: Session, presence: Presence, clock: Clock) -> dict[str, object]:
    """Everything the template `pages/portal.html` needs but the frame."""
    unit_id = presence.actor.unit_id
    assert unit_id is not None, "a unit's login"
    unit = session.get_one(Unit, unit_id)
    settings = known_settings(session)
    names = names_of(session, unit_id, clock.today(), settings)
    dues = dues_of(session, unit_id)
    due_fen = sum(order.amount_fen for order in dues)
    is_active = unit.state is UnitState.ACTIVE
    return {
        "about": unit.name,
        "unit": unit,
        "state": badge(unit.state),
        "standstill": _STANDSTILL.get(unit.state),
        "profile_url": url_for("unit.details_view", id=unit_id),
        "edit_url": url_for("unit.edit_view", id=unit_id),
        "file_url": url_for("unit.action_view", action="submit_domain", ids=unit_id),
        "dues": [(order, word(order.kind), format_yuan(order.amount_fen)) for order in dues],
        "dues_url": url_for("order.index_view", list="payable"),
        "due": format_yuan(due_fen) if due_fen else None,
        "due_in_words": yuan_in_words(due_fen) if due_fen else None,
        "payee": payee_of(session, unit.office_code),
        "names": [
            (standing, *_status_and_obstacle(standing, is_active=is_active)) for standing in names
        ],
        "names_url": url_for("domain.index_view"),
        "is_cut": len(names) == MAXIMUM_SUMMARY_ROWS,
        "years": range(SHORTEST_TERM_YEARS, LONGEST_TERM_YEARS + 1),
        "advised_years": _ADVISED_YEARS,
        "returned": _returned(session, names),
        "payments": _newest(session, Payment, Payment.confirmed_at),
        "invoices": _newest(session, Invoice, Invoice.issued_at),
        "receipts": newest_in_scope(session, _NEWEST),
        "yuan": format_yuan,
        "badge": badge,
        "word": word,
        "red_page_entity": "red_page" if "red_page" in GRIDS else None,
    }


def _status_and_obstacle(standing: NameStanding, *, is_active: bool) -> tuple[Written, str | None]:
    """(status, why it cannot be renewed now or None) of a name."""
    domain, status = standing.domain, badge(standing.status)
    if standing.phase is None:
        return status, _("完成注册之后才能续费")
    reasons = (
        (not is_active, _("单位当前不能续费")),
        (domain.is_held, _("已冻结：%(reason)s", reason=domain.hold_reason)),
        (
            standing.order is not None,
            _(
                "续费已提交（%(state)s）",
                state=word(standing.order.state) if standing.order else "",
            ),
        ),
        (standing.opens_on is not None, _("%(day)s 起可以续费", day=standing.opens_on)),
        (not standing.is_renewable, _("已过赎回期，请联系同级编办")),
    )
    return status, next((said for holds, said in reasons if holds), None)


def _returned(session: Session, names: list[NameStanding]) -> list[dict[str, object]]:
    """Returned names: the reasons, the comment, and the link to resubmit."""
    sent_back = [s.domain for s in names if s.domain.state is DomainState.RETURNED]
    words = last_words(session, [domain.id for domain in sent_back])
    return [
        {
            "name": domain.name_u,
            "reasons": [word(ReviewReason(reason)) for reason in review.reasons] if review else [],
            "comment": review.comment if review else None,
            "at": instant(review.at) if review else "",
            "mend_url": url_for("domain.action_view", action="resubmit", ids=domain.id),
            "withdraw_url": url_for("domain.action_view", action="withdraw", ids=domain.id),
        }
        for domain in sent_back
        for review in (words.get(domain.id),)
    ]


def _newest(
    session: Session, model: type[Payment | Invoice], at: InstrumentedAttribute[dt.datetime]
) -> list[Payment | Invoice]:
    return list(session.scalars(select(model).order_by(at.desc(), model.id.desc()).limit(_NEWEST)))
