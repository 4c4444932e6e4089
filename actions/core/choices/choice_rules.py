"""Which codes and words a list and its choices may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.context import Context
from actions.core.refusal import Refusal
from models.core.scope import scope_of
from models.definitions.choice_list import (
    LONGEST_CODE,
    MAXIMUM_CHOICES,
    Choice,
    ChoiceList,
)
from models.definitions.own_words import LONGEST_OWN_NAME, can_be_listed
from models.offices.office import REGISTRY_CODE

CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,23}")
LIST_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
#: What codes of a province's choices in a list of the registry begin with.
_OF_A_PROVINCE: Final = re.compile(r"\d\d_")


class ChoiceRefusal(StrEnum):
    """Why a list or a choice is not stored as it was given."""

    LIST_CODE_MALFORMED = "choice_list_code_malformed"
    LIST_CODE_TAKEN = "choice_list_code_taken"
    LIST_NAME_TAKEN = "choice_list_name_taken"
    TOO_MANY_LISTS = "choice_list_too_many"
    LIST_UNKNOWN = "choice_list_unknown"
    OPEN_UNWANTED = "choice_list_open_unwanted"
    LINE_MALFORMED = "choice_line_malformed"
    CODE_MALFORMED = "choice_code_malformed"
    CODE_TAKEN = "choice_code_taken"
    WORD_TAKEN = "choice_word_taken"
    NOT_A_WORD = "choice_not_a_word"
    TOO_MANY = "choice_too_many"
    DAYS_CROSSED = "choice_days_crossed"


@dataclass(frozen=True, slots=True)
class Word:
    """A choice as it is typed: its code, and its words in Chinese and in English."""

    code: str
    name_zh: str
    name_en: str | None


def read_words(typed: str | None) -> list[Word] | Refusal:
    """Choices typed as lines `code=word/English word`; the first fault of them otherwise."""
    lines = [line.strip() for line in (typed or "").splitlines() if line.strip()]
    if len(lines) > MAXIMUM_CHOICES:
        return Refusal(ChoiceRefusal.TOO_MANY, {"maximum": MAXIMUM_CHOICES}, at="choices")
    found: list[Word] = []
    for line in lines:
        code, is_paired, words = (part.strip() for part in line.partition("="))
        name_zh, _slash, name_en = (part.strip() for part in words.partition("/"))
        if not (is_paired and 0 < len(name_zh) <= LONGEST_OWN_NAME >= len(name_en)):
            return Refusal(ChoiceRefusal.LINE_MALFORMED, {"line": line[:60]}, at="choices")
        word = Word(code, name_zh, name_en or None)
        if (refusal := word_refusal(word, found)) is not None:
            return Refusal(refusal.code, refusal.facts, at="choices")
        found.append(word)
    return found


def code_refusal(word: Word, others: Iterable[Word | Choice]) -> Refusal | None:
    """Why a choice cannot have its code beside the others; None when it can."""
    if not CODE.fullmatch(word.code):
        return Refusal(ChoiceRefusal.CODE_MALFORMED, {"code": word.code[:LONGEST_CODE]}, at="code")
    if any(other.code == word.code for other in others):
        return Refusal(ChoiceRefusal.CODE_TAKEN, {"code": word.code}, at="code")
    return None


def name_refusal(word: Word, others: Sequence[Word | Choice]) -> Refusal | None:
    """Why a choice cannot be called so beside the others; None when it can.

    A word stands for one choice, so it is neither a word nor the code of another one.
    """
    names = {"name_zh": word.name_zh, "name_en": word.name_en}
    taken = {text for each in others for text in (each.code, each.name_zh, each.name_en)}
    for field, name in names.items():
        if name is None:
            continue
        if not can_be_written(name):
            return Refusal(ChoiceRefusal.NOT_A_WORD, {"name": name}, at=field)
        if name in taken:
            return Refusal(ChoiceRefusal.WORD_TAKEN, {"name": name}, at=field)
    return None


def word_refusal(word: Word, others: Sequence[Word | Choice]) -> Refusal | None:
    """Both of the above."""
    return code_refusal(word, others) or name_refusal(word, others)


def can_be_written(name: str) -> bool:
    """Whether a word can stand beside others in one cell; a year is a word, too."""
    return name.isdecimal() or can_be_listed(name)


def list_refusal(
    code: str | None, name_zh: str, name_en: str | None, others: Sequence[ChoiceList]
) -> Refusal | None:
    """Why a list cannot have its code and names beside the others; None when it can."""
    if code is not None and not LIST_CODE.fullmatch(code):
        return Refusal(ChoiceRefusal.LIST_CODE_MALFORMED, {"code": code[:40]}, at="code")
    if any(other.code == code for other in others):
        return Refusal(ChoiceRefusal.LIST_CODE_TAKEN, {"code": code}, at="code")
    for field, name in (("name_zh", name_zh), ("name_en", name_en)):
        if name is not None and any(other.is_called(name) for other in others):
            return Refusal(ChoiceRefusal.LIST_NAME_TAKEN, {"name": name}, at=field)
    return None


def lists_known(ctx: Context) -> Sequence[ChoiceList]:
    """Every list that the actor sees, locked by a run."""
    return ctx.session.scalars(ctx.locked(select(ChoiceList))).all()


def stored_code(typed: str, of: ChoiceList, office_code: str) -> str:
    """The code of an office's choice in a list: in a list from above it names the province."""
    return typed if of.office_code == office_code else f"{office_code[:2]}_{typed}"


def is_of_a_province(code: str) -> bool:
    """Whether a code has the form that is kept for choices of provinces."""
    return _OF_A_PROVINCE.match(code) is not None


def offered_lists(session: Session) -> list[tuple[str, str]]:
    """(code, name) of the lists to which the session's reader may add choices."""
    own = scope_of(session).chain[-1]
    lists = session.scalars(select(ChoiceList).order_by(ChoiceList.name_zh, ChoiceList.id))
    return [(each.code, each.name_zh) for each in lists if may_add(each, own)]


def may_add(to: ChoiceList, office_code: str) -> bool:
    """Whether an office may add choices: to lists of its own, and to the registry's open ones."""
    is_own = to.office_code == office_code
    return to.is_active and (is_own or (to.is_open and to.office_code == REGISTRY_CODE))
