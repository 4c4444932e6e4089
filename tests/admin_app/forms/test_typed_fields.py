"""Fields of single values show what they hold as it is typed."""

from __future__ import annotations

import datetime as dt

import pytest
from wtforms import Form

from admin_app.forms.typed_fields import InstantField


class _AtForm(Form):
    at = InstantField()


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (dt.datetime(2026, 12, 31, 16, 1, tzinfo=dt.UTC), "2027-01-01T00:01"),
        ("tomorrow", "tomorrow"),
        (None, ""),
    ],
)
def test_an_instant_is_shown_by_the_clock_of_shanghai(held: object, shown: str) -> None:
    assert _AtForm(data={"at": held}).at._value() == shown
