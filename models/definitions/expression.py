"""Expressions that people type: CEL (https://cel.dev) over the named values of one row.

CEL has no assignments, loops or side effects. What could still take long or reach for more than the
named values is refused before it runs, by reading the parse tree: macros, which visit lists,
members of objects, functions that are not listed here, and deep nesting. Patterns are matched by
RE2, in a time linear in the text.

A day is a CEL timestamp at midnight UTC. Decimals are reckoned as doubles, to 15 digits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from celpy import Environment, Runner, celtypes
from celpy.adapter import json_to_cel
from celpy.celparser import CELParseError
from celpy.evaluation import CELEvalError, CELFunction
from lark import Token, Tree

#: Longest expression, in characters.
LONGEST_EXPRESSION: Final = 500
#: Deepest parse tree; one pair of brackets is some ten levels.
_DEEPEST: Final = 150
#: What may be called, as a function or a method.
FUNCTIONS: Final = (
    {"contains", "endsWith", "matches", "size", "startsWith"}
    | {"getDate", "getDayOfWeek", "getFullYear", "getHours", "getMinutes", "getMonth"}
    | {"days", "daysBetween", "duration", "timestamp"}
    | {"double", "int", "string"}
)
#: Parts of the grammar that reach for members, build objects or name the root.
_REFUSED_PARTS: Final = frozenset(
    ["member_dot", "member_index", "member_object", "map_lit", "dot_ident", "dot_ident_arg"]
)
_MIDNIGHT: Final = dt.time(tzinfo=dt.UTC)


class ValueType(StrEnum):
    """What a named value, or the value of an expression, is."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    TEXTS = "texts"


class ExpressionFault(StrEnum):
    """Why an expression is refused, or has no value for a row."""

    MALFORMED = "expression_malformed"
    TOO_LONG = "expression_too_long"
    TOO_DEEP = "expression_too_deep"
    UNKNOWN_NAME = "expression_unknown_name"
    UNKNOWN_FUNCTION = "expression_unknown_function"
    WRONG_KIND = "expression_wrong_kind"
    WRONG_RESULT = "expression_wrong_result"
    #: For a row: it uses a value that is empty there.
    EMPTY_VALUE = "expression_empty_value"
    DIVISION_BY_ZERO = "expression_division_by_zero"
    TOO_LARGE = "expression_too_large"


class ExpressionError(ValueError):
    """An expression is refused, or has no value for a row; `found` is the part at fault."""

    def __init__(self, fault: ExpressionFault, found: str = "") -> None:
        super().__init__(f"{fault}: {found}")
        self.fault, self.found = fault, found

    @property
    def facts(self) -> dict[str, object]:
        """What the sentence about the fault names."""
        return {"found": self.found, "maximum": LONGEST_EXPRESSION}


