"""What becomes of a stored value when its field changes its kind: always by way of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from models.core.own_values import FieldValue
from models.core.setting import YesNo
from models.definitions.field_spec import FieldSpec, decimal_of
from models.definitions.own_field import LONGEST_LONG_TEXT, LONGEST_TEXT, FieldKind
from models.definitions.web_address import is_web_address
from models.values.calendar import parse_day
from models.values.limits import LARGEST_BIGINT
from models.values.typed_text import folded

_SEPARATORS: Final = re.compile("[、,，;；]")
_YES_NO: Final = {
    **dict.fromkeys(("是", "有", "yes", "true", "1"), YesNo.YES),
    **dict.fromkeys(("否", "无", "没有", "no", "false", "0"), YesNo.NO),
}

#: Kind → the kinds it can become, besides texts, which every kind below can become.
_BECOMES: Final[Mapping[FieldKind, frozenset[FieldKind]]] = {
    FieldKind.TEXT: frozenset(
        {
            FieldKind.WHOLE,
            FieldKind.DECIMAL,
            FieldKind.DATE,
            FieldKind.YES_NO,
            FieldKind.CHOICE,
            FieldKind.CHOICES,
            FieldKind.LINK,
        }
    ),
    FieldKind.WHOLE: frozenset({FieldKind.DECIMAL}),
    FieldKind.DATE: frozenset(),
    FieldKind.DECIMAL: frozenset(),
    FieldKind.YES_NO: frozenset(),
    FieldKind.CHOICE: frozenset({FieldKind.CHOICES}),
    FieldKind.CHOICES: frozenset(),
    FieldKind.LINK: frozenset(),
    FieldKind.LONG_TEXT: frozenset(),
}
_TEXTS: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})


def can_become(before: FieldKind, after: FieldKind) -> bool:
    """Whether values of a kind may be converted to another one."""
    return before is not after and before in _BECOMES and after in _BECOMES[before] | _TEXTS


def converted(before: FieldSpec, after: FieldSpec, stored: FieldValue) -> FieldValue:
    """What a stored value becomes. Raises ValueError for one that the new kind has no value for."""
    text = _WRITTEN.get(before.kind, _as_text)(before, stored)
    return _READ[after.kind](after, text)


def _as_text(_spec: FieldSpec, stored: FieldValue) -> str:
    return str(stored)


def _decimal_text(spec: FieldSpec, stored: FieldValue) -> str:
    value: Decimal = spec.value_of(stored)
    return f"{value.normalize():f}"


def _words_text(spec: FieldSpec, stored: FieldValue) -> str:
    called = {choice.code: choice.zh for choice in spec.choices}
    return "、".join(called.get(code, code) for code in stored)


_WRITTEN: Final[Mapping[FieldKind, Callable[[FieldSpec, Any], str]]] = {
    FieldKind.DECIMAL: _decimal_text,
    FieldKind.YES_NO: lambda _spec, stored: "是" if stored == YesNo.YES else "否",
    FieldKind.CHOICE: lambda spec, stored: _words_text(spec, [stored]),
    FieldKind.CHOICES: _words_text,
}


def _whole(_spec: FieldSpec, text: str) -> int:
    value = int(_plain(text).replace(",", ""))
    if abs(value) > LARGEST_BIGINT // 10:
        raise ValueError(text)
    return value


def _yes_no(_spec: FieldSpec, text: str) -> str:
    answer = _YES_NO.get(_plain(text).lower())
    if answer is None:
        raise ValueError(text)
    return answer.value


def _code(spec: FieldSpec, text: str) -> str:
    wanted = _plain(text).lower()
    found = [
        choice.code
        for choice in spec.choices
        if wanted in {choice.code, choice.zh.lower(), choice.en.lower()}
    ]
    if len(found) != 1:
        raise ValueError(text)
    return found[0]


def _codes(spec: FieldSpec, text: str) -> list[str]:
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    found = {_code(spec, part) for part in parts}
    return [code for code, *_words in spec.choices if code in found]


def _one_line(_spec: FieldSpec, text: str) -> str:
    if len(text) > LONGEST_TEXT or "\n" in text:
        raise ValueError(text)
    return text


def _lines(_spec: FieldSpec, text: str) -> str:
    if len(text) > LONGEST_LONG_TEXT:
        raise ValueError(text)
    return text


def _link(_spec: FieldSpec, text: str) -> str:
    if not is_web_address(text):
        raise ValueError(text)
    return text


def _plain(text: str) -> str:
    return folded(text).strip()


_READ: Final[Mapping[FieldKind, Callable[[FieldSpec, str], FieldValue]]] = {
    FieldKind.TEXT: _one_line,
    FieldKind.LONG_TEXT: _lines,
    FieldKind.WHOLE: _whole,
    FieldKind.DECIMAL: lambda spec, text: spec.stored(decimal_of(_plain(text))),
    FieldKind.DATE: lambda _spec, text: parse_day(text).isoformat(),
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _code,
    FieldKind.CHOICES: _codes,
    FieldKind.LINK: _link,
}
