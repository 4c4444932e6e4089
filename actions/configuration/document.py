"""The text of a configuration: JSON, one definition a line group, in a stable order.

    {"format": 1, "offices": {"620000": {"label": [{"name_zh": "急件", "colour": "red"}]}}}

An item has the fields of the verb that defines it, with `"retired": true` where it has ended.
Database keys, office names and secrets never stand in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from actions.core.input_parsing import storable
from actions.core.refusal import Fact, Refusal
from models.definitions.configuration import LONGEST_CONFIGURATION

FORMAT = 1
#: Most definitions of one kind of one office in a file.
MAXIMUM_ITEMS = 2_000
_LONGEST_SHOWN = 40
_OFFICE_CODE = re.compile(r"[0-9]{6}")

Item: TypeAlias = dict[str, Any]
#: Name of a kind → its definitions, in the order in which they were made.
Section: TypeAlias = dict[str, list[Item]]


class ConfigurationFileRefusal(StrEnum):
    """Why a text is no configuration."""

    TOO_LONG = "configuration_file_too_long"
    NOT_JSON = "configuration_file_not_json"
    TWICE = "configuration_file_twice"
    NOT_A_CONFIGURATION = "configuration_file_not_a_configuration"
    OTHER_FORMAT = "configuration_file_other_format"
    NOT_AN_OFFICE = "configuration_file_not_an_office"
    UNKNOWN_KIND = "configuration_file_unknown_kind"
    TOO_MANY_ITEMS = "configuration_file_too_many_items"


class DocumentError(ValueError):
    """The text is no configuration."""

    def __init__(self, code: ConfigurationFileRefusal, /, **facts: Fact) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts, at="content")


def written(sections: Mapping[str, Section]) -> str:
    """The text of the sections, by office code."""
    whole = {"format": FORMAT, "offices": sections}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def read(text: str, kinds: Sequence[str]) -> dict[str, Section]:
    """Office code → section. Raises DocumentError for what has not the form of a configuration."""
    if len(text) > LONGEST_CONFIGURATION:
        raise DocumentError(ConfigurationFileRefusal.TOO_LONG, maximum=LONGEST_CONFIGURATION)
    whole = _parsed(text)
    if not isinstance(whole, dict) or whole.keys() != {"format", "offices"}:
        raise DocumentError(ConfigurationFileRefusal.NOT_A_CONFIGURATION, found=_shown(whole))
    if type(whole["format"]) is not int or whole["format"] != FORMAT:
        raise DocumentError(
            ConfigurationFileRefusal.OTHER_FORMAT, found=_shown(whole["format"]), wanted=FORMAT
        )
    offices = _mapping(whole["offices"])
    for code in offices:
        if not _OFFICE_CODE.fullmatch(code):
            raise DocumentError(ConfigurationFileRefusal.NOT_AN_OFFICE, found=_shown(code))
    return {code: _section(given, kinds) for code, given in offices.items()}


def _parsed(text: str) -> object:
    """What the text says. Raises DocumentError."""
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_no_number
        )
    except DocumentError:
        raise
    except RecursionError:
        refusal = ConfigurationFileRefusal.NOT_A_CONFIGURATION
        raise DocumentError(refusal, found="[[[[…") from None
    except json.JSONDecodeError as error:
        raise DocumentError(
            ConfigurationFileRefusal.NOT_JSON, line=error.lineno, column=error.colno
        ) from error
    except ValueError as error:
        # A whole number with more digits than Python reads.
        refusal = ConfigurationFileRefusal.NOT_A_CONFIGURATION
        raise DocumentError(refusal, found="9999…") from error


def count(section: Section) -> int:
    """How many definitions a section has."""
    return sum(map(len, section.values()))


def _section(given: object, kinds: Sequence[str]) -> Section:
    section = _mapping(given)
    for name, items in section.items():
        if name not in kinds:
            raise DocumentError(ConfigurationFileRefusal.UNKNOWN_KIND, found=_shown(name))
        if not isinstance(items, list):
            raise DocumentError(ConfigurationFileRefusal.NOT_A_CONFIGURATION, found=_shown(items))
        if len(items) > MAXIMUM_ITEMS:
            raise DocumentError(
                ConfigurationFileRefusal.TOO_MANY_ITEMS, found=name, maximum=MAXIMUM_ITEMS
            )
        for item in items:
            _mapping(item)
    return section


def _mapping(given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise DocumentError(ConfigurationFileRefusal.NOT_A_CONFIGURATION, found=_shown(given))
    return given


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DocumentError(ConfigurationFileRefusal.TWICE, found=_shown(twice))
    return found


def _no_number(text: str) -> object:
    raise DocumentError(ConfigurationFileRefusal.NOT_A_CONFIGURATION, found=_shown(text))


def _shown(given: object) -> str:
    """The beginning of what was found, for a message."""
    text = given if isinstance(given, str) else repr(given)
    return storable(text)[:_LONGEST_SHOWN]
