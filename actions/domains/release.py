"""解冻 (release): end the hold of names, by a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.core.text_type import TextType
from models.domains.domain import Domain, DomainState


class ReleaseRefusal(StrEnum):
    """Why a name is not released."""

    NOT_HELD = "release_not_held"


@dataclass(frozen=True, slots=True)
class ReleaseInput:
    """Why, and the number of the document that asks for it."""

    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.CHANGING_NAMES))
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)


def check(row: Domain, given: ReleaseInput, facts: None) -> Refusal | None:
    return None if row.is_held else Refusal(ReleaseRefusal.NOT_HELD, {"name": row.name_u})


def run(ctx: Context, rows: Sequence[Domain], given: ReleaseInput, facts: None) -> Result:
    for row in rows:
        row.is_held = False
        row.hold_reason = None
    return Result(
        rows=[RowResult(row.id, row.name_u, {"reason": given.reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


RELEASE = Action(
    key="release",
    model=Domain,
    input=ReleaseInput,
    check=check,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    refusals=ReleaseRefusal,
    splits=True,
)
