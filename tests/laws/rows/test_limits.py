"""Every limit is defined once, under a name that no other limit has."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from models.values import limits
from tests.support.texts.sources import modules

#: A public constant with such a name is a limit.
LIMIT = re.compile(r"(MAXIMUM|MOST|LARGEST|LONGEST)_\w+|\w+_CAP(_FEN)?")
HOME = "models/values/limits.py"
#: The limits whose numbers are rare enough that the same number elsewhere is the same limit.
TELLING = {limits.REQUEST_CAP_FEN, limits.LARGEST_BIGINT, limits.LARGEST_BIGINT + 1}

Trees = Iterable[tuple[str, ast.Module]]


def defined(tree: ast.Module) -> Iterator[str]:
    """The limits that a module defines."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        for each in (name for target in targets for name in ast.walk(target)):
            if isinstance(each, ast.Name) and LIMIT.fullmatch(each.id):
                yield each.id


def defined_twice(trees: Trees) -> dict[str, list[str]]:
    """Names of limits that more than one module defines, with the modules."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in trees:
        for name in defined(tree):
            homes[name].append(path)
    return {name: paths for name, paths in homes.items() if len(paths) > 1}


def number(node: ast.AST) -> int | None:
    """The number that a literal stands for; 2**63 counts as one."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, power = number(node.left), number(node.right)
        return None if base is None or power is None else base**power
    return None


def bare(path: str, tree: ast.Module) -> list[str]:
    """Places where a limit of limits.py, or what a count is compared to, is a bare literal."""
    found = []
    for node in ast.walk(tree):
        value = number(node)
        if value in TELLING and path != HOME:
            found.append(f"{path}:{node.lineno}")  # type: ignore[attr-defined]
        if isinstance(node, ast.Compare) and "len(" in ast.unparse(node.left):
            sides = [number(each) for each in node.comparators]
            if limits.MAXIMUM_BATCH_ROWS in sides or limits.MAXIMUM_SHEET_ROWS in sides:
                found.append(f"{path}:{node.lineno}")
    return found


def test_every_limit_is_defined_once() -> None:
    found = defined_twice(modules("models", "actions", "seed", "admin_app"))
    assert found == {}, "import it, or give it a name of its own"


def test_no_shared_limit_is_a_bare_number() -> None:
    trees = modules("models", "actions", "admin_app")
    assert [place for path, tree in trees for place in bare(path, tree)] == []


def test_a_second_definition_is_found() -> None:
    one, other = ast.parse("MAXIMUM_ROWS = 500"), ast.parse("MAXIMUM_ROWS, OTHER = 2_000, 1")
    assert defined_twice([("a.py", one), ("b.py", other)]) == {"MAXIMUM_ROWS": ["a.py", "b.py"]}


def test_a_bare_number_is_found() -> None:
    assert bare("a.py", ast.parse("if len(rows) > 500: ...")) == ["a.py:1"]
    assert bare("a.py", ast.parse("cap = 3_000_000\nkey = 2**63 - 1")) == ["a.py:1", "a.py:2"]
