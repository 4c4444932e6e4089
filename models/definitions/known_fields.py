"""The definitions that hold for a reader: loaded with the user, or once a session.

They hold for the office that set them and those below it. The registry reads the definitions of
every province, but its lists have its own fields alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import ColumnElement, String, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.core.own_values import FieldValue
from models.core.scope import scope_of
from models.definitions.field_choices import GATHER, gathered_choices
from models.definitions.field_spec import READ, FieldSpec, spec_from
from models.definitions.own_field import OwnField
from models.definitions.row_values import linked

#: Key in `Session.info` for the definitions loaded together with the user.
_KNOWN = "own_fields"
#: The same for the computed fields of registers, by their keys, and of provinces that are not the
#: reader's, by their codes.
FORMULAS_ELSEWHERE = "formulas_elsewhere"


def _pairs(engine: str) -> str:
    """Names and values of a definition in the JSON, its choices among them."""
    choices = gathered_choices(GATHER[engine], "own_field.choice_list_id", "own_field.office_code")
    json_of = {"postgresql": "{}", "sqlite": "json({})"}[engine]
    values = {name: f"own_field.{name}" for name in READ}
    values["choices"] = json_of.format(choices)
    return ", ".join(f"'{name}', {value}" for name, value in values.items())


class GatheredFields(FunctionElement[str]):
    """The active definitions set by the registry or a province, as one JSON text of a larger query.

    Its argument is the code of the province above the reader.
    """

    name = "gathered_fields"
    type = String()
    inherit_cache = True


def _gathered(
    element: GatheredFields, compiler: SQLCompiler, gather: str, **given: FieldValue
) -> str:
    province = compiler.process(element.clauses, **given)
    return (
        f"(SELECT {gather} FROM own_field"  # noqa: S608  our own text
        " WHERE own_field.is_active AND own_field.register_id IS NULL"
        f" AND own_field.office_code IN ('000000', {province}))"
    )


@compiles(GatheredFields, "postgresql")
def _gathered_by_postgres(
    element: GatheredFields, compiler: SQLCompiler, **given: FieldValue
) -> str:
    gather = f"CAST(jsonb_agg(jsonb_build_object({_pairs('postgresql')})) AS TEXT)"
    return _gathered(element, compiler, gather, **given)


@compiles(GatheredFields, "sqlite")
def _gathered_by_sqlite(element: GatheredFields, compiler: SQLCompiler, **given: FieldValue) -> str:
    return _gathered(
        element, compiler, f"json_group_array(json_object({_pairs('sqlite')}))", **given
    )


def gathered_fields(province: ColumnElement[str]) -> ColumnElement[str]:
    """The definitions that hold below a province, for the statement that loads a user."""
    return GatheredFields(province)


def know_fields(session: Session, gathered: str | None) -> None:
    """Remember the definitions that were loaded together with the user."""
    session.info[_KNOWN] = _parsed(gathered or "[]")


def forget_fields(session: Session) -> None:
    """Read the definitions anew: one of them was changed."""
    session.info.pop(_KNOWN, None)
    session.info.pop(FORMULAS_ELSEWHERE, None)


def known_fields(session: Session, table: str) -> tuple[FieldSpec, ...]:
    """The active definitions for rows of a table that hold for the session's reader, in order."""
    return tuple(spec for spec in all_known_fields(session) if spec.entity == table)


def all_known_fields(session: Session) -> tuple[FieldSpec, ...]:
    """The same of every table."""
    known: tuple[FieldSpec, ...] | None = session.info.get(_KNOWN)
    if known is None:
        known = session.info[_KNOWN] = fields_of(session)
    return known


def known_formulas(session: Session) -> tuple[FieldSpec, ...]:
    """The computed fields among them."""
    return tuple(spec for spec in all_known_fields(session) if spec.formula is not None)


def fields_of(session: Session) -> tuple[FieldSpec, ...]:
    """The same for every table, in one statement."""
    of_tables = OwnField.register_id.is_(None)
    return _active(session, of_tables, OwnField.office_code.in_(scope_of(session).chain))


def fields_of_register(session: Session, register_id: int) -> tuple[FieldSpec, ...]:
    """The active definitions of one register that the session's reader sees, in order."""
    return _active(session, OwnField.register_id == register_id)


def _active(session: Session, *criteria: ColumnElement[bool]) -> tuple[FieldSpec, ...]:
    columns = [getattr(OwnField, name) for name in READ]
    wanted = select(*columns).where(OwnField.is_active, *criteria)
    return _in_order([spec_from(dict(row._mapping)) for row in session.execute(wanted)])  # noqa: SLF001


@lru_cache(maxsize=512)
def _parsed(gathered: str) -> tuple[FieldSpec, ...]:
    """The same definitions are read once, so what is built on them is built once."""
    return _in_order([spec_from(row) for row in json.loads(gathered)])


def _in_order(specs: list[FieldSpec]) -> tuple[FieldSpec, ...]:
    return linked(_told_apart(sorted(specs, key=lambda spec: (spec.place, spec.id))))


def _told_apart(specs: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """The definitions, those of one label marked by their owner, and by their key if need be."""
    users: dict[tuple[str, str], list[FieldSpec]] = {}
    for spec in specs:
        for label in {spec.label, spec.label_en}:
            users.setdefault((spec.entity, label), []).append(spec)
    return tuple(_marked(spec, users) for spec in specs)


def _marked(spec: FieldSpec, users: Mapping[tuple[str, str], list[FieldSpec]]) -> FieldSpec:
    alike = [o for text in (spec.label, spec.label_en) for o in users[spec.entity, text]]
    owners = {other.office_code for other in alike if other is not spec}
    if not owners:
        return spec
    # The code of its office, which is the same in every language.
    mark = spec.office_code
    if spec.office_code in owners:
        mark = f"{mark} {spec.key}"
    return replace(spec, told_apart=(f"（{mark}）", f" ({mark})"))
