"""报送: whether a unit may file a name, and the row that a filing becomes.

Sources: CONAC FAQ (characters, eligibility), RFC 4713 (variants belong to one registrant),
CONAC's application Q22 (names of divisions are reserved).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from models.claims import Claims
from models.domain import Domain, NameBasis
from models.domain_name import DomainName, DomainNameError
from models.label import LabelFault
from models.tld import Tld
from models.uscc import Uscc, tlds_allowed


class FilingFault(StrEnum):
    """Why a well-formed name is not this unit's to file."""

    NOT_ELIGIBLE = "filing_not_eligible"
    RESERVED = "filing_reserved"
    NAME_TAKEN = "filing_name_taken"
    VARIANT_TAKEN = "filing_variant_taken"


@dataclass(frozen=True, slots=True)
class Filing:
    """A name as it is asked for."""

    name: DomainName
    basis: NameBasis
    years: int
    purpose: str | None = None


class Registrant(Protocol):
    """Whoever asks for a name: a unit, or a body not yet entered."""

    @property
    def uscc(self) -> str: ...
    @property
    def administrative_function(self) -> bool: ...


def read_name(label: str, tld: Tld) -> DomainName | LabelFault:
    """The registrable name of a typed label, or the first thing wrong with it."""
    try:
        return DomainName.of(label, tld)
    except DomainNameError as error:
        return error.faults[0]


def filing_fault(name: DomainName, unit: Registrant, claims: Claims) -> FilingFault | None:
    """The first reason why the unit may not file the name; None when it may."""
    allowed = tlds_allowed(
        Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
    )
    tests = (
        (name.tld not in allowed, FilingFault.NOT_ELIGIBLE),
        (name.variant_key in claims.reserved, FilingFault.RESERVED),
        (name.name_a in claims.taken, FilingFault.NAME_TAKEN),
        ((name.variant_key, name.family) in claims.variants, FilingFault.VARIANT_TAKEN),
    )
    return next((fault for refused, fault in tests if refused), None)


def file_name(domain: Domain, filing: Filing, *, by: str, at: dt.datetime) -> None:
    """Write a filing into its row: the name in all its forms, and who filed it when."""
    name = filing.name
    domain.label_u = name.label_u
    domain.tld = name.tld
    domain.tld_family = name.family
    domain.name_u = name.name_u
    domain.name_a = name.name_a
    domain.variant_key = name.variant_key
    domain.name_basis = filing.basis
    domain.term_years = filing.years
    domain.purpose = filing.purpose
    domain.submitted_by = by
    domain.submitted_at = at
    domain.waits_since = at
