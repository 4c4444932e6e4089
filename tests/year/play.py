"""The year itself, day after day; after every day every invariant holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from chinese_calendar import is_workday
from sqlalchemy import Engine, select

from actions.domains.renew import RENEW, RenewInput
from models.domains.domain import Domain, DomainState
from tests.year import money, office
from tests.year.cast import seat
from tests.year.morning import Morning
from tests.year.registry import Registry
from tests.year.stage import Stage, is_last_workday_of_week

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
LEAP_DAY = dt.date(2024, 2, 29)
#: The share of the offices that are at work on a day.
_AT_WORK = 0.3
#: The last transfers are found, and the last sheets given, in so many days of January.
_CLOSING_DAYS = 9


def play(engine: Engine, seed: int, cities: Collection[str] = ()) -> Stage:
    """Plays the year in some cities of the province, or in all of them if none is named.

    Whatever ends it early says the seed and the day.
    """
    stage = Stage(engine, seed)
    try:
        _play(engine, stage, cities)
    except Exception as broken:
        broken.add_note(f"seed {seed}, {stage.today}")
        raise
    return stage


def _play(engine: Engine, stage: Stage, cities: Collection[str]) -> None:
    newcomers = seat(engine, stage, cities)
    registry = Registry(stage)
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=number)
        stage.begin(day)
        acts = stage.done.total()
        if is_workday(day):
            registry.work()
            _offices_work(stage, newcomers)
            if day == dt.date(2024, 12, 2):
                _renew_leap_day(stage)
            if is_last_workday_of_week(day) or day == LAST:
                money.remit_the_week(stage)
        money.sweep(stage)
        if stage.done.total() > acts:
            stage.check()
    _close(stage, registry)


def _offices_work(stage: Stage, newcomers: dict[str, list]) -> None:
    morning = stage.ask(lambda session: Morning.of(session, stage.today))
    for desk in stage.desks.values():
        if stage.chance(_AT_WORK):
            office.work(stage, desk, morning, newcomers[desk.code])
            if stage.chance(0.02):
                office.spoil_one(stage, desk)
    if stage.today.day == 15:
        office.split_down(stage)


def _renew_leap_day(stage: Stage) -> None:
    """Names registered on 29 February for one year are renewed until the next 29 February."""
    names = stage.ask(
        lambda session: session.execute(
            select(Domain.id, Domain.office_code).where(
                Domain.registered_on == LEAP_DAY,
                Domain.expires_on == dt.date(2025, 2, 28),
                Domain.state == DomainState.REGISTERED,
            )
        ).all()
    )
    for name, code in names:
        stage.attempt(stage.desks[code].admin, RENEW, [name], RenewInput(3))


def _close(stage: Stage, registry: Registry) -> None:
    """January: what is under way is finished, nothing new begins."""
    for number in range(1, _CLOSING_DAYS + 1):
        stage.begin(LAST + dt.timedelta(days=number))
        if not is_workday(stage.today):
            continue
        registry.close()
        morning = stage.ask(lambda session: Morning.of(session, stage.today))
        for desk in stage.desks.values():
            office.see_to_sheets(stage, desk, morning)
        money.remit_the_week(stage)
        money.sweep(stage)
        stage.check()
