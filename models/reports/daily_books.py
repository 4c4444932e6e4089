"""历史余额查询: what the books said at the end of a past business day (domain.md 5.3-12).

Computed backwards from today: the journal has the previous state of each row changed since, and
transfers and stock moves are reversed. So the cost depends on the changes since that day, not on
the amount of data, and today's figures are the live ones by construction. Rows are counted for
their present office, as everywhere else.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, func, literal, select
from sqlalchemy.orm import Session

from models.billing.order import Order, OrderState
from models.core.journal import JournalChange, JournalEntry
from models.core.scope import BY_HAND, Scoped
from models.domains.domain import Domain, DomainState
from models.invoices.stock import InvoiceLot, InvoiceMove, LotState, MoveKind
from models.ledger.ledger import Account, AccountKind, Transfer
from models.reports.stock_card import EFFECTS
from models.values.calendar import business_day, day_bounds

#: Most state changes to reverse; with more the day is too long ago.
MAXIMUM_DAY_CHANGES = 50_000
#: Rows listed behind a figure.
MAXIMUM_DAY_ROWS = 500

_CHANGES: Any = JournalChange.__table__
_ENTRIES: Any = JournalEntry.__table__
_TRANSFERS: Any = Transfer.__table__
_MOVES: Any = InvoiceMove.__table__


class TooLongAgoError(ValueError):
    """Too many changes since that day."""


@dataclass(frozen=True, slots=True)
class Books:
    """One place's figures at the end of a day; amounts in 分."""

    domains: Counter[DomainState] = field(default_factory=Counter)
    orders: Counter[OrderState] = field(default_factory=Counter)
    order_fen: Counter[OrderState] = field(default_factory=Counter)
    #: 'balance_fen' of the prepaid account, 'sheets' in stock.
    rest: Counter[str] = field(default_factory=Counter)

    def add(self, other: Books) -> None:
        """Add another place's figures."""
        for name in ("domains", "orders", "order_fen", "rest"):
            mine = getattr(self, name)
            for key, figure in getattr(other, name).items():
                mine[key] += figure


@dataclass(frozen=True, slots=True)
class _Changed:
    """A row whose state changed since: its present and its past state (None: it did not exist)."""

    place: str
    now: Any
    was: Any
    amount_fen: int


def first_day(session: Session) -> dt.date | None:
    """The business day of the first journal entry; None while there is none."""
    # Imported history has earlier days under later ids.
    wanted = select(_ENTRIES.c.at).order_by(_ENTRIES.c.at, _ENTRIES.c.id).limit(1)
    at = session.scalar(wanted, execution_options={BY_HAND: True})
    return None if at is None else business_day(at)


def books_as_of(session: Session, day: dt.date, *, by_province: bool) -> dict[str, Books]:
    """The figures of each place in the session's scope, by its code.

    Raises TooLongAgoError when too much was done since.
    """
    ends = day_bounds(day)[1]
    books: dict[str, Books] = defaultdict(Books)
    _count_domains(session, books, ends, by_province=by_province)
    _count_orders(session, books, ends, by_province=by_province)
    for place, fen in _balances(session, ends, by_province=by_province):
        books[place].rest["balance_fen"] += int(fen or 0)
    for place, sheets in _sheets(session, ends, by_province=by_province):
        books[place].rest["sheets"] += int(sheets or 0)
    return {place: books[place] for place in sorted(books)}


def rows_as_of(
    session: Session,
    model: type[Domain | Order],
    state: DomainState | OrderState,
    day: dt.date,
    place: str | None,
    limit: int = MAXIMUM_DAY_ROWS + 1,
) -> list[int]:
    """The first ids of the rows that were in a state, in a place or everywhere."""
    changed = _changed(session, model, day_bounds(day)[1], literal(place))
    wanted: Select[Any] = (
        select(model.id).where(model.state == state).order_by(model.id).limit(limit + len(changed))
    )
    if place is not None:
        wanted = wanted.where(_in(model, place))
    stayed = [key for key in session.scalars(wanted) if key not in changed]
    came_back = {key for key, row in changed.items() if row.was == state}
    if place is not None and came_back:
        inside = select(model.id).where(_in(model, place), model.id.in_(sorted(came_back)))
        came_back = set(session.scalars(inside))
    return sorted([*stayed, *came_back])[:limit]


def _in(model: type[Scoped], place: str) -> ColumnElement[bool]:
    """Condition on a place: an office, or a province for the registry."""
    column: ColumnElement[bool] = (model.office_code == place) | (
        (model.province_code == place) if place.endswith("0000") else literal(value=False)
    )
    return column


