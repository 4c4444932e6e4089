"""What a 汇款单 and a line of a bank statement are to a clerk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from actions.core.action import RowFacts
from actions.core.context import Context
from actions.core.row_facts.names import first_names, office_names, texts_by_key
from models.billing.order import Order
from models.billing.payment import PaymentLine
from models.domains.domain import Domain
from models.remittances.bank_statement import BankLine
from models.remittances.remittance import Remittance, RemittanceLine
from models.units.unit import Unit


def remittance_facts(ctx: Context, rows: Sequence[Remittance]) -> RowFacts:
    offices = office_names(ctx, rows)
    domains, payers = _domains_and_payers(ctx, rows)
    return {
        row.id: {
            "office": offices.get(row.office_code),
            "period_week": row.period_week,
            "domain_count": len(domains[row.id]),
            "domains": first_names(domains[row.id]),
            "payers": first_names(payers[row.id]),
            "announced_fen": row.amount_fen,
            "received_fen": row.received_fen,
            "given_ref": row.bank_ref,
            "remitted_on": row.remitted_on,
        }
        for row in rows
    }


def _domains_and_payers(
    ctx: Context, rows: Sequence[Remittance]
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The domain names and the paying units of each 汇款单, in the order of its lines."""
    found = ctx.session.execute(
        select(RemittanceLine.remittance_id, Domain.name_u, Unit.name)
        .join(PaymentLine, PaymentLine.id == RemittanceLine.payment_line_id)
        .join(Order, Order.id == PaymentLine.order_id)
        .join(Domain, Domain.id == Order.domain_id)
        .join(Unit, Unit.id == PaymentLine.unit_id)
        .where(RemittanceLine.remittance_id.in_([row.id for row in rows]))
        .order_by(RemittanceLine.id)
    )
    domains, payers = defaultdict(list), defaultdict(list)
    for remittance_id, name, unit in found:
        domains[remittance_id].append(name)
        payers[remittance_id].append(unit)
    return domains, payers


def bank_line_facts(ctx: Context, rows: Sequence[BankLine]) -> RowFacts:
    remittances = texts_by_key(
        ctx.session, Remittance.id, Remittance.remittance_no, {row.remittance_id for row in rows}
    )
    return {
        row.id: {
            "received_on": row.received_on,
            "amount_fen": row.amount_fen,
            "payer": row.payer,
            "memo": row.memo,
            "bank_verdict": row.verdict,
            "remittance_no": remittances.get(row.remittance_id),
        }
        for row in rows
    }
