"""History of the demo in waves: names filed, reviewed, charged, remitted and settled together.

Each step falls on its own day and is one seed run; within it every office acts through its own
admin, by the verbs, with all their checks. Steps of all waves run in the order of their days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.actor import SYSTEM
from actions.core.context import Context
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.renew import RENEW, RenewInput
from actions.ledger.settle import SETTLE
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.billing.order import Order, OrderState
from models.billing.payment import PaymentMethod
from models.domains.domain import Domain, DomainState
from models.ledger.accounts import payer_code
from models.offices.office import Office, PaymentMode
from models.remittances.remittance import Remittance, RemittanceState
from models.values.expiry import term_end
from seed.demo.actors import Cast, enact
from seed.demo.invoice_stock import FINANCE, PRINTED
from seed.demo.plan import STAGGER, WAVES, FilingPlan, UnitPlan
from seed.demo.stage import Stage
from seed.demo.units import file_names

REVIEWER: Final = "conac-review"
#: Days before settlement on which each step is taken.
FILED, APPROVED, PASSED, RENEWED, CHARGED, REMITTED = 14, 12, 9, 6, 4, 2
#: Range of days around renewal in which an expiry is renewed.
_BEHIND, _AHEAD = dt.timedelta(days=58), dt.timedelta(days=86)
_METHODS: Final = (PaymentMethod.TRANSFER, PaymentMethod.TRANSFER, PaymentMethod.CASH)


@dataclass
class Wave:
    """Filings and renewals that are settled on one day; `domain_ids` gathers their names."""

    key: str
    settled_on: dt.date
    filings: list[FilingPlan]
    #: Units whose names may be renewed in this wave.
    renewing: list[UnitPlan]
    rng: Random
    domain_ids: set[int] = field(default_factory=set)


def waves_of(stage: Stage) -> list[Wave]:
    """The regular waves of each group of offices, and one for each due date."""
    regular = [
        _regular(stage, index, group)
        for index in range(len(WAVES))
        for group in range(len(STAGGER))
    ]
    due: dict[dt.date, list[FilingPlan]] = defaultdict(list)
    for filing in _filings(stage):
        if filing.due_in is not None:
            expires_on = stage.today + dt.timedelta(days=filing.due_in)
            due[term_end(expires_on, -filing.years)].append(filing)
    singles = [
        Wave(f"due:{day}", day, filings, [], Random(str(day))) for day, filings in due.items()
    ]
    return [wave for wave in (*regular, *singles) if wave.filings or wave.renewing]


def _filings(stage: Stage) -> Iterator[FilingPlan]:
    return (filing for plan in stage.offices for unit in plan.units for filing in unit.filings)


def _regular(stage: Stage, index: int, group: int) -> Wave:
    units = [
        unit for plan in stage.offices if plan.turn % len(STAGGER) == group for unit in plan.units
    ]
    filings = [filing for unit in units for filing in unit.filings if filing.wave == index]
    day = stage.day(WAVES[index] + STAGGER[group])
    renewing = [unit for unit in units if unit.renews]
    return Wave(f"{index}:{group}", day, filings, renewing, Random(f"{index}:{group}"))


def play_waves(stage: Stage, waves: Iterable[Wave]) -> None:
    """Takes every step of every wave on its day."""
    steps = sorted(
        (wave.settled_on - dt.timedelta(days=before), -before, wave.key, wave, scene)
        for wave in waves
        for before, scene in _SCENES.items()
    )
    for turn, (day, before, key, wave, scene) in enumerate(steps):
        stage.run(f"wave:{key}:{-before}", day, lambda ctx, w=wave, s=scene: s(ctx, stage.cast, w))
        if turn % 40 == 39:
            stage.ground.report(f"demo: {day}")


def _file(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    return file_names(ctx, wave.filings)


def _approve(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    wave.domain_ids = {key for filing in wave.filings for key in filing.ids}
    approve_office(ctx, cast, wave.filings)
    return {"domains": len(wave.domain_ids)}


def approve_office(ctx: Context, cast: Cast, filings: Iterable[FilingPlan]) -> None:
    """Lets each office approve the names filed with it."""
    by_office: dict[str, list[int]] = defaultdict(list)
    for filing in filings:
        by_office[filing.unit.office.code] += filing.ids
    for code, ids in sorted(by_office.items()):
        enact(ctx, APPROVE_OFFICE, ids, ApproveOfficeInput(), cast.admins[code])


def _pass(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    pass_names(ctx, cast, wave.domain_ids)
    return {"domains": len(wave.domain_ids)}


def pass_names(ctx: Context, cast: Cast, ids: Iterable[int]) -> None:
    """Lets the registry's reviewer approve names; each gets its order."""
    enact(ctx, APPROVE_REGISTRY, ids, ApproveRegistryInput(), cast.by_username[REVIEWER])


