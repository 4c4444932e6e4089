"""The names of a filing in the bulk load, with the orders and terms that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.values.document_number import NumberKind
from seed.bulk.filings import Fate, Filing
from seed.bulk.registrants import Name, Seat
from seed.bulk.row_buffer import Shelf, instant
from seed.bulk.row_types import DomainRow, OrderRow, TermRow
from seed.reference.minimal import PRICE_PER_YEAR_FEN

_APPROVED: Final = (Fate.SETTLED, Fate.REMITTED, Fate.CHARGED, Fate.PAYABLE, Fate.LAPSED)
_ORDER_STATE: Final = {
    Fate.SETTLED: "settled",
    Fate.REMITTED: "remitted",
    Fate.CHARGED: "charged",
    Fate.PAYABLE: "payable",
    Fate.LAPSED: "cancelled",
}
#: Names that wait for a reviewer; that of the registry is taken to have had them all along.
_WAITING: Final = (Fate.SUBMITTED, Fate.OFFICE_APPROVED)
_APPROVED_AFTER: Final = dt.timedelta(days=5)
#: Money is taken this long before its settlement, an order written before that.
CHARGED_BEFORE: Final = dt.timedelta(days=5)
_ORDERED_BEFORE: Final = dt.timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Bill:
    """Orders of one unit that were paid together."""

    unit_id: int
    title: str
    charged_on: dt.date
    #: The day of settlement; None: not yet.
    settled_on: dt.date | None
    is_remitted: bool
    #: (order id, amount in 分).
    orders: tuple[tuple[int, int], ...]

    @property
    def amount_fen(self) -> int:
        return sum(amount for _, amount in self.orders)


@dataclass(frozen=True, slots=True)
class Case:
    """Names of one unit that share what became of them."""

    seat: Seat
    unit_id: int
    title: str
    names: Sequence[Name]
    filing: Filing
    today: dt.date


def file_case(shelf: Shelf, case: Case) -> list[Bill]:
    """Puts the domains, orders and terms of a filing; returns what was paid of them."""
    keys = [shelf.key(DomainRow) for _ in case.names]
    for key, name in zip(keys, case.names, strict=True):
        shelf.put(_domain(key, name, case))
    if case.filing.fate not in _APPROVED:
        return []
    if case.filing.fate is Fate.SETTLED:
        return _settled_orders(shelf, case, keys)
    charged_on = {
        Fate.REMITTED: case.today - dt.timedelta(days=4),
        Fate.CHARGED: case.today - dt.timedelta(days=2),
    }.get(case.filing.fate)
    approved_on = case.filing.submitted_on + _APPROVED_AFTER
    ordered = _Ordered(
        "register", case.filing.years, None, approved_on, charged_on, None, case.filing.fate
    )
    orders = tuple(_order(shelf, case, key, ordered) for key in keys)
    if charged_on is None:
        return []
    is_remitted = case.filing.fate is Fate.REMITTED
    return [Bill(case.unit_id, case.title, charged_on, None, is_remitted, orders)]


def _settled_orders(shelf: Shelf, case: Case, keys: list[int]) -> list[Bill]:
    filing, bills = case.filing, []
    starts: tuple[dt.date, ...] = (filing.settled_on[0], *filing.ends_on)
    for seq, (years, settled_on) in enumerate(
        zip(filing.terms, filing.settled_on, strict=True), start=1
    ):
        first = seq == 1
        ordered = _Ordered(
            "register" if first else "renew",
            years,
            None if first else starts[seq - 1],
            settled_on - _ORDERED_BEFORE,
            settled_on - CHARGED_BEFORE,
            settled_on,
            Fate.SETTLED,
        )
        orders = tuple(_order(shelf, case, key, ordered) for key in keys)
        for key, (order_id, _) in zip(keys, orders, strict=True):
            shelf.put(_term(shelf.key(TermRow), key, case, seq, starts, order_id))
        bills.append(
            Bill(case.unit_id, case.title, settled_on - CHARGED_BEFORE, settled_on, True, orders)
        )
    if filing.is_renewing:
        ends_on = filing.ends_on[-1]
        ordered = _Ordered("renew", 1, ends_on, case.today, None, None, Fate.PAYABLE)
        for key in keys:
            _order(shelf, case, key, ordered)
    return bills


@dataclass(frozen=True, slots=True)
class _Ordered:
    """What the orders of a filing have in common."""

    kind: str
    years: int
    base_expires_on: dt.date | None
    ordered_on: dt.date
    charged_on: dt.date | None
    settled_on: dt.date | None
    fate: Fate


def _domain(key: int, name: Name, case: Case) -> DomainRow:
    filing = case.filing
    submitted_at = instant(filing.submitted_on)
    is_approved = filing.fate in _APPROVED
    approved_at = instant(filing.submitted_on + _APPROVED_AFTER) if is_approved else None
    registered_on = filing.settled_on[0].isoformat() if filing.settled_on else None
    expires_on = filing.ends_on[-1].isoformat() if filing.settled_on else None
    return DomainRow(
        key,
        name.label,
        name.tld.value,
        name.tld.family.value,
        f"{name.label}.{name.tld.value}",
        name.name_a,
        name.variant_key,
        name.basis.value,
        case.unit_id,
        filing.years,
        filing.state,
        submitted_at,
        "system",
        submitted_at if filing.fate in _WAITING else None,
        approved_at,
        registered_on,
        expires_on,
        0,
        1,
        submitted_at,
        submitted_at,
        *case.seat.codes,
        name.search_text,
    )


def _order(shelf: Shelf, case: Case, domain_id: int, ordered: _Ordered) -> tuple[int, int]:
    """Puts one order; returns its key and amount."""
    key, amount_fen = shelf.key(OrderRow), PRICE_PER_YEAR_FEN * ordered.years
    ordered_at = instant(ordered.ordered_on)
    base = ordered.base_expires_on
    row = OrderRow(
        key,
        shelf.number(NumberKind.ORDER, case.seat.row.code, ordered.ordered_on),
        ordered.kind,
        domain_id,
        case.unit_id,
        ordered.years,
        base.isoformat() if base else None,
        PRICE_PER_YEAR_FEN,
        amount_fen,
        _ORDER_STATE[ordered.fate],
        case.seat.row.name,
        ordered_at,
        instant(ordered.charged_on) if ordered.charged_on else None,
        instant(ordered.settled_on) if ordered.settled_on else None,
        1,
        ordered_at,
        ordered_at,
        *case.seat.codes,
    )
    shelf.put(row)
    return key, amount_fen


def _term(
    key: int, domain_id: int, case: Case, seq: int, starts: tuple[dt.date, ...], order_id: int
) -> TermRow:
    return TermRow(
        key,
        domain_id,
        case.unit_id,
        seq,
        starts[seq - 1].isoformat(),
        starts[seq].isoformat(),
        order_id,
        *case.seat.codes,
    )
