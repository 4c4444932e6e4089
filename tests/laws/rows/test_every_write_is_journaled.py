"""Law 7: no write without a journal entry, and every changed row is in the journal."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import select, text

from models.core.base import Base
from models.core.journal import JournalChange, Operation
from models.offices.office import Office
from tests.support.texts.sources import calls, modules
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import WRITTEN_BY_THE_JOURNAL, Maker, make_any

#: The one table that is filled by no flush.
COUNTED_NOT_TOLD = {"counter": "How far an office has counted is no fact of anybody's record."}

#: Files that reach past the session, where no listener sees what they do → why.
PAST_THE_SESSION = {
    "actions/perform.py": "Asks for the transaction that says it will write.",
    "admin_app/auth/current_actor.py": "Finds the caller before there is a scope; reads only.",
    "admin_app/auth/unsent_form.py": "Finds whose session ended, with no caller; reads only.",
    "admin_app/grid/exporting/csv_list.py": "Streams the rows of a scoped statement; reads only.",
    "models/core/bulk_change.py": "Changes many rows alike, and writes their journal beside them.",
    "models/core/bulk_insert.py": "Writes many new rows and their journal in two statements.",
    "models/core/engine.py": "Begins SQLite's transactions itself.",
    "models/core/write_probe.py": "Proves that the disk takes a write; nothing of it stays.",
    "models/core/change_listener.py": "Writes the changes themselves, and recalls old values.",
    "models/core/own_values.py": "Keeps the index of values that the journal tells of.",
    "models/core/search_index.py": "Keeps the bigrams of rows that the journal tells of.",
    "seed/bulk/build.py": "Fills a world of a million rows under one entry of its own.",
    "seed/bulk/writer.py": "The writer of that world.",
}
_WAYS = (
    "connection",
    "exec_driver_sql",
    "bulk_save_objects",
    "bulk_insert_mappings",
    "bulk_update_mappings",
    "raw_connection",
)


def untold(world: World) -> dict[str, set[int]]:
    """Table → keys of rows that no journal entry tells the birth of."""
    with world.session() as session:
        told = session.execute(
            select(JournalChange.entity, JournalChange.row_id).where(
                JournalChange.operation == Operation.INSERT
            )
        )
        births = {tuple(row) for row in told}
        missing: dict[str, set[int]] = {}
        for mapper in Base.registry.mappers:
            model = mapper.class_
            if model.__name__ in WRITTEN_BY_THE_JOURNAL:
                continue
            keys = set(session.scalars(select(model.id)))
            missing[model.__tablename__] = {
                key for key in keys if (model.__tablename__, key) not in births
            }
    return {table: keys for table, keys in missing.items() if keys}


def make_all(world: World) -> None:
    """A row of every entity."""
    with world.writing() as session:
        maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
        for mapper in Base.registry.mappers:
            if mapper.class_.__name__ not in WRITTEN_BY_THE_JOURNAL:
                make_any(maker, mapper.class_)


def test_the_journal_tells_of_a_row_of_every_entity(world: World) -> None:
    make_all(world)

    assert set(untold(world)) <= set(COUNTED_NOT_TOLD)
    with world.session() as session:
        for mapper in Base.registry.mappers:
            if mapper.class_.__name__ not in {*WRITTEN_BY_THE_JOURNAL, "JournalReceipt"}:
                assert session.scalars(select(mapper.class_)).first() is not None, mapper


def test_a_row_written_behind_its_back_is_found(world: World) -> None:
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO setting (name, value, row_version, created_at, updated_at)"
                " VALUES ('x', '{}', 1, '2026-06-10', '2026-06-10')"
            )
        )

    assert set(untold(world)) == {"setting"}


def reaching_past(path: str, tree: ast.Module) -> set[str]:
    return {path} if calls(tree, *_WAYS) else set()


def test_only_known_files_reach_past_the_session() -> None:
    found: set[str] = set()
    for path, tree in modules("models", "actions", "seed", "admin_app"):
        found |= reaching_past(path, tree)

    assert found <= set(PAST_THE_SESSION), found - set(PAST_THE_SESSION)
    assert {path for path in PAST_THE_SESSION if path.startswith(("models", "actions"))} <= found


@pytest.mark.parametrize(
    "line", ["ctx.session.connection().execute(x)", "session.bulk_save_objects([])"]
)
def test_a_verb_that_reaches_past_it_is_found(line: str) -> None:
    assert reaching_past("actions/domains/renew.py", ast.parse(line)) == {
        "actions/domains/renew.py"
    }
