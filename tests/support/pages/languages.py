"""Extracts the text of a page, and finds text in the wrong language, ignoring data.

Data is what the database holds, told by rule: no list of names is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

from sqlalchemy import Enum, String, select

from admin_app.forms.office_choices import place_of
from admin_app.labels import ACTIONS
from admin_app.labels.lookup import WORDS
from models.core.base import Base
from models.values.tld import Tld
from tests.support.world.cast import World

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")
#: A lower-case word that stands alone: no part of a login, an address or a number.
_CODE = re.compile(r"(?<![\w.@/-])[a-z_]{4,}(?![\w.@/-])")
#: Columns of texts that the program writes, not people.
_KEYS_OF_OURS = {"action", "entity", "kind", "name", "what", "key", "code"}
_AMOUNT = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]{2,}")
#: A key in snake case, a hole of a sentence, or a word of the program's own.
_HOLE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|%\([a-z_]+\)s?|\b(?:None|True|False)\b|<[\w.]+ object")
#: What languages call themselves.
OWN_NAMES = ("中文", "English")
#: Proper names, and what a keyboard or a file calls itself.
_EVERYWHERE = {
    "CONAC",
    "English",
    "Ctrl",
    "Shift",
    "Enter",
    "Esc",
    "CSV",
    "PDF",
    "Excel",
    "Word",
    "API",
}
#: Kinds of files, which have no other name, and Base64, whose number is no word.
_EVERYWHERE |= {"PNG", "JPG", "XLSX", "DOCX"}
_EVERYWHERE |= {"xls", "xlsx", "http", "https", "Base"}
#: What people type when they define something, as hints quote it: values, codes and tones.
_TYPED = {"term_years", "office_name", "year", "open", "done", "closed", "warning", "todo"}
_TYPED |= {"today", "registered", "docx"}
_SAID_BY = ("title", "aria-label", "placeholder", "alt", "data-l", "label")
#: What stands in `code` is to be typed as it is.
_MUTE = {"script", "style", "code"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "use", "path", "wbr", "source", "col"}


class Said(HTMLParser):
    """Collects what a page says: its text and the words of its attributes.

    What is marked as Chinese is meant to be: the name of the language, a unit's own page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_silent = self.is_silent or tag in _MUTE
        is_silent = is_silent or (tag != "html" and given.get("lang") == "zh-CN")
        if not is_silent:
            self.words += [value for name in _SAID_BY if (value := given.get(name))]
        if tag not in _VOID:
            self.open.append((tag, is_silent))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _silent in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.words.append(data)

    @property
    def is_silent(self) -> bool:
        """Whether the words here are left out."""
        return bool(self.open) and self.open[-1][1]


def stored(world: World) -> str:
    """All that the database holds and people typed: no enumerated words of ours."""
    found: list[str] = [*Tld]
    with world.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            typed = [column for column in table.c if not isinstance(column.type, Enum)]
            for row in connection.execute(select(*typed)):
                found += [json.dumps(value, ensure_ascii=False, default=str) for value in row]
    return "\n".join(found)


def said_by(page: str) -> str:
    """All that a page says."""
    reader = Said()
    reader.feed(page)
    # A text that people may word names its values in braces.
    return re.sub(r"\{[a-z_]+\}", "", " ".join(reader.words))


def chinese_left(page: str, data: str) -> set[str]:
    """The Chinese of a page that no data explains; amounts in words are Chinese in any language."""
    said = _AMOUNT.sub("", said_by(page))
    names = {place_of(name) for name in _CHINESE.findall(data)} | set(OWN_NAMES)
    for each in sorted({*names, *_CHINESE.findall(data)}, key=len, reverse=True):
        said = said.replace(each, "")
    return set(_CHINESE.findall(said))


def english_left(page: str, data: str) -> set[str]:
    """The English words of a page that no data explains."""
    return {
        word
        for word in _ENGLISH.findall(said_by(page))
        if word not in _EVERYWHERE | _TYPED and word not in data
    }


def holes_left(page: str) -> set[str]:
    """Keys of ours and holes of sentences that a page says: `office_approved`, `%(name)s`."""
    return set(_HOLE.findall(said_by(page))) - _TYPED


def typed_texts(world: World) -> str:
    """What people typed: texts alone, neither enumerated words nor JSON, which has keys of ours."""
    found: list[str] = []
    with world.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            texts = [
                column
                for column in table.c
                if isinstance(column.type, String) and not isinstance(column.type, Enum)
                if column.name not in _KEYS_OF_OURS
            ]
            for row in connection.execute(select(*texts)) if texts else ():
                found += [str(value) for value in row if value is not None]
    return "\n".join(found)


def codes_left(page: str, typed: str) -> set[str]:
    """Values and keys of the program's own enums, tables and columns that a page says."""
    words = set(_CODE.findall(said_by(page))) - _TYPED
    return {word for word in words if word in _codes() and word not in _CODE.findall(typed)}


def offices_left(page: str, codes: Iterable[str]) -> set[str]:
    """Codes of offices that a page says in place of their names."""
    said = " ".join(said_by(page).split())
    return {code for code in codes if re.search(rf"(?:编办|[Oo]ffice)[:：] ?{code}\b", said)}


@cache
def _codes() -> frozenset[str]:
    members = {str(member.value) for enum in WORDS for member in enum}
    tables = {table.name for table in Base.metadata.sorted_tables}
    columns = {column.name for table in Base.metadata.sorted_tables for column in table.c}
    found = members | tables | {name for name in columns if "_" in name} | set(ACTIONS)
    return frozenset(code for code in found if re.fullmatch(r"[a-z_]{4,}", code))
