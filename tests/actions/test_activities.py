"""Every action names the part of a row's history in which its runs appear."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

import actions
from actions.activities import PERSONAL_KEYS, UNLISTED, activity_of, keys_of
from actions.core.action import Action
from actions.core.activity_kinds import ActivityKind
from actions.permissions import CATALOG


def verbs() -> set[Action[Any, Any, Any]]:
    """Every verb of every module: by itself, or a key of a table of verbs that are made alike."""
    modules = pkgutil.walk_packages(actions.__path__, "actions.")
    values = [value for m in modules for value in vars(importlib.import_module(m.name)).values()]
    tables = [value for value in values if isinstance(value, Mapping) and value is not CATALOG]
    known = (*values, *(key for table in tables for key in table))
    return {value for value in known if isinstance(value, Action)}


def test_every_verb_is_listed_once() -> None:
    assert {*CATALOG, *UNLISTED} == verbs()
    assert not set(UNLISTED) & set(CATALOG)


def test_a_kind_that_a_verb_names_is_the_kind_of_its_runs() -> None:
    assert all(activity_of(verb.key) is verb.activity for verb in verbs() if verb.activity)


def test_a_verb_is_found_by_its_kind() -> None:
    assert {"add_note", "withdraw_note"} == set(keys_of(ActivityKind.NOTE))


def test_a_run_of_a_verb_without_a_kind_is_an_edit() -> None:
    assert activity_of("edit_unit") is ActivityKind.EDIT
    assert activity_of("edit_unit", {"unit"}) is ActivityKind.EDIT


def test_a_run_of_a_verb_without_a_kind_belongs_to_the_tables_it_changed() -> None:
    assert activity_of("edit_unit", {"unit", "payment"}) is ActivityKind.FEE


def test_runs_about_the_own_login_are_known() -> None:
    assert "sign_in" in PERSONAL_KEYS
    assert "charge" not in PERSONAL_KEYS
