"""Row locks are asked for in one module, where their order is written down."""

from __future__ import annotations

import ast

from tests.support.texts.sources import calls, modules

THE_PLACE = "models/core/locking.py"


def asks_for_locks(tree: ast.Module) -> bool:
    """Whether a module locks rows, by SQLAlchemy or in SQL of its own."""
    texts = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant))
    in_sql = any("FOR UPDATE" in text for text in texts if isinstance(text, str))
    return in_sql or bool(calls(tree, "with_for_update"))


def test_only_one_module_asks_for_locks() -> None:
    trees = modules("models", "actions", "seed", "admin_app")
    assert {path for path, tree in trees if asks_for_locks(tree)} == {THE_PLACE}


def test_a_lock_elsewhere_is_found() -> None:
    assert asks_for_locks(ast.parse("rows = wanted.with_for_update()"))
    assert asks_for_locks(ast.parse("text('SELECT 1 FROM unit FOR UPDATE')"))
    assert not asks_for_locks(ast.parse("rows = locking(wanted)"))
