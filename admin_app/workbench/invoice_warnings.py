"""Warnings about an office's invoices: lots overdue for signing, and too much exposure."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import func, select

from actions.core.actor import Actor
from actions.invoices.sign_for import SIGN_FOR
from actions.permissions import may_run
from admin_app.auth.current_actor import the_clock
from admin_app.workbench.combined_query import Wanted
from admin_app.workbench.tiles import Known
from models.core.setting import Settings
from models.invoices.stock_balance import overdue_lots
from models.values.calendar import business_day
from models.values.money import format_yuan

_LINK = Markup("<a href='{}'>{}</a>")


def invoice_notices(known: Known) -> list[Markup]:
    """Messages with links, for those who sign for their office's invoices."""
    if not may_run(known.presence.actor, SIGN_FOR):
        return []
    return [said for said in (_overdue(known), _exposed(known)) if said]


def wanted(actor: Actor, settings: Settings) -> Wanted:
    """The count of overdue lots, for those who sign for them."""
    if not may_run(actor, SIGN_FOR):
        return {}
    now, days = the_clock().now(), settings.unsigned_lot_days
    lots = overdue_lots(actor.office_code, now, days).order_by(None).subquery()
    return {"overdue_lots": select(func.count()).select_from(lots).scalar_subquery()}


def _overdue(known: Known) -> Markup | None:
    actor, now, days = known.presence.actor, the_clock().now(), known.settings.unsigned_lot_days
    count = known.figures["overdue_lots"]
    if not count:
        return None
    until = business_day(now - dt.timedelta(days=days))
    url = url_for(
        "lot.index_view", list="in_transit", office_code=actor.office_code, dispatched_at_to=until
    )
    said = _(
        "有 %(n)s 批发票邮寄超过 %(days)s 天还没有签收，签收之前不能再申请。", n=count, days=days
    )
    return _LINK.format(url, said)


def _exposed(known: Known) -> Markup | None:
    limit_fen, code = known.settings.exposure_limit_fen, known.presence.actor.office_code
    exposure = next((each for each in known.exposed() if each.office_code == code), None)
    if exposure is None or exposure.total_fen <= limit_fen:
        return None
    said = _(
        "已签收未使用和已开未汇款的发票共 %(total)s，超过限额 %(limit)s，请先汇款。",
        total=format_yuan(exposure.total_fen),
        limit=format_yuan(limit_fen),
    )
    return _LINK.format(url_for("exposure.index"), said)
