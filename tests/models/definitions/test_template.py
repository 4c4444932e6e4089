"""Which wording holds: of the nearest office above, on its day, in its language."""

from __future__ import annotations

import datetime as dt

import pytest

from actions.core.action import Nothing
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from models.definitions.template import Wording, known_wordings
from models.values.language import Language
from tests.support.definitions.templates import act, word_notice
from tests.support.world.cast import NOW, World

SUBJECT = "notice_charged"


def words(
    world: World, office: str, days: int = 0, language: Language = Language.CHINESE, who: str = ""
) -> str | None:
    at = NOW + dt.timedelta(days=days)
    with world.session(who or "system") as session:
        found = known_wordings(session, [SUBJECT], language, office, at).at(SUBJECT, at)
        return None if found is None else found.body


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("000000", "中心"),
        ("620000", "甘肃"),
        ("623000", "甘肃"),
        ("623022", "甘肃"),
        ("610000", "陕西"),
        ("110000", "中心"),
    ],
)
def test_the_nearest_office_above_words(office: str, expected: str, world: World) -> None:
    for by, body in (("conac", "中心"), ("gansu", "甘肃"), ("shaanxi", "陕西")):
        word_notice(world, by, body)
    assert words(world, office) == expected
    assert words(world, office, language=Language.ENGLISH) is None


def test_each_day_has_the_words_that_held_on_it(world: World) -> None:
    word_notice(world, "gansu", "一", days=1)
    second = word_notice(world, "gansu", "二", days=2)
    act(world, RESET_TEMPLATE, "gansu", [second], Nothing(), days=3)
    assert [words(world, "623022", days) for days in range(5)] == [None, "一", "二", None, None]


def test_words_from_beside_hold_for_nobody_whoever_asks(world: World) -> None:
    word_notice(world, "shaanxi", "陕西")
    for who in ("gansu", "zhuoni", "unit-a", "conac"):
        assert words(world, "623022", who=who) is None


def test_a_wording_without_words_is_empty_and_has_the_default_order() -> None:
    assert Wording().is_empty
    assert not Wording(footer="x").is_empty
    assert len(Wording().order) == 8
