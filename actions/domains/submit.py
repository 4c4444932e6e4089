"""报送域名: file names for a unit; 编办 reviews them next (guide 新-004).

A label must be registrable, and `verdict_on` decides whether the unit may have the name: certain
faults are refused, a doubtful name needs a reason, which the reviewers read. A unit may file
several names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.units import unit_facts
from models.billing.term_comparison import MANY_NAMES
from models.core.text_type import TextType
from models.domains.domain import Domain, NameBasis
from models.registration.domain_filing import (
    Filing,
    FilingFault,
    Verdict,
    doubts,
    file_name,
    read_name,
    verdict_on,
)
from models.registration.name_belonging import FilingDoubt
from models.registration.nationwide_uniqueness import Claims, claims_on
from models.units.unit import Unit, UnitState
from models.values.answer_kind import AnswerKind
from models.values.domain_name import DomainName
from models.values.expiry import LONGEST_TERM_YEARS, SHORTEST_TERM_YEARS
from models.values.label import LabelFault
from models.values.tld import Tld

#: Most names of one filing; more need an import.
MAXIMUM_SUBMITTED_NAMES = 50


class SubmitDomainRefusal(StrEnum):
    """Why nothing is filed."""

    NO_NAMES = "submit_domain_no_names"
    TOO_MANY_NAMES = "submit_domain_too_many_names"
    UNIT_NOT_ACTIVE = "submit_domain_unit_not_active"
    LABEL_FAULTY = "submit_domain_label_faulty"
    TWICE = "submit_domain_twice"
    NOT_ELIGIBLE = "submit_domain_not_eligible"
    RESERVED = "submit_domain_reserved"
    NAME_TAKEN = "submit_domain_name_taken"
    VARIANT_TAKEN = "submit_domain_variant_taken"


_REFUSAL_OF = {
    FilingFault.NOT_ELIGIBLE: SubmitDomainRefusal.NOT_ELIGIBLE,
    FilingFault.RESERVED: SubmitDomainRefusal.RESERVED,
    FilingFault.NAME_TAKEN: SubmitDomainRefusal.NAME_TAKEN,
    FilingFault.VARIANT_TAKEN: SubmitDomainRefusal.VARIANT_TAKEN,
}


class SubmitDomainNote(StrEnum):
    """Notes of the plan page."""

    TO_REVIEW = "submit_domain_to_review"
    ONE_YEAR = "submit_domain_one_year"
    MANY_ONE_YEAR = "submit_domain_many_one_year"


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name asked for."""

    label: str = param(text=TextType.LABEL, maximum_length=255)
    tld: Tld = param()
    basis: NameBasis = param(default=NameBasis.FULL_NAME)
    years: int = param(default=2, minimum=SHORTEST_TERM_YEARS, maximum=LONGEST_TERM_YEARS)


@dataclass(frozen=True, slots=True)
class SubmitDomainInput:
    """The names, and their purpose."""

    names: tuple[NameLine, ...] = param(maximum=MAXIMUM_SUBMITTED_NAMES)
    purpose: str | None = param(default=None, maximum_length=200)
    #: The reason for names that are not derived from the unit's own.
    name_reason: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class SubmitDomainFacts:
    """Each parsed line, in order, and the claims on them."""

    read: list[DomainName | LabelFault]
    claims: Claims

    @property
    def names(self) -> list[DomainName]:
        """The lines that are valid names."""
        return [name for name in self.read if isinstance(name, DomainName)]


def survey(ctx: Context, rows: Sequence[Unit], given: SubmitDomainInput) -> SubmitDomainFacts:
    read = [read_name(line.label, line.tld) for line in given.names[:MAXIMUM_SUBMITTED_NAMES]]
    names = [name for name in read if isinstance(name, DomainName)]
    unit_id = rows[0].id if rows else 0
    return SubmitDomainFacts(read, claims_on(ctx.session, names, unit_id, today=ctx.today))


def check(row: Unit, given: SubmitDomainInput, facts: SubmitDomainFacts) -> Refusal | None:
    if row.state is not UnitState.ACTIVE:
        return Refusal(SubmitDomainRefusal.UNIT_NOT_ACTIVE, {"unit": row.name, "state": row.state})
    if not given.names:
        return Refusal(SubmitDomainRefusal.NO_NAMES)
    if len(given.names) > MAXIMUM_SUBMITTED_NAMES:
        return Refusal(
            SubmitDomainRefusal.TOO_MANY_NAMES,
            {"count": len(given.names), "maximum": MAXIMUM_SUBMITTED_NAMES},
        )
    refusals = (
        (at, _line_refusal(row, line, name, given, facts))
        for at, (line, name) in enumerate(zip(given.names, facts.read, strict=True))
    )
    found = next(((at, refusal) for at, refusal in refusals if refusal), None)
    return replace(found[1], at=f"names.{found[0]}.label") if found else _twice(facts)


