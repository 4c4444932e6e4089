"""Names of divisions against live names; CONAC's application (Q18c, Q22) reserves the former.

A division that is set up or renamed must not find its name with somebody else.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.domains.domain import LIVE_STATES, Domain
from models.offices.division import Division
from models.offices.place_name import forms, places_of
from models.registration.name_belonging import is_government_of
from models.units.unit import Unit
from models.values.variant import variant_key


def live_name_of(session: Session, code: str, name: str) -> Domain | None:
    """A live name equal to a form of the division's new name, whose unit is not its government."""
    divisions = select(Division.code, Division.name, Division.successor_code)
    rows = {row.code: tuple(row) for row in session.execute(divisions.order_by(Division.code))}
    rows[code] = (code, name, None)
    places = places_of(tuple(rows.values()))
    keys = {variant_key(form) for form in forms(name)} & places.reserved
    live = (
        select(Domain, Unit)
        .join(Unit, Unit.id == Domain.unit_id)
        .where(Domain.variant_key.in_(keys), Domain.state.in_(LIVE_STATES))
        .order_by(Domain.id)
    )
    return next(
        (
            domain
            for domain, unit in session.execute(live)
            if not is_government_of(domain.variant_key, unit, places)
        ),
        None,
    )
