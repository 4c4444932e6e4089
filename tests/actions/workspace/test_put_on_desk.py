"""A user puts reports on their own desk and takes them off; each desk shows its user's own rows."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.definitions.retire_report import RETIRE_REPORT
from actions.workspace.put_on_desk import PUT_ON_DESK, PutOnDeskRefusal
from actions.workspace.take_off_desk import TAKE_OFF_DESK, TakeOffDeskRefusal
from models.users.user import Role
from models.workspace.report_tile import MAXIMUM_TILES, reports_on_desk
from tests.support.definitions.reports import define
from tests.support.world.cast import World


def on_desk(world: World, who: str) -> list[int]:
    with world.session(who) as session:
        return [each.id for each in reports_on_desk(session, world.actor(who).user_id)]


def refused(world: World, action: object, who: str, report: int) -> object:
    with pytest.raises(Refused) as caught:
        world.perform(action, who, [report], Nothing())  # type: ignore[arg-type]
    return caught.value.first.code


class TestTheDesk:
    def test_a_report_from_above_stands_on_ones_own_desk_alone(self, world: World) -> None:
        report = define(world, "gansu")
        world.perform(PUT_ON_DESK, "zhuoni", [report], Nothing())
        assert on_desk(world, "zhuoni") == [report]
        assert on_desk(world, "gansu") == []
        assert refused(world, PUT_ON_DESK, "zhuoni", report) is PutOnDeskRefusal.ALREADY
        assert refused(world, TAKE_OFF_DESK, "gansu", report) is TakeOffDeskRefusal.NOT_THERE
        world.perform(TAKE_OFF_DESK, "zhuoni", [report], Nothing())
        assert on_desk(world, "zhuoni") == []

    def test_a_strangers_report_cannot_be_put_there(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "shaanxi")
        assert refused(sqlite_world, PUT_ON_DESK, "gansu", report) is Common.NOT_FOUND

    def test_a_desk_holds_a_bounded_number(self, sqlite_world: World) -> None:
        reports = [define(sqlite_world, "gansu", code=f"r_{n}") for n in range(MAXIMUM_TILES + 1)]
        sqlite_world.perform(PUT_ON_DESK, "gansu", reports[:-1], Nothing())
        found = refused(sqlite_world, PUT_ON_DESK, "gansu", reports[-1])
        assert found is PutOnDeskRefusal.TOO_MANY

    def test_a_retired_report_leaves_every_desk_and_is_put_on_none(
        self, sqlite_world: World
    ) -> None:
        report = define(sqlite_world, "gansu")
        sqlite_world.perform(PUT_ON_DESK, "zhuoni", [report], Nothing())
        sqlite_world.perform(RETIRE_REPORT, "gansu", [report], Nothing())
        assert on_desk(sqlite_world, "zhuoni") == []
        found = refused(sqlite_world, PUT_ON_DESK, "gansu", report)
        assert found is PutOnDeskRefusal.RETIRED

    def test_a_report_for_other_roles_is_put_on_no_desk(self, sqlite_world: World) -> None:
        report = define(sqlite_world, "gansu", seen_by=(Role.COUNTY_ADMIN,))
        found = refused(sqlite_world, PUT_ON_DESK, "zhuoni-viewer", report)
        assert found is PutOnDeskRefusal.NOT_FOR_ROLE
