"""系统设置: what the registry may set, and within which limits."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.core.refusal import Common
from actions.offices.change_setting import CHANGE_SETTING, ChangeSettingInput, ChangeSettingRefusal
from models.core.journal import JournalChange, JournalEntry
from models.core.setting import Setting, settings_of
from tests.support.world.cast import World
from tests.support.world.settings import refusal


class TestASetting:
    def test_a_setting_holds_from_now_and_tells_who_said_so(self, world: World) -> None:
        world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("grace_days", "45"))
        world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("consume_skip", "true"))
        given = ChangeSettingInput("invoice_request_cap_fen", "20,000")
        world.perform(CHANGE_SETTING, "conac", [], given)
        with world.session("zhuoni") as session:
            found = settings_of(session)
            assert (found.grace_days, found.consume_skip) == (45, True)
            assert found.invoice_request_cap_fen == 2_000_000
            row = session.scalars(select(Setting).where(Setting.name == "grace_days")).one()
            assert row.value == {"value": 45, "by": "注册管理员"}

    def test_a_setting_of_several_numbers_is_typed_with_commas(self, world: World) -> None:
        given = ChangeSettingInput("reminder_days", "60, 30,7")
        world.perform(CHANGE_SETTING, "conac", [], given)
        with world.session("zhuoni") as session:
            assert tuple(settings_of(session).reminder_days) == (60, 30, 7)
        given = ChangeSettingInput("reminder_days", "60,0")
        assert refusal(world, CHANGE_SETTING, given) is ChangeSettingRefusal.OUT_OF_RANGE

    def test_a_setting_is_journaled_with_the_value_before(self, world: World) -> None:
        for value in ("45", "50"):
            world.perform(CHANGE_SETTING, "conac", [], ChangeSettingInput("grace_days", value))
        with world.session("conac") as session:
            newest = select(JournalChange).where(JournalChange.entity == "setting")
            change = session.scalars(newest.order_by(JournalChange.id.desc())).first()
            assert change is not None
            old, new = change.diff["value"]
            assert (old["value"], new["value"]) == (45, 50)
            entry = session.get_one(JournalEntry, change.entry_id)
            assert (entry.action, entry.actor_name) == ("change_setting", "注册管理员")

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("colour", "1", ChangeSettingRefusal.UNKNOWN),
            ("grace_days", "bald", ChangeSettingRefusal.NOT_A_VALUE),
            ("grace_days", "-1", ChangeSettingRefusal.OUT_OF_RANGE),
            ("grace_days", "4000", ChangeSettingRefusal.OUT_OF_RANGE),
            ("consume_skip", "2", ChangeSettingRefusal.NOT_A_VALUE),
            ("invoice_request_cap_fen", "30000.01", ChangeSettingRefusal.OUT_OF_RANGE),
            ("grace_days", "30", ChangeSettingRefusal.UNCHANGED),
        ],
    )
    def test_a_setting_is_refused_beyond_its_limits(
        self, world: World, name: str, value: str, code: ChangeSettingRefusal
    ) -> None:
        assert refusal(world, CHANGE_SETTING, ChangeSettingInput(name, value)) is code

    @pytest.mark.parametrize("who", ["conac-finance", "gansu", "zhuoni", "unit-a"])
    def test_only_the_registry_changes_a_setting(self, world: World, who: str) -> None:
        given = ChangeSettingInput("grace_days", "45")
        assert refusal(world, CHANGE_SETTING, given, who) is Common.FORBIDDEN
