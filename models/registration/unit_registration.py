"""登记 (registration of units): whether a body may be registered, and how its row is written.

A 统一社会信用代码 must be sound (GB 32100), new in the country, and of a class that may hold some
name; enterprises never may (CONAC FAQ). The rules are the same for every way of registering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.offices.office import Office, OfficeStatus
from models.units.unit import Unit, UnitType
from models.values.uscc import Uscc, UsccError, UsccFault, tlds_allowed


class EnrolmentFault(StrEnum):
    """Why a body is not registered."""

    OFFICE_UNKNOWN = "enrolment_office_unknown"
    OFFICE_CLOSED = "enrolment_office_closed"
    DIVISION_UNKNOWN = "enrolment_division_unknown"
    USCC_FAULTY = "enrolment_uscc_faulty"
    USCC_TAKEN = "enrolment_uscc_taken"
    NOT_ELIGIBLE = "enrolment_not_eligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The data of a body's documents, and its contact."""

    name: str
    unit_type: UnitType
    short_name: str | None = None
    administrative_function: bool = False
    legal_representative: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    #: 发票抬头; the unit's name when left empty.
    invoice_title: str | None = None
    taxpayer_no: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The office, the division if it exists, and whether the credit code is taken."""

    office: Office | None
    division_code: str | None
    uscc: Uscc | UsccFault
    is_taken: bool


def read_uscc(text: str) -> Uscc | UsccFault:
    """The credit code of a typed text, or the first thing wrong with it."""
    try:
        return Uscc.parse(text)
    except UsccError as error:
        return error.fault


def enrolment_fault(standing: Standing, *, administrative_function: bool) -> EnrolmentFault | None:
    """The first reason why the body may not be registered; None when it may."""
    office, uscc = standing.office, standing.uscc
    if not isinstance(uscc, Uscc):
        eligible = True
    else:
        eligible = bool(tlds_allowed(uscc, administrative_function=administrative_function))
    tests: Mapping[EnrolmentFault, bool] = {
        EnrolmentFault.OFFICE_UNKNOWN: office is None,
        EnrolmentFault.OFFICE_CLOSED: office is not None
        and office.status is not OfficeStatus.ACTIVE,
        EnrolmentFault.DIVISION_UNKNOWN: standing.division_code is None,
        EnrolmentFault.USCC_FAULTY: not isinstance(uscc, Uscc),
        EnrolmentFault.USCC_TAKEN: standing.is_taken,
        EnrolmentFault.NOT_ELIGIBLE: not eligible,
    }
    return next((fault for fault, refused in tests.items() if refused), None)


def enter_unit(papers: Papers, standing: Standing) -> Unit:
    """The unit's row, pending; `enrolment_fault` must have returned None."""
    office, uscc = standing.office, standing.uscc
    assert office is not None
    assert isinstance(uscc, Uscc)
    assert standing.division_code is not None
    unit = Unit(
        name=papers.name,
        short_name=papers.short_name,
        unit_type=papers.unit_type,
        administrative_function=papers.administrative_function,
        uscc=uscc.code,
        division_code=standing.division_code,
        office_id=office.id,
        legal_representative=papers.legal_representative,
        contact_name=papers.contact_name,
        contact_phone=papers.contact_phone,
        contact_email=papers.contact_email,
        invoice_title=papers.invoice_title or papers.name,
        taxpayer_no=papers.taxpayer_no or uscc.code,
        address=papers.address,
    )
    unit.belong_to(office)
    return unit
