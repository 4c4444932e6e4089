"""Settings are defaults until a row says otherwise."""

from __future__ import annotations

from models.core.setting import Settings, settings_of
from models.offices.office import Office
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


class TestSettingsOf:
    def test_settings_of_are_the_defaults_at_first(self, world: World) -> None:
        with world.session("unit-a") as session:
            assert settings_of(session) == Settings()

    def test_settings_of_take_what_the_table_says(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("registry")), NOW)
            maker.setting("grace_days", 45)
            maker.setting("consume_skip", value=True)
        with world.session("zhuoni") as session:
            assert settings_of(session) == Settings(grace_days=45, consume_skip=True)

    def test_settings_of_ignore_a_row_of_a_setting_that_is_gone(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("registry")), NOW)
            maker.setting("colour_of_the_door", "red")
        with world.session() as session:
            assert settings_of(session) == Settings()
