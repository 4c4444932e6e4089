"""Groups of offices: one level below the office that the list is narrowed to."""

from __future__ import annotations

from sqlalchemy import SQLColumnExpression, case

from admin_app.grid.listing.list_state import ListState
from models.core.base import Base
from models.core.scope import OfficeOwned, Scope, ScopeLevel


def narrowed_to(scope: Scope, state: ListState) -> str:
    """The code of the office to which the list is filtered, with those below; empty: no filter."""
    asked: str = state.filters.get("office_code", "")
    if asked:
        return asked
    return str(scope.value) if scope.level in {ScopeLevel.PROVINCE, ScopeLevel.CITY} else ""


def office_below(model: type[Base], code: str) -> SQLColumnExpression[str]:
    """The office one level below a code, for a row; or the row's own office."""
    assert issubclass(model, OfficeOwned), "only rows of an office are grouped by it"
    if not code:
        return model.province_code
    if code.endswith("0000"):
        is_direct = model.city_code == model.province_code
        return case((is_direct, model.office_code), else_=model.city_code)
    return model.office_code
