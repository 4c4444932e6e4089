"""Names of offices regardless of scope: an office above is hidden, but its name is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.scope import BY_HAND
from models.offices.office import Office, name_on

_OFFICE: Any = Office.__table__


def names_of(session: Session, codes: Iterable[str], on: dt.date | None = None) -> dict[str, str]:
    """Office code → name, for any office in the country; `on` a day, the name of that day."""
    columns = (_OFFICE.c.code, _OFFICE.c.name, _OFFICE.c.former_names)
    rows = session.execute(
        select(*columns).where(_OFFICE.c.code.in_(set(codes))), execution_options={BY_HAND: True}
    )
    return {code: name if on is None else name_on(name, former, on) for code, name, former in rows}
