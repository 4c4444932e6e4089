"""Test files mirror modules; a module without its own test names the tests that cover it."""

from __future__ import annotations

from pathlib import Path

from tests.laws.untested_alone import ALIKE, ONE_BY_ONE

ROOT = Path(__file__).resolve().parents[2]
MIRRORED = ("models", "actions", "admin_app", "seed", "migrations")
#: What crosses modules: laws of all of them, journeys through many, and what tests stand on.
ACROSS = ("laws", "journeys", "browser", "races", "year", "support", "admin_app/bulk")


def modules() -> dict[str, str]:
    """Each module's path and its test's, both from the root; a package counts by its name."""
    found = {"serving.py": "tests/test_serving.py"}
    for room in MIRRORED:
        for path in sorted((ROOT / room).rglob("*.py")):
            module = path.relative_to(ROOT)
            name = module if module.name != "__init__.py" else module.parent
            found[str(module)] = str(Path("tests", name.parent, f"test_{name.stem}.py"))
    return found


def mirroring() -> set[str]:
    """The path of every test that is to mirror a module."""
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if not str(path.relative_to(ROOT / "tests")).startswith(tuple(f"{x}/" for x in ACROSS))
    }


def excepted() -> dict[str, str]:
    """Each module that has no test of its own, with the reason."""
    return {
        f"{folder}/{name}.py": reason
        for folder, (reason, names) in ONE_BY_ONE.items()
        for name in names.split()
    }


def test_every_test_stands_where_its_module_stands() -> None:
    strays = mirroring() - set(modules().values())
    assert not strays, f"name them after the module they try, or move them: {sorted(strays)}"


def test_every_module_has_its_test_or_a_reason() -> None:
    bare = {
        module
        for module, test in modules().items()
        if not module.endswith("__init__.py")
        and not module.startswith(tuple(ALIKE))
        and not (ROOT / test).exists()
    }
    assert bare - set(excepted()) == set(), "write the test, or a reason in untested_alone.py"


def test_no_module_with_a_test_of_its_own_is_excepted() -> None:
    known = modules()
    gone = {module for module in excepted() if module not in known}
    assert not gone, f"no such module any more: {sorted(gone)}"
    tested = {module for module in excepted() if (ROOT / known[module]).exists()}
    assert not tested, f"they have a test now, take them off the list: {sorted(tested)}"
