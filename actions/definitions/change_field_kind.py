"""修改字段类型: a field gets another kind, and its values are converted record by record.

The field with the new kind takes over its key, label and readers, so that saved views and programs
go on; the old one is retired with every value as it was entered, so nothing is lost: what does not
convert stays there, and both can be changed back by retiring one and restoring the other. Least,
most, pattern and default were those of the old kind and are not taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from actions.core.action import Action, param
from actions.core.choices.field_lists import keep_list
from actions.core.context import Context
from actions.core.records.field_expressions import definitions_beside, labels_of, users_of
from actions.core.records.field_rules import FieldError, FieldNote, FieldRefusal, checked, touched
from actions.core.records.kind_conversion import (
    MAXIMUM_CONVERTED,
    Conversion,
    conversion_of,
    write_converted,
)
from actions.core.refusal import Refusal
from actions.core.result import Note, Preview, Result, RowResult
from actions.core.row_facts.definitions import field_facts, spec_of_row
from models.definitions.chosen_words import choices_from
from models.definitions.conversion import can_become
from models.definitions.field_choices import ChoiceRow
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import (
    LONGEST_KEY,
    MASKED,
    MAXIMUM_CHOICES,
    MAXIMUM_FIELDS,
    SEARCHED,
    UNIQUE,
    FieldKind,
    OwnField,
)
from models.users.user import Role

_NOT_TAKEN_OVER = frozenset(
    {"id", "kind", "choices", "least", "most", "pattern", "default_value"}
    | {"row_version", "created_at", "updated_at"}
)


@dataclass(frozen=True, slots=True)
class ChangeFieldKindInput:
    """The new kind; `choices` as lines where a text becomes words of a list."""

    kind: FieldKind = param()
    choices: str | None = param(default=None, maximum_length=MAXIMUM_CHOICES * 120, multiline=True)
    #: Whether records whose value does not convert are left without one.
    leaves_out: bool = param(default=False)


@dataclass(frozen=True, slots=True)
class KindFacts:
    """The field as it would be, what becomes of its values, the keys of the fields beside, and the
    fields whose expressions use it.
    """

    after: FieldSpec | None = None
    fault: Refusal | None = None
    conversion: Conversion = Conversion()
    keys: frozenset[str] = frozenset()
    #: The fields whose expressions use the field.
    users: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of the new definition, as `checked` reads them."""

    choices: str | None
    is_searchable: bool
    whole_for: tuple[Role, ...]
    least: None = None
    most: None = None
    pattern: None = None
    default_value: None = None
    choice_list: None = None


def survey(ctx: Context, rows: Sequence[OwnField], given: ChangeFieldKindInput) -> KindFacts:
    facts = KindFacts()
    for row in rows:
        before = spec_of_row(row)
        if before.kind is given.kind:
            unchanged = Refusal(FieldRefusal.KIND_UNCHANGED, {"kind": given.kind}, at="kind")
            return KindFacts(fault=unchanged)
        if not can_become(before.kind, given.kind):
            kinds = {"before": before.kind, "after": given.kind}
            return KindFacts(fault=Refusal(FieldRefusal.KIND_UNREACHABLE, kinds, at="kind"))
        try:
            choices = _choices(row, given)
        except FieldError as error:
            return KindFacts(fault=error.refusal)
        words = choices_from(choices)
        is_unique = row.is_unique and given.kind in UNIQUE
        after = replace(before, kind=given.kind, choices=words, is_unique=is_unique)
        beside = select(OwnField.key).where(
            OwnField.entity.is_not_distinct_from(row.entity),
            OwnField.register_id.is_not_distinct_from(row.register_id),
            OwnField.office_code == row.office_code,
        )
        keys = frozenset(ctx.session.scalars(beside))
        found = conversion_of(ctx.session, before, after)
        users = tuple(users_of(before, definitions_beside(ctx, row.entity, row.register_id)))
        facts = KindFacts(after, None, found, keys, users)
    return facts


def _keeps_its_list(row: OwnField, given: ChangeFieldKindInput) -> bool:
    """Whether the new field goes on with the words of the old one."""
    is_chosen = row.kind is FieldKind.CHOICE and given.kind is FieldKind.CHOICES
    return is_chosen and given.choices is None


