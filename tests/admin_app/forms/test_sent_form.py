"""A form that was posted can be shown again, but never one with a password in it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from admin_app.forms.sent_form import SentForm, is_by_script, is_swap, sent_form


def sent(path: str = "/admin/unit/new/", **given: Any) -> SentForm | None:
    with Flask(__name__).test_request_context(path, **{"method": "POST", **given}):
        return sent_form()


def test_every_value_of_a_posted_form_is_kept_in_its_order_without_the_token() -> None:
    kept = sent(data={"csrf_token": "t", "name": "卓尼县教育局", "row": ["7", "3"]})
    assert kept is not None
    assert kept.fields == [("name", "卓尼县教育局"), ("row", "7"), ("row", "3")]


def test_its_address_keeps_the_query_and_the_prefix_of_the_practice_application() -> None:
    kept = sent("/admin/unit/edit/?id=7", data={"name": "x"}, base_url="http://here/practice")
    assert kept is not None
    assert kept.url == "/practice/admin/unit/edit/?id=7"


def test_a_form_with_a_password_is_never_shown_again() -> None:
    assert sent(data={"username": "zhuoni", "old_password": "secret"}) is None


def test_a_page_that_was_only_read_has_no_form() -> None:
    assert sent(method="GET") is None


@pytest.mark.parametrize(
    ("headers", "by_script", "swap"),
    [
        ({}, False, False),
        ({"Sec-Fetch-Dest": "empty"}, True, False),
        ({"HX-Request": "true"}, True, True),
    ],
)
def test_a_script_is_told_from_a_browser(
    headers: dict[str, str], *, by_script: bool, swap: bool
) -> None:
    with Flask(__name__).test_request_context("/", headers=headers):
        assert (is_by_script(), is_swap()) == (by_script, swap)
