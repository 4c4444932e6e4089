"""名称预检 (name check): the result of every filing rule, before a name is filed.

Sources as in `models.values.label` and `models.registration.domain_filing`; that a name shared by
several divisions needs the upper division in front is 中编办's naming guidance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.registration.domain_filing import FilingFault, Grade, faults_of
from models.registration.name_belonging import FilingDoubt, doubt_on
from models.registration.nationwide_uniqueness import Claims
from models.units.unit import Unit, UnitState
from models.values.domain_name import DomainName
from models.values.label import (
    MOST_A_LABEL,
    MOST_HAN,
    LabelFault,
    LabelFaultKind,
    LabelMeasure,
    label_faults,
    measure_label,
)
from models.values.tld import Tld
from models.values.uscc import Uscc, tlds_allowed


class NameFinding(StrEnum):
    """The result of a rule."""

    CHARACTERS_FIT = "name_characters_fit"
    CHARACTERS_WRONG = "name_characters_wrong"
    HAN_PRESENT = "name_han_present"
    HAN_MISSING = "name_han_missing"
    HYPHENS_FIT = "name_hyphens_fit"
    HYPHENS_WRONG = "name_hyphens_wrong"
    HAN_FEW_ENOUGH = "name_han_few_enough"
    HAN_TOO_MANY = "name_han_too_many"
    A_LABEL_FITS = "name_a_label_fits"
    A_LABEL_TOO_LONG = "name_a_label_too_long"
    IDNA_FORM = "name_idna_form"
    UNIT_ACTIVE = "name_unit_active"
    UNIT_NOT_ACTIVE = "name_unit_not_active"
    ELIGIBLE = "name_eligible"
    NOT_ELIGIBLE = "name_not_eligible"
    NOT_RESERVED = "name_not_reserved"
    RESERVED = "name_reserved"
    FREE = "name_free"
    TAKEN = "name_taken"
    VARIANTS_FREE = "name_variants_free"
    VARIANT_TAKEN = "name_variant_taken"
    PROHIBITED = "name_prohibited"
    DISPUTED = "name_disputed"
    LISTED = "name_listed"
    NOBODY_ELSES = "name_nobody_elses"
    OTHER_UNIT = "name_other_unit"
    OWN_DIVISION = "name_own_division"
    OTHER_DIVISION = "name_other_division"
    ITS_NAME = "name_its_name"
    NOT_ITS_NAME = "name_not_its_name"
    FORMER_NAME = "name_former_name"
    DIVISION_UNIQUE = "name_division_unique"
    DIVISION_SHARED = "name_division_shared"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule, with the facts of its message."""

    code: NameFinding
    grade: Grade
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A division's name at the start of a label that several divisions share."""

    name: str
    count: int
    #: The label with the upper division in front; None if the unit is in none of them.
    proposed: str | None = None


@dataclass(frozen=True, slots=True)
class NameCheck:
    """A label measured and judged; `name` is None while it is not registrable."""

    measure: LabelMeasure
    findings: tuple[Finding, ...]
    name: DomainName | None

    @property
    def passes(self) -> bool:
        """Whether no finding prevents the name from being filed."""
        return all(finding.grade is not Grade.FAIL for finding in self.findings)


__all__ = ["Finding", "Grade", "NameCheck", "NameFinding", "Namesakes", "check_label", "check_name"]

_CHARACTER_FAULTS = frozenset(
    {
        LabelFaultKind.FORBIDDEN_CHARACTER,
        LabelFaultKind.INVISIBLE_CHARACTER,
        LabelFaultKind.HAN_OUTSIDE_TABLE,
        LabelFaultKind.LEADING_COMBINING,
    }
)
_HYPHEN_FAULTS = frozenset(
    {
        LabelFaultKind.LEADING_HYPHEN,
        LabelFaultKind.TRAILING_HYPHEN,
        LabelFaultKind.CONSECUTIVE_HYPHENS,
    }
)
_HAN_FAULTS = frozenset({LabelFaultKind.NO_HAN, LabelFaultKind.EMPTY})


def check_label(text: str) -> NameCheck:
    """Check a typed label alone: characters, hyphens, lengths and its form in DNS."""
    faults, measure = label_faults(text), measure_label(text)
    name = None if faults else DomainName.of(text, Tld.ZHENGWU)
    return NameCheck(measure, tuple(_of_label(faults, measure, name)), name)


def check_name(
    text: str, tld: Tld, unit: Unit, claims: Claims, namesakes: Namesakes | None
) -> NameCheck:
    """Check a label as the name of a unit under a top-level name, given the `claims` on it."""
    plain = check_label(text)
    if plain.name is None:
        return NameCheck(plain.measure, (*plain.findings, *_of_unit(unit, tld)), None)
    name = DomainName(plain.name.label_u, tld)
    others = (*_of_unit(unit, tld), *_of_claims(name, unit, claims), _of_division(namesakes))
    return NameCheck(plain.measure, (*plain.findings, *others), name)


