"""A step back keeps every row or is refused by name: the mechanism, tried on a later revision."""

from __future__ import annotations

import inspect
import re
import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from migrations.losses import walk_back
from models.core.database_guards import missing_triggers
from tests.conftest import ROOT, alembic_config
from tests.support.database.database_digest import digest
from tests.support.world.cast import World

pytestmark = pytest.mark.slow


HEAD = str(ScriptDirectory(str(ROOT / "migrations")).get_current_head())

#: Adds a table and four columns, and allows two award rules of a province to begin on one day.
LATER = f"""
import sqlalchemy as sa
from alembic import op

revision = "9998_later"
down_revision = "{HEAD}"

LOSSES = {{"later": "what was entered later", "unit.fax": "the fax numbers"}}
KEPT_ALWAYS = {{"invoice_lot.given": "the same number could be given a second time"}}
RESTORED = {{"unit.shouted": "upper(name)"}}
INDEX = "ix_award_rule_province_code_valid_from"


def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("unit", sa.Column("fax", sa.String(20), server_default="-", nullable=False))
    op.add_column("unit", sa.Column("shouted", sa.String(60)))
    op.execute("UPDATE unit SET shouted = upper(name)")
    op.add_column("invoice_lot", sa.Column("given", sa.Integer()))
    op.drop_index(INDEX, "award_rule")


def downgrade():
    op.create_index(INDEX, "award_rule", ["province_code", "valid_from"], unique=True)
    op.drop_column("invoice_lot", "given")
    op.drop_column("unit", "shouted")
    op.drop_column("unit", "fax")
    op.drop_table("later")
"""

#: Says nothing of what it loses, and deletes rows on the way back.
LATEST = """
import sqlalchemy as sa
from alembic import op

revision = "9999_latest"
down_revision = "9998_later"


def upgrade():
    op.create_table("latest", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.execute("DELETE FROM saved_view")
    op.drop_table("latest")
"""

_RULE = (
    "INSERT INTO award_rule (rate_bp, valid_from, province_code, city_code, office_code,"
    " row_version, created_at, updated_at) VALUES (100, '2030-01-01', '620000', '620000',"
    " '620000', 1, '2026-06-01 00:00:00', '2026-06-01 00:00:00')"
)
_SAVED_VIEW = (
    "INSERT INTO saved_view (user_id, entity, name, state, is_shared, is_default, province_code,"
    " city_code, office_code, row_version, created_at, updated_at) SELECT min(id), 'unit', 'A',"
    " '{}', false, false, '620000', '623000', '623022', 1, '2026-06-01 00:00:00',"
    " '2026-06-01 00:00:00' FROM \"user\""
)


def standing(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def run_sql(engine: Engine, *statements: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


class Steps:
    """The world's database at the later revisions."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self._run(command.upgrade, "head")

    def back(self, to: str, *said: str) -> None:
        self._run(command.downgrade, to, *said)

    def up(self) -> None:
        self._run(command.upgrade, "head")

    def _run(self, step: object, to: str, *said: str) -> None:
        assert callable(step)
        config = alembic_config(self.engine)
        config.set_main_option("script_location", str(self.folder))
        config.cmd_opts = Namespace(x=list(said))
        step(config, to)


@pytest.fixture
def steps(world: World, tmp_path: Path) -> Steps:
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder)
    (folder / "versions" / "9998_later.py").write_text(dedent(LATER))
    (folder / "versions" / "9999_latest.py").write_text(dedent(LATEST))
    return Steps(world.engine, folder)


class TestAStepBackThatLosesNothing:
    def test_a_step_back_that_loses_nothing_is_taken_and_up_again_with_every_row_and_guard(
        self, steps: Steps
    ) -> None:
        before = digest(steps.engine)

        steps.back(HEAD)
        assert standing(steps.engine) == HEAD
        steps.up()

        assert digest(steps.engine) == before
        with steps.engine.connect() as connection:
            assert missing_triggers(connection) == []


class TestAStepBackThatLosesSomething:
    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("INSERT INTO later (id) VALUES (1)", "9998_later: table later, 1 rows: what was"),
            (
                "UPDATE unit SET fax = '5' WHERE id = (SELECT min(id) FROM unit)",
                "column unit.fax, 1 rows: the fax numbers",
            ),
            (
                "UPDATE unit SET shouted = 'X' WHERE id = (SELECT min(id) FROM unit)",
                "column unit.shouted, 1 rows",
            ),
            ("INSERT INTO latest (id) VALUES (1)", "9999_latest: table latest, 1 rows"),
            (_SAVED_VIEW, "deletes rows on the way back: table saved_view, 1 rows"),
        ],
    )
    def test_a_step_back_that_loses_something_is_refused_by_name_and_taken_when_told_to(
        self, steps: Steps, written: str, name: str
    ) -> None:
        run_sql(steps.engine, written)
        rows = digest(steps.engine)

        with pytest.raises(RuntimeError, match=name):
            steps.back(HEAD)

        assert (standing(steps.engine), digest(steps.engine)) == ("9999_latest", rows)
        steps.back(HEAD, "discard_history=yes")
        assert standing(steps.engine) == HEAD

    def test_a_step_back_that_loses_something_tells_how_far_it_may_go(self, steps: Steps) -> None:
        run_sql(steps.engine, "INSERT INTO later (id) VALUES (1)")

        with pytest.raises(RuntimeError) as refused:
            steps.back(HEAD)

        assert "so nothing was changed" in str(refused.value)
        assert "`flask db downgrade 9998_later` goes back as far" in str(refused.value)
        assert "-x discard_history=yes" in str(refused.value)

    @pytest.mark.parametrize("said", [(), ("discard_history=yes",)])
    @pytest.mark.parametrize(
        ("written", "name"),
        [
            (
                ["UPDATE invoice_lot SET given = 5 WHERE id = (SELECT min(id) FROM invoice_lot)"],
                "column invoice_lot.given, 1 rows: the same number could be given a second time",
            ),
            ([_RULE, _RULE], "table award_rule, 2 rows: the older schema forbids them: one row"),
        ],
    )
    def test_a_downgrade_that_would_break_numbers_or_rules_is_refused_even_when_forced(
        self, steps: Steps, written: list[str], name: str, said: tuple[str, ...]
    ) -> None:
        run_sql(steps.engine, *written)
        rows = digest(steps.engine)

        with pytest.raises(RuntimeError, match=name) as refused:
            steps.back(HEAD, *said)

        assert "cannot be discarded" in str(refused.value)
        assert (standing(steps.engine), digest(steps.engine)) == ("9999_latest", rows)


def unsaid_deletions() -> Iterator[tuple[str, str]]:
    """(revision, table) of rows that a downgrade makes fit the older schema, and says nothing of.

    Without a word in `LOSSES` such a downgrade is refused as one that nobody can take.
    """
    script = ScriptDirectory(str(ROOT / "migrations"))
    steps: list[Any] = [SimpleNamespace(revision=each) for each in script.walk_revisions()]
    for revision, before, after in walk_back(steps, script):
        source = inspect.getsource(revision.module.downgrade)
        changed = set(re.findall(r"(?:DELETE FROM|UPDATE) (\w+)", source))
        narrowed = {table for table, _rule in after.rules.keys() - before.rules.keys()}
        for table in (changed & narrowed) - getattr(revision.module, "LOSSES", {}).keys():
            yield revision.revision, table


def test_every_downgrade_says_what_it_deletes_or_changes_for_the_older_schema() -> None:
    assert list(unsaid_deletions()) == []
