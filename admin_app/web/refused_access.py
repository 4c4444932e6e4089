"""Records denied access outside of actions: pages of other roles, foreign rows, forged forms.

Denials by actions are recorded in `actions.core.refused_access`.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from actions.core.actor import SYSTEM, Actor
from admin_app.auth.current_actor import address_of_caller, the_clock
from admin_app.web import fallback_error_page
from models.core.base import db
from models.core.journal import Door
from models.users.access_refusal import AccessRefusalKind, Refusal, note_refusal

#: HTTP status → kind of denial.
_KINDS = {403: AccessRefusalKind.FORBIDDEN, 404: AccessRefusalKind.NOT_FOUND}


def install(app: Flask) -> None:
    """Check every response."""
    app.after_request(_note)


def note_later(kind: AccessRefusalKind | int | None) -> None:
    """Record the current request as denied after the response: with a kind, or by its status.

    CSRF is checked before the user is loaded, and error pages load nothing, so load the user now.
    If the database is down, the user is unknown.
    """
    g.refused_access = kind = _KINDS.get(kind, kind)
    if kind is not AccessRefusalKind.FORGED or request.endpoint is None:
        return
    try:
        current_user.is_authenticated  # noqa: B018  reading it is what loads the user
    except Exception:
        current_app.logger.exception("nobody knows who was refused %s", request.endpoint)
        fallback_error_page.let_go(db.session)


def _note(response: Response) -> Response:
    """Record what the error handlers reported as denied."""
    kind = g.pop("refused_access", None)
    if not isinstance(kind, AccessRefusalKind) or request.endpoint is None:
        return response
    actor: Actor | None = current_user.actor if current_user.is_authenticated else None
    if actor is None and kind is not AccessRefusalKind.FORGED:
        # Anonymous visitors see only public pages, which are never denied.
        return response
    owner = actor or SYSTEM
    refusal = Refusal(
        kind,
        owner.key if actor else "",
        owner.name if actor else "",
        Door.API if request.blueprint == "api" else Door.GRID,
        request.endpoint,
        address_of_caller() or "",
    )
    # The page's transaction holds no locks that this one would wait for.
    db.session.rollback()
    try:
        note_refusal(db.engine, refusal, owner, the_clock().now())
    except SQLAlchemyError:
        current_app.logger.warning("refusal of %s not written", request.endpoint)
    return response
