"""The tiles of the workbench: balance, stock, amounts due, exposure.

Each links to its rows, and has a note when it is too low or too high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from admin_app.auth.current_actor import the_clock
from admin_app.auth.user_lookup import Presence
from admin_app.forms.office_choices import OWN
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import counting
from admin_app.grid.spec import MONEY_STAFF
from admin_app.pages.remittances.weekly import WeeklyRemittancePage
from admin_app.views import GRIDS
from admin_app.web.figures import FIGURES, FigureKey
from admin_app.workbench.combined_query import Figures, Wanted
from admin_app.workbench.count_links import capped
from models.core.scope import ScopeLevel
from models.core.setting import Settings
from models.invoices.stock_balance import sheets_by_type
from models.ledger.settlement import waiting_sum
from models.remittances.in_transit import open_bank_lines, sent_remittances
from models.remittances.week import remittance_week, week_ends_at
from models.reports.exposure import MAXIMUM_EXPOSURE_OFFICES, Exposure
from models.reports.weekly_totals import due_figures
from models.values.money import format_yuan


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


@dataclass(frozen=True, slots=True)
class Known:
    """The data of the whole page, read once."""

    session: Session
    presence: Presence
    settings: Settings
    figures: Figures
    #: The exposed offices in scope; loaded once, on first use.
    exposed: Callable[[], list[Exposure]]


def tiles(known: Known) -> list[Tile]:
    """The tiles for the actor's role, in the order in which money moves."""
    makers = (_balance, _stock, _week, _exposed, _bank_lines, _remittances)
    return [tile for make in makers for tile in make(known)]


def wanted(session: Session, presence: Presence, settings: Settings) -> Wanted:
    """The scalar subqueries they need."""
    code, found = presence.actor.office_code, Wanted()
    if presence.balance_fen is not None:
        found["waiting_fen"] = waiting_sum(code).scalar_subquery()
    if _has_stock(presence):
        found["payable"] = counting(ListRequest(session, GRIDS["order"], _payable(code)))
    if _remits(presence):
        ends = week_ends_at(remittance_week(the_clock().now(), settings), settings)
        found["due_fen"], found["due_count"] = (
            figure.scalar_subquery() for figure in due_figures(code, ends)
        )
    return found


def _has_stock(presence: Presence) -> bool:
    return presence.sheets is not None and presence.actor.role in GRIDS["lot"].readers


def _remits(presence: Presence) -> bool:
    return presence.actor.role in WeeklyRemittancePage.readers


def _payable(office_code: str) -> ListState:
    return ListState(named="payable", filters={"office_code": f"{office_code}{OWN}"})


def _balance(known: Known) -> Iterator[Tile]:
    """账户余额 (balance); a warning when it cannot settle the charged orders."""
    presence = known.presence
    if presence.balance_fen is None:
        return
    asked_fen = int(known.figures["waiting_fen"] or 0)
    is_low = presence.balance_fen < asked_fen
    yield Tile(
        FIGURES[FigureKey.BALANCE].label,
        format_yuan(presence.balance_fen),
        FIGURES[FigureKey.BALANCE].url(the_clock().today(), presence.actor.office_code),
        tone="warning" if is_low else None,
        note=_("不足：待消费 %(sum)s", sum=format_yuan(asked_fen)) if is_low else None,
    )


def _stock(known: Known) -> Iterator[Tile]:
    """发票余额 (stock) of the own office; a warning when more orders wait than there are sheets."""
    presence = known.presence
    if presence.sheets is None or not _has_stock(presence):
        return
    code = presence.actor.office_code
    own = f"{code}{OWN}"
    waiting = known.figures["payable"]
    is_low = presence.sheets < waiting or presence.sheets == 0
    kinds = sheets_by_type(known.session, code)
    by_type = _("、").join(f"{name} {sheets:,}" for name, sheets in kinds)
    yield Tile(
        FIGURES[FigureKey.SHEETS].label,
        f"{presence.sheets:,}",
        FIGURES[FigureKey.SHEETS].url(the_clock().today(), own),
        unit=_l("张"),
        tone="warning" if is_low else None,
        note=_("不足：待收费 %(n)s 笔", n=capped(waiting))
        if is_low
        else by_type
        if len(kinds) > 1
        else None,
    )


def _week(known: Known) -> Iterator[Tile]:
    """The amount still to be remitted, as on the page 周汇款."""
    if not _remits(known.presence):
        return
    due_fen, count = int(known.figures["due_fen"] or 0), known.figures["due_count"]
    yield Tile(
        FIGURES[FigureKey.TO_REMIT].label,
        format_yuan(due_fen),
        FIGURES[FigureKey.TO_REMIT].url(the_clock().today()),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )


def _exposed(known: Known) -> Iterator[Tile]:
    """What the page 已领发票未汇款金额 sums up; for one office beside its limit."""
    actor = known.presence.actor
    if actor.role not in MONEY_STAFF or actor.scope.level is ScopeLevel.EVERYTHING:
        return
    limit_fen = known.settings.exposure_limit_fen
    found = known.exposed()[:MAXIMUM_EXPOSURE_OFFICES]
    over = [each for each in found if each.total_fen > limit_fen]
    is_one = actor.scope.level is ScopeLevel.OFFICE
    if over:
        note = _("超过额度 %(limit)s", limit=format_yuan(limit_fen))
        note = note if is_one else _("%(n)s 个编办超过额度", n=len(over))
    else:
        note = _("额度 %(limit)s", limit=format_yuan(limit_fen)) if is_one else None
    yield Tile(
        FIGURES[FigureKey.EXPOSURE].label,
        format_yuan(sum(each.total_fen for each in found)),
        FIGURES[FigureKey.EXPOSURE].url(the_clock().today()),
        tone="danger" if over else None,
        note=note,
    )


def _bank_lines(known: Known) -> Iterator[Tile]:
    """Bank lines not matched yet."""
    if known.presence.actor.role not in GRIDS["bank_line"].readers:
        return
    count, amount_fen = open_bank_lines(known.session)
    yield Tile(
        FIGURES[FigureKey.OPEN_BANK_LINES].label,
        format_yuan(amount_fen),
        FIGURES[FigureKey.OPEN_BANK_LINES].url(the_clock().today()),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )


def _remittances(known: Known) -> Iterator[Tile]:
    """汇款单 on their way to the registry."""
    if known.presence.actor.role not in GRIDS["bank_line"].readers:
        return
    count, amount_fen = sent_remittances(known.session)
    yield Tile(
        FIGURES[FigureKey.SENT_REMITTANCES].label,
        format_yuan(amount_fen),
        FIGURES[FigureKey.SENT_REMITTANCES].url(the_clock().today()),
        note=_("%(n)s 笔", n=f"{count:,}"),
    )
