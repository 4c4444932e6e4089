"""Every action says what each of its rows is to a clerk, or why it says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Action, NoRowFacts, RowFacts
from actions.core.context import Context
from actions.permissions import CATALOG
from admin_app import labels
from models.core.base import Base
from models.core.journal import Door
from models.offices.office import Office
from tests.admin_app.bulk.work import statements
from tests.laws.words.test_every_identifier_has_a_label import known_actions
from tests.support.pages.doors import Doors
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker

#: One action of each model: actions on one model share its function.
SAYING = {
    action.row_facts: action
    for action in known_actions()
    if not isinstance(action.row_facts, NoRowFacts)
}
every_kind = pytest.mark.parametrize("action", SAYING.values(), ids=lambda a: a.model.__name__)
_IDENTIFIER = re.compile(r"[a-z]+([_:][a-z0-9]+)+|#?\d{1,5}|\d{6}")
#: What a person typed may look like anything.
_TYPED = frozenset({"username", "years", "voucher_no", "invoice_code"})


def write_note(doors: Doors) -> None:
    """Notes and files stand beside rows, so no list of the world has any."""
    with doors.world.writing() as session:
        office = session.get_one(Office, doors.world.id("office-zhuoni"))
        Maker(session, office, NOW).attachment()


def rows_of(session: Session, action: Action[Any, Any, Any], most: int) -> list[Base]:
    model: Any = action.model
    return list(session.scalars(select(model).order_by(model.id).limit(most)))


def facts_of(
    session: Session, doors: Doors, action: Action[Any, Any, Any], rows: Sequence[Base]
) -> RowFacts:
    actor = doors.world.actor("conac")
    ctx = Context(session, actor, NOW, NOW.date(), Door.GRID)
    return action.row_facts(ctx, rows)


@pytest.mark.parametrize("action", known_actions(), ids=lambda action: action.key)
def test_every_action_says_what_its_rows_are_or_why_not(action: Action[Any, Any, Any]) -> None:
    if isinstance(action.row_facts, NoRowFacts):
        assert action.row_facts.reason
        assert action not in CATALOG or action.maximum_rows == 0
    else:
        assert action.maximum_rows > 0


@every_kind
def test_each_row_has_facts_that_a_person_can_read(
    peopled: Doors, action: Action[Any, Any, Any]
) -> None:
    write_note(peopled)
    with peopled.app.test_request_context(), peopled.world.session("conac") as session:
        rows = rows_of(session, action, 3)
        found = facts_of(session, peopled, action, rows)
        assert rows, "write one in tests/support/world/peopled.py"
        for row in rows:
            said = {name: value for name, value in found[row.id].items() if value is not None}
            assert said
            for name, value in said.items():
                assert not labels.fact_label(name).isascii(), name
                assert not name.endswith("_id"), name
                if isinstance(value, StrEnum):
                    assert not labels.word(value).isascii(), (name, value)
                elif isinstance(value, str) and name not in {*_TYPED, "action"}:
                    assert not _IDENTIFIER.fullmatch(value), (name, value)


@every_kind
def test_facts_take_the_same_statements_for_one_row_and_for_many(
    peopled: Doors, action: Action[Any, Any, Any]
) -> None:
    with peopled.world.session("conac") as session:
        many = rows_of(session, action, 50)
        counts = []
        for rows in (many[:1], many):
            with statements(peopled.world.engine) as sent:
                facts_of(session, peopled, action, rows)
            counts.append(len(sent))

    assert counts[0] <= 5
    assert counts[1] <= 5
