"""Validates every request before any view, form or session reads it.

A safe method (RFC 9110, 9.2.1) changes nothing: it has no body, HEAD is handled as GET, and a write
transaction is refused during it. Text is valid Unicode without NUL, since PostgreSQL cannot store
anything else, and both engines must behave alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from flask import Flask, current_app, has_request_context, request
from flask_babel import gettext as _
from sqlalchemy import Connection, Engine, event

from admin_app.forms.page_address import PageRequest
from admin_app.forms.request_errors import BadRequestError
from admin_app.web.errors import Answer, error_page
from models.core.engine import BESIDES_READING, WRITES

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORM = "application/x-www-form-urlencoded"
#: WSGI keys with the raw URL: the decoded path has lost invalid UTF-8.
_ADDRESSES = ("QUERY_STRING", "SCRIPT_NAME", "RAW_URI", "REQUEST_URI")


class WriteUnderSafeMethodError(RuntimeError):
    """A bug of ours: a view writes during a safe method."""


def install(app: Flask) -> None:
    """Check each request; installed before anything else reads one."""
    app.request_class = PageRequest
    app.before_request(check_request)
    app.register_error_handler(WriteUnderSafeMethodError, _on_write_under_safe_method)


def keep_safe_methods_from_writing(engine: Engine) -> None:
    """Refuse a write transaction during a safe method."""
    # Before SQLite's BEGIN, so that a refused transaction does not hold the file lock.
    event.listen(engine, "begin", _refuse_write, insert=True)


def check_request() -> None:
    """Raise BadRequestError for a body under a safe method and for text that cannot be stored."""
    if request.method in SAFE_METHODS:
        if request.content_length or "Transfer-Encoding" in request.headers:
            raise BadRequestError(_("查看页面的请求不能附带内容，未办理任何业务。"))
        if request.method == "HEAD":
            # Flask adds HEAD to every GET; the server omits the body.
            request.method = "GET"
    _check_bytes([_raw("PATH_INFO"), *(unquote_to_bytes(_raw(name)) for name in _ADDRESSES)])
    check_text(value for name, value in request.environ.items() if name.startswith("HTTP_"))
    if request.method not in SAFE_METHODS:
        _check_form()


def check_text(given: object) -> None:
    """Raise BadRequestError if any text, keys included, has NUL or a lone surrogate."""
    if any("\0" in text or not _is_unicode(text) for text in _texts(given)):
        raise BadRequestError(_("内容中有无法识别的字符，请删去后重新提交。"))


def _check_form() -> None:
    if request.mimetype == _FORM:
        # Werkzeug repairs broken escapes, so check the raw bytes.
        _check_bytes([unquote_to_bytes(request.get_data(cache=True))])
    for name, values in request.form.lists():
        check_text([name, *values])
    check_text([*request.files, *(file.filename for file in request.files.values())])


def _check_bytes(given: Iterable[bytes]) -> None:
    for raw in given:
        # Overlong forms and lone surrogates are invalid UTF-8, too.
        check_text(raw.decode("utf-8", "surrogateescape"))


def _raw(name: str) -> bytes:
    """A part of the URL as raw bytes (PEP 3333)."""
    return str(request.environ.get(name, "")).encode("latin-1", "replace")


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def _texts(given: object) -> Iterator[str]:
    """Every text in nested lists and objects; iterative, since a client could nest very deeply."""
    waiting = [given]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            waiting += [*found.keys(), *found.values()]
        elif isinstance(found, Iterable):
            waiting += found


def _refuse_write(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WRITES) or options.get(BESIDES_READING) or not has_request_context():
        return
    if request.method in SAFE_METHODS:
        raise WriteUnderSafeMethodError(f"{request.method} {request.endpoint} would write")


def _on_write_under_safe_method(error: WriteUnderSafeMethodError) -> Answer:
    current_app.logger.error("%s", error)
    return error_page(405, _("不支持这样的请求方式。"))
