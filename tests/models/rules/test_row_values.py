"""The names that a condition may use: what the rule's owner reads, never a secret."""

from __future__ import annotations

import pytest

from actions.labelled import LABELLED
from models.definitions.expression import ValueType
from models.domains.domain import Domain
from models.rules.row_values import TODAY, value_kinds, values_of
from models.users.user import User
from tests.support.world.cast import TODAY as THE_DAY
from tests.support.world.cast import World


class TestNamesOfValues:
    @pytest.mark.parametrize("model", LABELLED)
    def test_no_name_is_a_secret(self, model: type) -> None:
        names = value_kinds(model, ())
        closed = ("_hash", "_secret", "_key")
        assert not [name for name in names if name.endswith(closed)]
        assert not {"secret", "content", "own_values", "search_text"} & names.keys()

    def test_a_login_tells_nothing_of_its_locks(self) -> None:
        names = value_kinds(User, ())
        assert not {"password_hash", "totp_secret", "failed_logins", "locked_until"} & names.keys()

    def test_each_name_has_a_value_in_every_row(self, sqlite_world: World) -> None:
        with sqlite_world.session() as session:
            row = session.get_one(Domain, sqlite_world.id("a-due"))
            values = values_of(row, (), THE_DAY)
        assert values.keys() == value_kinds(Domain, ()).keys()
        assert values["state"] == "registered"
        assert values[TODAY] == THE_DAY
        assert value_kinds(Domain, ())["expires_on"] is ValueType.DATE
