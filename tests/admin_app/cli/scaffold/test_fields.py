"""The fields of a new entity, as described or as a table has them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from sqlalchemy import create_engine, text

from admin_app.cli.scaffold.fields import KINDS, Field, described, reflected

TABLE = """
CREATE TABLE old_course (
  id INTEGER PRIMARY KEY,
  title VARCHAR(60) NOT NULL,
  begins_on DATE,
  is_open BOOLEAN NOT NULL,
  seats INTEGER,
  price_fen INTEGER NOT NULL,
  office_id INTEGER NOT NULL REFERENCES office (id),
  teacher_id INTEGER,
  drawing BLOB,
  created_at DATETIME
)
"""


def test_a_field_is_described_by_name_kind_and_whether_it_is_required() -> None:
    assert described("subject:text:required") == ("subject", "text", True)
    assert described("held_on:date") == ("held_on", "date", False)


@pytest.mark.parametrize(
    "text",
    ["subject", "Subject:text", "subject:poem", "subject:text:maybe", "cost_fen:money:required"],
)
def test_a_faulty_description_is_refused(text: str) -> None:
    with pytest.raises(click.UsageError, match=text):
        described(text)


def test_a_field_with_a_default_is_never_empty() -> None:
    assert Field("cost_fen", KINDS["money"]).annotation == "int"
    assert Field("held_on", KINDS["date"]).annotation == "dt.date | None"


def test_the_columns_of_a_table_become_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/old.sqlite3")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE office (id INTEGER PRIMARY KEY)"))
        connection.execute(text(TABLE))
    fields = [field for field, _comment in reflected(engine, "old_course")]
    engine.dispose()

    assert fields == [
        Field("title", KINDS["text"], is_required=True, length=60),
        Field("begins_on", KINDS["date"]),
        Field("is_open", KINDS["truth"], is_required=True),
        Field("seats", KINDS["number"]),
        Field("price_fen", KINDS["money"]),
    ]
    left_out = capsys.readouterr().out
    assert "office_id" in left_out
    assert "teacher_id" in left_out
    assert "drawing" in left_out


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/old.sqlite3")
    with pytest.raises(click.UsageError, match="no table old_course"):
        list(reflected(engine, "old_course"))
    engine.dispose()
