"""Seats the people: reference rows, an admin, a clerk and a cashier in each office, first names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from actions.core.actor import Actor
from models.core.clock import FixedClock
from models.core.scope import EVERYTHING, Scope, ScopeLevel
from models.domains.domain import DomainState
from models.offices.office import Office, OfficeLevel
from models.units.unit import UnitType
from models.users.user import Role, User
from models.values.tld import Tld
from seed.reference import minimal
from seed.reference.place_names import places
from seed.reference.seed_action import Ground
from seed.reference.unit_generator import Registrant, labels_for, registrants_for
from tests.support.world.cast import writing
from tests.support.world.money_factories import Maker
from tests.year.stage import Desk, Stage

PROVINCE = "620000"
#: Units that each office will have by the end of the year.
UNITS = {OfficeLevel.PROVINCE: 32, OfficeLevel.CITY: 22, OfficeLevel.COUNTY: 14}
#: Units that were there before, with names; half of these end in the course of the year.
SETTLED = 6
_ADMIN = {
    OfficeLevel.PROVINCE: (Role.PROVINCE_ADMIN, ScopeLevel.PROVINCE),
    OfficeLevel.CITY: (Role.CITY_ADMIN, ScopeLevel.CITY),
    OfficeLevel.COUNTY: (Role.COUNTY_ADMIN, ScopeLevel.OFFICE),
}


def seat(engine: Engine, stage: Stage, cities: Collection[str]) -> dict[str, list[Registrant]]:
    """Writes everybody in; returns the units that each office will register in the year.

    `cities` are codes: the province's office and theirs take part; all of them if none is named.
    """
    minimal.load(Ground(engine, FixedClock(stage.at), lambda _line: None))
    still_to_come: dict[str, list[Registrant]] = {}
    with writing(engine) as session:
        _registry(session, stage)
        found = select(Office).where(Office.province_code == PROVINCE).order_by(Office.code)
        if cities:
            found = found.where(Office.city_code.in_(cities) | (Office.code == PROVINCE))
        offices = session.scalars(found).all()
        for office in offices:
            maker = Maker(session, office, stage.at)
            stage.desks[office.code] = _desk(maker, office)
            maker.mailing_address(is_default=True)
            place = places()[office.code]
            registrants = registrants_for(place, stage.rng, UNITS[office.level])
            for registrant in registrants[:SETTLED]:
                _settle(maker, registrant, stage)
            still_to_come[office.code] = list(registrants[SETTLED:])
    return still_to_come


def _registry(session: Session, stage: Stage) -> None:
    office = session.scalars(select(Office).where(Office.level == OfficeLevel.REGISTRY)).one()
    maker = Maker(session, office, stage.at)
    for role in (Role.REGISTRY_ADMIN, Role.REGISTRY_FINANCE, Role.REGISTRY_REVIEWER):
        user = maker.user(username=f"y-{role}", role=role)
        stage.registry[role] = _actor(user, EVERYTHING, office.id)


def _desk(maker: Maker, office: Office) -> Desk:
    role, level = _ADMIN[office.level]
    scope = Scope(level, office.code)
    people = [
        _actor(maker.user(username=f"{name}{office.code}", role=given), scope, office.id)
        for name, given in (("a", role), ("b", role), ("c", Role.CASHIER))
    ]
    return Desk(office.code, office.id, *people)


def _settle(maker: Maker, registrant: Registrant, stage: Stage) -> None:
    """A unit with its names, registered years ago, which end on days of two years."""
    unit = maker.unit(
        registrant.name, uscc=registrant.uscc, unit_type=UnitType(registrant.unit_type)
    )
    stage.registrants[unit.id] = registrant_actor(maker.user(unit), unit.id)
    for label in labels_for(registrant):
        expires_on = stage.today + dt.timedelta(days=stage.rng.randrange(5, 800))
        maker.domain(
            label.label, unit, DomainState.REGISTERED, tld=Tld(label.tld), expires_on=expires_on
        )


def registrant_actor(user: User, unit_id: int) -> Actor:
    """Who files for a unit."""
    return _actor(user, Scope(ScopeLevel.REGISTRANT, unit_id), None, unit_id)


def _actor(user: User, scope: Scope, office_id: int | None, unit_id: int | None = None) -> Actor:
    return Actor(
        key=f"user:{user.id}",
        name=user.display_name,
        role=user.role,
        scope=scope,
        province_code=user.province_code,
        city_code=user.city_code,
        office_code=user.office_code,
        office_id=office_id,
        unit_id=unit_id,
        user_id=user.id,
    )
