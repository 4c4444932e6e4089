"""Opening the office of a division: what prevents it, and the rows it makes.

A code of GB/T 2260 belongs to one division for good, so neither the code of an office, open or
closed, nor that of a division that has ended is given again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offices.division import Division, DivisionLevel
from models.offices.division_code import is_division_code, level_of, may_stand_under
from models.offices.office import Office, OfficeLevel, OfficeStatus, PaymentMode
from models.registration.division_names import live_name_of


class OpeningFault(StrEnum):
    """Why no office is opened at a code."""

    CODE_MALFORMED = "opening_code_malformed"
    CODE_USED = "opening_code_used"
    DIVISION_ENDED = "opening_division_ended"
    DIVISION_NAMELESS = "opening_division_nameless"
    NAME_IS_LIVE = "opening_name_is_live"
    PARENT_UNKNOWN = "opening_parent_unknown"
    PARENT_CLOSED = "opening_parent_closed"
    NOT_UNDER = "opening_not_under"
    DAY_IN_FUTURE = "opening_day_in_future"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePlace:
    """Where an office is to be: its code, its name, the office above, and from which day."""

    code: str
    name: str
    parent_code: str
    on: dt.date
    #: Needed where the division is not in the dictionary yet.
    division_name: str | None


@dataclass(frozen=True, slots=True)
class OfficeOpening:
    """A place, with what the database has of it."""

    place: OfficePlace
    today: dt.date
    parent: Office | None
    #: The office that has or had the code.
    holder: Office | None
    division: Division | None
    #: A live name equal to the new division's.
    live_name: str | None


def opening_of(session: Session, place: OfficePlace, today: dt.date) -> OfficeOpening:
    """What the database has of a place, in a fixed number of statements."""
    parent = select(Office).where(Office.code == place.parent_code)
    holder = select(Office).where(Office.code == place.code)
    division = session.scalar(select(Division).where(Division.code == place.code))
    named = place.division_name if division is None else None
    live = live_name_of(session, place.code, named) if named else None
    return OfficeOpening(
        place,
        today,
        session.scalar(parent),
        session.scalar(holder),
        division,
        live.name_u if live else None,
    )


def opening_fault(facts: OfficeOpening) -> OpeningFault | None:
    """The first reason why the office may not be opened; None when it may."""
    place, parent, division = facts.place, facts.parent, facts.division
    tests: Mapping[OpeningFault, bool] = {
        OpeningFault.DAY_IN_FUTURE: place.on > facts.today,
        OpeningFault.CODE_MALFORMED: not is_division_code(place.code),
        OpeningFault.CODE_USED: facts.holder is not None,
        OpeningFault.DIVISION_ENDED: division is not None and division.valid_to is not None,
        OpeningFault.PARENT_UNKNOWN: parent is None,
        OpeningFault.PARENT_CLOSED: parent is not None and parent.status is OfficeStatus.CLOSED,
        OpeningFault.NOT_UNDER: parent is not None and not may_stand_under(place.code, parent),
        OpeningFault.DIVISION_NAMELESS: division is None and not place.division_name,
        OpeningFault.NAME_IS_LIVE: facts.live_name is not None,
    }
    return next((fault for fault, refused in tests.items() if refused), None)


def opening_facts(facts: OfficeOpening) -> dict[str, str | dt.date | None]:
    """What the message of a fault quotes."""
    return {
        "code": facts.place.code,
        "office_code": facts.place.parent_code,
        "office": facts.parent.name if facts.parent else None,
        "holder": facts.holder.name if facts.holder else None,
        "name": facts.live_name,
        "on": facts.place.on,
        "division": facts.division.name if facts.division else facts.place.division_name,
    }


def open_office(
    session: Session, facts: OfficeOpening, *, with_payment_mode: bool = True
) -> Office:
    """Write the office with its 缴费方式, and its division where that is new.

    `opening_fault` must have returned None. The collection switches are those of the province.
    """
    place, parent = facts.place, facts.parent
    assert parent is not None
    level = level_of(place.code)
    if facts.division is None:
        assert place.division_name is not None
        session.add(
            Division(
                code=place.code,
                name=place.division_name,
                level=DivisionLevel(level),
                parent_code=parent.division_code,
                valid_from=place.on,
            )
        )
        session.flush()
    office = Office(
        code=place.code,
        name=place.name,
        level=level,
        division_code=place.code,
        parent_id=parent.id,
        office_code=place.code,
        city_code=parent.code if level is OfficeLevel.COUNTY else place.code,
        province_code=place.code if level is OfficeLevel.PROVINCE else parent.province_code,
    )
    if level is not OfficeLevel.PROVINCE:
        office.collect_by = parent.collect_by
        office.invoice_source = parent.invoice_source
        office.review_escalation = parent.review_escalation
    session.add(office)
    session.flush()
    if with_payment_mode:
        mode = PaymentMode(office_id=office.id)
        mode.belong_to(office)
        session.add(mode)
    return office
