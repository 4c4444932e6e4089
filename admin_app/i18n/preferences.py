"""Display preferences (language, theme, density), stored in the session cookie and set by plain
links.
"""

from __future__ import annotations

import re

from babel import Locale
from flask import Blueprint, current_app, has_request_context, redirect, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from models.values.language import SOURCE_LANGUAGE, Language

preferences = Blueprint("preferences", __name__)

#: Follow the system, or always light or dark.
THEMES = ("auto", "light", "dark")
#: Row density of lists.
DENSITIES = ("standard", "compact")
#: Allowed redirect targets: a path of ours (reliability.md 3.3).
_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9_\-./?=&%+:,]*")


@preferences.get("/locale/<code>")
def locale(code: str) -> Response:
    """Remember the language."""
    if code in set(Language):
        session["locale"] = code
    return redirect(safe_path(request.args.get("next")))


@preferences.get("/theme/<code>")
def theme(code: str) -> Response:
    """Remember the theme."""
    if code in THEMES:
        session["theme"] = code
    return redirect(safe_path(request.args.get("next")))


@preferences.get("/density/<code>")
def density(code: str) -> Response:
    """Remember the density."""
    if code in DENSITIES:
        session["density"] = code
    return redirect(safe_path(request.args.get("next")))


def kept() -> dict[str, str]:
    """The chosen preferences, to be kept in a new session."""
    return {
        "locale": choose_locale().value,
        "theme": choose_theme(),
        "density": choose_density(),
    }


def choose_locale() -> Language:
    """The locale: the source language unless another was chosen."""
    chosen = session.get("locale") if has_request_context() else None
    return Language(chosen) if chosen in set(Language) else SOURCE_LANGUAGE


def language_links(here: str | None) -> tuple[tuple[str, str, str], ...]:
    """(url, `lang` of HTML, own name) of each other language, leading back to the path `here`."""
    return tuple(
        (
            url_for("preferences.locale", code=language.value, next=here),
            language.html_lang,
            Locale.parse(language).get_language_name() or language.value,
        )
        for language in Language
        if language is not choose_locale()
    )


def choose_theme() -> str:
    """The theme; by default that of the system."""
    chosen = session.get("theme") if has_request_context() else None
    return chosen if chosen in THEMES else "auto"


def choose_density() -> str:
    """The density of lists."""
    chosen = session.get("density") if has_request_context() else None
    return chosen if chosen in DENSITIES else DENSITIES[0]


def density_links() -> list[tuple[str, str, bool]]:
    """(code, url, is_current) of each density, returning to the present page."""
    here = request.full_path.rstrip("?")
    return [
        (code, url_for("preferences.density", code=code, next=here), code == choose_density())
        for code in DENSITIES
    ]


def safe_path(wanted: str | None) -> str:
    """The redirect target: `wanted` if it is a path of ours, else the desk."""
    if wanted and _PATH.fullmatch(wanted):
        # The practice application has a path prefix, which `wanted` may or may not include.
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
