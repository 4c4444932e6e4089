"""Refusals as JSON for receipts and batches, so that they can be shown in any language later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from actions.core.refusal import Fact, Refused, Verdict
from actions.core.result import Note
from models.core.change_listener import as_json

#: Most refusals stored of a batch; it has no more rows.
_MOST = 500


def keep(verdicts: Sequence[Verdict]) -> list[list[object]]:
    """[name, code, facts] of each refused row; enum members are stored with their enum's name."""
    return [
        [v.name, v.refusal.code.value, json_facts(v.refusal.facts)]
        for v in verdicts[:_MOST]
        if v.refusal
    ]


def keep_refused(refused: Refused) -> list[list[object]]:
    """The refusal of the batch as a whole before those of its rows."""
    whole = [Verdict(0, "", refused.refusal)] if refused.refusal else []
    fields = [Verdict(0, "", refusal) for refusal in refused.inputs.values()]
    return keep([*whole, *fields, *refused.verdicts])


def keep_notes(notes: Sequence[Note]) -> list[list[object]]:
    """["", code, facts] of each note, like refusals."""
    return [["", note.code.value, json_facts(note.facts)] for note in notes[:_MOST]]


def keep_left(verdicts: Sequence[Verdict]) -> list[list[object]]:
    """[row id, name, code or None, facts] of the chosen rows that were left out of a run."""
    return [[v.row_id, *(keep([v]) or [[v.name, None, {}]])[0]] for v in verdicts[:_MOST]]


def json_facts(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Facts as JSON."""
    return {name: json_fact(fact) for name, fact in facts.items()}


def json_fact(fact: object) -> object:
    """A fact as JSON; enum members keep the name of their enum."""
    if isinstance(fact, StrEnum):
        return {"enum": type(fact).__name__, "word": fact.value}
    return as_json(fact)
