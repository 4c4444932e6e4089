"""What a configuration would change of an office's definitions, step by step, and the doing of it.

A step is one run of a verb of today's. New and changed definitions come in the order of the kinds,
so that what refers to another finds it; those that end come last, in the opposite order.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from actions.configuration.document import Item, Section
from actions.configuration.kinds import RETIRED, DefinitionKind
from actions.configuration.messages import shown_value
from actions.core.action import AnyAction, Nothing
from actions.core.context import Context
from actions.core.input_parsing import canonical, parse_input, storable
from actions.core.refusal import Refusal, Refused
from models.core.base import Base
from models.offices.office import REGISTRY_CODE
from models.registers.register import Register

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class StepKind(StrEnum):
    """What a step does."""

    DEFINE = "define"
    RESTORE = "restore"
    CHANGE = "change"
    RETIRE = "retire"


class ConfigurationItemRefusal(StrEnum):
    """Why an item of a file cannot be brought about."""

    TWICE = "configuration_item_twice"
    SETTLED = "configuration_item_settled"
    OF_REGISTRY = "configuration_item_of_registry"
    NO_REGISTER = "configuration_item_no_register"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after, as they are stored."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Step:
    """One run of a verb."""

    does: StepKind
    of: DefinitionKind
    #: The item it brings about; of what ends, the item as it is.
    item: Item
    #: What is there already.
    row: Base | None = None
    fields: tuple[Difference, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from others of its kind, for people."""
        key = " · ".join(self.of.key_of(self.item))
        title = str(self.item.get("name_zh") or self.item.get("label") or key)
        return storable(key if title == key else f"{title}（{key}）")


