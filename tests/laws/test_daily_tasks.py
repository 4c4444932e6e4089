"""The page of daily tasks is as its data is, and no task takes more than half of a stock admin."""

from __future__ import annotations

import pytest

from tests.daily_tasks import PAGE, TASKS, Task, page


def test_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_takes_half_of_a_stock_admin_at_most(task: Task) -> None:
    assert task.cost * 2 <= task.stock_cost
