"""Papers of the cast's world, and what can be read of a PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pypdf import PdfReader

from tests.support.pages.clerk import Clerk

SignIn = Callable[[str], Clerk]


A_ORDERS = ("a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


def read(answer: Any) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.get_data()))


def text_of(answer: Any) -> str:
    """The text of all sheets without white space, since a line breaks where it must."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in read(answer).pages))
