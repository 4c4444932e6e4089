"""The words of a request, looked up once: a page says some hundreds of texts in one language.

Flask-Babel asks for the catalogue by the written form of the locale each time, which is a seventh
of a page's time.
"""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import Babel, Domain, get_locale


class OnceARequest(Domain):  # type: ignore[misc]  Flask-Babel is untyped
    """A domain whose translations are kept beside the locale they are of."""

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
