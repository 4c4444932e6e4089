"""通知 (notifications): one's own, the newest first, each linked to its rows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from actions.perform import perform
from actions.workspace.mark_notices_read import MARK_READ, MarkReadInput
from admin_app.auth.current_actor import caller
from admin_app.labels import action_title, sentence
from admin_app.views import GRIDS
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.values.calendar import instant
from models.workspace.notification import Notification
from models.workspace.notify import Topic

_PAGE_ROWS = 50
#: Kinds with a topic today. Rows outlive topics, so a kind kept in the table may have none.
_KINDS = frozenset(Topic)

#: Topic → the list of its rows, as (entity, query); if the facts have a key, that row.
LINKS: dict[Topic, tuple[str, dict[str, str]]] = {
    Topic.OFFICE_APPROVED: ("domain", {"list": "office_approved"}),
    Topic.REGISTRY_APPROVED: ("domain", {"list": "registry_approved"}),
    Topic.RETURNED: ("domain", {"state": "returned"}),
    Topic.REJECTED: ("domain", {"list": "history"}),
    Topic.LAPSED: ("domain", {"list": "history"}),
    Topic.DISPATCHED: ("lot", {"list": "in_transit"}),
    Topic.SPLIT: ("lot", {"list": "in_transit"}),
    Topic.REQUEST_REJECTED: ("request", {}),
    Topic.LOTS_OVERDUE: ("lot", {"list": "in_transit"}),
    Topic.TOPPED_UP: ("transfer", {}),
    Topic.SETTLED: ("transfer", {}),
    Topic.REMITTANCE_REJECTED: ("remittance", {}),
    Topic.DRAFT_READY: ("remittance", {}),
    Topic.EXPIRING: ("domain", {"list": "registered", "sort": "due_on"}),
    Topic.IMPORT_FINISHED: ("import_row", {}),
    Topic.RUN_FINISHED: ("job_run", {}),
    Topic.RUN_FAILED: ("job_run", {}),
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as the template draws it."""

    id: int
    at: str
    said: str
    url: str
    is_unread: bool


class NoticePage(Page):
    """The list, and marking notices as read."""

    endpoint = "notice"

    @expose("/")
    def index(self) -> str:
        before = key_of(request.args["before"]) if "before" in request.args else None
        found = _notices(before)
        more = len(found) > _PAGE_ROWS
        lines = [_notice_line(row) for row in found[:_PAGE_ROWS]]
        return self.render(
            "pages/workspace/notifications.html",
            lines=lines,
            key=secrets.token_urlsafe(16),
            up_to_id=lines[0].id if lines and before is None else None,
            older_url=url_for(".index", before=lines[-1].id) if more else None,
            newest_url=url_for(".index") if before is not None else None,
        )

    @expose("/read/", methods=("POST",))
    def read(self) -> ResponseReturnValue:
        """Mark one notice as read, or all up to the newest shown."""
        ids = [key_of(raw) for raw in request.form.getlist("id")]
        up_to = request.form.get("up_to_id", "")
        given = MarkReadInput(key_of(up_to) if up_to and not ids else None)
        key = request.form.get("key", "") + f":{ids[0] if ids else up_to}"
        perform(db.session(), MARK_READ, ids, given, caller(Door.GRID), key=key)
        return redirect(url_for(".index"), code=303)


def _notices(before: int | None) -> list[Notification]:
    wanted = select(Notification).where(Notification.user_id == current_user.actor.user_id)
    if before is not None:
        wanted = wanted.where(Notification.id < before)
    return list(db.session().scalars(wanted.order_by(Notification.id.desc()).limit(_PAGE_ROWS + 1)))


def _notice_line(row: Notification) -> NoticeLine:
    at, is_unread = str(instant(row.at)), row.read_at is None
    if row.kind not in _KINDS:
        return NoticeLine(row.id, at, _("这类通知已不再使用。"), url_for(".index"), is_unread)
    topic, facts = Topic(row.kind), row.facts
    if "action" in facts:
        facts = {**facts, "action": action_title(facts["action"])}
    return NoticeLine(row.id, at, sentence(topic, facts), _url(topic, row), is_unread)


def _url(topic: Topic, row: Notification) -> str:
    entity, query = LINKS[topic]
    if (key := row.facts.get("row_id")) is not None:
        page = GRIDS[entity].page
        return url_for(f"{page}.index" if page else f"{entity}.details_view", id=key)
    if (sheet_id := row.facts.get("sheet_id")) is not None:
        query = {**query, "sheet_id": str(sheet_id)}
    return url_for(f"{entity}.index_view", **query)
