"""Who is told of reviews, renewals and ends of domain names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from actions.core.action import Action
from actions.core.announcement import (
    Announcement,
    Audience,
    Finished,
    NobodyElse,
    Opens,
    chosen_rows,
    no_facts,
    receipt_rows,
)
from actions.core.refusal import Fact
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.domains.delete import DELETE_DOMAIN
from actions.domains.end_reservations import END_RESERVATIONS
from actions.domains.hold import HOLD
from actions.domains.lapse import LAPSE
from actions.domains.publish_red_page import PUBLISH_RED_PAGE
from actions.domains.refuse_change import REFUSE_DOMAIN_REQUEST
from actions.domains.reject import REJECT
from actions.domains.release import RELEASE
from actions.domains.remind import REMIND
from actions.domains.renew import RENEW
from actions.domains.request_change import REQUEST_DOMAIN_CHANGE
from actions.domains.reserve_names import RESERVE_NAMES
from actions.domains.resubmit import RESUBMIT
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.domains.submit import SUBMIT_DOMAIN
from actions.domains.transfer import TRANSFER_DOMAIN, TransferDomainFacts, TransferDomainInput
from actions.domains.unpublish_red_page import TAKE_DOWN_RED_PAGE
from actions.domains.withdraw import WITHDRAW
from actions.domains.write_red_page import WRITE_RED_PAGE
from models.core.base import Base
from models.domains.domain import Domain
from models.workspace.notify import Topic

Announcements = tuple[Announcement, ...]


def unit_and_office(
    topic: Topic,
    *quotes: str,
    rows: Callable[..., Sequence[Base]] = chosen_rows,
    facts: Callable[..., Mapping[str, Fact]] = no_facts,
    sums: tuple[str, ...] = (),
    opens: Opens = Opens.ROWS,
) -> Announcements:
    """The rows' unit and office, whichever of them did not act."""
    return tuple(
        Announcement(
            topic=topic, to=to, quotes=quotes, rows=rows, facts=facts, sums=sums, opens=opens
        )
        for to in (Audience.UNIT, Audience.OFFICE)
    )


def _parties(
    run: Finished[Domain, TransferDomainInput, TransferDomainFacts], _rows: Sequence[Domain]
) -> Mapping[str, Fact]:
    receiver = run.facts.receiver
    return {"receiver": receiver.name if receiver else None}


AUDIENCES: dict[Action[Any, Any, Any], Announcements | NobodyElse] = {
    SUBMIT_DOMAIN: unit_and_office(Topic.SUBMITTED, rows=receipt_rows(Domain)),
    RESUBMIT: unit_and_office(Topic.SUBMITTED),
    WITHDRAW: unit_and_office(Topic.WITHDRAWN),
    APPROVE_OFFICE: (
        Announcement(topic=Topic.OFFICE_APPROVED, to=Audience.UNIT),
        # The first review may have been moved up to the province.
        Announcement(topic=Topic.OFFICE_APPROVED, to=Audience.OFFICE),
    ),
    APPROVE_REGISTRY: unit_and_office(Topic.REGISTRY_APPROVED),
    RETURN_FOR_CHANGES: unit_and_office(Topic.RETURNED),
    REJECT: unit_and_office(Topic.REJECTED),
    LAPSE: unit_and_office(Topic.LAPSED),
    RENEW: unit_and_office(Topic.RENEWAL_ORDERED, sums=("amount_fen",), opens=Opens.RUN),
    HOLD: unit_and_office(Topic.HELD, "reason", "document_no"),
    RELEASE: unit_and_office(Topic.RELEASED, "reason", "document_no"),
    TRANSFER_DOMAIN: tuple(
        Announcement(topic=topic, to=to, quotes=("document_no",), facts=_parties)
        for topic, to in (
            (Topic.DOMAIN_RECEIVED, Audience.UNIT),
            (Topic.DOMAIN_RECEIVED, Audience.OFFICE),
            (Topic.DOMAIN_TRANSFERRED, Audience.FORMER_UNIT),
            (Topic.DOMAIN_TRANSFERRED, Audience.FORMER_OFFICE),
        )
    ),
    DELETE_DOMAIN: unit_and_office(Topic.DOMAIN_DELETED, "reason"),
    REQUEST_DOMAIN_CHANGE: (
        Announcement(
            topic=Topic.CHANGE_REQUESTED,
            to=Audience.REGISTRY,
            quotes=("kind", "reason", "document_no"),
            opens=Opens.RUN,
        ),
        Announcement(
            topic=Topic.CHANGE_REQUESTED,
            to=Audience.OFFICE,
            quotes=("kind", "reason", "document_no"),
            opens=Opens.RUN,
        ),
    ),
    REFUSE_DOMAIN_REQUEST: (
        Announcement(topic=Topic.CHANGE_REFUSED, to=Audience.OFFICE, quotes=("answer",)),
    ),
    RESERVE_NAMES: NobodyElse.INTERNAL,
    END_RESERVATIONS: NobodyElse.INTERNAL,
    # A draft is read by nobody until it is published.
    WRITE_RED_PAGE: NobodyElse.INTERNAL,
    PUBLISH_RED_PAGE: unit_and_office(Topic.PAGE_PUBLISHED),
    TAKE_DOWN_RED_PAGE: unit_and_office(Topic.PAGE_TAKEN_DOWN, "reason"),
    # The digest of the same morning says it.
    REMIND: NobodyElse.SAYS_ITSELF,
}
