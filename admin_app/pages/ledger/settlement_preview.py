"""消费试算: what a balance and N yuan more would settle, and why each waiting order waits.

A dry run of the settlement's own rule (models.ledger.settlement); nothing is written.
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

from admin_app.auth.current_actor import the_clock
from admin_app.grid.spec import MONEY_STAFF
from admin_app.labels import sentence, word
from admin_app.papers.report import Linked, Report, ReportTable
from admin_app.values import INSTANT, LONG_TEXT, MONEY, TEXT
from admin_app.web.page import office_of
from admin_app.web.report_page import MakeReport, ReportPage
from models.billing.order import Order
from models.core.base import db
from models.core.setting import settings_of
from models.ledger.accounts import paid_by
from models.ledger.settlement import Decision, decide, waiting_orders
from models.offices.office import Office
from models.reports.unsettled_reason import Place, balance_of, explain, remittances_of
from models.units.unit import Unit
from models.values.money import LARGEST_TYPED_FEN, MoneyError, format_yuan, parse_yuan

#: Most orders of the queue on the page.
MAXIMUM_ORDERS = 500


@dataclass(frozen=True, slots=True)
class _Asked:
    """The office and the sum of the address, and what the sum lacks to be one."""

    office: Office
    typed: str
    extra_fen: int
    fault: str | None


def _queue(_most: int) -> Report:
    """The queue of an account: what is settled, and why each order waits today."""
    session, asked = db.session(), _asked()
    balance_fen = balance_of(session, asked.office.code) or 0
    available_fen = balance_fen + asked.extra_fen
    decisions, is_cut = _rehearsed(session, asked.office.code, available_fen)
    spent = sum(d.order.amount_fen for d in decisions if d.wait is None)
    return Report(
        model=Order,
        title=_("消费试算"),
        office=asked.office.name,
        on=the_clock().today(),
        facts=[
            (_("账户余额"), format_yuan(balance_fen)),
            (_("假设到账"), format_yuan(asked.extra_fen)),
            (_("可以消费"), format_yuan(spent)),
            (_("消费后余额"), format_yuan(available_fen - spent)),
        ],
        tables=[
            ReportTable(
                _("为什么还没消费"),
                [
                    (_("缴费单号"), TEXT),
                    (_("域名"), TEXT),
                    (_("注册单位"), TEXT),
                    (_("收费时间"), INSTANT),
                    (_("金额"), MONEY),
                    (_("试算结果"), LONG_TEXT),
                    (_("目前的原因"), LONG_TEXT),
                ],
                _rows(session, decisions, balance_fen),
                empty=_("没有等待消费的缴费。"),
            )
        ],
        is_cut=is_cut,
    )


class SettlementPreviewPage(ReportPage):
    """The queue of the account of one's own office or of one below."""

    endpoint = "settlement_preview"
    readers = MONEY_STAFF
    reports: ClassVar[Mapping[str, MakeReport]] = {"index": _queue}

    @expose("/")
    def index(self) -> str:
        asked = _asked()
        return self.render_report(
            "pages/ledger/settlement_preview.html",
            _queue(MAXIMUM_ORDERS),
            shown="index",
            office=asked.office,
            typed=asked.typed,
            fault=asked.fault,
            maximum=MAXIMUM_ORDERS,
        )


def _asked() -> _Asked:
    code = request.args.get("office_code", "").strip() or current_user.actor.office_code
    typed = request.args.get("amount", "").strip()
    return _Asked(office_of(db.session(), code), typed, *_amount(typed))


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


def _rows(session: Session, decisions: Sequence[Decision], balance_fen: int) -> list[list[object]]:
    """Each order of the queue: the simulated decision, and why it waits today."""
    orders = [decision.order for decision in decisions]
    sent, units = remittances_of(session, orders), _units(session, orders)
    rows: list[list[object]] = []
    ahead_fen = 0
    for decision in decisions:
        order = decision.order
        place = Place(balance_fen, ahead_fen)
        why = explain(order, decision.domain, sent.get(order.id), place)
        ahead_fen += 0 if decision.is_set_aside else order.amount_fen
        verdict = f"{'✓' if decision.wait is None else '✕'} {_verdict(decision)}"
        rows.append(
            [
                Linked(order.order_no, url_for("order.details_view", id=order.id)),
                decision.domain.name_u,
                units.get(order.unit_id, ""),
                order.charged_at,
                order.amount_fen,
                Linked(verdict, is_alarming=decision.wait is not None),
                sentence(why.why, why.facts),
            ]
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
