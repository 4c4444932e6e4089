"""Error handlers: a page with what to do next, or JSON under /api.

Responses never contain SQL, paths or traces: a 5xx shows an incident number that is in the log. Out
of scope and non-existent get the same answer (reliability.md S11, S29). An error page does not
query the database: it shows the user only if the request, or the record of the denial
(admin_app.web.refused_access), has loaded them already.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, current_app, g, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from actions.core.refusal import OutcomeUnknown, Refusal, Refused
from admin_app import labels
from admin_app.auth.unsent_form import unsent_form
from admin_app.forms.request_errors import ASKS_AGAIN, BadRequestError, status_of
from admin_app.forms.sent_form import SentForm, is_by_script, sent_form
from admin_app.forms.way_back import url_back
from admin_app.grid.errors import BadListError
from admin_app.web import fallback_error_page, outage_messages
from admin_app.web.refused_access import note_later
from models.core.base import db
from models.core.database_fault import DatabaseFault, fault_of
from models.core.scope import OutOfScopeError
from models.users.access_refusal import AccessRefusalKind

Answer = tuple[str, int] | tuple[Response, int]
_UNAUTHENTICATED, _SERVER_ERROR, _UNAVAILABLE = 401, 500, 503
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


def install(app: Flask) -> None:
    """Answer errors."""
    app.register_error_handler(CSRFError, _on_forged)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(Refused, _on_refused)
    app.register_error_handler(BadRequestError, _on_bad_request)
    app.register_error_handler(BadListError, _on_bad_list)
    app.register_error_handler(OutOfScopeError, _on_out_of_scope)
    app.register_error_handler(OutcomeUnknown, _on_unknown)
    app.register_error_handler(Exception, _on_failure)
    outage_messages.install(app)
    fallback_error_page.install(app)


def error_page(status: int, sentence: str, **more: object) -> Answer:
    """The response for a status: a page for browsers, JSON for API clients."""
    _ask_nobody()
    if status >= _SERVER_ERROR and "incident" not in more:
        more["incident"] = _note_incident(sentence)
    if _is_api():
        answer = jsonify(error={"status": status, "sentence": sentence, **more})
    else:
        answer = make_response(_page(status, sentence, **more))
    if status == _UNAVAILABLE:
        answer.headers["Retry-After"] = str(outage_messages.RETRY_AFTER)
    return answer, status


def _page(status: int, sentence: str, **more: object) -> str:
    try:
        more = {"back_url": url_back(url_for("home")), **more}
        return render_template(
            "web/error.html", status=status, sentence=sentence, fragment=is_by_script(), **more
        )
    except Exception:
        # Without a trusted host no URL can be built; and an error in the page must not hide the
        # first one.
        current_app.logger.exception("the page of status %s cannot be drawn", status)
        return f"{sentence} {more.get('incident', '')}"


def _ask_nobody() -> None:
    """Prevent the page from loading the user, unless loaded already."""
    # Flask-Login caches the user of the request under this name.
    g.setdefault("_login_user", AnonymousUserMixin())


def _note_incident(what: str, error: BaseException | None = None) -> str:
    """Log the error under a short incident number that a user can quote."""
    incident, visitor = secrets.token_hex(4), g.get("_login_user")
    who = visitor.get_id() if visitor is not None else None
    current_app.logger.error(
        "incident %s: %s %s by %s: %s",
        incident,
        request.method,
        request.endpoint,
        who,
        what,
        exc_info=error,
    )
    return incident


def _is_api() -> bool:
    return request.path.startswith("/api/")


def refusal_json(refusal: Refusal) -> dict[str, str]:
    """The JSON of a refusal: its code and its message."""
    return {
        "code": refusal.code.value,
        "sentence": labels.sentence(refusal.code, refusal.facts),
    }


def _on_refused(refused: Refused) -> Answer:
    first, status = refusal_json(refused.first), status_of(refused)
    note_later(None if refused.is_noted else status)
    if not _is_api():
        title = _("后续没有完成") if outage_messages.has_committed() else _("未办理")
        return error_page(status, first["sentence"], title=title)
    verdicts = [
        {"id": v.row_id, "name": v.name, **refusal_json(v.refusal)}
        for v in refused.verdicts
        if v.refusal
    ]
    inputs = {path: refusal_json(refusal) for path, refusal in refused.inputs.items()}
    warnings = [refusal_json(Refusal(note.code, note.facts)) for note in refused.notes]
    told: dict[str, Any] = {"warnings": warnings} if warnings else {}
    if answered := refused.first.facts.get("answered"):
        told["answered"] = answered
    return error_page(status, **first, verdicts=verdicts, inputs=inputs, **told)


def _on_bad_request(error: BadRequestError) -> Answer:
    return error_page(400, str(error))


def _on_bad_list(error: BadListError) -> Answer:
    return error_page(400, **refusal_json(error.refusal))


def _on_out_of_scope(_error: OutOfScopeError) -> Answer:
    note_later(404)
    return error_page(404, str(_SENTENCES[404]))


def _on_forged(error: CSRFError) -> Answer:
    note_later(AccessRefusalKind.FORGED)
    unsent = unsent_form(None) if _is_own_page() and not is_by_script() else None
    if unsent is not None and current_user.is_authenticated:
        # Opened before somebody signed in here: the same user again, or another one.
        name = current_user.actor.name
        return make_response(render_template("auth/unsent.html", unsent=unsent, name=name)), 400
    return error_page(400, _("页面已经过期或不是由本系统打开的，请返回后重新提交。"))


def _is_own_page() -> bool:
    """Whether a browser says that the form stood on a page of ours."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _on_http_error(error: HTTPException) -> Answer | Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004  redirects are no errors
        answer: Response = error.get_response()
        return answer
    if isinstance(error, InternalServerError):
        return _on_failure(error)
    note_later(status)
    if status == _UNAUTHENTICATED and not _is_api():
        # Only a script is answered so: a page is sent to sign in.
        return error_page(status, _("登录已过期，没有保存。请重新登录后再办理。"))
    return error_page(status, str(_SENTENCES.get(status, _SENTENCES[400])))


