"""The choices of the office filter."""

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

    None where there are more than `most`.
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
    """The label of an office's own rows: 甘肃省（本级）."""
    code = condition.removesuffix(OWN)
    return _("%(office)s（本级）", office=names.get(code, code))


def office_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Code → the office's place."""
    found = session.execute(select(Office.code, Office.name).where(Office.code.in_(set(codes))))
    return {code: place_of(name) for code, name in found}


def office_said(session: Session, condition: str) -> str:
    """The label of a filter value: the office's place, or its code if out of scope."""
    code = condition.removesuffix(OWN)
    names = office_names(session, [code])
    return own_office(condition, names) if condition.endswith(OWN) else names.get(code, code)


def place_of(office_name: str) -> str:
    """An office's place: its name without the common suffix."""
    return office_name.removesuffix(OFFICE_SUFFIX)


#: The common suffix of offices' names.
OFFICE_SUFFIX = "机构编制委员会办公室"
