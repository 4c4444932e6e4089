"""Single values and facts of a run, which no column describes; and JSON, which is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import JSON as JSON_TYPE
from sqlalchemy import String, case, cast, func, literal_column, select

from actions.core.refusal import Fact
from admin_app.labels import input_label, own_field, own_text_said
from admin_app.values.formula_guard import guarded_sql
from admin_app.values.kind import (
    Schema,
    Sql,
    TableColumn,
    ValueKind,
    Written,
    kind_by_name,
    kind_by_unit,
    kind_of_value,
    registered,
)
from admin_app.values.sql_literal import literal


class AnyKind(ValueKind):
    """Facts of a receipt: each value by its own type."""

    def html(self, value: object) -> Written:
        """By the kind of the value."""
        return "" if value is None or value == "" else kind_of_value(value).html(value)


class JsonKind(ValueKind):
    """Typed values, each with its name as far as it has one; of former names the names alone."""

    def html(self, value: Any) -> Written:
        """A line a value, or the names one after the other."""
        if isinstance(value, list) and all(map(_is_named, value)):
            return escape("、".join(str(one["name"]) for one in value))
        if isinstance(value, list) and value:
            between = Markup("<br>") if isinstance(value[0], dict) else Markup("、")
            return between.join(self.html(one) for one in value)
        if not isinstance(value, dict):
            return "" if value in (None, []) else escape(str(value))
        return Markup("<br>").join(
            Markup("{}{}").format(
                _("%(field)s：", field=input_label(name)), written_fact(name, one)
            )
            for name, one in value.items()
            if one not in (None, "", [])
        )

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql | None:
        """The JSON itself; empty where it holds nothing."""
        written = cast(value, String)
        is_empty = written.op("IN", is_comparison=True)(literal_column("('[]', '{}', 'null')"))
        return case((is_empty, literal_column("''")), else_=guarded_sql(written, dialect))

    def schema(self, source: TableColumn) -> Schema:
        """Anything."""
        return {}


class FormerNamesKind(JsonKind):
    """The names a unit had: the names alone, one after the other."""

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """As formatted on the page."""
        comma = literal("、")
        if dialect == "postgresql":
            each: Any = func.jsonb_array_elements(value).column_valued("each")
            name = each.op("->>")(literal_column("'name'"))
            joined = select(func.string_agg(name, comma))
        else:
            each = func.json_each(value).table_valued("value")
            name = func.json_extract(each.c.value, literal_column("'$.name'"))
            joined = select(func.group_concat(name, comma))
        said = func.coalesce(joined.scalar_subquery(), literal_column("''"))
        return guarded_sql(said, dialect)


def _is_named(value: object) -> bool:
    return isinstance(value, dict) and "name" in value


ANY = AnyKind()
registered(JsonKind(), column_types=(JSON_TYPE,), value_types=(object,))
registered(FormerNamesKind(), names=("former_names",))
written = ANY.html


def written_fact(name: str, value: Fact) -> Written:
    """A fact of a receipt or plan: amounts by their unit, weeks and actions by their name."""
    if (spec := own_field(name)) is not None:
        # "before → after", each as the text of a cell.
        return " → ".join(own_text_said(spec, side) for side in str(value).split(" → "))
    kind = kind_by_unit(name) if isinstance(value, int) else None
    if type(value) is str:
        kind = kind_by_name(name)
    return written(value) if kind is None else kind.html(value)


def is_figure(values: Iterable[object]) -> bool:
    """Whether a fact of several rows is an amount or a count, which stands to the right."""
    found = [value for value in values if value not in (None, "")]
    return bool(found) and all(type(value) is int for value in found)


def kind_of_fact(name: str) -> ValueKind:
    """The kind of a fact of a receipt."""
    return kind_by_unit(name) or ANY
