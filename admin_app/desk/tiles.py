"""The figures over the workbench: what the office has, owes and is trusted with.

Each leads to the rows behind it, and says in words when it is too low or too high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from admin_app.actor import the_clock
from admin_app.desk.counting import capped
from admin_app.grid.filter_values import OWN
from admin_app.grid.query import count_rows
from admin_app.grid.spec import MONEY_STAFF
from admin_app.grid.state import ListState
from admin_app.pages.weekly_remittance import WeeklyRemittancePage
from admin_app.presence import Presence
from admin_app.views import GRIDS
from models.arriving import open_bank_lines, sent_remittances
from models.exposure import exposures
from models.money import format_yuan
from models.remittance_week import remittance_week, week_ends_at
from models.scope import ScopeLevel
from models.setting import settings_of
from models.settlement import waiting_fen
from models.stock import sheets_by_type
from models.weekly import due_sums


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure."""

    label: Any
    number: str
    url: str
    unit: Any = None
    #: 'warning' or 'danger', always with a note that says why.
    tone: str | None = None
    note: str | None = None


def tiles(session: Session, presence: Presence) -> list[Tile]:
    """The figures of the actor's role, in the order of the money's way."""
    makers = (_balance, _stock, _week, _exposed, _bank_lines, _remittances)
    return [tile for make in makers for tile in make(session, presence)]


Make = Callable[[Session, Presence], Iterator[Tile]]


def _balance(session: Session, presence: Presence) -> Iterator[Tile]:
    """账户余额, too low when it cannot settle what the office has charged."""
    if presence.balance_fen is None:
        return
    asked_fen = waiting_fen(session, presence.actor.office_code)
    is_low = presence.balance_fen < asked_fen
    yield Tile(
        _l("账户余额"),
        format_yuan(presence.balance_fen),
        url_for("transfer.index_view"),
        tone="warning" if is_low else None,
        note=_("不足：待消费 %(sum)s", sum=format_yuan(asked_fen)) if is_low else None,
    )


def _stock(session: Session, presence: Presence) -> Iterator[Tile]:
    """发票余额 of the own office, too low when more fees wait than there are sheets."""
    if presence.sheets is None or presence.actor.role not in GRIDS["lot"].readers:
        return
    code = presence.actor.office_code
    own = f"{code}{OWN}"
    payable = ListState(named="payable", filters={"office_code": own})
    waiting = count_rows(session, GRIDS["order"], payable)
    is_low = presence.sheets < waiting or presence.sheets == 0
    kinds = sheets_by_type(session, code)
    by_type = _("、").join(f"{name} {sheets:,}" for name, sheets in kinds)
    yield Tile(
        _l("发票余额"),
        f"{presence.sheets:,}",
        url_for("lot.index_view", list="signed", office_code=own),
        unit=_l("张"),
        tone="warning" if is_low else None,
        note=_("不足：待收费 %(n)s 笔", n=capped(waiting))
        if is_low
        else by_type
        if len(kinds) > 1
        else None,
    )


def _week(session: Session, presence: Presence) -> Iterator[Tile]:
    """What the page 周汇款 says has still to leave."""
    if presence.actor.role not in WeeklyRemittancePage.readers:
        return
    settings = settings_of(session)
    ends = week_ends_at(remittance_week(the_clock().now(), settings), settings)
    due_fen, count = due_sums(session, presence.actor.office_code, ends)
    yield Tile(
        _l("本周待汇款"),
        format_yuan(due_fen),
        url_for("weekly_remittance.index"),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )


def _exposed(session: Session, presence: Presence) -> Iterator[Tile]:
    """What the page 暴露额度 sums up; for one office beside its limit."""
    actor = presence.actor
    if actor.role not in MONEY_STAFF or actor.scope.level is ScopeLevel.EVERYTHING:
        return
    limit_fen = settings_of(session).exposure_limit_fen
    found = exposures(session, the_clock().today())
    over = [each for each in found if each.total_fen > limit_fen]
    is_one = actor.scope.level is ScopeLevel.OFFICE
    if over:
        note = _("超过额度 %(limit)s", limit=format_yuan(limit_fen))
        note = note if is_one else _("%(n)s 个编办超过额度", n=len(over))
    else:
        note = _("额度 %(limit)s", limit=format_yuan(limit_fen)) if is_one else None
    yield Tile(
        _l("发票暴露额"),
        format_yuan(sum(each.total_fen for each in found)),
        url_for("exposure.index"),
        tone="danger" if over else None,
        note=note,
    )


def _bank_lines(session: Session, presence: Presence) -> Iterator[Tile]:
    """Money that came to the registry and that nobody has matched yet."""
    if presence.actor.role not in GRIDS["bank_line"].readers:
        return
    count, amount_fen = open_bank_lines(session)
    yield Tile(
        _l("待认款的银行流水"),
        format_yuan(amount_fen),
        url_for("bank_line.index_view", list="open"),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )


def _remittances(session: Session, presence: Presence) -> Iterator[Tile]:
    """汇款单 on their way to the registry."""
    if presence.actor.role not in GRIDS["bank_line"].readers:
        return
    count, amount_fen = sent_remittances(session)
    yield Tile(
        _l("待确认到账的汇款单"),
        format_yuan(amount_fen),
        url_for("remittance.index_view", list="submitted"),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )
