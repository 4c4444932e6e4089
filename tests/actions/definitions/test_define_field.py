"""A field is defined for rows of one's own and those below, within limits said in words."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.records.field_rules import FieldRefusal, PatternFault
from actions.core.refusal import Common
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from models.definitions.own_field import FieldEntity, FieldKind
from models.users.user import Role
from tests.support.world.cast import World
from tests.support.world.settings import refusal


def field(**given: Any) -> DefineFieldInput:
    basics: dict[str, Any] = {
        "entity": FieldEntity.UNIT,
        "code": "seal_no",
        "kind": FieldKind.TEXT,
        "label": "印章编号",
        "label_en": "Seal number",
    }
    return DefineFieldInput(**(basics | given))


class TestDefineField:
    def test_a_province_and_the_registry_may_use_the_same_key(self, world: World) -> None:
        for by in ("gansu", "shaanxi", "conac"):
            assert world.perform(DEFINE_FIELD, by, [], field()).rows
        assert refusal(world, DEFINE_FIELD, field(), "gansu") is FieldRefusal.KEY_TAKEN

    @pytest.mark.parametrize("by", ["gannan", "zhuoni", "unit-a", "conac-finance"])
    def test_nobody_else_defines_fields(self, by: str, world: World) -> None:
        assert refusal(world, DEFINE_FIELD, field(), by) is Common.FORBIDDEN

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"code": "9x"}, FieldRefusal.KEY_MALFORMED),
            ({"code": "a b"}, FieldRefusal.KEY_MALFORMED),
            ({"code": "a'; DROP TABLE unit; --"}, FieldRefusal.KEY_MALFORMED),
            ({"kind": FieldKind.CHOICE}, FieldRefusal.CHOICES_MISSING),
            ({"choices": "a=甲"}, FieldRefusal.CHOICES_UNWANTED),
            ({"kind": FieldKind.CHOICE, "choices": "甲"}, FieldRefusal.CHOICE_MALFORMED),
            ({"kind": FieldKind.CHOICE, "choices": "a=甲\na=乙"}, FieldRefusal.CHOICE_TWICE),
            (
                {"kind": FieldKind.CHOICE, "choices": "\n".join(f"c{n}=词" for n in range(201))},
                FieldRefusal.TOO_MANY_CHOICES,
            ),
            ({"kind": FieldKind.WHOLE, "least": "x"}, FieldRefusal.END_MALFORMED),
            ({"kind": FieldKind.DATE_TIME, "least": "2026-01-01"}, FieldRefusal.END_MALFORMED),
            ({"kind": FieldKind.YES_NO, "most": "1"}, FieldRefusal.END_UNWANTED),
            ({"kind": FieldKind.WHOLE, "least": "2", "most": "1"}, FieldRefusal.ENDS_CROSSED),
            ({"pattern": "(?=a)a"}, PatternFault.MALFORMED),
            ({"pattern": "((a{1,99}){1,99}){1,99}"}, PatternFault.MALFORMED),
            ({"kind": FieldKind.DATE, "pattern": "a"}, FieldRefusal.PATTERN_UNWANTED),
            ({"kind": FieldKind.DATE, "is_unique": True}, FieldRefusal.UNIQUE_UNWANTED),
            ({"kind": FieldKind.DATE, "is_searchable": True}, FieldRefusal.SEARCH_UNWANTED),
            (
                {"kind": FieldKind.DATE, "whole_for": (Role.COUNTY_ADMIN,)},
                FieldRefusal.MASK_UNWANTED,
            ),
            ({"kind": FieldKind.DATE, "default_value": "x"}, FieldRefusal.DEFAULT_MALFORMED),
        ],
    )
    def test_a_definition_that_cannot_hold_is_refused(
        self, given: dict[str, Any], code: Any, sqlite_world: World
    ) -> None:
        assert refusal(sqlite_world, DEFINE_FIELD, field(**given), "gansu") is code

    def test_an_entity_has_forty_fields_of_one_office_at_most(self, sqlite_world: World) -> None:
        for number in range(40):
            sqlite_world.perform(DEFINE_FIELD, "gansu", [], field(code=f"k{number}"))
        assert refusal(sqlite_world, DEFINE_FIELD, field(), "gansu") is FieldRefusal.TOO_MANY
        assert sqlite_world.perform(DEFINE_FIELD, "shaanxi", [], field()).rows
