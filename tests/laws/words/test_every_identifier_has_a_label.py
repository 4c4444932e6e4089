"""Every displayed identifier has a label, and no label is unused.

Actions, fields, codes and columns are tried one by one in tests/admin_app/labels; here are the
joints: what views ask for, what verbs tell, and what sentences expect to be told.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

import actions
from actions.core.action import Action
from actions.core.input_parsing import field_types, line_type
from actions.permissions import CATALOG
from actions.users.own_role import EDIT_RECORDS, LABEL_RECORDS, WorkKey
from admin_app import labels
from admin_app.grid.column_source import label_of
from admin_app.grid.spec import Grid
from admin_app.labels.columns import COLUMNS as LIST_COLUMNS
from admin_app.views import GRIDS
from models.core.base import Base
from tests.support.texts.sources import modules

every_grid = pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def known_actions() -> list[Action[Any, Any, Any]]:
    """Every verb, whether the catalog offers it or a page of its own does."""
    found = dict.fromkeys(CATALOG)
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        loaded = importlib.import_module(module.name)
        found |= dict.fromkeys(v for v in vars(loaded).values() if isinstance(v, Action))
    return list(found)


@every_grid
class TestViews:
    def test_head_every_column_with_a_word(self, grid: Grid) -> None:
        for column in grid.column_details_list:
            assert not label_of(grid, column).isascii(), column.name

    def test_name_every_list_and_filter(self, grid: Grid) -> None:
        for named in grid.lists:
            assert labels.column_label(grid.entity_table, f"list:{named.key}")
        for f in grid.column_filters:
            if f.is_typed:
                assert labels.column_label(grid.entity_table, f.label or f.name)

    def test_views_have_words_for_whatever_a_diff_may_name(self, grid: Grid) -> None:
        for column in grid.table.c:
            assert not labels.column_label(grid.entity_table, column.name).isascii()
            enum = getattr(column.type, "enum_class", None)
            assert enum is None or set(labels.WORDS[enum]) == set(enum), column.name

    def test_name_what_is_done_to_their_records(self, grid: Grid) -> None:
        for kind in ("create", "edit", "export"):
            title = labels.action_title(f"{kind}_{grid.entity_table}")
            assert not title.isascii(), title


class TestActions:
    @pytest.mark.parametrize("action", known_actions(), ids=lambda action: action.key)
    def test_actions_have_a_name_in_the_journal(self, action: Action[Any, Any, Any]) -> None:
        assert not labels.action_title(action.key).isascii()

    @pytest.mark.parametrize("action", known_actions(), ids=lambda action: action.key)
    def test_actions_have_words_for_each_choice(self, action: Action[Any, Any, Any]) -> None:
        for enum in choices_of(action.input):
            # What an own role leaves are actions, which have titles.
            titled = {*labels.ACTIONS, EDIT_RECORDS, LABEL_RECORDS}
            assert (titled if issubclass(enum, WorkKey) else set(labels.WORDS[enum])) >= set(enum)


def choices_of(kind: type[Any]) -> Iterator[type[StrEnum]]:
    """The enums a form offers."""
    for annotation in field_types(kind).values():
        if (line := line_type(annotation)) is not None:
            yield from choices_of(line)
        for part in (annotation, *getattr(annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, StrEnum):
                yield part


def told_facts(tree: ast.Module) -> Iterator[str]:
    """Names of facts that a verb puts on plans and receipts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "RowResult" and len(node.args) > 2:
                yield from _keys(node.args[2])
            if node.func.id in {"Result", "Preview"}:
                for word in node.keywords:
                    if word.arg == "totals":
                        yield from _keys(word.value)
                    if word.arg == "rows" and isinstance(word.value, ast.DictComp):
                        yield from _keys(word.value.value)


def _keys(node: ast.expr) -> list[str]:
    if not isinstance(node, ast.Dict):
        return []
    return [str(key.value) for key in node.keys if isinstance(key, ast.Constant)]


