"""夜间消费: every night, settle all accounts with waiting orders (guide 新-006).

Settlement follows each 充值 automatically; the nightly run catches up after crashes, and settles
orders charged after the money arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from actions.ledger.settle import SETTLE
from admin_app.jobs.job import Job, Step
from models.billing.order import WAITING_STATES, Order, OrderState
from models.jobs.job_run import JobKind
from models.ledger.ledger import Account, AccountKind
from models.offices.office import CollectBy, Office


def payers_of(states: Iterable[OrderState]) -> Select[str]:
    """Codes of the offices that pay, and remit, for orders in these states (两代一统)."""
    payer = case(
        (Office.collect_by == CollectBy.PROVINCE_POOL, Office.province_code), else_=Office.code
    )
    owing = select(payer).join(Order, Order.office_code == Office.code)
    return owing.where(Order.state.in_(states)).distinct()


def accounts_with_work(_session: Session, _today: dt.date) -> Select[int]:
    """Prepaid accounts with a balance that pay for offices with charged orders."""
    return select(Account.id).where(
        Account.kind == AccountKind.PREPAID,
        Account.balance_fen > 0,
        Account.office_code.in_(payers_of(WAITING_STATES)),
    )


# One account per run, so that one failure does not affect others; a cut queue continues.
SETTLE_ACCOUNTS = Job(JobKind.SETTLE, dt.time(0, 30), (Step(SETTLE, accounts_with_work, size=1),))
