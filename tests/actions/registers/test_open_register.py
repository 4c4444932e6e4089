"""An office opens registers for itself and those below it, blank or from a template."""

from __future__ import annotations

import pytest

from actions.core.refusal import Common
from actions.core.registers.definition_rules import RegisterRefusal
from actions.registers.open_register import OPEN_REGISTER, OpenRegisterInput
from models.definitions.known_fields import fields_of_register
from models.registers.register import Register
from models.registers.templates import TEMPLATES, RegisterTemplate
from models.users.user import Role
from tests.support.definitions.registers import open_training
from tests.support.world.cast import World
from tests.support.world.settings import refusal


class TestOpeningARegister:
    def test_a_county_opens_one_that_the_county_beside_it_does_not_see(self, world: World) -> None:
        key = open_training(world, "zhuoni")
        with world.session("zhuoni") as session:
            register = session.get_one(Register, key)
            assert (register.office_code, register.name_zh) == ("623022", "培训登记")
            assert len(fields_of_register(session, key)) == 5
        for stranger in ("lintan", "shaanxi"):
            with world.session(stranger) as session:
                assert session.get(Register, key) is None
                assert fields_of_register(session, key) == ()

    def test_offices_side_by_side_may_use_the_same_key(self, world: World) -> None:
        assert open_training(world, "zhuoni") != open_training(world, "lintan")
        taken = OpenRegisterInput("training", template=RegisterTemplate.TRAINING)
        assert refusal(world, OPEN_REGISTER, taken, "zhuoni") is RegisterRefusal.KEY_TAKEN

    @pytest.mark.parametrize("template", list(RegisterTemplate))
    def test_every_template_can_be_opened_as_it_is(
        self, sqlite_world: World, template: RegisterTemplate
    ) -> None:
        opened = sqlite_world.perform(
            OPEN_REGISTER, "zhuoni", [], OpenRegisterInput("ready", template=template)
        )
        with sqlite_world.session("zhuoni") as session:
            spec = session.get_one(Register, opened.rows[0].row_id).spec
            assert spec.name_zh == TEMPLATES[template].name_zh
            assert spec.moves

    @pytest.mark.parametrize("who", ["zhuoni-cashier", "zhuoni-viewer", "conac-review", "unit-a"])
    def test_only_administrators_open_registers(self, sqlite_world: World, who: str) -> None:
        given = OpenRegisterInput("visits", name_zh="来访登记")
        assert refusal(sqlite_world, OPEN_REGISTER, given, who) is Common.FORBIDDEN

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "Bad Key"}, RegisterRefusal.KEY_MALFORMED),
            ({"code": "details"}, RegisterRefusal.KEY_RESERVED),
            ({"name_zh": None}, RegisterRefusal.NAME_MISSING),
            ({"number_pattern": "{year}"}, RegisterRefusal.PATTERN_MALFORMED),
            ({"number_pattern": "{n}{n}"}, RegisterRefusal.PATTERN_MALFORMED),
            ({"number_pattern": "{n.__class__}"}, RegisterRefusal.PATTERN_MALFORMED),
            ({"number_pattern": "<b>{n}"}, RegisterRefusal.PATTERN_MALFORMED),
            ({"states": "open"}, RegisterRefusal.STATE_MALFORMED),
            ({"states": "open=办理中|pink"}, RegisterRefusal.STATE_MALFORMED),
            ({"states": "open='; DROP TABLE unit"}, None),
            ({"states": "a=甲\na=乙"}, RegisterRefusal.STATE_TWICE),
            (
                {"states": "\n".join(f"s{n}=状态{n}" for n in range(13))},
                RegisterRefusal.TOO_MANY_STATES,
            ),
            ({"moves": "open-closed"}, RegisterRefusal.MOVE_MALFORMED),
            ({"moves": "open>closed|unit_user"}, RegisterRefusal.MOVE_MALFORMED),
            ({"moves": "open>lost"}, RegisterRefusal.MOVE_UNKNOWN),
            ({"moves": "\n".join(["open>closed"] * 61)}, RegisterRefusal.TOO_MANY_MOVES),
            ({"writers": (Role.VIEWER,)}, RegisterRefusal.ROLE_CANNOT),
            ({"readers": (Role.UNIT_USER,)}, RegisterRefusal.ROLE_CANNOT),
        ],
    )
    def test_a_definition_that_breaks_a_rule_is_refused_in_words(
        self, sqlite_world: World, given: dict[str, object], code: RegisterRefusal | None
    ) -> None:
        asked = OpenRegisterInput(**{"code": "visits", "name_zh": "来访登记", **given})  # type: ignore[arg-type]
        if code is None:
            assert sqlite_world.perform(OPEN_REGISTER, "zhuoni", [], asked).rows
        else:
            assert refusal(sqlite_world, OPEN_REGISTER, asked, "zhuoni") is code
