"""What the desk says of an office's invoices: parcels not signed for, and too many on trust."""

from __future__ import annotations

import datetime as dt

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.actor import Actor
from actions.catalog import grants_of
from actions.sign_for import SIGN_FOR
from admin_app.actor import the_clock
from models.business_day import business_day
from models.exposure import exposure_of
from models.money import format_yuan
from models.setting import Settings, settings_of
from models.stock import overdue_lots

_LINK = Markup("<a href='{}'>{}</a>")


def invoice_notices(session: Session, actor: Actor) -> list[Markup]:
    """Sentences for who signs for the sheets of his office, each leading to what it speaks of."""
    if actor.role not in grants_of(SIGN_FOR):
        return []
    settings = settings_of(session)
    found = (_overdue(session, actor, settings), _exposed(session, actor, settings))
    return [said for said in found if said]


def _overdue(session: Session, actor: Actor, settings: Settings) -> Markup | None:
    now, days = the_clock().now(), settings.unsigned_lot_days
    lots = overdue_lots(actor.office_code, now, days).order_by(None).subquery()
    count = session.scalar(select(func.count()).select_from(lots))
    if not count:
        return None
    until = business_day(now - dt.timedelta(days=days))
    url = url_for(
        "lot.index_view", list="in_transit", office_code=actor.office_code, dispatched_at_to=until
    )
    said = _(
        "有 %(n)s 批发票寄发超过 %(days)s 天还没有签收，签收之前不能再申请。", n=count, days=days
    )
    return _LINK.format(url, said)


def _exposed(session: Session, actor: Actor, settings: Settings) -> Markup | None:
    limit_fen = settings.exposure_limit_fen
    exposure = exposure_of(session, the_clock().today(), actor.office_code)
    if exposure.total_fen <= limit_fen:
        return None
    said = _(
        "已签收未使用和已开未汇款的发票共 %(total)s，超过暴露额度 %(limit)s，请先汇款。",
        total=format_yuan(exposure.total_fen),
        limit=format_yuan(limit_fen),
    )
    return _LINK.format(url_for("exposure.index"), said)
