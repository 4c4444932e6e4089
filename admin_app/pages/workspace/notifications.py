"""通知 (notifications): one's own, the newest first and by day, each linked to its rows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from itertools import groupby

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select, tuple_

from actions.perform import perform
from actions.workspace.mark_notices_read import MARK_READ, MarkReadInput
from admin_app.auth.current_actor import caller
from admin_app.labels import word
from admin_app.pages.workspace.notice_lines import facts_said, notice_line, topics_of, wordings_for
from admin_app.web.page import Page, key_of, position_of
from models.core.base import db
from models.core.journal import Door
from models.workspace.notification import Notification
from models.workspace.notify import NoticeKind

_PAGE_ROWS = 50


class NoticePage(Page):
    """The list, and marking notices as read."""

    endpoint = "notice"

    @expose("/")
    def index(self) -> str:
        asked = _asked()
        found = _notices(asked)
        more = len(found) > _PAGE_ROWS
        role = current_user.actor.role
        shown = found[:_PAGE_ROWS]
        wordings = wordings_for(db.session(), shown)
        lines = [notice_line(row, role, wordings) for row in shown]
        has_all = asked.before is None and asked.kind is None
        has_unread = any(line.is_unread for line in lines)
        return self.render(
            "pages/workspace/notifications.html",
            days=[(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)],
            tabs=_tabs(asked),
            key=secrets.token_urlsafe(16),
            # Marks what the reader could see: what came in meanwhile stays unread.
            up_to_id=max(line.id for line in lines) if has_all and has_unread else None,
            older_url=_url(replace(asked, before=lines[-1].id)) if more else None,
            newest_url=_url(replace(asked, before=None)) if asked.before is not None else None,
        )

    def facts_said(self, row: Notification) -> dict[str, object]:
        """The facts of a notice, keys in words."""
        return facts_said(row)

    @expose("/read/", methods=("POST",))
    def read(self) -> ResponseReturnValue:
        """Mark one notice as read, or all up to the newest shown."""
        ids = [key_of(raw) for raw in request.form.getlist("id")]
        up_to = request.form.get("up_to_id", "")
        given = MarkReadInput(key_of(up_to) if up_to and not ids else None)
        key = request.form.get("key", "") + f":{ids[0] if ids else up_to}"
        perform(db.session(), MARK_READ, ids, given, caller(Door.GRID), key=key)
        return redirect(_url(_asked()), code=303)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the list is asked for; `before` is the key of the last notice already seen."""

    before: int | None = None
    kind: NoticeKind | None = None
    is_unread: bool = False


def _asked() -> _Asked:
    args = request.args
    kind = args.get("kind", "")
    return _Asked(
        position_of("before"),
        NoticeKind(kind) if kind in set(NoticeKind) else None,
        "unread" in args,
    )


def _url(asked: _Asked) -> str:
    unread = 1 if asked.is_unread else None
    return url_for(".index", before=asked.before, kind=asked.kind, unread=unread)


def _tabs(asked: _Asked) -> list[tuple[str, str, bool]]:
    """(label, url, is shown) of all, the unread, and each kind."""
    offered = [
        (_("全部"), _Asked()),
        (_("未读"), _Asked(is_unread=True)),
        *((word(kind), _Asked(kind=kind)) for kind in NoticeKind),
    ]
    now = replace(asked, before=None)
    return [(label, _url(each), each == now) for label, each in offered]


def _notices(asked: _Asked) -> list[Notification]:
    """The newest by time; notices of one instant by key, so that no page repeats or skips one."""
    mine = select(Notification).where(Notification.user_id == current_user.actor.user_id)
    wanted = mine
    if asked.is_unread:
        wanted = wanted.where(Notification.read_at.is_(None))
    if asked.kind is not None:
        wanted = wanted.where(Notification.kind.in_(topics_of(asked.kind)))
    session = db.session()
    if asked.before is not None:
        last = session.scalars(mine.where(Notification.id == asked.before)).one_or_none()
        if last is not None:
            wanted = wanted.where(
                tuple_(Notification.at, Notification.id) < tuple_(last.at, last.id)
            )
    newest = (Notification.at.desc(), Notification.id.desc())
    return list(session.scalars(wanted.order_by(*newest).limit(_PAGE_ROWS + 1)))