class TestFacts:
    def test_facts_have_a_heading_each(self) -> None:
        told = {
            (path, name)
            for path, tree in modules("actions")
            for name in told_facts(tree)
            if not name.endswith("_id")
        }
        assert told
        assert sorted(one for one in told if labels.fact_label(one[1]) == one[1]) == []

    def test_facts_that_are_told_by_nobody_have_no_heading(self) -> None:
        texts = {
            node.value
            for _path, tree in modules("actions")
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert set(labels.FACTS) - texts == set()


def given_facts(tree: ast.Module) -> Iterator[tuple[str, str, set[str]]]:
    """(enum, member, names of facts) wherever a code stands before a dict of its facts."""
    for node in ast.walk(tree):
        parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
        for code, facts in itertools.pairwise(parts):
            if (
                isinstance(code, ast.Attribute)
                and isinstance(code.value, ast.Name)
                and isinstance(facts, ast.Dict)
                and all(isinstance(key, ast.Constant) for key in facts.keys)
            ):
                yield code.value.id, code.attr, set(_keys(facts))


def codes() -> dict[tuple[str, str], StrEnum]:
    """(class, member) → code, of everything that has a sentence."""
    return {(type(code).__name__, code.name): code for code in labels.SENTENCES}


class TestSentences:
    def test_sentences_are_told_all_they_speak_of(self) -> None:
        known, wrong = codes(), []
        for path, tree in modules("actions", "models", "admin_app"):
            for enum, member, facts in given_facts(tree):
                if (code := known.get((enum, member))) is not None:
                    wanted = set(_PLACEHOLDER.findall(str(labels.SENTENCES[code])))
                    wrong += [(path, str(code), name) for name in wanted - facts]
        assert wrong == []

    def test_sentences_are_looked_at_by_the_scan(self) -> None:
        seen = {
            (enum, member)
            for _path, tree in modules("actions")
            for enum, member, _facts in given_facts(tree)
        }
        assert ("RenewRefusal", "TOO_EARLY") in seen
        assert len(seen & set(codes())) > 40

    def test_sentences_that_miss_a_fact_would_be_found(self) -> None:
        tree = ast.parse('Refusal(RenewRefusal.TOO_EARLY, {"expires_on": day})')
        ((enum, member, facts),) = given_facts(tree)
        said = str(labels.SENTENCES[codes()[enum, member]])
        assert set(_PLACEHOLDER.findall(said)) - facts == {"opens_on"}


class TestOrphans:
    def test_orphans_of_columns_there_are_none(self) -> None:
        real = {(t.name, c.name) for t in Base.metadata.sorted_tables for c in t.c}
        real |= {(g.entity_table, f"list:{n.key}") for g in GRIDS.values() for n in g.lists}
        real |= {(g.entity_table, key) for g in GRIDS.values() for key in g.choosable}
        assert set(labels.COLUMNS) - real == set()
        assert set(LIST_COLUMNS) <= set(labels.COLUMNS)

    def test_orphans_of_shared_words_there_are_none(self) -> None:
        real = {column.name for table in Base.metadata.sorted_tables for column in table.c}
        real |= {path for action in known_actions() for path in _paths(action.input)}
        assert set(labels.SHARED) - real == set()

    def test_no_word_repeats_the_one_its_name_shares(self) -> None:
        own = {**labels.COLUMNS, **labels.FACTS}
        names = {key: key if isinstance(key, str) else key[1] for key in own}
        shared = {key: labels.SHARED.get(name) for key, name in names.items()}
        assert [key for key, word in own.items() if str(word) == str(shared[key])] == []

    def test_orphans_of_tables_there_are_none(self) -> None:
        assert set(labels.ENTITIES) - {table.name for table in Base.metadata.sorted_tables} == set()

    def test_orphans_of_hints_there_are_none(self) -> None:
        real = {(grid.entity_table, n.key) for grid in GRIDS.values() for n in grid.lists}
        assert set(labels.LIST_HINTS) - real == set()

    def test_orphans_of_actions_and_fields_there_are_none(self) -> None:
        keys = {action.key for action in known_actions()}
        assert set(labels.ACTIONS) - keys == set()
        fields = {(action.key, path) for action in known_actions() for path in _paths(action.input)}
        assert set(labels.FIELDS) - fields == set()


def _paths(kind: type[Any]) -> Iterator[str]:
    for name, annotation in field_types(kind).items():
        yield name
        if (line := line_type(annotation)) is not None:
            yield from (f"{name}.{inner}" for inner in field_types(line))
