"""Folders and files stay small enough to be read; what is larger says why and may not grow."""

from __future__ import annotations

import ast

import pytest

from tests.laws.measure import ROOT, folder_sizes, lines_of, signatures, source_files, tracked

FILES_PER_FOLDER = 25
LINES_PER_FILE = 300
#: How many signatures of the program may say `Any`; lower it when fewer do.
ANY_SIGNATURES = 100

#: Folder → (its ceiling, why it is larger).
LARGE_FOLDERS: dict[str, tuple[int, str]] = {
    "migrations/versions": (60, "one revision after another, in the order of their numbers"),
}

#: File → (its ceiling, why it is longer).
LONG_FILES = {
    "actions/perform.py": (305, "the one door, from permission to commit"),
    "actions/billing/charge.py": (310, "one verb with its input, its refusals and its check"),
    "actions/permissions.py": (500, "one table, read row by row; an action is two lines"),
    "actions/remittances/match.py": (315, "one verb with its input, its refusals and its check"),
    "admin_app/files/csv_writer.py": (325, "the text of each kind of cell, in one table"),
    "admin_app/pages/billing/charging.py": (312, "one screen: its form, plan and confirmation"),
    "actions/remittances/upload_statement.py": (
        320,
        "one verb with what it reads and what it refuses",
    ),
    "models/ledger/credit_differences.py": (305, "one comparison: its facts, faults and figures"),
}


def test_no_folder_holds_more_files_than_a_reader_can_take_in() -> None:
    large = {
        folder: size
        for folder, size in folder_sizes().items()
        if size > LARGE_FOLDERS.get(folder, (FILES_PER_FOLDER, ""))[0]
    }
    assert not large, f"divide them by noun: {large}"


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {
        str(path): count
        for path in source_files()
        if (count := lines_of((ROOT / path).read_text(encoding="utf-8")).raw)
        > LONG_FILES.get(str(path), (LINES_PER_FILE, ""))[0]
    }
    assert not long, f"divide them: {long}"


def test_no_exception_outlives_its_folder_or_file() -> None:
    files = set(map(str, tracked()))
    gone = [path for path in LONG_FILES if path not in files]
    gone += [folder for folder in LARGE_FOLDERS if folder not in folder_sizes()]
    assert not gone, f"they are gone, take them off the lists: {gone}"


def test_no_more_signatures_say_any() -> None:
    loose = sum(
        signatures(ast.parse((ROOT / path).read_text(encoding="utf-8")))[1]
        for path in source_files()
    )
    assert loose <= ANY_SIGNATURES, "name the type"


@pytest.mark.parametrize(
    ("text", "raw", "code", "docstring"),
    [
        ("", 0, 0, 0),
        ("# why\n\nx = 1  # here\n", 3, 1, 0),
        ('"""Says.\n\nMore.\n"""\nx = """a\n\nb"""\n', 7, 5, 3),
        ("f(\n    # why\n    1,\n)\n", 4, 3, 0),
    ],
)
def test_lines_are_counted_the_plain_way(text: str, raw: int, code: int, docstring: int) -> None:
    lines = lines_of(text)
    assert (lines.raw, lines.code, lines.docstring) == (raw, code, docstring)


def test_any_is_found_in_every_part_of_a_signature() -> None:
    text = """
def plain(a: int) -> str: ...
def argument(a: Any) -> str: ...
def starred(*a: Any, **b: int) -> str: ...
def keyword(*, a: dict[str, Any]) -> str: ...
def returned(a: int) -> list[Any]: ...
"""
    assert signatures(ast.parse(text)) == (5, 4)
