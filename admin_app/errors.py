"""What went wrong, said so that a clerk can act on it: a page, or JSON under /api.

Nobody ever reads SQL, a path or a trace: an error of ours shows the number of its line in the
log. What is out of scope and what does not exist are answered alike (reliability.md S11, S29).
"""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, g, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from actions.refusal import Common, Refusal, Refused
from admin_app import labels
from admin_app.grid.faults import BadListError
from models.access_refusal import AccessRefusalKind
from models.base import db
from models.scope import OutOfScopeError

Answer = tuple[str, int] | tuple[Response, int]

_SENTENCES = {
    400: _l("请求的内容有误，无法办理。"),
    401: _l("请先登录。"),
    403: _l("您没有办理此项业务的权限。"),
    404: _l("没有找到这个页面或这条记录。"),
    405: _l("不支持这样的请求方式。"),
    409: _l("情况已经变化，请重新核对。"),
    413: _l("提交的内容太大，请分次提交。"),
    415: _l("请求的内容类型不受支持。"),
    422: _l("内容不符合要求，未办理。"),
    429: _l("操作过于频繁，请稍后再试。"),
}
#: The status of a refusal; any other is 422.
_STATUS: dict[StrEnum, int] = {
    Common.FORBIDDEN: 403,
    Common.KEY_REUSED: 409,
    Common.STALE: 409,
    Common.BUSY: 503,
}


class BadRequestError(ValueError):
    """A request that no form or program of good will sends; the message is shown."""


def install(app: Flask) -> None:
    """Answer errors."""
    app.register_error_handler(CSRFError, _on_forged)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(BadRequestError, _on_bad_request)
    app.register_error_handler(BadListError, _on_bad_list)
    app.register_error_handler(OutOfScopeError, _on_out_of_scope)
    app.register_error_handler(OperationalError, _on_database_error)
    app.register_error_handler(Exception, _on_our_bug)


def error_page(status: int, sentence: str, **more: Any) -> Answer:
    """The answer for a status: a page for a browser, an object for a program."""
    if _is_api():
        return jsonify(error={"status": status, "sentence": sentence, **more}), status
    try:
        page = render_template("error.html", status=status, sentence=sentence, **more)
    except Exception:
        # Without a trusted host no link can be made; and a broken page must not hide the fault.
        current_app.logger.exception("the page of status %s cannot be drawn", status)
        page = f"{sentence} {more.get('incident', '')}"
    return page, status


def _is_api() -> bool:
    return request.path.startswith("/api/")


def status_of(refused: Refused) -> int:
    """The HTTP status that says what kind of refusal it is."""
    return _STATUS.get(refused.first.code, 422)


def refusal_json(refusal: Refusal) -> dict[str, str]:
    """A refusal for programs: its code, and its sentence."""
    return {
        "code": refusal.code.value,
        "sentence": labels.sentence(refusal.code, refusal.facts),
    }


def _on_refused(refused: Refused) -> Answer:
    first, status = refusal_json(refused.first), status_of(refused)
    g.refused_access = None if refused.is_noted else status
    if not _is_api():
        return error_page(status, first["sentence"], title=_("未办理"))
    verdicts = [
        {"id": v.row_id, "name": v.name, **refusal_json(v.refusal)}
        for v in refused.verdicts
        if v.refusal
    ]
    inputs = {path: refusal_json(refusal) for path, refusal in refused.inputs.items()}
    return error_page(status, **first, verdicts=verdicts, inputs=inputs)


def _on_bad_request(error: BadRequestError) -> Answer:
    return error_page(400, str(error))


def _on_bad_list(error: BadListError) -> Answer:
    return error_page(400, **refusal_json(error.refusal))


def _on_out_of_scope(_error: OutOfScopeError) -> Answer:
    g.refused_access = 404
    return error_page(404, str(_SENTENCES[404]))


def _on_forged(error: CSRFError) -> Answer:
    g.refused_access = AccessRefusalKind.FORGED
    return error_page(400, _("页面已经过期或不是由本系统打开的，请返回后重新提交。"))


def _on_http_error(error: HTTPException) -> Answer | Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004  redirects are no errors
        answer: Response = error.get_response()
        return answer
    if isinstance(error, InternalServerError):
        return _on_our_bug(error)
    g.refused_access = status
    return error_page(status, str(_SENTENCES.get(status, _SENTENCES[400])))


#: What PostgreSQL says of a statement it has cancelled for its length.
_CANCELLED = "57014"


def _on_database_error(error: OperationalError) -> Answer:
    """A list that took longer than a statement may is the asker's to narrow, not our bug."""
    if getattr(error.orig, "sqlstate", None) != _CANCELLED:
        return _on_our_bug(error)
    # The transaction is spent: the page that says so reads in one of its own.
    db.session.rollback()
    current_app.logger.warning("a statement of %s was cancelled for its length", request.endpoint)
    return error_page(503, _("查询时间过长，未办理任何业务。请增加条件缩小范围后再试。"))


def _on_our_bug(error: Exception) -> Answer:
    incident = secrets.token_hex(4)
    who = current_user.get_id() if current_user else None
    current_app.logger.error(
        "incident %s: %s %s by %s", incident, request.method, request.endpoint, who, exc_info=error
    )
    return error_page(500, _("系统出错，未办理任何业务。"), incident=incident)
