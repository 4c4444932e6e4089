"""Whether a rule can be as it is typed, and what it would have done in the last month."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from actions.core.action import AnyAction, Reach
from actions.core.context import Context
from actions.core.crud import edit_action
from actions.core.input_parsing import parse_input
from actions.core.records.own_input import OwnFacts, own_refusal
from actions.core.refusal import Fact, Refusal, Refused
from actions.core.result import Note, Preview
from actions.core.rules.rule_input import RuleInput
from models.core.own_values import HasOwnValues
from models.definitions.expression import (
    LONGEST_EXPRESSION,
    Expression,
    ExpressionError,
    ValueType,
    checked,
)
from models.definitions.field_spec import FieldSpec
from models.definitions.label import Label
from models.definitions.own_field import FieldKind
from models.definitions.own_words import can_be_listed
from models.offices.office import REGISTRY_CODE
from models.rules.happening import Happening, known_happening, model_of
from models.rules.row_values import fields_for, owner_role, value_kinds
from models.rules.rule import MAXIMUM_RULES, Rule, RulePlace, RuleState
from models.rules.trial import Trial, try_rule
from models.users.user import Role
from models.webhooks.webhook import Webhook

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: Roles that get notices of rows of a table: those who read its list.
Readers = Mapping[str, Collection[Role]]


class RuleRefusal(StrEnum):
    """Why a rule is not defined or changed."""

    NAME_TAKEN = "rule_name_taken"
    NOT_A_NAME = "rule_not_a_name"
    TOO_MANY = "rule_too_many"
    UNKNOWN_HAPPENING = "rule_unknown_happening"
    NO_EFFECT = "rule_no_effect"
    ROLE_DOES_NOT_READ = "rule_role_does_not_read"
    PLACE_ABOVE = "rule_place_above"
    NOBODY_TOLD = "rule_nobody_told"
    UNKNOWN_LABEL = "rule_unknown_label"
    UNKNOWN_WEBHOOK = "rule_unknown_webhook"
    UNKNOWN_FIELD = "rule_unknown_field"
    NO_VALUE = "rule_no_value"


class RuleNote(StrEnum):
    """What the plan of a rule says besides its figures."""

    ROWS = "rule_would_fire_for"
    NONE = "rule_would_not_fire"
    CUT = "rule_trial_cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """The parts of a rule once they are found, or why it cannot be."""

    refusal: Refusal | None = None
    happening: Happening | None = None
    condition: Expression | None = None
    specs: Sequence[FieldSpec] = ()
    label_id: int | None = None
    webhook_id: int | None = None
    spec: FieldSpec | None = None


class _RuleFaultError(Exception):
    def __init__(self, code: StrEnum, at: str, **facts: Fact) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, facts, at=at)


#: Columns of a rule that are kept as they were typed.
_AS_TYPED: Final = (
    "name_zh",
    "name_en",
    "days",
    "side",
    "condition",
    "told_at",
    "is_mailed",
    "message",
    "is_task",
    "daily_limit",
)


def read_rule(
    ctx: Context, given: RuleInput, readers: Readers, owner: str, *, besides: Collection[int] = ()
) -> RuleFacts:
    """Find what is named, for the rule of an office; `besides` are the rules being changed."""
    try:
        _check_name(ctx, given, owner, besides)
        happening = _happening(ctx, given)
        _check_effects(given)
        _check_readers(given, owner, readers[happening.entity])
        specs = _specs(ctx, happening.entity, owner)
        _check_date(happening, specs)
        return RuleFacts(
            happening=happening,
            condition=_condition(given, happening.entity, specs),
            specs=specs,
            label_id=_label(ctx, given, owner),
            webhook_id=_webhook(ctx, given, owner),
            spec=_field(ctx, given, specs, owner),
        )
    except _RuleFaultError as fault:
        return RuleFacts(refusal=fault.refusal)


def write_rule(rule: Rule, given: RuleInput, facts: RuleFacts) -> None:
    """Take over what was typed and found."""
    assert facts.happening is not None, "checked before"
    for name in _AS_TYPED:
        setattr(rule, name, getattr(given, name))
    rule.entity, rule.trigger = facts.happening.entity, facts.happening.trigger
    rule.happening = str(facts.happening)
    rule.told_roles = [role.value for role in given.told_roles]
    rule.label_id, rule.webhook_id = facts.label_id, facts.webhook_id
    rule.field_id = None if facts.spec is None else facts.spec.id
    rule.field_value = given.field_value if facts.spec else None


def trial_of(ctx: Context, given: RuleInput, facts: RuleFacts, owner: str) -> Preview:
    """What the rule would have done in the last month."""
    if facts.happening is None:
        return Preview()
    found = try_rule(
        ctx.session,
        facts.happening,
        days=given.days,
        side=given.side,
        condition=facts.condition,
        specs=facts.specs,
        today=ctx.today,
        owner=owner,
    )
    return Preview(
        totals={"firing_count": found.firing_count, "row_count": found.row_count},
        side_effects=_notes(found),
    )


def field_input(spec: FieldSpec, row_version: int, typed: str) -> DataclassInstance:
    """The input of the edit that fills in one field of one's own. Raises Refused."""
    several = typed.split(",") if spec.kind is FieldKind.CHOICES else typed
    values = {"row_version": row_version, spec.name: several}
    given: DataclassInstance = parse_input(fill_in(spec).input, values)
    return given


