"""规则 (rules): what an office wants done by itself when something happens to a row.

The registry sets rules for every row, a province for its own and those below it. An event is
written in the transaction of the act (a transactional outbox); a worker judges it afterwards and
writes a firing for each row that meets the condition, then carries the firing out. What a rule does
sets no other rule off.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.core.base import Base, Json, UtcDateTime, Versioned, pk, words
from models.core.lifecycle import Lifecycle, from_states
from models.core.scope import Scoped, SetFromAbove, ancestor_indexes
from models.core.text_type import TextType, text_of_type
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.own_field import LONGEST_TEXT
from models.definitions.own_words import OwnWords
from models.rules.happening import LONGEST_HAPPENING, RuleTrigger
from models.values.limits import LONGEST_ENTITY
from models.values.tone import Tone
from models.webhooks.webhook import Webhook

#: Most rules of one office that are not retired.
MAXIMUM_RULES: Final = 50
#: Most firings of one rule in a day before it is paused.
MAXIMUM_DAILY_FIRINGS: Final = 1000
#: Furthest from its date that a rule fires.
MAXIMUM_DAYS: Final = 365
LONGEST_MESSAGE: Final = 200
#: Longest name of a row that a firing keeps.
LONGEST_ROW_NAME: Final = 200


class RulePlace(StrEnum):
    """Whose people are told, seen from the row."""

    OFFICE = "office"
    CITY = "city"
    PROVINCE = "province"
    REGISTRY = "registry"


class DaySide(StrEnum):
    """On which side of its date a rule fires."""

    BEFORE = "before"
    AFTER = "after"


class RuleState(StrEnum):
    """Whether a rule fires."""

    ACTIVE = "active"
    #: It fired more often in a day than it may.
    PAUSED = "paused"
    RETIRED = "retired"


class RuleStep(StrEnum):
    """What happens to a rule."""

    PAUSE = "pause"
    RETIRE = "retire"
    RESTORE = "restore"


RULE_LIFECYCLE = Lifecycle[RuleState, RuleStep](
    RuleState.ACTIVE,
    {
        RuleStep.PAUSE: from_states(RuleState.ACTIVE, to=RuleState.PAUSED),
        RuleStep.RETIRE: from_states(RuleState.ACTIVE, RuleState.PAUSED, to=RuleState.RETIRED),
        RuleStep.RESTORE: from_states(RuleState.PAUSED, RuleState.RETIRED, to=RuleState.ACTIVE),
    },
    tones={RuleState.ACTIVE: Tone.SUCCESS, RuleState.PAUSED: Tone.WARNING},
)


class Rule(SetFromAbove, OwnWords, Versioned, Base):
    """When something happens to a row that meets a condition, these things are done."""

    __tablename__ = "rule"
    __table_args__ = (
        UniqueConstraint("office_code", "name_zh"),
        CheckConstraint("days BETWEEN 0 AND 365", name="days"),
        CheckConstraint("daily_limit BETWEEN 1 AND 1000", name="daily_limit"),
        Index(None, "state", "trigger", "happening"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    #: The table of the rows.
    entity: Mapped[str] = mapped_column(String(LONGEST_ENTITY))
    trigger: Mapped[RuleTrigger] = mapped_column(words(RuleTrigger))
    #: As `Happening` writes it.
    happening: Mapped[str] = mapped_column(String(LONGEST_HAPPENING))
    #: Of a date alone: how many days before or after it.
    days: Mapped[int] = mapped_column(default=0)
    side: Mapped[DaySide] = mapped_column(words(DaySide), default=DaySide.BEFORE)
    #: CEL over the row; None: every row.
    condition: Mapped[str | None] = mapped_column(String(LONGEST_EXPRESSION))
    #: Roles that get a notice, and at which office.
    told_roles: Mapped[list[Any]] = mapped_column(Json, default=list)
    told_at: Mapped[RulePlace] = mapped_column(words(RulePlace), default=RulePlace.OFFICE)
    is_mailed: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str | None] = mapped_column(
        String(LONGEST_MESSAGE), info=text_of_type(TextType.WORDS)
    )
    #: Whether the firing waits on the desk until somebody finishes it.
    is_task: Mapped[bool] = mapped_column(default=False)
    label_id: Mapped[int | None] = mapped_column(ForeignKey("label.id", ondelete="RESTRICT"))
    webhook_id: Mapped[int | None] = mapped_column(ForeignKey("webhook.id", ondelete="RESTRICT"))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("own_field.id", ondelete="RESTRICT"))
    #: As typed.
    field_value: Mapped[str | None] = mapped_column(String(LONGEST_TEXT))
    daily_limit: Mapped[int] = mapped_column(default=100)
    state: Mapped[RuleState] = mapped_column(words(RuleState), default=RULE_LIFECYCLE.initial)
    #: The last day whose dates were looked for.
    sought_on: Mapped[dt.date]

    webhook: Mapped[Webhook | None] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.name_zh


class RuleEvent(Scoped, Base):
    """What happened to some rows, for one rule to judge; deleted when it is judged."""

    __tablename__ = "rule_event"
    __table_args__ = (*ancestor_indexes(),)

    id: Mapped[pk]
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id", ondelete="CASCADE"), index=True)
    #: The rule and what happened, so that it is written once.
    key: Mapped[str] = mapped_column(String(60), unique=True)
    #: Tells the happenings to one row apart: the journal entry, or the date.
    mark: Mapped[str] = mapped_column(String(24))
    #: The journal entry that caused it; None for a date.
    entry_id: Mapped[int | None]
    row_ids: Mapped[list[Any]] = mapped_column(Json)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class FiringState(StrEnum):
    """Whether what the rule wants was done."""

    WAITING = "waiting"
    CARRIED_OUT = "carried_out"


class FiringEvent(StrEnum):
    """What happens to a firing."""

    CARRY_OUT = "carry_out"


FIRING_LIFECYCLE = Lifecycle[FiringState, FiringEvent](
    FiringState.WAITING,
    {FiringEvent.CARRY_OUT: from_states(FiringState.WAITING, to=FiringState.CARRIED_OUT)},
    tones={FiringState.CARRIED_OUT: Tone.SUCCESS},
)


class EffectOutcome(StrEnum):
    """What became of one effect."""

    DONE = "done"
    #: The row, the label, the field or the address did not allow it.
    REFUSED = "refused"


class TaskState(StrEnum):
    """The state of a task on the desk."""

    OPEN = "open"
    FINISHED = "finished"


class RuleFiring(Scoped, Base):
    """A rule that fired for a row: what happened, what was done, and the task, if any."""

    __tablename__ = "rule_firing"
    __table_args__ = (
        Index(None, "state", "id"),
        Index(None, "rule_id", "fired_on"),
        Index(None, "entity", "row_id"),
        *ancestor_indexes(),
        *(
            Index(f"ix_rule_firing_task_{level}", f"{level}_code", "task", "id")
            for level in ("province", "city", "office")
        ),
    )

    id: Mapped[pk]
    #: The rule, the row and what happened: a rule fires once for each.
    key: Mapped[str] = mapped_column(String(80), unique=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("rule.id", ondelete="RESTRICT"))
    happening: Mapped[str] = mapped_column(String(LONGEST_HAPPENING))
    entity: Mapped[str] = mapped_column(String(LONGEST_ENTITY))
    row_id: Mapped[int]
    #: The name of the row when the rule fired.
    row_name: Mapped[str] = mapped_column(String(LONGEST_ROW_NAME))
    #: The journal entry that caused it; None for a date.
    entry_id: Mapped[int | None]
    fired_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    fired_on: Mapped[dt.date]
    state: Mapped[FiringState] = mapped_column(words(FiringState), default=FIRING_LIFECYCLE.initial)
    #: None: the rule does not ask for it.
    notice_count: Mapped[int | None]
    mail_count: Mapped[int | None]
    labelled: Mapped[EffectOutcome | None] = mapped_column(words(EffectOutcome, "labelled"))
    filled_in: Mapped[EffectOutcome | None] = mapped_column(words(EffectOutcome, "filled_in"))
    sent: Mapped[EffectOutcome | None] = mapped_column(words(EffectOutcome, "sent"))
    task: Mapped[TaskState | None] = mapped_column(words(TaskState))

    rule: Mapped[Rule] = relationship(lazy="raise_on_sql")

    def __str__(self) -> str:
        return self.row_name


RULE_LIFECYCLE.guard(Rule.state)
FIRING_LIFECYCLE.guard(RuleFiring.state)
