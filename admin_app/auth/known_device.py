"""The mark a browser keeps of the logins that were signed in from it, so that no stranger's wrong
passwords lock their owners out of it.

It opens nothing: it only says where an attempt is counted. It is signed, so nobody makes one.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

#: Half a year: longer than any leave.
KEPT_SECONDS = 180 * 24 * 3600
#: Colleagues who share a browser.
_MOST_LOGINS = 8


def device_of(user_id: int) -> str | None:
    """The digest of this device's mark for a login; None if it never signed in from here."""
    mark = _marks().get(str(user_id))
    return None if mark is None else hashlib.sha256(mark.encode()).hexdigest()


def remember(answer: Response, user_id: int) -> Response:
    """Let the browser be known for a login from now on."""
    marks = _marks()
    mark = marks.pop(str(user_id), None) or secrets.token_urlsafe(16)
    kept = dict([*marks.items()][1 - _MOST_LOGINS :]) | {str(user_id): mark}
    is_secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        _cookie_name(),
        _signer().dumps(kept),
        max_age=KEPT_SECONDS,
        secure=is_secure,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _marks() -> dict[str, str]:
    try:
        kept = _signer().loads(request.cookies.get(_cookie_name(), ""), max_age=KEPT_SECONDS)
    except BadData:
        return {}
    return dict(kept)


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _signer() -> URLSafeTimedSerializer:
    assert current_app.secret_key is not None
    return URLSafeTimedSerializer(current_app.secret_key, salt="known-device")
