"""报送 (filing): whether a unit may file a name, and how its row is written.

Sources: CONAC FAQ (characters, eligibility), RFC 4713 (variants belong to one registrant), CONAC's
application Q18c, Q22 (names of divisions and countries are reserved), 中编办's naming guidance (a
name is made from the unit's own). `verdict_on` is the only rule: the check page, every filing, the
import and both reviews use it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Protocol

from sqlalchemy.orm import Session

from models.domains.domain import Domain, NameBasis
from models.registration.name_belonging import (
    Body,
    FilingDoubt,
    doubt_on,
    is_government_of,
    strange_division,
)
from models.registration.nationwide_uniqueness import Claims, claims_on_each
from models.registration.reserved_name import ReservedKind
from models.values.domain_name import DomainName, DomainNameError
from models.values.label import LabelFault
from models.values.tld import Tld
from models.values.uscc import Uscc, tlds_allowed
from models.values.variant import variant_key


class FilingFault(StrEnum):
    """Why a unit may not file a well-formed name."""

    NOT_ELIGIBLE = "filing_not_eligible"
    PROHIBITED = "filing_prohibited"
    DISPUTED = "filing_disputed"
    LISTED = "filing_listed"
    RESERVED = "filing_reserved"
    NAME_TAKEN = "filing_name_taken"
    VARIANT_TAKEN = "filing_variant_taken"
    OTHER_UNIT = "filing_other_unit"
    OTHER_DIVISION = "filing_other_division"
    #: A doubtful name without a reason why it is this unit's.
    REASON_NEEDED = "filing_reason_needed"


class Grade(StrEnum):
    """Whether a finding lets the name be filed."""

    PASS = "pass"  # noqa: S105  a grade, not a secret
    ADVICE = "advice"
    FAIL = "fail"


Facts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a name: refused, doubtful, or neither."""

    fault: FilingFault | None = None
    doubt: FilingDoubt | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def grade(self) -> Grade:
        """Whether it passes, passes with a reason, or does not."""
        if self.fault is not None:
            return Grade.FAIL
        return Grade.PASS if self.doubt is None else Grade.ADVICE

    def fault_with(self, reason: str | None) -> FilingFault | None:
        """Why the name may not be filed, given the reason for a doubtful one; None when it may."""
        is_unexplained = self.doubt is not None and not (reason or "").strip()
        return self.fault or (FilingFault.REASON_NEEDED if is_unexplained else None)


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing as requested."""

    name: DomainName
    basis: NameBasis
    years: int
    purpose: str | None = None
    #: Why a doubtful name is the unit's; stored only for doubtful names.
    reason: str | None = None


class Registrant(Body, Protocol):
    """The unit that asks for a name."""

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


def verdict_on(name: DomainName, unit: Registrant, claims: Claims) -> Verdict:
    """Whether the unit may file the name: refused for certain faults, doubtful for the others."""
    for fault, facts in faults_of(name, unit, claims):
        return Verdict(fault, None, facts)
    doubt = doubt_on(name.variant_key, unit, claims.places)
    return Verdict(None, doubt, _facts_of(name, unit))


def _facts_of(name: DomainName, unit: Registrant) -> Facts:
    return {"name": name.name_u, "label": name.label_u, "unit": unit.name}


def faults_of(
    name: DomainName, unit: Registrant, claims: Claims
) -> Iterator[tuple[FilingFault, Facts]]:
    """Every certain fault of the name, the most serious first, with its facts."""
    allowed = tlds_allowed(
        Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
    )
    key, division = name.variant_key, strange_division(name.variant_key, unit, claims.places)
    is_reserved = key in claims.reserved and not is_government_of(key, unit, claims.places)
    facts = _facts_of(name, unit)
    tests: tuple[tuple[bool, FilingFault, Facts], ...] = (
        (name.tld not in allowed, FilingFault.NOT_ELIGIBLE, facts),
        *((True, fault, {**facts, **told}) for fault, told in _listed(key, unit, claims)),
        (is_reserved, FilingFault.RESERVED, facts),
        (name.name_a in claims.taken, FilingFault.NAME_TAKEN, facts),
        ((key, name.family) in claims.variants, FilingFault.VARIANT_TAKEN, facts),
        # Units in several places may share a name.
        (key in claims.borne - {variant_key(unit.name)}, FilingFault.OTHER_UNIT, facts),
        (division is not None, FilingFault.OTHER_DIVISION, {**facts, "division": division}),
    )
    return ((fault, told) for holds, fault, told in tests if holds)


def _listed(key: str, unit: Registrant, claims: Claims) -> Iterator[tuple[FilingFault, Facts]]:
    """The fault by the list of reserved names, for a folded label of this unit."""
    for kept in claims.listed:
        is_holder = kept.holder_uscc is not None and kept.holder_uscc == unit.uscc
        is_word = kept.kind is ReservedKind.PROHIBITED
        if kept.key in key if is_word else kept.key == key and not is_holder:
            yield (
                _KEPT[kept.kind],
                {"kept": kept.name, "reason": kept.reason, "document_no": kept.document_no},
            )


def verdicts_on(session: Session, domains: Sequence[Domain], today: dt.date) -> dict[int, Verdict]:
    """The verdicts on filed names by key; their units must be loaded."""
    names = {domain.id: DomainName(domain.label_u, domain.tld) for domain in domains}
    filed: dict[int, list[DomainName]] = {}
    for domain in domains:
        filed.setdefault(domain.unit_id, []).append(names[domain.id])
    claims = claims_on_each(session, filed, today=today, but=list(names))
    return {
        domain.id: verdict_on(names[domain.id], domain.unit, claims[domain.unit_id])
        for domain in domains
    }


def verdicts_under(
    session: Session, domains: Sequence[Domain], unit: Registrant, unit_id: int, today: dt.date
) -> list[Verdict]:
    """The verdicts on live names, in order, as if they belonged to this unit."""
    names = [DomainName(domain.label_u, domain.tld) for domain in domains]
    ids, filed = [domain.id for domain in domains], {unit_id: names}
    claims = claims_on_each(session, filed, today=today, but=ids, moving=True)
    return [verdict_on(name, unit, claims[unit_id]) for name in names]


#: Names that a plan lists one by one.
_LISTED = 20


def doubts(verdicts: Iterable[Verdict]) -> list[tuple[FilingDoubt, Facts]]:
    """Notes of a plan on doubtful names, up to a limit."""
    found = ((verdict.doubt, verdict.facts) for verdict in verdicts if verdict.fault is None)
    return list(islice(((doubt, facts) for doubt, facts in found if doubt), _LISTED))


_KEPT = {
    ReservedKind.PROHIBITED: FilingFault.PROHIBITED,
    ReservedKind.DISPUTED: FilingFault.DISPUTED,
    ReservedKind.RESERVED: FilingFault.LISTED,
}


def file_name(domain: Domain, filing: Filing, *, by: str, at: dt.datetime) -> None:
    """Write a filing into its row: the name in all its forms, the filer and the time."""
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
    domain.name_reason = filing.reason
    domain.submitted_by = by
    domain.submitted_at = at
    domain.waits_since = at
