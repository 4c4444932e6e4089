"""批量修改 of fields of one's own: in words on every page, by the rules of their definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.records.change_many import CHANGE_UNITS
from actions.core.request_run import (
    RequestCheckInput,
    RequestRunInput,
    ranges_of,
    request_check_action,
    request_run_action,
)
from actions.permissions import grants_of
from admin_app.jobs.schedule import carry_on_run
from models.definitions.own_field import FieldKind
from models.units.unit import Unit
from tests.admin_app.api.test_actions import Program, program
from tests.admin_app.api.test_record_edits import WORDS, said
from tests.admin_app.grid.test_own_fields import define, fill
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import carried, ticked
from tests.support.world.cast import CLOCK, NOW, World

__all__ = ["program"]
Programs = Callable[[str], Program]
SignIn = Callable[[str], Clerk]


def test_plan_and_receipt_show_old_and_new_in_words(world: World, clerk: SignIn) -> None:
    name = define(world, kind=FieldKind.CHOICE, choices=WORDS)
    ids = [world.id("unit-a"), world.id("unit-b")]
    county = clerk("zhuoni")
    fill(county, ids[0], **{name: "red"})
    url = "/admin/unit/action/?action=change_many_unit"
    asked = county.post(url, {"ids": [str(i) for i in ids], "key": "", "field": name})
    assert name in asked.get_data(as_text=True)
    form = {**carried(asked), "field": name, "value": "blue"}
    planned = county.post(url, form)
    page = planned.get_data(as_text=True)
    assert "红色 → 蓝色" in page, page[page.index("<main") :][:6000]
    assert "— → 蓝色" in page
    assert "own_values" not in page
    chosen = {"field": name, "value": "blue", "confirm": "1"}
    done = county.post(url, {**ticked(planned), **chosen})
    assert done.status_code == 303, done.get_data(as_text=True)[-4000:]
    receipt = county.get(done.location).get_data(as_text=True)
    assert "印章编号" in receipt
    assert "红色 → 蓝色" in receipt
    with world.session() as session:
        rows = session.scalars(select(Unit.own_values).where(Unit.id.in_(ids)))
        assert [list(values.values()) for values in rows] == [["blue"], ["blue"]]


@pytest.mark.parametrize(
    ("given", "value", "why"),
    [
        ({"kind": FieldKind.WHOLE, "most": "5"}, "6", "5"),
        ({"kind": FieldKind.DATE}, "x", "年-月-日"),
        ({"required_from": NOW.date()}, "", "必须填写"),
        ({"is_unique": True}, "甲", "不得重复"),
        ({"kind": FieldKind.CHOICE, "choices": WORDS}, "green", ""),
    ],
)
def test_the_rules_of_the_definition_hold(
    given: dict[str, Any], value: str, why: str, world: World, program: Programs
) -> None:
    name = define(world, **given)
    ids = [world.id("unit-a"), world.id("unit-b")]
    body = {"ids": ids, "input": {"field": name, "value": value}, "key": "b1"}
    refused = program("zhuoni").act("change_many_unit", body)
    assert refused.status_code == 422
    assert why in said(refused)


def test_a_field_of_another_province_is_no_choice(world: World, program: Programs) -> None:
    name = define(world, "shaanxi")
    body = {"ids": [world.id("unit-a")], "input": {"field": name, "value": "x"}, "key": "b2"}
    refused = program("zhuoni").act("change_many_unit", body)
    assert refused.status_code == 422
    assert "印章编号" not in said(refused)


def test_a_background_run_knows_the_fields_of_who_asked(world: World) -> None:
    name, ids = define(world), [world.id("unit-a"), world.id("unit-b")]
    values, grants = {"field": name, "value": "甲-5"}, grants_of(CHANGE_UNITS)
    check = RequestCheckInput(CHANGE_UNITS.key, ranges_of(ids), values)
    checking = request_check_action("unit", grants)
    check_id = world.perform(checking, "zhuoni", [], check).totals["run_id"]
    assert carry_on_run(world.engine, check_id, CLOCK)
    asked = RequestRunInput(CHANGE_UNITS.key, ranges_of(ids), values, check_id, leaves_out=True)
    asking = request_run_action("unit", grants)
    run_id = world.perform(asking, "zhuoni", [], asked).totals["run_id"]
    assert carry_on_run(world.engine, run_id, CLOCK)
    with world.session() as session:
        rows = session.scalars(select(Unit.own_values).where(Unit.id.in_(ids)))
        assert [list(found.values()) for found in rows] == [["甲-5"], ["甲-5"]]
