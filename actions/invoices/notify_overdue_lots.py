"""催签收: remind offices of overdue lots that they have not signed for (新-003).

收到发票后须点击“签收”: an unsigned lot is not in stock. The system runs it once a week.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import Action, Nothing, Reach
from actions.core.activity_kinds import ActivityKind
from actions.core.context import Context
from actions.core.result import Result, RowResult
from actions.core.row_facts.offices import office_facts
from models.invoices.stock import InvoiceLot, LotState
from models.offices.office import Office
from models.users.user import Role


def survey(ctx: Context, rows: Sequence[Office], given: Nothing) -> Counter[str]:
    before = ctx.at - dt.timedelta(days=ctx.settings.unsigned_lot_days)
    wanted = select(InvoiceLot.office_code).where(
        InvoiceLot.office_code.in_([row.code for row in rows]),
        InvoiceLot.state == LotState.IN_TRANSIT,
        InvoiceLot.dispatched_at < before,
    )
    return Counter(ctx.session.scalars(wanted))


def run(ctx: Context, rows: Sequence[Office], given: Nothing, overdue: Counter[str]) -> Result:
    return Result(rows=[RowResult(row.id, row.name) for row in rows])


TELL_OVERDUE_LOTS = Action(
    key="tell_overdue_lots",
    model=Office,
    input=Nothing,
    survey=survey,
    row_facts=office_facts,
    run=run,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
    activity=ActivityKind.INVOICE,
    guide=("新-003",),
)
