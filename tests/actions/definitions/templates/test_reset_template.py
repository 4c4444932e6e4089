"""Back to the default: a version goes out of use and can be restored."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.core.templates.versions import TemplateRefusal
from actions.definitions.templates.reset_template import RESET_TEMPLATE
from actions.definitions.templates.restore_template import RESTORE_TEMPLATE
from models.definitions.template import Template
from tests.support.definitions.templates import act, word_notice
from tests.support.world.cast import World


def test_a_version_goes_out_of_use_and_comes_back(world: World) -> None:
    key = word_notice(world, "gansu", "一")
    act(world, RESET_TEMPLATE, "gansu", [key], Nothing(), days=1)
    with world.session() as session:
        assert not session.get_one(Template, key).is_active
    again = act(world, RESTORE_TEMPLATE, "gansu", [key], Nothing(), days=2)
    with world.session() as session:
        assert session.get_one(Template, again).number == 2


def test_one_out_of_use_is_refused(sqlite_world: World) -> None:
    key = word_notice(sqlite_world, "gansu", "一")
    sqlite_world.perform(RESET_TEMPLATE, "gansu", [key], Nothing())
    with pytest.raises(Refused) as caught:
        sqlite_world.perform(RESET_TEMPLATE, "gansu", [key], Nothing())
    assert caught.value.first.code is TemplateRefusal.NOT_IN_USE
