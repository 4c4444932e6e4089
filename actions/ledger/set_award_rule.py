"""奖励经费规则: set a province's share of the fees settled from a day on (guide Q7).

Off by default: without a rule nothing accrues. A new rule ends the earlier one on its own first
day; a rate of 0 stops the award. Rules never apply to past days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.ledger.award import AwardRule
from models.offices.office import Office, OfficeLevel


class SetAwardRuleRefusal(StrEnum):
    """Why the rule is not changed."""

    NO_PROVINCE = "set_award_rule_no_province"
    IN_PAST = "set_award_rule_in_past"
    LATER_RULE = "set_award_rule_later_rule"
    UNCHANGED = "set_award_rule_unchanged"


class SetAwardRuleNote(StrEnum):
    """Notes of the plan page."""

    ENDS = "set_award_rule_ends"


def provinces(session: Session) -> list[tuple[str, str]]:
    """(code, name) of the province offices."""
    wanted = select(Office.code, Office.name).where(Office.level == OfficeLevel.PROVINCE)
    return [(code, name) for code, name in session.execute(wanted.order_by(Office.code))]


@dataclass(frozen=True, slots=True)
class SetAwardRuleInput:
    """The province by its code, its share in basis points, and the first day."""

    province: str = param(maximum_length=6, choices=provinces)
    rate_bp: int = param(minimum=0, maximum=10_000)
    valid_from: dt.date = param()


@dataclass(frozen=True, slots=True)
class SetAwardRuleFacts:
    """Today, the province, and its newest rule."""

    today: dt.date
    office: Office | None
    newest: AwardRule | None


def survey(ctx: Context, rows: Sequence[AwardRule], given: SetAwardRuleInput) -> SetAwardRuleFacts:
    office = ctx.session.scalars(
        select(Office).where(Office.code == given.province, Office.level == OfficeLevel.PROVINCE)
    ).one_or_none()
    rules = ctx.session.scalars(
        ctx.locked(
            select(AwardRule)
            .where(AwardRule.province_code == given.province)
            .order_by(AwardRule.valid_from.desc())
        )
    )
    return SetAwardRuleFacts(ctx.today, office, rules.first())


def check_batch(
    rows: Sequence[AwardRule], given: SetAwardRuleInput, facts: SetAwardRuleFacts
) -> Refusal | None:
    if facts.office is None:
        return Refusal(SetAwardRuleRefusal.NO_PROVINCE, {"province": given.province})
    if given.valid_from < facts.today:
        return Refusal(SetAwardRuleRefusal.IN_PAST, {"valid_from": given.valid_from})
    newest = facts.newest
    if newest is not None and newest.valid_from >= given.valid_from:
        return Refusal(SetAwardRuleRefusal.LATER_RULE, {"valid_from": newest.valid_from})
    if newest is not None and newest.rate_bp == given.rate_bp:
        return Refusal(SetAwardRuleRefusal.UNCHANGED, {"rate_bp": newest.rate_bp})
    return None


def preview(
    ctx: Context, rows: Sequence[AwardRule], given: SetAwardRuleInput, facts: SetAwardRuleFacts
) -> Preview:
    if facts.newest is None:
        return Preview()
    ends: dict[str, Fact] = {"rate_bp": facts.newest.rate_bp, "valid_from": given.valid_from}
    return Preview(side_effects=(Note(SetAwardRuleNote.ENDS, ends),))


def run(
    ctx: Context, rows: Sequence[AwardRule], given: SetAwardRuleInput, facts: SetAwardRuleFacts
) -> Result:
    assert facts.office is not None
    if facts.newest is not None:
        facts.newest.valid_to = given.valid_from
    row = AwardRule(rate_bp=given.rate_bp, valid_from=given.valid_from)
    row.belong_to(facts.office)
    ctx.session.add(row)
    ctx.session.flush()
    told: dict[str, Fact] = {"rate_bp": given.rate_bp, "valid_from": given.valid_from}
    return Result(rows=[RowResult(row.id, facts.office.name, told)], totals={"row_count": 1})


SET_AWARD_RULE = Action(
    key="set_award_rule",
    model=AwardRule,
    input=SetAwardRuleInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=SetAwardRuleRefusal,
    fields_at_fault={
        SetAwardRuleRefusal.NO_PROVINCE: "province",
        SetAwardRuleRefusal.IN_PAST: "valid_from",
        SetAwardRuleRefusal.LATER_RULE: "valid_from",
        SetAwardRuleRefusal.UNCHANGED: "rate_bp",
    },
    guide=("Q7",),
)
