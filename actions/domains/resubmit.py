"""重新报送: file a returned name again, changed or as it was (guide 新-004).

Fields left empty are unchanged. The name is checked as on its first filing, and the actor becomes
its submitter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import joinedload

from actions.core.action import Action, param
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.core.text_type import TextType
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState, NameBasis
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
from models.registration.nationwide_uniqueness import claims_on
from models.values.answer_kind import AnswerKind
from models.values.domain_name import DomainName
from models.values.expiry import LONGEST_TERM_YEARS, SHORTEST_TERM_YEARS
from models.values.label import LabelFault
from models.values.tld import Tld


class ResubmitRefusal(StrEnum):
    """Why the name is not filed again."""

    LABEL_FAULTY = "resubmit_label_faulty"
    NOT_ELIGIBLE = "resubmit_not_eligible"
    RESERVED = "resubmit_reserved"
    NAME_TAKEN = "resubmit_name_taken"
    VARIANT_TAKEN = "resubmit_variant_taken"


_REFUSAL_OF = {
    FilingFault.NOT_ELIGIBLE: ResubmitRefusal.NOT_ELIGIBLE,
    FilingFault.RESERVED: ResubmitRefusal.RESERVED,
    FilingFault.NAME_TAKEN: ResubmitRefusal.NAME_TAKEN,
    FilingFault.VARIANT_TAKEN: ResubmitRefusal.VARIANT_TAKEN,
}


@dataclass(frozen=True, slots=True)
class ResubmitInput:
    """What is changed."""

    label: str | None = param(text=TextType.LABEL, default=None, maximum_length=255)
    tld: Tld | None = param(default=None)
    basis: NameBasis | None = param(default=None)
    years: int | None = param(default=None, minimum=SHORTEST_TERM_YEARS, maximum=LONGEST_TERM_YEARS)
    purpose: str | None = param(default=None, maximum_length=200)
    #: The reason for a name that is not derived from the unit's own.
    name_reason: str | None = param(default=None, maximum_length=200)


@dataclass(frozen=True, slots=True)
class ResubmitFacts:
    """The name now requested, and the verdict on it."""

    name: DomainName | LabelFault
    verdict: Verdict


def survey(ctx: Context, rows: Sequence[Domain], given: ResubmitInput) -> ResubmitFacts | None:
    if not rows:
        return None
    (row,) = rows
    name = read_name(given.label or row.label_u, given.tld or row.tld)
    if isinstance(name, LabelFault):
        return ResubmitFacts(name, Verdict())
    claims = claims_on(ctx.session, [name], row.unit_id, today=ctx.today, domain_id=row.id)
    return ResubmitFacts(name, verdict_on(name, row.unit, claims))


def check(row: Domain, given: ResubmitInput, facts: ResubmitFacts | None) -> Refusal | None:
    assert facts is not None
    if isinstance(facts.name, LabelFault):
        fault = facts.name
        return Refusal(
            ResubmitRefusal.LABEL_FAULTY,
            {
                "label": (given.label or row.label_u)[:40],
                "fault": fault.kind,
                "found": fault.found,
                "position": fault.position,
                "measured": fault.measured,
                "limit": fault.limit,
            },
        )
    wrong = facts.verdict.fault_with(given.name_reason or row.name_reason)
    return Refusal(_REFUSAL_OF.get(wrong, wrong), facts.verdict.facts) if wrong else None


def preview(
    ctx: Context, rows: Sequence[Domain], given: ResubmitInput, facts: ResubmitFacts | None
) -> Preview:
    verdicts = [facts.verdict] if facts else []
    return Preview(
        # Doubtful names are explained in `name_reason`.
        warnings=tuple(Note(doubt, why) for doubt, why in doubts(verdicts)),
        rows={
            row.id: {"new_name": facts.name.name_u}
            for row in rows
            if facts and isinstance(facts.name, DomainName)
        },
    )


def run(
    ctx: Context, rows: Sequence[Domain], given: ResubmitInput, facts: ResubmitFacts | None
) -> Result:
    (row,) = rows
    assert facts is not None
    assert isinstance(facts.name, DomainName)
    filing = Filing(
        facts.name,
        given.basis or row.name_basis,
        given.years or row.term_years,
        given.purpose or row.purpose,
        (given.name_reason or row.name_reason) if facts.verdict.doubt else None,
    )
    DOMAIN_LIFECYCLE.advance(row, DomainEvent.RESUBMIT)
    file_name(row, filing, by=ctx.actor.key, at=ctx.at)
    return Result(
        rows=[RowResult(row.id, row.name_u, {"name_a": row.name_a, "years": row.term_years})],
        totals={"row_count": 1},
    )


RESUBMIT = Action(
    key="resubmit",
    model=Domain,
    input=ResubmitInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.RETURNED}),
    maximum_rows=1,
    loads=(joinedload(Domain.unit),),
    refusals=ResubmitRefusal,
    # Doubtful names are explained in `name_reason`.
    warnings=dict.fromkeys(FilingDoubt, AnswerKind.NOTHING),
    fields_at_fault={
        ResubmitRefusal.LABEL_FAULTY: "label",
    },
    activity=ActivityKind.REVIEW,
    guide=("新-004",),
)
