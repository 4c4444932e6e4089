"""What an office is to a clerk: where it stands and the money it has and has announced."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import texts_by_key
from models.ledger.accounts import payer_code, prepaid_account_code
from models.ledger.ledger import Account
from models.offices.office import Office
from models.remittances.remittance import Remittance, RemittanceState


def office_facts(ctx: Context, rows: Sequence[Office]) -> RowFacts:
    session = ctx.session
    above = texts_by_key(session, Office.id, Office.name, {row.parent_id for row in rows})
    accounts = {prepaid_account_code(payer_code(row)): row.id for row in rows}
    held = select(Account.code, Account.balance_fen).where(Account.code.in_(accounts))
    balances = dict(session.execute(held).all())
    announced = session.execute(
        select(
            Remittance.office_code,
            func.sum(Remittance.amount_fen),
            func.sum(Remittance.received_fen),
        )
        .where(
            Remittance.office_code.in_({row.code for row in rows}),
            Remittance.state == RemittanceState.SUBMITTED,
        )
        .group_by(Remittance.office_code)
    )
    sums = {code: (int(told), int(arrived)) for code, told, arrived in announced}
    return {
        row.id: {
            "level": row.level,
            "office_above": above.get(row.parent_id),
            "balance_fen": balances.get(prepaid_account_code(payer_code(row))) or 0,
            "announced_fen": sums.get(row.code, (0, 0))[0],
            "received_fen": sums.get(row.code, (0, 0))[1],
        }
        for row in rows
    }
