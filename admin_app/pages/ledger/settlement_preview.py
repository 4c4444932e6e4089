"""消费试算: what a balance and N yuan more would settle, and why each waiting order waits.

A dry run of the settlement's own rule (models.ledger.settlement); nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import sentence, word
from admin_app.web.page import Page, office_of
from models.billing.order import Order
from models.core.base import db
from models.core.setting import settings_of
from models.ledger.accounts import paid_by
from models.ledger.settlement import Decision, decide, waiting_orders
from models.reports.unsettled_reason import Place, balance_of, explain, remittances_of
from models.units.unit import Unit
from models.values.calendar import instant
from models.values.money import LARGEST_TYPED_FEN, MoneyError, format_yuan, parse_yuan

#: Most orders of the queue on the page.
MAXIMUM_ORDERS = 500


class SettlementPreviewPage(Page):
    """The queue of the account of one's own office or of one below."""

    endpoint = "settlement_preview"
    readers = MONEY_STAFF

    @expose("/")
    def index(self) -> str:
        session = db.session()
        code = request.args.get("office_code", "").strip() or current_user.actor.office_code
        office = office_of(session, code)
        typed = request.args.get("amount", "").strip()
        extra_fen, fault = _amount(typed)
        balance_fen = balance_of(session, office.code) or 0
        decisions, is_cut = _rehearsed(session, office.code, balance_fen + extra_fen)
        spent = sum(d.order.amount_fen for d in decisions if d.wait is None)
        return self.render(
            "pages/ledger/settlement_preview.html",
            title=_("消费试算"),
            office=office,
            typed=typed,
            fault=fault,
            is_cut=is_cut,
            maximum=MAXIMUM_ORDERS,
            figures=[
                (_("账户余额"), format_yuan(balance_fen)),
                (_("假设到账"), format_yuan(extra_fen)),
                (_("可以消费"), format_yuan(spent)),
                (_("消费后余额"), format_yuan(balance_fen + extra_fen - spent)),
            ],
            rows=_rows(session, decisions, balance_fen),
        )


def _amount(typed: str) -> tuple[int, str | None]:
    """The typed amount in 分, or its fault."""
    if not typed:
        return 0, None
    try:
        return min(parse_yuan(typed), LARGEST_TYPED_FEN), None
    except MoneyError:
        return 0, _("请填写金额（元），最多两位小数，如 1000 或 1,000.50。")


def _rehearsed(session: Session, code: str, fen: int) -> tuple[list[Decision], bool]:
    """The decisions of a settlement with that much more."""
    offices = list(paid_by(session, [code]))
    waiting = waiting_orders(session, offices, MAXIMUM_ORDERS, lambda wanted: wanted)
    skip = settings_of(session).consume_skip
    return decide(waiting.orders, waiting.domains, fen, skip=skip), waiting.is_cut


def _rows(
    session: Session, decisions: Sequence[Decision], balance_fen: int
) -> list[dict[str, object]]:
    """Each order of the queue: the simulated decision, and why it waits today."""
    orders = [decision.order for decision in decisions]
    sent, units = remittances_of(session, orders), _units(session, orders)
    rows, ahead_fen = [], 0
    for decision in decisions:
        order = decision.order
        place = Place(balance_fen, ahead_fen)
        why = explain(order, decision.domain, sent.get(order.id), place)
        ahead_fen += 0 if decision.is_set_aside else order.amount_fen
        rows.append(
            {
                "no": order.order_no,
                "url": url_for("order.details_view", id=order.id),
                "name": decision.domain.name_u,
                "unit": units.get(order.unit_id, ""),
                "charged_at": instant(order.charged_at),
                "amount": format_yuan(order.amount_fen),
                "is_settled": decision.wait is None,
                "verdict": _verdict(decision),
                "why": sentence(why.why, why.facts),
            }
        )
    return rows


def _verdict(decision: Decision) -> str:
    if decision.wait is None:
        return _("消费")
    return _(
        "不消费：%(why)s（轮到时余额 %(balance)s）",
        why=word(decision.wait),
        balance=format_yuan(decision.balance_fen),
    )


def _units(session: Session, orders: Sequence[Order]) -> dict[int, str]:
    ids = {order.unit_id for order in orders}
    found = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids)))
    return {row[0]: row[1] for row in found}
