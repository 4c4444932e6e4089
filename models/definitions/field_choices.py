"""The choices of a field as SQL: rows of its list, gathered into one JSON text beside the field.

A field offers the choices that the owner of its list and its own office set. What another province
added to a list of the registry is no word of the field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Dialect, SQLColumnExpression, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

#: A choice as it is read: its code, its words, colour, days and place in the order.
ChoiceRow: TypeAlias = Mapping[str, Any]
ChoiceRows: TypeAlias = Iterable[ChoiceRow]

#: Name in the JSON → column or expression of the choice.
_READ: Final = {
    "code": "c.code",
    "label": "c.name_zh",
    "label_en": "COALESCE(c.name_en, c.name_zh)",
    "colour": "c.colour",
    "valid_from": "c.valid_from",
    "valid_until": "c.valid_until",
    "is_active": "c.is_active",
    "place": "c.place",
    "id": "c.id",
}
_PAIRS: Final = ", ".join(f"'{name}', {value}" for name, value in _READ.items())


class _JsonText(TypeDecorator[list[ChoiceRow]]):
    """A JSON text, read as a list in the order of the choices."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[ChoiceRow]:
        """The choices in their order."""
        return in_order(json.loads(value or "[]"))


class FieldChoices(FunctionElement[list[ChoiceRow]]):
    """The choices of a field, given the key of its list and the code of its office."""

    name = "field_choices"
    type = _JsonText()
    inherit_cache = True


def _gathered(element: FieldChoices, compiler: SQLCompiler, gather: str, **given: object) -> str:
    list_id, office_code = (compiler.process(each, **given) for each in element.clauses)
    return gathered_choices(gather, list_id, office_code)


def gathered_choices(gather: str, list_id: str, office_code: str) -> str:
    """The subquery in SQL, by the function of the engine that gathers JSON objects."""
    return (
        f"(SELECT {gather} FROM choice AS c JOIN choice_list AS l ON l.id = c.list_id"  # noqa: S608
        f" WHERE c.list_id = {list_id} AND c.office_code IN (l.office_code, {office_code}))"
    )


#: Gathers the objects of the choices, on each engine.
GATHER: Final = {
    "postgresql": f"COALESCE(jsonb_agg(jsonb_build_object({_PAIRS})), '[]')",
    "sqlite": f"json_group_array(json_object({_PAIRS}))",
}


@compiles(FieldChoices, "postgresql")
def _on_postgres(element: FieldChoices, compiler: SQLCompiler, **given: object) -> str:
    return _gathered(element, compiler, f"CAST({GATHER['postgresql']} AS TEXT)", **given)


@compiles(FieldChoices, "sqlite")
def _on_sqlite(element: FieldChoices, compiler: SQLCompiler, **given: object) -> str:
    return _gathered(element, compiler, GATHER["sqlite"], **given)


def field_choices(
    list_id: SQLColumnExpression[int | None], office_code: SQLColumnExpression[str]
) -> ColumnElement[list[ChoiceRow]]:
    """The choices of a field in SQL, read as a list of objects."""
    return FieldChoices(list_id, office_code)


def in_order(choices: ChoiceRows) -> list[ChoiceRow]:
    """Choices in the order in which they are offered."""
    return sorted(choices, key=lambda each: (each["place"], each["id"]))
