"""The OpenAPI 3.1 description of the API, generated from permissions and views."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from actions.core.action import Action, AnyAction, F, I, R
from actions.core.answers import MAXIMUM_REASON_LENGTH
from actions.core.input_fields import MAXIMUM_TEXT_LENGTH, field_types, line_type, plain_type
from actions.core.input_parsing import MAXIMUM_INPUT_LINES
from actions.core.records.with_own_fields import with_own_fields
from actions.core.request_run import MAXIMUM_RUN_ROWS
from actions.permissions import CATALOG
from admin_app import labels
from admin_app.api.openapi_lists import (
    COMMON_ANSWERS,
    Schema,
    list_paths,
    register_grids,
    row_schemas,
)
from admin_app.api.openapi_runs import run_paths, started_check
from admin_app.api.record_edits import edited_grids, whole_edit
from models.core.base import db
from models.definitions.field_spec import FieldSpec

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_ANSWERS = {
    **COMMON_ANSWERS,
    "200": _l("办理结果"),
    "404": _l("没有这个业务"),
    "409": _l("key 已用于另一请求，或记录已变化"),
    "422": _l("未办理，逐条说明原因"),
    "503": _l("数据库暂不可用；code 为 outcome_unknown 时结果不明，请用同一 key 再次请求"),
}


def describe() -> Schema:
    """The whole document."""
    paths: Schema = {}
    for listed in CATALOG:
        action = with_own_fields(db.session(), listed, current_user.actor.role)
        paths[f"/api/actions/{action.key}"] = {"post": _operation(action)}
        paths[f"/api/actions/{action.key}/plan"] = {"post": _operation(action, is_plan=True)}
    for grid in edited_grids():
        edit = whole_edit(grid)
        paths[f"/api/actions/{edit.key}"] = {"post": _operation(edit)}
    return {
        "openapi": "3.1.0",
        "info": {"title": _("域名注册管理系统"), "version": "1"},
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": row_schemas(),
        },
        "paths": {**paths, **run_paths(), **_with_forms(list_paths())},
    }


def _with_forms(paths: Schema) -> Schema:
    """The paths of lists, with how rows of registers are entered and edited by who may."""
    for grid in register_grids():
        if current_user.actor.role in grid.can_create and grid.creation and grid.edition:
            rows, row = paths[f"/api/{grid.entity}"], paths[f"/api/{grid.entity}/{{id}}"]
            name = grid.entity.replace("/", ".")
            rows["post"] = _form(grid.creation, f"enter_{name}", "201")
            row["post"] = {
                **_form(grid.edition, f"edit_{name}", "200"),
                "parameters": row["get"]["parameters"],
            }
    return paths


def _form(action: AnyAction, name: str, status: str) -> Schema:
    """A request that fills in the form of a row: its address says which, so the body names none."""
    found = _operation(action)
    body = found["requestBody"]["content"]["application/json"]["schema"]
    for part in ("ids", "answer"):
        body["properties"].pop(part, None)
    body["required"] = ["input"]
    body["properties"]["input"] = input_schema(action.input, action.key)
    answers = found["responses"]
    done = {status: answers.pop("200")}
    return {**found, "operationId": name, "responses": {**done, **answers}}


def input_schema(kind: type[DataclassInstance], key: str, prefix: str = "") -> Schema:
    """The JSON Schema of an input dataclass."""
    hints, fields = field_types(kind), dataclasses.fields(kind)
    needed = [
        f.name
        for f in fields
        if f.default is dataclasses.MISSING and not plain_type(hints[f.name])[1]
    ]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": {
            f.name: _property(f, hints[f.name], key, prefix) for f in dataclasses.fields(kind)
        },
    }


def _operation(action: Action[R, I, F], *, is_plan: bool = False) -> Schema:
    refusals = [code.value for code in action.refusals] if action.refusals else []
    answers: Schema = {status: {"description": str(words)} for status, words in _ANSWERS.items()}
    if is_plan and action.splits:
        answers["202"] = started_check()
    return {
        "operationId": f"{action.key}_plan" if is_plan else action.key,
        "summary": labels.action_title(action.key),
        "description": _("拒绝代码：%(codes)s", codes=", ".join(refusals)) if refusals else "",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _body(action, is_plan=is_plan)}},
        },
        "responses": answers,
    }


def _body(action: Action[R, I, F], *, is_plan: bool) -> Schema:
    is_check = is_plan and action.splits
    ids = {
        "type": "array",
        "items": {"type": "integer", "minimum": 1},
        "minItems": action.minimum_rows,
        "maxItems": MAXIMUM_RUN_ROWS if is_check else action.maximum_rows,
    }
    given = input_schema(action.input, action.key)
    if action.saves_form:
        # What the body leaves out stays as it is.
        given["required"] = ["row_version"]
    properties = {"ids": ids, "input": given}
    if action.warnings:
        properties["answer"] = _answer(action)
    if is_check or not is_plan:
        properties["key"] = {"type": "string", "minLength": 1, "maxLength": 80}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _answer(action: Action[R, I, F]) -> Schema:
    """The answer to warnings: the code of those that were read, and a reason where one asks it."""
    asked = [f"{code.value} ({kind.value})" for code, kind in action.warnings.items()]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "code": {"title": _("核对码"), "type": "string", "maxLength": 8},
            "reason": {
                "title": _("理由"),
                "type": "string",
                "maxLength": MAXIMUM_REASON_LENGTH,
            },
        },
        "description": _(
            "对提醒的答复。code 为办理被拒或试算时返回的 answered，提醒的内容一变就失效；"
            "提醒代码及其要求：%(codes)s",
            codes=", ".join(asked),
        ),
    }


def _property(
    f: dataclasses.Field[object], annotation: type[object], key: str, prefix: str
) -> Schema:
    own = f.metadata.get("own")
    if (line := line_type(annotation)) is not None:
        return {
            "type": "array",
            "maxItems": MAXIMUM_INPUT_LINES,
            "items": input_schema(line, key, f"{f.name}."),
        }
    wanted, is_optional = plain_type(annotation)
    if typing.get_origin(wanted) is tuple:
        several = {"type": "array", "items": _type(f, typing.get_args(wanted)[0])}
        return several if own is None else _own_property(own, several)
    schema = _type(f, wanted)
    if is_optional and "type" in schema:
        schema["type"] = [schema["type"], "null"]
    if own is not None:
        return _own_property(own, schema)
    return {"title": labels.field_label(key, f"{prefix}{f.name}"), **schema}


def _own_property(spec: FieldSpec, schema: Schema) -> Schema:
    """A field that an office defined: its labels and its help."""
    said = {"description": spec.help_text} if spec.help_text else {}
    return {"title": labels.own_label(spec), **schema, **said}


def _type(f: dataclasses.Field[object], wanted: type[object]) -> Schema:
    if issubclass(wanted, bool):
        return {"type": "boolean"}
    if issubclass(wanted, StrEnum):
        return {"type": "string", "enum": [member.value for member in wanted]}
    if issubclass(wanted, int):
        bounds = {"minimum": f.metadata.get("minimum"), "maximum": f.metadata.get("maximum")}
        return {"type": "integer", **{k: v for k, v in bounds.items() if v is not None}}
    if issubclass(wanted, dt.datetime):
        return {"type": "string", "format": "date-time"}
    if issubclass(wanted, dt.date):
        return {"type": "string", "format": "date"}
    return {"type": "string", "maxLength": f.metadata.get("maximum_length") or MAXIMUM_TEXT_LENGTH}
