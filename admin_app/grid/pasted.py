"""粘贴查找: the rows that pasted lines name, exactly and by index, and the lines that name none."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from actions.contract import MAXIMUM_ROWS
from actions.refusal import Common, Refusal, Refused
from admin_app.grid.conditions import listed
from admin_app.grid.derived import derived_writers
from admin_app.grid.headings import headings
from admin_app.grid.lists import rows_of
from admin_app.grid.query import fetch_by_ids
from admin_app.grid.spec import Column, Grid
from admin_app.labels import column_label, sentence
from models.domain import Domain
from models.domain_name import DomainName, DomainNameError


@dataclass(frozen=True, slots=True)
class Pasted:
    """What lines name: keys in ascending order, and the lines that name no row of one's own."""

    ids: Sequence[int]
    missing: Sequence[str]


def read_lines(raw: str) -> list[str]:
    """The distinct lines that are not blank, in order. Raises Refused for none or too many."""
    lines = [line.strip() for line in raw.replace("\x00", "").splitlines()]
    distinct = list(dict.fromkeys(line for line in lines if line))
    if not distinct:
        raise Refused(Refusal(Common.NO_ROWS))
    _limit(len(distinct))
    return distinct


def find_pasted(session: Session, grid: Grid, lines: Sequence[str]) -> Pasted:
    """The rows of the lines under the session's scope, a statement for each way to name one."""
    ids: set[int] = set()
    named: set[str] = set()
    for attribute in grid.pasted:
        wanted = {line: form for line in lines if (form := _forms(attribute, line))}
        rows = session.execute(_asked(grid, attribute, set(wanted.values()))).all()
        ids |= {row[0] for row in rows}
        found = {row[1] for row in rows}
        named |= {line for line, form in wanted.items() if form in found}
    _limit(len(ids))
    return Pasted(sorted(ids), [line for line in lines if line not in named])


def pasted_context(
    session: Session,
    grid: Grid,
    raw: str,
    columns: Sequence[Column],
    today: dt.date,
    links: Callable[[int], Sequence[tuple[str, str]]],
) -> dict[str, Any]:
    """What the page of the rows found shows; a refusal comes with all lines, to be cut anew."""
    try:
        found = find_pasted(session, grid, read_lines(raw))
    except Refused as refused:
        said = sentence(refused.first.code, refused.first.facts)
        return {"rows": [], "missing": raw.splitlines(), "refused": said}
    rows = fetch_by_ids(session, grid, found.ids, columns)
    derived = derived_writers(session, columns, today)
    return {
        "columns": headings(grid, columns),
        "rows": rows_of(grid, rows, columns, links, "../details/", derived),
        "missing": found.missing,
        "refused": None,
    }


def paste_names(grid: Grid) -> str:
    """What a line may be, in the words of the list's columns; empty where nothing is pasted."""
    names = (column_label(grid.entity_table, _SAID.get(name, name)) for name in grid.pasted)
    return " / ".join(names)


#: Names are stored as name servers read them and typed as people do.
_SAID = {"name_a": "name_u"}


def _limit(count: int) -> None:
    if count > MAXIMUM_ROWS:
        facts = {"count": count, "maximum": MAXIMUM_ROWS}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))


def _asked(grid: Grid, attribute: str, forms: set[str]) -> Any:
    model: Any = grid.model
    column = getattr(model, attribute)
    chosen = select(model.id, column).where(column.in_(forms), *listed(grid, None))
    return chosen.where(*_indexed(attribute, forms)).limit(MAXIMUM_ROWS + 1)


def _indexed(attribute: str, forms: set[str]) -> list[ColumnElement[bool]]:
    """Names of every state are indexed by what their variants share."""
    if attribute != "name_a":
        return []
    keys = {DomainName.parse(form).variant_key for form in forms}
    return [Domain.variant_key.in_(keys)]


def _forms(attribute: str, line: str) -> str:
    """The line as the attribute is stored; empty when it cannot be one."""
    return _STORED.get(attribute, _code)(line)


def _name_a(line: str) -> str:
    try:
        return DomainName.parse(line).name_a
    except DomainNameError:
        return ""


def _code(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).upper().split())


#: Attribute → how typed text becomes what is stored; numbers and codes are capitals without gaps.
_STORED: Mapping[str, Callable[[str], str]] = {"name_a": _name_a, "name": str}
