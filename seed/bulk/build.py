"""The profile for benchmarks: any number of domains, up to some millions, in minutes.

One run of one action, so it is atomic, and every row refers to that run's journal entry. Rows have
no journal changes, which would be half the load.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.context import Context
from actions.core.input_fields import field_types
from models.invoices.invoice_type import InvoiceType
from models.ledger.ledger import Account, AccountKind
from models.offices.office import REGISTRY_CODE, Office
from models.units.unit import Unit
from seed.bulk.domains import Bill, Case, file_case
from seed.bulk.filings import draw_filing, settlement_days
from seed.bulk.money import Book, keep_book
from seed.bulk.registrants import Name, Seat, names_of, unit_row, units_of
from seed.bulk.row_buffer import Shelf, instant
from seed.bulk.row_types import UnitRow
from seed.bulk.writer import settle_statistics, store_of
from seed.demo.people import fit_out, unit_login
from seed.demo.plan import STARS
from seed.reference import divisions, minimal
from seed.reference.seed_action import Ground, Report, refuse_people, seed_action, sow, was_sown

DOMAINS_PER_UNIT: Final = 8
#: Offices between two lines of progress.
_TOLD_EVERY: Final = 400


@dataclass(frozen=True, slots=True)
class BulkInput:
    """Sizes of the load; the same numbers give the same rows."""

    domains: int = 1_000_000
    #: Terms, and so orders, for each registered domain.
    terms_per_domain: float = 1.2
    #: Orders paid together; fewer make more payments.
    orders_per_payment: int = 4
    #: The share of payments that have an invoice; the others wait for theirs.
    invoice_share: float = 0.9
    chance: int = 20130201


def load(ground: Ground, **options: float | str) -> None:
    """Loads the reference rows, then the bulk; options are `BulkInput`'s fields.

    Raises PeopledError where there are other units: keys are counted from one.
    """
    minimal.load(ground)
    if not was_sown(ground.engine, "seed_bulk"):
        refuse_people(ground.engine)
    begun = time.monotonic()
    action = seed_action(
        "seed_bulk", lambda ctx, given: run(ctx, given, ground.report), BulkInput, Unit
    )
    outcome = sow(ground, action, _read(options))
    if not outcome.is_replay:
        _call_cast(ground)
        settle_statistics(ground.engine)
        ground.report(f"bulk: {time.monotonic() - begun:,.0f} s")


def _read(options: Mapping[str, float | str]) -> BulkInput:
    """Options as a shell gives them; raises KeyError for one there is not."""
    kinds: dict[str, Any] = dict(field_types(BulkInput))
    return BulkInput(**{name: kinds[name](value) for name, value in options.items()})


def _call_cast(ground: Ground) -> None:
    """Gives the demo's cast its logins here too, so that the same people can be timed."""
    rows = [row for row in divisions.offices() if row.code in STARS]
    people = seed_action("seed_people", lambda ctx, _: fit_out(ctx, rows, Random(0)))
    sow(ground, people, key="bulk:people")
    sow(ground, seed_action("seed_people", lambda ctx, _: unit_login(ctx)), key="bulk:unit-a")


def run(ctx: Context, given: BulkInput, report: Report) -> dict[str, int]:
    store = store_of(ctx.session.connection())
    indexes = store.set_indexes_aside()
    shelf = Shelf(store)
    books = list(_books(ctx, given, shelf))
    for turn, book in enumerate(books):
        _fill_office(book, given, turn, _share(given.domains, turn, len(books)))
        if shelf.is_full:
            shelf.write()
        if turn % _TOLD_EVERY == _TOLD_EVERY - 1:
            report(f"bulk: {turn + 1:,} of {len(books):,} offices")
    shelf.write()
    shelf.write_counters()
    report("bulk: indexes")
    store.finish(indexes)
    return dict(shelf.written)


def _share(whole: int, turn: int, turns: int) -> int:
    """The part of `whole` that falls to one of many, all but equal."""
    return whole * (turn + 1) // turns - whole * turn // turns


def _books(ctx: Context, given: BulkInput, shelf: Shelf) -> Iterator[Book]:
    """A book for each office but the registry's."""
    session, entry = ctx.session, ctx.entry
    assert entry is not None
    offices = dict(session.execute(select(Office.code, Office.id)).all())
    accounts = _accounts(session)
    printed = session.scalars(select(InvoiceType.id).where(InvoiceType.code == "printed")).one()
    for row in divisions.offices():
        if row.code != REGISTRY_CODE:
            yield Book(
                shelf=shelf,
                seat=Seat(row, offices[row.code], accounts[AccountKind.PREPAID, row.code]),
                rng=Random(f"{given.chance}:{row.code}"),
                today=ctx.today,
                entry_id=entry.id,
                bank_id=accounts[AccountKind.BANK, REGISTRY_CODE],
                income_id=accounts[AccountKind.INCOME, REGISTRY_CODE],
                type_id=printed,
                invoice_share=given.invoice_share,
            )


def _accounts(session: Session) -> dict[tuple[AccountKind, str], int]:
    rows = session.execute(select(Account.kind, Account.office_code, Account.id))
    return {(kind, office_code): key for kind, office_code, key in rows}


def _fill_office(book: Book, given: BulkInput, turn: int, domains: int) -> None:
    days = settlement_days(book.today, turn)
    bills: list[Bill] = []
    units = units_of(book.seat, -(-domains // DOMAINS_PER_UNIT), book.rng)
    for rank, unit in enumerate(units):
        key = book.shelf.key(UnitRow)
        book.shelf.put(unit_row(key, unit, book.seat, instant(days[-1])))
        names = list(names_of(unit, _share(domains, rank, len(units))))
        for filed in _together(names, given.orders_per_payment):
            filing = draw_filing(book.rng, book.today, days, given.terms_per_domain)
            case = Case(book.seat, key, unit.invoice_title, filed, filing, book.today)
            bills += file_case(book.shelf, case)
    keep_book(book, bills)


def _together(names: Sequence[Name], count: int) -> Iterator[Sequence[Name]]:
    return (names[first : first + count] for first in range(0, len(names), count))
