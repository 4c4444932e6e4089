"""Each office counts its own papers, year by year."""

from __future__ import annotations

from models.core.scope import Scope, ScopeLevel
from models.core.sequence import draw
from tests.support.world.cast import World


class TestDraw:
    def test_draw_begins_at_one_and_goes_on(self, world: World) -> None:
        with world.writing() as session:
            assert list(draw(session, "order", "623022", 2026, 3)) == [1, 2, 3]
            assert list(draw(session, "order", "623022", 2026, 2)) == [4, 5]
        with world.writing() as session:
            assert list(draw(session, "order", "623022", 2026, 1)) == [6]

    def test_draw_counts_each_kind_office_and_year_apart(self, world: World) -> None:
        with world.writing() as session:
            draw(session, "order", "623022", 2026, 5)
            for other in (
                ("payment", "623022", 2026),
                ("order", "623021", 2026),
                ("order", "623022", 2027),
            ):
                assert list(draw(session, *other, 1)) == [1]

    def test_draw_gives_back_what_a_refused_run_drew(self, world: World) -> None:
        with world.writing() as session:
            draw(session, "order", "623022", 2026, 5)
            session.rollback()
        with world.writing() as session:
            assert list(draw(session, "order", "623022", 2026, 1)) == [1]

    def test_counts_under_any_scope(self, world: World) -> None:
        with world.writing(Scope(ScopeLevel.EVERYTHING)) as session:
            draw(session, "order", "623022", 2026, 1)
        with world.session("unit-a") as session:
            assert list(draw(session, "order", "623022", 2026, 1)) == [2]
