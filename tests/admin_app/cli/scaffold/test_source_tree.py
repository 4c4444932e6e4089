"""New files and changed lines of a source tree; nothing is overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest

from admin_app.cli.scaffold.source_tree import SourceTree
from tests.support.texts.sources import ROOT


@pytest.fixture
def tree(tmp_path: Path) -> SourceTree:
    """A tree with the folders of one noun and the contracts of this one."""
    for folder in ("models/units", "actions", "admin_app/labels/units", "admin_app/views"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return SourceTree(tmp_path)


def test_a_new_noun_has_a_package_and_a_layer(tree: SourceTree) -> None:
    for place in ("models", "actions", "admin_app/views"):
        tree.open_noun(place, "seminars")

    contracts = (tree.root / "pyproject.toml").read_text()
    assert '  "reports",\n  "seminars",\n' in contracts
    assert " : seminars" in contracts
    assert '  "actions.seminars.*",\n' in contracts
    for place in ("models", "actions", "admin_app/views"):
        assert (tree.root / place / "seminars/__init__.py").read_text().startswith('"""')


def test_a_noun_that_is_there_is_left_alone(tree: SourceTree) -> None:
    before = (tree.root / "pyproject.toml").read_text()
    tree.open_noun("models", "units")

    assert (tree.root / "pyproject.toml").read_text() == before


def test_words_stand_in_the_folder_of_their_noun_unless_it_is_a_module(tree: SourceTree) -> None:
    (tree.root / "admin_app/labels/billing.py").touch()

    assert tree.words_path("units", "course") == "admin_app/labels/units/course.py"
    assert tree.words_path("billing", "course") == "admin_app/labels/course.py"


def test_nothing_is_written_if_one_file_is_there(tree: SourceTree) -> None:
    (tree.root / "models/units/b.py").touch()

    with pytest.raises(click.UsageError, match=r"models/units/b\.py exists"):
        tree.write({"models/units/a.py": "words", "models/units/b.py": "words"})
    assert not (tree.root / "models/units/a.py").exists()


def test_a_line_without_a_place_is_refused(tree: SourceTree) -> None:
    with pytest.raises(click.UsageError, match=r"pyproject\.toml has no place for it"):
        tree.change("pyproject.toml", "no such line", "")
