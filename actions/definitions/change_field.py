"""修改自定义字段: words, rules and readers of a field; its key and kind stay.

A word of a list that some row still has cannot be taken out. New rules hold for what is entered
from now on; stored values stay as they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from actions.core.action import Action, param
from actions.core.choices.field_lists import (
    choices_in,
    keep_list,
    list_of,
    shared_list,
    shared_lists,
)
from actions.core.context import Context
from actions.core.records.field_expressions import (
    check_expressions,
    definitions_beside,
    work_out_rows,
    works_out,
)
from actions.core.records.field_rules import (
    FieldError,
    FieldRefusal,
    checked,
    choices_given,
    code_in_use,
    searched_refusal,
    touched,
    values_of,
    written_choices,
)
from actions.core.refusal import Refusal
from actions.core.request_run import MAXIMUM_RUN_ROWS
from actions.core.result import Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts, spec_of_row
from models.core.own_values import forget_search, index_for_search
from models.definitions.choice_list import ChoiceList, ChoiceListKind
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.field_choices import ChoiceRow
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import (
    LONGEST_PATTERN,
    LONGEST_TEXT,
    MAXIMUM_CHOICES,
    OwnField,
)
from models.users.user import Role

_CHANGED = (
    "label",
    "label_en",
    "help_text",
    "section",
    "place",
    "required_from",
    "is_searchable",
    "least",
    "most",
    "pattern",
    "default_value",
    "shown_when",
    "required_when",
    "formula",
)


@dataclass(frozen=True, slots=True)
class ChangeFieldInput:
    """The field as it is to be."""

    label: str = param(maximum_length=40)
    label_en: str = param(maximum_length=60)
    help_text: str | None = param(default=None, maximum_length=200)
    section: str | None = param(default=None, maximum_length=40)
    place: int = param(default=100, minimum=0, maximum=9999)
    required_from: dt.date | None = param(default=None)
    is_searchable: bool = param(default=False)
    least: str | None = param(default=None, maximum_length=24)
    most: str | None = param(default=None, maximum_length=24)
    pattern: str | None = param(default=None, maximum_length=LONGEST_PATTERN)
    choices: str | None = param(default=None, maximum_length=MAXIMUM_CHOICES * 120, multiline=True)
    choice_list: str | None = param(default=None, maximum_length=40, choices=shared_lists)
    default_value: str | None = param(default=None, maximum_length=LONGEST_TEXT)
    shown_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    required_when: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    formula: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION)
    seen_by: tuple[Role, ...] = param(default=())
    edited_by: tuple[Role, ...] = param(default=())
    whole_for: tuple[Role, ...] = param(default=())


def suggest(ctx: Context, rows: Sequence[OwnField]) -> ChangeFieldInput:
    field = rows[0]
    shared = list_of(ctx.session, field, ChoiceListKind.OWN)
    return ChangeFieldInput(
        **{name: getattr(field, name) for name in _CHANGED},
        choices=None if shared is not None else written_choices(field.choices) or None,
        choice_list=None if shared is None else shared.code,
        seen_by=tuple(Role(role) for role in field.seen_by),
        edited_by=tuple(Role(role) for role in field.edited_by),
        whole_for=tuple(Role(role) for role in field.whole_for),
    )


@dataclass(frozen=True, slots=True)
class Uses:
    """What the change meets."""

    #: A word that is to go, and that a row still has.
    code: str | None = None
    #: Of a field that is to be searched from now on: the searched ones beside it, and its values.
    searched: int = 0
    values: int = 0
    beside: tuple[FieldSpec, ...] = ()
    #: The shared list that is named, and its choices.
    to: ChoiceList | None = None
    listed: list[ChoiceRow] | None = None


def survey(ctx: Context, rows: Sequence[OwnField], given: ChangeFieldInput) -> Uses:
    uses = Uses()
    for field in rows:
        uses = replace(uses, beside=definitions_beside(ctx, field.entity, field.register_id))
        to = shared_list(ctx.session, given.choice_list)
        if to is not None:
            uses = replace(uses, to=to, listed=choices_in(ctx.session, to, field.office_code))
        try:
            kept = {choice["code"] for choice in choices_given(given, field.kind, uses.listed)}
        except FieldError:
            return uses
        gone = {choice["code"] for choice in field.choices if choice["is_active"]} - kept
        code = code_in_use(ctx.session, field.id, gone) if gone else None
        uses = replace(uses, code=code)
        if given.is_searchable and not field.is_searchable:
            beside = select(func.count(OwnField.id)).where(
                OwnField.entity.is_not_distinct_from(field.entity),
                OwnField.register_id.is_not_distinct_from(field.register_id),
                OwnField.office_code == field.office_code,
                OwnField.is_searchable,
            )
            values = values_of(ctx.session, field.id, most=MAXIMUM_RUN_ROWS)
            uses = replace(uses, searched=ctx.session.scalar(beside) or 0, values=values)
    return uses


def check(row: OwnField, given: ChangeFieldInput, uses: Uses) -> Refusal | None:
    if not row.is_active:
        return Refusal(FieldRefusal.RETIRED)
    if (given.formula is None) is not (row.formula is None):
        return Refusal(FieldRefusal.FORMULA_SETTLED, at="formula")
    try:
        checked(given, row.kind, uses.listed, is_unique=row.is_unique)
        check_expressions(given, spec_of_row(row), uses.beside, is_new=False)
    except FieldError as error:
        return error.refusal
    if uses.code is not None:
        return Refusal(FieldRefusal.CHOICE_USED, {"code": uses.code}, at="choices")
    if uses.values > MAXIMUM_RUN_ROWS:
        facts = {"maximum": MAXIMUM_RUN_ROWS}
        return Refusal(FieldRefusal.TOO_MANY_TO_SEARCH, facts, at="is_searchable")
    return searched_refusal(uses.searched)


def preview(ctx: Context, rows: Sequence[OwnField], given: ChangeFieldInput, uses: Uses) -> Preview:
    found = touched(ctx.session, rows)
    is_new = any(row.formula != given.formula for row in rows)
    notes = works_out(given.formula).side_effects if is_new else ()
    return replace(found, side_effects=(*found.side_effects, *notes))


def run(ctx: Context, rows: Sequence[OwnField], given: ChangeFieldInput, uses: Uses) -> Result:
    (field,) = rows
    if field.formula != given.formula:
        field.worked_out_to = 0
    was_searchable = field.is_searchable
    for name in _CHANGED:
        setattr(field, name, getattr(given, name))
    keep_list(ctx, field, uses.to, choices_given(given, field.kind, uses.listed))
    field.seen_by = [role.value for role in given.seen_by]
    field.edited_by = [role.value for role in given.edited_by]
    field.whole_for = [role.value for role in given.whole_for]
    if field.is_searchable != was_searchable:
        keep_search = index_for_search if field.is_searchable else forget_search
        keep_search(ctx.session, field.id)
    ctx.session.flush()
    forget_fields(ctx.session)
    work_out_rows(ctx, field)
    return Result(rows=[RowResult(field.id, field.label)], totals={"row_count": 1})


CHANGE_FIELD = Action(
    key="change_field",
    model=OwnField,
    input=ChangeFieldInput,
    suggest=suggest,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
    needs_input=True,
    saves_form=True,
)
