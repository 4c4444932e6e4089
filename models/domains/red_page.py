"""网络红页: the one-page site of a registered name."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.domains.domain import Domain, DomainState
from models.values.expiry import Phase, RenewalPolicy, phase
from models.values.tone import Tone


class RedPageState(StrEnum):
    """Whether the page is shown."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OFFLINE = "offline"


class RedPageEvent(StrEnum):
    """What happens to the page."""

    PUBLISH = "publish"
    TAKE_DOWN = "take_down"


RED_PAGE_LIFECYCLE = Lifecycle[RedPageState, RedPageEvent](
    RedPageState.DRAFT,
    {
        RedPageEvent.PUBLISH: from_states(
            RedPageState.DRAFT, RedPageState.OFFLINE, to=RedPageState.PUBLISHED
        ),
        RedPageEvent.TAKE_DOWN: from_states(RedPageState.PUBLISHED, to=RedPageState.OFFLINE),
    },
    tones={
        RedPageState.DRAFT: Tone.WARNING,
        RedPageState.PUBLISHED: Tone.SUCCESS,
    },
)


class RedPage(Scoped, Versioned, Base):
    """What a unit without a website tells the public (guide 新-007)."""

    __tablename__ = "red_page"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    domain_id: Mapped[int] = mapped_column(
        ForeignKey("domain.id", ondelete="RESTRICT"), unique=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="RESTRICT"), index=True)
    summary: Mapped[str | None] = mapped_column(Text)
    functions: Mapped[str | None] = mapped_column(Text)
    departments: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(200))
    postcode: Mapped[str | None] = mapped_column(String(10), info=text_of_type(TextType.CODE))
    phone: Mapped[str | None] = mapped_column(String(40), info=text_of_type(TextType.PHONE))
    email: Mapped[str | None] = mapped_column(String(120), info=text_of_type(TextType.EMAIL))
    office_hours: Mapped[str | None] = mapped_column(String(200))
    #: 办事指南 and 通知动态: [{"title", "body", "on"}].
    guides: Mapped[list[Any]] = mapped_column(Json, default=list)
    notices: Mapped[list[Any]] = mapped_column(Json, default=list)
    link: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[RedPageState] = mapped_column(words(RedPageState), default=RedPageState.DRAFT)
    #: When it was last published.
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    registrant_id = synonym("unit_id")
    #: Eager: a page is always shown with its domain name.
    domain: Mapped[Domain] = relationship(lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.domain.name_u


RED_PAGE_LIFECYCLE.guard(RedPage.state)


#: Phases in which a name resolves: in the grace period it does, in redemption it does not.
_RESOLVES = frozenset({Phase.ACTIVE, Phase.EXPIRING, Phase.GRACE})


def is_live(domain: Domain, today: dt.date, policy: RenewalPolicy) -> bool:
    """Whether a page may be shown at the name: registered, not held, its grace not over."""
    if domain.state is not DomainState.REGISTERED or domain.is_held:
        return False
    assert domain.expires_on is not None, "a registered name has an expiry"
    return phase(domain.expires_on, today, policy) in _RESOLVES
