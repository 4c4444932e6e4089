"""A new field of one's own: what is asked for it and what it must be, whatever rows it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from actions.core.action import param
from actions.core.choices.field_lists import (
    choices_in,
    keep_list,
    shared_list,
    shared_lists,
)
from actions.core.context import Context
from actions.core.records.field_expressions import check_expressions
from actions.core.records.field_rules import (
    KEY,
    FieldError,
    FieldRefusal,
    checked,
    choices_given,
    searched_refusal,
)
from actions.core.refusal import Refusal
from models.core.text_type import TextType
from models.definitions.choice_list import ChoiceList
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.field_choices import ChoiceRow
from models.definitions.field_spec import FieldSpec
from models.definitions.own_field import (
    LONGEST_KEY,
    LONGEST_PATTERN,
    LONGEST_TEXT,
    MAXIMUM_CHOICES,
    MAXIMUM_FIELDS,
    FieldKind,
    OwnField,
)
from models.users.user import Role

_LONGEST_CHOICES = MAXIMUM_CHOICES * 120


@dataclass(frozen=True)
class NewField:
    """The field; `choices` are lines `code=word/English word`, or `choice_list` names a list."""

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
    choice_list: str | None = param(default=None, maximum_length=40, choices=shared_lists)
    default_value: str | None = param(default=None, maximum_length=LONGEST_TEXT)
    shown_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    required_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    formula: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    seen_by: tuple[Role, ...] = param(default=())
    edited_by: tuple[Role, ...] = param(default=())
    whole_for: tuple[Role, ...] = param(default=())


@dataclass(frozen=True, slots=True)
class Siblings:
    """The keys of the fields, how many are searched, what expressions may name, and the list."""

    keys: list[str]
    searched: int
    spec: FieldSpec
    beside: tuple[FieldSpec, ...]
    to: ChoiceList | None
    listed: list[ChoiceRow] | None


def spec_of_new(given: NewField, entity: str, office_code: str) -> FieldSpec:
    """The field as it would be, for what is asked of its expressions."""
    return FieldSpec(
        0,
        entity,
        office_code,
        given.code,
        given.kind,
        given.label,
        given.label_en,
        is_unique=given.is_unique,
    )


def siblings_of(
    ctx: Context,
    given: NewField,
    fields: Sequence[OwnField],
    spec: FieldSpec,
    beside: tuple[FieldSpec, ...],
) -> Siblings:
    """What a new field `spec` among some others needs to know of them."""
    searched = sum(f.is_searchable for f in fields)
    to = shared_list(ctx.session, given.choice_list)
    listed = None if to is None else choices_in(ctx.session, to, spec.office_code)
    return Siblings([f.key for f in fields], searched, spec, beside, to, listed)


def new_field_refusal(given: NewField, siblings: Siblings) -> Refusal | None:
    """Why a field is not added."""
    if not KEY.fullmatch(given.code):
        return Refusal(FieldRefusal.KEY_MALFORMED, {"key": given.code}, at="code")
    if given.code in siblings.keys:
        return Refusal(FieldRefusal.KEY_TAKEN, {"key": given.code}, at="code")
    if len(siblings.keys) >= MAXIMUM_FIELDS:
        return Refusal(FieldRefusal.TOO_MANY, {"maximum": MAXIMUM_FIELDS})
    try:
        checked(given, given.kind, siblings.listed, is_unique=given.is_unique)
        check_expressions(given, siblings.spec, siblings.beside, is_new=True)
    except FieldError as error:
        return error.refusal
    return searched_refusal(siblings.searched) if given.is_searchable else None


def new_field(given: NewField) -> OwnField:
    """The definition, not yet of any rows and of no office."""
    return OwnField(
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
        default_value=given.default_value,
        shown_when=given.shown_when,
        required_when=given.required_when,
        formula=given.formula,
        worked_out_to=None if given.formula is None else 0,
        seen_by=[role.value for role in given.seen_by],
        edited_by=[role.value for role in given.edited_by],
        whole_for=[role.value for role in given.whole_for],
    )


def keep_words(ctx: Context, field: OwnField, given: NewField, siblings: Siblings) -> None:
    """Give the stored definition its list, or the words that were typed with it."""
    keep_list(ctx, field, siblings.to, choices_given(given, given.kind, siblings.listed))