def fill_in(spec: FieldSpec) -> AnyAction:
    """The ordinary edit of one field of one's own, done by the system."""
    return edit_action(model_of(spec.entity), (), {Role.SYSTEM: Reach.SCOPE}, (spec,))


def _notes(found: Trial) -> tuple[Note, ...]:
    notes = [Note(RuleNote.ROWS, {"rows": "、".join(found.names)})] if found.names else []
    if not found.names:
        notes.append(Note(RuleNote.NONE))
    if found.is_cut:
        notes.append(Note(RuleNote.CUT))
    return tuple(notes)


def _check_name(ctx: Context, given: RuleInput, owner: str, besides: Collection[int]) -> None:
    names = [name for name in (given.name_zh, given.name_en) if name]
    for name in names:
        if not can_be_listed(name):
            raise _RuleFaultError(RuleRefusal.NOT_A_NAME, "name_zh", name=name)
    known = [rule for rule in ctx.session.scalars(select(Rule)) if rule.id not in besides]
    for name in names:
        if any(rule.is_called(name) for rule in known):
            raise _RuleFaultError(RuleRefusal.NAME_TAKEN, "name_zh", name=name)
    in_use = [r for r in known if r.office_code == owner and r.state is not RuleState.RETIRED]
    if not besides and len(in_use) >= MAXIMUM_RULES:
        raise _RuleFaultError(RuleRefusal.TOO_MANY, "", maximum=MAXIMUM_RULES)


def _happening(ctx: Context, given: RuleInput) -> Happening:
    found = known_happening(ctx.session, given.happening)
    if found is None:
        raise _RuleFaultError(RuleRefusal.UNKNOWN_HAPPENING, "happening", found=given.happening)
    return found


def _check_date(happening: Happening, specs: Sequence[FieldSpec]) -> None:
    """Refuse a date that the owner does not see: when a rule fires would tell it."""
    if happening.is_own_field and happening.what not in {spec.name for spec in specs}:
        raise _RuleFaultError(RuleRefusal.UNKNOWN_HAPPENING, "happening", found=str(happening))


def _check_effects(given: RuleInput) -> None:
    effects = (given.told_roles, given.label, given.webhook, given.field, given.is_task)
    if not any(effects):
        raise _RuleFaultError(RuleRefusal.NO_EFFECT, "told_roles")
    if (given.is_mailed or given.message) and not given.told_roles:
        raise _RuleFaultError(RuleRefusal.NOBODY_TOLD, "told_roles")


def _check_readers(given: RuleInput, owner: str, readers: Collection[Role]) -> None:
    for role in given.told_roles:
        if role not in readers:
            raise _RuleFaultError(RuleRefusal.ROLE_DOES_NOT_READ, "told_roles", role=role)
    is_above = given.told_at is RulePlace.REGISTRY and owner != REGISTRY_CODE
    if is_above and given.told_roles:
        raise _RuleFaultError(RuleRefusal.PLACE_ABOVE, "told_at")


def _specs(ctx: Context, table: str, owner: str) -> Sequence[FieldSpec]:
    if not issubclass(model_of(table), HasOwnValues):
        return ()
    return fields_for(ctx.session, table, owner)


def _condition(given: RuleInput, table: str, specs: Sequence[FieldSpec]) -> Expression | None:
    if given.condition is None:
        return None
    try:
        return checked(given.condition, value_kinds(model_of(table), specs), ValueType.YES_NO)
    except ExpressionError as error:
        raise _RuleFaultError(
            error.fault, "condition", found=error.found, maximum=LONGEST_EXPRESSION
        ) from None


def _label(ctx: Context, given: RuleInput, owner: str) -> int | None:
    if given.label is None:
        return None
    known = ctx.session.scalars(select(Label).where(Label.is_active))
    own = {owner, REGISTRY_CODE}
    for label in known:
        if label.office_code in own and (
            str(label.id) == given.label or label.is_called(given.label)
        ):
            return label.id
    raise _RuleFaultError(RuleRefusal.UNKNOWN_LABEL, "label", label=given.label)


def _webhook(ctx: Context, given: RuleInput, owner: str) -> int | None:
    if given.webhook is None:
        return None
    own = select(Webhook).where(Webhook.office_code == owner)
    for hook in ctx.session.scalars(own):
        if given.webhook in {str(hook.id), hook.name}:
            return hook.id
    raise _RuleFaultError(RuleRefusal.UNKNOWN_WEBHOOK, "webhook", webhook=given.webhook)


def _field(
    ctx: Context, given: RuleInput, specs: Sequence[FieldSpec], owner: str
) -> FieldSpec | None:
    if given.field is None:
        return None
    role = owner_role(owner)
    spec = next((each for each in specs if each.name == given.field), None)
    if spec is None or not spec.is_edited_by(role):
        raise _RuleFaultError(RuleRefusal.UNKNOWN_FIELD, "field", field=given.field)
    if given.field_value is None:
        raise _RuleFaultError(RuleRefusal.NO_VALUE, "field_value")
    try:
        typed = field_input(spec, 1, given.field_value)
    except Refused as refused:
        first = refused.first
        raise _RuleFaultError(first.code, "field_value", **first.facts) from None
    # Whether a row shows the field is judged when the rule fires for it.
    bare = replace(spec, shown_when=None, required_when=None)
    if (refusal := own_refusal((bare,), None, typed, OwnFacts(ctx.today, frozenset()))) is not None:
        raise _RuleFaultError(refusal.code, "field_value", **refusal.facts)
    return spec
