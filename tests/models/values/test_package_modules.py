"""Modules are found on disk, in one order, so that nobody lists them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.values.package_modules import package_modules


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package on disk with a module at its root and two in a folder."""
    name = "package_made_for_discovery"
    for folder in ("", "inner"):
        (tmp_path / name / folder).mkdir(parents=True)
        (tmp_path / name / folder / "__init__.py").touch()
    for module in ("zebra", "inner/second", "inner/first"):
        (tmp_path / name / f"{module}.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield name
    for loaded in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[loaded]


def test_modules_of_all_folders_are_found_in_order_of_name(package: str) -> None:
    found = [module.__name__.removeprefix(f"{package}.") for module in package_modules(package)]
    assert found == ["inner.first", "inner.second", "zebra"]


def test_an_unknown_package_raises(package: str) -> None:
    with pytest.raises(ModuleNotFoundError):
        list(package_modules(f"{package}.absent"))
