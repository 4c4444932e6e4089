"""Refusals as a batch keeps them, in JSON, and as they are said again in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from actions.refusal import Refused, Verdict
from admin_app.labels import SENTENCES, WORDS, sentence
from models.recording import as_json

#: Kept of one batch; a batch has no more rows.
_MOST = 500


def keep(verdicts: Sequence[Verdict]) -> list[Any]:
    """[name, code, facts] of each row that was refused; words keep the name of their enum."""
    return [
        [v.name, v.refusal.code.value, {k: _kept(f) for k, f in v.refusal.facts.items()}]
        for v in verdicts[:_MOST]
        if v.refusal
    ]


def keep_refused(refused: Refused) -> list[Any]:
    """The refusal of the batch as a whole before those of its rows."""
    whole = [Verdict(0, "", refused.refusal)] if refused.refusal else []
    fields = [Verdict(0, "", refusal) for refusal in refused.inputs.values()]
    return keep([*whole, *fields, *refused.verdicts])


def said(kept: Sequence[Any]) -> tuple[str, str]:
    """(name, sentence) of a kept refusal."""
    name, code, facts = kept
    known = next((each for each in SENTENCES if each.value == code), None)
    return name, code if known is None else sentence(
        known, {fact: _spoken(value) for fact, value in facts.items()}
    )


def _kept(fact: Any) -> Any:
    if isinstance(fact, StrEnum):
        return {"enum": type(fact).__name__, "word": fact.value}
    return as_json(fact)


def _spoken(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    enum = next((each for each in WORDS if each.__name__ == value["enum"]), None)
    return value["word"] if enum is None else enum(value["word"])
