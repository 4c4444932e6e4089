"""Files that docs/architecture.md and the README name are there."""

from __future__ import annotations

import re

import pytest

from tests.laws.measure import ROOT

_PATH = re.compile(r"`((?:models|actions|admin_app|seed|tests|docs)/[\w/.-]*)`")


def missing(text: str) -> list[str]:
    """The paths a text names between backticks that do not exist."""
    return [path for path in _PATH.findall(text) if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", ["docs/architecture.md", "README.md", "SECURITY.md"])
def test_every_file_the_page_names_exists(page: str) -> None:
    assert missing((ROOT / page).read_text(encoding="utf-8")) == []


def test_a_file_that_is_gone_is_found() -> None:
    assert missing("`models/core/gone.py`, `models/core/`") == ["models/core/gone.py"]
