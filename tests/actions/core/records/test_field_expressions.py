"""Conditions of fields are checked when they are defined, and know which fields use which."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.action import Nothing
from actions.core.records.field_rules import FieldRefusal
from actions.core.refusal import Refused
from actions.definitions.change_field import CHANGE_FIELD, ChangeFieldInput
from actions.definitions.change_field_kind import CHANGE_FIELD_KIND, ChangeFieldKindInput
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.definitions.restore_field import RESTORE_FIELD
from actions.definitions.retire_field import RETIRE_FIELD
from models.definitions.expression import ExpressionFault
from models.definitions.own_field import FieldEntity, FieldKind
from tests.support.world.cast import World
from tests.support.world.settings import refusal


def field(code: str, **given: Any) -> DefineFieldInput:
    basics: dict[str, Any] = {"kind": FieldKind.TEXT, "label": code, "label_en": code}
    return DefineFieldInput(entity=FieldEntity.UNIT, code=code, **(basics | given))


def define(world: World, code: str, by: str = "gansu", **given: Any) -> int:
    return world.perform(DEFINE_FIELD, by, [], field(code, **given)).rows[0].row_id


class TestCheckExpressions:
    @pytest.mark.parametrize(
        ("condition", "fault"),
        [
            ("nothing == 'x'", ExpressionFault.UNKNOWN_NAME),
            ("itself == 'x'", ExpressionFault.UNKNOWN_NAME),
            ("own_values == 'x'", ExpressionFault.UNKNOWN_NAME),
            ("office_id == 1", ExpressionFault.UNKNOWN_NAME),
            ("size(name)", ExpressionFault.WRONG_RESULT),
            ("name > 1", ExpressionFault.WRONG_KIND),
            ("name +", ExpressionFault.MALFORMED),
            ("name.all(x, true)", ExpressionFault.UNKNOWN_FUNCTION),
            ("(" * 200 + "true" + ")" * 200, ExpressionFault.TOO_DEEP),
            ("true" + " || true" * 200, ExpressionFault.TOO_LONG),
        ],
    )
    @pytest.mark.parametrize("name", ["shown_when", "required_when"])
    def test_a_condition_that_cannot_hold_is_refused(
        self, name: str, condition: str, fault: ExpressionFault, sqlite_world: World
    ) -> None:
        given = field("itself", **{name: condition})
        assert refusal(sqlite_world, DEFINE_FIELD, given, "gansu") is fault

    def test_a_province_names_its_own_fields_and_those_of_the_registry(self, world: World) -> None:
        define(world, "national", by="conac")
        define(world, "other", by="shaanxi")
        assert define(world, "seal", shown_when="national == 'x'")
        given = field("stamp", shown_when="other == 'x'")
        assert refusal(world, DEFINE_FIELD, given, "gansu") is ExpressionFault.UNKNOWN_NAME

    def test_conditions_reach_one_step(self, world: World) -> None:
        define(world, "first")
        define(world, "second", shown_when="first == 'x'")
        given = field("third", shown_when="second == 'x'")
        assert refusal(world, DEFINE_FIELD, given, "gansu") is FieldRefusal.EXPRESSION_STEPS


class TestFormulas:
    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"formula": "size(name)"}, ExpressionFault.WRONG_RESULT),
            ({"formula": "itself + 'x'"}, ExpressionFault.UNKNOWN_NAME),
            (
                {"kind": FieldKind.CHOICE, "choices": "a=甲", "formula": "name"},
                FieldRefusal.FORMULA_KIND,
            ),
            ({"formula": "name", "default_value": "x"}, FieldRefusal.FORMULA_ALONE),
            ({"formula": "name", "is_unique": True}, FieldRefusal.FORMULA_ALONE),
            ({"formula": "name", "required_when": "true"}, FieldRefusal.FORMULA_ALONE),
        ],
    )
    def test_a_formula_that_cannot_be_is_refused(
        self, given: dict[str, Any], code: Any, sqlite_world: World
    ) -> None:
        assert refusal(sqlite_world, DEFINE_FIELD, field("itself", **given), "gansu") is code

    def test_formulas_cannot_use_each_other(self, world: World) -> None:
        first = define(world, "first")
        second = define(world, "second", formula="first + 'x'")
        third = field("third", formula="second + 'x'")
        assert refusal(world, DEFINE_FIELD, third, "gansu") is FieldRefusal.EXPRESSION_STEPS
        for number, formula, code in (
            (first, "second + 'x'", FieldRefusal.FORMULA_SETTLED),
            (second, None, FieldRefusal.FORMULA_SETTLED),
            (second, "second", ExpressionFault.UNKNOWN_NAME),
        ):
            given = ChangeFieldInput(label="甲", label_en="A", formula=formula)
            with pytest.raises(Refused) as refused:
                world.perform(CHANGE_FIELD, "gansu", [number], given)
            assert refused.value.first.code is code


class TestRetiring:
    def refused(self, world: World, action: Any, field_id: int, by: str = "gansu") -> Any:
        with pytest.raises(Refused) as caught:
            world.perform(action, by, [field_id], Nothing())
        return caught.value.first

    def test_a_field_that_a_condition_uses_stays(self, world: World) -> None:
        used = define(world, "first", by="conac")
        user = define(world, "second", required_when="first == 'x'")
        found = self.refused(world, RETIRE_FIELD, used, "conac")
        assert found.code is FieldRefusal.USED_BY_OTHERS
        assert found.facts["field"] == "second"
        given = ChangeFieldKindInput(kind=FieldKind.LONG_TEXT)
        with pytest.raises(Refused) as refused:
            world.perform(CHANGE_FIELD_KIND, "conac", [used], given)
        assert refused.value.first.code is FieldRefusal.USED_BY_OTHERS
        world.perform(RETIRE_FIELD, "gansu", [user], Nothing())
        world.perform(RETIRE_FIELD, "conac", [used], Nothing())
        again = self.refused(world, RESTORE_FIELD, user)
        assert again.code is ExpressionFault.UNKNOWN_NAME
