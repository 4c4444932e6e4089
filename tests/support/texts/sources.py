"""The program's own source as law tests read it: files, trees, names and texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_HAN = re.compile("[〇\u3400-\u9fff\U00020000-\U0003ffff]")
_NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """(path from the root, syntax tree) of each module of the packages, or of single files."""
    for package in packages:
        place = ROOT / package
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST, *names: str) -> list[tuple[int, str]]:
    """(line, method) of each call of a method of one of these names."""
    return [
        (node.lineno, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
    ]


def attributes(tree: ast.AST, name: str) -> list[int]:
    """The lines on which an attribute of this name is read."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == name
    ]


def definitions(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, name) of each class and function."""
    return [(node.lineno, node.name) for node in ast.walk(tree) if isinstance(node, _NAMED)]


def chinese_texts(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, text) of each literal with Chinese in it that is not a docstring."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, *_NAMED))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and _HAN.search(node.value)
    ]


def words_of(name: str) -> set[str]:
    """The words of an identifier, in either way of joining them."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}
