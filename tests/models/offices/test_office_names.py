"""The name of an office on a day is the one its papers of that day have."""

from __future__ import annotations

import datetime as dt

import pytest

from models.offices.office import Office
from models.offices.office_names import names_of
from tests.support.world.cast import World

FORMER = [
    {"name": "第二名", "until": "2026-03-01", "document_no": "二号"},
    {"name": "第一名", "until": "2024-01-01", "document_no": "一号"},
]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2023, 12, 31), "第一名"),
        (dt.date(2024, 1, 1), "第二名"),
        (dt.date(2026, 2, 28), "第二名"),
        (dt.date(2026, 3, 1), "第三名"),
    ],
)
def test_a_day_has_the_name_that_was_in_use(world: World, day: dt.date, name: str) -> None:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        office.name, office.former_names = "第三名", FORMER
    with world.session("lintan") as session:
        # Whoever asks: an office above or beside is hidden, but its name is not.
        assert names_of(session, ["623022"], day) == {"623022": name}
        assert names_of(session, ["623022"]) == {"623022": "第三名"}
