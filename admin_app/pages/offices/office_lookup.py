"""Autocomplete suggestions for office fields."""

from __future__ import annotations

from flask import jsonify, request
from flask_admin import expose
from werkzeug.wrappers import Response

from admin_app.forms.office_lookup import LONGEST_TYPED, MOST_SUGGESTED, offices_found
from admin_app.grid.spec import STAFF
from admin_app.web.page import Page
from models.core.base import db
from models.offices.office import Offices


class OfficeLookupPage(Page):
    """The offices that match `q`; `of` says which of them the field accepts."""

    endpoint = "office_lookup"
    readers = STAFF

    @expose("/")
    def index(self) -> Response:
        which = Offices.WORKING if request.args.get("of") == "working" else Offices.EVERY
        typed = request.args.get("q", "").strip()[:LONGEST_TYPED]
        found = offices_found(db.session(), which, typed, MOST_SUGGESTED)
        return jsonify(offices=[str(each) for each in found.offices], has_more=found.has_more)
