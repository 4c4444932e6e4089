"""A dry run of an action, without locks and without writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from sqlalchemy.orm import Session

from actions.authorise import admit, key_of, load_rows, verdicts_on
from actions.core.action import Action, F, I, R, RowFacts
from actions.core.actor import Caller
from actions.core.answers import answer_refusal, asked_of
from actions.core.context import Context
from actions.core.input_texts import kept_input
from actions.core.refusal import Fact, Refusal, Refused, Verdict
from actions.core.refused_access import note_refused, note_verdicts
from actions.core.result import Answer, Note, Preview
from actions.core.unfilled_input import UNFILLED, NotFilledError, is_filled


@dataclass(frozen=True)
class Plan(Generic[R]):
    """The result of a dry run: the contents of the plan page."""

    rows: list[R]
    #: One for each id asked, in key order.
    verdicts: list[Verdict]
    #: Preview of the rows that pass.
    preview: Preview
    #: The refusal of the batch as a whole, or that a warning needs an answer.
    refusal: Refusal | None
    #: The input used: as given, or as suggested by the action.
    given: Any
    #: What each row is to a clerk, whatever the input.
    row_facts: RowFacts = field(default_factory=dict)
    #: What a clerk needs to know to fill in the input.
    notes: tuple[Note, ...] = ()
    #: Whether there was an input to compute with; `given` is else a suggestion for the form.
    is_filled: bool = True

    def facts_of(self, row_id: int) -> Mapping[str, Fact]:
        """What the row is, then what this input would make of it."""
        return {**self.row_facts.get(row_id, {}), **self.preview.rows.get(row_id, {})}


def plan(
    session: Session,
    action: Action[R, I, F],
    ids: Iterable[int],
    given: I | None,
    caller: Caller,
    answer: Answer | None = None,
) -> Plan[R]:
    """A dry run of `perform`, without locks and without writing.

    Without an input it uses the one the action suggests. For `UNFILLED`, and where the suggestion
    leaves something to be typed, nothing is computed: the rows come with what they are, and with
    the refusals that no input could change. Raises Refused without permission or with too many
    rows.
    """
    try:
        wanted = admit(session, action, ids, caller.actor)
    except Refused as refused:
        note_refused(session, caller, action.key, refused)
        raise
    ctx = Context(
        session,
        caller.actor,
        caller.clock.now(),
        caller.clock.today(),
        caller.door,
        answer=answer or Answer(),
    )
    with session.no_autoflush:
        rows = load_rows(ctx, action, wanted)
        suggested = None
        # Where none of the rows is there, nothing can be suggested for them.
        if given is None and action.suggest is not None and (rows or not wanted):
            suggested = given = action.suggest(ctx, rows)
        if given is None or given is UNFILLED or (suggested and not is_filled(suggested)):
            facts = _facts_before_input(ctx, action, rows)
            verdicts = verdicts_on(action, wanted, rows, UNFILLED, facts, caller.actor)
            note_verdicts(session, caller, action.key, verdicts)
            return _unfilled_plan(ctx, action, rows, verdicts, suggested)
        given = kept_input(given)
        facts = action.survey(ctx, rows, given)
        verdicts = verdicts_on(action, wanted, rows, given, facts, caller.actor)
        note_verdicts(session, caller, action.key, verdicts)
        return plan_of(ctx, action, rows, given, facts, verdicts)


def _facts_before_input(ctx: Context, action: Action[R, I, F], rows: list[R]) -> F:
    """What the checks need, where it can be looked up without the input."""
    try:
        return action.survey(ctx, rows, UNFILLED)
    except NotFilledError:
        unknown: F = UNFILLED
        return unknown


def _unfilled_plan(
    ctx: Context,
    action: Action[R, I, F],
    rows: list[R],
    verdicts: list[Verdict],
    suggested: I | None,
) -> Plan[R]:
    """What can be said of rows before there is an input."""
    refused_ids = {verdict.row_id for verdict in verdicts if verdict.refusal}
    passing = [row for row in rows if key_of(row) not in refused_ids]
    totals = action.row_totals(passing) if action.row_totals is not None and passing else {}
    facts, notes = action.row_facts(ctx, rows), _notes(ctx, action, passing)
    return Plan(rows, verdicts, Preview(totals), None, suggested, facts, notes, is_filled=False)


def _notes(ctx: Context, action: Action[R, I, F], passing: list[R]) -> tuple[Note, ...]:
    return action.row_notes(ctx, passing) if action.row_notes is not None and passing else ()


def plan_of(
    ctx: Context,
    action: Action[R, I, F],
    rows: list[R],
    given: I,
    facts: F,
    verdicts: list[Verdict],
) -> Plan[R]:
    """The plan of rows that have their verdicts: the batch of those that pass, and its preview."""
    refused_ids = {verdict.row_id for verdict in verdicts if verdict.refusal}
    passing = [row for row in rows if key_of(row) not in refused_ids]
    batch = action.check_batch(passing, given, facts) if passing or not verdicts else None
    preview = action.preview(ctx, passing, given, facts)
    whole = batch or answer_refusal(action, asked_of(action, preview), ctx.answer)
    notes = _notes(ctx, action, passing)
    return Plan(rows, verdicts, preview, whole, given, action.row_facts(ctx, rows), notes)