#: A value of each kind, to try an expression with.
_SAMPLES: Final[Mapping[ValueType, object]] = {
    ValueType.TEXT: "1",
    ValueType.WHOLE: 1,
    ValueType.DECIMAL: Decimal("1.5"),
    ValueType.DATE: dt.date(2026, 1, 2),
    ValueType.MOMENT: dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC),
    ValueType.YES_NO: True,
    ValueType.TEXTS: ["1"],
}
#: Kinds of results that may stand for another.
_ALSO: Final[Mapping[ValueType, frozenset[ValueType]]] = {
    ValueType.DECIMAL: frozenset({ValueType.DECIMAL, ValueType.WHOLE}),
    ValueType.DATE: frozenset({ValueType.DATE, ValueType.MOMENT}),
    ValueType.MOMENT: frozenset({ValueType.DATE, ValueType.MOMENT}),
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression within the bounds."""

    text: str
    #: The names whose values it uses.
    names: frozenset[str]

    def value(self, values: Mapping[str, object]) -> object:
        """The value for a row: a bool, int, Decimal, str, datetime, timedelta or list, or None.

        `values` holds at least `names`: texts, numbers, days, moments, bools, lists of texts, None.
        Raises ExpressionError where the row has no answer, as in a division by zero.
        """
        try:
            given = {name: _as_cel(values[name]) for name in self.names}
            return _as_python(_program(self.text).evaluate(given))
        except CELEvalError as error:
            raise self._no_value(error, values) from None
        except (OverflowError, RecursionError, ArithmeticError):
            raise ExpressionError(ExpressionFault.TOO_LARGE, self.text) from None
        except (TypeError, ValueError):
            raise ExpressionError(ExpressionFault.WRONG_KIND, self.text) from None

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether a condition is true of a row; one without an answer is not."""
        try:
            return self.value(values) is True
        except ExpressionError:
            return False

    def _no_value(self, error: Exception, values: Mapping[str, object]) -> ExpressionError:
        said = repr(error)
        if "ZeroDivisionError" in said:
            return ExpressionError(ExpressionFault.DIVISION_BY_ZERO, self.text)
        if empty := sorted(name for name in self.names if values[name] is None):
            return ExpressionError(ExpressionFault.EMPTY_VALUE, ", ".join(empty))
        if "overflow" in said.casefold():
            return ExpressionError(ExpressionFault.TOO_LARGE, self.text)
        return ExpressionError(ExpressionFault.WRONG_KIND, self.text)


@lru_cache(maxsize=1024)
def parsed(text: str) -> Expression:
    """Read an expression. Raises ExpressionError where it is malformed or past the bounds."""
    tree = _tree(text)
    names: set[str] = set()
    waiting: list[tuple[Tree[Token] | Token, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, str):
            continue
        if depth > _DEEPEST:
            raise ExpressionError(ExpressionFault.TOO_DEEP, text)
        if node.data in _REFUSED_PARTS:
            raise ExpressionError(ExpressionFault.MALFORMED, _first_word(node))
        if node.data == "ident":
            names.add(str(node.children[0]))
        if node.data in {"ident_arg", "member_dot_arg"}:
            called = str(node.children[0 if node.data == "ident_arg" else 1])
            if called not in FUNCTIONS:
                raise ExpressionError(ExpressionFault.UNKNOWN_FUNCTION, called)
        waiting += [(child, depth + 1) for child in node.children]
    return Expression(text, frozenset(names))


def checked(text: str, kinds: Mapping[str, ValueType], result: ValueType) -> Expression:
    """Read an expression and try it on values of the kinds it will be given.

    Raises ExpressionError where it is refused, names something unknown, mixes kinds that cannot be
    mixed or gives another kind of result.
    """
    expression = parsed(text)
    if unknown := sorted(expression.names - kinds.keys()):
        raise ExpressionError(ExpressionFault.UNKNOWN_NAME, unknown[0])
    try:
        found = expression.value({name: _SAMPLES[kinds[name]] for name in expression.names})
    except ExpressionError as error:
        if error.fault in {ExpressionFault.DIVISION_BY_ZERO, ExpressionFault.TOO_LARGE}:
            return expression
        raise
    if _kind_of(found) not in _ALSO.get(result, {result}):
        raise ExpressionError(ExpressionFault.WRONG_RESULT, text)
    return expression


def _kind_of(value: object) -> ValueType | None:
    """The kind of an expression's value; None for what cannot be kept, as a duration."""
    kinds: tuple[tuple[type, ValueType], ...] = (
        (bool, ValueType.YES_NO),
        (int, ValueType.WHOLE),
        (Decimal, ValueType.DECIMAL),
        (dt.datetime, ValueType.MOMENT),
        (str, ValueType.TEXT),
        (list, ValueType.TEXTS),
    )
    return next((kind for python, kind in kinds if isinstance(value, python)), None)


def _tree(text: str) -> Tree[Token]:
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(ExpressionFault.TOO_LONG, f"{text[:20]}…")
    # Whoever nests deeper than the tree may be would exhaust the parser's stack first.
    if text.count("(") > _DEEPEST or "\0" in text:
        raise ExpressionError(ExpressionFault.TOO_DEEP, f"{text[:20]}…")
    try:
        return _environment().compile(text)
    except (CELParseError, ValueError):
        raise ExpressionError(ExpressionFault.MALFORMED, text) from None
    except RecursionError:
        raise ExpressionError(ExpressionFault.TOO_DEEP, f"{text[:20]}…") from None


@cache
def _environment() -> Environment:
    return Environment()


@lru_cache(maxsize=1024)
def _program(text: str) -> Runner:
    def days(count: celtypes.IntType) -> celtypes.Value:
        return celtypes.DurationType(dt.timedelta(days=int(count)))

    def days_between(start: celtypes.TimestampType, end: celtypes.TimestampType) -> celtypes.Value:
        return celtypes.IntType((end - start) // dt.timedelta(days=1))

    own: dict[str, CELFunction] = {"days": days, "daysBetween": days_between}
    return _environment().program(_environment().compile(text), functions=own)


def _as_cel(value: object) -> celtypes.Value:
    if isinstance(value, dt.datetime):
        return celtypes.TimestampType(value)
    if isinstance(value, dt.date):
        return celtypes.TimestampType(dt.datetime.combine(value, _MIDNIGHT))
    if isinstance(value, Decimal):
        return celtypes.DoubleType(value)
    return json_to_cel(value)  # type: ignore[arg-type]


def _as_python(value: object) -> object:
    if value is None or isinstance(value, bool | celtypes.BoolType):
        return None if value is None else bool(value)
    if isinstance(value, celtypes.TimestampType):
        return dt.datetime.fromtimestamp(value.timestamp(), dt.UTC)
    if isinstance(value, float):
        return Decimal(repr(float(value)))
    for python in (int, str):
        if isinstance(value, python):
            return python(value)
    return [_as_python(one) for one in value] if isinstance(value, list) else value


def _first_word(node: Tree[Token]) -> str:
    words = [str(token) for token in node.scan_values(lambda token: isinstance(token, str))]
    return words[-1] if words else ""
