"""Each kind of letter has exactly the values that its templates may name."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_app.labels.definitions.template_subjects import LETTER_LISTS, LETTER_NAMES
from admin_app.pages.definitions.letter_values import MODELS, letter_rows
from models.definitions.template_subject import LetterSubject
from tests.support.world.cast import TODAY, World


@pytest.mark.parametrize(
    ("subject", "row"), [(LetterSubject.UNIT, "unit-a"), (LetterSubject.DOMAIN, "a-due")]
)
def test_values_are_those_that_may_be_named(
    subject: LetterSubject, row: str, sqlite_app: Flask, sqlite_world: World
) -> None:
    with sqlite_app.test_request_context(), sqlite_world.session("zhuoni") as session:
        (found,) = letter_rows(session, subject, [sqlite_world.id(row)], TODAY)
    offered = {*LETTER_NAMES[subject], *filter(None, [LETTER_LISTS[subject]])}
    assert set(found.values) == offered
    assert MODELS.keys() == set(LetterSubject)
