"""域名变更申请: what an office asks the registry to do with a name: hold, transfer, delete it.

Offices may only ask; the registry carries the change out by its own verb, which answers the
request, or refuses it with a reason (domain lifecycle: 冻结 hold, 转移 transfer, 确认删除 delete).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, key_of_type, text_of_type
from models.domains.domain import Domain
from models.values.tone import Tone


class DomainRequestKind(StrEnum):
    """What is asked for."""

    HOLD = "hold"
    TRANSFER = "transfer"
    DELETE = "delete"


class DomainRequestState(StrEnum):
    """The outcome."""

    SUBMITTED = "submitted"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"


class DomainRequestEvent(StrEnum):
    """What happens to a request."""

    CARRY_OUT = "carry_out"
    REFUSE = "refuse"


DOMAIN_REQUEST_LIFECYCLE = Lifecycle[DomainRequestState, DomainRequestEvent](
    DomainRequestState.SUBMITTED,
    {
        DomainRequestEvent.CARRY_OUT: from_states(
            DomainRequestState.SUBMITTED, to=DomainRequestState.CARRIED_OUT
        ),
        DomainRequestEvent.REFUSE: from_states(
            DomainRequestState.SUBMITTED, to=DomainRequestState.REFUSED
        ),
    },
    tones={
        DomainRequestState.SUBMITTED: Tone.WARNING,
        DomainRequestState.REFUSED: Tone.DANGER,
    },
    ended=frozenset({DomainRequestState.REFUSED}),
)


class DomainRequest(Scoped, Versioned, Base):
    """One request about one name; at most one of a kind is open."""

    __tablename__ = "domain_request"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'transfer') = (receiver_uscc IS NOT NULL)", name="receiver_of_transfer"
        ),
        CheckConstraint("(state = 'submitted') = (answered_at IS NULL)", name="answered"),
        unique_where("uq_domain_request_open", "domain_id", "kind", where="state = 'submitted'"),
        Index(None, "domain_id", "id"),
        *ancestor_indexes("state"),
    )

    id: Mapped[pk]
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))
    kind: Mapped[DomainRequestKind] = mapped_column(words(DomainRequestKind))
    #: The credit code of the unit that is to have the name.
    receiver_uscc: Mapped[str | None] = mapped_column(String(18), info=key_of_type(TextType.USCC))
    reason: Mapped[str] = mapped_column(String(120))
    document_no: Mapped[str] = mapped_column(String(60), info=text_of_type(TextType.DOCUMENT_NO))
    state: Mapped[DomainRequestState] = mapped_column(
        words(DomainRequestState), default=DomainRequestState.SUBMITTED
    )
    submitted_by: Mapped[str] = mapped_column(String(60))
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: Why it was refused.
    answer: Mapped[str | None] = mapped_column(String(200))

    #: Eager: a request is always shown with its domain name.
    domain: Mapped[Domain] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.domain.name_u


DOMAIN_REQUEST_LIFECYCLE.guard(DomainRequest.state)


def open_requests(
    session: Session, domain_ids: Sequence[int], kind: DomainRequestKind
) -> dict[int, DomainRequest]:
    """The open requests of a kind, by the key of their name."""
    found = session.scalars(
        select(DomainRequest).where(
            DomainRequest.domain_id.in_(domain_ids),
            DomainRequest.kind == kind,
            DomainRequest.state == DomainRequestState.SUBMITTED,
        )
    )
    return {request.domain_id: request for request in found}


def carry_out(
    session: Session, domains: Sequence[Domain], kind: DomainRequestKind, by: str, at: dt.datetime
) -> None:
    """Mark the requests of this kind for the names as carried out."""
    requests = open_requests(session, [domain.id for domain in domains], kind)
    for request in requests.values():
        DOMAIN_REQUEST_LIFECYCLE.advance(request, DomainRequestEvent.CARRY_OUT)
        request.answered_by, request.answered_at = by, at


def names_asked_for(kind: DomainRequestKind) -> Callable[[Session, Sequence[int]], list[int]]:
    """A subquery: the domain ids of open requests of a kind."""

    def _names(session: Session, ids: Sequence[int]) -> list[int]:
        found = session.scalars(
            select(DomainRequest.domain_id).where(
                DomainRequest.id.in_(ids),
                DomainRequest.kind == kind,
                DomainRequest.state == DomainRequestState.SUBMITTED,
            )
        )
        return sorted(found)

    return _names
