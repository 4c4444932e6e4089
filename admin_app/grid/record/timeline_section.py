"""The section 全程记录 (timeline) of a record's page: events, kinds, and links to add notes and
files.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.core.activity_kinds import ActivityKind
from actions.core.actor import Actor
from admin_app.forms.way_back import BACK, came_from, here, with_back
from admin_app.grid.record.notes_and_files import beside_of, may_write_beside
from admin_app.grid.record.timeline import Asked, Timeline, timeline_of
from admin_app.grid.spec import Grid
from admin_app.labels import word
from models.core.base import Base
from models.users.user import Role
from models.workspace.annotated_row import Subject
from models.workspace.note import LONGEST_NOTE


@dataclass(frozen=True, slots=True)
class TimelineSection:
    """The context of the template."""

    timeline: Timeline
    #: (label, url, whether it is shown) of each kind.
    kinds: list[tuple[str, str, bool]]
    newest_url: str | None
    older_url: str | None
    print_url: str
    #: The URL to add a note; None where not allowed.
    note_url: str | None
    #: The URL to attach a file; None where not allowed.
    file_url: str | None
    subject: Subject | None
    row_id: int
    longest_note: int
    key: str


def timeline_section(
    session: Session,
    grid: Grid,
    record: Base,
    asked: Asked,
    actor: Actor,
    grids: Mapping[str, Grid],
) -> TimelineSection | None:
    """The section; None for a record without events, notes and files."""
    timeline = timeline_of(session, grid, record.id, asked, actor, grids)
    subject = may_write_beside(grid.model, actor)
    if not (timeline.days or asked.kind or asked.before or subject):
        return None
    kind = {"kind": asked.kind.value} if asked.kind else {}
    older = timeline.older
    return TimelineSection(
        timeline=timeline,
        kinds=_kinds(grid, record.id, asked, actor.role),
        newest_url=_url(record.id, **kind) if asked.before else None,
        older_url=_url(record.id, **kind, before=str(older)) if older else None,
        print_url=_beside("index", entity=grid.record_entity or grid.entity, id=record.id, **kind),
        note_url=_beside("note") if subject else None,
        file_url=(_beside("attach", subject=subject.value, row_id=record.id) if subject else None),
        subject=subject,
        row_id=record.id,
        longest_note=LONGEST_NOTE,
        key=secrets.token_urlsafe(16),
    )


def _kinds(grid: Grid, row_id: int, asked: Asked, role: Role) -> list[tuple[str, str, bool]]:
    """All, then each kind that records of this entity can have."""
    own = {ActivityKind.NOTE, ActivityKind.FILE}
    has_beside = bool(beside_of(grid.model, role))
    kinds = [kind for kind in ActivityKind if kind not in own or has_beside]
    whole = (_("全部"), _url(row_id), asked.kind is None)
    if not (grid.followed or has_beside):
        return []
    return [
        whole,
        *((word(kind), _url(row_id, kind=kind.value), kind is asked.kind) for kind in kinds),
    ]


def _url(row_id: int, **asked: str) -> str:
    back = {BACK: came_from()} if came_from() else {}
    return f"?{urlencode({'id': row_id, **asked, **back})}#timeline"


def _beside(page: str, **asked: object) -> str:
    """The address of a page about the record, which leads back to it."""
    return with_back(url_for(f"timeline.{page}", **asked), here())