def _of_label(
    faults: Sequence[LabelFault], measure: LabelMeasure, name: DomainName | None
) -> Iterator[Finding]:
    yield _none_of(
        faults, _CHARACTER_FAULTS, NameFinding.CHARACTERS_FIT, NameFinding.CHARACTERS_WRONG
    )
    yield _none_of(faults, _HAN_FAULTS, NameFinding.HAN_PRESENT, NameFinding.HAN_MISSING)
    yield _none_of(faults, _HYPHEN_FAULTS, NameFinding.HYPHENS_FIT, NameFinding.HYPHENS_WRONG)
    han = {"measured": measure.han, "limit": MOST_HAN, "over": measure.han - MOST_HAN}
    yield _judged(
        NameFinding.HAN_FEW_ENOUGH, NameFinding.HAN_TOO_MANY, han, good=measure.han <= MOST_HAN
    )
    length = measure.a_label_length
    octets = {"measured": length, "limit": MOST_A_LABEL}
    yield _judged(
        NameFinding.A_LABEL_FITS,
        NameFinding.A_LABEL_TOO_LONG,
        octets,
        good=length <= MOST_A_LABEL,
    )
    if name is not None:
        form = {"name_a": name.name_a.partition(".")[0]}
        yield Finding(NameFinding.IDNA_FORM, Grade.PASS, form)


def _of_unit(unit: Unit, tld: Tld) -> Iterator[Finding]:
    yield _judged(
        NameFinding.UNIT_ACTIVE,
        NameFinding.UNIT_NOT_ACTIVE,
        {"unit": unit.name, "state": unit.state},
        good=unit.state is UnitState.ACTIVE,
    )
    allowed = tlds_allowed(
        Uscc.parse(unit.uscc), administrative_function=unit.administrative_function
    )
    open_to = " ".join(f".{each}" for each in Tld if each in allowed)
    facts = {"tld": tld, "class": unit.uscc[:2], "tlds": open_to or "—"}
    yield _judged(NameFinding.ELIGIBLE, NameFinding.NOT_ELIGIBLE, facts, good=tld in allowed)


#: Each certain rule with the finding when it passes; None: no finding.
_WHEN_WELL = {
    FilingFault.PROHIBITED: None,
    FilingFault.DISPUTED: None,
    FilingFault.LISTED: None,
    FilingFault.RESERVED: NameFinding.NOT_RESERVED,
    FilingFault.NAME_TAKEN: NameFinding.FREE,
    FilingFault.VARIANT_TAKEN: NameFinding.VARIANTS_FREE,
    FilingFault.OTHER_UNIT: NameFinding.NOBODY_ELSES,
    FilingFault.OTHER_DIVISION: NameFinding.OWN_DIVISION,
}
_WHEN_WRONG = {
    FilingFault.PROHIBITED: NameFinding.PROHIBITED,
    FilingFault.DISPUTED: NameFinding.DISPUTED,
    FilingFault.LISTED: NameFinding.LISTED,
    FilingFault.RESERVED: NameFinding.RESERVED,
    FilingFault.NAME_TAKEN: NameFinding.TAKEN,
    FilingFault.VARIANT_TAKEN: NameFinding.VARIANT_TAKEN,
    FilingFault.OTHER_UNIT: NameFinding.OTHER_UNIT,
    FilingFault.OTHER_DIVISION: NameFinding.OTHER_DIVISION,
}
_WHEN_DOUBTED = {
    FilingDoubt.NOT_ITS_NAME: NameFinding.NOT_ITS_NAME,
    FilingDoubt.FORMER_NAME: NameFinding.FORMER_NAME,
}


def _of_claims(name: DomainName, unit: Unit, claims: Claims) -> Iterator[Finding]:
    """What `models.registration.domain_filing` says, rule by rule."""
    facts = {"name": name.name_u, "label": name.label_u, "unit": unit.name}
    found = dict(faults_of(name, unit, claims))
    for fault, well in _WHEN_WELL.items():
        if fault in found:
            told = {key: value or "" for key, value in found[fault].items()}
            yield Finding(_WHEN_WRONG[fault], Grade.FAIL, {**facts, **told})
        elif well is not None:
            yield Finding(well, Grade.PASS, facts)
    doubt = doubt_on(name.variant_key, unit, claims.places)
    if doubt is None:
        yield Finding(NameFinding.ITS_NAME, Grade.PASS, facts)
    else:
        yield Finding(_WHEN_DOUBTED[doubt], Grade.ADVICE, facts)


def _of_division(namesakes: Namesakes | None) -> Finding:
    if namesakes is None:
        return Finding(NameFinding.DIVISION_UNIQUE, Grade.PASS)
    facts: dict[str, str | int] = {
        "division": namesakes.name,
        "count": namesakes.count,
        "proposed": namesakes.proposed or f"…{namesakes.name}…",
    }
    return Finding(NameFinding.DIVISION_SHARED, Grade.ADVICE, facts)


def _none_of(
    faults: Sequence[LabelFault],
    kinds: frozenset[LabelFaultKind],
    good: NameFinding,
    bad: NameFinding,
) -> Finding:
    fault = next((fault for fault in faults if fault.kind in kinds), None)
    if fault is None:
        return Finding(good, Grade.PASS)
    return Finding(
        bad,
        Grade.FAIL,
        {"fault": fault.kind, "found": fault.found, "position": fault.position},
    )


def _judged(
    if_good: NameFinding, if_bad: NameFinding, facts: Mapping[str, str | int], *, good: bool
) -> Finding:
    code, grade = (if_good, Grade.PASS) if good else (if_bad, Grade.FAIL)
    return Finding(code, grade, facts)
