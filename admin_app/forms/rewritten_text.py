"""Notes of a plan on texts that will be stored differently from what was typed."""

from __future__ import annotations

from collections.abc import Mapping

from actions.core.action import Action, F, I, R
from actions.core.input_texts import TextNote, rewritten
from actions.core.result import Note
from admin_app.labels import field_label, sentence

#: Most characters of a text to show.
_LONGEST_SAID = 80


def rewritten_notes(action: Action[R, I, F], given: Mapping[str, object]) -> list[Note]:
    """A note for each text of a raw input whose canonical form looks different."""
    return [
        Note(
            TextNote.REWRITTEN,
            {
                "field": field_label(action.key, each.field),
                "typed": " ".join(each.typed.split())[:_LONGEST_SAID],
                "kept": each.kept[:_LONGEST_SAID],
            },
        )
        for each in rewritten(action.input, given)
    ]


def rewritten_said(action: Action[R, I, F], given: Mapping[str, object]) -> list[str]:
    """The same as messages."""
    return [sentence(note.code, note.facts) for note in rewritten_notes(action, given)]
