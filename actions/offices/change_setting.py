"""系统参数 (settings): the registry changes a setting (domain.md 4.5).

One setting at a time, within its limits; the old value is in the journal and on the receipt. Open
business follows the new value from its next step on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from actions.core.action import TICKS_NO_ROWS, Action, param
from actions.core.context import Context
from actions.core.refusal import Fact, Refusal
from actions.core.result import Note, Preview, Result, RowResult
from models.core.setting import (
    SETTING_NAMES,
    Setting,
    Settings,
    Value,
    Weekday,
    figures_of,
    limits_of,
    members_of,
    read_setting,
    setting_fact,
    settings_of,
)


class ChangeSettingRefusal(StrEnum):
    """Why a setting is not changed."""

    UNKNOWN = "change_setting_unknown"
    NOT_A_VALUE = "change_setting_not_a_value"
    OUT_OF_RANGE = "change_setting_out_of_range"
    UNCHANGED = "change_setting_unchanged"


class ChangeSettingNote(StrEnum):
    """Notes of the plan page."""

    FROM_NOW = "change_setting_from_now"


@dataclass(frozen=True, slots=True)
class ChangeSettingInput:
    """Which setting, and its value as people type it."""

    name: str = param(maximum_length=60, hidden=True)
    value: str = param(maximum_length=20, members=("name", members_of))


@dataclass(frozen=True, slots=True)
class ChangeSettingFacts:
    """The setting's row, if it was ever changed, and the settings in force."""

    row: Setting | None
    settings: Settings


def survey(ctx: Context, rows: Sequence[Setting], given: ChangeSettingInput) -> ChangeSettingFacts:
    row = ctx.session.scalars(ctx.locked(select(Setting).where(Setting.name == given.name)))
    return ChangeSettingFacts(row.one_or_none(), settings_of(ctx.session))


def check_batch(
    rows: Sequence[Setting], given: ChangeSettingInput, facts: ChangeSettingFacts
) -> Refusal | None:
    if given.name not in SETTING_NAMES:
        return Refusal(ChangeSettingRefusal.UNKNOWN, {"name": given.name})
    try:
        value = read_setting(given.name, given.value)
    except ValueError:
        return Refusal(ChangeSettingRefusal.NOT_A_VALUE, {"value": given.value})
    least, most = limits_of(given.name)
    if not all(least <= each <= most for each in figures_of(value)):
        written: dict[str, Fact] = {
            "minimum": setting_fact(given.name, least),
            "maximum": setting_fact(given.name, most),
        }
        return Refusal(ChangeSettingRefusal.OUT_OF_RANGE, written)
    now = setting_fact(given.name, getattr(facts.settings, given.name))
    if setting_fact(given.name, value) == now:
        return Refusal(ChangeSettingRefusal.UNCHANGED, {"value": now})
    return None


def preview(
    ctx: Context, rows: Sequence[Setting], given: ChangeSettingInput, facts: ChangeSettingFacts
) -> Preview:
    if given.name not in SETTING_NAMES:
        return Preview()
    try:
        after = setting_fact(given.name, read_setting(given.name, given.value))
    except ValueError:
        return Preview()
    before = setting_fact(given.name, getattr(facts.settings, given.name))
    now = {"before": before, "after": after}
    return Preview(side_effects=(Note(ChangeSettingNote.FROM_NOW, now),))


def _as_kept(name: str, value: Value) -> Fact:
    """The value of a setting for the receipt: facts are stored as JSON, which has no members."""
    if members_of(name) is None:
        return setting_fact(name, value)
    assert isinstance(value, int), "a setting of members is a number or a boolean"
    return value


def run(
    ctx: Context, rows: Sequence[Setting], given: ChangeSettingInput, facts: ChangeSettingFacts
) -> Result:
    value = read_setting(given.name, given.value)
    before = getattr(facts.settings, given.name)
    row = facts.row or Setting(name=given.name)
    row.value = {"value": value if isinstance(value, int) else list(value), "by": ctx.actor.name}
    ctx.session.add(row)
    ctx.session.flush()
    is_weekday = members_of(given.name) is Weekday
    told: dict[str, Fact] = {
        "old_weekday" if is_weekday else "old_value": _as_kept(given.name, before),
        "new_weekday" if is_weekday else "new_value": _as_kept(given.name, value),
    }
    return Result(rows=[RowResult(row.id, given.name, told)], totals={"row_count": 1})


CHANGE_SETTING = Action(
    key="change_setting",
    model=Setting,
    input=ChangeSettingInput,
    survey=survey,
    check_batch=check_batch,
    preview=preview,
    row_facts=TICKS_NO_ROWS,
    run=run,
    minimum_rows=0,
    maximum_rows=0,
    refusals=ChangeSettingRefusal,
)
