"""Single numbers as the fewest ranges."""

from __future__ import annotations

import pytest

from models.values.number_range import runs


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], []),
        (["00000003"], ["00000003"]),
        (["00000003", "00000001", "00000002"], ["00000001–00000003"]),
        (["00000001", "00000003", "00000004"], ["00000001", "00000003–00000004"]),
        (["9", "10"], ["9", "10"]),
    ],
)
def test_runs_join_neighbours_of_one_width(numbers: list[str], expected: list[str]) -> None:
    assert [str(run) for run in runs(numbers)] == expected
