"""Whom a run was about and which numbered records it made or changed, from its journal.

The journal is append-only and scoped, so an old receipt tells the same as a new one, and nobody
reads on a receipt what they may not read elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from actions.activities import verb_of
from actions.core.actor import Actor
from admin_app.grid.numbered import NUMBERED
from admin_app.grid.page_text import page_links
from admin_app.grid.spec import Grid
from admin_app.labels import ENTITIES
from admin_app.labels.receipts import SUBJECTS
from admin_app.papers.money import office_name
from admin_app.papers.paper import link
from admin_app.values import Written
from models.core.base import Base, ChosenRow
from models.core.journal import JournalChange, Operation
from models.domains.domain import Domain
from models.invoices.electronic import is_electronic
from models.invoices.invoice import Invoice
from models.units.unit import Unit
from models.values.calendar import business_day
from models.values.number_range import runs

#: Names written out of several.
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a receipt, under which scope, and the lists of the program."""

    session: Session
    actor: Actor
    grids: Mapping[str, Grid]


@dataclass(frozen=True, slots=True)
class Document:
    """A numbered record, or several sheets with consecutive numbers."""

    kind: str
    number: str
    count: int = 1
    url: str | None = None
    #: (label, address) of its papers that the reader may see.
    papers: Sequence[tuple[str, str]] = ()

    @property
    def link(self) -> Written:
        """The number, as a link if its record has a page for the reader."""
        return link(self.number, self.url)


class ReceiptRecords:
    """The records of a receipt that its reader may see."""

    def __init__(self, reader: Reader, found: ChosenRow) -> None:
        self._session, self._actor, self._grids = reader.session, reader.actor, reader.grids
        self._found = found
        self._entities = {grid.entity_table: grid.entity for grid in reader.grids.values()}
        self._own = {(row["row_id"], row["name"]) for row in found.outcome["rows"]}
        self._changes = self._session.execute(
            select(
                JournalChange.entity,
                JournalChange.row_id,
                JournalChange.unit_id,
                JournalChange.office_code,
            )
            .where(
                JournalChange.entry_id == found.id,
                JournalChange.entity.in_(self._entities),
                JournalChange.operation != Operation.DELETE,
            )
            .order_by(JournalChange.id)
        ).all()
        self._keys: dict[str, dict[int, None]] = {}
        for change in self._changes:
            keys = self._keys.setdefault(self._entities[change.entity], {})
            keys[change.row_id] = None

    def subject(self) -> list[tuple[str, str]]:
        """(label, names) of the units a run was about, and of the offices, if it was not the
        actor's own alone.
        """
        lines = []
        units = select(Unit.name, Unit.uscc).where(Unit.id.in_(self._unit_ids())).order_by(Unit.id)
        if named := self._session.execute(units).all():
            label = str(SUBJECTS.get(self._found.action) or _("注册单位"))
            lines.append((label, _units([unit.name for unit in named])))
            if len(named) == 1 and named[0].uscc:
                lines.append((_("统一社会信用代码"), named[0].uscc))
        codes = dict.fromkeys(change.office_code for change in self._changes)
        if codes and not (lines and set(codes) == {self._found.office_code}):
            on = business_day(self._found.at)
            names = [office_name(self._session, code, on) for code in codes]
            lines.append((_("涉及编办"), _offices(names)))
        return lines

    def _unit_ids(self) -> set[int]:
        """The units whose rows changed; else those of the run's own rows, or of their domains."""
        if changed := {change.unit_id for change in self._changes} - {None}:
            return changed
        verb = verb_of(self._found.action)
        if (
            verb is None
            or (units := _units_of(verb.model, [key for key, _name in self._own])) is None
        ):
            return set()
        return set(self._session.scalars(units))

    def url_of(self, row_id: int) -> str | None:
        """The page of a row in the table of results, if the run changed it and it has one."""
        verb = verb_of(self._found.action)
        entity = verb and self._entities.get(verb.model.__tablename__)
        if entity is None or row_id not in self._keys.get(entity, {}):
            return None
        is_read = self._actor.role in self._grids[entity].readers
        return url_for(f"{entity}.details_view", id=row_id) if is_read else None

    def documents(self) -> list[Document]:
        """The numbered records that the run made or changed, in the order of the registry of
        numbers; its own rows only if it has one, since the table of results has them already.
        """
        return [
            document
            for entity in NUMBERED
            if entity in self._keys
            for document in self._documents(entity)
        ]

    def _documents(self, entity: str) -> list[Document]:
        grid = self._grids[entity]
        model = grid.model
        wanted = select(model).where(model.id.in_(self._keys[entity])).order_by(model.id)
        rows = self._session.scalars(wanted).all()
        if len(self._own) > 1:
            rows = [row for row in rows if (row.id, str(row)) not in self._own]
        kind, is_read = str(ENTITIES[grid.entity_table]), self._actor.role in grid.readers
        if entity == "invoice":
            return _sheets(kind, rows)
        return [
            Document(
                kind,
                str(row),
                url=url_for(f"{entity}.details_view", id=row.id) if is_read else None,
                papers=page_links(grid, row.id, self._actor) if is_read else (),
            )
            for row in rows
        ]


def _units_of(model: type[Base], keys: Collection[int]) -> Select[int] | None:
    """The units that rows belong to, by themselves or by their domains; None: to no unit."""
    columns, owned = model.__table__.c, cast("Any", model)
    if model is Unit:
        return select(Unit.id).where(Unit.id.in_(keys))
    if "domain_id" in columns:
        domains = select(owned.domain_id).where(owned.id.in_(keys))
        return select(Domain.unit_id).where(Domain.id.in_(domains))
    if "unit_id" in columns:
        return select(owned.unit_id).where(owned.id.in_(keys), owned.unit_id.is_not(None))
    return None


def _units(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return "、".join(names)
    first = "、".join(names[:_MOST_NAMES])
    return _("%(names)s等 %(count)s 个单位", names=first, count=f"{len(names):,}")


def _offices(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return "、".join(names)
    first = "、".join(names[:_MOST_NAMES])
    return _("%(names)s等 %(count)s 个编办", names=first, count=f"{len(names):,}")


def _sheets(kind: str, made: Sequence[Invoice]) -> list[Document]:
    """Invoices by runs of consecutive numbers of one 发票代码.

    A 数电票 stands alone: its number follows no other.
    """
    documents = [
        Document(kind, row.number, url=url_for("invoice.details_view", id=row.id))
        for row in made
        if row.number and is_electronic(row.number)
    ]
    paper = [row for row in made if row.number and not is_electronic(row.number)]
    for code in dict.fromkeys(row.invoice_code for row in paper):
        rows = {row.number: row for row in paper if row.invoice_code == code}
        documents += [
            Document(
                kind,
                f"{code} {run}".strip(),
                len(run),
                url_for("invoice.details_view", id=rows[run.first].id)
                if len(run) == 1
                else url_for("invoice.index_view", payment_id=rows[run.first].payment_id),
            )
            for run in runs(rows)
        ]
    if counted := sum(1 for row in made if not row.number):
        documents.append(Document(kind, _("不编号"), counted))
    return documents
