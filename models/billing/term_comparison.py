"""What a choice of years costs in work and money over time (guide Q6: 年限定为 2 年以上).

Each renewal of a name is one application, one 收费 and one invoice; the price of a year is the
same whatever the term, so longer terms save work and no money.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: Years over which terms are compared.
HORIZON_YEARS: Final = 10
#: From so many names on, terms of one year are much work next year: a tick confirms them.
MANY_NAMES: Final = 10
#: The terms clerks choose among.
COMPARED_YEARS: Final = (1, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class TermWork:
    """One choice of years for some names."""

    years: int
    #: What is paid now, in 分.
    amount_fen: int
    #: Renewals over the horizon; there are as many 收费 and invoices.
    rounds: int
    #: Renewals fewer than with terms of one year.
    saved: int


def compare_terms(
    names: int, per_year_fen: int, terms: Iterable[int] = COMPARED_YEARS
) -> tuple[TermWork, ...]:
    """The work of each term for `names` names whose fees for one year sum to `per_year_fen`."""
    yearly = names * HORIZON_YEARS
    rounds = {years: names * -(-HORIZON_YEARS // years) for years in terms}
    return tuple(
        TermWork(years, per_year_fen * years, count, yearly - count)
        for years, count in rounds.items()
    )
