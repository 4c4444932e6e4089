"""A new entity and a new action cost three places each, as CONTRIBUTING promises."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.sources import ROOT


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_three_places_each_suffice(engine: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", engine, "tests/laws/growing.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-4000:]
    assert " passed" in told.stdout
