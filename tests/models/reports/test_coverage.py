"""覆盖率: who has a live name, place by place, under the scope of whoever asks."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import event

from models.offices.office import Office
from models.reports.coverage import Coverage, Holding, coverage, total_of, units_where
from models.units.unit import Unit, UnitState
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.money_factories import Maker

#: By office, and by province.
PLACES = {False: Unit.office_code, True: Unit.province_code}


def of(world: World, username: str, *, by_province: bool = False) -> dict[str, Coverage]:
    with world.session(username) as session:
        found = coverage(session, TODAY, place=PLACES[by_province])
        return {place.code: place for place in found}


class TestCoverage:
    def test_coverage_counts_each_office_of_a_province(self, world: World) -> None:
        found = of(world, "gansu")
        assert found == {
            "623021": Coverage("623021", units=2, named=1, expired=0),
            "623022": Coverage("623022", units=2, named=2, expired=1),
        }
        assert found["623021"].nameless == 1
        assert found["623021"].rate_bp == 5_000

    def test_coverage_counts_provinces_for_the_registry(self, world: World) -> None:
        found = of(world, "conac", by_province=True)
        assert {code: place.units for code, place in found.items()} == {"610000": 1, "620000": 4}

    def test_coverage_shows_a_county_itself(self, world: World) -> None:
        assert set(of(world, "zhuoni")) == {"623022"}

    def test_coverage_leaves_out_units_that_ended(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            maker.unit(state=UnitState.REVOKED)
        assert of(world, "zhuoni")["623022"].units == 2

    def test_coverage_lists_the_units_behind_each_figure(self, world: World) -> None:
        with world.session("gansu") as session:
            names = {
                holding: {u.name for u in units_where(session, holding, "623021", TODAY, 10)}
                for holding in Holding
            }
        assert names == {
            Holding.ALL: {"临潭县人民医院", "临潭县教育局"},
            Holding.NAMED: {"临潭县教育局"},
            Holding.NAMELESS: {"临潭县人民医院"},
            Holding.EXPIRED: set(),
        }

    def test_coverage_never_lists_units_out_of_sight(self, world: World) -> None:
        with world.session("gansu") as session:
            assert list(units_where(session, Holding.ALL, "610122", TODAY, 10)) == []

    def test_a_name_is_expired_on_its_first_unpaid_day(self, world: World) -> None:
        day = TODAY + dt.timedelta(days=12)
        with world.session("lintan") as session:
            (before,) = coverage(session, day - dt.timedelta(days=1), place=Unit.office_code)
            (found,) = coverage(session, day, place=Unit.office_code)
        assert (before.expired, found.expired) == (0, 1)

    def test_coverage_sums_up(self) -> None:
        places = [Coverage("1", 3, 1, 1), Coverage("2", 1, 1, 0)]
        assert total_of(places) == Coverage("", 4, 2, 1)
        assert total_of(places).rate_bp == 5_000
        assert total_of([]).rate_bp == 10_000

    def test_coverage_asks_once_whatever_the_places(self, world: World) -> None:
        asked: list[object] = []

        def count(*arguments: object) -> None:
            asked.append(arguments[2])

        with world.session("gansu") as session:
            session.connection()
            event.listen(world.engine, "before_cursor_execute", count)
            coverage(session, TODAY, place=Unit.office_code)
            event.remove(world.engine, "before_cursor_execute", count)
        assert len(asked) == 1
