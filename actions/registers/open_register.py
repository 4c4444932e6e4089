"""新建台账 (open a register): an office opens one for itself and below, blank or from a template.

The key is settled for good: addresses and programs find the register by it. A template gives what
was not typed, and its fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.choices.field_lists import keep_list
from actions.core.context import Context
from actions.core.records.field_rules import read_choices
from actions.core.refusal import Refusal
from actions.core.registers.definition_rules import (
    KEY,
    RESERVED_KEYS,
    RegisterFault,
    RegisterRefusal,
    checked,
)
from actions.core.result import Result, RowResult
from models.core.text_type import TextType
from models.definitions.own_field import OwnField
from models.definitions.own_words import LONGEST_OWN_NAME
from models.registers.numbering import DEFAULT_PATTERN, LONGEST_PATTERN
from models.registers.register import (
    LONGEST_DESCRIPTION,
    LONGEST_REGISTER_KEY,
    MAXIMUM_REGISTERS,
    Register,
)
from models.registers.templates import BLANK_STATES, TEMPLATES, RegisterTemplate
from models.users.user import Role

_LONGEST_LINES = 2000


@dataclass(frozen=True, slots=True)
class OpenRegisterInput:
    """The register; what is not typed comes from the template."""

    code: str = param(maximum_length=LONGEST_REGISTER_KEY, text=TextType.LOGIN)
    template: RegisterTemplate | None = param(default=None)
    name_zh: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    description: str | None = param(default=None, maximum_length=LONGEST_DESCRIPTION)
    number_pattern: str | None = param(default=None, maximum_length=LONGEST_PATTERN)
    states: str | None = param(default=None, maximum_length=_LONGEST_LINES, multiline=True)
    moves: str | None = param(default=None, maximum_length=_LONGEST_LINES, multiline=True)
    has_unit: bool = param(default=False)
    has_domain: bool = param(default=False)
    readers: tuple[Role, ...] = param(default=())
    writers: tuple[Role, ...] = param(default=())


def completed(given: OpenRegisterInput) -> OpenRegisterInput:
    """What was typed, with what the template says in place of what was not."""
    if given.template is None:
        return replace(
            given,
            number_pattern=given.number_pattern or DEFAULT_PATTERN,
            states=given.states or BLANK_STATES,
        )
    ready = TEMPLATES[given.template]
    return replace(
        given,
        name_zh=given.name_zh or ready.name_zh,
        name_en=given.name_en or (None if given.name_zh else ready.name_en),
        number_pattern=given.number_pattern or ready.number_pattern,
        states=given.states or ready.states,
        moves=given.moves or (None if given.states else ready.moves),
        has_unit=given.has_unit or ready.has_unit,
    )


def survey(ctx: Context, rows: Sequence[Register], given: OpenRegisterInput) -> list[str]:
    """The keys of the office's registers, retired ones included."""
    own = select(Register).where(Register.office_code == ctx.actor.office_code)
    return [register.key for register in ctx.session.scalars(ctx.locked(own))]


def check_batch(
    rows: Sequence[Register], given: OpenRegisterInput, keys: list[str]
) -> Refusal | None:
    if not KEY.fullmatch(given.code):
        return Refusal(RegisterRefusal.KEY_MALFORMED, {"key": given.code}, at="code")
    if given.code in RESERVED_KEYS:
        return Refusal(RegisterRefusal.KEY_RESERVED, {"key": given.code}, at="code")
    if given.code in keys:
        return Refusal(RegisterRefusal.KEY_TAKEN, {"key": given.code}, at="code")
    if len(keys) >= MAXIMUM_REGISTERS:
        return Refusal(RegisterRefusal.TOO_MANY, {"maximum": MAXIMUM_REGISTERS})
    try:
        checked(completed(given))
    except RegisterFault as fault:
        return fault.refusal
    return None


def run(
    ctx: Context, rows: Sequence[Register], given: OpenRegisterInput, keys: list[str]
) -> Result:
    register = Register(key=given.code)
    checked(completed(given)).write_to(register)
    register.belong_to(ctx.actor)
    ctx.session.add(register)
    ctx.session.flush()
    fields = () if given.template is None else TEMPLATES[given.template].fields
    for place, field in enumerate(fields, start=1):
        made = OwnField(
            register_id=register.id,
            key=field.key,
            kind=field.kind,
            label=field.label,
            label_en=field.label_en,
            place=place * 10,
            seen_by=[],
            edited_by=[],
        )
        made.belong_to(ctx.actor)
        ctx.session.add(made)
        ctx.session.flush()
        keep_list(ctx, made, None, read_choices(field.kind, field.choices))
    facts = {"own_field_count": len(fields)}
    return Result(rows=[RowResult(register.id, register.name_zh, facts)], totals={"row_count": 1})


OPEN_REGISTER = Action(
    key="open_register",
    model=Register,
    input=OpenRegisterInput,
    survey=survey,
    check_batch=check_batch,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=RegisterRefusal,
)
