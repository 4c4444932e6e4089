"""新增自定义字段: the registry, or a province for itself and below, adds a field to an entity.

The kind, the key and whether values are unique are settled for good: rows are stored and found by
them. A field never feeds money, stock, states or scope.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.records.field_expressions import check_expressions, definitions_beside
from actions.core.records.field_rules import (
    KEY,
    FieldError,
    FieldRefusal,
    checked,
    searched_refusal,
)
from actions.core.refusal import Refusal
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import (
    LONGEST_KEY,
    LONGEST_PATTERN,
    LONGEST_TEXT,
    MAXIMUM_CHOICES,
    MAXIMUM_FIELDS,
    FieldEntity,
    FieldKind,
    OwnField,
)
from models.users.user import Role

_LONGEST_CHOICES = MAXIMUM_CHOICES * 120


@dataclass(frozen=True, slots=True)
class DefineFieldInput:
    """The field; `choices` are lines `code=word/English word`."""

    entity: FieldEntity = param()
    code: str = param(maximum_length=LONGEST_KEY, text=TextType.LOGIN)
    kind: FieldKind = param()
    label: str = param(maximum_length=40)
    label_en: str = param(maximum_length=60)
    help_text: str | None = param(default=None, maximum_length=200)
    section: str | None = param(default=None, maximum_length=40)
    place: int = param(default=100, minimum=0, maximum=9999)
    required_from: dt.date | None = param(default=None)
    is_unique: bool = param(default=False)
    is_searchable: bool = param(default=False)
    least: str | None = param(default=None, maximum_length=24)
    most: str | None = param(default=None, maximum_length=24)
    pattern: str | None = param(default=None, maximum_length=LONGEST_PATTERN)
    choices: str | None = param(default=None, maximum_length=_LONGEST_CHOICES, multiline=True)
    default_value: str | None = param(default=None, maximum_length=LONGEST_TEXT)
    shown_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    required_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    seen_by: tuple[Role, ...] = param(default=())
    edited_by: tuple[Role, ...] = param(default=())
    whole_for: tuple[Role, ...] = param(default=())


@dataclass(frozen=True, slots=True)
class Siblings:
    """The keys of the fields, how many of them are searched, and what expressions may name."""

    keys: list[str]
    searched: int
    spec: FieldSpec
    beside: tuple[FieldSpec, ...]


def survey(ctx: Context, rows: Sequence[OwnField], given: DefineFieldInput) -> Siblings:
    """The office's fields of the entity, retired ones included."""
    wanted = select(OwnField).where(
        OwnField.entity == given.entity, OwnField.office_code == ctx.actor.office_code
    )
    fields = list(ctx.session.scalars(ctx.locked(wanted)))
    return Siblings(
        [f.key for f in fields],
        sum(f.is_searchable for f in fields),
        FieldSpec(0, given.entity, ctx.actor.office_code, given.code, given.kind, "", ""),
        definitions_beside(ctx, given.entity),
    )


def check_batch(
    rows: Sequence[OwnField], given: DefineFieldInput, siblings: Siblings
) -> Refusal | None:
    if not KEY.fullmatch(given.code):
        return Refusal(FieldRefusal.KEY_MALFORMED, {"key": given.code}, at="code")
    if given.code in siblings.keys:
        return Refusal(FieldRefusal.KEY_TAKEN, {"key": given.code}, at="code")
    if len(siblings.keys) >= MAXIMUM_FIELDS:
        return Refusal(FieldRefusal.TOO_MANY, {"maximum": MAXIMUM_FIELDS})
    try:
        checked(given, given.kind, is_unique=given.is_unique)
        check_expressions(given, siblings.spec, siblings.beside, is_new=True)
    except FieldError as error:
        return error.refusal
    return searched_refusal(siblings.searched) if given.is_searchable else None


def run(
    ctx: Context, rows: Sequence[OwnField], given: DefineFieldInput, siblings: Siblings
) -> Result:
    field = OwnField(
        entity=given.entity,
        key=given.code,
        kind=given.kind,
        label=given.label,
        label_en=given.label_en,
        help_text=given.help_text,
        section=given.section,
        place=given.place,
        required_from=given.required_from,
        is_unique=given.is_unique,
        is_searchable=given.is_searchable,
        least=given.least,
        most=given.most,
        pattern=given.pattern,
        choices=checked(given, given.kind, is_unique=given.is_unique),
        default_value=given.default_value,
        shown_when=given.shown_when,
        required_when=given.required_when,
        seen_by=[role.value for role in given.seen_by],
        edited_by=[role.value for role in given.edited_by],
        whole_for=[role.value for role in given.whole_for],
    )
    field.belong_to(ctx.actor)
    ctx.session.add(field)
    ctx.session.flush()
    forget_fields(ctx.session)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


DEFINE_FIELD = Action(
    key="define_field",
    model=OwnField,
    input=DefineFieldInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=FieldRefusal,
)
