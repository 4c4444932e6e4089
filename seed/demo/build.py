"""The demo profile: 甘肃 with data from the province to every county, and 陕西 as another province.

All data is made by actions of the proper users, on days counted back from today, so that every
office has pending work whenever the demo is loaded.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Final

from seed.demo.actors import cast_of
from seed.demo.bank import play_bank
from seed.demo.history import play_waves, waves_of
from seed.demo.imports import bring_sheet, reward_week
from seed.demo.invoice_stock import share_out, stock_up
from seed.demo.people import fit_out, unit_login
from seed.demo.plan import STARS, plan_world
from seed.demo.recent_days import play_last_weeks
from seed.demo.red_pages import write_pages
from seed.demo.returned_lots import return_lots
from seed.demo.stage import Stage
from seed.demo.units import enter_units
from seed.demo.zhuoni_desk import keep_desk
from seed.reference import minimal
from seed.reference.seed_action import Ground, refuse_people, was_sown

CHANCE: Final = 20130201
#: Days ago that offices were set up and got their first invoices: before the first wave.
_BEGUN_DAYS, _STOCKED_DAYS = 1160, 1110
#: The demo's last step; a demo without it is incomplete and is not served.
DONE: Final = "demo:done"


def load(ground: Ground, *, scale: float | str = 1.0, chance: int = CHANCE) -> None:
    """Loads the reference rows and the demo; `scale` below 1 thins the offices out.

    Raises PeopledError where there are units that this profile did not finish.
    """
    begun = time.monotonic()
    minimal.load(ground)
    if was_sown(ground.engine, DONE):
        ground.report("demo: already there")
        return
    refuse_people(ground.engine)
    with _no_collecting():
        _play(Stage(ground, plan_world(chance, float(scale)), Random(chance)))
    ground.report(f"demo: {time.monotonic() - begun:,.0f} s")


def _play(stage: Stage) -> None:
    _begin(stage)
    stock_up(stage, _STOCKED_DAYS)
    play_waves(stage, waves_of(stage))
    share_out(stage)
    play_last_weeks(stage)
    keep_desk(stage)
    play_bank(stage)
    bring_sheet(stage)
    reward_week(stage)
    extras = [plan for plan in stage.offices if plan.office.code not in STARS][-2:]
    stage.run("demo:returns", stage.day(0), lambda ctx: return_lots(ctx, stage.cast, extras))
    stage.run("demo:pages", stage.day(0), write_pages)
    stage.run(DONE, stage.day(0), lambda _: {})


def _begin(stage: Stage) -> None:
    """Sets up the offices and logins, and registers the units."""
    rows, rng = [plan.office for plan in stage.offices], stage.rng
    stage.run("demo:people", stage.day(_BEGUN_DAYS), lambda ctx: fit_out(ctx, rows, rng))
    plans = stage.offices
    stage.run("demo:units", stage.day(_BEGUN_DAYS - 2), lambda ctx: enter_units(ctx, plans))
    stage.run("demo:unit-a", stage.day(_BEGUN_DAYS - 3), unit_login)
    stage.cast = stage.ask(cast_of)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Disables the garbage collector, which would take a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
