"""A signed cookie with the logins that have signed in from this browser, so that an attacker's
wrong passwords do not lock the owners out.

It grants no access: it only decides where an attempt is counted. It is signed against forgery.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

#: Half a year: longer than any leave.
KEPT_SECONDS = 180 * 24 * 3600
#: Most logins per browser, for colleagues who share one.
_MOST_LOGINS = 8


def device_of(user_id: int) -> str | None:
    """The digest of this device's cookie for a login; None if it never signed in from here."""
    mark = _marks().get(str(user_id))
    return None if mark is None else hashlib.sha256(mark.encode()).hexdigest()


def remember(answer: Response, user_id: int) -> Response:
    """Remember this device for a login."""
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
