"""Every identifier a clerk may meet has its words, and the words fit the facts given."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest

import actions
import models
from actions.core.constraint_errors import Conflict
from actions.core.input_parsing import InputFault, field_types, line_type
from actions.core.refusal import Common, Refusal
from actions.domains.submit import SubmitDomainRefusal
from actions.ledger.settle import SettleNote
from actions.permissions import CATALOG
from admin_app import labels
from models.billing.order import Wait
from models.core.base import Base
from models.domains.domain import DomainState
from models.values.label import LabelFaultKind


def modules(package: Any) -> list[Any]:
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def enums(package: Any, *endings: str) -> list[type[StrEnum]]:
    return [
        value
        for module in modules(package)
        for name, value in vars(module).items()
        if inspect.isclass(value)
        and issubclass(value, StrEnum)
        and value.__module__ == module.__name__
        and name.endswith(endings)
    ]


def inputs() -> Iterator[tuple[str, str]]:
    for action in CATALOG:
        for field in dataclasses.fields(action.input):
            yield action.key, field.name
            line = line_type(field_types(action.input)[field.name])
            for inner in dataclasses.fields(line) if line else ():
                yield action.key, f"{field.name}.{inner.name}"


class TestWords:
    @pytest.mark.parametrize("action", CATALOG, ids=lambda action: action.key)
    def test_every_action_has_a_title_and_a_button(self, action: Any) -> None:
        said = labels.ACTIONS[action.key]
        assert str(said.title)
        assert str(said.confirm)

    @pytest.mark.parametrize(("action", "field"), list(inputs()))
    def test_every_field_has_a_label(self, action: str, field: str) -> None:
        assert labels.field_label(action, field) != field

    @pytest.mark.parametrize(
        "code",
        [
            member
            for enum in (*enums(actions, "Refusal", "Note"), Common, Conflict, InputFault)
            for member in enum
        ],
        ids=str,
    )
    def test_every_refusal_and_note_has_a_sentence(self, code: StrEnum) -> None:
        assert code in labels.SENTENCES

    @pytest.mark.parametrize(
        "enum", enums(models, "State", "Kind", "Role", "Level", "Method", "Reason"), ids=str
    )
    def test_every_word_shown_is_said(self, enum: type[StrEnum]) -> None:
        unseen = {"ScopeLevel", "NumberKind", "AnswerKind"}
        assert enum.__name__ in unseen or set(labels.WORDS[enum]) == set(enum)

    @pytest.mark.parametrize(
        ("table", "column"),
        [(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.c],
    )
    def test_every_column_has_a_heading(self, table: str, column: str) -> None:
        assert labels.column_label(table, column)
        assert table in labels.ENTITIES

    def test_no_sentence_answers_for_two_codes(self) -> None:
        # Members of one text are equal as keys: a second would silently replace the first.
        members = [member for enum in enums(actions, "Refusal", "Note") for member in enum]
        assert len({str(member) for member in members}) == len(members)

    def test_sentences_are_templates(self) -> None:
        for code, said in labels.SENTENCES.items():
            text = re.sub(r"%\(\w+\)s", "", str(said))
            assert "%" not in text, code


class TestSentence:
    def test_sentence_speaks_amounts_states_and_days(self) -> None:
        said = labels.sentence(
            SettleNote.WAITS,
            {
                "name": "卓尼县教育局.政务",
                "order_no": "D1",
                "waits_because": Wait.BALANCE_SHORT,
                "amount_fen": 40_000,
                "balance_fen": 20_000,
            },
        )
        assert "账户余额不足" in said
        assert "¥400.00" in said
        assert "¥200.00" in said

    def test_sentence_names_the_fault_of_a_name(self) -> None:
        facts = {"label": "a·b", "fault": LabelFaultKind.FORBIDDEN_CHARACTER, "found": "·"}
        said = labels.sentence(SubmitDomainRefusal.LABEL_FAULTY, facts)
        assert said == "名称“a·b”含有不能注册的字符·。请修改名称后重新报送。"

    def test_sentence_says_where_a_row_stands(self) -> None:
        refusal = Refusal(Common.WRONG_STATE, {"state": DomainState.REJECTED})
        assert "审核未通过" in labels.sentence(refusal.code, refusal.facts)
