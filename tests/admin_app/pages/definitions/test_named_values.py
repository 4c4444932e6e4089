"""Each value that a text may name has a word and an example."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from admin_app.pages.definitions.named_values import example_of, examples_of, value_label
from models.definitions.template_subject import SUBJECTS
from models.values.language import Language


@pytest.mark.parametrize("language", Language)
def test_every_value_has_a_word_and_an_example(sqlite_app: Flask, language: Language) -> None:
    with sqlite_app.test_request_context(), force_locale(language.value):
        names = {name for subject in SUBJECTS.values() for name in subject.names}
        unsaid = {name for name in names if value_label(name) == name}
        assert unsaid == set()
        assert all(examples_of(tuple(names)).values())


def test_amounts_and_days_are_written_as_they_are_on_papers(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        assert example_of("balance_fen") == "¥1,000.00"
        assert example_of("amount_words") == "壹仟元整"
        assert example_of("expires_on") == "2026-12-31"
