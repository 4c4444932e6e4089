"""Addresses of web pages as people may store them: http or https, with a host, and nothing else."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(r"[^\s/?#@:\\<>\"']+(?::\d{1,5})?")
_BAD: Final = re.compile(r"[\s<>\"'\\`\x00-\x1f]")


def is_web_address(text: str) -> bool:
    """Whether a text is the address of a page: no script, no login in it."""
    if _BAD.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None
