"""No code exists only for tests: every definition is used by the application."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("models", "actions", "admin_app", "seed", "migrations", "bench")
#: The server's own files at the root: gunicorn and the WSGI server read names from them.
AT_ROOT = ("config.py", "gunicorn.conf.py", "serving.py", "wsgi.py")
#: Names which a library calls, by the library's documentation, and the code never says.
CALLED_BY_LIBRARIES = {
    "Flask-Admin": """scaffold_auto_joins is_accessible is_visible inaccessible_callback
        _refresh_cache _run_view""",
    "WTForms": "Meta _extract_indices",
    "SQLAlchemy": "process_bind_param process_result_value",
    "Alembic": "down_revision branch_labels depends_on",
    "gunicorn": """BufferingWorker on_client_socket_readable control_socket_disable
        worker_class worker_connections""",
    "Python": "__all__ _missing_",
}
#: Definitions kept although only tests use them, by name, with the reason.
KEPT = {
    "is_class_known": "GB 32100 lists it; the generator of units is measured against it",
    "is_org_code_sound": "GB 11714's check; the generator of units is measured against it",
}
#: What a class says to be found by: pages by their endpoint, entities by their table.
FOUND_BY = {"endpoint", "__tablename__"}
#: A decorator that leaves the function to be called by its own name; others register it.
PLAIN_DECORATORS = re.compile(
    r"(property|cached_property|staticmethod|classmethod|cache|dataclass)\b"
)


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from (ROOT / room).rglob("*.py")
    yield from (ROOT / name for name in AT_ROOT)


def definitions(body: list[ast.stmt], *, in_class: bool = False) -> Iterator[str]:
    """Names of functions, classes, methods and module constants that something must use."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            if not FOUND_BY & set(_names(node.body)):
                yield node.name
            yield from definitions(node.body, in_class=True)
        elif isinstance(node, ast.FunctionDef):
            decorators = [ast.unparse(each) for each in node.decorator_list]
            if all(map(PLAIN_DECORATORS.match, decorators)):
                yield node.name
        elif isinstance(node, ast.Assign) and not in_class:
            yield from _names([node])


def _names(body: list[ast.stmt]) -> Iterator[str]:
    """What is assigned to in a body."""
    targets = (each for node in body if isinstance(node, ast.Assign) for each in node.targets)
    yield from (each.id for each in targets if isinstance(each, ast.Name))


def uses(tree: ast.Module) -> Iterator[str]:
    """Names that are read, and words of short strings: an attribute or endpoint named by text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Constant) and re.fullmatch(r"[\w.:]{1,80}", str(node.value)):
            yield from re.findall(r"\w+", str(node.value))


def unused(trees: list[ast.Module], elsewhere: set[str]) -> set[str]:
    """Names that are defined and used nowhere, neither in the code nor `elsewhere`."""
    used = elsewhere | {name for tree in trees for name in uses(tree)}
    defined = {name for tree in trees for name in definitions(tree.body)}
    return {name for name in defined - used if not re.fullmatch(r"__\w+__", name)}


def found() -> set[str]:
    trees = [ast.parse(path.read_text()) for path in sources()]
    templates = (ROOT / "admin_app" / "templates").rglob("*.html")
    return unused(
        trees, {word for path in templates for word in re.findall(r"\w+", path.read_text())}
    )


def called_by_libraries() -> set[str]:
    return {name for names in CALLED_BY_LIBRARIES.values() for name in names.split()}


def test_everything_defined_is_used_outside_the_tests() -> None:
    assert found() - called_by_libraries() - set(KEPT) == set(), "used by tests alone: delete it"


def test_what_is_kept_is_still_unused() -> None:
    assert set(KEPT) <= found(), "take it off the list: it is used now, or it is gone"


def test_a_function_that_nobody_calls_is_found() -> None:
    tree = ast.parse("def used(): ...\ndef idle(): ...\nclass A:\n    def lost(self): used()\nA()")
    assert unused([tree], set()) == {"idle", "lost"}


def test_a_page_is_found_by_its_endpoint_so_nothing_has_to_name_it() -> None:
    assert unused([ast.parse("class A:\n    endpoint = 'a'\nclass B: ...")], set()) == {"B"}
