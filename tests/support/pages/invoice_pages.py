"""Text and forms of the pages about invoices."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from tests.support.pages.clerk import Clerk

SignIn = Callable[[str], Clerk]


ASK = "/admin/office/action/?action=request_invoices"


def text_of(page: Any) -> str:
    """What is read on a page, without its marks."""
    body = page.get_data(as_text=True).partition("<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def hidden(page: Any) -> dict[str, str]:
    """What the form of a page carries unseen."""
    body = page.get_data(as_text=True)
    return {
        name: html.unescape(found[1])
        for name in ("key", "selection")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', body))
    }
