"""Caches the translation catalogue per request: a page translates hundreds of texts.

Flask-Babel looks the catalogue up by the locale's string each time, which takes a seventh of a
page's time.
"""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import Babel, Domain, get_locale


class OnceARequest(Domain):  # type: ignore[misc]  Flask-Babel is untyped
    """A domain that caches its translations by locale."""

    def get_translations(self) -> Any:
        kept = g.get("translations") if g else None
        locale = get_locale()
        if kept is None or kept[0] is not locale:
            kept = (locale, super().get_translations())
            if g:
                g.translations = kept
        return kept[1]


class Speech(Babel):  # type: ignore[misc]  Flask-Babel is untyped
    """Flask-Babel with that domain."""

    domain_instance = OnceARequest()
