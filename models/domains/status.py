"""The one status of a name: its state, replaced by what is worse about it today.

From the worst: 待删除, 赎回期, 宽限期, 冻结, 即将到期, else the state. Lists, records, files, the
API and the unit's portal show this; the state alone says only how far the filing came.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    bindparam,
    case,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from models.core.base import words
from models.core.setting import known_day, known_settings, renewal_policy
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainState
from models.values.expiry import Phase, RenewalPolicy, due_until, phase
from models.values.tone import Tone, set_tones, tone_of


class DomainStatus(StrEnum):
    """The states of a name, and what can be worse about a registered one."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    OFFICE_APPROVED = "office_approved"
    REGISTRY_APPROVED = "registry_approved"
    REGISTERED = "registered"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DELETED = "deleted"
    EXPIRING = "expiring"
    HELD = "held"
    GRACE = "grace"
    REDEMPTION = "redemption"
    PENDING_DELETION = "pending_deletion"


#: Begins the names of the parameters of `status_by`; ends with a phase.
_DUE_UNTIL = "due_until_"
#: Phases that outweigh a hold, the worst first; `EXPIRING` does not.
_WORSE_THAN_A_HOLD = (Phase.PENDING_DELETION, Phase.REDEMPTION, Phase.GRACE)

set_tones(
    DomainStatus,
    {
        **{DomainStatus(state.value): tone for state, tone in DOMAIN_LIFECYCLE.tones.items()},
        **{DomainStatus(each.value): tone_of(each) for each in Phase if each is not Phase.ACTIVE},
        DomainStatus.HELD: Tone.DANGER,
    },
    ended=[DomainStatus(state.value) for state in DOMAIN_LIFECYCLE.ended],
)


def status_of(domain: Domain, today: dt.date, policy: RenewalPolicy) -> DomainStatus:
    """The status of a name on a day of Asia/Shanghai."""
    if domain.state is not DomainState.REGISTERED or domain.expires_on is None:
        return DomainStatus(domain.state.value)
    now = phase(domain.expires_on, today, policy)
    if domain.is_held and now not in _WORSE_THAN_A_HOLD:
        return DomainStatus.HELD
    return DomainStatus.REGISTERED if now is Phase.ACTIVE else DomainStatus(now.value)


def status_by(domain: FromClause) -> Select[str]:
    """The same in SQL, of a row of the table; to be run with `status_parameters`."""
    worse = [(_has_come_to(domain, each), each.value) for each in _WORSE_THAN_A_HOLD]
    status = case(
        (domain.c.state != DomainState.REGISTERED, domain.c.state),
        *worse,
        (domain.c.is_held, DomainStatus.HELD.value),
        (_has_come_to(domain, Phase.EXPIRING), Phase.EXPIRING.value),
        else_=DomainStatus.REGISTERED.value,
    )
    return select(type_coerce(status, words(DomainStatus)).label("status")).correlate(domain)


def status_parameters(session: Session) -> dict[str, object]:
    """The last expiries in each phase on the session's day, for `status_by`."""
    days = due_until(known_day(session), renewal_policy(known_settings(session)))
    return {f"{_DUE_UNTIL}{each}": day for each, day in days.items()}


def _has_come_to(domain: FromClause, each: Phase) -> ColumnElement[bool]:
    return domain.c.due_on <= bindparam(f"{_DUE_UNTIL}{each}", type_=Date)
