"""The history of each filing of the bulk load: its state, its terms and its dates.

A filing is some names of one unit that were asked for, paid and settled together.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Final

from models.values.expiry import add_terms, term_end

#: Days between two settlements of one office; offices take turns within them.
ROUND_DAYS: Final = 45
#: Nothing is older than this.
OLDEST_DAYS: Final = 9 * 366
#: Days by which the last expiry may lie in the past: some names wait to be deleted.
OVERDUE_DAYS: Final = 90
#: A name this long past its expiry may have been deleted.
DELETABLE_DAYS: Final = 60


class Fate(StrEnum):
    """The state of a filing; the first column of the table below is its frequency, per thousand."""

    SETTLED = "settled"
    REMITTED = "remitted"
    CHARGED = "charged"
    PAYABLE = "payable"
    SUBMITTED = "submitted"
    OFFICE_APPROVED = "office_approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


_OFTEN: Final = {
    Fate.SETTLED: 900,
    Fate.REMITTED: 12,
    Fate.CHARGED: 16,
    Fate.PAYABLE: 16,
    Fate.SUBMITTED: 20,
    Fate.OFFICE_APPROVED: 10,
    Fate.RETURNED: 8,
    Fate.REJECTED: 8,
    Fate.WITHDRAWN: 5,
    Fate.LAPSED: 5,
}
#: The state of the names of a filing; settled ones are registered, or deleted since.
DOMAIN_STATE: Final = {
    **{fate: fate.value for fate in Fate},
    Fate.REMITTED: "registry_approved",
    Fate.CHARGED: "registry_approved",
    Fate.PAYABLE: "registry_approved",
    Fate.SETTLED: "registered",
}
#: Days since submission of a filing that is under way.
_AGE_DAYS: Final = {
    Fate.REMITTED: (12, 20),
    Fate.CHARGED: (10, 18),
    Fate.PAYABLE: (8, 80),
    Fate.SUBMITTED: (0, 12),
    Fate.OFFICE_APPROVED: (3, 20),
    Fate.RETURNED: (3, 30),
    Fate.REJECTED: (10, 900),
    Fate.WITHDRAWN: (5, 900),
    Fate.LAPSED: (110, 900),
}


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing with its dates; `settled_on` has a day for each term bought, the first included."""

    fate: Fate
    years: int
    submitted_on: dt.date
    settled_on: tuple[dt.date, ...] = ()
    #: Whether a renewal was ordered and not yet paid.
    is_renewing: bool = False
    is_deleted: bool = False
    #: The years of each term bought.
    terms: tuple[int, ...] = field(default=())

    @property
    def ends_on(self) -> tuple[dt.date, ...]:
        """The end of each term."""
        return add_terms(self.settled_on[0], self.terms)

    @property
    def state(self) -> str:
        """The state of its names."""
        return "deleted" if self.is_deleted else DOMAIN_STATE[self.fate]


def settlement_days(today: dt.date, turn: int) -> tuple[dt.date, ...]:
    """The days on which the money of one office was settled, latest first."""
    first = turn % ROUND_DAYS + 1
    return tuple(today - dt.timedelta(days=age) for age in range(first, OLDEST_DAYS, ROUND_DAYS))


def draw_filing(
    rng: Random, today: dt.date, days: tuple[dt.date, ...], terms_per_domain: float
) -> Filing:
    """Draws what became of one filing; most have been settled on one of the office's days."""
    (fate,) = rng.choices(list(_OFTEN), list(_OFTEN.values()))
    years = rng.choice((1, 1, 2, 2, 2, 3, 5))
    if fate is not Fate.SETTLED:
        age = rng.randint(*_AGE_DAYS[fate])
        return Filing(fate, years, today - dt.timedelta(days=age))
    return _settled_filing(rng, today, days, years, _renewals(rng, terms_per_domain))


def _renewals(rng: Random, terms_per_domain: float) -> int:
    extra = terms_per_domain - 1
    return int(extra) + (rng.random() < extra % 1)


def _settled_filing(
    rng: Random, today: dt.date, days: tuple[dt.date, ...], years: int, renewals: int
) -> Filing:
    newest = 365 * (years + renewals - 1) - 60 if renewals else 0
    oldest = 365 * (years + renewals) + OVERDUE_DAYS
    lawful = [day for day in days if newest <= (today - day).days <= oldest]
    settled = [rng.choice(lawful or days[:1])]
    terms = [years]
    for _ in range(renewals):
        due = term_end(settled[0], sum(terms))
        # Renewed between the renewal window's opening and the end of the grace days.
        window = [day for day in days if -80 <= (day - due).days < 30 and day > settled[-1]]
        if not window:
            break
        settled.append(rng.choice(window))
        terms.append(1)
    return _with_prospects(
        rng,
        today,
        Filing(
            Fate.SETTLED,
            years,
            settled[0] - dt.timedelta(days=20),
            settled_on=tuple(settled),
            terms=tuple(terms),
        ),
    )


def _with_prospects(rng: Random, today: dt.date, filing: Filing) -> Filing:
    """Lets some names that are due be renewed, and some long overdue be deleted."""
    overdue = (today - filing.ends_on[-1]).days
    return Filing(
        filing.fate,
        filing.years,
        filing.submitted_on,
        settled_on=filing.settled_on,
        terms=filing.terms,
        is_renewing=-60 <= overdue < 30 and rng.random() < 0.3,
        is_deleted=overdue >= DELETABLE_DAYS and rng.random() < 0.5,
    )