class StepError(ValueError):
    """A step cannot be done."""

    def __init__(self, step: Step, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.step, self.refusal = step, refusal


def section_of(ctx: Context, kinds: Sequence[DefinitionKind], office_code: str) -> Section:
    """The office's definitions as a file has them: without fields that are empty."""
    found: Section = {}
    for kind in kinds:
        items = (kind.item(ctx, row) for row in kind.rows(ctx, office_code))
        kept = [_written(item) for item in items if item is not None]
        if kept:
            found[kind.name] = kept
    return found


def _written(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in (None, [])}


def steps_to(
    ctx: Context, kinds: Sequence[DefinitionKind], office_code: str, wanted: Section
) -> list[Step]:
    """What leads from the definitions of today to those of a section. Raises StepError."""
    steps = [step for kind in kinds for step in _steps_of(ctx, kind, office_code, wanted)]
    coming = [step for step in steps if step.does is not StepKind.RETIRE]
    return [*coming, *(step for step in reversed(steps) if step.does is StepKind.RETIRE)]


def _steps_of(
    ctx: Context, kind: DefinitionKind, office_code: str, wanted: Section
) -> Iterator[Step]:
    """The steps of one kind: what the section has, then what it no longer has."""
    items = ((row, kind.item(ctx, row)) for row in kind.rows(ctx, office_code))
    held = {kind.key_of(item): (row, item) for row, item in items if item is not None}
    asked = wanted.get(kind.name, [])
    _check_asked(kind, asked, office_code)
    for item in asked:
        yield from _towards(kind, item, *held.get(kind.key_of(item), (None, {})))
    keys = {kind.key_of(item) for item in asked}
    for key, (row, item) in held.items():
        if key not in keys and not _is_over(kind, item):
            yield Step(StepKind.RETIRE, kind, item, row)


def _check_asked(kind: DefinitionKind, asked: Sequence[Item], office_code: str) -> None:
    """Raises StepError for items that stand twice, or that only the registry may set."""
    found: set[tuple[str, ...]] = set()
    for item in asked:
        step, key = Step(StepKind.DEFINE, kind, item), kind.key_of(item)
        if kind.is_of_registry and office_code != REGISTRY_CODE:
            raise StepError(step, Refusal(ConfigurationItemRefusal.OF_REGISTRY))
        if key in found:
            raise StepError(step, Refusal(ConfigurationItemRefusal.TWICE))
        found.add(key)


def _is_over(kind: DefinitionKind, item: Item) -> bool:
    """Whether the item has ended already."""
    return bool(item.get(RETIRED)) if kind.ending is None else kind.ending(item) == item


def _towards(kind: DefinitionKind, item: Item, row: Base | None, held: Item) -> Iterator[Step]:
    """The steps from what is held, if anything, to the item."""
    is_wanted = not item.get(RETIRED)
    if row is None:
        step = Step(StepKind.DEFINE, kind, item)
        _define_input(step)
        yield step
        if not is_wanted:
            yield Step(StepKind.RETIRE, kind, item)
        return
    was_ended = bool(held.get(RETIRED))
    if was_ended and is_wanted:
        yield Step(StepKind.RESTORE, kind, item, row)
    changed = tuple(_differences(kind, item, row, held))
    if changed:
        yield Step(StepKind.CHANGE, kind, item, row, changed)
    if not was_ended and not is_wanted:
        yield Step(StepKind.RETIRE, kind, item, row)


def _differences(
    kind: DefinitionKind,
    item: Item,
    row: Base,
    held: Item,
) -> Iterator[Difference]:
    """The fields that differ and that a change reaches. Raises StepError for others."""
    step = Step(StepKind.CHANGE, kind, item, row)
    changing = kind.change or kind.define
    for name in held.keys() - _names(changing) - {RETIRED}:
        if name in item and item[name] != held[name]:
            facts = {
                "field": name,
                "was": shown_value(held[name]),
                "becomes": shown_value(item[name]),
            }
            raise StepError(step, Refusal(ConfigurationItemRefusal.SETTLED, facts))
    for name, value in _values(_parsed(step, changing, _changed(step, held))).items():
        if value != held.get(name):
            is_fen = changing.input.__dataclass_fields__[name].metadata.get("fen")
            yield Difference(
                name, *(shown_value(each, is_fen=is_fen) for each in (held.get(name), value))
            )


def _values(given: DataclassInstance) -> Item:
    """The input as JSON values, with the files that journals leave out."""
    secrets = (f.name for f in dataclasses.fields(given) if f.metadata.get("secret"))
    return {**canonical(given), **{name: getattr(given, name) for name in secrets}}


def _changed(step: Step, held: Item) -> Item:
    """The item without what is settled for good and without the mark of what has ended."""
    settled = held.keys() - _names(step.of.change or step.of.define)
    return {name: v for name, v in step.item.items() if name not in {RETIRED, *settled}}


def _names(action: AnyAction) -> frozenset[str]:
    return frozenset(action.input.__dataclass_fields__)


def _define_input(step: Step) -> DataclassInstance:
    kept = {n: v for n, v in step.item.items() if n not in {RETIRED, step.of.parent}}
    return _parsed(step, step.of.define, kept)


def _parsed(step: Step, action: AnyAction, item: Item) -> DataclassInstance:
    try:
        given: DataclassInstance = parse_input(action.input, item)
    except Refused as refused:
        raise StepError(step, refused.first) from refused
    return given


def judge(ctx: Context, step: Step) -> Refusal | None:
    """Why the step cannot be done as things are now; None when it can, or when an earlier step of
    the same file makes what it retires.
    """
    if step.does is StepKind.RETIRE and step.row is None:
        return None
    try:
        _judged(ctx, step, *_call(ctx, step))
    except StepError as error:
        return error.refusal
    return None


def take(ctx: Context, step: Step) -> None:
    """Do the step within the run of the context. Raises StepError."""
    action, rows, given = _call(ctx, step)
    if action.lock_first is not None:
        action.lock_first(ctx, [row.id for row in rows], given)
    facts = _judged(ctx, step, action, rows, given)
    action.run(ctx, rows, given, facts)
    ctx.session.flush()


def _judged(
    ctx: Context,
    step: Step,
    action: AnyAction,
    rows: Sequence[Base],
    given: DataclassInstance,
) -> object:
    facts: object = action.survey(ctx, rows, given)
    refusals = (action.check(row, given, facts) for row in rows)
    refusal = next((each for each in refusals if each is not None), None)
    refusal = refusal or action.check_batch(rows, given, facts)
    if refusal is not None:
        raise StepError(step, refusal)
    return facts


def _call(ctx: Context, step: Step) -> tuple[AnyAction, list[Base], DataclassInstance]:
    """The verb, the rows it ticks and its input."""
    kind, row = step.of, step.row
    if step.does is StepKind.DEFINE:
        return kind.define, _parents(ctx, step), _define_input(step)
    if step.does is StepKind.CHANGE and row is not None:
        changing = kind.change or kind.define
        given = _parsed(step, changing, _changed(step, kind.item(ctx, row) or {}))
        return changing, [] if kind.change is None else [row], given
    if step.does is StepKind.RETIRE and kind.retire is None:
        assert kind.ending is not None
        return kind.define, [], _parsed(step, kind.define, kind.ending(step.item))
    verb = kind.retire if step.does is StepKind.RETIRE else kind.restore
    assert verb is not None
    return verb, [row or _found(ctx, step)], Nothing()


def _parents(ctx: Context, step: Step) -> list[Base]:
    """The register that a field is added to."""
    if step.of.parent is None:
        return []
    wanted = select(Register).where(
        Register.office_code == ctx.actor.office_code,
        Register.key == str(step.item.get(step.of.parent)),
    )
    found = ctx.session.scalars(wanted).one_or_none()
    if found is None:
        raise StepError(step, Refusal(ConfigurationItemRefusal.NO_REGISTER))
    return [found]


def _found(ctx: Context, step: Step) -> Base:
    """What an earlier step defined."""
    rows = step.of.rows(ctx, ctx.actor.office_code)
    keyed = ((step.of.item(ctx, row), row) for row in rows)
    wanted = step.of.key_of(step.item)
    return next(row for item, row in keyed if item is not None and step.of.key_of(item) == wanted)
