"""A link is the address of a web page and nothing that runs."""

from __future__ import annotations

import pytest

from models.definitions.web_address import is_web_address


@pytest.mark.parametrize(
    "text", ["https://www.conac.cn/a?b=1#c", "http://卓尼县教育局.政务", "http://10.0.0.1:8080/"]
)
def test_addresses_of_pages_are_links(text: str) -> None:
    assert is_web_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//host/x",
        "http://",
        "http://user:pass@host/",
        'http://host/"onclick=x',
        "http://host/ a",
        "ftp://host/",
        "http://[bad",
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    assert not is_web_address(text)
