"""The registry and the provinces define rules; what cannot be is refused in words."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Common, Refused
from actions.core.result import Preview
from actions.core.rules.rule_check import RuleNote, RuleRefusal
from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from actions.plan import plan
from actions.rules.define_rule import DEFINE_RULE
from models.definitions.expression import ExpressionFault
from models.definitions.own_field import FieldEntity, FieldKind
from models.rules.rule import Rule, RulePlace
from models.users.user import Role
from tests.actions.test_outgoing_messages import renew
from tests.support.definitions.labels import define as define_label
from tests.support.definitions.rules import define, rule_input
from tests.support.pages.webhooks import webhook
from tests.support.world.cast import World
from tests.support.world.settings import refusal

PAYABLE = "domain_order.state.payable"
#: Conditions that never end, reach for objects, are huge or are no conditions.
HOSTILE = {
    "term_years": ExpressionFault.WRONG_RESULT,
    "name_u.__class__.__init__ == 1": ExpressionFault.MALFORMED,
    "[1, 2, 3].all(x, [1, 2, 3].all(y, x > y))": ExpressionFault.UNKNOWN_FUNCTION,
    "import('os').system('id') == 1": ExpressionFault.UNKNOWN_FUNCTION,
    "exec('1') == 1": ExpressionFault.UNKNOWN_FUNCTION,
    "(" * 400 + "true" + ")" * 90: ExpressionFault.TOO_DEEP,
    "password_hash == 'x'": ExpressionFault.UNKNOWN_NAME,
    "own_values == 'x'": ExpressionFault.UNKNOWN_NAME,
    "own_610000_secret == 'x'": ExpressionFault.UNKNOWN_NAME,
    "state == 1 || 'a' > 2": ExpressionFault.WRONG_KIND,
    "state ==": ExpressionFault.MALFORMED,
}


def trial(world: World, by: str = "gansu", **given: Any) -> Preview:
    with world.session(by) as session:
        found = plan(session, DEFINE_RULE, [], rule_input(**given), world.caller(by))
    assert found.preview is not None
    return found.preview


class TestDefineRule:
    def test_a_rule_belongs_to_its_office_and_is_read_below_but_not_beside(
        self, world: World
    ) -> None:
        key = define(world, "gansu")
        for who, seen in {"gansu": 1, "zhuoni": 1, "conac": 1, "shaanxi": 0, "lantian": 0}.items():
            with world.session(who) as session:
                assert (session.get(Rule, key) is not None) == bool(seen), who

    @pytest.mark.parametrize("by", ["gannan", "zhuoni", "zhuoni-cashier", "unit-a"])
    def test_nobody_else_defines_rules(self, sqlite_world: World, by: str) -> None:
        assert refusal(sqlite_world, DEFINE_RULE, rule_input(), by) is Common.FORBIDDEN

    @pytest.mark.parametrize("condition", HOSTILE)
    def test_a_hostile_condition_is_refused_in_words(
        self, sqlite_world: World, condition: str
    ) -> None:
        given = rule_input(condition=condition)
        assert refusal(sqlite_world, DEFINE_RULE, given, "gansu") is HOSTILE[condition]

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"happening": "domain.action.no_such"}, RuleRefusal.UNKNOWN_HAPPENING),
            ({"happening": "user.action.disable_user"}, RuleRefusal.UNKNOWN_HAPPENING),
            ({"happening": "x"}, RuleRefusal.UNKNOWN_HAPPENING),
            ({"told_roles": ()}, RuleRefusal.NO_EFFECT),
            ({"told_roles": (), "is_task": True, "is_mailed": True}, RuleRefusal.NOBODY_TOLD),
            ({"told_roles": (Role.UNIT_USER,)}, RuleRefusal.ROLE_DOES_NOT_READ),
            (
                {"happening": "payment.state.confirmed", "told_roles": (Role.REGISTRY_REVIEWER,)},
                RuleRefusal.ROLE_DOES_NOT_READ,
            ),
            ({"told_at": RulePlace.REGISTRY}, RuleRefusal.PLACE_ABOVE),
            ({"label": "不存在"}, RuleRefusal.UNKNOWN_LABEL),
            ({"webhook": "1"}, RuleRefusal.UNKNOWN_WEBHOOK),
            ({"field": "own_620000_x", "field_value": "1"}, RuleRefusal.UNKNOWN_FIELD),
            ({"name_zh": "甲、乙"}, RuleRefusal.NOT_A_NAME),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, sqlite_world: World, given: dict[str, Any], code: RuleRefusal
    ) -> None:
        assert refusal(sqlite_world, DEFINE_RULE, rule_input(**given), "gansu") is code

    def test_a_name_is_taken_once(self, sqlite_world: World) -> None:
        define(sqlite_world, name_zh="到期督办")
        given = rule_input(name_zh="到期督办")
        assert refusal(sqlite_world, DEFINE_RULE, given, "gansu") is RuleRefusal.NAME_TAKEN

    def test_an_office_has_a_bounded_number_of_rules(
        self, sqlite_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("actions.core.rules.rule_check.MAXIMUM_RULES", 1)
        define(sqlite_world)
        assert refusal(sqlite_world, DEFINE_RULE, rule_input(), "gansu") is RuleRefusal.TOO_MANY

    def test_a_label_and_an_address_of_another_province_are_unknown(
        self, sqlite_world: World
    ) -> None:
        label = define_label(sqlite_world, "shaanxi", "陕西督办")
        hook = webhook(sqlite_world, "office-shaanxi")
        for given in ({"label": str(label)}, {"webhook": str(hook)}):
            with pytest.raises(Refused):
                define(sqlite_world, **given)

    @pytest.mark.parametrize("hidden", ["seen_by", "whole_for"])
    def test_a_field_that_the_owner_does_not_see_whole_is_unknown(
        self, sqlite_world: World, hidden: str
    ) -> None:
        given = DefineFieldInput(
            entity=FieldEntity.DOMAIN,
            code="score",
            kind=FieldKind.WHOLE,
            label="评分",
            label_en="Score",
            **{hidden: (Role.REGISTRY_ADMIN,)},
        )
        sqlite_world.perform(DEFINE_FIELD, "conac", [], given)
        condition = rule_input(condition="own_000000_score > 3")
        found = refusal(sqlite_world, DEFINE_RULE, condition, "gansu")
        assert found is ExpressionFault.UNKNOWN_NAME
        assert define(sqlite_world, "conac", condition="own_000000_score > 3")

    def test_a_value_breaks_no_rule_of_its_field(self, sqlite_world: World) -> None:
        field = DefineFieldInput(
            entity=FieldEntity.DOMAIN,
            code="grade",
            kind=FieldKind.WHOLE,
            label="等级",
            label_en="Grade",
            most="5",
        )
        sqlite_world.perform(DEFINE_FIELD, "gansu", [], field)
        for value in ("9", "甲"):
            with pytest.raises(Refused):
                define(sqlite_world, field="own_620000_grade", field_value=value)
        assert define(sqlite_world, field="own_620000_grade", field_value="5")


class TestTheTrial:
    def test_the_plan_tells_how_often_it_would_have_fired_and_for_which_rows(
        self, world: World
    ) -> None:
        before = trial(world, happening=PAYABLE).totals["firing_count"]
        renew(world, "a-due", "b-due")
        found = trial(world, happening=PAYABLE)
        assert found.totals["firing_count"] == before + 2
        (note,) = found.side_effects
        assert note.code is RuleNote.ROWS

    def test_a_date_is_tried_on_the_days_of_the_last_month(self, world: World) -> None:
        found = trial(world, happening="domain.date.expires_on", days=20)
        with_condition = trial(
            world, happening="domain.date.expires_on", days=20, condition="state == 'deleted'"
        )
        assert found.totals["row_count"] > 0
        assert with_condition.totals["row_count"] == 0

    def test_the_rows_of_another_province_are_not_tried(self, world: World) -> None:
        before = trial(world, "shaanxi", happening=PAYABLE).totals
        renew(world, "a-due")
        assert trial(world, "shaanxi", happening=PAYABLE).totals == before
