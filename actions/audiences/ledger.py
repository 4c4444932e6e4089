"""Who is told of refunds, adjustments and moved balances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions.audiences.billing import PROPOSED, all_numbers, balance_after
from actions.audiences.domains import Announcements
from actions.core.action import Action
from actions.core.announcement import Announcement, Audience, Finished, NobodyElse, Opens
from actions.core.refusal import Fact
from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsFacts, AccrueAwardsInput
from actions.ledger.adjust import ADJUST
from actions.ledger.confirm_adjustment import (
    CONFIRM_ADJUSTMENT,
    ConfirmAdjustmentFacts,
    ConfirmAdjustmentInput,
)
from actions.ledger.move_balance import MOVE_BALANCE, MoveBalanceFacts, MoveBalanceInput
from actions.ledger.refund import REFUND
from actions.ledger.reject_adjustment import REJECT_ADJUSTMENT
from actions.ledger.set_award_rule import SET_AWARD_RULE, SetAwardRuleFacts, SetAwardRuleInput
from models.billing.order import Order
from models.invoices.invoice import Invoice
from models.ledger.adjustment import Adjustment, AdjustmentKind
from models.ledger.award import AwardRule
from models.ledger.ledger import Account
from models.ledger.refund import standing_invoices
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.workspace.notify import Topic

_Confirmed = Finished[Adjustment, ConfirmAdjustmentInput, ConfirmAdjustmentFacts]
_Moved = Finished[Office, MoveBalanceInput, MoveBalanceFacts]
_Rule = Finished[AwardRule, SetAwardRuleInput, SetAwardRuleFacts]
_Accrued = Finished[Office, AccrueAwardsInput, AccrueAwardsFacts]


def _of_kind(kind: AdjustmentKind) -> Callable[[_Confirmed], list[Adjustment]]:
    return lambda run: [row for row in run.rows if row.kind is kind]


def _adjusted(run: _Confirmed, rows: Sequence[Adjustment]) -> Mapping[str, Fact]:
    (row,) = rows
    return {**balance_after(run, rows, row.amount_fen), "reason": row.reason}


def _refunded_orders(run: _Confirmed) -> list[Order]:
    return [run.facts.order] if run.facts.order else []


def _refunded(run: _Confirmed, rows: Sequence[Order]) -> Mapping[str, Fact]:
    (order,), (row,) = rows, run.rows
    return {
        "order_no": order.order_no,
        "name": run.facts.settled.domains[order.id].name_u,
        "amount_fen": order.amount_fen,
        "reason": row.reason,
    }


def _sheets(run: _Confirmed) -> list[Invoice]:
    """The sheets given for the refunded order, which are to be taken back."""
    order = run.facts.order
    return standing_invoices(run.ctx.session, order.id) if order else []


def _paying_account(run: _Confirmed) -> list[Account]:
    """The account that a refund returned to, where another office keeps the money."""
    order = run.facts.order
    if order is None:
        return []
    account = run.ctx.session.get_one(Account, run.facts.settled.settlements[order.id].debit_id)
    return [account] if account.office_code != order.office_code else []


def _returned(run: _Confirmed, _rows: Sequence[Account]) -> Mapping[str, Fact]:
    return _refunded(run, _refunded_orders(run))


def _credited(run: _Confirmed) -> list[Remittance]:
    proposed = run.facts.proposed
    return [share.remittance for share in proposed.credit.shares] if proposed else []


def _credit(run: _Confirmed, rows: Sequence[Remittance]) -> Mapping[str, Fact]:
    shares = run.facts.proposed.credit.shares if run.facts.proposed else ()
    return balance_after(run, rows, sum(s.amount_fen for s in shares if s.remittance in rows))


def _decided(_run: object, rows: Sequence[Adjustment]) -> Mapping[str, Fact]:
    return {"by": rows[0].decided_by, "amount_fen": sum(row.amount_fen for row in rows)}


def _moved(run: _Moved, _rows: Sequence[Office]) -> Mapping[str, Fact]:
    source, (target,) = run.facts.source, run.rows
    return {"source": source.name if source else None, "target": target.name}


def _ends(run: _Moved) -> list[Office]:
    return [*([run.facts.source] if run.facts.source else []), *run.rows]


def _rewarded(run: _Accrued) -> list[Office]:
    """Provinces with an award in this run."""
    codes = {rule.province_code for _order, rule in run.facts.awards}
    return [row for row in run.rows if row.province_code in codes]


def _awards(run: _Accrued, rows: Sequence[Office]) -> Mapping[str, Fact]:
    codes = {row.province_code for row in rows}
    fens = [
        rule.award_fen(order.amount_fen)
        for order, rule in run.facts.awards
        if rule.province_code in codes
    ]
    return {"count": len(fens), "amount_fen": sum(fens)}


def _province(run: _Rule) -> list[Office]:
    return [run.facts.office] if run.facts.office else []


def _rate(run: _Rule, _rows: object) -> Mapping[str, Fact]:
    return {"rate": f"{run.given.rate_bp / 100:g}%"}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    ADJUST: (PROPOSED,),
    REFUND: (PROPOSED,),
    CONFIRM_ADJUSTMENT: (
        Announcement(
            topic=Topic.ADJUSTED,
            to=Audience.COLLEAGUES,
            rows=_of_kind(AdjustmentKind.ADJUST),
            facts=_adjusted,
        ),
        *(
            Announcement(topic=topic, to=to, rows=rows, facts=facts)
            for topic, to, rows, facts in (
                (Topic.REFUNDED, Audience.COLLEAGUES, _refunded_orders, _refunded),
                (Topic.NAME_REFUNDED, Audience.UNIT, _refunded_orders, _refunded),
                (Topic.SHEETS_TO_RETURN, Audience.COLLEAGUES, _sheets, all_numbers),
                (Topic.SHEETS_TO_RETURN, Audience.UNIT, _sheets, all_numbers),
            )
        ),
        Announcement(
            topic=Topic.REFUND_RETURNED,
            to=Audience.COLLEAGUES,
            rows=_paying_account,
            facts=_returned,
            opens=Opens.RUN,
        ),
        Announcement(
            topic=Topic.TOPPED_UP,
            to=Audience.COLLEAGUES,
            rows=_credited,
            facts=_credit,
            opens=Opens.RUN,
        ),
        Announcement(topic=Topic.PROPOSAL_CONFIRMED, to=Audience.SECOND_PERSON, facts=_decided),
    ),
    REJECT_ADJUSTMENT: (
        Announcement(
            topic=Topic.PROPOSAL_REJECTED,
            to=Audience.SECOND_PERSON,
            facts=_decided,
            quotes=("comment",),
        ),
    ),
    MOVE_BALANCE: (
        Announcement(
            topic=Topic.BALANCE_MOVED,
            to=Audience.COLLEAGUES,
            rows=_ends,
            facts=_moved,
            quotes=("amount_fen", "reason"),
            opens=Opens.RUN,
        ),
    ),
    SET_AWARD_RULE: (
        Announcement(
            topic=Topic.AWARD_RULE_SET,
            to=Audience.OFFICE,
            rows=_province,
            facts=_rate,
            opens=Opens.LIST,
            quotes=("valid_from",),
        ),
    ),
    ACCRUE_AWARDS: (
        Announcement(
            topic=Topic.AWARD_ACCRUED,
            to=Audience.OFFICE,
            rows=_rewarded,
            facts=_awards,
            opens=Opens.LIST,
            quotes=("week",),
        ),
    ),
}
