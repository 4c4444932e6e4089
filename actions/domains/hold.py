"""冻结 (hold, EPP serverUpdateProhibited): registered names may not change, by a document."""

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
from models.domains.change_request import (
    DomainRequest,
    DomainRequestKind,
    carry_out,
    names_asked_for,
    open_requests,
)
from models.domains.domain import Domain, DomainState


class HoldRefusal(StrEnum):
    """Why a name is not held."""

    ALREADY = "hold_already"


@dataclass(frozen=True, slots=True)
class HoldInput:
    """Why, and the number of the document that asks for it."""

    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.CHANGING_NAMES))
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)


def suggest(ctx: Context, rows: Sequence[Domain]) -> HoldInput:
    """The values of the office's request, if there is one."""
    asked = open_requests(ctx.session, [row.id for row in rows], DomainRequestKind.HOLD)
    first = next(iter(asked.values()), None)
    return HoldInput(first.reason, first.document_no) if first else HoldInput("", "")


def check(row: Domain, given: HoldInput, facts: None) -> Refusal | None:
    if row.is_held:
        return Refusal(HoldRefusal.ALREADY, {"name": row.name_u, "reason": row.hold_reason})
    return None


def run(ctx: Context, rows: Sequence[Domain], given: HoldInput, facts: None) -> Result:
    reason = f"{given.reason}（{given.document_no}）"
    for row in rows:
        row.is_held = True
        row.hold_reason = reason
    carry_out(ctx.session, rows, DomainRequestKind.HOLD, ctx.actor.name, ctx.at)
    return Result(
        rows=[RowResult(row.id, row.name_u, {"reason": reason}) for row in rows],
        totals={"row_count": len(rows)},
    )


HOLD = Action(
    key="hold",
    model=Domain,
    input=HoldInput,
    suggest=suggest,
    check=check,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    via={DomainRequest: names_asked_for(DomainRequestKind.HOLD)},
    refusals=HoldRefusal,
    splits=True,
)
