"""Wordings in tests: what a province or the registry sets, and a paper to draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Action
from actions.core.actor import Caller
from actions.definitions.templates.change_paper import CHANGE_PAPER, ChangePaperInput
from actions.definitions.templates.change_template import CHANGE_TEMPLATE, ChangeTemplateInput
from actions.perform import perform

# Tells which subjects there are.
from admin_app.labels.definitions import template_subjects
from models.core.clock import FixedClock
from models.core.journal import Door
from models.definitions.template_subject import PaperSubject
from tests.support.pages.papers import A_ORDERS
from tests.support.world.cast import NOW, World, serial

__all__ = ["act", "charge", "template_subjects", "word_notice", "word_paper"]


def act(
    world: World,
    action: Action[Any, Any, Any],
    by: str,
    ids: Sequence[int],
    given: Any,
    days: int = 0,
) -> int:
    """Carries an action out, some days later; returns the key of the first row of its receipt."""
    clock = FixedClock(NOW + dt.timedelta(days=days))
    with world.session(by) as session:
        caller = Caller(world.actor(by), Door.GRID, clock)
        done = perform(session, action, ids, given, caller, key=f"key-{serial()}")
        return done.rows[0].row_id


def word_notice(world: World, by: str, body: str, days: int = 0, **more: Any) -> int:
    """Words the notice of a charge; returns the key of the version."""
    given = ChangeTemplateInput(**{"subject": "notice_charged", "body": body, **more})
    return act(world, CHANGE_TEMPLATE, by, [], given, days)


def word_paper(world: World, by: str, opening: str, days: int = 0, **more: Any) -> int:
    """Words the receipt of a payment; returns the key of the version."""
    given = ChangePaperInput(**{"subject": PaperSubject.PAYMENT, "opening": opening, **more})
    return act(world, CHANGE_PAPER, by, [], given, days)


def charge(world: World) -> int:
    """Takes a payment; returns its key."""
    ids = [world.id(name) for name in A_ORDERS]
    return int(world.perform(CHARGE, "zhuoni", ids, ChargeInput(60_000, 3)).totals["payment_id"])
