"""The language and the look of the pages, and how close rows stand: preferences in one's own
cookie, each set by a plain link.
"""

from __future__ import annotations

import re

from flask import Blueprint, current_app, has_request_context, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

preferences = Blueprint("preferences", __name__)

LOCALES = {"zh_CN": "zh-CN", "en": "en"}
#: As the system is, or always one of the two.
THEMES = ("auto", "light", "dark")
#: How much room the rows of a list take.
DENSITIES = ("standard", "compact")
#: What a page may ask to be led back to: a plain path of ours (reliability.md 3.3).
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-./?=&%+:,]*")


@preferences.get("/locale/<code>")
def locale(code: str) -> Response:
    """Remember the language."""
    if code in LOCALES:
        session["locale"] = code
    return redirect(safe_path(request.args.get("next")))


@preferences.get("/theme/<code>")
def theme(code: str) -> Response:
    """Remember the look."""
    if code in THEMES:
        session["theme"] = code
    return redirect(safe_path(request.args.get("next")))


@preferences.get("/density/<code>")
def density(code: str) -> Response:
    """Remember how close rows stand."""
    if code in DENSITIES:
        session["density"] = code
    return redirect(safe_path(request.args.get("next")))


def kept() -> dict[str, str]:
    """What is chosen, for a session that begins afresh."""
    return {
        "locale": choose_locale(),
        "theme": choose_theme(),
        "density": choose_density(),
    }


def choose_locale() -> str:
    """The catalogue to speak from: Chinese unless English was chosen."""
    chosen = session.get("locale") if has_request_context() else None
    return chosen if chosen in LOCALES else "zh_CN"


def choose_theme() -> str:
    """How pages look: as the system is, unless chosen."""
    chosen = session.get("theme") if has_request_context() else None
    return chosen if chosen in THEMES else "auto"


def choose_density() -> str:
    """How close the rows of lists stand: as drawn, unless chosen."""
    chosen = session.get("density") if has_request_context() else None
    return chosen if chosen in DENSITIES else DENSITIES[0]


def density_links() -> list[tuple[str, str, bool]]:
    """(code, url, is_current) of each closeness, leading back to the page asked for."""
    here = request.full_path.rstrip("?")
    return [
        (code, url_for("preferences.density", code=code, next=here), code == choose_density())
        for code in DENSITIES
    ]


def safe_path(wanted: str | None) -> str:
    """The path to go to next: `wanted` if it is a page of ours, else the desk."""
    if wanted and _PATH.fullmatch(wanted):
        # Practice is mounted on a path of its own, which a page may or may not have named.
        root = request.script_root
        wanted = wanted.removeprefix(root) if wanted.startswith(f"{root}/") else wanted
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None
        try:
            adapter.match(wanted.partition("?")[0], method="GET")
        except HTTPException:
            return url_for("admin.index")
        return root + wanted
    return url_for("admin.index")
