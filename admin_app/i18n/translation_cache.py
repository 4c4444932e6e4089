"""Caches the translation catalogue per request: a page translates hundreds of texts.

Flask-Babel looks the catalogue up by the locale's string each time, which takes a seventh of a
page's time.
"""

from __future__ import annotations

from babel.support import Translations
from flask import g
from flask_babel import Babel, Domain, get_locale


class OnceARequest(Domain):
    """A domain that caches its translations by locale."""

    def get_translations(self) -> Translations:
        kept = g.get("translations") if g else None
        locale = get_locale()
        if kept is None or kept[0] is not locale:
            kept = (locale, super().get_translations())
            if g:
                g.translations = kept
        return kept[1]


class Speech(Babel):
    """Flask-Babel with that domain."""

    domain_instance = OnceARequest()
