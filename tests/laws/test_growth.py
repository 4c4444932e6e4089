"""An entity and an action are added to a clone of the tree by CONTRIBUTING's two commands.

Everything else follows without another line: the migration, the laws, the pages, the API.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.laws.measure import tracked
from tests.support.texts.sources import ROOT

ENTITY = (
    *("entity", "seminar", "--noun", "seminars", "--label", "研讨会", "--label-en", "Seminar"),
    *("--field", "subject:text:required", "--word", "subject=主题/Subject"),
    *("--field", "held_on:date", "--word", "held_on=举办日期/Held on"),
    *("--field", "cost_fen:money", "--word", "cost_fen=预算费用/Budgeted cost"),
    *("--move", "hold:planned:held"),
    *("--word", "planned=待举办/Planned", "--word", "held=已举办/Held"),
)
ACTION = (
    *("action", "hold_seminar", "--entity", "seminar"),
    *("--label", "举办研讨会", "--label-en", "Hold a seminar"),
    *("--from-state", "planned", "--to-state", "held", "--set", "held_on"),
)
#: Laws that look at the whole tree.
LAWS = (
    "tests/laws/words/test_english_catalogue.py",
    "tests/laws/words/test_every_identifier_has_a_label.py",
    "tests/laws/access/test_every_mapper_is_scoped.py",
    "tests/laws/test_generated_docs.py",
    "tests/laws/rows/test_lifecycles_are_total.py",
    "tests/laws/rows/test_who_is_told.py::test_every_action_says_whom_it_tells_or_why_nobody",
    "tests/laws/test_mirror.py",
    "tests/laws/test_names.py",
    "tests/laws/words/test_no_bare_chinese.py",
    "tests/laws/words/test_no_bare_chinese_in_admin.py",
    "tests/laws/test_no_dead_code.py",
    "tests/laws/test_sizes.py",
)
#: What the scaffolds wrote, and what tries every list or action one by one.
GROWN = (
    "tests/models/seminars",
    "tests/actions/seminars",
    "tests/laws/growing.py",
    "tests/laws/access/test_permissions.py",
    "tests/laws/rows/test_forms_hold_no_state_or_money.py",
    "tests/laws/pages/test_every_screen_opens.py",
)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked files, as a repository of their own."""
    folder = tmp_path_factory.mktemp("growth") / "clone"
    for path in tracked():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    if (ROOT / ".mypy_cache").exists():
        shutil.copytree(ROOT / ".mypy_cache", folder / ".mypy_cache")
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "add", ".")
    return folder


def run(folder: Path, *command: str) -> str:
    """What a command prints in a folder; fails the test with it unless it ends well."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_commands_add_an_entity_and_an_action_that_keep_every_law(clone: Path) -> None:
    flask = (".venv/bin/flask", "--app", "wsgi")
    run(clone, "env", "APP_ENV=demo", *flask, "scaffold", *ENTITY)
    run(clone, "env", "APP_ENV=demo", *flask, "scaffold", *ACTION)
    run(clone, "git", "add", ".")

    run(clone, "make", "check")
    pytest_command = (".venv/bin/python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    run(clone, *pytest_command, *LAWS)
    assert " passed" in run(clone, *pytest_command, "-k", "seminar", *GROWN)
