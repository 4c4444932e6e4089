"""The tables of words are found by themselves, and no key can mean two things."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from admin_app.labels import lookup
from admin_app.labels.lookup import FIELDS, input_label, week_in_words


def module(name: str, **tables: Any) -> ModuleType:
    made = ModuleType(f"admin_app.labels.{name}")
    vars(made).update(tables)
    return made


def found(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> None:
    monkeypatch.setattr(lookup, "package_modules", lambda _package: iter(modules))


def test_the_tables_of_every_module_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, module("a", FACTS={"x": "甲"}), module("b", FACTS={"y": "乙"}), module("c"))

    assert lookup._joined("FACTS") == {"x": "甲", "y": "乙"}


def test_a_key_in_two_modules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found(monkeypatch, module("a", FACTS={"x": "甲"}), module("b", FACTS={"x": "乙"}))

    with pytest.raises(ValueError, match=r"admin_app\.labels\.b\.FACTS repeats x"):
        lookup._joined("FACTS")


def test_an_input_is_labelled_as_its_own_action_labels_it() -> None:
    labels = {action: str(label) for (action, field), label in FIELDS.items() if field == "reason"}

    assert len(set(labels.values())) > 1
    assert {action: input_label("reason", action) for action in labels} == labels


def test_the_order_of_modules_decides_no_label(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {field for _action, field in FIELDS}
    labels = {name: input_label(name) for name in names}
    monkeypatch.setattr(lookup, "FIELDS", dict(reversed(FIELDS.items())))

    assert {name: input_label(name) for name in names} == labels


def test_a_field_that_actions_label_differently_has_the_label_of_its_fact() -> None:
    assert input_label("reason") == "原因"
    assert input_label("comment") == "审核意见"


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("2026-W49", "2026年第49周（11月30日—12月6日）", "Week 49 of 2026 (Nov 30–Dec 6)"),
        ("2026-W53", "2026年第53周（12月28日—1月3日）", "Week 53 of 2026 (Dec 28–Jan 3)"),
        ("last week", "last week", "last week"),
    ],
)
def test_a_week_is_told_with_its_days(
    sqlite_app: Flask, key: str, chinese: str, english: str
) -> None:
    with sqlite_app.test_request_context():
        with force_locale("zh_Hans_CN"):
            assert week_in_words(key) == chinese
        with force_locale("en"):
            assert week_in_words(key) == english
