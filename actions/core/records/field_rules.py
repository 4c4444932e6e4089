"""What a definition of a field must be, whether it is new or changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, Protocol

from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.orm import Session

from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview
from actions.core.row_facts.definitions import spec_of_row
from models.core.own_values import OWN_VALUE, FieldValue
from models.core.scope import BY_HAND
from models.definitions.chosen_words import choices_from
from models.definitions.field_choices import ChoiceRow, ChoiceRows
from models.definitions.field_spec import FieldSpec, decimal_of
from models.definitions.own_field import (
    CHOSEN,
    LONGEST_LONG_TEXT,
    MASKED,
    MAXIMUM_CHOICES,
    MAXIMUM_SEARCHED,
    SEARCHED,
    UNIQUE,
    FieldKind,
    OwnField,
)
from models.definitions.safe_pattern import PatternFault, pattern_fault
from models.users.user import Role
from models.values.calendar import parse_instant
from models.values.limits import LARGEST_BIGINT
from models.workspace.saved_view import SavedView

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")
_LONGEST_WORD: Final = 40
_TEXTS: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.LINK})
_NUMBERS: Final = frozenset({FieldKind.WHOLE, FieldKind.DECIMAL})
_TIMES: Final[Mapping[FieldKind, Callable[[str], dt.date]]] = {
    FieldKind.DATE: dt.date.fromisoformat,
    FieldKind.DATE_TIME: parse_instant,
}


class FieldRefusal(StrEnum):
    """Why a definition is refused."""

    KEY_MALFORMED = "field_key_malformed"
    KEY_TAKEN = "field_key_taken"
    TOO_MANY = "field_too_many"
    CHOICES_MISSING = "field_choices_missing"
    CHOICES_UNWANTED = "field_choices_unwanted"
    CHOICES_AND_LIST = "field_choices_and_list"
    LIST_UNKNOWN = "field_list_unknown"
    CHOICE_MALFORMED = "field_choice_malformed"
    CHOICE_TWICE = "field_choice_twice"
    TOO_MANY_CHOICES = "field_too_many_choices"
    CHOICE_USED = "field_choice_used"
    END_MALFORMED = "field_end_malformed"
    END_UNWANTED = "field_end_unwanted"
    ENDS_CROSSED = "field_ends_crossed"
    PATTERN_UNWANTED = "field_pattern_unwanted"
    UNIQUE_UNWANTED = "field_unique_unwanted"
    MASK_UNWANTED = "field_mask_unwanted"
    SEARCH_UNWANTED = "field_search_unwanted"
    TOO_MANY_SEARCHED = "field_too_many_searched"
    KIND_UNCHANGED = "field_kind_unchanged"
    KIND_UNREACHABLE = "field_kind_unreachable"
    DOES_NOT_CONVERT = "field_does_not_convert"
    TOO_MANY_TO_CONVERT = "field_too_many_to_convert"
    NOT_RETIRED = "field_is_not_retired"
    PURGE_ASKED = "field_purge_is_asked"
    PURGE_NOT_ASKED = "field_purge_is_not_asked"
    PURGE_BEYOND = "field_purge_reaches_beyond"
    TOO_MANY_TO_SEARCH = "field_too_many_to_search"
    DEFAULT_MALFORMED = "field_default_malformed"
    #: An expression uses a field whose expressions use others, or the field is used by others.
    EXPRESSION_STEPS = "field_expression_steps"
    FORMULA_KIND = "field_formula_kind"
    FORMULA_ALONE = "field_formula_alone"
    FORMULA_SETTLED = "field_formula_settled"
    ALL_WORKED_OUT = "field_all_worked_out"
    EXPRESSION_IS_USED = "field_expression_is_used"
    USED_BY_OTHERS = "field_used_by_others"
    RETIRED = "field_is_retired"
    IN_USE = "field_is_in_use"


class FieldNote(StrEnum):
    """Notes of the plan page."""

    TOUCHES = "field_touches"
    CONVERTS = "field_values_convert"
    STAYS = "field_values_stay"
    PURGES = "field_values_go"
    PURGE_IS_FINAL = "field_purge_is_final"
    WORKS_OUT = "field_works_out"


class Defined(Protocol):
    """What a new and a changed definition have in common, as typed."""

    @property
    def least(self) -> str | None: ...
    @property
    def most(self) -> str | None: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def choices(self) -> str | None: ...
    @property
    def choice_list(self) -> str | None: ...
    @property
    def is_searchable(self) -> bool: ...
    @property
    def whole_for(self) -> tuple[Role, ...]: ...
    @property
    def default_value(self) -> str | None: ...


class FieldError(ValueError):
    """A rule is broken."""

    def __init__(self, code: StrEnum, at: str, /, **facts: Fact) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts, at=at)


def read_choices(kind: FieldKind, typed: str | None) -> list[ChoiceRow]:
    """The words of a list, one a line as `code=word/English word`. Raises FieldError."""
    lines = [line.strip() for line in (typed or "").splitlines() if line.strip()]
    if kind not in CHOSEN:
        if lines:
            raise FieldError(FieldRefusal.CHOICES_UNWANTED, "choices")
        return []
    if not lines:
        raise FieldError(FieldRefusal.CHOICES_MISSING, "choices")
    if len(lines) > MAXIMUM_CHOICES:
        facts = {"count": len(lines), "maximum": MAXIMUM_CHOICES}
        raise FieldError(FieldRefusal.TOO_MANY_CHOICES, "choices", **facts)
    found: dict[str, ChoiceRow] = {}
    for line in lines:
        code, is_paired, words = line.partition("=")
        label, _slash, english = words.partition("/")
        code, label = code.strip(), label.strip()
        if not (is_paired and _CODE.fullmatch(code) and 0 < len(label) <= _LONGEST_WORD):
            raise FieldError(FieldRefusal.CHOICE_MALFORMED, "choices", line=line[:60])
        if code in found:
            raise FieldError(FieldRefusal.CHOICE_TWICE, "choices", code=code)
        english = english.strip()[:_LONGEST_WORD] or label
        found[code] = {"code": code, "label": label, "label_en": english}
    return list(found.values())


def choices_given(
    given: Defined, kind: FieldKind, listed: list[ChoiceRow] | None
) -> list[ChoiceRow]:
    """The choices of a definition: those of the list that it names, or those typed.

    `listed` are those of the list; None where there is no such list. Raises FieldError.
    """
    if given.choice_list is None:
        return read_choices(kind, given.choices)
    if kind not in CHOSEN:
        raise FieldError(FieldRefusal.CHOICES_UNWANTED, "choice_list")
    if given.choices is not None:
        raise FieldError(FieldRefusal.CHOICES_AND_LIST, "choices")
    if listed is None:
        raise FieldError(
            FieldRefusal.LIST_UNKNOWN, "choice_list", code=given.choice_list[:_LONGEST_WORD]
        )
    return listed


def written_choices(choices: ChoiceRows) -> str:
    """The choices in use, as people type them."""
    in_use = (c for c in choices if c["is_active"])
    return "\n".join(f"{c['code']}={c['label']}/{c['label_en']}" for c in in_use)


def checked(
    given: Defined,
    kind: FieldKind,
    listed: list[ChoiceRow] | None,
    *,
    is_unique: bool,
) -> list[ChoiceRow]:
    """The choices of a definition whose every rule holds. Raises FieldError."""
    choices = choices_given(given, kind, listed)
    low, high = (_end(kind, name, getattr(given, name)) for name in ("least", "most"))
    if low is not None and high is not None and low > high:
        raise FieldError(FieldRefusal.ENDS_CROSSED, "most")
    if given.pattern is not None:
        if kind not in {FieldKind.TEXT, FieldKind.LINK}:
            raise FieldError(FieldRefusal.PATTERN_UNWANTED, "pattern")
        if (fault := pattern_fault(given.pattern)) is not None:
            raise FieldError(fault, "pattern", pattern=given.pattern)
    if is_unique and kind not in UNIQUE:
        raise FieldError(FieldRefusal.UNIQUE_UNWANTED, "is_unique")
    if given.is_searchable and kind not in SEARCHED:
        raise FieldError(FieldRefusal.SEARCH_UNWANTED, "is_searchable")
    if given.whole_for and kind not in MASKED:
        raise FieldError(FieldRefusal.MASK_UNWANTED, "whole_for")
    _check_default(given, kind, choices)
    return choices


def _end(kind: FieldKind, name: str, typed: str | None) -> FieldValue:
    """One end of what is allowed: of a number, a day or the length of a text."""
    if typed is None:
        return None
    if kind not in _TEXTS | _NUMBERS | _TIMES.keys():
        raise FieldError(FieldRefusal.END_UNWANTED, name)
    fault = FieldError(FieldRefusal.END_MALFORMED, name, value=typed[:40])
    try:
        if kind in _TIMES:
            return _TIMES[kind](typed)
        value: Any = decimal_of(typed) if kind is FieldKind.DECIMAL else int(typed)
    except ValueError as error:
        raise fault from error
    longest = LONGEST_LONG_TEXT if kind in _TEXTS else LARGEST_BIGINT // 10
    if abs(value) > longest or (kind in _TEXTS and value < 0):
        raise fault
    return value


def _check_default(given: Defined, kind: FieldKind, choices: list[ChoiceRow]) -> None:
    if given.default_value is None:
        return
    spec = FieldSpec(0, "", "", "", kind, "", "", choices=choices_from(choices))
    try:
        spec.parse(given.default_value)
    except ValueError as error:
        facts = {"value": given.default_value[:40]}
        raise FieldError(FieldRefusal.DEFAULT_MALFORMED, "default_value", **facts) from error


def code_in_use(session: Session, field_id: int, codes: set[str]) -> str | None:
    """The first of some words that a row still has."""
    wanted = select(func.min(OWN_VALUE.c.value)).where(
        OWN_VALUE.c.field_id == field_id, OWN_VALUE.c.value.in_(codes)
    )
    found: str | None = session.execute(wanted, execution_options={BY_HAND: True}).scalar()
    return found


def values_of(session: Session, field_id: int, *, most: int) -> int:
    """How many lines of values a field has, counted up to one past `most`."""
    lines = select(OWN_VALUE.c.row_id).where(OWN_VALUE.c.field_id == field_id).limit(most + 1)
    counting = select(func.count()).select_from(lines.subquery("lines"))
    return session.execute(counting, execution_options={BY_HAND: True}).scalar_one()


def searched_refusal(searched: int) -> Refusal | None:
    """Whether an office may have one more field of an entity that is searched, given how many."""
    if searched < MAXIMUM_SEARCHED:
        return None
    facts = {"maximum": MAXIMUM_SEARCHED}
    return Refusal(FieldRefusal.TOO_MANY_SEARCHED, facts, at="is_searchable")


def touched(session: Session, rows: Sequence[OwnField]) -> Preview:
    """How many records have a value of the fields, and how many saved views name one."""
    if not rows:
        return Preview()
    line, names = OWN_VALUE.c, [spec_of_row(row).name for row in rows]
    lines = select(func.count(line.row_id.distinct())).where(
        line.field_id.in_([row.id for row in rows])
    )
    count = session.execute(lines, execution_options={BY_HAND: True}).scalar() or 0
    state = cast(SavedView.state, String)
    named = or_(*(state.contains(name, autoescape=True) for name in names))
    views = session.scalar(select(func.count(SavedView.id)).where(named)) or 0
    facts: Mapping[str, Fact] = {"rows": count, "views": views}
    return Preview(totals={"value_count": count}, side_effects=(Note(FieldNote.TOUCHES, facts),))


__all__ = [
    "KEY",
    "FieldError",
    "FieldNote",
    "FieldRefusal",
    "PatternFault",
    "checked",
    "choices_given",
    "code_in_use",
    "read_choices",
    "searched_refusal",
    "touched",
    "values_of",
    "written_choices",
]
