"""What a rule is made of, as it is typed, with what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import param
from actions.core.labels.labelling import labels_in_use
from models.core.own_values import HasOwnValues
from models.core.text_type import TextType
from models.definitions.expression import LONGEST_EXPRESSION
from models.definitions.field_spec import FieldSpec
from models.definitions.known_fields import known_fields
from models.definitions.own_field import LONGEST_TEXT
from models.definitions.own_words import LONGEST_OWN_NAME
from models.rules.happening import LONGEST_HAPPENING, Happening, happenings_of, model_of
from models.rules.rule import (
    LONGEST_MESSAGE,
    MAXIMUM_DAILY_FIRINGS,
    MAXIMUM_DAYS,
    DaySide,
    RulePlace,
)
from models.users.user import Role
from models.webhooks.webhook import Webhook


def _happenings(session: Session) -> list[tuple[str, Happening]]:
    return [(str(each), each) for each in happenings_of(session)]


def _webhooks(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(Webhook).order_by(Webhook.name))
    return [(str(each.id), each.name) for each in found]


def _fields(session: Session) -> list[tuple[str, FieldSpec]]:
    tables = dict.fromkeys(each.entity for each in happenings_of(session))
    owned = [table for table in tables if issubclass(model_of(table), HasOwnValues)]
    return [(spec.name, spec) for table in owned for spec in known_fields(session, table)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInput:
    """When, which rows, and what is done; at least one thing."""

    name_zh: str = param(text=TextType.WORDS, maximum_length=LONGEST_OWN_NAME)
    name_en: str | None = param(text=TextType.WORDS, default=None, maximum_length=LONGEST_OWN_NAME)
    happening: str = param(maximum_length=LONGEST_HAPPENING, choices=_happenings)
    days: int = param(default=0, minimum=0, maximum=MAXIMUM_DAYS)
    side: DaySide = param(default=DaySide.BEFORE)
    condition: str | None = param(default=None, maximum_length=LONGEST_EXPRESSION, multiline=True)
    told_roles: tuple[Role, ...] = param(default=())
    told_at: RulePlace = param(default=RulePlace.OFFICE)
    is_mailed: bool = param(default=False)
    message: str | None = param(default=None, maximum_length=LONGEST_MESSAGE, text=TextType.WORDS)
    is_task: bool = param(default=False)
    label: str | None = param(default=None, maximum_length=LONGEST_OWN_NAME, choices=labels_in_use)
    webhook: str | None = param(default=None, maximum_length=40, choices=_webhooks)
    field: str | None = param(default=None, maximum_length=60, choices=_fields)
    field_value: str | None = param(default=None, maximum_length=LONGEST_TEXT)
    daily_limit: int = param(default=100, minimum=1, maximum=MAXIMUM_DAILY_FIRINGS)
