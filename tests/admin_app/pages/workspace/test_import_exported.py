"""What an export shows and no sheet may change: compared however a spreadsheet writes it."""

from __future__ import annotations

import pytest

from admin_app.pages.workspace.import_exported import is_same


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("2026-11-01", "2026-11-01"),
        ("2026/11/1", "2026-11-01"),
        ("2026年11月1日", "2026-11-01"),
        ("2026-11-01 07:30:00", "2026-11-01 07:30"),
        ("1200", "1,200.00"),
        ("２", "2"),
        ("卓尼县 教育局", "卓尼县教育局"),
    ],
)
def test_same_value_in_another_way_of_writing_is_no_difference(cell: str, shown: str) -> None:
    assert is_same(cell, shown)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("2026-11-02", "2026-11-01"), ("1201", "1,200.00"), ("", "注册成功"), ("否", "是")],
)
def test_another_value_is_a_difference(cell: str, shown: str) -> None:
    assert not is_same(cell, shown)
