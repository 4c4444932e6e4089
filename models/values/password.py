"""Passwords: how they are stored, and which may be chosen (GB/T 22239-2019 8.1.4.1; ASVS 6.2).

Argon2id with the library's parameters (RFC 9106, low memory). Twelve characters or more, three
of four classes, and no word an attacker would try first in this trade; Chinese counts as a class.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST, LONGEST = 12, 128
#: How many of the four classes a password mixes.
FEWEST_CLASSES: Final = 3
_SHORTEST_NAME = 4

#: Words of this trade and of every list of leaked passwords, lower case.
_EXPECTED: Final = (
    "password",
    "passw0rd",
    "p@ssw0rd",
    "admin",
    "123456",
    "abc123",
    "qwerty",
    "1qaz2wsx",
    "conac",
    "zhengwu",
    "gongyi",
    "bianban",
    "yuming",
    "政务",
    "公益",
    "编办",
    "域名",
    "密码",
)

_HASHER: Final = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
#: Compared with the password of an unknown user, so that it takes as long as for a known one.
_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA"
    "$V4ZKkgyG7Kb3yyQfH+Do0LPQW8jyVR5bPyTI1lDzNJw"
)


class PasswordFault(StrEnum):
    """Why a password may not be chosen."""

    TOO_SHORT = "password_too_short"
    TOO_LONG = "password_too_long"
    TOO_PLAIN = "password_too_plain"
    EXPECTED = "password_expected"


def hash_password(password: str) -> str:
    """The Argon2id hash to store; takes some 50 ms on purpose."""
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password matches the stored hash; takes as long when there is none."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def fault_of(password: str, context: Iterable[str] = ()) -> PasswordFault | None:
    """Why the password may not be chosen; `context` holds names it must not contain."""
    lower = password.lower()
    expected = (*_EXPECTED, *(w.lower() for w in context if len(w) >= _SHORTEST_NAME))
    tests = (
        (len(password) < SHORTEST, PasswordFault.TOO_SHORT),
        (len(password) > LONGEST, PasswordFault.TOO_LONG),
        (_classes(password) < FEWEST_CLASSES, PasswordFault.TOO_PLAIN),
        (any(word in lower for word in expected), PasswordFault.EXPECTED),
    )
    return next((fault for refused, fault in tests if refused), None)


def _classes(password: str) -> int:
    """How many of four it mixes: digits, lower case, upper case, all other characters."""
    tests = (str.isdigit, str.islower, str.isupper)
    found = sum(any(test(character) for character in password) for test in tests)
    return found + any(not any(test(c) for test in tests) for c in password)
