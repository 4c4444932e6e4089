"""The OpenAPI description of selections above one batch: their checks and runs."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from actions.core.request_run import MAXIMUM_RUN_ROWS
from admin_app.api.openapi_lists import COMMON_ANSWERS, Schema
from models.jobs.job_run import JobState
from models.values.limits import MAXIMUM_BATCH_ROWS

#: The answer to a plan that became a check, and to its confirmation.
ACCEPTED: Schema = {
    "type": "object",
    "required": ["run_id", "url"],
    "properties": {
        "run_id": {"type": "integer"},
        "url": {"type": "string", "format": "uri-reference"},
        "has_moved": {"type": "boolean"},
    },
}
_RUN_ANSWERS = {**COMMON_ANSWERS, "404": _l("没有找到")}


def accepted(said: str) -> Schema:
    """The answer 202 with the address of the check or run."""
    return {"description": said, "content": {"application/json": {"schema": ACCEPTED}}}


def started_check() -> Schema:
    """The answer of a plan of more rows than one batch."""
    facts = {"minimum": MAXIMUM_BATCH_ROWS + 1, "maximum": MAXIMUM_RUN_ROWS}
    return accepted(_("%(minimum)s 至 %(maximum)s 条：已开始核对，结果见 url", **facts))


def run_paths() -> Schema:
    """The paths of checks and runs."""
    run_id = {"name": "run_id", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "/api/runs/{run_id}": {"get": _reading(run_id)},
        "/api/runs/{run_id}/confirm": {"post": _confirming(run_id)},
    }


def _reading(run_id: Schema) -> Schema:
    said = _("返回这一批的逐条结果；核对为全部记录，办理为未办理的记录")
    slice_number = {
        "name": "slice",
        "in": "query",
        "description": said,
        "schema": {"type": "integer", "minimum": 1},
    }
    shown = {"description": _("进度和结果"), "content": {"application/json": {"schema": _run()}}}
    return {
        "operationId": "one_run",
        "summary": _("大批量核对或后台办理的进度和结果"),
        "parameters": [run_id, slice_number],
        "responses": {"200": shown, **_described()},
    }


def _confirming(run_id: Schema) -> Schema:
    answer = {"code": {"type": "string"}, "reason": {"type": "string"}}
    body = {
        "leaves_out": {
            "type": "boolean",
            "default": False,
            "description": _("有不能办理的记录时，须填 true：跳过它们，其余照常办理"),
        },
        "answer": {"type": "object", "additionalProperties": False, "properties": answer},
    }
    schema = {"type": "object", "additionalProperties": False, "properties": body}
    queued = accepted(_("已排队办理；has_moved 为 true 时情况有变化、没有排队，请看新的核对"))
    refused = {"description": _("未办理，说明原因")}
    return {
        "operationId": "confirm_run",
        "summary": _("按核对结果确认办理"),
        "parameters": [run_id],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"202": queued, "422": refused, **_described()},
    }


def _described() -> Schema:
    return {status: {"description": str(words)} for status, words in _RUN_ANSWERS.items()}


def _run() -> Schema:
    number, text = {"type": "integer"}, {"type": "string"}
    properties: Schema = {
        "id": number,
        "action": text,
        "is_check": {"type": "boolean"},
        "check_id": {"type": ["integer", "null"]},
        "state": {"type": "string", "enum": [state.value for state in JobState]},
        "reason": {"type": ["string", "null"]},
        "total": number,
        "done": number,
        "refused": number,
        "slice_count": number,
        "summary": {"type": ["object", "null"], "properties": _summary()},
        "lines": {"type": "array", "items": {"type": "object"}},
    }
    return {"type": "object", "properties": properties}


def _summary() -> Schema:
    items = {"type": "array", "items": {"type": "object"}}
    return {
        "passing": {"type": "integer"},
        "refused": {"type": "integer"},
        "reasons": items,
        "totals": {"type": "object", "additionalProperties": {"type": "integer"}},
        "unsummed": {"type": "array", "items": {"type": "string"}},
        "amount_words": {"type": ["string", "null"]},
        "side_effects": items,
        "warnings": items,
        "answered": {"type": ["string", "null"]},
        "asks_reason": {"type": "boolean"},
    }
