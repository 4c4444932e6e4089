"""The kinds of typed text, and the canonical form in which each is stored and compared.

A column declares its kind by `text_of_type`, a field of an action by `param(text=…)`; every
interface then stores, compares and refuses alike. Keys that look the same are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import InstrumentedAttribute

from models.core.base import Base
from models.values.bank_reference import code_of
from models.values.contact_address import is_email, is_phone
from models.values.document_number import canonical_number
from models.values.lost_digits import has_lost_digits
from models.values.radicals import IDEOGRAPHS
from models.values.typed_text import (
    BadCharacter,
    bad_character,
    folded,
    in_lines,
    on_one_line,
    seen,
    settled,
    with_plain_dashes,
    without_blanks,
)
from models.values.uscc import tidy_uscc

T = TypeVar("T")


class TextType(StrEnum):
    """What a text is."""

    #: Free text, of one line or of several.
    WORDS = "words"
    LINES = "lines"
    #: The name of a unit, an office or a bank.
    NAME = "name"
    #: The name of a person, in any script.
    PERSON = "person"
    #: An external number: of a bank, a courier, a cashier, an invoice or an account.
    CODE = "code"
    #: 文号, such as 卓编办〔2026〕12号.
    DOCUMENT_NO = "document_no"
    #: 统一社会信用代码.
    USCC = "uscc"
    #: One of our own numbers (models/values/document_number.py).
    NUMBER = "number"
    #: A domain name without its ending.
    LABEL = "label"
    LOGIN = "login"
    EMAIL = "email"
    PHONE = "phone"


#: Dots between the parts of a person's name: • ‧ ・ ･ ⋅ ∙ for ·.
_MIDDLE_DOTS: Final = dict.fromkeys((0x2022, 0x2027, 0x30FB, 0xFF65, 0x22C5, 0x2219), "·")
#: Circles typed for the figure 〇, as in 二○一.
_NOUGHTS: Final = dict.fromkeys((0x25CB, 0x25EF, 0x2B58), chr(0x3007))
_BREAK: Final = re.compile(r"\s")
_HAN: Final = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
#: A space next to a non-ASCII character: Chinese is written without spaces.
_BLANK_IN_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
#: In a Chinese name these marks are written in full width.
_WIDE_MARKS: Final = str.maketrans("(),:;", "（），：；")
_BRACKETS: Final = re.compile(r"[\[(【〔﹝❲〖{]((?:19|20)\d\d)[\])】〕﹞❳〗}]")
_BLANKS_AT_DASHES: Final = re.compile(r"\s*-\s*")


def _name(text: str) -> str:
    plain = with_plain_dashes(folded(text.translate(_MIDDLE_DOTS)))
    plain = " ".join(plain.translate(_NOUGHTS).split())
    if _HAN.search(plain):
        plain = plain.translate(_WIDE_MARKS)
    return _BLANK_IN_CHINESE.sub("", plain)


def _person(text: str) -> str:
    # Character by character: a name in another script must not outgrow its column.
    plain = "".join(map(_as_one, seen(_BREAK.sub(" ", text).translate(IDEOGRAPHS))))
    plain = with_plain_dashes(plain.translate(_MIDDLE_DOTS))
    return _BLANK_IN_CHINESE.sub("", " ".join(plain.split()))


def _as_one(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def _document_no(text: str) -> str:
    plain = without_blanks(with_plain_dashes(folded(text))).translate(_NOUGHTS)
    return _BRACKETS.sub(r"〔\1〕", plain)


def _login(text: str) -> str:
    return without_blanks(with_plain_dashes(folded(folded(text).lower())))


def _email(text: str) -> str:
    return without_blanks(with_plain_dashes(folded(text))).translate(
        {ord("。"): ".", ord("｡"): "."}
    )


def _phone(text: str) -> str:
    plain = " ".join(with_plain_dashes(folded(text)).split())
    return _BLANKS_AT_DASHES.sub("-", plain)


def _label(text: str) -> str:
    # `models.values.label` reports what is wrong with a label, so nothing more is corrected here.
    # Line breaks are kept as one kind, and a tab as the blank that it looks like, so that
    # look-alikes are refused alike.
    return "\n".join(seen(text).replace("\t", " ").strip().splitlines())


_FORM_OF: Final[Mapping[TextType, Callable[[str], str]]] = {
    TextType.WORDS: settled(on_one_line),
    TextType.LINES: settled(in_lines),
    TextType.NAME: settled(_name),
    TextType.PERSON: settled(_person),
    TextType.CODE: settled(code_of),
    TextType.DOCUMENT_NO: settled(_document_no),
    TextType.USCC: settled(tidy_uscc),
    TextType.NUMBER: settled(canonical_number),
    TextType.LABEL: settled(_label),
    TextType.LOGIN: settled(_login),
    TextType.EMAIL: settled(_email),
    TextType.PHONE: settled(_phone),
}
#: Kinds made of digits, which a spreadsheet may have converted to a number.
OF_DIGITS: Final = frozenset(
    {TextType.CODE, TextType.DOCUMENT_NO, TextType.USCC, TextType.NUMBER, TextType.PHONE}
)
#: Kinds whose own validation reports the wrong character.
_JUDGED_ELSEWHERE: Final = frozenset({TextType.LABEL, TextType.USCC})


class TextFault(StrEnum):
    """Why a text cannot be stored."""

    CHARACTER = "text_character"
    LOST_DIGITS = "text_lost_digits"
    EMAIL = "text_email"
    PHONE = "text_phone"


def kept_form(kind: TextType, text: str) -> str:
    """The canonical form of a text; the same for all texts of the kind that look alike."""
    return _FORM_OF[kind](text)


def text_fault(kind: TextType, text: str) -> BadCharacter | TextFault | None:
    """The first reason why the text cannot be stored; its canonical form gives the same one."""
    if kind in _JUDGED_ELSEWHERE:
        return None
    if kind in OF_DIGITS and has_lost_digits(text):
        return TextFault.LOST_DIGITS
    if kind is TextType.NAME:
        return bad_character(folded(text.translate(_NOUGHTS)), symbols=False)
    return bad_character(text) or _address_fault(kind, kept_form(kind, text))


def _address_fault(kind: TextType, kept: str) -> TextFault | None:
    if kind is TextType.EMAIL and not is_email(kept):
        return TextFault.EMAIL
    if kind is TextType.PHONE and not is_phone(kept):
        return TextFault.PHONE
    return None


def looks_changed(kind: TextType, text: str) -> bool:
    """Whether the canonical form visibly differs from what was typed."""
    return kept_form(kind, text) != " ".join(on_one_line(text).split(" ")) and kept_form(
        kind, text
    ) != in_lines(text)


#: Key in `Column.info` for the kind.
_INFO: Final = "text"
_IS_KEY: Final = "is_key"


def text_of_type(kind: TextType) -> dict[str, object]:
    """`info=` of a column that holds text of a kind."""
    return {_INFO: kind}


def key_of_type(kind: TextType) -> dict[str, object]:
    """`info=` of a key column: every assignment is stored in canonical form. So the database's
    unique indexes compare that form.
    """
    return {_INFO: kind, _IS_KEY: True}


def text_type_of(column: ColumnElement[T]) -> TextType | None:
    """The kind a column declares, or None."""
    kind: TextType | None = getattr(column, "info", {}).get(_INFO)
    return kind


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _keep_form(_model: type[Base], _name: str, attribute: InstrumentedAttribute[object]) -> None:
    """Convert every value assigned to a key column to canonical form."""
    columns = getattr(attribute.property, "columns", ())
    # What is read by a subquery is no column of the table, and is not assigned.
    info = next((getattr(each, "info", {}) for each in columns), {})
    kind: TextType | None = info.get(_INFO) if info.get(_IS_KEY) else None
    if kind is None:
        return

    @event.listens_for(attribute, "set", retval=True)
    def _kept(_row: object, value: object, _old: object, _initiator: object) -> object:
        return kept_form(kind, value) if isinstance(value, str) else value
