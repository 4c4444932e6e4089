"""An invariant: its number in domain.md, a sentence, and the query for violations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule and the query for what breaks it; `{minutes:later:earlier}` is filled by engine."""

    name: str
    rule: str
    sql: str

    @property
    def number(self) -> str:
        """The rule's number in domain.md, such as 'I-5'."""
        return self.name.split(maxsplit=1)[0]
