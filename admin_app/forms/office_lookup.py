"""An office told by what is typed: its code, its name or its place, or a part of one of them.

Everything is asked under the session's scope, so an office outside it is found as little as one
that does not exist. Parts and pinyin initials are found as the finder finds them.
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

#: So many offices stand in a select; the provinces of the country still do.
MOST_CHOICES = 40
#: So many are suggested while somebody types.
MOST_SUGGESTED = 20
#: So many are listed to choose from by whoever types without a script.
MOST_LISTED = 10
#: Longer than any code and name together.
LONGEST_TYPED = 100

_CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office as it is typed and listed."""

    code: str
    name: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class OfficesFound:
    """Offices with a part of what was typed, the likeliest first, and whether there are more."""

    offices: tuple[NamedOffice, ...]
    has_more: bool

    def refusal(self, typed: str) -> Refusal:
        """Why what was typed is no office yet, with what to do next."""
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
    """The one office whose code, name or place was typed in full, or code and name together."""
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
    """The offices in whose code, name or initials every part of what was typed stands."""
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
    """Whether a whole division code was typed, and nothing else."""
    return _CODE.fullmatch(typed) is not None


def _offered(which: Offices) -> Select[tuple[str, str]]:
    statement = select(Office.code, Office.name)
    if which is Offices.WORKING:
        return statement.where(Office.status == OfficeStatus.ACTIVE)
    return statement


def _plain(typed: str) -> str:
    """One space between words, and figures as they are kept, however wide they were typed."""
    return " ".join(folded(typed).split())


def _names(name: str) -> tuple[str, str]:
    """What an office is called: its name as it may be typed, and its place."""
    plain = _plain(name)
    return plain, plain.removesuffix(OFFICE_SUFFIX)
