"""The generated docs are up to date."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_app.cli.generated_docs import pages, write
from tests.support.texts.sources import ROOT

FOLDER = ROOT / "docs" / "generated"


def test_are_fresh(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        stale = write(FOLDER, pages(sqlite_app), is_check=True)
    assert stale == [], "make docs"


def test_hold_no_page_that_nobody_draws(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        assert {path.name for path in FOLDER.iterdir()} == set(pages(sqlite_app))


def test_are_caught_when_they_are_stale(
    sqlite_own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite_own_app.add_url_rule("/new", "new", lambda: "")
    with sqlite_own_app.app_context():
        assert write(FOLDER, pages(sqlite_own_app), is_check=True) == ["routes.txt"]
