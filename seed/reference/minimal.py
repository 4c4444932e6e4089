"""The minimal profile of an installation: divisions, offices, tariff, invoice types, accounts.

Office names, codes and parents come from seed/data; prices and invoice types are domain.md's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Nothing
from actions.core.context import Context
from models.billing.fee import FeeSchedule
from models.core.scope import EVERYTHING, scoped_session
from models.definitions.choice_list import ChoiceList, ChoiceListKind
from models.invoices.invoice_type import InvoiceType, Medium, Tracking
from models.ledger.ledger import Account, AccountKind
from models.offices.division import Division, DivisionLevel
from models.offices.office import REGISTRY_CODE, CollectMode, Office, OfficeLevel, PaymentMode
from models.registration.reserved_name import ReservedName
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from seed.reference import divisions as reference
from seed.reference.reasons import SEED_REASONS, add_reasons
from seed.reference.reserved_names import SEED_RESERVED_NAMES, reserved_names
from seed.reference.seed_action import Ground, seed_action, sow

#: 200 yuan a domain-year, whatever the name and the operation, since the registry opened.
PRICE_PER_YEAR_FEN: Final = 20_000
TARIFF_FROM: Final = dt.date(2009, 1, 1)

#: (code, name, medium, tracking, face value in 分) of each 发票类型.
INVOICE_TYPES: Final = (
    ("fixed-200", "定额发票-200元", Medium.PAPER, Tracking.SERIAL, 20_000),
    ("printed", "机打发票", Medium.PAPER, Tracking.SERIAL, None),
    ("settlement", "往来结算票据", Medium.PAPER, Tracking.SERIAL, None),
    ("electronic", "数电票", Medium.ELECTRONIC, Tracking.COUNT, None),
)

#: The registry's own accounts keep no balance: no row of theirs is written by each settlement.
REGISTRY_ACCOUNTS: Final = (AccountKind.BANK, AccountKind.INCOME, AccountKind.ADJUSTMENT)

_LEVELS: Final = tuple(OfficeLevel)


def load(ground: Ground) -> None:
    """Loads the reference rows; a second time changes nothing."""
    sow(ground, SEED_MINIMAL)
    system = select(ChoiceList.id).where(ChoiceList.kind == ChoiceListKind.SYSTEM)
    with scoped_session(ground.engine, EVERYTHING) as session:
        has_names = session.scalars(select(ReservedName.id).limit(1)).first() is not None
        has_reasons = session.scalars(system.limit(1)).first() is not None
    # What came after the installation was made.
    if not has_names:
        sow(ground, SEED_RESERVED_NAMES)
    if not has_reasons:
        sow(ground, SEED_REASONS)


def run(ctx: Context, _given: Nothing) -> dict[str, int]:
    session = ctx.session
    divisions = [_division(row) for row in reference.divisions()]
    session.add_all(divisions)
    session.flush()
    offices = _seat_offices(session)
    others = [
        *_tariff(),
        *_invoice_types(),
        *_accounts(offices),
        *map(_payment_mode, offices),
        *reserved_names(),
    ]
    session.add_all(others)
    add_reasons(session)
    return {"divisions": len(divisions), "offices": len(offices), "other_rows": len(others)}


SEED_MINIMAL = seed_action("seed_minimal", run)


def _division(row: reference.DivisionRow) -> Division:
    return Division(
        code=row.code,
        name=row.name,
        level=DivisionLevel(row.level),
        parent_code=row.parent_code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_code=row.successor_code,
    )


def _seat_offices(session: Session) -> list[Office]:
    """Adds the offices level by level, since a child names its parent's key."""
    offices: dict[str, Office] = {}
    rows = sorted(reference.offices(), key=lambda row: (_LEVELS.index(row.level), row.code))
    for _, level in groupby(rows, key=lambda row: row.level):
        seated = {row.code: _office(row, offices) for row in level}
        session.add_all(seated.values())
        session.flush()
        offices.update(seated)
    return list(offices.values())


def _office(row: reference.OfficeRow, above: dict[str, Office]) -> Office:
    return Office(
        code=row.code,
        name=row.name,
        level=OfficeLevel(row.level),
        division_code=None if row.code == REGISTRY_CODE else row.code,
        parent_id=above[row.parent_code].id if row.parent_code else None,
        province_code=row.province_code,
        city_code=row.city_code,
        office_code=row.code,
    )


def _tariff() -> Iterator[FeeSchedule]:
    for tld in Tld:
        for operation in OrderKind:
            yield FeeSchedule(
                tld=tld,
                operation=operation,
                price_per_year_fen=PRICE_PER_YEAR_FEN,
                valid_from=TARIFF_FROM,
                valid_to=None,
            )


def _invoice_types() -> Iterator[InvoiceType]:
    for code, name, medium, tracking, face_value_fen in INVOICE_TYPES:
        yield InvoiceType(
            code=code, name=name, medium=medium, tracking=tracking, face_value_fen=face_value_fen
        )


def _accounts(offices: list[Office]) -> Iterator[Account]:
    for office in offices:
        if office.code == REGISTRY_CODE:
            yield from (_account(kind, office, None) for kind in REGISTRY_ACCOUNTS)
        else:
            yield _account(AccountKind.PREPAID, office, 0)


def _account(kind: AccountKind, owner: Office, floor_fen: int | None) -> Account:
    account = Account(
        code=f"{kind}:{owner.code}", kind=kind, floor_fen=floor_fen, balance_fen=floor_fen
    )
    account.belong_to(owner)
    return account


def _payment_mode(office: Office) -> PaymentMode:
    mode = PaymentMode(office_id=office.id, collect_mode=CollectMode.OFFICE_AGENT)
    mode.belong_to(office)
    return mode
