"""The error page of last resort: outermost in the program, needing nothing else of it.

Errors that the pages of `admin_app.web.errors` do not catch (while a request is taken apart, or
when its connection is given back) end here instead of in the server's bare English page.
"""

from __future__ import annotations

import html
import json
import logging
import secrets
import sys
from collections.abc import Iterable
from typing import Any

from flask import Flask
from sqlalchemy.orm import scoped_session

from models.core.base import db
from models.core.database_fault import fault_of

_LOG = logging.getLogger(__name__)
_SENTENCES = (
    "系统出错，结果不明：请先核对刚才的业务是否已经办理，再决定是否重新提交。",
    "The system has failed. Check whether what you sent was done before you send it again.",
)
_INCIDENT = ("事件编号 {}，联系技术支持时请说明。", "Incident {}: quote it to support.")
_HEADERS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
)


def install(app: Flask) -> None:
    """Stand at the edge of the program, and give connections back without a word."""
    app.wsgi_app = Edge(app.wsgi_app)  # type: ignore[method-assign]
    # Installed after Flask-SQLAlchemy, so it is called before its own, which then finds nothing.
    app.teardown_appcontext(_let_go)


def _let_go(_error: BaseException | None) -> None:
    """Give the session's connection back; one that is broken is none of the visitor's business."""
    let_go(db.session)


def let_go(session: scoped_session[Any]) -> None:
    """End the request's session, whatever state its connection is in; raises nothing."""
    try:
        session.remove()
    except Exception:  # noqa: BLE001  the connection is lost either way
        _LOG.exception("the session could not be closed")
        session.registry.clear()


class Edge:
    """The program, with an answer to whatever escapes it."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the program does; raises only what a server asks for when it stops."""
        has_begun = False

        def _begin(*arguments: Any) -> Any:
            nonlocal has_begun
            has_begun = True
            return start_response(*arguments)

        try:
            answer: Iterable[bytes] = self._inner(environ, _begin)
        except Exception as error:  # noqa: BLE001  nothing stands behind this
            incident = secrets.token_hex(4)
            _LOG.exception("incident %s: %s", incident, environ.get("REQUEST_METHOD"))
            status = "500 Internal Server Error"
            if fault_of(error) is not None:
                status = "503 Service Unavailable"
            kind, body = static_answer(environ.get("PATH_INFO", ""), int(status[:3]), incident)
            headers = [("Content-Type", kind), ("Content-Length", str(len(body))), *_HEADERS]
            # Only what was begun is begun anew; a server that has sent it already raises here.
            start_response(status, headers, *([sys.exc_info()] if has_begun else []))
            return [body]
        return answer


def static_answer(path: str, status: int, incident: str) -> tuple[str, bytes]:
    """Content type and body of an answer that needs neither database, templates nor session."""
    if path.startswith("/api/"):
        error = {"status": status, "sentence": " ".join(_SENTENCES), "incident": incident}
        return "application/json", json.dumps({"error": error}, ensure_ascii=False).encode()
    lines = [*_SENTENCES, *(line.format(incident) for line in _INCIDENT)]
    said = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>出错了 {status}</title></head><body><h1>出错了 · Error {status}</h1>{said}"
        '<p><a href="/">返回 · Back</a></p></body></html>'
    )
    return "text/html; charset=utf-8", page.encode()
