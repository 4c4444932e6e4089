"""申请冻结、转移或删除: an office asks the registry, by a document; only the registry does it.

One open request of each kind per name. Deletion may be requested once redemption is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from actions.core.action import Action, param
from actions.core.choices.reasons import ReasonList, reasons
from actions.core.context import Context
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.domains import domain_facts
from models.core.setting import renewal_policy
from models.core.text_type import TextType
from models.domains.change_request import DomainRequest, DomainRequestKind, open_requests
from models.domains.domain import Domain, DomainState
from models.values.expiry import Phase, RenewalPolicy, phase, phase_dates
from models.values.uscc import Uscc, UsccError


class RequestDomainChangeRefusal(StrEnum):
    """Why no request is made."""

    ALREADY = "request_domain_change_already"
    RECEIVER_NEEDED = "request_domain_change_receiver_needed"
    RECEIVER_FAULTY = "request_domain_change_receiver_faulty"
    HELD_ALREADY = "request_domain_change_held_already"
    NOT_DUE = "request_domain_change_not_due"


class RequestDomainChangeNote(StrEnum):
    """Notes of the plan page."""

    TO_REGISTRY = "request_domain_change_to_registry"


@dataclass(frozen=True, slots=True)
class RequestDomainChangeInput:
    """The kind of change, the reason and the document."""

    kind: DomainRequestKind = param()
    reason: str = param(maximum_length=120, suggestions=reasons(ReasonList.CHANGING_NAMES))
    document_no: str = param(text=TextType.DOCUMENT_NO, maximum_length=60)
    receiver_uscc: str | None = param(text=TextType.USCC, default=None, maximum_length=40)


@dataclass(frozen=True, slots=True)
class RequestDomainChangeFacts:
    """Requests already open, the day and the policy."""

    requests: Mapping[int, DomainRequest]
    today: dt.date
    policy: RenewalPolicy


def survey(
    ctx: Context, rows: Sequence[Domain], given: RequestDomainChangeInput
) -> RequestDomainChangeFacts:
    requests = open_requests(ctx.session, [row.id for row in rows], given.kind)
    return RequestDomainChangeFacts(requests, ctx.today, renewal_policy(ctx.settings))


def check(
    row: Domain, given: RequestDomainChangeInput, facts: RequestDomainChangeFacts
) -> Refusal | None:
    if (found := facts.requests.get(row.id)) is not None:
        why = {"name": row.name_u, "document_no": found.document_no, "kind": found.kind}
        return Refusal(RequestDomainChangeRefusal.ALREADY, why)
    # Without a kind there is nothing to check yet.
    judge = _JUDGES.get(given.kind)
    return judge(row, given, facts) if judge else None


def _hold_refusal(
    row: Domain, given: RequestDomainChangeInput, facts: RequestDomainChangeFacts
) -> Refusal | None:
    if not row.is_held:
        return None
    why = {"name": row.name_u, "reason": row.hold_reason}
    return Refusal(RequestDomainChangeRefusal.HELD_ALREADY, why)


def _transfer_refusal(
    row: Domain, given: RequestDomainChangeInput, facts: RequestDomainChangeFacts
) -> Refusal | None:
    if not given.receiver_uscc:
        return Refusal(RequestDomainChangeRefusal.RECEIVER_NEEDED)
    try:
        Uscc.parse(given.receiver_uscc)
    except UsccError as error:
        why = {"uscc": given.receiver_uscc, "fault": error.fault}
        return Refusal(RequestDomainChangeRefusal.RECEIVER_FAULTY, why)
    return None


def _delete_refusal(
    row: Domain, given: RequestDomainChangeInput, facts: RequestDomainChangeFacts
) -> Refusal | None:
    assert row.expires_on is not None, "a registered name has an expiry"
    if phase(row.expires_on, facts.today, facts.policy) is Phase.PENDING_DELETION:
        return None
    until = phase_dates(row.expires_on, facts.policy).pending_deletion_on
    return Refusal(RequestDomainChangeRefusal.NOT_DUE, {"name": row.name_u, "until": until})


_JUDGES = {
    DomainRequestKind.HOLD: _hold_refusal,
    DomainRequestKind.TRANSFER: _transfer_refusal,
    DomainRequestKind.DELETE: _delete_refusal,
}


def preview(
    ctx: Context,
    rows: Sequence[Domain],
    given: RequestDomainChangeInput,
    facts: RequestDomainChangeFacts,
) -> Preview:
    return Preview(
        totals={"row_count": len(rows)},
        side_effects=(Note(RequestDomainChangeNote.TO_REGISTRY, {"count": len(rows)}),),
    )


def run(
    ctx: Context,
    rows: Sequence[Domain],
    given: RequestDomainChangeInput,
    facts: RequestDomainChangeFacts,
) -> Result:
    ctx.session.add_all(_request(ctx, row, given) for row in rows)
    return Result(
        rows=[RowResult(row.id, row.name_u, {"kind": given.kind}) for row in rows],
        totals={"row_count": len(rows)},
    )


def _request(ctx: Context, row: Domain, given: RequestDomainChangeInput) -> DomainRequest:
    is_transfer = given.kind is DomainRequestKind.TRANSFER
    request = DomainRequest(
        domain_id=row.id,
        kind=given.kind,
        receiver_uscc=str(Uscc.parse(given.receiver_uscc or "")) if is_transfer else None,
        reason=given.reason,
        document_no=given.document_no,
        submitted_by=ctx.actor.name,
        submitted_at=ctx.at,
    )
    request.belong_to(row)
    return request


REQUEST_DOMAIN_CHANGE = Action(
    key="request_domain_change",
    model=Domain,
    input=RequestDomainChangeInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=domain_facts,
    run=run,
    states=frozenset({DomainState.REGISTERED}),
    refusals=RequestDomainChangeRefusal,
    fields_at_fault={
        RequestDomainChangeRefusal.RECEIVER_NEEDED: "receiver_uscc",
        RequestDomainChangeRefusal.RECEIVER_FAULTY: "receiver_uscc",
    },
)
