"""Registers the units of the demo, and files their names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from actions.core.context import Context
from models.domains.domain import Domain
from models.offices.office import Office
from models.registration.domain_filing import Filing, file_name
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitEvent, UnitState, UnitType
from models.values.domain_name import DomainName
from seed.demo.plan import FilingPlan, OfficePlan, UnitPlan


def enter_units(ctx: Context, plans: Iterable[OfficePlan]) -> dict[str, int]:
    """Enters every planned unit, its papers seen, and notes the keys in the plan."""
    offices = dict(ctx.session.execute(select(Office.code, Office.id)).all())
    planned = [unit for plan in plans for unit in plan.units]
    rows = [_unit(unit, offices[unit.office.code]) for unit in planned]
    ctx.session.add_all(rows)
    ctx.session.flush()
    for unit, row in zip(planned, rows, strict=True):
        unit.id = row.id
    return {"units": len(rows)}


def file_names(
    ctx: Context, filings: Iterable[FilingPlan], purpose: str | None = None
) -> dict[str, int]:
    """Files names of many units at once, and notes the keys in the plan."""
    planned = [(filing, name) for filing in filings for name in filing.names]
    rows = [
        _domain(ctx, filing, DomainName.of(*name[:2]), name[2], purpose) for filing, name in planned
    ]
    ctx.session.add_all(rows)
    ctx.session.flush()
    for filing, _ in planned:
        filing.ids.clear()
    for (filing, _), row in zip(planned, rows, strict=True):
        filing.ids.append(row.id)
    return {"domains": len(rows)}


def _unit(plan: UnitPlan, office_id: int) -> Unit:
    made = plan.registrant
    unit = Unit(
        name=made.name,
        short_name=made.short_name,
        unit_type=UnitType(made.unit_type),
        administrative_function=made.administrative_function,
        uscc=made.uscc,
        division_code=made.division_code,
        office_id=office_id,
        legal_representative=made.legal_rep,
        contact_name=made.contact_name,
        contact_phone=made.contact_phone,
        contact_email=made.contact_email,
        invoice_title=made.invoice_title,
        taxpayer_no=made.uscc,
        address=made.address,
        state=UnitState.PENDING,
    )
    _belong(unit, plan)
    UNIT_LIFECYCLE.advance(unit, UnitEvent.CONFIRM)
    return unit


def _domain(
    ctx: Context, plan: FilingPlan, name: DomainName, basis: object, purpose: str | None
) -> Domain:
    domain = Domain(unit_id=plan.unit.id)
    filing = Filing(name, basis, plan.years, purpose)  # type: ignore[arg-type]
    file_name(domain, filing, by=f"unit:{plan.unit.id}", at=ctx.at)
    _belong(domain, plan.unit)
    return domain


def _belong(row: Unit | Domain, plan: UnitPlan) -> None:
    """Gives a row the codes of its office, which the plan knows in the same words."""
    row.province_code = plan.office.province_code
    row.city_code = plan.office.city_code
    row.office_code = plan.office.code
