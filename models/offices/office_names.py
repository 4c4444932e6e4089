"""Names of offices regardless of scope: an office above is hidden, but its name is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.offices.office import Office

_OFFICE: Any = Office.__table__


def names_of(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Office code → name, for any office in the country."""
    wanted = select(_OFFICE.c.code, _OFFICE.c.name).where(_OFFICE.c.code.in_(set(codes)))
    rows = session.execute(wanted, execution_options={BY_HAND: True})
    return {code: name for code, name in rows}  # noqa: C416  rows are no pairs to mypy
