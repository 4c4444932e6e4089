"""The API of registers: `/api/register/<key>` lists and enters rows as `/api/<entity>` does.

A key alone means the caller's own register or the nearest above; `623022.training` that of one
office. Rows are moved by the action `move_register_rows` like any rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from actions.core.action import AnyAction
from actions.core.input_parsing import parse_input
from actions.perform import perform
from admin_app.api.actions import api, outcome_json, read_body
from admin_app.api.lists import list_json, one_row, row_json
from admin_app.auth.current_actor import caller
from admin_app.forms.request_errors import BadRequestError
from admin_app.grid.register_grid import register_grid
from admin_app.grid.spec import Grid
from models.core.base import db
from models.core.journal import Door
from models.registers.known_registers import find_register


def _grid(key: str) -> Grid:
    spec = find_register(db.session(), key) or abort(404)
    grid = register_grid(db.session(), spec, current_user.actor.role)
    if current_user.actor.role not in grid.readers:
        abort(403)
    return grid


@api.get("/register/<register>")
def register_rows(register: str) -> Response:
    """The rows of a register; under a number, the definition of one."""
    if register.isdecimal():
        return one_row("register", int(register))
    return list_json(_grid(register), url_for("api.register_rows", register=register))


@api.get("/register/<register>/<int:row_id>")
def register_row(register: str, row_id: int) -> Response:
    """One row of a register."""
    return row_json(_grid(register), row_id)


@api.post("/register/<register>")
def enter_register_row(register: str) -> ResponseReturnValue:
    """Enter a row: `input` has its title and values by the names of the list's columns."""
    return _run(_grid(register).creation, ())


@api.post("/register/<register>/<int:row_id>")
def edit_register_row(register: str, row_id: int) -> ResponseReturnValue:
    """Edit a row: `input` has every field, and the `row_version` that was read."""
    return _run(_grid(register).edition, (row_id,))


def _run(action: AnyAction | None, ids: tuple[int, ...]) -> ResponseReturnValue:
    assert action is not None, "the list of a register has both forms"
    body = read_body()
    given, key = body.get("input"), body.get("key", request.headers.get("Idempotency-Key", ""))
    if not isinstance(given, Mapping) or not isinstance(key, str):
        raise BadRequestError(_("input 应为一个 JSON 对象，key 应为一段文字。"))
    outcome = perform(
        db.session(), action, ids, parse_input(action.input, given), caller(Door.API), key=key
    )
    return jsonify(outcome_json(outcome)), 200 if ids else 201
