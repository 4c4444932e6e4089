"""Names that wait for their reviewer."""

from __future__ import annotations

import datetime as dt

from models.domains.domain import Domain
from tests.support.world.cast import World


def set_waiting(world: World, name: str, since: dt.datetime) -> None:
    with world.writing() as session:
        session.get_one(Domain, world.id(name)).waits_since = since