def _renew(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    units = [unit.id for unit in wave.renewing]
    rows = ctx.session.execute(
        select(Domain.id, Domain.office_code).where(
            Domain.unit_id.in_(units),
            Domain.state == DomainState.REGISTERED,
            Domain.expires_on.between(ctx.today - _BEHIND, ctx.today + _AHEAD),
        )
    )
    due: dict[str, list[int]] = defaultdict(list)
    for key, code in rows:
        due[code].append(key)
    for code, ids in sorted(due.items()):
        years = wave.rng.choice((1, 2, 2))
        given = RenewInput(years, reason="单位经费本月到位,申请恢复。")
        enact(ctx, RENEW, ids, given, cast.admins[code])
        wave.domain_ids |= set(ids)
    return {"domains": sum(map(len, due.values()))}


def _charge(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    return charge_units(ctx, cast, wave.domain_ids, wave.rng)


def charge_units(
    ctx: Context, cast: Cast, domain_ids: Iterable[int], rng: Random
) -> dict[str, int]:
    """Lets each unit pay what it owes for these names, with one printed invoice."""
    rows = ctx.session.execute(
        select(Order.id, Order.office_code, Order.unit_id, Order.amount_fen)
        .where(Order.domain_id.in_(list(domain_ids)), Order.state == OrderState.PAYABLE)
        .order_by(Order.id)
    )
    bills: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        bills[row.office_code, row.unit_id].append(row)
    for (code, _), orders in bills.items():
        given = ChargeInput(
            amount_fen=sum(order.amount_fen for order in orders),
            invoice_count=1,
            method=_method(ctx, code, rng.choice(_METHODS)),
            invoice_type=PRINTED,
            voucher_no=f"{ctx.today:%m%d}{rng.randrange(10**6):06d}",
        )
        enact(ctx, CHARGE, [order.id for order in orders], given, cast.admins[code])
    return {"payments": len(bills)}


def _method(ctx: Context, office_code: str, wished: PaymentMethod) -> PaymentMethod:
    """The wished method, or a transfer where the office takes no cash."""
    takes_cash = (
        select(PaymentMode.accept_cash)
        .join(Office, PaymentMode.office_id == Office.id)
        .where(Office.code == office_code)
    )
    is_refused = wished is PaymentMethod.CASH and ctx.session.scalar(takes_cash) is False
    return PaymentMethod.TRANSFER if is_refused else wished


def _remit(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    return remit_charged(ctx, cast, wave.domain_ids)


def remit_charged(ctx: Context, cast: Cast, domain_ids: Iterable[int]) -> dict[str, int]:
    """Lets the remitting office submit the charges for these names."""
    rows = ctx.session.execute(
        select(Order.id, Office)
        .join(Office, Office.code == Order.office_code)
        .where(Order.domain_id.in_(list(domain_ids)), Order.state == OrderState.CHARGED)
        .order_by(Order.id)
    )
    pools: dict[str, list[int]] = defaultdict(list)
    for key, office in rows:
        pools[payer_code(office)].append(key)
    for code, ids in sorted(pools.items()):
        # Two waves may fall on one day, so the bank number contains the first order's.
        given = RemitInput(bank_ref=f"CCB{ctx.today:%Y%m%d}{code}{ids[0]:05d}")
        enact(ctx, REMIT, ids, given, cast.admins[code])
    return {"remittances": len(pools)}


def _arrive(ctx: Context, cast: Cast, wave: Wave) -> dict[str, int]:
    rows = ctx.session.execute(
        select(Remittance.id, Remittance.amount_fen, Remittance.bank_ref)
        .where(
            Remittance.state == RemittanceState.SUBMITTED,
            Remittance.remitted_on == ctx.today - dt.timedelta(days=REMITTED),
        )
        .order_by(Remittance.id)
    ).all()
    for row in rows:
        receive(ctx, cast, row.id, row.amount_fen, row.bank_ref)
    return {"remittances": len(rows)}


def receive(ctx: Context, cast: Cast, key: int, amount_fen: int, bank_ref: str) -> None:
    """Lets the registry credit what arrived, and the system settle with it."""
    given = TopUpInput(amount_fen, bank_ref)
    topped = enact(ctx, TOP_UP, [key], given, cast.by_username[FINANCE])
    enact(ctx, SETTLE, [topped.totals["account_id"]], Nothing(), SYSTEM)


_SCENES: Final = {
    FILED: _file,
    APPROVED: _approve,
    PASSED: _pass,
    RENEWED: _renew,
    CHARGED: _charge,
    REMITTED: _remit,
    0: _arrive,
}
