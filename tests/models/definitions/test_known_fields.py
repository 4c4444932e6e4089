"""Which definitions hold for a reader: those of the registry and of their own province."""

from __future__ import annotations

import pytest

from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from models.definitions.known_fields import fields_of
from models.definitions.own_field import FieldEntity, FieldKind
from tests.support.world.cast import World


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("conac", ["000000"]),
        ("gansu", ["000000", "620000"]),
        ("gannan", ["000000", "620000"]),
        ("zhuoni", ["000000", "620000"]),
        ("unit-a", ["000000", "620000"]),
        ("shaanxi", ["000000", "610000"]),
    ],
)
def test_a_reader_has_the_fields_set_above_and_none_from_beside(
    username: str, expected: list[str], world: World
) -> None:
    for owner in ("conac", "gansu", "shaanxi"):
        given = DefineFieldInput(FieldEntity.UNIT, "floor", FieldKind.WHOLE, "楼层", "Floor")
        world.perform(DEFINE_FIELD, owner, [], given)
    with world.session(username) as session:
        assert sorted(spec.office_code for spec in fields_of(session)) == expected
