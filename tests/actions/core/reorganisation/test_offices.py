"""What refuses a closing whatever is typed, and what a plan says of it."""

from __future__ import annotations

import datetime as dt

from actions.core.reorganisation.offices import ClosingFault, closing_refusal
from models.offices.office import Office, OfficeLevel, OfficeStatus
from models.reorganisation.unfinished import Rest, Unfinished

TODAY = dt.date(2026, 6, 10)


def office(**given: object) -> Office:
    return Office(
        **{
            "code": "623022",
            "name": "卓尼县编办",
            "level": OfficeLevel.COUNTY,
            "status": OfficeStatus.ACTIVE,
            **given,
        }
    )


def test_an_office_that_has_finished_may_be_closed_today() -> None:
    assert closing_refusal(office(), TODAY, TODAY, ()) is None


def test_the_first_thing_unfinished_is_named_with_its_number() -> None:
    rests = (
        Rest(Unfinished.MONEY_UNDER_WAY, 4, "DD-1"),
        Rest(Unfinished.LOTS_UNSIGNED, 1, "FP-1"),
    )
    refusal = closing_refusal(office(), TODAY, TODAY, rests)
    assert refusal is not None
    assert refusal.code is Unfinished.MONEY_UNDER_WAY
    assert refusal.facts == {"office": "卓尼县编办", "count": 4, "first": "DD-1"}


def test_the_registry_a_closed_office_and_a_day_to_come_are_refused() -> None:
    cases = (
        (office(level=OfficeLevel.REGISTRY), TODAY, ClosingFault.REGISTRY),
        (office(status=OfficeStatus.CLOSED), TODAY, ClosingFault.CLOSED),
        (office(), TODAY + dt.timedelta(days=1), ClosingFault.DAY_IN_FUTURE),
    )
    for row, on, fault in cases:
        refusal = closing_refusal(row, on, TODAY, ())
        assert refusal is not None
        assert refusal.code is fault