def _place(model: type[Scoped], *, by_province: bool) -> SQLColumnExpression[str]:
    return model.province_code if by_province else model.office_code


def _count_domains(
    session: Session, books: dict[str, Books], ends: dt.datetime, *, by_province: bool
) -> None:
    place = _place(Domain, by_province=by_province)
    live = select(place, Domain.state, func.count(Domain.id)).group_by(place, Domain.state)
    for code, state, count in session.execute(live):
        books[code].domains[state] += count
    for row in _changed(session, Domain, ends, place).values():
        books[row.place].domains[row.now] -= 1
        if row.was is not None:
            books[row.place].domains[row.was] += 1


def _count_orders(
    session: Session, books: dict[str, Books], ends: dt.datetime, *, by_province: bool
) -> None:
    place = _place(Order, by_province=by_province)
    live = select(place, Order.state, func.count(Order.id), func.sum(Order.amount_fen)).group_by(
        place, Order.state
    )
    for code, state, count, fen in session.execute(live):
        books[code].orders[state] += count
        books[code].order_fen[state] += int(fen)
    for row in _changed(session, Order, ends, place).values():
        of_place = books[row.place]
        of_place.orders[row.now] -= 1
        of_place.order_fen[row.now] -= row.amount_fen
        if row.was is not None:
            of_place.orders[row.was] += 1
            of_place.order_fen[row.was] += row.amount_fen


def _changed(
    session: Session,
    model: type[Domain | Order],
    ends: dt.datetime,
    place: SQLColumnExpression[str | None],
) -> dict[int, _Changed]:
    """Rows in scope whose state changed since, by id, each with its first change."""
    was, now = (_CHANGES.c.diff[("state", side)].as_string() for side in (0, 1))
    amount = Order.amount_fen if model is Order else literal(0)
    found = session.execute(
        select(_CHANGES.c.id, model.id, place, model.state, was, amount)
        .select_from(model)
        .join(
            _CHANGES,
            and_(_CHANGES.c.entity == model.__tablename__, _CHANGES.c.row_id == model.id),
        )
        .join(_ENTRIES, _ENTRIES.c.id == _CHANGES.c.entry_id)
        .where(_ENTRIES.c.at >= ends, now.is_not(None))
        .limit(MAXIMUM_DAY_CHANGES + 1)
    ).all()
    if len(found) > MAXIMUM_DAY_CHANGES:
        raise TooLongAgoError
    states: Any = DomainState if model is Domain else OrderState
    first: dict[int, _Changed] = {}
    # In descending order, so that the first change of a row remains.
    for _id, key, code, state, old, fen in sorted(found, key=lambda row: -row[0]):
        first[key] = _Changed(code, state, None if old is None else states(old), fen)
    return first


def _balances(
    session: Session, ends: dt.datetime, *, by_province: bool
) -> Sequence[tuple[str, int | None]]:
    """Rows to sum: today's balances, and the reversed transfers since."""
    place = _place(Account, by_province=by_province)
    is_prepaid = Account.kind == AccountKind.PREPAID
    live = select(place, func.sum(Account.balance_fen)).where(is_prepaid).group_by(place)
    found = [(code, fen) for code, fen in session.execute(live)]
    for side, sign in ((_TRANSFERS.c.credit_id, -1), (_TRANSFERS.c.debit_id, 1)):
        since = (
            select(place, sign * func.sum(_TRANSFERS.c.amount_fen))
            .select_from(Account)
            .join(_TRANSFERS, side == Account.id)
            .where(is_prepaid, _TRANSFERS.c.at >= ends)
            .group_by(place)
        )
        found += [(code, fen) for code, fen in session.execute(since)]
    return found


def _sheets(
    session: Session, ends: dt.datetime, *, by_province: bool
) -> Sequence[tuple[str, int | None]]:
    """Rows to sum: today's stock, and the reversed moves since."""
    place = _place(InvoiceLot, by_province=by_province)
    live = (
        select(place, func.sum(InvoiceLot.on_hand))
        .where(InvoiceLot.state == LotState.SIGNED)
        .group_by(place)
    )
    effect = _MOVES.c.quantity * case(EFFECTS, value=_MOVES.c.kind, else_=0)
    # A lot lost in transit was never in stock.
    never = and_(_MOVES.c.kind == MoveKind.LOST, InvoiceLot.signed_at.is_(None))
    since = (
        select(place, -func.sum(case((never, 0), else_=effect)))
        .select_from(InvoiceLot)
        .join(_MOVES, _MOVES.c.lot_id == InvoiceLot.id)
        .where(_MOVES.c.at >= ends)
        .group_by(place)
    )
    return [(code, n) for wanted in (live, since) for code, n in session.execute(wanted)]
