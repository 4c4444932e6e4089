"""How people are reached: what an e-mail address and a telephone number look like."""

from __future__ import annotations

import re
from typing import Final

_LOCAL_PART: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#: RFC 5321 without quoted local parts and address literals, which no mail server here hands out.
_EMAIL: Final = re.compile(rf"{_LOCAL_PART}@(?:{_HOST_LABEL}\.)+[A-Za-z]{_HOST_LABEL}")
#: Figures with what is written between them: area codes, extensions, a second number.
_PHONE: Final = re.compile(r"[0-9+(][0-9+()\-*#/ 、，,;；.转]*")
#: The shortest number: a hotline such as 12345.
_FEWEST_FIGURES: Final = 5


def is_email(text: str) -> bool:
    """Whether mail can be addressed to it: one address, in the letters that mail servers take."""
    return _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether it can be dialled: `0941-3621234`, `+86 941 3621234 转 8012`, `12345`."""
    figures = sum(char.isdigit() for char in text)
    return _PHONE.fullmatch(text) is not None and figures >= _FEWEST_FIGURES
