"""Keys of rows in addresses and forms: what is read as one, and that nothing else reads them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from admin_app.forms import row_id as module
from admin_app.forms.row_id import row_id

ROOT = Path(__file__).parents[3]
#: A comparison with the digits of a key, or with the largest number of the database.
_ANOTHER_READER = re.compile(
    r"len\(\w+\) *(<=? *1[89]\b|<=? *_?(LONGEST|LARGEST|MAXIMUM)_(KEY|ID)\b)|2 ?\*\* ?63"
    r"|_?(LONGEST|LARGEST)_(KEY|ID) *= *\d"
)


@pytest.mark.parametrize(("raw", "key"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_key(raw: str, key: int) -> None:
    assert row_id(raw) == key


@pytest.mark.parametrize("raw", ["", "-1", "+1", " 1", "1 ", "1.0", "１", "١", "²", "x", "1" * 19])
def test_anything_else_is_no_key(raw: str) -> None:
    assert row_id(raw) is None


def test_no_other_module_of_the_interface_reads_a_key() -> None:
    modules = (ROOT / "admin_app").rglob("*.py")
    # A keyset compares numbers of any column, negative ones too: its bounds are no key's.
    apart = {Path(module.__file__), ROOT / "admin_app/grid/listing/keyset.py"}
    others = [path for path in modules if path not in apart]
    found = [p.name for p in others if _ANOTHER_READER.search(p.read_text(encoding="utf-8"))]
    assert len(others) > 100
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "len(raw) <= 18",
        "len(row_id) < 19",
        "len(r) <= LONGEST_KEY",
        "LONGEST_KEY = 18",
        "2**63 - 1",
    ],
)
def test_another_reader_of_keys_would_be_found(line: str) -> None:
    assert _ANOTHER_READER.search(line)
