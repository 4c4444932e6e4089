"""Laws 2 and 3: verbs stand alone, imports flow one way. The contracts are in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.texts.sources import ROOT

PACKAGES = ("admin_app", "seed", "actions", "models")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept() -> None:
    told = lint(ROOT)

    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("models/billing/order.py", "import actions.core.action", "Imports flow one way"),
        ("actions/domains/renew.py", "import seed.reference.divisions", "Imports flow one way"),
        ("actions/domains/renew.py", "import flask", "The rules know no web framework"),
        ("models/billing/fee.py", "import config", "The rules know no web framework"),
        (
            "actions/domains/renew.py",
            "import actions.billing.charge",
            "Verbs do not import each other",
        ),
        ("admin_app/files/csv_writer.py", "import admin_app.grid.spec", "The interface is built"),
        (
            "admin_app/grid/listing/page.py",
            "import admin_app.grid.record.page",
            "A list comes before",
        ),
        (
            "admin_app/pages/units/coverage.py",
            "import admin_app.pages.domains.budget",
            "Pages of one noun",
        ),
    ],
)
def test_a_contract_that_is_broken_is_named(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("static", "templates", "translations", "__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    for name in ("pyproject.toml", "config.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    with (tmp_path / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    told = lint(tmp_path)

    assert told.returncode == 1
    broken = [words for words in told.stdout.splitlines() if " BROKEN" in words]
    assert any(words.startswith(contract) for words in broken), told.stdout
