"""上传和下载配置: a copy of the configuration as a file, and a file as a copy to apply."""

from __future__ import annotations

import secrets

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import undefer

from actions.core.action import Reach
from actions.core.export import export_action
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.perform import perform
from actions.permissions import action_of
from admin_app.auth.current_actor import caller, one_time_key
from admin_app.files.csv_writer import disposition
from admin_app.labels import ACTIONS, sentence
from admin_app.web.page import Page, key_of
from models.core.base import db
from models.core.journal import Door
from models.definitions.configuration import LONGEST_CONFIGURATION, ConfigurationCopy
from models.users.user import Role

UPLOAD = "upload_configuration"
#: Copies offered for download; the list has the others.
_MOST_SHOWN = 20
_READERS = frozenset({Role.REGISTRY_ADMIN, Role.PROVINCE_ADMIN})
#: The fields of the upload, in their order.
_FIELDS = ("name", "file")


class ConfigurationPage(Page):
    """The upload, and the newest copies."""

    endpoint = "configuration_file"
    readers = _READERS
    file_routes = frozenset({"index"})

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The form of an upload; a file that is taken leads to the plan of its application."""
        faults: dict[str, list[str]] = {}
        if request.method == "POST":
            try:
                key = _keep()
            except Refused as refused:
                faults = _faults(refused)
            else:
                flash(_("配置已上传。请核对差异，再确认应用。"), "success")
                plan = url_for("configuration.action_view", action="apply_configuration", ids=key)
                return redirect(plan, code=303)
        newest = select(ConfigurationCopy).where(
            ConfigurationCopy.office_code == current_user.actor.office_code
        )
        newest = newest.order_by(ConfigurationCopy.id.desc()).limit(_MOST_SHOWN)
        body = self.render(
            "pages/definitions/configurations.html",
            title=_("上传和下载配置"),
            hint=ACTIONS[UPLOAD].hint,
            faults=faults,
            first=next((name for name in _FIELDS if name in faults), None),
            copies=db.session().scalars(newest).all(),
            typed=request.form,
            key=one_time_key(),
        )
        return body, 422 if faults else 200

    @expose("/file/", methods=("POST",))
    def file(self) -> Response:
        """A copy as a file; the download is recorded first."""
        wanted = select(ConfigurationCopy).where(
            ConfigurationCopy.id == key_of(request.form.get("copy", ""))
        )
        copy = db.session().scalar(wanted.options(undefer(ConfigurationCopy.content)))
        if copy is None:
            abort(404)
        name = f"configuration-{copy.office_code}-{copy.taken_at:%Y%m%d}-{copy.id}.json"
        action = export_action(ConfigurationCopy, dict.fromkeys(_READERS, Reach.SCOPE))
        given = action.input(
            file_name=name, selection=f"id={copy.id}", columns="", row_count=copy.item_count
        )
        # Each download is recorded, under its own key.
        key = secrets.token_urlsafe(16)
        perform(db.session(), action, (), given, caller(Door.GRID), key=key)
        answer = make_response(copy.content)
        answer.mimetype = "application/json"
        answer.headers["Content-Disposition"] = disposition(name)
        return answer


def _keep() -> int:
    """Keep the uploaded file; returns the key of its copy. Raises Refused."""
    file = request.files.get("file")
    content = file.stream.read(LONGEST_CONFIGURATION * 3 + 1) if file is not None else b""
    action = action_of(UPLOAD)
    assert action is not None
    raw = {
        "name": request.form.get("name", ""),
        "content": content.decode("utf-8-sig", "replace"),
    }
    given = parse_input(action.input, raw)
    outcome = perform(db.session(), action, (), given, caller(Door.GRID), key=one_time_key())
    return outcome.rows[0].row_id


def _faults(refused: Refused) -> dict[str, list[str]]:
    """What is wrong with each field of the form; what is wrong with the text stands at the file."""
    found = {
        path if path in _FIELDS else "file": [sentence(refusal.code, refusal.facts)]
        for path, refusal in refused.inputs.items()
    }
    first = refused.first
    return found or {"file": [sentence(first.code, first.facts)]}
