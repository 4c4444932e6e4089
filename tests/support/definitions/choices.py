"""Choice lists in tests: defined by the registry and by provinces, with choices."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.definitions.add_choice import ADD_CHOICE, AddChoiceInput
from actions.definitions.define_choice_list import DEFINE_CHOICE_LIST, DefineChoiceListInput
from models.core.clock import FixedClock
from models.definitions.choice_list import Choice
from seed.reference.reasons import SEED_REASONS
from seed.reference.seed_action import Ground, sow
from tests.support.world.cast import NOW, World

SEALS = "round=圆章/Round\nsquare=方章/Square"


def define_list(world: World, by: str, code: str = "seals", **more: Any) -> int:
    """A list of the user's office; returns its key."""
    given = {"name_zh": f"印章样式{code}", "choices": SEALS} | more
    made = world.perform(DEFINE_CHOICE_LIST, by, [], DefineChoiceListInput(code, **given))
    return made.rows[0].row_id


def add(world: World, by: str, to: str, code: str, name_zh: str, **more: Any) -> int:
    """A choice of the user's office in a list; returns its key."""
    given = AddChoiceInput(to, code, name_zh, **more)
    return world.perform(ADD_CHOICE, by, [], given).rows[0].row_id


def codes(world: World, who: str, of: int) -> set[str]:
    """The codes of a list's choices that the user sees."""
    with world.session(who) as session:
        return set(session.scalars(select(Choice.code).where(Choice.list_id == of)))


def choice_of(world: World, of: int, code: str) -> int:
    """The key of a choice."""
    with world.session("system") as session:
        wanted = select(Choice.id).where(Choice.list_id == of, Choice.code == code)
        return session.scalars(wanted).one()


def seed_reasons(world: World) -> None:
    """The lists of reasons that an installation has."""
    sow(Ground(world.engine, FixedClock(NOW), lambda _said: None), SEED_REASONS)
