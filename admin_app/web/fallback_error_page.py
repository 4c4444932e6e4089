"""The error page of last resort: the outermost WSGI middleware, without dependencies.

Errors outside the handlers of `admin_app.web.errors` (while the request is parsed, or when its
connection is returned) end here instead of in the server's plain English page.
"""

from __future__ import annotations

import html
import json
import logging
import secrets
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from models.core.base import db
from models.core.database_fault import fault_of

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

M = TypeVar("M", bound=Session)

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
    """Install the middleware, and make returning connections silent."""
    app.wsgi_app = Edge(app.wsgi_app)  # type: ignore[method-assign]
    # Installed after Flask-SQLAlchemy, so it runs before that one's teardown, which finds nothing
    # to do.
    app.teardown_appcontext(_let_go)


def _let_go(_error: BaseException | None) -> None:
    """Return the session's connection; errors of a broken one are not the user's concern."""
    let_go(db.session)


def let_go(session: scoped_session[M]) -> None:
    """Close the request's session in any state; never raises."""
    try:
        session.remove()
    except Exception:  # noqa: BLE001  the connection is lost either way
        _LOG.exception("the session could not be closed")
        session.registry.clear()


class Edge:
    """WSGI middleware that answers any uncaught error."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Call the application; raises only errors after the response has started."""
        has_begun = False

        def _begin(
            status: str, headers: list[tuple[str, str]], failure: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            nonlocal has_begun
            has_begun = True
            return start_response(status, headers, failure)

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
            # start_response with exc_info: raises if the headers have been sent.
            start_response(status, headers, *([sys.exc_info()] if has_begun else []))
            return [body]
        return answer


def static_answer(path: str, status: int, incident: str) -> tuple[str, bytes]:
    """Content type and body of a response that needs no database, templates or session."""
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
