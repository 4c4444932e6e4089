"""Rows by key as the scope returned them; looking up a hidden row raises OutOfScopeError.

A row may name another that belongs to an office above: under the pool the province's sheets are
given for a county's payment. Looking such a row up raises OutOfScopeError, as for any row the actor
cannot see, and not KeyError.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NoReturn, TypeVar

from models.core.base import Base
from models.core.scope import OutOfScopeError

M = TypeVar("M", bound=Base)


class Loaded(dict[int, M], Generic[M]):
    """Key → row. Raises OutOfScopeError for a key that is not among them; `get` gives None."""

    def __init__(self, model: type[M], rows: Iterable[M]) -> None:
        super().__init__((row.id, row) for row in rows)
        self.model = model

    def __missing__(self, key: int) -> NoReturn:
        raise OutOfScopeError(self.model, "id", [key])
