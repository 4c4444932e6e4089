"""The stylesheet contains every class that pages use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.texts.sources import ROOT

_LEFT_OUT = (ROOT / "scripts" / "tabler-left-out.txt").read_text(encoding="utf-8").split()
_SHEETS = sorted((ROOT / "admin_app" / "static" / "css").glob("*.css"))
_CLASS = re.compile(r'class="([^"]*)"')
_BRANCH = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def classes(source: str) -> set[str]:
    """The classes that a template's markup names outright."""
    return {name for found in _CLASS.findall(_BRANCH.sub(" ", source)) for name in found.split()}


class TestTabler:
    def test_tabler_has_every_class_that_a_template_names(self) -> None:
        """Where this fails: `npm ci --ignore-scripts && npm run vendor`."""
        missing = {
            (path.name, name)
            for path in (ROOT / "admin_app" / "templates").rglob("*.html")
            for name in classes(path.read_text(encoding="utf-8")) & set(_LEFT_OUT)
        }
        assert missing == set()

    def test_was_left_out_for_the_most_part(self) -> None:
        assert "accordion" in _LEFT_OUT

    def test_tabler_tells_of_a_class_that_is_missing(self) -> None:
        assert classes('<p class="accordion {% if x %}n{% endif %}">') >= {"accordion", "n"}


def test_the_trimmed_stylesheet_is_small() -> None:
    kept: Path = ROOT / "admin_app/static/vendor/tabler-core/tabler.min.css"
    assert kept.stat().st_size < 100_000


@pytest.mark.parametrize("path", _SHEETS, ids=lambda path: path.stem)
def test_a_stylesheet_closes_what_it_opens(path: Path) -> None:
    """One brace too few, as after a merge, and every rule below it is lost without a word."""
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert rules.count("{") == rules.count("}")
