"""不予办理: the registry refuses what an office asked for, with a reason the office reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import Action, param
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.domains import domain_request_facts
from models.domains.change_request import (
    DOMAIN_REQUEST_LIFECYCLE,
    DomainRequest,
    DomainRequestEvent,
)


@dataclass(frozen=True, slots=True)
class RefuseDomainRequestInput:
    """Why not."""

    answer: str = param(maximum_length=200)


def run(
    ctx: Context, rows: Sequence[DomainRequest], given: RefuseDomainRequestInput, facts: None
) -> Result:
    for row in rows:
        DOMAIN_REQUEST_LIFECYCLE.advance(row, DomainRequestEvent.REFUSE)
        row.answered_by, row.answered_at, row.answer = ctx.actor.name, ctx.at, given.answer
    return Result(
        rows=[RowResult(row.id, row.domain.name_u, {"kind": row.kind}) for row in rows],
        totals={"row_count": len(rows)},
    )


REFUSE_DOMAIN_REQUEST = Action(
    key="refuse_domain_request",
    model=DomainRequest,
    input=RefuseDomainRequestInput,
    row_facts=domain_request_facts,
    run=run,
    states=DOMAIN_REQUEST_LIFECYCLE.sources(DomainRequestEvent.REFUSE),
)
