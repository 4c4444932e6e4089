"""The names that stand in facts instead of keys and codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from actions.core.context import Context
from models.offices.office import Office
from models.units.unit import Unit

K = TypeVar("K", int, str)

#: How many names a fact lists before it breaks off.
MAXIMUM_LISTED_NAMES = 3


class OfficeRow(Protocol):
    """A row that belongs to an office."""

    @property
    def office_code(self) -> str: ...


def texts_by_key(
    session: Session,
    key: InstrumentedAttribute[K],
    text: InstrumentedAttribute[str],
    keys: Iterable[K | None],
) -> dict[K | None, str]:
    """The text of each row with one of these keys, under the session's scope."""
    found: dict[K | None, str] = {}
    if wanted := {each for each in keys if each is not None}:
        found.update(session.execute(select(key, text).where(key.in_(wanted))).all())
    return found


def office_names(ctx: Context, rows: Sequence[OfficeRow]) -> dict[str | None, str]:
    """Office code → name, without the actor's own office, which need not be said."""
    codes = {row.office_code for row in rows} - {ctx.actor.office_code}
    return texts_by_key(ctx.session, Office.code, Office.name, codes)


def unit_names(session: Session, keys: Iterable[int | None]) -> dict[int | None, str]:
    """Unit id → name, of the units in the session's scope."""
    return texts_by_key(session, Unit.id, Unit.name, keys)


def first_names(names: Sequence[str]) -> str:
    """The first of several names, once each; `…` when there are more."""
    distinct = list(dict.fromkeys(names))
    more = "…" if len(distinct) > MAXIMUM_LISTED_NAMES else ""
    return "、".join(distinct[:MAXIMUM_LISTED_NAMES]) + more
