"""Texts with named values: `{unit_name}` stands for a value, and nothing is worked out.

A name is a plain word. There is no attribute, no expression and no format, so a text can reach no
more than the values it is given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

#: The longest part of a faulty text that is repeated.
_LONGEST_SAID = 40
_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)\}")
#: Braces with what they enclose, whatever it is.
_BRACED = re.compile(r"\{+[^{}]*\}*|\}+")
#: A value in our own sentences.
_OURS = re.compile(r"%\(([a-z][a-z0-9_]*)\)s")


class NamedTextError(ValueError):
    """A text that cannot be filled in; `part` is what is wrong with it."""

    def __init__(self, part: str) -> None:
        self.part = part[:_LONGEST_SAID]
        super().__init__(part)


class UnknownNameError(NamedTextError):
    """A name that is not among those offered."""


class MalformedNameError(NamedTextError):
    """A brace that does not enclose a plain name."""


def check_text(text: str, names: Collection[str]) -> None:
    """Raises UnknownNameError or MalformedNameError for the first fault of a text."""
    for braced in _BRACED.findall(text):
        found = _NAMED.fullmatch(braced)
        if found is None:
            raise MalformedNameError(braced)
        if found.group(1) not in names:
            raise UnknownNameError(braced)


def names_in(text: str) -> list[str]:
    """The names of a text, in order."""
    return _NAMED.findall(text)


def fill_in(text: str, values: Mapping[str, object]) -> str:
    """The text with its values; one that is not there is left empty. Filled in once: a value that
    holds a name stays as it is.
    """
    return _NAMED.sub(lambda found: str(values.get(found.group(1), "")), text)


def as_named(sentence: str) -> str:
    """One of our own sentences as offices write them: `{name}` instead of `%(name)s`."""
    return _OURS.sub(r"{\1}", sentence).replace("%%", "%")
