"""Tests of everybody and everything: a sample in the fast run, the rest in the others.

What differs between engines is SQL, and a reader's level of scope is tried on both engines by
tests/models/core/test_scope.py; so a walk through every door on PostgreSQL waits, for most
roles, for the long run.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

import pytest

#: A county, which works the most, and a unit, whose scope is another column.
ON_POSTGRES = ("zhuoni", "unit-a")
FAST = "zhuoni"


def sample(values: Iterable[Any], fast: Container[Any]) -> list[Any]:
    """The values as parameters, of which the fast run tries those in `fast` alone."""
    return [each if each in fast else pytest.param(each, marks=pytest.mark.slow) for each in values]


def each_reader(names: Iterable[str]) -> Any:
    """Parametrises `username`: the county's administrator always, the others marked slow."""
    return pytest.mark.parametrize("username", sample(names, {FAST}))


def each_reader_on_both(names: Iterable[str], alike: Container[str] = ()) -> Any:
    """As `each_reader`, on both engines; most readers of PostgreSQL are long, and on SQLite those
    in `alike`: another of the names has their role and their level of scope.
    """
    read = [
        pytest.param(
            name,
            marks=[pytest.mark.slow] * (name != FAST) + [pytest.mark.long] * (name in alike),
        )
        for name in names
    ]

    def mark(tried: Any) -> Any:
        both = pytest.mark.postgres_with(*ON_POSTGRES)(tried)
        return pytest.mark.parametrize("username", read)(both)

    return mark
