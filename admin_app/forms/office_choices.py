"""The offices a list may be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import ScopeLevel, scope_of
from models.offices.office import Office, OfficeLevel, OfficeStatus

#: After an office's code: the office alone, without those below it.
OWN = "-own"


def office_choices(session: Session, most: int) -> tuple[tuple[str, str], ...] | None:
    """(code, name) of the offices to filter by: those below, or the provinces for the registry.

    None where they are more than `most`.
    """
    scope = scope_of(session)
    if scope.level in {ScopeLevel.OFFICE, ScopeLevel.REGISTRANT}:
        return ()
    statement = select(Office.code, Office.name).where(Office.status == OfficeStatus.ACTIVE)
    if scope.level is ScopeLevel.EVERYTHING:
        statement = statement.where(Office.level == OfficeLevel.PROVINCE)
    found = session.execute(statement.order_by(Office.code).limit(most + 1)).all()
    return tuple((code, place_of(name)) for code, name in found) if len(found) <= most else None


def own_office(condition: str, names: Mapping[str, str]) -> str:
    """What an office's own rows are called: 甘肃省（本级）."""
    code = condition.removesuffix(OWN)
    return _("%(office)s（本级）", office=names.get(code, code))


def office_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Code → the place the office is of."""
    found = session.execute(select(Office.code, Office.name).where(Office.code.in_(set(codes))))
    return {code: place_of(name) for code, name in found}


def office_said(session: Session, condition: str) -> str:
    """The place a condition is about; an office that is not there to see is its code."""
    code = condition.removesuffix(OWN)
    names = office_names(session, [code])
    return own_office(condition, names) if condition.endswith(OWN) else names.get(code, code)


def place_of(office_name: str) -> str:
    """The place an office is of: beside many others its full name says no more."""
    return office_name.removesuffix(OFFICE_SUFFIX)


#: What every office's name ends with; a list of places reads better without it.
OFFICE_SUFFIX = "机构编制委员会办公室"
