"""What is taken nation-wide: names, their variants and credit codes.

A name is unique in the whole country, so these questions look past the actor's scope. They answer
with what a public registry would tell anyway, taken or not, and never with whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.division import Division
from models.domain import LIVE_STATES, Domain
from models.domain_name import DomainName
from models.scope import BY_HAND
from models.tld import TldFamily
from models.unit import Unit
from models.variant import reserved_keys

Variant = tuple[str, TldFamily]


@dataclass(frozen=True, slots=True)
class Claims:
    """What stands in the way of some names of one unit."""

    #: A-forms of live names, the unit's own included.
    taken: frozenset[str]
    #: (variant key, family) of live names of other units.
    variants: frozenset[Variant]
    #: Variant keys of the names of all divisions.
    reserved: frozenset[str]


def claims_on(
    session: Session, names: Sequence[DomainName], unit_id: int, domain_id: int | None = None
) -> Claims:
    """The claims on `names` if `unit_id` files them; `domain_id` is the filing being changed."""
    return Claims(
        taken=_taken(session, names, domain_id),
        variants=variants_of_others(
            session, {(name.variant_key, name.family): unit_id for name in names}
        ),
        reserved=reserved_keys(session.scalars(select(Division.name))),
    )


def variants_of_others(session: Session, filed: dict[Variant, int]) -> frozenset[Variant]:
    """Of (variant, unit) pairs, the variants that a live name of another unit has already."""
    rows, keys = Domain.__table__.c, sorted({(key, family.value) for key, family in filed})
    if not keys:
        return frozenset()
    found = session.execute(
        select(rows.variant_key, rows.tld_family, rows.unit_id).where(
            tuple_(rows.variant_key, rows.tld_family).in_(keys), rows.state.in_(LIVE_STATES)
        ),
        execution_options={BY_HAND: True},
    )
    return frozenset((key, family) for key, family, unit in found if filed[key, family] != unit)


def is_uscc_taken(session: Session, uscc: str) -> bool:
    """Whether some unit of the country has the credit code."""
    units = Unit.__table__.c
    found = session.execute(
        select(units.id).where(units.uscc == uscc), execution_options={BY_HAND: True}
    )
    return found.first() is not None


def _taken(session: Session, names: Sequence[DomainName], domain_id: int | None) -> frozenset[str]:
    rows = Domain.__table__.c
    found = session.execute(
        select(rows.name_a).where(
            rows.name_a.in_([name.name_a for name in names]),
            rows.state.in_(LIVE_STATES),
            rows.id != (domain_id or 0),
        ),
        execution_options={BY_HAND: True},
    )
    return frozenset(found.scalars())
