"""Typed text and JSON into an action's input dataclass, and back into canonical JSON.

Forms, the API and the CLI all use it, so a wrong value gets the same message everywhere.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from actions.core.input_fields import (
    MAXIMUM_TEXT_LENGTH,
    field_types,
    line_type,
    plain_type,
    text_type,
)
from actions.core.refusal import Refusal, Refused
from models.core.text_type import TextFault, kept_form, text_fault
from models.values.calendar import parse_day, parse_instant
from models.values.limits import LARGEST_BIGINT
from models.values.money import MoneyError, parse_yuan
from models.values.typed_text import BadCharacter, folded, seen, with_plain_dashes

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

D = TypeVar("D", bound="DataclassInstance")
V = TypeVar("V")

#: Most lines of a nested field (拆分's receivers).
MAXIMUM_INPUT_LINES = 200


#: At most what fits a BIGINT, in digits of any script.
_NUMBER = re.compile(r"-?\d{1,18}")


class InputFault(StrEnum):
    """Why a value cannot be read."""

    MISSING = "missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_AN_INSTANT = "not_an_instant"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_CHOICE = "not_a_choice"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY_LINES = "too_many_lines"
    UNKNOWN_FIELD = "unknown_field"
    NOT_AN_OBJECT = "not_an_object"
    #: A character that cannot be stored, or a number that lost digits in a spreadsheet.
    CHARACTER = "input_character"
    LOST_DIGITS = "input_lost_digits"
    EMAIL = "input_email"
    PHONE = "input_phone"


class _FaultError(ValueError):
    def __init__(self, code: InputFault, /, **facts: str | int) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts)


def parse_input(kind: type[D], given: object) -> D:
    """Read a mapping of texts or JSON values into the dataclass `kind`.

    Raises Refused with one refusal per faulty field; nested lines are named `lines.2.quantity`.
    """
    if not isinstance(given, Mapping):
        raise Refused(Refusal(InputFault.NOT_AN_OBJECT))
    faults: dict[str, Refusal] = {}
    values = _read_fields(kind, given, "", faults)
    if faults:
        raise Refused(inputs=faults)
    return kind(**values)


def canonical(given: object) -> Any:  # noqa: ANN401  JSON
    """The input as canonical JSON values, equal for equal inputs through any interface."""
    if dataclasses.is_dataclass(given) and not isinstance(given, type):
        return {
            f.name: None if f.metadata.get("secret") else canonical(getattr(given, f.name))
            for f in dataclasses.fields(given)
        }
    if isinstance(given, tuple | list):
        return [canonical(item) for item in given]
    if isinstance(given, Mapping):
        return {str(name): canonical(value) for name, value in given.items()}
    if isinstance(given, dt.date | dt.datetime):
        return given.isoformat()
    return given.value if isinstance(given, StrEnum) else given


def _read_fields(
    kind: type[DataclassInstance],
    given: Mapping[str, object],
    prefix: str,
    faults: dict[str, Refusal],
) -> dict[str, object]:
    hints = field_types(kind)
    values: dict[str, object] = {}
    for extra in given.keys() - {f.name for f in dataclasses.fields(kind)}:
        name = storable(str(extra))[:40]
        faults[f"{prefix}{name}"] = Refusal(InputFault.UNKNOWN_FIELD, {"name": name})
    for f in dataclasses.fields(kind):
        try:
            values[f.name] = _read_field(f, hints[f.name], given, f"{prefix}{f.name}", faults)
        except _FaultError as error:
            faults[f"{prefix}{f.name}"] = error.refusal
    return values


def _read_field(
    f: dataclasses.Field[object],
    annotation: type[object],
    given: Mapping[str, object],
    path: str,
    faults: dict[str, Refusal],
) -> object:
    raw = given.get(f.name)
    if line := line_type(annotation):
        if raw is None and f.default is not dataclasses.MISSING:
            return f.default
        return _read_lines(line, raw, path, faults)
    wanted, optional = plain_type(annotation)
    if typing.get_origin(wanted) is tuple:
        return _read_choices(wanted, raw)
    single = _single(raw)
    read = None if _is_blank(single) else _READERS[_reader_of(wanted)](single, wanted, f)
    if read is None or read == "":
        return _absent(f, wanted, optional=optional, was_given=f.name in given)
    return _bounded(f, read)


def storable(text: str) -> str:
    """The text without what databases cannot store: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _is_blank(single: object) -> bool:
    return single is None or (isinstance(single, str) and not single.strip())


def _single(raw: object) -> object:
    """One value, never a list or an object."""
    if isinstance(raw, str) and not isinstance(raw, StrEnum):
        return storable(raw)
    if raw is not None and not isinstance(raw, str | int | float | dt.date):
        raise _FaultError(InputFault.NOT_A_CHOICE)
    return raw


def _absent(
    f: dataclasses.Field[object], wanted: type[object], *, optional: bool, was_given: bool
) -> object:
    if f.default is not dataclasses.MISSING and not (was_given and optional):
        return f.default
    if optional:
        return None
    if wanted is bool:
        return False
    raise _FaultError(InputFault.MISSING)


