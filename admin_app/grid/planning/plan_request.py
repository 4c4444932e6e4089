"""An action asked for on chosen rows, as its plan, its confirmation and its receipt read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from actions.core.action import Action
from actions.core.actor import Caller
from actions.core.refusal import Common, Refusal, Refused, Verdict
from actions.core.result import Outcome
from actions.core.unfilled_input import UNFILLED
from actions.perform import perform
from actions.permissions import may_run
from actions.plan import Plan, plan
from admin_app.grid.planning.answer_form import read_answer
from admin_app.grid.planning.selection import Selection


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Which action, on which rows, by whom, and what was typed for it."""

    session: Session
    action: Action[Any, Any, Any]
    #: Keys of the rows it would be done to, under scope.
    ids: Sequence[int]
    #: How they were chosen, and what they were like when they were last shown.
    selection: Selection
    caller: Caller
    #: The fields as typed; empty when the form opens.
    posted: Mapping[str, Any]
    #: Whether rows were ticked in a list of their own, so that single ones may be left out; else
    #: the page is about the one row, or they follow from rows of another list.
    is_ticked: bool = False
    #: What the page is about, where that is not the rows: they may be ticked and unticked there.
    about: str = ""

    @property
    def can_leave_out(self) -> bool:
        """Whether one row may be left out and others remain."""
        return self.is_ticked and len(self.ids) > 1

    @property
    def key(self) -> str:
        """The one-time key of the confirmation; empty before a plan was shown."""
        return str(self.posted.get("key", ""))

    def require_grant(self) -> None:
        """Raises Refused when the role may not do it, before a form is shown in vain."""
        if not may_run(self.caller.actor, self.action):
            raise Refused(Refusal(Common.FORBIDDEN))

    def plan(self, given: Any) -> Plan[Any]:
        """What the action would do with this input."""
        return plan(self.session, self.action, self.ids, given, self.caller)

    def left_out(self, given: Any) -> Sequence[Verdict]:
        """Why each row that was left out is not done: it cannot go, or the clerk took it out."""
        return [
            verdict if verdict.refusal else replace(verdict, refusal=Refusal(Common.LEFT_OUT))
            for verdict in self._verdicts_on_left(given)
        ]

    def left_rows(self) -> Sequence[tuple[int, str]]:
        """The rows that were left out, by key and name."""
        return [(each.row_id, each.name) for each in self._verdicts_on_left(UNFILLED)]

    def _verdicts_on_left(self, given: object) -> Sequence[Verdict]:
        left = self.selection.left
        if not left:
            return ()
        return plan(self.session, self.action, left, given, self.caller).verdicts

    def perform(
        self, given: Any, left: Sequence[Verdict], accept: Callable[[Plan[Any]], None]
    ) -> Outcome:
        """Carry it out under its key, with the answer to its warnings, once `accept` has let its
        plan pass. Raises Refused.
        """
        return perform(
            self.session,
            self.action,
            self.ids,
            given,
            self.caller,
            key=self.key,
            answer=read_answer(self.posted),
            left=left,
            accept=accept,
        )
