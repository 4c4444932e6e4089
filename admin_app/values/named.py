"""Values of a meaning of their own, whatever their type: actions, tables, accounts, reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup, escape
from sqlalchemy import case, func

from admin_app.labels import (
    ACTIONS,
    ENTITIES,
    PAGES,
    RECORD_ACTIONS,
    action_title,
    requested_title,
    word,
    work_title,
)
from admin_app.labels.menu import entries, list_title
from admin_app.values.facts import JsonKind
from admin_app.values.import_errors import differences_said, fault_said, field_said
from admin_app.values.kind import Cell, Sql, TableColumn, ValueKind, Written, registered
from admin_app.values.sql_literal import literal
from models.core.base import db
from models.core.scope import Scope, scope_of, scoped_session
from models.domains.review import ReviewReason
from models.ledger.ledger import AccountKind
from models.offices.office import REGISTRY_CODE
from models.offices.office_names import names_of
from models.registers.known_registers import find_register


class ActionKind(ValueKind):
    """The key of an action."""

    def html(self, value: str | None) -> Written:
        """Its title."""
        return escape(action_title(value)) if value else ""

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """Its title; a key that has none any more stays as it is."""
        keys = (*ACTIONS, *(f"{done}_{table}" for done in RECORD_ACTIONS for table in ENTITIES))
        titles = {key: literal(action_title(key)) for key in keys}
        return case(titles, value=value, else_=value)


class RequestedKind(ActionKind):
    """The requested action's key or endpoint."""

    def html(self, value: str | None) -> Written:
        """The name of the list or action."""
        return escape(requested_title(value)) if value else ""

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """The same."""
        said = [
            (func.substr(value, 1, len(page) + 1) == literal(f"{page}."), literal(str(words)))
            for page, words in {**ENTITIES, **PAGES}.items()
        ]
        return case(*said, else_=super().sql_text(value, source, dialect))


class EntityKind(ValueKind):
    """The name of a table."""

    def html(self, value: str | None) -> Written:
        """What one calls its rows."""
        return escape(ENTITIES.get(value, value)) if value else ""

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """The same."""
        words = {table: literal(str(said)) for table, said in ENTITIES.items()}
        return case(words, value=value, else_=value)


class ListKind(ValueKind):
    """The name of a list in addresses."""

    def html(self, value: str | None) -> Written:
        """What its entry in the menu calls it."""
        if value and "." in value:
            return escape(_register_name(value))
        return escape(list_title(value, None) or value) if value else ""

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """The same; a register by its code."""
        named = {each.entity: literal(str(each.label)) for each in entries() if each.named is None}
        return case(named, value=value, else_=value)


def reading_scope() -> Scope:
    """The scope of the reader: of who is signed in, or of whom a letter is written to."""
    actor = getattr(current_user, "actor", None)
    return scope_of(db.session()) if actor is None else actor.scope


def _register_name(key: str) -> str:
    """The name of a register, looked up once a request; its key where the reader meets none."""
    found: dict[str, str] = g.setdefault("register_names", {})
    if key not in found:
        # A session of its own: the register whose pages are open is none of its business.
        with scoped_session(db.engine, reading_scope()) as session:
            spec = find_register(session, key)
            found[key] = key if spec is None else spec.name_for(db.session())
    return found[key]


class OfficeCodeKind(ValueKind):
    """The code of an office or a division: shown by the office's name, kept as it is in files."""

    def html(self, value: str | None) -> Written:
        """The name of the office."""
        return escape(_office_name(value)) if value else ""

    def cell(self, value: str | None) -> Cell:
        """The code, by which programs know the office."""
        return value


def _office_name(code: str) -> str:
    """The name of the office, looked up once a request; the code where there is no such office."""
    found: dict[str, str] = g.setdefault("office_names", {})
    if code not in found:
        found[code] = names_of(db.session(), [code]).get(code, code)
    return found[code]


class LedgerAccountKind(ValueKind):
    """A ledger account: what it is for, and of which office unless it is the registry's."""

    def html(self, value: str | None) -> Written:
        """As `应收 卓尼县机构编制委员会办公室`."""
        if not value:
            return ""
        kind, _colon, office_code = value.partition(":")
        named = word(AccountKind(kind))
        return named if office_code == REGISTRY_CODE else f"{named} {_office_name(office_code)}"

    def cell(self, value: str | None) -> Cell:
        """As `应收 623022`, the same as in CSV files."""
        kind, _colon, office_code = (value or "").partition(":")
        named = word(AccountKind(kind)) if kind else ""
        return named if office_code in {"", REGISTRY_CODE} else f"{named} {office_code}"

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> Sql:
        """With the code of the office."""
        said: list[tuple[Any, Any]] = []
        for kind in AccountKind:
            named, begins = word(kind), f"{kind}:"
            said += [
                (value == literal(begins + REGISTRY_CODE), literal(named)),
                (
                    func.substr(value, 1, len(begins)) == literal(begins),
                    literal(f"{named} ").concat(func.substr(value, len(begins) + 1)),
                ),
            ]
        return case(*said, else_=value)


class ReasonsKind(JsonKind):
    """Why a name waits for a second look."""

    def html(self, value: Sequence[str] | None) -> Written:
        """The reasons, one after the other."""
        return escape("、".join(word(ReviewReason(key)) for key in value or ()))


class WorkKind(JsonKind):
    """What an own role leaves to its holder."""

    def html(self, value: Sequence[str] | None) -> Written:
        """The titles of the actions, one after the other."""
        return escape("、".join(work_title(key) for key in value or ()))


class FaultKind(JsonKind):
    """Why a row of a sheet was not taken: a sentence with its facts."""

    def html(self, value: dict[str, Any] | None) -> Written:
        """The sentence."""
        return escape(fault_said(value))

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> None:
        """No database can make the sentence: rows with one are written one by one."""


class DifferencesKind(JsonKind):
    """How a row of a sheet differs from its record: a line a field."""

    def html(self, value: Sequence[Mapping[str, str]] | None) -> Written:
        """Each field with both values."""
        return Markup("<br>").join(map(escape, differences_said(value)))

    def sql_text(self, value: Sql, source: TableColumn, dialect: str) -> None:
        """No database has the words: rows with differences are written one by one."""


class CellsKind(JsonKind):
    """The cells of an imported row: heading and text."""

    def html(self, value: dict[str, str] | None) -> Written:
        """A line a cell, each under the word of its field."""
        return Markup("<br>").join(
            _("%(field)s：", field=field_said(key)) + text
            for key, text in (value or {}).items()
            if text
        )


registered(ActionKind(), names=("action",))
registered(OfficeCodeKind(), names=("office_code", "division_code", "province_code", "city_code"))
registered(CellsKind(), names=("import_row.cells",))
registered(RequestedKind(), names=("what",))
registered(EntityKind(), names=("entity",))
registered(ListKind(), names=("report.entity", "report_entity"))
registered(LedgerAccountKind(), names=("account.code",))
registered(ReasonsKind(), names=("reasons",))
registered(WorkKind(), names=("own_role.work",))
registered(FaultKind(), names=("fault",))
registered(DifferencesKind(), names=("differences",))
