"""执行规则 (carry out a rule): tell people, write letters and the message, finish the firing.

Its label and its field are other actions, done before; what became of them is noted here. All of
this stands in one transaction, so that a worker that dies has done it once or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from actions.core.action import HAS_NO_PLAN, Action, Reach, param
from actions.core.context import Context
from actions.core.refusal import Common, Refusal
from actions.core.result import Result, RowResult
from models.core.bulk_insert import insert_rows
from models.jobs.outbox import Mail, MailTopic, refused_addresses
from models.offices.office import REGISTRY_CODE
from models.rules.rule import (
    FIRING_LIFECYCLE,
    EffectOutcome,
    FiringEvent,
    FiringState,
    Rule,
    RuleFiring,
    RulePlace,
)
from models.users.user import Role, User
from models.values.language import SOURCE_LANGUAGE
from models.webhooks.webhook import Webhook, WebhookDelivery, WebhookState
from models.workspace.notify import Notice, Topic, notify

#: Most people whom one firing tells.
MAXIMUM_TOLD_BY_RULE = 100


@dataclass(frozen=True, slots=True)
class CarryOutInput:
    """Whether letters are written, and what became of the label and the field."""

    is_mailing: bool = param(default=False)
    labelled: EffectOutcome | None = param(default=None)
    filled_in: EffectOutcome | None = param(default=None)


@dataclass(frozen=True, slots=True)
class CarryOutFacts:
    """The rule, whom it tells, which addresses take letters, and where it sends."""

    rule: Rule
    people: Sequence[User]
    refused: frozenset[str]
    webhook: Webhook | None


def survey(ctx: Context, rows: Sequence[RuleFiring], given: CarryOutInput) -> CarryOutFacts | None:
    if not rows:
        return None
    (firing,) = rows
    rule = ctx.session.get_one(Rule, firing.rule_id)
    people = _people(ctx, rule, firing)
    addresses = {user.email for user in people if user.email} if given.is_mailing else set()
    hook = None if rule.webhook_id is None else ctx.session.get(Webhook, rule.webhook_id)
    refused = frozenset(refused_addresses(ctx.session, addresses))
    return CarryOutFacts(rule, people, refused, hook)


def _people(ctx: Context, rule: Rule, firing: RuleFiring) -> Sequence[User]:
    """Those with the roles at the place: at the office of the row or above it, so they see it."""
    if not rule.told_roles:
        return []
    office = {
        RulePlace.OFFICE: firing.office_code,
        RulePlace.CITY: firing.city_code,
        RulePlace.PROVINCE: firing.province_code,
        RulePlace.REGISTRY: REGISTRY_CODE,
    }[rule.told_at]
    wanted = select(User).where(
        User.office_code == office,
        User.unit_id.is_(None),
        User.is_active,
        User.role.in_(rule.told_roles),
    )
    return ctx.session.scalars(wanted.order_by(User.id).limit(MAXIMUM_TOLD_BY_RULE)).all()


def check(row: RuleFiring, given: CarryOutInput, facts: CarryOutFacts | None) -> Refusal | None:
    if row.state is FiringState.WAITING:
        return None
    return Refusal(Common.WRONG_STATE, {"state": row.state})


def run(
    ctx: Context, rows: Sequence[RuleFiring], given: CarryOutInput, facts: CarryOutFacts | None
) -> Result:
    assert facts is not None, "a firing was found"
    (firing,), rule = rows, facts.rule
    if rule.told_roles:
        firing.notice_count = _tell(ctx, firing, facts)
    if rule.is_mailed:
        firing.mail_count = _write_letters(ctx, firing, facts) if given.is_mailing else 0
    if rule.webhook_id is not None:
        firing.sent = _send(ctx, firing, facts)
    firing.labelled, firing.filled_in = given.labelled, given.filled_in
    FIRING_LIFECYCLE.advance(firing, FiringEvent.CARRY_OUT)
    return Result(rows=[RowResult(firing.id, firing.row_name)], totals={"row_count": 1})


def _tell(ctx: Context, firing: RuleFiring, facts: CarryOutFacts) -> int:
    told = {
        "rule": facts.rule.name_zh,
        "row": firing.row_name,
        "message": facts.rule.message or "",
        "row_id": firing.id,
    }
    people = facts.people
    return notify(ctx.session, [Notice(Topic.RULE_FIRED, told, user_id=u.id) for u in people])


def _write_letters(ctx: Context, firing: RuleFiring, facts: CarryOutFacts) -> int:
    letters = [
        {
            "key": f"{MailTopic.RULE}:{firing.id}:{user.id}",
            "recipient": user.email,
            "topic": MailTopic.RULE,
            "facts": {
                "to": user.display_name,
                "count": 1,
                "rule": facts.rule.name_zh,
                "row": firing.row_name,
                "message": facts.rule.message or "",
            },
            "language": user.language or SOURCE_LANGUAGE,
            "written_at": ctx.at,
            "next_at": ctx.at,
            "unit_id": None,
            "province_code": user.province_code,
            "city_code": user.city_code,
            "office_code": user.office_code,
        }
        for user in facts.people
        if user.email and user.email not in facts.refused
    ]
    return len(insert_rows(ctx.session, Mail, letters)) if letters else 0


def _send(ctx: Context, firing: RuleFiring, facts: CarryOutFacts) -> EffectOutcome:
    hook, rule = facts.webhook, facts.rule
    if hook is None or hook.state is not WebhookState.ACTIVE:
        return EffectOutcome.REFUSED
    key = f"rule.{firing.id}.{hook.id}"
    body: dict[str, Any] = {
        "id": key,
        "type": "rule",
        "timestamp": ctx.at.isoformat(),
        "data": {
            "rule": rule.name_zh,
            "message": rule.message,
            "happening": firing.happening,
            "office_code": firing.office_code,
            "entity": firing.entity,
            "row_count": 1,
            "rows": [{"id": firing.row_id, "name": firing.row_name}],
        },
    }
    delivery = {
        "key": key,
        "webhook_id": hook.id,
        "action": CARRY_OUT.key,
        "receipt_no": key,
        "content": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "written_at": ctx.at,
        "next_at": ctx.at,
        "province_code": hook.province_code,
        "city_code": hook.city_code,
        "office_code": hook.office_code,
    }
    insert_rows(ctx.session, WebhookDelivery, [delivery])
    return EffectOutcome.DONE


CARRY_OUT = Action(
    key="carry_out_rule",
    model=RuleFiring,
    input=CarryOutInput,
    survey=survey,
    check=check,
    row_facts=HAS_NO_PLAN,
    run=run,
    maximum_rows=1,
    grants={Role.SYSTEM: Reach.SCOPE},
    is_record=True,
)
