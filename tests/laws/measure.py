"""Measures the source tree: sizes of folders and files, type annotations, costs of pages.

`python -m tests.laws.measure` prints the table of docs/architecture.md for the tree as it stands.
Another checkout is measured by its path: `python -m tests.laws.measure /path/to/checkout` (its
pages are left out, for they would run the code of this one).
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.laws.page_costs import page_costs

ROOT = Path(__file__).resolve().parents[2]
#: The packages of the program: what runs in production, and what fills a new database.
PROGRAM = ("models", "actions", "admin_app", "seed")
#: Together with the modules at the root, everything that is neither a test nor a migration.
SOURCE = (*PROGRAM, "scripts", "bench")
_LAYOUT = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def tracked(root: Path = ROOT) -> list[Path]:
    """Every file under version control, from the root."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files"], capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listed.stdout.splitlines() if (root / name).is_file()]


def source_files(root: Path = ROOT) -> list[Path]:
    """The Python files that are neither tests nor migrations, from the root."""
    return [
        path
        for path in tracked(root)
        if path.suffix == ".py" and (len(path.parts) == 1 or path.parts[0] in SOURCE)
    ]


def folder_sizes(root: Path = ROOT) -> Counter[str]:
    """How many Python files stand directly in each folder, tests and migrations included."""
    return Counter(str(path.parent) for path in tracked(root) if path.suffix == ".py")


@dataclass(frozen=True)
class Lines:
    """The lines of a file."""

    #: All of them, as `wc -l` counts.
    raw: int
    #: Those that are neither blank nor comment; a docstring's lines count as code.
    code: int
    #: Of `code`, the lines of docstrings, their blank lines left out.
    docstring: int


def _docstring_lines(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Module, ast.ClassDef, *_DEFINITIONS)) or not node.body:
            continue
        first = node.body[0]
        if ast.get_docstring(node, clean=False) is not None:
            found.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return found


def lines_of(text: str) -> Lines:
    """Counts the lines of one module."""
    lines = text.splitlines()
    used: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _LAYOUT:
            used.update(range(token.start[0], token.end[0] + 1))
    used = {number for number in used if number <= len(lines) and lines[number - 1].strip()}
    return Lines(len(lines), len(used), len(used & _docstring_lines(ast.parse(text))))


def signatures(tree: ast.Module) -> tuple[int, int]:
    """How many functions a module defines, and how many of them say `Any` in their signature."""
    total = loose = 0
    for node in ast.walk(tree):
        if isinstance(node, _DEFINITIONS):
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            named += [each for each in (node.args.vararg, node.args.kwarg) if each]
            said = [*(each.annotation for each in named), node.returns]
            words = [word for each in said if each is not None for word in ast.walk(each)]
            total += 1
            loose += any(isinstance(word, ast.Name) and word.id == "Any" for word in words)
    return total, loose


def mirrored(root: Path = ROOT) -> dict[str, tuple[int, int]]:
    """The package: how many of its modules have a test in the mirrored place, of how many."""
    files = set(tracked(root))
    counts: dict[str, tuple[int, int]] = {}
    for package in PROGRAM:
        modules = [
            path
            for path in sorted(files)
            if path.parts[0] == package and path.suffix == ".py" and path.name != "__init__.py"
        ]
        tests = [Path("tests", path.parent, f"test_{path.stem}.py") for path in modules]
        counts[package] = (sum(test in files for test in tests), len(modules))
    return counts


def figures(root: Path = ROOT) -> dict[str, str]:
    """Every figure that is read off the files."""
    texts = {path: (root / path).read_text(encoding="utf-8") for path in source_files(root)}
    lines = {path: lines_of(text) for path, text in texts.items()}
    raw = sorted(each.raw for each in lines.values())
    folder, size = folder_sizes(root).most_common(1)[0]
    counted = [signatures(ast.parse(text)) for text in texts.values()]
    longest = max(lines, key=lambda path: lines[path].raw)
    code, said = (sum(getattr(x, name) for x in lines.values()) for name in ("code", "docstring"))
    return {
        "largest folder": f"{size} files ({folder})",
        "lines, neither blank nor comment": f"{code:,}, of them {said:,} of docstrings",
        "lines, all": f"{sum(raw):,} in {len(raw)} files",
        "lines of a file, median / p90 / max": (
            f"{raw[len(raw) // 2]} / {raw[len(raw) * 9 // 10]} / {raw[-1]} ({longest})"
        ),
        "signatures with Any": f"{sum(x for _, x in counted)} of {sum(x for x, _ in counted):,}",
        "modules with a mirrored test": ", ".join(
            f"{package} {tested}/{of}" for package, (tested, of) in mirrored(root).items()
        ),
    }


def main() -> None:
    """Prints the table."""
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    table = figures(root)
    if root == ROOT:
        table |= page_costs()
    width = max(map(len, table))
    for name, figure in table.items():
        sys.stdout.write(f"{name:<{width}}  {figure}\n")


if __name__ == "__main__":
    main()
