"""域名 (domain name): one row from filing (报送) to deletion, its terms and its lifecycle.

What dates decide (expiring, grace, redemption, pending deletion) is derived by
`models.values.expiry` and never stored.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, UtcDateTime, Versioned, pk, unique_where, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.own_values import HasOwnValues
from models.core.scope import Scoped, ancestor_indexes
from models.core.search_index import Searchable
from models.core.text_type import TextType, text_of_type
from models.units.unit import Unit
from models.values.tld import Tld, TldFamily
from models.values.tone import Tone


class DomainState(StrEnum):
    """The state of a name: 审核状态 (review status) until registration, then registered or
    ended.
    """

    SUBMITTED = "submitted"
    RETURNED = "returned"
    OFFICE_APPROVED = "office_approved"
    REGISTRY_APPROVED = "registry_approved"
    REGISTERED = "registered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DELETED = "deleted"


class DomainEvent(StrEnum):
    """What happens to a name."""

    APPROVE_OFFICE = "approve_office"
    APPROVE_REGISTRY = "approve_registry"
    RETURN_FOR_CHANGES = "return_for_changes"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    REGISTER = "register"
    DELETE = "delete"


#: States in which a name is taken; names in other states are only in 域名历史查询 (guide 注③).
LIVE_STATES = (
    DomainState.SUBMITTED,
    DomainState.RETURNED,
    DomainState.OFFICE_APPROVED,
    DomainState.REGISTRY_APPROVED,
    DomainState.REGISTERED,
)

_UNDER_REVIEW = (DomainState.SUBMITTED, DomainState.OFFICE_APPROVED)

DOMAIN_LIFECYCLE = Lifecycle[DomainState, DomainEvent](
    DomainState.SUBMITTED,
    {
        DomainEvent.APPROVE_OFFICE: from_states(
            DomainState.SUBMITTED, to=DomainState.OFFICE_APPROVED
        ),
        DomainEvent.APPROVE_REGISTRY: from_states(
            DomainState.OFFICE_APPROVED, to=DomainState.REGISTRY_APPROVED
        ),
        DomainEvent.RETURN_FOR_CHANGES: from_states(*_UNDER_REVIEW, to=DomainState.RETURNED),
        DomainEvent.RESUBMIT: from_states(DomainState.RETURNED, to=DomainState.SUBMITTED),
        DomainEvent.REJECT: from_states(*_UNDER_REVIEW, to=DomainState.REJECTED),
        DomainEvent.WITHDRAW: from_states(
            *_UNDER_REVIEW,
            DomainState.RETURNED,
            DomainState.REGISTRY_APPROVED,
            to=DomainState.WITHDRAWN,
        ),
        DomainEvent.LAPSE: from_states(DomainState.REGISTRY_APPROVED, to=DomainState.LAPSED),
        DomainEvent.REGISTER: from_states(DomainState.REGISTRY_APPROVED, to=DomainState.REGISTERED),
        DomainEvent.DELETE: from_states(DomainState.REGISTERED, to=DomainState.DELETED),
    },
    tones={
        DomainState.SUBMITTED: Tone.WARNING,
        DomainState.RETURNED: Tone.WARNING,
        DomainState.OFFICE_APPROVED: Tone.INFO,
        DomainState.REGISTRY_APPROVED: Tone.INFO,
        DomainState.REGISTERED: Tone.SUCCESS,
        DomainState.REJECTED: Tone.DANGER,
    },
    ended=frozenset(
        {DomainState.REJECTED, DomainState.WITHDRAWN, DomainState.LAPSED, DomainState.DELETED}
    ),
)


class NameBasis(StrEnum):
    """What the label is made from (中编办 naming guidance)."""

    FULL_NAME = "full_name"
    SHORT_NAME = "short_name"
    SITE_NAME = "site_name"


_LIVE = "state IN ({})".format(", ".join(f"'{state}'" for state in LIVE_STATES))


#: Partial index over names under review, which are few: finds the overdue ones in any scope.
_WAITING = tuple(
    Index(
        f"ix_domain_waits_{scope}",
        *keys,
        "waits_since",
        "id",
        postgresql_where=text("waits_since IS NOT NULL"),
        sqlite_where=text("waits_since IS NOT NULL"),
    )
    for scope, keys in (
        ("all", ()),
        ("province", ("province_code",)),
        ("city", ("city_code",)),
        ("office", ("office_code",)),
    )
)


#: The same in list order, for scopes with too many to sort at once, which only the registry and
#: provinces have.
_WAITING_IN_ORDER = tuple(
    Index(
        f"ix_domain_waiting_due_{scope}",
        *keys,
        "due_on",
        "id",
        "waits_since",
        "state",
        postgresql_where=text("waits_since IS NOT NULL"),
        sqlite_where=text("waits_since IS NOT NULL"),
    )
    for scope, keys in (("all", ()), ("province", ("province_code",)))
)


def due_of(expires_on: dt.date | None) -> dt.date:
    """`Domain.due_on` for an expiry: names without one sort last."""
    return expires_on or dt.date.max


class Domain(Scoped, Versioned, HasOwnValues, Searchable, Base):
    """A domain name of a unit."""

    __tablename__ = "domain"
    __table_args__ = (
        CheckConstraint("term_years BETWEEN 1 AND 10", name="term_years"),
        CheckConstraint("length(label_u) <= 20", name="label_length"),
        CheckConstraint("length(name_a) <= 253", name="name_a_length"),
        CheckConstraint(
            "state NOT IN ('registered', 'deleted') OR "
            "(registered_on IS NOT NULL AND expires_on IS NOT NULL)",
            name="registered_has_dates",
        ),
        CheckConstraint("is_held = (hold_reason IS NOT NULL)", name="hold_reason"),
        unique_where("uq_domain_live_name", "name_a", where=_LIVE),
        Index("ix_domain_variant", "variant_key", "tld_family"),
        *ancestor_indexes(registrant=True),
        # The list of all names excludes four states, so the index has the state to filter on.
        *ancestor_indexes("due_on", registrant=True, tested=("state",)),
        *ancestor_indexes("state", "due_on"),
        *_WAITING,
        *_WAITING_IN_ORDER,
        # Coverage looks up for every unit of a place whether it has a live name.
        Index(
            "ix_domain_live_unit",
            "unit_id",
            postgresql_where=text(_LIVE),
            sqlite_where=text(_LIVE),
        ),
    )

    id: Mapped[pk]
    #: The label as registered, Unicode, normalised.
    label_u: Mapped[str] = mapped_column(String(20))
    tld: Mapped[Tld] = mapped_column(words(Tld))
    tld_family: Mapped[TldFamily] = mapped_column(words(TldFamily))
    #: The whole name in characters: 卓尼县教育局.政务
    name_u: Mapped[str] = mapped_column(String(40))
    #: The whole name in IDNA A-labels.
    name_a: Mapped[str] = mapped_column(String(253))
    #: What all variants of the label share (RFC 4713): one registrant for all of them.
    variant_key: Mapped[str] = mapped_column(String(40))
    name_basis: Mapped[NameBasis] = mapped_column(words(NameBasis))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"))
    #: The years asked for at filing.
    term_years: Mapped[int]
    state: Mapped[DomainState] = mapped_column(words(DomainState), default=DomainState.SUBMITTED)
    submitted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str] = mapped_column(String(40))
    #: Since when the name waits for its current reviewer; None: under no review.
    waits_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    #: When CONAC审核 passed; the 90 days to pay count from here.
    approved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    registered_on: Mapped[dt.date | None]
    #: The end of the last term: the first day on which the name is not paid for.
    expires_on: Mapped[dt.date | None]
    #: `expires_on` with "no date yet" placed last: what lists sort and filter by.
    due_on: Mapped[dt.date] = mapped_column(
        Date, Computed("coalesce(expires_on, '9999-12-31')", persisted=True)
    )
    #: 冻结: the name stays registered but may not change.
    is_held: Mapped[bool] = mapped_column(default=False)
    hold_reason: Mapped[str | None] = mapped_column(String(200))
    purpose: Mapped[str | None] = mapped_column(String(200), info=text_of_type(TextType.WORDS))
    #: The reason given for a name that is not derived from the unit's own.
    name_reason: Mapped[str | None] = mapped_column(String(200), info=text_of_type(TextType.WORDS))

    registrant_id = synonym("unit_id")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")

    def search_parts(self) -> tuple[str, ...]:
        """Found by its label and its A-label."""
        return (self.label_u, self.name_a.partition(".")[0])

    def __str__(self) -> str:
        return self.name_u


DOMAIN_LIFECYCLE.guard(Domain.state)


class Term(Scoped, Base):
    """One paid term: no overlap, no gap; a domain's expiry is the end of its last term."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("domain_id", "seq"),
        UniqueConstraint("domain_id", "starts_on"),
        CheckConstraint("ends_on > starts_on", name="interval"),
        CheckConstraint("seq >= 1", name="seq"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    domain_id: Mapped[int] = mapped_column(ForeignKey("domain.id", ondelete="RESTRICT"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    seq: Mapped[int]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    #: The order that bought it; an order buys one term (I-3).
    order_id: Mapped[int] = mapped_column(
        ForeignKey("domain_order.id", ondelete="RESTRICT"), unique=True
    )

    registrant_id = synonym("unit_id")
