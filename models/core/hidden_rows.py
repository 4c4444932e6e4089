"""Rows that some roles do not read, beside what the scope hides from an office."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from models.core.base import Base

#: A role → the rows that it reads; None where it reads all.
ReadBy = Callable[[str], ColumnElement[bool] | None]

_READ_BY: dict[type[Base], ReadBy] = {}


def hidden_by_role(model: type[Base], read_by: ReadBy) -> None:
    """Narrow every statement on a model to the rows that the reader's role reads."""
    _READ_BY[model] = read_by


@lru_cache(maxsize=64)
def role_criteria(role: str) -> tuple[LoaderCriteriaOption, ...]:
    """What a role's statements are narrowed to."""
    found = ((model, read_by(role)) for model, read_by in _READ_BY.items())
    return tuple(
        with_loader_criteria(model, read, include_aliases=True, propagate_to_loaders=True)
        for model, read in found
        if read is not None
    )
