"""models/core/bulk_insert.py keeps the promises of a flush, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.core.bulk_insert import insert_rows
from models.core.journal import JournalChange, UncausedWriteError
from models.core.scope import OutOfScopeError
from models.offices.office import MailingAddress, Office
from tests.support.database.database_faults import statements
from tests.support.world.cast import World, writing

FIELDS = {"recipient": "张三", "phone": "1", "region": "甘肃", "detail": "一号"}


def address(world: World, office: str, **more: Any) -> dict[str, Any]:
    with world.session("conac") as session:
        row = session.get_one(Office, world.id(office))
        codes = {name: getattr(row, name) for name in ("province_code", "city_code", "office_code")}
    return {**FIELDS, **codes, "office_id": world.id(office), **more}


class TestInsertRows:
    def test_insert_rows_returns_keys_in_the_order_given(self, world: World) -> None:
        rows = [address(world, "office-zhuoni", postcode=f"74760{n}") for n in range(5)]
        with world.writing() as session:
            keys = insert_rows(session, MailingAddress, rows)
            found = [session.get_one(MailingAddress, key).postcode for key in keys]
        assert found == [row["postcode"] for row in rows]

    def test_insert_rows_writes_hundreds_of_rows_in_one_statement(self, world: World) -> None:
        rows = [address(world, "office-zhuoni")] * 300
        with world.writing() as session:
            before = insert_rows(session, MailingAddress, rows[:1])
            with statements(world.engine) as sent:
                keys = insert_rows(session, MailingAddress, rows)
        written = [sql for sql in sent if sql.startswith("INSERT INTO mailing_address")]
        assert len(written) == 1
        assert len(set(keys) - set(before)) == 300

    def test_insert_rows_dates_the_rows_and_tells_the_journal_each(self, world: World) -> None:
        with world.writing() as session:
            (key,) = insert_rows(session, MailingAddress, [address(world, "office-zhuoni")])
            row = session.get_one(MailingAddress, key)
            assert (row.row_version, row.is_default) == (1, False)
            assert row.created_at == row.updated_at
            change = session.scalars(
                select(JournalChange).where(
                    JournalChange.entity == "mailing_address", JournalChange.row_id == key
                )
            ).one()
        assert change.diff["recipient"] == [None, "张三"]
        assert change.diff["is_default"] == [None, False]
        assert "row_version" not in change.diff

    def test_insert_rows_refuses_without_a_cause(self, world: World) -> None:
        with world.session("conac") as session, pytest.raises(UncausedWriteError):
            insert_rows(session, MailingAddress, [address(world, "office-zhuoni")])

    def test_insert_rows_refuses_rows_of_another_office(self, world: World) -> None:
        clerk = world.actor("zhuoni")
        rows = [address(world, "office-lintan")]
        with (
            writing(world.engine, clerk.scope, clerk) as session,
            pytest.raises(OutOfScopeError),
        ):
            insert_rows(session, MailingAddress, rows)

    def test_insert_rows_refuses_a_foreign_key_out_of_scope(self, world: World) -> None:
        clerk = world.actor("zhuoni")
        rows = [address(world, "office-zhuoni", office_id=world.id("office-lintan"))]
        with (
            writing(world.engine, clerk.scope, clerk) as session,
            pytest.raises(OutOfScopeError),
        ):
            insert_rows(session, MailingAddress, rows)
