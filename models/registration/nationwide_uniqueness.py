"""Nationwide uniqueness of names, their variants and credit codes.

These queries ignore the actor's scope. They return what a public WHOIS or RDAP would show anyway,
taken or not, and never whose it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.domains.domain import LIVE_STATES, Domain
from models.offices.place_name import NOWHERE, Places, places
from models.registration.reserved_name import Reservation, reservations_on
from models.units.unit import Unit, UnitState
from models.values.domain_name import DomainName
from models.values.tld import TldFamily
from models.values.variant import variant_key

Variant = tuple[str, TldFamily]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claims:
    """What conflicts with some names of one unit."""

    #: A-forms of live names, the unit's own included.
    taken: frozenset[str]
    #: (variant key, family) of live names of other units.
    variants: frozenset[Variant]
    #: Variant keys of all divisions, in full, in short and bare.
    reserved: frozenset[str]
    #: Reservations that concern the names.
    listed: tuple[Reservation, ...] = ()
    #: Variant keys that are the full name of another working unit.
    borne: frozenset[str] = frozenset()
    places: Places = NOWHERE


def claims_on(
    session: Session,
    names: Sequence[DomainName],
    unit_id: int,
    *,
    today: dt.date,
    domain_id: int | None = None,
) -> Claims:
    """The claims on `names` if `unit_id` files them; `domain_id` is the filing being changed."""
    but = [domain_id] if domain_id is not None else []
    return claims_on_each(session, {unit_id: names}, today=today, but=but)[unit_id]


def claims_on_each(
    session: Session,
    filed: Mapping[int, Sequence[DomainName]],
    *,
    today: dt.date,
    but: Collection[int] = (),
    moving: bool = False,
) -> dict[int, Claims]:
    """The claims on the names of each unit, always in five statements.

    A unit not registered yet may have any unused key. `but` are filings that do not conflict with
    themselves. With `moving` they do not count as another unit's either; in a review they do, for
    two of them may be variants.
    """
    names = [name for of_unit in filed.values() for name in of_unit]
    variants = {(name.variant_key, name.family) for name in names}
    owners = _owners(session, variants, but if moving else ())
    taken, all_places = _taken_names(session, names, but), places(session)
    bearers = _bearers(session, names)
    listed = reservations_on(session, {name.variant_key for name in names}, today)
    return {
        unit_id: Claims(
            taken=taken,
            variants=frozenset(variant for variant, units in owners.items() if units - {unit_id}),
            reserved=all_places.reserved,
            listed=listed,
            borne=frozenset(key for key, units in bearers.items() if units - {unit_id}),
            places=all_places,
        )
        for unit_id in filed
    }


_WORKING = (UnitState.ACTIVE, UnitState.SUSPENDED)


def _bearers(session: Session, names: Sequence[DomainName]) -> dict[str, set[int]]:
    """Variant key → working units of the country whose full name it is, as written or folded."""
    row, bearers = Unit.__table__.c, dict[str, set[int]]()
    written = sorted({form for name in names for form in (name.label_u, name.variant_key)})
    for some in _in_parts(written):
        found = session.execute(
            select(row.id, row.name).where(row.name.in_(some), row.state.in_(_WORKING)),
            execution_options={BY_HAND: True},
        )
        for unit_id, name in found:
            bearers.setdefault(variant_key(name), set()).add(unit_id)
    return bearers


def _owners(
    session: Session, variants: Collection[Variant], but: Collection[int]
) -> dict[Variant, set[int]]:
    """Variant key → units with a live name of it."""
    rows, keys = Domain.__table__.c, sorted({(key, family.value) for key, family in variants})
    owners: dict[Variant, set[int]] = {}
    for some in _in_parts(keys):
        found = session.execute(
            select(rows.variant_key, rows.tld_family, rows.unit_id).where(
                tuple_(rows.variant_key, rows.tld_family).in_(some),
                rows.state.in_(LIVE_STATES),
                rows.id.not_in(but),
            ),
            execution_options={BY_HAND: True},
        )
        for key, family, unit_id in found:
            owners.setdefault((key, family), set()).add(unit_id)
    return owners


#: Databases limit the number of parameters of a statement.
_PART = 500


def _in_parts(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    return (keys[start : start + _PART] for start in range(0, len(keys), _PART))


def usccs_taken(session: Session, codes: Collection[str]) -> frozenset[str]:
    """The credit codes among these that some unit in the country has."""
    units, taken = Unit.__table__.c, set[str]()
    for some in _in_parts(sorted(codes)):
        found = session.execute(
            select(units.uscc).where(units.uscc.in_(some)), execution_options={BY_HAND: True}
        )
        taken |= set(found.scalars())
    return frozenset(taken)


def is_uscc_taken(session: Session, uscc: str) -> bool:
    """Whether some unit in the country has the credit code."""
    return bool(usccs_taken(session, [uscc]))


def _taken_names(
    session: Session, names: Sequence[DomainName], but: Collection[int]
) -> frozenset[str]:
    rows, taken = Domain.__table__.c, set[str]()
    for some in _in_parts([name.name_a for name in names]):
        found = session.execute(
            select(rows.name_a).where(
                rows.name_a.in_(some), rows.state.in_(LIVE_STATES), rows.id.not_in(but)
            ),
            execution_options={BY_HAND: True},
        )
        taken |= set(found.scalars())
    return frozenset(taken)
