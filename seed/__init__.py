"""Reference rows and demonstration data, loaded through actions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from models.core.clock import Clock
from seed.bulk import build as bulk
from seed.demo import build as demo
from seed.reference import minimal
from seed.reference.seed_action import Ground, Report

PROFILES = {"minimal": minimal.load, "demo": demo.load, "bulk": bulk.load}


def load(engine: Engine, profile: str, *, clock: Clock, report: Report, **options: Any) -> None:  # noqa: ANN401
    """Loads one of `PROFILES` into a database with its schema; a second time changes nothing.

    `report` is told of each step. Options are the profile's own. Raises KeyError for a profile
    there is not.
    """
    PROFILES[profile](Ground(engine, clock, report), **options)
