"""Rows of registers that wait stand on the desk of who may move them, and lead to their list."""

from __future__ import annotations

import html
import re

from actions.registers.move_register_rows import MOVE_REGISTER_ROWS, MoveRegisterRowsInput
from models.users.user import Role
from tests.support.definitions.registers import enter, open_training
from tests.support.pages.doors import Doors, told


def lines_of(doors: Doors, who: str) -> list[tuple[str, str]]:
    """(address, count) of each line of the desk that leads to a register."""
    page = doors.clerk(who).get("/admin/").get_data(as_text=True)
    found = re.findall(
        r'<th scope="row" class="w"><a href="(/admin/register/[^"]+)">.*?</a>'
        r'<td class="n"><a[^>]*>([\d,+]+)</a>',
        page,
    )
    return [(html.unescape(url), count) for url, count in found]


def test_rows_that_wait_are_counted_for_who_may_move_them(doors: Doors) -> None:
    world = doors.world
    assert lines_of(doors, "zhuoni") == []
    open_training(world)
    assert lines_of(doors, "zhuoni") == []
    rows = [enter(world, "zhuoni", "training", f"培训{n}") for n in range(3)]
    ((url, count),) = lines_of(doors, "zhuoni")
    assert count == "3"
    assert "培训登记 · 计划中" in told(doors.clerk("zhuoni").get("/admin/"))
    listed = doors.clerk("zhuoni").get(url)
    assert listed.status_code == 200
    assert all(f"培训{n}" in told(listed) for n in range(3))
    moved = MoveRegisterRowsInput("held")
    world.perform(MOVE_REGISTER_ROWS, "zhuoni", rows[:1], moved)
    ((url, count),) = lines_of(doors, "zhuoni")
    assert count == "2"
    assert "培训0" not in told(doors.clerk("zhuoni").get(url))


def test_nobody_else_has_them_on_their_desk(doors: Doors) -> None:
    open_training(doors.world, readers=(Role.COUNTY_ADMIN,), writers=(Role.COUNTY_ADMIN,))
    enter(doors.world, "zhuoni", "training", "培训")
    assert len(lines_of(doors, "zhuoni")) == 1
    for who in ("lintan", "shaanxi", "zhuoni-viewer", "zhuoni-cashier", "gansu"):
        assert lines_of(doors, who) == [], who
