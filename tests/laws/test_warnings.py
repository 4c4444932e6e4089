"""Every warning of an action says what it asks of the person who confirms."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType
from typing import Any

from actions.core.action import Action
from actions.core.result import Note, Preview
from actions.follow_ups import FOLLOW_UPS
from actions.permissions import CATALOG, grants_of
from admin_app import labels
from models.users.user import Role
from models.values.answer_kind import AnswerKind


def modules() -> dict[ModuleType, list[Action[Any, Any, Any]]]:
    """Each file of verbs, and its actions."""
    found: dict[ModuleType, list[Action[Any, Any, Any]]] = {}
    for name, module in sorted(sys.modules.items()):
        own = [value for value in vars(module).values() if isinstance(value, Action)]
        if re.fullmatch(r"actions\.(?!core)\w+\.\w+", name) and own:
            found[module] = own
    return found


def warned(module: ModuleType) -> set[StrEnum]:
    """The codes of notes that its previews pass as warnings, as far as the source names them."""
    tree = ast.parse(inspect.getsource(module))
    bodies: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            bodies.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            bodies.setdefault(node.targets[0].id, []).append(node.value)
    waiting: list[ast.AST] = [
        keyword.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Preview"
        for keyword in call.keywords
        if keyword.arg == "warnings"
    ]
    seen: set[str] = set()
    codes: set[StrEnum] = set()
    while waiting:
        node = waiting.pop()
        codes |= set(_codes(node, module))
        for name in (each.id for each in ast.walk(node) if isinstance(each, ast.Name)):
            if name not in seen:
                seen.add(name)
                waiting += bodies.get(name, ())
    return codes


def _codes(node: ast.AST, module: ModuleType) -> Iterator[StrEnum]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Note":
            yield from _members(call.args[0], module)
        elif isinstance(call, ast.Assign | ast.IfExp):
            yield from _members(call, module)


def _members(node: ast.AST, module: ModuleType) -> Iterator[StrEnum]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            found = getattr(getattr(module, each.value.id, None), each.attr, None)
            if isinstance(found, StrEnum) and type(found).__name__.endswith("Note"):
                yield found


def undeclared() -> list[str]:
    """Warnings of which no action of their file says what they ask."""
    return sorted(
        f"{module.__name__}: {code}"
        for module, own in modules().items()
        for code in warned(module) - {code for action in own for code in action.warnings}
    )


def test_each_warning_declares_what_it_asks() -> None:
    assert undeclared() == []


def test_each_declared_warning_is_given_by_its_action() -> None:
    stale = [
        f"{module.__name__}: {code}"
        for module, own in modules().items()
        for action in own
        for code in action.warnings
        if type(code).__module__ == module.__name__ and code not in warned(module)
    ]
    assert stale == []


def test_each_warning_has_a_sentence() -> None:
    assert [
        code for action in CATALOG for code in action.warnings if code not in labels.SENTENCES
    ] == []


def test_no_warning_of_what_the_system_runs_waits_for_a_person() -> None:
    followed = {following for following, _rows in FOLLOW_UPS.values()}
    waiting = [
        action.key
        for action in CATALOG
        if Role.SYSTEM in grants_of(action) or action in followed
        if set(action.warnings.values()) - {AnswerKind.NOTHING}
    ]
    assert waiting == []


class LateNote(StrEnum):
    LATE = "late_note"
    EARLY = "early_note"


def _preview(is_late: bool) -> Preview:
    code = LateNote.LATE if is_late else LateNote.EARLY
    return Preview(warnings=(Note(code),))


def test_a_warning_chosen_by_a_condition_is_found() -> None:
    assert _preview(is_late=True).warnings[0].code is LateNote.LATE
    assert warned(sys.modules[__name__]) == set(LateNote)
