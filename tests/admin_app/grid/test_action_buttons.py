"""The button in colour above a list is the work of the list."""

from __future__ import annotations

from collections.abc import Iterator

from actions.labelled import LABELLING
from actions.permissions import action_of, actions_on, grants_of
from admin_app.grid.action_buttons import ActionButton, list_buttons
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS


def buttons_of_named_lists() -> Iterator[tuple[Grid, str, list[ActionButton]]]:
    """The buttons that each role has above each list of fixed states."""
    for grid in GRIDS.values():
        for role in grid.readers:
            allowed = [a for a in actions_on(grid.model) if role in grants_of(a)]
            for named in grid.named_lists:
                yield grid, named, list_buttons(grid, ListState(named=named), allowed)


def test_the_button_in_colour_works_on_rows_because_of_their_state() -> None:
    coloured = 0
    for grid, named, buttons in buttons_of_named_lists():
        values = frozenset(grid.named_lists[named].values)
        for button in buttons:
            action = action_of(button.key)
            assert action is not None
            if button.is_primary:
                coloured += 1
                assert action.states is not None, (grid.entity, named, button.key)
                assert action.states & values, (grid.entity, named, button.key)
    assert coloured > 0


def test_the_button_in_colour_is_the_first_and_the_only_one() -> None:
    for grid, named, buttons in buttons_of_named_lists():
        of_a_state = [b for b in buttons if getattr(action_of(b.key), "states", None) is not None]
        expected = [True] if of_a_state else [False]
        assert [b.is_primary for b in buttons] == (
            expected + [False] * (len(buttons) - 1) if buttons else []
        ), (grid.entity, named)


def test_labels_are_never_the_work_of_a_list() -> None:
    labelling = {action.key for action in LABELLING}
    for grid, named, buttons in buttons_of_named_lists():
        coloured = {button.key for button in buttons if button.is_primary}
        assert not coloured & labelling, (grid.entity, named)
