"""Code that serves every verb names none: what differs from verb to verb is a field of `Action`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from actions.activities import UNLISTED
from actions.permissions import CATALOG
from tests.support.texts.sources import modules

GENERIC = (
    "actions/core",
    "actions/authorise.py",
    "actions/perform.py",
    "actions/plan.py",
    "actions/selection_summary.py",
    "admin_app/api",
    "admin_app/cli",
    "admin_app/grid",
    "admin_app/web",
    "models/core",
)
#: The command line of logins is a page about logins: it names its own verbs.
SPECIFIC = {"admin_app/cli/configuration.py", "admin_app/cli/users.py"}
#: Modules of `actions` that are about all verbs.
_ABOUT_ALL = {
    "core",
    "activities",
    "audiences",
    "authorise",
    "follow_ups",
    "outgoing_messages",
    "perform",
    "actor_actions",
    "permissions",
    "plan",
    "rule_events",
    "selection_summary",
}

KEYS = {action.key for action in (*CATALOG, *UNLISTED)}
#: Keys that are ordinary words as well: in generic code they count where they can mean a verb.
WORDS = {key for key in KEYS if "_" not in key}


def verbs_named(tree: ast.Module) -> list[tuple[int, str]]:
    """(line, verb) of each verb that a module imports or names by its key."""
    return sorted({*_imported(tree), *_keys(tree)})


def _imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        top, _, rest = module.partition(".")
        if top == "actions" and rest and rest.partition(".")[0] not in _ABOUT_ALL:
            yield node.lineno, module


def _keys(tree: ast.Module) -> Iterator[tuple[int, str]]:
    meant = {id(node) for node in ast.walk(tree) for node in _where_a_verb_is_meant(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        key = node.value.rpartition("/")[2] if "/actions/" in node.value else node.value
        if key in KEYS and (key not in WORDS or key != node.value or id(node) in meant):
            yield node.lineno, key


def _where_a_verb_is_meant(node: ast.AST) -> Iterator[ast.AST]:
    """The strings that are compared with a key, looked up as one, or given as `action`."""
    if isinstance(node, ast.Compare) and any(map(_is_key, (node.left, *node.comparators))):
        yield from ast.walk(node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from (a for a in node.args if node.func.id.startswith("action_"))
    elif isinstance(node, ast.Subscript) and _is_key(node.slice):
        yield from ast.walk(node.value)
    elif isinstance(node, ast.keyword) and node.arg == "action":
        yield node.value
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key is not None)
    elif isinstance(node, ast.Assign):
        yield from _members(node.value)


def _members(value: ast.expr) -> Iterator[ast.expr]:
    """The members of a list or set of words that has a name of its own."""
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        words = [each for each in value.elts if isinstance(each, ast.Constant)]
        yield from words if {each.value for each in words} <= KEYS else ()


def _is_key(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"key", "action"}


def test_generic_code_names_no_verb() -> None:
    found = {
        path: named
        for path, tree in modules(*GENERIC)
        if path not in SPECIFIC and (named := verbs_named(tree))
    }
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        "from actions.billing.charge import CHARGE",
        "if action.key == 'charge': pass",
        "if action.key in {'match', 'split'}: pass",
        "_PLACES = {'charge': 'charging'}",
        "_ASKING = frozenset({'dispatch'})",
        "_FOREMOST = ('renew', 'charge')",
        "action_of('match')",
        "url_for('unit.action_view', action='renew')",
        "_PATHS = ('/api/actions/charge',)",
        "found = 'attach_file'",
    ],
)
def test_a_verb_in_generic_code_is_found(code: str) -> None:
    assert verbs_named(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "args.get('match', '')",
        "_FORBIDDEN = frozenset({'id', 'split', 'lost'})",
        "from actions.core.action import Action",
    ],
)
def test_an_ordinary_word_is_no_verb(code: str) -> None:
    assert not verbs_named(ast.parse(code))
