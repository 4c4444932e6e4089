"""The English catalogue has exactly the texts of the source."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.support.texts.sources import ROOT, chinese_texts, modules

APP = ROOT / "admin_app"
CATALOGUE = APP / "translations" / "en" / "LC_MESSAGES" / "messages.po"

#: As `make translations` draws them.
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_lp": ((1, "c"), 2),
}
#: Curly quotation marks too: a Chinese face draws them as wide as a character.
_CHINESE = re.compile("[〇“”‘’\u3000-\u9fff\uff00-\uffef]")
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}")
#: What stays Chinese in English: the top-level names, and the language's own name for itself.
_KEPT = ("政务", "公益", "中文")
#: Chinese in admin_app that goes past the catalogue: file → what it is there for.
_VALUES = {
    "admin_app/web/fallback_error_page.py": "Both languages at once: gettext may have failed.",
    "admin_app/forms/office_choices.py": "The end of every office's name, which lists leave out.",
    "admin_app/files/bank_profiles.py": "What banks call the columns of their files.",
    "admin_app/files/bank_statement_cells.py": "How banks write days, amounts and accounts.",
    "admin_app/files/bank_statement_headings.py": "Units and brackets of headings.",
    "admin_app/files/import_synonyms.py": "What offices call the columns of their sheets.",
    "admin_app/pages/workspace/import_exported.py": "How a day is written with 年, 月 and 日.",
    "admin_app/values/relative_days.py": "What people type for days relative to today.",
}

#: (context or None, text with its plural forms)
Text = tuple[str | None, tuple[str, ...]]


def texts() -> Iterator[Text]:
    """Each text of the program that passes through gettext."""
    for method, pattern in (("python", "*.py"), ("jinja2", "templates/**/*.html")):
        for path in APP.rglob(pattern):
            read = io.BytesIO(path.read_bytes())
            for _line, text, _comments, context in extract(method, read, keywords=_KEYWORDS):
                yield context, forms(text)


def forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def english(message: Message) -> tuple[str, ...]:
    """What a message says, each of its plural forms."""
    return forms(message.string)


def entries(messages: list[Message]) -> set[Text]:
    return {(message.context, forms(message.id)) for message in messages}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_text_of_the_source_is_in_it(messages: list[Message]) -> None:
    assert set(texts()) - entries(messages) == set()


def test_no_text_of_the_source_goes_past_it() -> None:
    said = {form for _context, text in texts() for form in text}
    bare = {
        (path, text)
        for path, tree in modules("admin_app")
        for _line, text in chinese_texts(tree)
        if text not in said
    }

    assert {path for path, _text in bare} == set(_VALUES), bare


def test_nothing_is_left_of_texts_that_are_gone(
    catalogue: Catalog, messages: list[Message]
) -> None:
    assert entries(messages) - set(texts()) == set()
    assert dict(catalogue.obsolete) == {}


def test_every_text_is_said(messages: list[Message]) -> None:
    assert [m.id for m in messages if m.fuzzy or not all(english(m))] == []


def test_what_is_filled_in_is_the_same(messages: list[Message]) -> None:
    def of(said: tuple[str, ...]) -> list[list[str]]:
        return [sorted(_PLACEHOLDER.findall(form)) for form in said]

    assert [m.id for m in messages if of(english(m)) != of(forms(m.id))] == []


def test_a_stray_percent_sign_cannot_break_a_sentence(messages: list[Message]) -> None:
    """Sentences are filled in with `%`, so any other percent sign would raise."""
    with_facts = [form for m in messages for form in english(m) if "%" in form]

    assert [form for form in with_facts if "%" in _PLACEHOLDER.sub("", form)] == []


def test_it_speaks_no_chinese(messages: list[Message]) -> None:
    def rest(form: str) -> str:
        for word in _KEPT:
            form = form.replace(word, "")
        return form

    assert [form for m in messages for form in english(m) if _CHINESE.search(rest(form))] == []


def test_the_sentence_ends_where_the_chinese_one_does(messages: list[Message]) -> None:
    """A full sentence stays one: a refusal without its end reads as if something were lost."""
    ends = (".", "%(numbers)s")
    full = [m for m in messages if isinstance(m.id, str) and m.id.endswith("。")]

    assert [m.string for m in full if not str(m.string).endswith(ends)] == []
