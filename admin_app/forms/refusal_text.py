"""Refusals as receipts and batches keep them, said again in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.selection_summary import Json
from admin_app.labels import SENTENCES, WORDS, sentence


def refusal_message(kept: Sequence[Any]) -> tuple[str, str]:
    """(name, sentence) of a kept refusal."""
    name, code, facts = kept
    known = next((each for each in SENTENCES if each.value == code), None)
    return name, code if known is None else sentence(known, spoken_facts(facts))


def spoken_facts(facts: Json) -> Json:
    """Stored facts, with the enum members that they were."""
    return {fact: _spoken(value) for fact, value in facts.items()}


def _spoken(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    enum = next((each for each in WORDS if each.__name__ == value["enum"]), None)
    return value["word"] if enum is None else enum(value["word"])
