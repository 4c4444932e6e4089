"""Languages, by the name of their catalogue and as HTML names them."""

from __future__ import annotations

from models.values.language import SOURCE_LANGUAGE, Language


def test_a_language_is_named_in_html_by_its_tag() -> None:
    assert [language.html_lang for language in Language] == ["zh-CN", "en"]


def test_texts_are_written_in_chinese() -> None:
    assert SOURCE_LANGUAGE is Language.CHINESE
