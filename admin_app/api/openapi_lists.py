"""The OpenAPI description of the API's lists: their parameters, generated from each view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from admin_app.grid.column_source import column_of, label_of
from admin_app.grid.conditions.columns import compared_columns, filters_of
from admin_app.grid.conditions.tree import LONGEST_WHERE, MAXIMUM_DEPTH, MAXIMUM_PARTS
from admin_app.grid.errors import LONGEST_VALUE
from admin_app.grid.filters.conditions import Operator
from admin_app.grid.grouping.query import MAXIMUM_GROUPED
from admin_app.grid.listing.list_state import DEFAULT_SIZE, MAXIMUM_LIST_COLUMNS, SIZES, joined
from admin_app.grid.listing.page import whole_title
from admin_app.grid.listing.search_strategy import COUNT_CAP
from admin_app.grid.listing.sorting import MAXIMUM_SORT_KEYS
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.register_grid import register_grid
from admin_app.grid.spec import Column, Grid
from admin_app.labels import ENTITIES
from admin_app.values import kind_of
from admin_app.views import GRIDS
from models.core.base import db
from models.core.search_index import MINIMUM_CHARACTERS
from models.registers.known_registers import known_registers

Schema = dict[str, Any]

#: Responses of every request.
COMMON_ANSWERS = {
    "400": _l("请求的内容有误"),
    "401": _l("没有令牌，或令牌无效"),
    "403": _l("没有权限"),
    "429": _l("过于频繁"),
}
_ANSWERS = {**COMMON_ANSWERS, "404": _l("没有找到")}
_ADDRESS: Schema = {"type": ["string", "null"], "format": "uri-reference"}


def _grids() -> Iterator[Grid]:
    """Every list as the caller sees it, with the fields that hold for them."""
    for grid in GRIDS.values():
        yield reader_grid(db.session(), grid, current_user.actor.role)
    yield from register_grids()


def register_grids() -> Iterator[Grid]:
    """The lists of the registers that the caller reads, by their addresses."""
    for spec in known_registers(db.session()):
        yield replace(
            register_grid(db.session(), spec, current_user.actor.role),
            entity=f"register/{spec.full_key}",
        )


def _name(grid: Grid) -> str:
    """What the row of a list is called among the schemas."""
    return grid.entity.replace("/", ".")


def row_schemas() -> Schema:
    """The schema of a row by entity: the requested columns, or the default ones."""
    return {_name(grid): _row_schema(grid) for grid in _grids()}


def _row_schema(grid: Grid) -> Schema:
    columns = {c.key: _column(grid, c) for c in grid.choosable.values()}
    properties = {**columns, "id": {"type": "integer"}}
    return {"type": "object", "required": ["id"], "properties": properties}


def _column(grid: Grid, column: Column) -> Schema:
    """A column's values, any of which may be empty: a name beside the row, or a past value."""
    source = column_of(grid, column)
    schema = kind_of(source).schema(source)
    if "enum" in schema:
        schema = {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        schema = {**schema, "type": [schema["type"], "null"]}
    return {"title": label_of(grid, column), **schema}


def _row_of(grid: Grid) -> Schema:
    return {"$ref": f"#/components/schemas/{_name(grid)}"}


def list_paths() -> Schema:
    """The paths of every list and of its single rows."""
    paths: Schema = {}
    for grid in _grids():
        paths[f"/api/{grid.entity}"] = {"get": _list(grid)}
        paths[f"/api/{grid.entity}/{{id}}"] = {"get": _row(grid)}
    return paths


def _list(grid: Grid) -> Schema:
    return {
        "operationId": f"list_{_name(grid)}",
        "summary": whole_title(grid),
        "parameters": list(parameters(grid)),
        "responses": _responses(_("列表的一页；汇总时为各组和合计"), _page(grid)),
    }


def _row(grid: Grid) -> Schema:
    key = {"type": "integer", "minimum": 1}
    return {
        "operationId": f"get_{_name(grid)}",
        "summary": str(ENTITIES[grid.entity_table]),
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": key}],
        "responses": _responses(_("一条记录"), _row_of(grid)),
    }


def _responses(said: str, schema: Schema) -> Schema:
    content = {"application/json": {"schema": schema}}
    faults = {status: {"description": str(words)} for status, words in _ANSWERS.items()}
    return {"200": {"description": said, "content": content}, **faults}


def _page(grid: Grid) -> Schema:
    rows: Schema = {
        "type": "object",
        "required": ["rows", "count", "is_capped", "next", "previous"],
        "properties": {
            "rows": {"type": "array", "items": _row_of(grid)},
            "count": {"type": "integer", "maximum": COUNT_CAP},
            "is_capped": {"type": "boolean"},
            "next": _ADDRESS,
            "previous": _ADDRESS,
        },
    }
    if not grid.groups:
        return rows
    sums: Schema = {name: {"type": "integer"} for name in ("count", *grid.sums)}
    own = [name for name in grid.sums if name in grid.own_by_name]
    sums |= {name: kind_of(grid.source(name)).schema(grid.source(name)) for name in own}
    line = {"type": "object", "required": list(sums), "properties": sums}
    groups: Schema = {
        "type": "object",
        "required": ["groups", "total"],
        "properties": {"groups": {"type": "array", "items": line}, "total": line},
    }
    return {"oneOf": [rows, groups]}


def parameters(grid: Grid) -> Iterator[Schema]:
    """The query parameters of a list: filters, then presentation, then position."""
    if grid.lists:
        yield _query_parameter("list", _("其中一个列表"), _one_of(grid.named_lists))
    for f in filters_of(grid):
        explode = True if f.is_repeated else None
        for name in f.parameters:
            yield _query_parameter(name, f.description(grid), f.schema(grid), explode=explode)
    if len(joined(grid, [f.name for f in filters_of(grid)])) > 1:
        yield _query_parameter(
            "match", _("同时满足，或满足其一"), {**_one_of(("all", "any")), "default": "all"}
        )
    yield _query_parameter("where", _where_said(), _where(grid))
    if grid.search_placeholder is not None:
        words = {"type": "string", "minLength": MINIMUM_CHARACTERS, "maxLength": LONGEST_VALUE}
        yield _query_parameter("search", str(grid.search_placeholder), words)
    yield _sort(grid)
    if grid.groups:
        said = _("汇总的依据；最多汇总 %(maximum)s 条", maximum=MAXIMUM_GROUPED)
        yield _query_parameter("group", said, _one_of(grid.grouped_by))
    columns = {"type": "array", "items": _one_of(grid.choosable), "maxItems": MAXIMUM_LIST_COLUMNS}
    yield _query_parameter("columns", _("返回的列，用逗号隔开；不填为全部"), columns, explode=False)
    yield from _positions()


def _where(grid: Grid) -> Schema:
    name = next(
        n for n, c in compared_columns(grid).items() if Operator.FILLED in c.filter.operators
    )
    return {
        "type": "string",
        "contentMediaType": "application/json",
        "maxLength": LONGEST_WHERE,
        "examples": [f'{{"all":[{{"{name}":{{"filled":true}}}}]}}'],
    }


def _where_said() -> str:
    return _(
        '组合条件，JSON：{列: {比较: 值}}，用 {"all": […]}、{"any": […]} 组合，最多 %(depth)s 层、'
        "%(parts)s 个；比较有 %(operators)s；所引用记录的列写成 unit.contact_name",
        depth=MAXIMUM_DEPTH,
        parts=MAXIMUM_PARTS,
        operators=", ".join(Operator),
    )


def _sort(grid: Grid) -> Schema:
    codes = [code for name in sorted(grid.sortable) for code in (name, f"-{name}")]
    schema = {
        "type": "array",
        "items": _one_of(codes),
        "maxItems": MAXIMUM_SORT_KEYS,
        "default": grid.column_default_sort.split(","),
    }
    said = _("排序的依据，用逗号隔开，“-”为降序；最多 %(maximum)s 项", maximum=MAXIMUM_SORT_KEYS)
    return _query_parameter("sort", said, schema, explode=False)


def _positions() -> Iterator[Schema]:
    size = {"type": "integer", "enum": list(SIZES), "default": DEFAULT_SIZE}
    yield _query_parameter("size", _("每页条数"), size)
    yield _query_parameter("after", _("从这一位置之后开始，见 next"), {"type": "string"})
    yield _query_parameter("before", _("到这一位置之前为止，见 previous"), {"type": "string"})
    yield _query_parameter("last", _("最后一页"), _one_of(("1",)))
    yield _query_parameter("page", _("页码"), {"type": "integer", "minimum": 1, "default": 1})


def _one_of(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _query_parameter(
    name: str, said: str, schema: Schema, *, explode: bool | None = None
) -> Schema:
    """A query parameter; `explode`: several values repeat it; False: they are separated by
    commas.
    """
    several = {} if explode is None else {"style": "form", "explode": explode}
    return {"name": name, "in": "query", "description": said, "schema": schema, **several}
