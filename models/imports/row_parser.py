"""Parses a row of an imported sheet into a unit's data, a credit code and a name, or a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from models.core.text_type import TextFault, TextType, kept_form, text_fault
from models.domains.domain import NameBasis
from models.imports.sheet import ImportField, ImportKind
from models.registration.unit_registration import Papers, read_uscc
from models.units.unit import UnitType
from models.values.domain_name import DomainName, DomainNameError
from models.values.expiry import LONGEST_TERM_YEARS, SHORTEST_TERM_YEARS
from models.values.label import LabelFault
from models.values.typed_text import BadCharacter
from models.values.uscc import Uscc, UsccFault

W = TypeVar("W", bound=StrEnum)

#: Default term of a name: guide Q6 advises two years.
_USUAL_YEARS = 2

#: How long each column of a unit may be.
_LONGEST = {
    ImportField.NAME: 80,
    ImportField.USCC: 40,
    ImportField.SHORT_NAME: 40,
    ImportField.OFFICE: 60,
    ImportField.DIVISION: 6,
    ImportField.LEGAL_REPRESENTATIVE: 40,
    ImportField.CONTACT_NAME: 40,
    ImportField.CONTACT_PHONE: 40,
    ImportField.CONTACT_EMAIL: 120,
    ImportField.INVOICE_TITLE: 80,
    ImportField.TAXPAYER_NO: 20,
    ImportField.ADDRESS: 200,
    ImportField.PURPOSE: 200,
    ImportField.NAME_REASON: 200,
}
#: The text type of each column; other columns hold one of a few values.
TEXT_TYPES: dict[str, TextType] = {
    ImportField.NAME: TextType.NAME,
    ImportField.USCC: TextType.USCC,
    ImportField.SHORT_NAME: TextType.NAME,
    ImportField.OFFICE: TextType.NAME,
    ImportField.DIVISION: TextType.CODE,
    ImportField.LEGAL_REPRESENTATIVE: TextType.PERSON,
    ImportField.CONTACT_NAME: TextType.PERSON,
    ImportField.CONTACT_PHONE: TextType.PHONE,
    ImportField.CONTACT_EMAIL: TextType.EMAIL,
    ImportField.INVOICE_TITLE: TextType.NAME,
    ImportField.TAXPAYER_NO: TextType.CODE,
    ImportField.ADDRESS: TextType.WORDS,
    ImportField.DOMAIN: TextType.LABEL,
    ImportField.YEARS: TextType.CODE,
    ImportField.PURPOSE: TextType.WORDS,
}
_TRUTHS = {"": False, "no": False, "yes": True}
#: GB 32100: first two characters → type of body; for others the sheet must state it.
_TYPE_OF_CLASS = {"11": UnitType.ORGAN, "12": UnitType.INSTITUTION}


class ImportFault(StrEnum):
    """Why a row is refused, besides the faults of its unit or name."""

    MISSING = "import_missing"
    TOO_LONG = "import_too_long"
    CHARACTER = "import_character"
    LOST_DIGITS = "import_lost_digits"
    EMAIL = "import_email"
    PHONE = "import_phone"
    NOT_A_CHOICE = "import_not_a_choice"
    YEARS = "import_years"
    LABEL_FAULTY = "import_label_faulty"
    UNIT_UNKNOWN = "import_unit_unknown"
    UNIT_AMBIGUOUS = "import_unit_ambiguous"
    UNIT_NAME_DIFFERS = "import_unit_name_differs"
    UNIT_NOT_ACTIVE = "import_unit_not_active"
    TWICE = "import_twice"
    KNOWN_UNIT = "import_known_unit"
    KNOWN_DOMAIN = "import_known_domain"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A code with the facts for its message."""

    code: StrEnum
    facts: Mapping[str, str | int | None]


class _FaultError(ValueError):
    def __init__(self, code: StrEnum, **facts: str | int | None) -> None:
        super().__init__(code)
        self.fault = RowFault(code, facts)


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A name a row asks for."""

    name: DomainName
    basis: NameBasis
    years: int
    purpose: str | None
    #: The reason for a name that is not derived from the unit's own.
    reason: str | None
    #: Whether the row describes a name that was filed before.
    is_told: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed row, before checks against the database."""

    name: str
    #: None: the sheet does not say it.
    uscc: Uscc | UsccFault | None
    uscc_text: str
    #: None: the type is neither stated nor implied by the code.
    papers: Papers | None
    #: Code or name of the office; empty: the importer's own.
    office: str
    division: str
    asked: NameAsked | None


def read_row(kind: ImportKind, cells: Mapping[str, str]) -> Draft | RowFault:
    """The parsed row, or its first fault."""
    try:
        return _draft(kind, cells)
    except _FaultError as error:
        return error.fault


