"""The input of a run as it was typed, with labels, from what the journal stores of it.

Secrets are not in the journal, and hidden fields were typed by nobody. Codes, ids and members of
enums are written in words; a long text by its length and digest.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import re
import typing
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from actions.activities import verb_of
from actions.core.crud import create_action, edit_action
from actions.core.input_fields import field_types, line_type, plain_type
from actions.core.records.with_own_fields import extended
from admin_app.grid.spec import Grid
from admin_app.labels import WORDS, field_label, own_label, word
from admin_app.labels.lookup import spoken_fact
from admin_app.papers.money import office_name
from admin_app.papers.paper import Table
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import known_fields
from models.users.user import Role
from models.values.calendar import instant
from models.values.money import format_yuan

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: A longer text is shown by its beginning, its length and its digest.
_LONGEST_SHOWN = 300
_DIGEST_LENGTH = 16
#: Longer than a unit such as `（元）` or `(years)`.
_ADVICE = re.compile(r"（[^（）]{4,}）$| \([^()]{8,}\)$")

Field = dataclasses.Field[Any]
#: What the journal stores of an input or of a line, and what `param` declares of a field: JSON.
Stored = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class TypedInput:
    """What was typed: (label, text) of plain fields, a table for each field of lines."""

    facts: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()


#: As JSON holds an instant.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
_ENUMS = {kind.__name__: kind for kind in WORDS}


def member_of_fact(kind: str | None, action: str, name: str, value: object) -> object:
    """A stored fact of a row, as the member of its enum, which the receipt stores by name; an
    instant as people read it.

    Receipts that were written without the name are read by the field or column of that name.
    """
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return instant(dt.datetime.fromisoformat(value))
    if kind is not None and (known := _ENUMS.get(kind)) and value in set(known):
        return known(value)
    return _member_by_column(action, name, value)


def _member_by_column(action: str, name: str, value: object) -> object:
    if not isinstance(value, str) or (verb := verb_of(action)) is None:
        return value
    typed = field_types(verb.input).get(name)
    column = verb.model.__table__.c.get(name)
    kinds = (plain_type(typed)[0] if typed else None, getattr(column, "type", None))
    for kind in (getattr(each, "enum_class", each) for each in kinds):
        if isinstance(kind, type) and issubclass(kind, StrEnum) and value in set(kind):
            return kind(value)
    return value


def input_of(
    session: Session,
    role: Role,
    action: str,
    kept: Stored,
    grids: Mapping[str, Grid],
    on: dt.date | None = None,
) -> TypedInput:
    """The stored input of a run of `action`; nothing for an action that is no longer known.

    Offices have the names of the day of the run, `on`, where it is given.
    """
    kind = _input_type(session, role, action, grids)
    if kind is None:
        return TypedInput()
    hints, facts, tables = field_types(kind), [], []
    for f in _shown(kind):
        value, line = kept.get(f.name), line_type(hints[f.name])
        if value in (None, "", []):
            continue
        if line is None and (members := _members(f, kept)) is not None:
            facts.append((_field_label(action, f), _word(members, str(value))))
        elif line is None:
            said = _said(_Then(session, on), f, hints[f.name], value)
            facts.append((_field_label(action, f), said))
        else:
            tables.append(_table(_Then(session, on), action, f.name, line, value))
    return TypedInput(facts, tables)


def _members(f: Field, kept: Stored) -> type[StrEnum] | None:
    """The enum that the value of another field makes this one a member of."""
    if (depends := f.metadata.get("members")) is None:
        return None
    on, members = depends
    found: type[StrEnum] | None = members(str(kept.get(on)))
    return found


def _field_label(action: str, f: Field) -> str:
    own = f.metadata.get("own")
    return own_label(own) if own is not None else _label(action, f.name)


def _input_type(
    session: Session, role: Role, action: str, grids: Mapping[str, Grid]
) -> type[DataclassInstance] | None:
    """The input of a verb, or of the form of a record, with the fields that the reader sees."""
    if (verb := verb_of(action)) is not None:
        own = _seen(session, role, verb.own_fields_of)
        return extended(verb, own).input if own else verb.input
    done, _sign, table = action.partition("_")
    grid = next((grid for grid in grids.values() if grid.entity_table == table), None)
    if grid is None:
        return None
    own = _seen(session, role, table) if done == "edit" else ()
    if not grid.form_columns and not own:
        return None
    if done == "edit":
        return edit_action(grid.model, grid.form_columns, grid.can_edit, own).input
    if done == "create":
        return create_action(grid.model, grid.form_columns, grid.can_create).input
    return None


def _seen(session: Session, role: Role, table: str | None) -> tuple[FieldSpec, ...]:
    known = known_fields(session, table) if table is not None else ()
    return tuple(spec for spec in known if spec.is_seen_by(role))


def _shown(kind: type[DataclassInstance]) -> Iterator[Field]:
    """The fields that a person typed and that the journal holds."""
    for f in dataclasses.fields(kind):
        if not (f.metadata.get("secret") or f.metadata.get("hidden")):
            yield f


class _Then(NamedTuple):
    """Where names are looked up, and of which day."""

    session: Session
    on: dt.date | None


def _table(
    then: _Then,
    action: str,
    name: str,
    line: type[DataclassInstance],
    kept: Sequence[Stored],
) -> Table:
    hints, fields = field_types(line), list(_shown(line))
    return Table(
        _label(action, name),
        [(_label(action, f"{name}.{f.name}"), _is_figure(f, hints[f.name])) for f in fields],
        [[_said(then, f, hints[f.name], row.get(f.name)) for f in fields] for row in kept],
    )


def _label(action: str, name: str) -> str:
    """The label of the form without its advice on what to type."""
    return _ADVICE.sub("", field_label(action, name))


def _is_figure(f: Field, annotation: type[object]) -> bool:
    return plain_type(annotation)[0] is int and "choices" not in _given(f)


def _given(f: Field) -> Stored:
    return {name: value for name, value in f.metadata.items() if value is not None}


def _said(then: _Then, f: Field, annotation: type[object], value: object) -> str:
    """A stored value in words: by what the field declares, else by its type."""
    if value is None or value == "":
        return ""
    declared = _given(f)
    if ask := declared.get("choices"):
        return _chosen(ask(then.session), value)
    if "offices" in declared:
        return office_name(then.session, str(value), then.on)
    if declared.get("fen") and isinstance(value, int):
        return format_yuan(value)
    return _by_type(f.name, plain_type(annotation)[0], value)


def _by_type(name: str, wanted: type[object], value: object) -> str:
    if wanted is bool:
        return _("是") if value else _("否")
    kind = typing.get_args(wanted)[0] if typing.get_origin(wanted) is tuple else wanted
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        several = value if isinstance(value, list) else [value]
        return "、".join(_word(kind, str(each)) for each in several)
    return _cut(spoken_fact(name, value))


def _word(kind: type[StrEnum], value: str) -> str:
    """The word of a member; one that was removed since is told as unknown."""
    return word(kind(value)) if value in set(kind) else _gone()


def _chosen(choices: Sequence[tuple[str, str]], value: object) -> str:
    """The label of the choice, as far as the reader may still see it."""
    return next((str(label) for key, label in choices if key == str(value)), _gone())


def _gone() -> str:
    return _("（现已不在名册中）")


def _cut(text: str) -> str:
    """A long text by its beginning; length and digest prove the rest."""
    if len(text) <= _LONGEST_SHOWN:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
    return _(
        "%(begun)s……（共 %(count)s 字，SHA-256 前 %(length)s 位 %(digest)s）",
        begun=text[:_LONGEST_SHOWN],
        count=f"{len(text):,}",
        length=_DIGEST_LENGTH,
        digest=digest,
    )
