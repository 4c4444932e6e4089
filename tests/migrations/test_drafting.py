"""What `make migration` writes for a new entity runs on both engines, there and back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from migrations.drafting import enum_checks
from models.core.base import Base
from tests.conftest import ROOT, Databases, alembic_config, migrate, open_engine

pytestmark = pytest.mark.slow


_COPIED = ("models", "migrations", "config.py", "wsgi.py", "pyproject.toml")
_LINKED = ("actions", "admin_app", "seed")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the program whose models have moved on."""
    for name in _COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    for name in _LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "tests/migrations/drafted_entity.py", tmp_path / "models/training.py")
    with (tmp_path / "models/__init__.py").open("a") as file:
        file.write("\nfrom models.training import Training as Training\n")
    return tmp_path


def draft(tree: Path, url: str, message: str) -> str:
    """What the command says; the file it writes stands in the copy."""
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "migrate", "-m", message],
        cwd=tree,
        env={**os.environ, "APP_ENV": "demo", "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def go(engine: Engine, tree: Path, revision: str) -> None:
    config = alembic_config(engine)
    config.set_main_option("script_location", str(tree / "migrations"))
    step = command.downgrade if revision == "-1" else command.upgrade
    step(config, revision)


def shape(engine: Engine) -> dict[str, object]:
    found = inspect(engine)
    return {
        "unit": {column["name"] for column in found.get_columns("unit")},
        "training": found.has_table("training"),
        "checks": {
            (check["name"])
            for table in ("unit", "training")
            if found.has_table(table)
            for check in found.get_check_constraints(table)
        },
    }


def test_a_drafted_check_is_the_one_that_the_models_make() -> None:
    """Also of columns whose names SQLite reserves."""
    drafted = 0
    for table in Base.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=sqlite.dialect()))
        for name, rule in enum_checks(table.name, list(table.columns)):
            assert f"CONSTRAINT {name} CHECK ({rule})" in made
            drafted += 1
    assert drafted


@pytest.mark.timeout(600)
class TestADraftedRevision:
    def test_a_drafted_revision_runs_there_and_back_and_leaves_nothing_to_draft(
        self, databases: Databases, tree: Path
    ) -> None:
        url = databases.empty()
        engine = open_engine(url)
        go(engine, tree, "head")
        before = shape(engine)
        numbers = {path.name[:4] for path in (tree / "migrations/versions").glob("[0-9]*.py")}

        draft(tree, url, "Add the training")
        (drafted,) = (tree / "migrations/versions").glob("*_add_the_training.py")
        go(engine, tree, "head")
        after = shape(engine)
        go(engine, tree, "-1")
        back = shape(engine)
        go(engine, tree, "head")
        again = draft(tree, url, "Add nothing")
        engine.dispose()

        assert drafted.name[:4] == f"{int(max(numbers)) + 1:04}"
        assert f"revision = '{drafted.name[:4]}'" in drafted.read_text()
        assert back == before
        assert after["training"] is True
        assert {"ck_unit_trainingstate", "ck_training_trainingstate", "ck_training_seats"} <= (
            after["checks"]
        )
        assert not list((tree / "migrations/versions").glob("*add_nothing*")), again

    @pytest.mark.parametrize(
        ("column", "told"),
        [
            ("String(9), nullable=False", "unit.extra is NOT NULL and has no server_default"),
            ('ForeignKey("training.id")', "SQLite changes no column, key or constraint of unit"),
        ],
    )
    def test_a_drafted_revision_is_refused_where_it_could_not_run(
        self, sqlite_databases: Databases, tree: Path, column: str, told: str
    ) -> None:
        url = sqlite_databases.empty()
        migrate(engine := open_engine(url))
        engine.dispose()
        with (tree / "models/training.py").open("a") as file:
            file.write(f"\nUnit.extra = mapped_column({column})\n")

        with pytest.raises(AssertionError, match=told):
            draft(tree, url, "Add the training")