def _choices(row: OwnField, given: ChangeFieldKindInput) -> list[ChoiceRow]:
    """The words of the new definition: those of the old one where it had some."""
    if _keeps_its_list(row, given):
        return list(row.choices)
    whole_for = tuple(Role(role) for role in row.whole_for)
    rules = _Rules(given.choices, row.is_searchable and given.kind in SEARCHED, whole_for)
    return checked(rules, given.kind, None, is_unique=False)


def check(row: OwnField, given: ChangeFieldKindInput, facts: KindFacts) -> Refusal | None:
    if not row.is_active:
        return Refusal(FieldRefusal.RETIRED)
    return facts.fault or _not_allowed(row, given, facts) or _not_converted(given, facts.conversion)


def _not_allowed(row: OwnField, given: ChangeFieldKindInput, facts: KindFacts) -> Refusal | None:
    if row.formula is not None:
        return Refusal(FieldRefusal.FORMULA_SETTLED)
    if facts.users:
        return Refusal(FieldRefusal.USED_BY_OTHERS, {**labels_of(facts.users)})
    if row.whole_for and given.kind not in MASKED:
        return Refusal(FieldRefusal.MASK_UNWANTED, at="kind")
    if len(facts.keys) >= MAXIMUM_FIELDS:
        return Refusal(FieldRefusal.TOO_MANY, {"maximum": MAXIMUM_FIELDS})
    return None


def _not_converted(given: ChangeFieldKindInput, conversion: Conversion) -> Refusal | None:
    if conversion.is_too_long:
        return Refusal(FieldRefusal.TOO_MANY_TO_CONVERT, {"maximum": MAXIMUM_CONVERTED})
    if conversion.left and not given.leaves_out:
        return Refusal(FieldRefusal.DOES_NOT_CONVERT, _left(conversion), at="leaves_out")
    return None


def _left(conversion: Conversion) -> dict[str, str | int]:
    return {"count": len(conversion.left), "names": "、".join(conversion.left_names)}


def preview(
    ctx: Context, rows: Sequence[OwnField], given: ChangeFieldKindInput, facts: KindFacts
) -> Preview:
    found = touched(ctx.session, rows)
    converts = {"count": len(facts.conversion.values)}
    notes = [Note(FieldNote.CONVERTS, converts)]
    if facts.conversion.left:
        notes.append(Note(FieldNote.STAYS, _left(facts.conversion)))
    return replace(found, side_effects=(*found.side_effects, *notes))


def run(
    ctx: Context, rows: Sequence[OwnField], given: ChangeFieldKindInput, facts: KindFacts
) -> Result:
    (old,) = rows
    assert facts.after is not None, "what has no new kind was refused"
    kept = {
        column.key: getattr(old, column.key)
        for column in OwnField.__table__.columns
        if column.key not in _NOT_TAKEN_OVER
    }
    old.is_active, old.key = False, _key_aside(old.key, facts.keys)
    # Its key must be free before another row takes it.
    ctx.session.flush()
    after = facts.after
    new = OwnField(
        **{
            **kept,
            "is_unique": after.is_unique,
            "is_searchable": old.is_searchable and given.kind in SEARCHED,
            "choice_list_id": old.choice_list_id if _keeps_its_list(old, given) else None,
        },
        kind=given.kind,
    )
    ctx.session.add(new)
    ctx.session.flush()
    if not _keeps_its_list(old, given):
        keep_list(ctx, new, None, _choices(old, given))
    write_converted(ctx.session, spec_of_row(new), facts.conversion)
    forget_fields(ctx.session)
    totals = {"value_count": len(facts.conversion.values), "left_count": len(facts.conversion.left)}
    return Result(rows=[RowResult(new.id, new.label)], totals=totals)


def _key_aside(key: str, taken: frozenset[str]) -> str:
    """A key that no field beside has, for the one that is retired."""
    for number in range(1, MAXIMUM_FIELDS + 1):
        ending = f"_old{number}"
        aside = f"{key[: LONGEST_KEY - len(ending)]}{ending}"
        if aside not in taken:
            return aside
    raise AssertionError("more keys than fields")


CHANGE_FIELD_KIND = Action(
    key="change_field_kind",
    model=OwnField,
    input=ChangeFieldKindInput,
    survey=survey,
    check=check,
    preview=preview,
    row_facts=field_facts,
    run=run,
    maximum_rows=1,
    refusals=FieldRefusal,
    needs_input=True,
)
