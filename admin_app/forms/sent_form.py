"""The form of the present request, to be shown or sent once more."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

#: Never sent again: each page has a token of its own.
_TOKEN = "csrf_token"  # noqa: S105  the name of a field


@dataclass(frozen=True, slots=True)
class SentForm:
    """Where it goes, its fields in their order, and the files that must be chosen again."""

    url: str
    fields: list[tuple[str, str]]
    files: list[str]


def sent_form() -> SentForm | None:
    """The form that was posted; None where there is none, or it holds a password.

    Its address includes the prefix of the practice application, whose forms must stay there.
    """
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name != _TOKEN]
    if request.method != "POST" or any("password" in name for name, _value in pairs):
        return None
    url = request.script_root + request.full_path.rstrip("?")
    return SentForm(url, pairs, list(request.files))


def is_by_script() -> bool:
    """Whether a script sent it, which puts the answer into a page that stays."""
    return is_swap() or request.headers.get("Sec-Fetch-Dest") == "empty"


def is_swap() -> bool:
    """Whether htmx sent it, to draw a part of the page again as fields change."""
    return "HX-Request" in request.headers