def _read_lines(
    line: type[DataclassInstance], raw: object, path: str, faults: dict[str, Refusal]
) -> tuple[DataclassInstance, ...]:
    if raw is None:
        raise _FaultError(InputFault.MISSING)
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise _FaultError(InputFault.NOT_AN_OBJECT)
    if len(raw) > MAXIMUM_INPUT_LINES:
        raise _FaultError(InputFault.TOO_MANY_LINES, maximum=MAXIMUM_INPUT_LINES)
    lines = []
    for number, item in enumerate(raw):
        if not isinstance(item, Mapping):
            raise _FaultError(InputFault.NOT_AN_OBJECT)
        before = len(faults)
        values = _read_fields(line, item, f"{path}.{number}.", faults)
        if len(faults) == before:
            lines.append(line(**values))
    return tuple(lines)


def _read_choices(annotation: type[object], raw: object) -> tuple[object, ...]:
    wanted = typing.get_args(annotation)[0]
    several = isinstance(raw, Sequence) and not isinstance(raw, str)
    items: Sequence[object] = raw if several else [] if raw is None else [raw]  # type: ignore[assignment]
    if len(items) > MAXIMUM_INPUT_LINES:
        raise _FaultError(InputFault.TOO_MANY_LINES, maximum=MAXIMUM_INPUT_LINES)
    return tuple(_READERS[_reader_of(wanted)](_single(item), wanted, None) for item in items)


def _reader_of(wanted: type[object]) -> type[object]:
    return next(base for base in _READERS if issubclass(wanted, base))


_OF_TEXTS = {
    TextFault.LOST_DIGITS: InputFault.LOST_DIGITS,
    TextFault.EMAIL: InputFault.EMAIL,
    TextFault.PHONE: InputFault.PHONE,
}


def _read_text(raw: object, _wanted: type[object], f: dataclasses.Field[object] | None) -> str:
    if not isinstance(raw, str | int):
        raise _FaultError(InputFault.NOT_A_CHOICE)
    text, kind = str(raw), text_type(f)
    if kind is None:
        return text.strip()
    fault = text_fault(kind, text)
    if isinstance(fault, TextFault):
        raise _FaultError(_OF_TEXTS[fault])
    if isinstance(fault, BadCharacter):
        raise _FaultError(
            InputFault.CHARACTER,
            position=fault.position,
            character=fault.code,
            fault=fault.fault,
        )
    return kept_form(kind, text)


def _read_number(raw: object, _wanted: type[object], f: dataclasses.Field[object] | None) -> int:
    if f is not None and f.metadata.get("fen") and isinstance(raw, str):
        try:
            return parse_yuan(seen(raw))
        except MoneyError as error:
            raise _FaultError(InputFault.NOT_AN_AMOUNT) from error
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    # Digits of any script count; ² and ①, which NFKC would make digits, do not.
    text = with_plain_dashes(seen(str(raw))).strip()
    if not _NUMBER.fullmatch(text):
        raise _FaultError(InputFault.NOT_A_NUMBER)
    return int(text)


def _converted(convert: Callable[[str], object], fault: InputFault) -> _Reader:
    """The reader that reports a text which cannot be converted as this fault."""

    def _read(raw: object, _wanted: type[object], _f: object) -> object:
        try:
            return convert(str(raw))
        except ValueError as error:
            raise _FaultError(fault) from error

    return _read


_YES_NO = {"true": True, "1": True, "y": True, "yes": True, "on": True}
_YES_NO |= {"false": False, "0": False, "n": False, "no": False, "off": False}


def _read_truth(raw: object, _wanted: type[object], _f: object) -> bool:
    try:
        return _YES_NO[folded(str(raw)).strip().lower()]
    except KeyError as error:
        raise _FaultError(InputFault.NOT_A_CHOICE) from error


_Reader: TypeAlias = Callable[[object, type[object], dataclasses.Field[object] | None], object]
#: In this order, for a bool is an int, and an instant is a date to Python.
_READERS: dict[type[object], _Reader] = {
    bool: _read_truth,
    StrEnum: lambda raw, enum, f: _converted(enum, InputFault.NOT_A_CHOICE)(raw, enum, f),
    int: _read_number,
    dt.datetime: _converted(parse_instant, InputFault.NOT_AN_INSTANT),
    dt.date: _converted(parse_day, InputFault.NOT_A_DATE),
    str: _read_text,
}


def _bounded(f: dataclasses.Field[object], value: V) -> V:
    if isinstance(value, int) and not isinstance(value, bool):
        _in_range(f, value)
    if isinstance(value, str) and not isinstance(value, StrEnum):
        longest = f.metadata.get("maximum_length") or MAXIMUM_TEXT_LENGTH
        if len(value) > longest:
            raise _FaultError(InputFault.TOO_LONG, maximum=longest)
    return value


def _in_range(f: dataclasses.Field[object], value: int) -> None:
    minimum, maximum = f.metadata.get("minimum"), f.metadata.get("maximum")
    if minimum is not None and value < minimum:
        raise _FaultError(InputFault.TOO_SMALL, minimum=minimum)
    if maximum is not None and value > maximum:
        raise _FaultError(InputFault.TOO_LARGE, maximum=maximum)
    if abs(value) > LARGEST_BIGINT:
        raise _FaultError(InputFault.TOO_LARGE, maximum=LARGEST_BIGINT)
