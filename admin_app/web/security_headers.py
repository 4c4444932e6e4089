"""Security headers of every response, and Flask's session cookie settings.

The Content Security Policy has no exceptions: scripts, styles and forms only from this origin, no
framing; and pages with private data are not cached (reliability.md S9, S19, S20).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from actions.permissions import action_of
from admin_app.grid.page_text import pages_in_use
from config import AppEnv, Config
from models.core.engine import engine_options
from models.values.language import SOURCE_LANGUAGE
from models.workspace.attachment import MAXIMUM_FILE_BYTES

#: Absolute lifetime of a session: one working day.
LONGEST_SESSION = timedelta(hours=12)
#: The path under which practice is mounted.
PRACTICE_PATH = "/practice"

_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; img-src 'self' data:"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
#: Endpoints without private data, whose successful responses may be cached.
_KEPT = frozenset({"static", "red_page_public"})
_GOOD = frozenset({200, 206, 304})
_TWO_YEARS = "max-age=63072000; includeSubDomains"


def flask_settings(config: Config) -> dict[str, object]:
    """The configuration of Flask and its extensions."""
    return {
        "APP_ENV": config.app_env,
        "SECRET_KEY": config.secret_key,
        "TESTING": config.app_env is AppEnv.TEST,
        "TRUSTED_HOSTS": list(config.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": config.maximum_request_bytes,
        "MAX_FORM_MEMORY_SIZE": config.maximum_request_bytes,
        "PERMANENT_SESSION_LIFETIME": LONGEST_SESSION,
        **_cookie(config),
        "SESSION_COOKIE_SECURE": config.is_production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The session row's age decides; the cookie is not refreshed on every request.
        "SESSION_REFRESH_EACH_REQUEST": False,
        # A CSRF token is valid as long as its session: a plan page may stay open over lunch.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "BABEL_DEFAULT_LOCALE": SOURCE_LANGUAGE,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "PUBLIC_URL": _public_url(config),
        # Errors are handled by `admin_app.web.errors`, not by Flask-Admin's flash messages.
        "FLASK_ADMIN_RAISE_ON_VIEW_EXCEPTION": True,
    }


def _public_url(config: Config) -> str | None:
    """The configured public URL; the Host header cannot be trusted."""
    if config.mail is not None and config.mail.public_url:
        return config.mail.public_url
    return f"https://{config.trusted_hosts[0]}/" if config.trusted_hosts else None


def _cookie(config: Config) -> dict[str, str]:
    """Name and path of the session cookie; practice has its own."""
    if config.app_env is AppEnv.PRACTICE:
        name = "__Secure-practice" if config.is_production else "practice"
        return {"SESSION_COOKIE_NAME": name, "SESSION_COOKIE_PATH": PRACTICE_PATH}
    return {"SESSION_COOKIE_NAME": "__Host-session" if config.is_production else "session"}


def install(app: Flask, config: Config) -> None:
    """Install proxies, hosts and headers as configured."""
    believe_proxies(app, config)
    set_headers(app, config)
    take_files(app)


def believe_proxies(app: Flask, config: Config) -> None:
    """Take the client's address and scheme only from the configured number of proxies."""
    if count := config.trusted_proxies:
        wrapped = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = wrapped  # type: ignore[method-assign]


#: A file in Base64, with its name beside it.
_LARGEST_FILE_REQUEST = MAXIMUM_FILE_BYTES * 4 // 3 + 64 * 1024


def take_files(app: Flask) -> None:
    """Raise the body limit where a file is expected; installed before anything reads a form."""

    @app.before_request
    def _widen() -> None:
        if _takes_a_file(request.endpoint or "", request.view_args or {}):
            request.max_content_length = max(
                _LARGEST_FILE_REQUEST, app.config["MAX_CONTENT_LENGTH"]
            )


def _takes_a_file(endpoint: str, given: Mapping[str, str]) -> bool:
    """Whether an action of the API or a page's form takes a file, in Base64 or as it is."""
    if endpoint == "api.act":
        action = action_of(given["key"])
        return action is not None and action.takes_a_file
    page, _, route = endpoint.partition(".")
    return page in pages_in_use() and route in pages_in_use()[page].file_routes


def set_headers(app: Flask, config: Config) -> None:
    """Set the headers on every response, including errors and static files."""
    headers = dict(_HEADERS)
    if config.is_production:
        headers["Strict-Transport-Security"] = _TWO_YEARS

    @app.after_request
    def _harden(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.endpoint not in _KEPT or response.status_code not in _GOOD:
            response.headers["Cache-Control"] = "no-store"
        return response
