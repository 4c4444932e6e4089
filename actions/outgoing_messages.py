"""What other systems are told of a run: written in its transaction, sent later.

A message quotes rows of its office and those below it only, as any reader of that office would see
them: names, the receipt's number and, where all rows are its own, the sums.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from actions.core.action import Action, F, I, R
from actions.core.announcement import Owner, owners_of
from actions.core.context import Context
from actions.core.result import Outcome
from models.core.base import Base, ChosenRow
from models.core.bulk_insert import insert_rows
from models.core.scope import BY_HAND, Scope, ScopeLevel
from models.webhooks.webhook import Webhook, WebhookDelivery, WebhookState, WebhookTopic

#: Which topic an action belongs to, by the noun of its rows. Logins, settings, the workspace and
#: everything else of the program's own is told to nobody outside.
TOPICS: Mapping[str, WebhookTopic] = {
    "units": WebhookTopic.UNITS,
    "domains": WebhookTopic.DOMAINS,
    "billing": WebhookTopic.MONEY,
    "ledger": WebhookTopic.MONEY,
    "remittances": WebhookTopic.MONEY,
    "invoices": WebhookTopic.INVOICES,
}
#: Rows that a message names; the rest are counted.
NAMED_ROWS = 100


def topic_of(action: Action[R, I, F]) -> WebhookTopic | None:
    """What an action is to an address; None when no address is told of it."""
    return TOPICS.get(action.model.__module__.split(".")[1])


def write_messages(
    ctx: Context,
    action: Action[R, I, F],
    rows: Sequence[R],
    before: Mapping[int, Owner],
    outcome: Outcome,
) -> None:
    """Write a message to each address that is told of the run."""
    topic = topic_of(action)
    if topic is None:
        return
    owners = _offices(ctx, rows, before)
    # The offices at and above each row.
    told = {key: set().union(*map(_above, codes)) for key, codes in owners.items()}
    hooks = _listening(ctx, topic, set().union(*told.values()))
    messages = []
    for hook in hooks:
        own = {key for key, codes in told.items() if hook.office_code in codes}
        messages.append(_message(hook, ctx, action, rows, own, outcome))
    if messages:
        insert_rows(ctx.session, WebhookDelivery, messages, to_others=True)


def _offices(
    ctx: Context, rows: Sequence[Base], before: Mapping[int, Owner]
) -> dict[int, set[str]]:
    """The offices each row belongs to and belonged to; of a run without rows, the actor's."""
    found: dict[int, set[str]] = {}
    for row_id, now in owners_of(rows).items():
        codes = {now.office_code, before.get(row_id, now).office_code} - {None}
        found[row_id] = {code for code in codes if code is not None}
    return found or {0: {ctx.actor.office_code}}


def _above(code: str) -> set[str]:
    return set(Scope(ScopeLevel.OFFICE, code).chain)


def _listening(ctx: Context, topic: WebhookTopic, codes: Iterable[str]) -> Sequence[ChosenRow]:
    """The addresses of those offices that take the topic; of any office, so by hand."""
    hooks = Webhook.__table__
    wanted = select(
        hooks.c.id, hooks.c.province_code, hooks.c.city_code, hooks.c.office_code
    ).where(
        hooks.c.office_code.in_(sorted(codes)),
        hooks.c.state == WebhookState.ACTIVE,
        hooks.c.topic.in_((topic, WebhookTopic.EVERYTHING)),
    )
    return ctx.session.execute(wanted, execution_options={BY_HAND: True}).all()


def _message(
    hook: ChosenRow,
    ctx: Context,
    action: Action[R, I, F],
    rows: Sequence[Base],
    own: set[int],
    outcome: Outcome,
) -> dict[str, object]:
    key = f"{outcome.entry_id}.{hook.id}"
    named = [row for row in rows if row.id in own]
    is_all = len(named) == len(rows)
    made = outcome.rows if not rows else ()
    body = {
        "id": key,
        "type": action.key,
        "timestamp": ctx.at.isoformat(),
        "data": {
            "receipt_no": outcome.receipt_no,
            "office_code": ctx.actor.office_code,
            "entity": action.model.__tablename__,
            "row_count": len(named) or len(made),
            "rows": [{"id": row.id, "name": str(row)} for row in named[:NAMED_ROWS]]
            + [{"id": line.row_id, "name": line.name} for line in made[:NAMED_ROWS]],
            **({"totals": outcome.totals} if is_all else {}),
        },
    }
    return {
        "key": key,
        "webhook_id": hook.id,
        "action": action.key,
        "receipt_no": outcome.receipt_no,
        "content": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "written_at": ctx.at,
        "next_at": ctx.at,
        "province_code": hook.province_code,
        "city_code": hook.city_code,
        "office_code": hook.office_code,
    }
