"""Finds the records that rows of a sheet name by credit code, domain name or user name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.records.editable import EDITABLE_OF
from models.core.text_type import TextType, kept_form, text_type_of
from models.domains.domain import LIVE_STATES, Domain
from models.imports.sheet import ImportKind
from models.values.domain_name import DomainName, DomainNameError

K = TypeVar("K", int, str)

#: Keys of one statement: databases limit the number of its parameters.
_PART = 500


def in_parts(values: Iterable[K]) -> Iterable[list[K]]:
    """The values in order, as many at a time as one statement takes."""
    ordered = sorted(values)
    return (ordered[start : start + _PART] for start in range(0, len(ordered), _PART))


def records_by_key(session: Session, kind: ImportKind, texts: Iterable[str]) -> dict[str, int]:
    """Natural key in canonical form → id of the record; a live domain name before an ended one."""
    editable = EDITABLE_OF[kind]
    if editable.key is None:
        return {}
    model: Any = editable.model
    column = getattr(model, editable.key[1])
    found: dict[str, int] = {}
    for part in in_parts({key for text in texts if (key := natural_key(kind, text))}):
        rows = list(session.scalars(select(model).where(column.in_(part)).order_by(model.id)))
        if editable.model is Domain:
            rows.sort(key=lambda domain: domain.state in LIVE_STATES)
        found |= {getattr(row, editable.key[1]): row.id for row in rows}
    return found


def natural_key(kind: ImportKind, text: str) -> str:
    """A typed credit code, domain name or user name as its record stores it."""
    editable = EDITABLE_OF[kind]
    assert editable.key is not None
    if editable.model is Domain:
        try:
            return str(DomainName.parse(text).name_a)
        except DomainNameError:
            return ""
    stored: Any = editable.model.__table__.c
    return kept_form(text_type_of(stored[editable.key[1]]) or TextType.WORDS, text)


def natural_name(text: str) -> str:
    """A typed domain name as its record stores it; as typed where it is none."""
    try:
        return str(DomainName.parse(text).name_u)
    except DomainNameError:
        return text
