"""A form that saves what it shows says so when nothing differs, and leaves no journal entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actions.core.action import AnyAction
from actions.core.crud import edit_action
from actions.permissions import CATALOG
from admin_app.views import GRIDS

#: Verbs whose names sound like a form that saves what it shows, but are none.
_ARE_NONE = {
    "set_aside": "a bank line is set aside or it is not",
    "set_tour": "a step of one's own tour, sent by its buttons",
    "change_password": "the form shows no password",
}
_SOUND_LIKE_ONE = ("set_", "change_", "save_", "write_", "edit_")


def unsaid(actions: Iterable[AnyAction]) -> list[str]:
    """The verbs that would write an entry although nothing was changed."""
    return [
        action.key
        for action in actions
        if action.key.startswith(_SOUND_LIKE_ONE)
        and action.key not in _ARE_NONE
        and not action.saves_form
        and not any("unchanged" in code for code in action.refusals or ())
    ]


def test_every_form_that_saves_refuses_when_nothing_was_changed() -> None:
    assert unsaid(CATALOG) == []


def test_every_edit_of_a_record_refuses_when_nothing_was_changed() -> None:
    edits = [edit_action(g.model, g.form_columns, g.can_edit) for g in GRIDS.values() if g.can_edit]
    assert edits
    assert [edit.key for edit in edits if not edit.saves_form] == []


def test_the_watch_finds_a_form_that_saves_without_saying() -> None:
    forms = [action for action in CATALOG if action.saves_form]
    assert unsaid([replace(forms[0], saves_form=False)]) == [forms[0].key]
