"""What a letter says of a unit or a domain name: the values that its Word template may name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin_app.labels import word
from models.core.base import Base
from models.definitions.template_subject import LetterSubject
from models.domains.domain import Domain, DomainState
from models.offices.office_names import names_of
from models.units.unit import Unit

#: The models of the rows that letters are drawn for.
MODELS: Mapping[LetterSubject, type[Base]] = {
    LetterSubject.UNIT: Unit,
    LetterSubject.DOMAIN: Domain,
}
#: Most domain names that one letter lists.
_MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter: what its file is called, and its values."""

    name: str
    values: Mapping[str, str | Sequence[str]]


def letter_rows(
    session: Session, subject: LetterSubject, keys: Sequence[int], today: dt.date
) -> list[LetterRow]:
    """The letters for some rows, as far as they are in scope, in a fixed number of statements."""
    make = _units if subject is LetterSubject.UNIT else _domains
    return make(session, keys, today)


def _units(session: Session, keys: Sequence[int], today: dt.date) -> list[LetterRow]:
    units = session.scalars(select(Unit).where(Unit.id.in_(keys)).order_by(Unit.id)).all()
    wanted = select(Domain.unit_id, Domain.name_u).where(
        Domain.unit_id.in_([unit.id for unit in units]), Domain.state == DomainState.REGISTERED
    )
    names: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in session.execute(wanted.order_by(Domain.id)):
        names[unit_id].append(name)
    offices = names_of(session, {unit.office_code for unit in units}, today)
    return [
        LetterRow(
            unit.name,
            {
                **_of_unit(unit, offices, today),
                "invoice_title": unit.invoice_title or "",
                "domain_count": str(len(names[unit.id])),
                "domains": names[unit.id][:_MOST_LISTED],
            },
        )
        for unit in units
    ]


def _domains(session: Session, keys: Sequence[int], today: dt.date) -> list[LetterRow]:
    wanted = select(Domain, Unit).join(Unit, Unit.id == Domain.unit_id).where(Domain.id.in_(keys))
    found = session.execute(wanted.order_by(Domain.id)).all()
    offices = names_of(session, {unit.office_code for _domain, unit in found}, today)
    return [
        LetterRow(
            domain.name_u,
            {
                **_of_unit(unit, offices, today),
                "domain_name": domain.name_u,
                "registered_on": _day(domain.registered_on),
                "expires_on": _day(domain.expires_on),
                "state": word(domain.state),
            },
        )
        for domain, unit in found
    ]


def _of_unit(unit: Unit, offices: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    return {
        "unit_name": unit.name,
        "uscc": unit.uscc or "",
        "office_name": offices.get(unit.office_code, unit.office_code),
        "today": today.isoformat(),
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else "—"
