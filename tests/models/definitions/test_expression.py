"""Expressions that people type: what they give, and what is refused before it runs."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.definitions.expression import (
    LONGEST_EXPRESSION,
    ExpressionError,
    ExpressionFault,
    ValueType,
    checked,
    parsed,
)

KINDS = {
    "name": ValueType.TEXT,
    "years": ValueType.WHOLE,
    "share": ValueType.DECIMAL,
    "start": ValueType.DATE,
    "sent_at": ValueType.MOMENT,
    "is_open": ValueType.YES_NO,
    "topics": ValueType.TEXTS,
}
ROW = {
    "name": "卓尼县编办",
    "years": 3,
    "share": Decimal("0.25"),
    "start": dt.date(2026, 3, 1),
    "sent_at": dt.datetime(2026, 3, 31, 8, 0, tzinfo=dt.UTC),
    "is_open": True,
    "topics": ["培训", "设备"],
}


@pytest.mark.parametrize(
    ("text", "result", "value"),
    [
        ("years-1", ValueType.WHOLE, 2),
        ("years * 2 + 1", ValueType.WHOLE, 7),
        ("share * 2.0", ValueType.DECIMAL, Decimal("0.5")),
        ("years > 2 && is_open", ValueType.YES_NO, True),
        ("name.startsWith('卓尼')", ValueType.YES_NO, True),
        ("size(name)", ValueType.WHOLE, 5),
        ("name.matches('.*编办')", ValueType.YES_NO, True),
        ("'培训' in topics", ValueType.YES_NO, True),
        ("years in [1, 2]", ValueType.YES_NO, False),
        ("is_open ? name : '无'", ValueType.TEXT, "卓尼县编办"),
        ("daysBetween(start, sent_at)", ValueType.WHOLE, 30),
        ("start + days(30) < sent_at", ValueType.YES_NO, True),
        ("start.getFullYear()", ValueType.WHOLE, 2026),
        ("start + days(1)", ValueType.DATE, dt.datetime(2026, 3, 2, tzinfo=dt.UTC)),
    ],
)
def test_an_expression_gives_its_value(text: str, result: ValueType, value: object) -> None:
    assert checked(text, KINDS, result).value(ROW) == value


@pytest.mark.parametrize(
    ("text", "fault", "found"),
    [
        ("", ExpressionFault.MALFORMED, ""),
        ("years +", ExpressionFault.MALFORMED, "years +"),
        ("anzahl > 1", ExpressionFault.UNKNOWN_NAME, "anzahl"),
        ("name.__class__", ExpressionFault.MALFORMED, "__class__"),
        ("topics[0] == 'x'", ExpressionFault.MALFORMED, "0"),
        ("{'a': 1} == {'b': 2}", ExpressionFault.MALFORMED, "2"),
        ("topics.all(one, one != '')", ExpressionFault.UNKNOWN_FUNCTION, "all"),
        ("topics.map(a, topics.map(b, a))", ExpressionFault.UNKNOWN_FUNCTION, "map"),
        ("type(years)", ExpressionFault.UNKNOWN_FUNCTION, "type"),
        ("eval('1')", ExpressionFault.UNKNOWN_FUNCTION, "eval"),
        ("name > 1", ExpressionFault.WRONG_KIND, "name > 1"),
        ("name.matches('(')", ExpressionFault.WRONG_KIND, "name.matches('(')"),
        ("years", ExpressionFault.WRONG_RESULT, "years"),
        ("sent_at - start", ExpressionFault.WRONG_RESULT, "sent_at - start"),
    ],
)
def test_a_condition_is_refused_with_the_part_at_fault(
    text: str, fault: ExpressionFault, found: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        checked(text, KINDS, ValueType.YES_NO)
    assert (refused.value.fault, refused.value.found) == (fault, found)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 40 + "1" + ")" * 40 + " == 1",
        "(" * 200 + "1" + ")" * 200,
        "!" * 300 + "is_open",
        "years" + "+1" * 200 + " > 0",
        "is_open" + " || is_open" * 1000,
        "'" + "x" * LONGEST_EXPRESSION + "' == name",
    ],
)
def test_what_is_long_or_deep_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ExpressionError) as refused:
        parsed(text)
    assert refused.value.fault in {ExpressionFault.TOO_LONG, ExpressionFault.TOO_DEEP}
    assert time.perf_counter() - started < 1


def test_a_pattern_that_would_explode_is_matched_at_once() -> None:
    explosive = checked("name.matches('^(a+)+$')", KINDS, ValueType.YES_NO)
    started = time.perf_counter()
    assert explosive.value({"name": "a" * 2000 + "b"}) is False
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "row", "fault"),
    [
        ("years > 1", {"years": None}, ExpressionFault.EMPTY_VALUE),
        ("10 / years", {"years": 0}, ExpressionFault.DIVISION_BY_ZERO),
        ("years * 9223372036854775807", {"years": 3}, ExpressionFault.TOO_LARGE),
        (
            "start + days(years)",
            {"start": dt.date(2026, 1, 1), "years": 10**9},
            ExpressionFault.TOO_LARGE,
        ),
    ],
)
def test_a_row_without_an_answer_says_why(
    text: str, row: dict[str, object], fault: ExpressionFault
) -> None:
    with pytest.raises(ExpressionError) as none:
        parsed(text).value(row)
    assert none.value.fault is fault


def test_a_condition_without_an_answer_does_not_hold() -> None:
    assert not parsed("years > 1").holds({"years": None})
    assert parsed("years == null || years > 1").holds({"years": None})
    assert parsed("years > 1").holds({"years": 2})
    assert not parsed("years").holds({"years": 2}), "only what is true holds"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed(text)
    except ExpressionError:
        return


@given(st.lists(st.sampled_from([*"()+-*/%<>!&|?:.,[]{}'", "years", "name", "1", "==", " "])))
def test_any_expression_has_a_value_or_is_refused(parts: list[str]) -> None:
    try:
        expression = parsed("".join(parts))
        expression.value(dict.fromkeys(expression.names, 1))
    except ExpressionError:
        return
