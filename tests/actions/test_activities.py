"""Every run is told in the part of a row's history that its verb names."""

from __future__ import annotations

import importlib
import pkgutil

import actions
from actions.activities import KIND_OF, activity_of, keys_of
from actions.core.action import Action
from actions.core.activity_kinds import ActivityKind


def declared() -> dict[str, ActivityKind]:
    """Action key → kind, for each verb of each module that names one."""
    modules = pkgutil.walk_packages(actions.__path__, "actions.")
    values = (value for m in modules for value in vars(importlib.import_module(m.name)).values())
    verbs = (value for value in values if isinstance(value, Action))
    return {verb.key: verb.activity for verb in verbs if verb.activity is not None}


def test_a_kind_that_a_verb_names_is_the_kind_of_its_runs() -> None:
    assert declared() == KIND_OF
    assert all(activity_of(key) is kind for key, kind in declared().items())


def test_a_verb_is_found_by_its_kind() -> None:
    assert {"add_note", "withdraw_note"} == set(keys_of(ActivityKind.NOTE))


def test_a_run_of_a_verb_without_a_kind_is_an_edit() -> None:
    assert activity_of("edit_unit") is ActivityKind.EDIT
    assert activity_of("edit_unit", {"unit"}) is ActivityKind.EDIT


def test_a_run_of_a_verb_without_a_kind_belongs_to_the_tables_it_changed() -> None:
    assert activity_of("edit_unit", {"unit", "payment"}) is ActivityKind.FEE
