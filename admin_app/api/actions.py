"""The API of actions: JSON in and out, through the same `perform` as the grid.

A write needs a bearer token, never a cookie, so no CSRF token is needed here. A malformed body gets
400 with a message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from actions.actor_actions import action_for
from actions.core.action import Action, AnyAction, F, I, R
from actions.core.answers import asked_of, asks, parse_answer
from actions.core.input_parsing import InputFault, canonical, parse_input
from actions.core.refusal import Refusal, Refused, Verdict
from actions.core.result import Note, Outcome, answer_code
from actions.perform import perform
from actions.plan import Plan, plan
from admin_app import labels
from admin_app.api.openapi import describe
from admin_app.api.record_edits import edit_of
from admin_app.auth.current_actor import caller, one_time_key
from admin_app.auth.rate_limit import slow_down
from admin_app.forms.request_errors import BadRequestError
from admin_app.forms.rewritten_text import rewritten_notes
from admin_app.jobs.selection_check import request_check
from admin_app.web.errors import refusal_json
from admin_app.web.request_guard import check_text
from models.core.base import db
from models.core.journal import Door
from models.core.own_values import FieldValue
from models.values.answer_kind import AnswerKind
from models.values.limits import LARGEST_BIGINT, MAXIMUM_BATCH_ROWS
from models.values.money import yuan_in_words

api = Blueprint("api", __name__, url_prefix="/api")

#: Calls per minute and user; clients that need more send more rows per call.
CALLS_A_MINUTE = 240
_PARTS = frozenset({"ids", "input", "key", "answer"})


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Serve the API."""
    csrf.exempt(api)
    app.register_blueprint(api)


@api.before_request
def _slow_down() -> None:
    if current_user.is_authenticated:
        slow_down("api", current_user.get_id(), CALLS_A_MINUTE)


@api.get("/openapi.json")
def openapi() -> Response:
    """The OpenAPI document."""
    return jsonify(describe())


@api.post("/actions/<key>")
def act(key: str) -> ResponseReturnValue:
    """Run an action; with ?plan=1, a dry run."""
    if request.args.get("plan") == "1":
        return plan_action(key)
    action, body = _parse_request(key)
    outcome = perform(
        db.session(),
        action,
        body["ids"],
        parse_input(action.input, body["input"]),
        caller(Door.API),
        key=body["key"],
        answer=parse_answer(body["answer"]),
    )
    return jsonify(outcome_json(outcome))


@api.post("/actions/<key>/plan")
def plan_action(key: str) -> ResponseReturnValue:
    """A dry run of the action; no row is changed.

    Of more rows than one batch a check is started, to be followed and confirmed as in `runs.py`.
    """
    action, body = _parse_request(key)
    if action.splits and len(set(body["ids"])) > MAXIMUM_BATCH_ROWS:
        return _start_check(action, body["ids"], body["input"], body["key"])
    given = parse_input(action.input, body["input"])
    answer = parse_answer(body["answer"])
    found = plan(db.session(), action, body["ids"], given, caller(Door.API), answer)
    return jsonify(_plan_json(action, found, rewritten_notes(action, body["input"])))


def _start_check(
    action: Action[R, I, F], ids: Sequence[int], typed: Mapping[str, object], key: str
) -> ResponseReturnValue:
    run_id = request_check(
        db.session(),
        action,
        ids,
        typed,
        caller(Door.API),
        key=key or one_time_key(),
    )
    return jsonify(run_id=run_id, url=url_for("api.one_run", run_id=run_id)), 202


def outcome_json(outcome: Outcome) -> dict[str, object]:
    """The JSON of a committed run."""
    return {
        "receipt_no": outcome.receipt_no,
        "action": outcome.action,
        "at": outcome.at.isoformat(),
        "rows": [
            {"id": row.row_id, "name": row.name, "facts": canonical(row.facts)}
            for row in outcome.rows
        ],
        "totals": canonical(outcome.totals),
        "is_replay": outcome.is_replay,
    }


def verdict_json(verdict: Verdict) -> dict[str, object]:
    """The verdict on one row; `code` is null when it passes."""
    said = refusal_json(verdict.refusal) if verdict.refusal else {"code": None, "sentence": None}
    return {"id": verdict.row_id, "name": verdict.name, **said}


def _plan_json(
    action: Action[R, I, F], found: Plan[R], rewritten: Sequence[Note]
) -> dict[str, object]:
    shown, whole = found.preview, found.refusal
    return {
        "verdicts": [
            {**verdict_json(v), "facts": canonical(found.facts_of(v.row_id))}
            for v in found.verdicts
        ],
        "refusal": refusal_json(whole) if whole else None,
        "totals": canonical(shown.totals),
        "amount_words": None if shown.words_fen is None else yuan_in_words(shown.words_fen),
        "side_effects": [_note_json(note) for note in (*found.notes, *shown.side_effects)],
        "warnings": [
            *({**_note_json(note), "asks": AnswerKind.NOTHING.value} for note in rewritten),
            *({**_note_json(note), "asks": asks(action, note).value} for note in shown.warnings),
        ],
        "answered": answer_code(asked_of(action, shown)),
    }


def _note_json(note: Note) -> dict[str, object]:
    return {"code": note.code.value, "sentence": labels.sentence(note.code, note.facts)}


def _parse_request(key: str) -> tuple[AnyAction, dict[str, FieldValue]]:
    action = action_for(db.session(), current_user.actor, key)
    if action is None and edit_of(key, (), {}) is None:
        abort(404)
    body = read_body()
    if unknown := body.keys() - _PARTS:
        raise BadRequestError(_("不认识的内容：%(name)s", name=", ".join(sorted(unknown))[:80]))
    header = request.headers.get("Idempotency-Key", "")
    ids, given = _ids(body.get("ids", [])), body.get("input") or {}
    if action is None:
        action, given = _edit(key, ids, given)
    return action, {
        "ids": ids,
        "input": given,
        "answer": answer_of(body),
        "key": _key(body.get("key", header)),
    }


def _edit(key: str, ids: Sequence[int], given: object) -> tuple[AnyAction, Mapping[str, object]]:
    if not isinstance(given, Mapping):
        raise Refused(Refusal(InputFault.NOT_AN_OBJECT))
    return edit_of(key, ids, given) or abort(404)


def read_body() -> dict[str, Any]:
    """The request's JSON object; raises BadRequestError for anything else."""
    if request.mimetype != "application/json":
        abort(415)
    try:
        body = json.loads(
            request.get_data(),
            object_pairs_hook=_without_repeats,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as error:
        raise BadRequestError(_("内容不是正确的 JSON。")) from error
    check_text(body)
    if not isinstance(body, Mapping):
        raise BadRequestError(_("内容应为一个 JSON 对象。"))
    return dict(body)


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name stands twice")
    return read


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _ids(given: object) -> list[int]:
    if not isinstance(given, list) or not all(
        type(each) is int and 0 < each <= LARGEST_BIGINT for each in given
    ):
        raise BadRequestError(_("ids 应为记录编号（正整数）的列表。"))
    return given


def answer_of(body: Mapping[str, object]) -> Mapping[str, object]:
    """The answer to warnings in a body; raises BadRequestError for anything but an object."""
    given = {} if body.get("answer") is None else body["answer"]
    if not isinstance(given, Mapping):
        raise BadRequestError(_("answer 应为一个 JSON 对象。"))
    return given


def _key(given: object) -> str:
    if not isinstance(given, str):
        raise BadRequestError(_("key 应为一段文字。"))
    return given
