"""The only place that adds years to dates and derives the phase of a registered domain.

Every end is counted from the registration's anchor date, never from the previous end, so that four
1-year renewals end on the same day as one 4-year renewal, 29 February included. The database never
does this arithmetic: PostgreSQL and SQLite disagree on it.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Final

from models.values.tone import Tone, set_tones

#: Years that one order may buy.
SHORTEST_TERM_YEARS: Final = 1
LONGEST_TERM_YEARS: Final = 10
#: No domain may be registered further ahead of today than this.
HORIZON_YEARS: Final = 10


class Phase(StrEnum):
    """The phase of a registered domain (EPP grace periods, RFC 3915); derived from dates, never
    stored.
    """

    ACTIVE = "active"
    EXPIRING = "expiring"
    GRACE = "grace"
    REDEMPTION = "redemption"
    PENDING_DELETION = "pending_deletion"


set_tones(
    Phase,
    {
        Phase.EXPIRING: Tone.WARNING,
        Phase.GRACE: Tone.DANGER,
        Phase.REDEMPTION: Tone.DANGER,
        Phase.PENDING_DELETION: Tone.DANGER,
    },
)
#: Phases in which a renewal may be ordered; in redemption it needs a reason.
RENEWABLE: Final = frozenset({Phase.ACTIVE, Phase.EXPIRING, Phase.GRACE, Phase.REDEMPTION})


@dataclass(frozen=True, slots=True)
class RenewalPolicy:
    """Lengths of the phases in days: a setting, since CONAC's own figures are not public."""

    window_days: int = 90
    grace_days: int = 30
    redemption_days: int = 30

    def __post_init__(self) -> None:
        if min(self.window_days, self.grace_days, self.redemption_days) < 0:
            raise ValueError(self)


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """The first day of each phase after ``active``; ``expires_on`` is the first day not paid."""

    expiring_on: date
    grace_on: date
    redemption_on: date
    pending_deletion_on: date


def term_end(anchor: date, years_total: int) -> date:
    """Returns the anchor date plus ``years_total`` years; 29 February becomes 28 when it must.

    Raises OverflowError after the year 9999.
    """
    year = anchor.year + years_total
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(year)
    day = min(anchor.day, calendar.monthrange(year, anchor.month)[1])
    return anchor.replace(year=year, day=day)


def add_terms(anchor: date, terms_years: Iterable[int]) -> tuple[date, ...]:
    """Returns the end of each term bought, in order, all counted from the one anchor."""
    return tuple(term_end(anchor, total) for total in accumulate(terms_years))


def exceeds_horizon(expires_on: date, today: date) -> bool:
    """Tells whether an expiry lies more than ten years after today."""
    return expires_on > term_end(today, HORIZON_YEARS)


def phase_dates(expires_on: date, policy: RenewalPolicy) -> PhaseDates:
    """Returns the day each later phase begins; days beyond the calendar stop at its edge."""
    redemption_on = _shifted(expires_on, policy.grace_days)
    return PhaseDates(
        expiring_on=_shifted(expires_on, -policy.window_days),
        grace_on=expires_on,
        redemption_on=redemption_on,
        pending_deletion_on=_shifted(redemption_on, policy.redemption_days),
    )


@lru_cache(maxsize=4096)
def phase(expires_on: date, today: date, policy: RenewalPolicy) -> Phase:
    """Returns the phase of a registered domain on a day of Asia/Shanghai."""
    dates = phase_dates(expires_on, policy)
    begins = (
        (dates.pending_deletion_on, Phase.PENDING_DELETION),
        (dates.redemption_on, Phase.REDEMPTION),
        (dates.grace_on, Phase.GRACE),
        (dates.expiring_on, Phase.EXPIRING),
    )
    return next((name for day, name in begins if today >= day), Phase.ACTIVE)


def due_until(today: date, policy: RenewalPolicy) -> dict[Phase, date]:
    """Phase → the last expiry that is already in it, or in a later one, on that day."""
    past_grace = _shifted(today, -policy.grace_days)
    return {
        Phase.EXPIRING: _shifted(today, policy.window_days),
        Phase.GRACE: today,
        Phase.REDEMPTION: past_grace,
        Phase.PENDING_DELETION: _shifted(past_grace, -policy.redemption_days),
    }


def _shifted(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.min + timedelta(days=ordinal - 1)
