"""What counts as an e-mail address and as a telephone number."""

from __future__ import annotations

import pytest

from models.values.contact_address import is_email, is_phone


@pytest.mark.parametrize(
    "text",
    ["a@b.cn", "zhang-san@unit.example", "first.last+dns@mail.gansu.example", "o'hara@b.example"],
)
def test_an_address_that_mail_servers_take_is_an_email(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "a@b",
        "a@b.c",
        "a b@c.cn",
        "a@b@c.cn",
        "a@b.cn,c@d.cn",
        '"<script>"@b.example',
        "a@b.example%0aBcc:x",
        "a..b@c.cn",
        ".a@c.cn",
        "a@-b.cn",
        "张三@b.cn",
        "a@b.cn\nBcc: c@d.cn",
    ],
)
def test_any_other_text_is_no_email(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "0941-3621234",
        "+86 941 3621234",
        "13900000000",
        "12345",
        "(0941)3621234 转 8012",
        "0941-3621234、3621235",
    ],
)
def test_a_number_that_can_be_dialled_is_a_phone(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text", ["", "abc", "941", "电话：3621234", "3621234 找张三", "--------", "a@b.cn"]
)
def test_any_other_text_is_no_phone(text: str) -> None:
    assert not is_phone(text)
