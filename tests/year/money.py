"""The week's transfer of every office, and the jobs of the night."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.actor import SYSTEM
from actions.domains.lapse import LAPSE
from actions.ledger.settle import MAXIMUM_ACCOUNTS, SETTLE
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.submit import REMIT, RemitInput
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.ledger.ledger import Account, AccountKind
from tests.year.stage import Stage

_UNPAID_DAYS = 90


def remit_the_week(stage: Stage) -> None:
    """新-005: everything charged and not yet sent goes to CONAC in one transfer an office."""
    charged: dict[str, list[int]] = defaultdict(list)
    for code, order in stage.ask(_charged):
        charged[code].append(order)
    for code, orders in charged.items():
        desk = stage.desks[code]
        sent = stage.act(desk.admin, REMIT, orders, RemitInput(_reference(stage, code)))
        if stage.chance(0.02):
            remittance = [int(sent.totals["remittance_id"])]
            stage.act(desk.admin, CANCEL_REMITTANCE, remittance, CancelRemittanceInput("填错"))
            stage.act(desk.admin, REMIT, orders, RemitInput(_reference(stage, code)))


def sweep(stage: Stage) -> None:
    """The night: balances are spent on what is due, unpaid names lapse."""
    accounts = stage.ask(_with_money_and_orders)
    for first in range(0, len(accounts), MAXIMUM_ACCOUNTS):
        stage.act(SYSTEM, SETTLE, accounts[first : first + MAXIMUM_ACCOUNTS])
    before = stage.at - dt.timedelta(days=_UNPAID_DAYS + 1)
    if unpaid := stage.ask(lambda session: _unpaid(session, before)):
        stage.act(SYSTEM, LAPSE, unpaid)


def _reference(stage: Stage, code: str) -> str:
    return f"ICBC-{code}-{stage.at:%Y%m%d%H%M%S}"


def _charged(session: Session) -> list[Any]:
    wanted = select(Order.office_code, Order.id).where(Order.state == OrderState.CHARGED)
    return list(session.execute(wanted.order_by(Order.office_code, Order.id)))


def _with_money_and_orders(session: Session) -> list[int]:
    waiting = (OrderState.CHARGED, OrderState.REMITTED)
    due = select(Order.office_code).where(Order.state.in_(waiting))
    wanted = select(Account.id).where(
        Account.kind == AccountKind.PREPAID, Account.balance_fen > 0, Account.office_code.in_(due)
    )
    return list(session.scalars(wanted.order_by(Account.id)))


def _unpaid(session: Session, before: dt.datetime) -> list[int]:
    wanted = (
        select(Domain.id)
        .join(Order, Order.domain_id == Domain.id)
        .where(
            Domain.state == DomainState.REGISTRY_APPROVED,
            Domain.approved_at < before,
            Order.state == OrderState.PAYABLE,
        )
    )
    return list(session.scalars(wanted.order_by(Domain.id).limit(200)))
