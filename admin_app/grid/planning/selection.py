"""A signed selection: ticked rows, or all rows of a list.

A selection has ids, or a list's state with the greatest id at the time (later rows are excluded).
It is resolved under scope when planning and again when confirming; a digest of the row versions
detects changes in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from flask import current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.core.refusal import Common, Refusal, Refused
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import read_state
from admin_app.grid.listing.query import count_rows, matching_ids
from admin_app.grid.spec import Grid
from models.core.base import Base
from models.values.limits import MAXIMUM_BATCH_ROWS

#: Lifetime of a selection.
LIFETIME_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of one entity, selected by one actor."""

    entity: str
    actor: str
    ids: tuple[int, ...] = ()
    #: The list's query string, when all matching rows are selected.
    query: str | None = None
    up_to_id: int | None = None
    #: Rows removed from the selection since.
    excluded: tuple[int, ...] = ()
    #: Refused rows that were left out, for the receipt.
    left: tuple[int, ...] = ()
    #: The digest of the rows when last shown; None: not shown yet.
    digest: str | None = None
    #: Whether the page that carried it was opened too long ago to confirm what it showed.
    is_old: bool = False

    def sign(self) -> str:
        """The selection as a token for a hidden field; the page with it is opened now."""
        return _serializer().dumps(asdict(replace(self, is_old=False)))

    def args(self) -> MultiDict[str, str]:
        """The list's URL parameters."""
        return MultiDict(parse_qsl(self.query or "", keep_blank_values=True))

    def without(self, ids: Iterable[int]) -> Selection:
        """The selection without some rows."""
        gone = set(ids)
        if self.query is None:
            return replace(self, ids=tuple(i for i in self.ids if i not in gone))
        return replace(self, excluded=tuple(sorted({*self.excluded, *gone})))


def unsign(token: str, entity: str, actor: str) -> Selection:
    """Read a token. Raises Refused when it is forged or someone else's.

    One that is too old says so: what was typed beside it is shown again, not thrown away.
    """
    is_old = False
    try:
        try:
            given = _serializer().loads(token, max_age=LIFETIME_SECONDS)
        except SignatureExpired:
            given, is_old = _serializer().loads(token), True
    except BadSignature as error:
        raise Refused(Refusal(Common.STALE)) from error
    selection = Selection(
        **{**given, **{name: tuple(given[name]) for name in ("ids", "excluded", "left")}}
    )
    if (selection.entity, selection.actor) != (entity, actor):
        raise Refused(Refusal(Common.STALE))
    return replace(selection, is_old=is_old)


def all_matching(session: Session, grid: Grid, carried: Selection) -> Selection:
    """Every present row of the list whose URL the page carried."""
    model: Any = grid.model
    newest = session.scalar(select(func.max(model.id)))
    return replace(carried, up_to_id=newest or 0)


def resolve(
    session: Session, grid: Grid, selection: Selection, most: int = MAXIMUM_BATCH_ROWS
) -> list[int]:
    """The selected ids, under the session's scope. Raises Refused over the limit."""
    if selection.query is None:
        return list(selection.ids)
    wanted, state = most + 1 + len(selection.excluded), read_state(grid, selection.args())
    asked = ListRequest(session, grid, state)
    found = matching_ids(asked, limit=wanted, up_to_id=selection.up_to_id)
    ids = [i for i in found if i not in set(selection.excluded)]
    if len(ids) > most:
        facts = {"count": count_rows(asked), "maximum": most}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))
    return ids


def digest_of(rows: Sequence[Base]) -> str:
    """The digest of ids and versions of the rows."""
    stamp = ",".join(f"{row.id}:{getattr(row, 'row_version', 0)}" for row in rows)
    return hashlib.sha256(stamp.encode()).hexdigest()[:32]


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="selection")