def _line_refusal(
    row: Unit,
    line: NameLine,
    name: DomainName | LabelFault,
    given: SubmitDomainInput,
    facts: SubmitDomainFacts,
) -> Refusal | None:
    if isinstance(name, LabelFault):
        return Refusal(
            SubmitDomainRefusal.LABEL_FAULTY,
            {
                "label": line.label[:40],
                "fault": name.kind,
                "found": name.found,
                "position": name.position,
                "measured": name.measured,
                "limit": name.limit,
            },
        )
    verdict = verdict_on(name, row, facts.claims)
    fault = verdict.fault_with(given.name_reason)
    return Refusal(_REFUSAL_OF.get(fault, fault), verdict.facts) if fault else None


def _verdicts(rows: Sequence[Unit], facts: SubmitDomainFacts) -> list[Verdict]:
    return [verdict_on(name, row, facts.claims) for row in rows for name in facts.names]


def _twice(facts: SubmitDomainFacts) -> Refusal | None:
    seen: set[str] = set()
    for name in facts.names:
        if name.name_a in seen:
            return Refusal(SubmitDomainRefusal.TWICE, {"name": name.name_u})
        seen.add(name.name_a)
    return None


def preview(
    ctx: Context, rows: Sequence[Unit], given: SubmitDomainInput, facts: SubmitDomainFacts
) -> Preview:
    short = sum(line.years == 1 for line in given.names)
    one_year = Note(
        SubmitDomainNote.ONE_YEAR if short < MANY_NAMES else SubmitDomainNote.MANY_ONE_YEAR,
        {"count": short},
    )
    return Preview(
        totals={"name_count": len(facts.names)},
        side_effects=(Note(SubmitDomainNote.TO_REVIEW, {"count": len(facts.names)}),),
        # Doubtful names are explained in `name_reason`.
        warnings=(
            *((one_year,) if short else ()),
            *(Note(doubt, why) for doubt, why in doubts(_verdicts(rows, facts))),
        ),
    )


def run(
    ctx: Context, rows: Sequence[Unit], given: SubmitDomainInput, facts: SubmitDomainFacts
) -> Result:
    (unit,) = rows
    domains = [
        _domain(ctx, unit, _filing(unit, line, name, given, facts))
        for line, name in zip(given.names, facts.names, strict=True)
    ]
    ctx.session.add_all(domains)
    ctx.session.flush()
    return Result(
        rows=[
            RowResult(
                domain.id, domain.name_u, {"name_a": domain.name_a, "years": domain.term_years}
            )
            for domain in domains
        ],
        totals={"name_count": len(domains)},
    )


def _filing(
    unit: Unit,
    line: NameLine,
    name: DomainName,
    given: SubmitDomainInput,
    facts: SubmitDomainFacts,
) -> Filing:
    is_doubted = verdict_on(name, unit, facts.claims).doubt is not None
    reason = given.name_reason if is_doubted else None
    return Filing(name, line.basis, line.years, given.purpose, reason)


def _domain(ctx: Context, unit: Unit, filing: Filing) -> Domain:
    domain = Domain(unit_id=unit.id)
    file_name(domain, filing, by=ctx.actor.key, at=ctx.at)
    domain.belong_to(unit)
    return domain


SUBMIT_DOMAIN = Action(
    key="submit_domain",
    model=Unit,
    input=SubmitDomainInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=unit_facts,
    run=run,
    creates=Domain,
    maximum_rows=1,
    refusals=SubmitDomainRefusal,
    # Doubtful names are explained in `name_reason`.
    warnings={
        **dict.fromkeys(FilingDoubt, AnswerKind.NOTHING),
        SubmitDomainNote.ONE_YEAR: AnswerKind.NOTHING,
        SubmitDomainNote.MANY_ONE_YEAR: AnswerKind.TICK,
    },
    fields_at_fault={
        SubmitDomainRefusal.NO_NAMES: "names",
        SubmitDomainRefusal.TOO_MANY_NAMES: "names",
        SubmitDomainRefusal.TWICE: "names",
    },
    activity=ActivityKind.REVIEW,
    guide=("新-004",),
)
