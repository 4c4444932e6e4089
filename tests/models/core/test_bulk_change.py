"""Many rows change in one statement as the flush would change each of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from models.core.bulk_change import ROWS_OF_A_STATEMENT, change_rows
from models.core.journal import JournalChange
from models.domains.domain import Domain
from tests.support.world.cast import NOW, World, writing

HERE = {"province_code": "620000", "city_code": "623000", "office_code": "623022"}
THERE = {**HERE, "office_code": "623021"}


def test_rows_get_their_values_a_version_and_a_journaled_change_each(world: World) -> None:
    keys = [world.id("a-due"), world.id("b-due")]
    with world.writing() as session:
        before = {key: session.get_one(Domain, key).row_version for key in keys}
        assert change_rows(session, Domain, keys, HERE, THERE) == 2
        for key in keys:
            row = session.get_one(Domain, key)
            # The rows of the session are as they are in the database.
            assert (row.office_code, row.row_version) == ("623021", before[key] + 1)
            assert row.updated_at == NOW
    with world.session() as session:
        wanted = select(JournalChange).order_by(JournalChange.id.desc()).limit(2)
        changes = session.scalars(wanted).all()
        assert {change.row_id for change in changes} == set(keys)
        assert {change.office_code for change in changes} == {"623021"}
        assert {change.unit_id for change in changes} == {world.id("unit-a"), world.id("unit-b")}
        assert all(change.diff == {"office_code": ["623022", "623021"]} for change in changes)


def test_a_row_that_is_not_as_it_was_refuses_the_whole_change(world: World) -> None:
    keys = [world.id("a-due"), world.id("c-due")]  # The second is Lintan's.
    with pytest.raises(StaleDataError), world.writing() as session:
        change_rows(session, Domain, keys, HERE, THERE)
    with world.session() as session:
        assert session.get_one(Domain, keys[0]).office_code == "623022"


def test_a_session_with_a_narrower_scope_is_refused(sqlite_world: World) -> None:
    actor, engine = sqlite_world.actor("gansu"), sqlite_world.engine
    with pytest.raises(AssertionError), writing(engine, actor.scope, actor) as session:
        change_rows(session, Domain, [sqlite_world.id("a-due")], HERE, THERE)


def test_more_rows_than_one_statement_takes_are_changed_in_parts(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.core.bulk_change.ROWS_OF_A_STATEMENT", 3)
    assert ROWS_OF_A_STATEMENT > 3
    with sqlite_world.writing() as session:
        keys = session.scalars(select(Domain.id).where(Domain.office_code == "623022")).all()
        assert change_rows(session, Domain, keys, HERE, THERE) == len(keys) > 3
    with sqlite_world.session() as session:
        left = select(Domain.id).where(Domain.office_code == "623022")
        assert session.scalars(left).all() == []
