"""A reservation ends on a day that can be."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from actions.domains.end_reservations import (
    END_RESERVATIONS,
    EndReservationsInput,
    EndReservationsRefusal,
)
from models.registration.reserved_name import ReservedName
from tests.support.world.cast import TODAY, World
from tests.support.world.reserved_names import first, furnished


@pytest.fixture
def told_sqlite(sqlite_world: World) -> World:
    return furnished(sqlite_world)


class TestEndReservations:
    def test_end_reservations_refuses_days_that_cannot_be(self, told_sqlite: World) -> None:
        with told_sqlite.session() as session:
            row_id = session.scalars(select(ReservedName.id)).first() or 0
        yesterday = TODAY - dt.timedelta(days=1)
        for on, code in (
            (yesterday, EndReservationsRefusal.IN_PAST),
            (TODAY, EndReservationsRefusal.BEFORE_START),
        ):
            given = EndReservationsInput("文", on)
            assert first(told_sqlite, END_RESERVATIONS, "conac", [row_id], given).code is code
        later = EndReservationsInput("文", TODAY + dt.timedelta(days=5))
        told_sqlite.perform(END_RESERVATIONS, "conac", [row_id], later)
        assert (
            first(told_sqlite, END_RESERVATIONS, "conac", [row_id], later).code
            is EndReservationsRefusal.ENDED_ALREADY
        )