def _on_unknown(unknown: OutcomeUnknown) -> Answer:
    """The same form again with the same key: submitting it returns the first outcome."""
    fallback_error_page.let_go(db.session)
    _ask_nobody()
    again = _same_form(unknown)
    return error_page(
        _UNAVAILABLE,
        outage_messages.unknown_sentence(asks_again=_is_api() or again is not None),
        code="outcome_unknown",
        key=unknown.key,
        incident=_note_incident(f"the outcome of {unknown} is not known", unknown),
        **({} if _is_api() else {"title": _("结果不明"), "again": again}),
    )


def _same_form(unknown: OutcomeUnknown) -> SentForm | None:
    """URL and fields to repeat the request; None where it cannot be repeated."""
    sent = sent_form()
    # A fragment may be inside a form already, and forms cannot be nested.
    if sent is None or is_by_script():
        return None
    pairs = sent.fields
    if not request.form.get("key"):
        pairs = [(name, value) for name, value in pairs if name != "key"]
        pairs.append(("key", unknown.key))
    if ASKS_AGAIN not in request.form:
        pairs.append((ASKS_AGAIN, "1"))
    return SentForm(sent.url, pairs, sent.files)


def _on_failure(error: Exception) -> Answer:
    """A database failure or a bug; in both cases return the connection."""
    fallback_error_page.let_go(db.session)
    _ask_nobody()
    fault = fault_of(error)
    if fault is None:
        incident = _note_incident("a bug of ours", error)
        return error_page(_SERVER_ERROR, outage_messages.bug_sentence(), incident=incident)
    # For a list that hit the statement timeout, the user should narrow it.
    told = error if fault is not DatabaseFault.TOO_LONG else None
    incident = _note_incident(fault, told)
    sentence = outage_messages.fault_sentence(fault)
    return error_page(_UNAVAILABLE, sentence, code=fault.value, incident=incident)
