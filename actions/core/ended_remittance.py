"""撤回 and 退回 of a 汇款单: what the two ways of ending one before its money arrives share.

Its lines are free again and its orders return to 待缴费域名. A 汇款单 that has received money
stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import Field
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar

from actions.core.action import Action
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.remittances import remittance_facts
from models.remittances.release import RemittedRows, load_remitted, take_back
from models.remittances.remittance import REMITTANCE_LIFECYCLE, Remittance, RemittanceEvent


class WithReason(Protocol):
    """An input that may say why."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @property
    def reason(self) -> str | None: ...


G = TypeVar("G", bound=WithReason)


def end_of_remittance(
    key: str,
    event: RemittanceEvent,
    kind: type[G],
    effect: StrEnum,
) -> Action[Remittance, G, RemittedRows]:
    """The action that ends 汇款单 by the event.

    `kind` is its input, `effect` the note of the plan page on the orders that are free again.
    """

    def preview(
        _ctx: Context, rows: Sequence[Remittance], _given: G, facts: RemittedRows
    ) -> Preview:
        return Preview(
            totals={"row_count": len(rows), "amount_fen": sum(row.amount_fen for row in rows)},
            side_effects=(Note(effect, {"count": len(facts.orders)}),),
        )

    def run(ctx: Context, rows: Sequence[Remittance], given: G, facts: RemittedRows) -> Result:
        take_back(rows, event, given.reason, facts)
        return Result(
            rows=[RowResult(row.id, row.remittance_no, {"reason": row.reason}) for row in rows],
            totals={"row_count": len(rows), "orders": len(facts.orders)},
        )

    return Action(
        key=key,
        model=Remittance,
        input=kind,
        survey=lambda ctx, rows, _given: load_remitted(ctx.session, rows, ctx.locked),
        preview=preview,
        row_facts=remittance_facts,
        run=run,
        states=REMITTANCE_LIFECYCLE.sources(event),
        activity=ActivityKind.FEE,
        guide=("Q8",),
    )