def kept_cells(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells in canonical form, without empty ones."""
    kept = {field.value: kept_form(kind, text) for field, text, kind in _with_kinds(cells)}
    return {field: text for field, text in {**cells, **kept}.items() if text}


def _with_kinds(cells: Mapping[str, str]) -> Iterator[tuple[ImportField, str, TextType]]:
    found = ((name, kind) for name, kind in TEXT_TYPES.items() if name in cells)
    return ((ImportField(name), cells[name], kind) for name, kind in found)


_OF_TEXTS = {
    TextFault.LOST_DIGITS: ImportFault.LOST_DIGITS,
    TextFault.EMAIL: ImportFault.EMAIL,
    TextFault.PHONE: ImportFault.PHONE,
}


def _check_text(field: ImportField, text: str, kind: TextType) -> None:
    fault = text_fault(kind, text)
    if isinstance(fault, TextFault):
        raise _FaultError(_OF_TEXTS[fault], field=field)
    if isinstance(fault, BadCharacter):
        raise _FaultError(
            ImportFault.CHARACTER,
            field=field,
            position=fault.position,
            character=fault.code,
            fault=fault.fault,
        )


def _draft(kind: ImportKind, brought: Mapping[str, str]) -> Draft:
    for part in _with_kinds(brought):
        _check_text(*part)
    cells = kept_cells(brought)
    for field, longest in _LONGEST.items():
        if len(cells.get(field, "")) > longest:
            raise _FaultError(ImportFault.TOO_LONG, field=field, maximum=longest)
    name, text = _needed(cells, ImportField.NAME), cells.get(ImportField.USCC, "")
    if kind is ImportKind.UNITS:
        text = _needed(cells, ImportField.USCC)
    return Draft(
        name=name,
        uscc=read_uscc(text) if text else None,
        uscc_text=text,
        papers=_papers(name, text, cells),
        office=cells.get(ImportField.OFFICE, ""),
        division=cells.get(ImportField.DIVISION, ""),
        asked=_parse_name(cells) if kind is ImportKind.DOMAINS else None,
    )


def _needed(cells: Mapping[str, str], field: ImportField) -> str:
    text = cells.get(field, "")
    if not text:
        raise _FaultError(ImportFault.MISSING, field=field)
    return text


def _choice(cells: Mapping[str, str], field: ImportField, enum: type[W]) -> W | None:
    text = cells.get(field, "")
    if not text:
        return None
    try:
        return enum(text)
    except ValueError:
        raise _FaultError(ImportFault.NOT_A_CHOICE, field=field, found=text[:20]) from None


def _papers(name: str, uscc: str, cells: Mapping[str, str]) -> Papers | None:
    unit_type = _choice(cells, ImportField.UNIT_TYPE, UnitType) or _TYPE_OF_CLASS.get(uscc[:2])
    truth = cells.get(ImportField.ADMINISTRATIVE_FUNCTION, "")
    if truth not in _TRUTHS:
        field = ImportField.ADMINISTRATIVE_FUNCTION
        raise _FaultError(ImportFault.NOT_A_CHOICE, field=field, found=truth[:20])
    if unit_type is None:
        return None
    return Papers(
        name=name,
        unit_type=unit_type,
        short_name=cells.get(ImportField.SHORT_NAME),
        administrative_function=_TRUTHS[truth],
        legal_representative=cells.get(ImportField.LEGAL_REPRESENTATIVE),
        contact_name=cells.get(ImportField.CONTACT_NAME),
        contact_phone=cells.get(ImportField.CONTACT_PHONE),
        contact_email=cells.get(ImportField.CONTACT_EMAIL),
        invoice_title=cells.get(ImportField.INVOICE_TITLE),
        taxpayer_no=cells.get(ImportField.TAXPAYER_NO),
        address=cells.get(ImportField.ADDRESS),
    )


def _parse_name(cells: Mapping[str, str]) -> NameAsked:
    text = _needed(cells, ImportField.DOMAIN)
    try:
        name = DomainName.parse(text)
    except DomainNameError as error:
        raise _FaultError(ImportFault.LABEL_FAULTY, **label_facts(text, error.faults[0])) from None
    return NameAsked(
        name=name,
        basis=_choice(cells, ImportField.BASIS, NameBasis) or NameBasis.FULL_NAME,
        years=_years(cells),
        purpose=cells.get(ImportField.PURPOSE),
        reason=cells.get(ImportField.NAME_REASON),
        is_told=bool(cells.get(ImportField.DOMAIN_STATE)),
    )


def label_facts(label: str, fault: LabelFault) -> dict[str, str | int | None]:
    """The facts for the message about a faulty label."""
    return {
        "label": label[:40],
        "fault": fault.kind,
        "found": fault.found,
        "position": fault.position,
        "measured": fault.measured,
        "limit": fault.limit,
    }


def _years(cells: Mapping[str, str]) -> int:
    # The number may be followed by a unit.
    text = re.sub(r"\s*\D$", "", cells.get(ImportField.YEARS, "")) or str(_USUAL_YEARS)
    bounds = {"minimum": SHORTEST_TERM_YEARS, "maximum": LONGEST_TERM_YEARS}
    if not (text.isascii() and text.isdecimal() and len(text) <= 2):  # noqa: PLR2004  digits
        raise _FaultError(ImportFault.YEARS, found=text[:20], **bounds)
    if not SHORTEST_TERM_YEARS <= int(text) <= LONGEST_TERM_YEARS:
        raise _FaultError(ImportFault.YEARS, found=text, **bounds)
    return int(text)
