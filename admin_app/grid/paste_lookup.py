"""批量查找 (paste lookup): rows that exactly match pasted lines, by index, and lines without
match.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from actions.core.input_parsing import InputFault
from actions.core.refusal import Common, Refusal, Refused
from admin_app.grid.listing.computed_cells import derived_writers
from admin_app.grid.listing.headings import headings
from admin_app.grid.listing.page import rows_of
from admin_app.grid.listing.query import fetch_by_ids
from admin_app.grid.listing.where import listed
from admin_app.grid.spec import Column, Grid
from admin_app.labels import column_label, sentence
from admin_app.labels.list_fault import FindFault
from models.core.text_type import TextType, kept_form, text_type_of
from models.domains.domain import Domain
from models.values.domain_name import DomainName, DomainNameError
from models.values.limits import MAXIMUM_BATCH_ROWS
from models.values.lost_digits import has_lost_digits
from models.values.typed_text import on_one_line
from models.values.uscc import faulty_code


@dataclass(frozen=True, slots=True)
class Pasted:
    """What lines name: keys in ascending order, and the lines that name no row of one's own."""

    ids: Sequence[int]
    missing: Sequence[str]


def read_lines(raw: str) -> list[str]:
    """The distinct lines that are not blank, in order. Raises Refused for none or too many."""
    lines = [on_one_line(line) for line in raw.splitlines()]
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
        wanted = {line: form for line in lines if (form := _form(grid, attribute, line))}
        rows = session.execute(_matching_rows(grid, attribute, set(wanted.values()))).all()
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
) -> dict[str, object]:
    """The context of the page of found rows; a refusal keeps all lines, to be edited."""
    try:
        found = find_pasted(session, grid, read_lines(raw))
    except Refused as refused:
        said = sentence(refused.first.code, refused.first.facts)
        return {"rows": [], "missing": raw.splitlines(), "refused": said, "notes": []}
    rows = fetch_by_ids(session, grid, found.ids, columns)
    derived = derived_writers(session, columns, today)
    return {
        "columns": headings(grid, columns),
        "rows": rows_of(grid, rows, columns, links, "../details/", derived),
        "missing": found.missing,
        "notes": _notes(grid, found.missing),
        "refused": None,
    }


def paste_names(grid: Grid) -> str:
    """The labels of the columns that lines are matched with; empty for lists without paste
    lookup.
    """
    names = (column_label(grid.entity_table, _SAID.get(name, name)) for name in grid.pasted)
    return " / ".join(names)


#: Names are stored as name servers read them and typed as people do.
_SAID = {"name_a": "name_u"}


def _limit(count: int) -> None:
    if count > MAXIMUM_BATCH_ROWS:
        facts = {"count": count, "maximum": MAXIMUM_BATCH_ROWS}
        raise Refused(Refusal(Common.TOO_MANY_ROWS, facts))


def _matching_rows(grid: Grid, attribute: str, forms: set[str]) -> Select[int, str]:
    model: Any = grid.model
    column = getattr(model, attribute)
    chosen = select(model.id, column).where(column.in_(forms), *listed(grid, None))
    return chosen.where(*_indexed(attribute, forms)).limit(MAXIMUM_BATCH_ROWS + 1)


def _indexed(attribute: str, forms: set[str]) -> list[ColumnElement[bool]]:
    """Names of every state are indexed by what their variants share."""
    if attribute != "name_a":
        return []
    keys = {DomainName.parse(form).variant_key for form in forms}
    return [Domain.variant_key.in_(keys)]


def _form(grid: Grid, attribute: str, line: str) -> str:
    """The line as the attribute is stored; empty when it cannot be one."""
    if attribute == "name_a":
        return _name_a(line)
    kind = text_type_of(grid.table.c[attribute]) or TextType.NUMBER
    return kept_form(kind, line)


def _name_a(line: str) -> str:
    try:
        return DomainName.parse(kept_form(TextType.LABEL, line)).name_a
    except DomainNameError:
        return ""


def _notes(grid: Grid, missing: Sequence[str]) -> list[str]:
    """Why some lines name no row anywhere: figures without their digits, faulty credit codes."""
    lost = Refusal(InputFault.LOST_DIGITS) if any(map(has_lost_digits, missing)) else None
    found = [sentence(lost.code, lost.facts)] if lost else []
    if "uscc" in grid.pasted:
        faults = ((line, faulty_code(line)) for line in missing)
        told = ({"uscc": line, "fault": fault} for line, fault in faults if fault is not None)
        found += [sentence(FindFault.USCC, facts) for facts in islice(told, _MOST_NOTES)]
    return found


#: Most faulty codes reported; the others follow when these are corrected.
_MOST_NOTES = 5
