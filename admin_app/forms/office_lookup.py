"""Resolves typed text to an office: by code, name or place, or a part of one.

All queries are scoped, so an office out of scope is not found. Parts and pinyin initials are
matched as in the global search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from actions.core.refusal import Refusal
from admin_app.forms.office_choices import OFFICE_SUFFIX
from admin_app.labels.office_fault import OfficeFault
from models.core.search_index import candidates, contains, dialect_of, normalise
from models.offices.office import Office, Offices, OfficeStatus
from models.values.typed_text import folded

#: Most offices in a select; enough for all provinces.
MOST_CHOICES = 40
#: Most suggestions while typing.
MOST_SUGGESTED = 20
#: Most offices listed to choose from without JavaScript.
MOST_LISTED = 10
#: Longer than any code and name together.
LONGEST_TYPED = 100

_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office's code and name."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class OfficesFound:
    """Matching offices, best match first, and whether there are more."""

    offices: tuple[NamedOffice, ...]
    has_more: bool

    def refusal(self, typed: str) -> Refusal:
        """Why the typed text is not one office, with what to do next."""
        if not self.offices:
            return Refusal(OfficeFault.NONE, {"typed": typed})
        if self.has_more:
            return Refusal(OfficeFault.TOO_MANY, {"typed": typed, "maximum": len(self.offices)})
        return Refusal(OfficeFault.SEVERAL, {"typed": typed, "count": len(self.offices)})


def few_offices(session: Session, which: Offices) -> tuple[NamedOffice, ...] | None:
    """The offices to choose from in order of their codes; None where a select would be too long."""
    rows = session.execute(_offered(which).order_by(Office.code).limit(MOST_CHOICES + 1)).all()
    return tuple(NamedOffice(*row) for row in rows) if len(rows) <= MOST_CHOICES else None


def office_named(session: Session, which: Offices, typed: str) -> NamedOffice | None:
    """The office whose complete code, name or place was typed, or code and name together."""
    words = _plain(typed)
    code, _, name = words.partition(" ")
    if is_code(code):
        row = session.execute(_offered(which).where(Office.code == code)).one_or_none()
        fits = row is not None and name in {"", *_names(row.name)}
        return NamedOffice(*row) if row is not None and fits else None
    wanted = Office.name.in_([words, f"{words}{OFFICE_SUFFIX}"])
    rows = session.execute(_offered(which).where(wanted).limit(2)).all()
    return NamedOffice(*rows[0]) if len(rows) == 1 else None


def offices_found(session: Session, which: Offices, typed: str, most: int) -> OfficesFound:
    """The offices whose code, name or initials contain every part of the typed text."""
    words = normalise(typed)
    begins = Office.name.startswith(words, autoescape=True)
    rank = case((Office.code.startswith(words, autoescape=True), 0), (begins, 1), else_=2)
    found = session.execute(
        _offered(which)
        .where(candidates(Office, words, dialect_of(session)), contains(Office, words))
        .order_by(rank, Office.code)
        .limit(most + 1)
    ).all()
    return OfficesFound(tuple(NamedOffice(*row) for row in found[:most]), len(found) > most)


def is_code(typed: str) -> bool:
    """Whether the text is a complete division code."""
    return _CODE.fullmatch(typed) is not None


def _offered(which: Offices) -> Select[str, str]:
    statement = select(Office.code, Office.name)
    if which is Offices.WORKING:
        return statement.where(Office.status == OfficeStatus.ACTIVE)
    return statement


def _plain(typed: str) -> str:
    """The text with single spaces and half-width digits."""
    return " ".join(folded(typed).split())


def _names(name: str) -> tuple[str, str]:
    """The names by which an office is found: its full name, and its place."""
    plain = _plain(name)
    return plain, plain.removesuffix(OFFICE_SUFFIX)
