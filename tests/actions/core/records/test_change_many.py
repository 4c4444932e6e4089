"""批量修改: change_many_unit, change_many_domain, change_many_mailing_address, change_many_user,
change_many_office, change_many_payment_mode.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Action
from actions.core.crud import RecordFieldError
from actions.core.input_fields import field_types
from actions.core.input_parsing import parse_input
from actions.core.records.change_many import (
    CHANGE_DOMAINS,
    CHANGE_MANY,
    CHANGE_UNITS,
    CHANGE_USERS,
    ChangeManyNote,
    ChangeManyRefusal,
)
from actions.core.records.editable import UNIT
from actions.core.refusal import Common, Refused
from actions.core.request_run import (
    RequestCheckInput,
    RequestRunInput,
    ranges_of,
    request_check_action,
    request_run_action,
)
from actions.permissions import grants_of
from actions.plan import plan
from admin_app.jobs.schedule import carry_on_run
from models.core.journal import JournalChange, JournalEntry
from models.units.unit import Unit
from models.users.user import User
from tests.support.world.cast import CLOCK, World

PHONE = {"field": "contact_phone", "value": "0941-3621234"}

every_change = pytest.mark.parametrize("action", CHANGE_MANY, ids=lambda action: action.key)


def given(action: Action[Any, Any, Any], **values: Any) -> Any:
    """The input, as it is typed."""
    return parse_input(action.input, values)


def units(world: World, *names: str) -> list[int]:
    return [world.id(name) for name in names or ("unit-a", "unit-b")]


def refusals(world: World, username: str, ids: list[int], **values: Any) -> list[Any]:
    """Code of the refusal of each row, or None, as a plan shows them."""
    with world.session(username) as session:
        asked = given(CHANGE_UNITS, **values)
        found = plan(session, CHANGE_UNITS, ids, asked, world.caller(username))
        return [verdict.refusal and verdict.refusal.code for verdict in found.verdicts]


@every_change
def test_fields_are_those_of_the_ordinary_edit(action: Action[Any, Any, Any]) -> None:
    editable = CHANGE_MANY[action]
    fields = {each.value for each in field_types(action.input)["field"]}  # type: ignore[attr-defined]
    assert fields <= set(editable.fields)
    assert grants_of(action) == editable.grants


def test_money_state_and_scope_can_never_be_offered() -> None:
    for name in ("state", "office_code", "row_version"):
        forged = dataclasses.replace(UNIT, fields=(name,))
        with pytest.raises(RecordFieldError):
            forged.edit((name,))


def test_each_row_has_a_line_of_history_of_its_own(world: World) -> None:
    ids = units(world)
    world.perform(CHANGE_UNITS, "zhuoni", ids, given(CHANGE_UNITS, **PHONE))
    with world.session() as session:
        changes = session.scalars(
            select(JournalChange)
            .join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
            .where(JournalEntry.action == "change_many_unit")
        ).all()
    assert sorted(change.row_id for change in changes) == sorted(ids)
    assert all(change.diff["contact_phone"][1] == PHONE["value"] for change in changes)


def test_plan_and_receipt_show_the_old_and_the_new_value(world: World) -> None:
    ids = units(world)
    asked = given(CHANGE_UNITS, field="short_name", value="教育局")
    with world.session("zhuoni") as session:
        found = plan(session, CHANGE_UNITS, ids, asked, world.caller("zhuoni"))
        shown = [found.facts_of(key)["short_name"] for key in ids]
    assert all(str(each).endswith(" → 教育局") for each in shown)
    outcome = world.perform(CHANGE_UNITS, "zhuoni", ids, asked)
    assert [row.facts["short_name"] for row in outcome.rows] == shown
    assert outcome.totals["row_count"] == len(ids)


def test_a_row_that_has_the_value_already_is_refused(world: World) -> None:
    ids = units(world)
    world.perform(CHANGE_UNITS, "zhuoni", ids[:1], given(CHANGE_UNITS, **PHONE))
    assert refusals(world, "zhuoni", ids, **PHONE) == [ChangeManyRefusal.UNCHANGED, None]


@pytest.mark.parametrize(
    "values",
    [
        {"field": "contact_phone", "value": "no number"},
        {"field": "contact_email", "value": "not an address"},
        {"field": "short_name", "value": "甲" * 500},
    ],
)
def test_a_value_that_the_ordinary_edit_refuses_is_refused_at_its_field(
    world: World, values: dict[str, str]
) -> None:
    ids = units(world)
    with world.session("zhuoni") as session:
        asked = given(CHANGE_UNITS, **values)
        found = plan(session, CHANGE_UNITS, ids, asked, world.caller("zhuoni"))
    assert {v.refusal.at for v in found.verdicts if v.refusal} == {"value"}
    assert all(verdict.refusal for verdict in found.verdicts)


def test_what_may_not_be_empty_is_not_cleared(world: World) -> None:
    columns: Any = Unit.__table__.c
    required = next(name for name in UNIT.fields if not columns[name].nullable)
    assert None not in refusals(world, "zhuoni", units(world), field=required, value="")


def test_what_is_replaced_or_cleared_is_a_warning_to_be_ticked(world: World) -> None:
    ids = units(world)
    world.perform(CHANGE_UNITS, "zhuoni", ids, given(CHANGE_UNITS, **PHONE))
    for value, code in (("0941-3620000", ChangeManyNote.OVERWRITES), ("", ChangeManyNote.CLEARS)):
        asked = given(CHANGE_UNITS, field="contact_phone", value=value)
        with world.session("zhuoni") as session:
            found = plan(session, CHANGE_UNITS, ids, asked, world.caller("zhuoni"))
        notes = {note.code: note.facts["count"] for note in found.preview.warnings}
        assert notes in ({code: 2}, {})
    with pytest.raises(Refused) as raised:
        world.perform(
            CHANGE_UNITS,
            "zhuoni",
            ids,
            given(CHANGE_UNITS, field="contact_phone", value="0941-3620000"),
            ticks=False,
        )
    assert raised.value.first.code == Common.TICK_MISSING


def test_rows_of_another_office_do_not_exist(world: World) -> None:
    ids = units(world, "unit-a", "unit-c", "unit-s")
    assert refusals(world, "zhuoni", ids, **PHONE)[1:] == [Common.NOT_FOUND] * 2


@pytest.mark.parametrize("username", ["zhuoni-viewer", "zhuoni-cashier", "conac-finance"])
def test_who_may_not_edit_one_may_not_edit_many(world: World, username: str) -> None:
    with pytest.raises(Refused) as raised:
        world.perform(CHANGE_UNITS, username, units(world), given(CHANGE_UNITS, **PHONE))
    assert raised.value.first.code == Common.FORBIDDEN


def test_names_and_users_are_changed_too(world: World) -> None:
    purpose = given(CHANGE_DOMAINS, field="purpose", value="门户网站")
    assert world.perform(CHANGE_DOMAINS, "zhuoni", [world.id("a-due"), world.id("a-far")], purpose)
    email = given(CHANGE_USERS, field="email", value="desk@office.example")
    with world.session() as session:
        key = session.scalar(select(User.id).where(User.username == "zhuoni-viewer"))
    assert key is not None
    assert world.perform(CHANGE_USERS, "zhuoni", [key], email)


def test_a_large_selection_is_checked_and_changed_in_the_background(world: World) -> None:
    ids = units(world)
    grants, rows = grants_of(CHANGE_UNITS), ranges_of(ids)
    values = {"field": "legal_representative", "value": "王某"}
    check = RequestCheckInput("change_many_unit", rows, values)
    checking = request_check_action("unit", grants)
    check_id = world.perform(checking, "zhuoni", [], check).totals["run_id"]
    assert carry_on_run(world.engine, check_id, CLOCK)
    asked = RequestRunInput("change_many_unit", rows, values, check_id, leaves_out=True)
    asking = request_run_action("unit", grants)
    run_id = world.perform(asking, "zhuoni", [], asked).totals["run_id"]
    assert carry_on_run(world.engine, run_id, CLOCK)
    with world.session() as session:
        found = session.scalars(select(Unit.legal_representative).where(Unit.id.in_(ids)))
        assert set(found) == {"王某"}
