"""Refusal codes are unique, and those of a verb begin with its name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from enum import StrEnum

import actions
import models
from actions.core.constraint_errors import Conflict
from actions.core.input_parsing import InputFault
from actions.core.refusal import Common
from actions.permissions import CATALOG

_GENERAL = {Common, Conflict, InputFault}


def spoken() -> list[type[StrEnum]]:
    """Every enum of refusals and notes; what several verbs say stands in the models."""
    found = {
        value
        for package in (actions, models)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, type) and issubclass(value, StrEnum)
        if value.__name__.endswith(("Refusal", "Note")) or value in _GENERAL
    }
    found |= {action.refusals for action in CATALOG if action.refusals is not None}
    return sorted(found, key=lambda enum: enum.__name__)


def repeated(enums: list[type[StrEnum]]) -> list[str]:
    counted = Counter(word.value for enum in enums for word in enum)
    return sorted(word for word, times in counted.items() if times > 1)


def astray(words: type[StrEnum]) -> list[str]:
    """Words that do not begin with the name of their enum: `RenewRefusal` says `renew_…`."""
    noun = re.sub("(Refusal|Note|Fault)$", "", words.__name__)
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", noun).lower()
    return [word.value for word in words if not word.value.startswith(f"{prefix}_")]


def test_no_word_is_used_twice() -> None:
    assert repeated(spoken()) == []


def test_words_begin_with_the_name_of_their_verb() -> None:
    assert [word for enum in spoken() if enum not in _GENERAL for word in astray(enum)] == []


def test_the_general_ones_are_among_them() -> None:
    assert set(spoken()) >= _GENERAL


class RenewRefusal(StrEnum):
    TOO_LATE = "renew_too_late"


class StockNote(StrEnum):
    LATE = "renew_too_late"
    SHORT = "stock_short"


def test_a_word_used_twice_is_found() -> None:
    assert repeated([RenewRefusal, StockNote]) == ["renew_too_late"]


def test_a_word_without_its_verb_is_found() -> None:
    assert astray(StockNote) == ["renew_too_late"]
