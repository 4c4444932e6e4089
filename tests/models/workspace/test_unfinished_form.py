"""What is kept of unfinished forms is bounded, of its user and of its day."""

from __future__ import annotations

import datetime as dt

from models.workspace.unfinished_form import (
    LONGEST_UNFINISHED_FORM,
    MAXIMUM_FORMS,
    fields_typed,
    keep_fields,
)
from tests.support.world.cast import TODAY, World

TYPED = [("years", "3"), ("names-0-label", "教育局")]


def kept(world: World, subject: str, who: str = "zhuoni", day: dt.date = TODAY) -> object:
    with world.session(who) as session:
        return fields_typed(session, world.id(f"user:{who}"), subject, day)


def keep(world: World, subject: str, fields: list[tuple[str, str]], day: dt.date = TODAY) -> None:
    keep_fields(world.engine, world.id("user:zhuoni"), subject, fields, day)


class TestKeepFields:
    def test_the_last_typing_replaces_the_one_before(self, world: World) -> None:
        keep(world, "a", [("years", "2")])
        keep(world, "a", TYPED)
        assert kept(world, "a") == TYPED
        assert kept(world, "a", "lintan") == []

    def test_forms_of_earlier_days_are_neither_read_nor_left(self, world: World) -> None:
        keep(world, "a", TYPED, TODAY - dt.timedelta(days=1))
        assert kept(world, "a") == []
        keep(world, "b", TYPED)
        assert kept(world, "a", day=TODAY - dt.timedelta(days=1)) == []

    def test_without_fields_or_with_too_much_the_form_is_forgotten(self, world: World) -> None:
        for fields in ([], [("text", "长" * LONGEST_UNFINISHED_FORM)]):
            keep(world, "a", TYPED)
            keep(world, "a", fields)
            assert kept(world, "a") == []

    def test_the_oldest_of_too_many_forms_goes(self, world: World) -> None:
        for number in range(MAXIMUM_FORMS + 1):
            keep(world, f"form-{number}", TYPED)
        assert kept(world, "form-0") == []
        assert kept(world, "form-1") == TYPED
