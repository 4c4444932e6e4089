"""Resolves an office typed into the query bar: redirects to its list, or shows a choice."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from admin_app.forms.office_choices import OWN
from admin_app.forms.office_lookup import (
    LONGEST_TYPED,
    MOST_LISTED,
    is_code,
    office_named,
    offices_found,
)
from admin_app.grid.filters import OfficeFilter
from admin_app.grid.page_text import title_of_list
from admin_app.grid.view_request import ViewRequest
from admin_app.labels import sentence
from models.offices.office import Offices


def office_meant(view: ViewRequest) -> ResponseReturnValue | None:
    """The list of the office that was typed, or those to choose from; None for its code."""
    for f in view.grid.column_filters:
        if not isinstance(f, OfficeFilter):
            continue
        typed = request.args.get(f.name, "").strip()[:LONGEST_TYPED]
        if typed and not is_code(typed.removesuffix(OWN)):
            return _named_office(view, f.name, typed)
    return None


def _named_office(view: ViewRequest, name: str, typed: str) -> ResponseReturnValue:
    # An office alone is drawn with its name behind it, which says no more.
    head = typed.split(maxsplit=1)[0]
    if head.endswith(OWN) and is_code(head.removesuffix(OWN)):
        return redirect(_address(name, head))
    if (named := office_named(view.session, Offices.EVERY, typed)) is not None:
        return redirect(_address(name, named.code))
    found = offices_found(view.session, Offices.EVERY, typed, MOST_LISTED)
    if len(found.offices) == 1:
        # Nothing is done yet, and the list says whose rows it shows.
        return redirect(_address(name, found.offices[0].code))
    refusal = found.refusal(typed)
    page = view.render(
        "grid/planning/office_choice.html",
        title=_("选择编办"),
        said=sentence(refusal.code, refusal.facts),
        choices=[(str(each), _address(name, each.code)) for each in found.offices],
        asked=[pair for pair in request.args.items(multi=True) if pair[0] != name],
        name=name,
        typed=typed,
        back_url=_address(name, ""),
        back_label=title_of_list(view.grid, None),
    )
    return page, 400


def _address(name: str, code: str) -> str:
    """The list as it was asked for, under another office, or under none."""
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] != name]
    return f"./?{urlencode([*pairs, (name, code)] if code else pairs)}"
