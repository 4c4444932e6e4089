"""Until the input is filled in, no plan computes anything from it, whatever the action."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.activities import UNLISTED
from actions.core.action import Action
from actions.core.actor import Caller
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.core.result import Preview
from actions.core.unfilled_input import UNFILLED
from actions.permissions import CATALOG, grants_of
from actions.plan import plan
from admin_app.forms.action_form import texts
from admin_app.views import GRIDS
from models.core.clock import FixedClock
from models.core.journal import Door
from models.users.user import Role
from tests.support.pages.doors import Doors, told
from tests.support.texts.sources import ROOT
from tests.support.world.cast import NOW

LOGINS = (
    "zhuoni",
    "gansu",
    "conac-finance",
    "conac",
    "conac-review",
    "unit-a",
)
LISTED = {grid.model for grid in GRIDS.values()}
#: The actions whose plan a person can open on rows of a list.
WITH_ROWS = [
    action
    for action in CATALOG
    if action.maximum_rows and action.model in LISTED and grants_of(action).keys() - {Role.SYSTEM}
]
every_action = pytest.mark.parametrize("action", WITH_ROWS, ids=lambda action: action.key)


def is_required(action: Action[Any, Any, Any]) -> bool:
    """Whether the empty form is refused."""
    try:
        parse_input(action.input, {})
    except Refused:
        return True
    return False


def some_rows(doors: Doors, action: Action[Any, Any, Any]) -> tuple[str, list[int]]:
    """A login that may run it, and rows that it sees."""
    model: Any = action.model
    for username in LOGINS:
        if doors.world.actor(username).role not in grants_of(action):
            continue
        with doors.world.session(username) as session:
            ids = list(session.scalars(select(model.id).order_by(model.id).limit(2)))
        if ids:
            return username, ids[: action.maximum_rows]
    raise AssertionError("the cast has a login and rows for every action")


@every_action
def test_unfilled_plan_computes_nothing(
    sqlite_peopled: Doors, action: Action[Any, Any, Any]
) -> None:
    username, ids = some_rows(sqlite_peopled, action)
    caller = Caller(sqlite_peopled.world.actor(username), Door.GRID, FixedClock(NOW))
    with sqlite_peopled.world.session(username) as session:
        found = plan(session, action, ids, UNFILLED, caller)
        opened = plan(session, action, ids, None, caller)
    for seen in (found, *([] if opened.is_filled else [opened])):
        assert dataclasses.replace(seen.preview, totals={}) == Preview()
        assert not seen.preview.totals or action.row_totals is not None
        assert seen.refusal is None
        assert seen.row_facts.keys() == set(ids)
    if opened.is_filled:
        parse_input(action.input, texts(opened.given))


@every_action
def test_plan_opened_with_nothing_typed_shows_no_figure_that_depends_on_it(
    sqlite_peopled: Doors, action: Action[Any, Any, Any]
) -> None:
    username, ids = some_rows(sqlite_peopled, action)
    page = sqlite_peopled.plan(action, username, ids)
    if page.status_code != 200 or not is_required(action):
        return
    text, said = page.get_data(as_text=True), told(page)
    suggests = action.suggest is not None and "可以办理" in said
    if suggests:
        return
    assert "填写后核对" in said or "✕" in said
    assert "✓" not in text.partition('id="judged"')[2]
    assert "大写" not in said
    assert "确认后，系统将" not in said
    assert '<dl class="totals">' not in text or action.row_totals is not None


@every_action
def test_api_plan_without_required_input_is_refused_at_the_field(
    sqlite_peopled: Doors, action: Action[Any, Any, Any]
) -> None:
    if not is_required(action):
        return
    username, ids = some_rows(sqlite_peopled, action)
    header = sqlite_peopled.bearer(username)
    answer = sqlite_peopled.app.test_client().post(
        f"/api/actions/{action.key}/plan", json={"ids": ids, "input": {}}, headers=header
    )
    assert answer.status_code == 422
    body = answer.get_json()["error"]
    assert body["inputs"]
    assert {f.name for f in dataclasses.fields(action.input)} >= {
        name.partition(".")[0] for name in body["inputs"]
    }
    assert "totals" not in body


def own_names() -> set[str]:
    """The names of the fields that every plan has besides the action's."""
    templates = (ROOT / "admin_app/templates/grid/planning").glob("*.html")
    found = {
        name
        for path in templates
        for name in re.findall(r'name="([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    return found | {"action", "back", "typed"}


def test_no_field_of_an_input_has_the_name_of_one_of_the_plan() -> None:
    assert {"key", "selection", "csrf_token"} <= own_names()
    taken = {
        action.key: names
        for action in (*CATALOG, *UNLISTED)
        if (names := {f.name for f in dataclasses.fields(action.input)} & own_names())
    }
    assert taken == {}, "one of the two would be read for the other"
