"""An action's input as a form: read as at every other door, each fault beside its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import HAS_NO_PLAN, Action, param
from actions.core.input_parsing import parse_input
from actions.core.refusal import Refused
from actions.core.result import Result
from actions.domains.renew import RENEW
from actions.invoices.split import SPLIT, SplitInput
from actions.permissions import CATALOG
from actions.users.reset_password import RESET_PASSWORD
from admin_app.forms.action_form import ActionForm, form_for, raw_values, show_faults, texts
from models.billing.payment import PaymentMethod
from models.core.base import db
from models.core.scope import EVERYTHING, bind_scope
from models.core.setting import know_day
from models.offices.office import Office
from tests.support.world.cast import TODAY


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def _offices(_session: Session) -> list[tuple[str, str]]:
    return [("7", "卓尼县编办")]


@dataclass(frozen=True, slots=True)
class EveryKind:
    colours: tuple[Colour, ...] = param()
    office_id: int = param(choices=_offices)
    is_urgent: bool = param(default=True)
    note: str | None = param(default=None, multiline=True)
    limit_fen: int = param(default=123_450, fen=True)


EVERY_KIND: Action[Any, Any, Any] = Action(
    key="every_kind",
    model=Office,
    input=EveryKind,
    row_facts=HAS_NO_PLAN,
    run=lambda *_: Result(rows=()),
)


@pytest.fixture
def posted(sqlite_app: Flask) -> Iterator[Callable[..., ActionForm]]:
    """Makes the form of an action from what was posted."""
    with sqlite_app.test_request_context("/", method="POST"):
        bind_scope(db.session(), EVERYTHING)
        know_day(db.session(), TODAY)

        def _posted(action: Action[Any, Any, Any], **values: Any) -> ActionForm:
            return form_for(action)(formdata=MultiDict(values))

        yield _posted


def _faults(action: Action[Any, Any, Any], form: ActionForm) -> Refused:
    with pytest.raises(Refused) as refused:
        parse_input(action.input, raw_values(form))
    show_faults(form, refused.value)
    return refused.value


class TestFormFor:
    @pytest.mark.parametrize("action", CATALOG, ids=lambda action: action.key)
    def test_form_for_makes_one_of_every_action(
        self, posted: Callable[..., ActionForm], action: Action[Any, Any, Any]
    ) -> None:
        form = posted(action)
        assert {field.name for field in form} == set(action.input.__dataclass_fields__)
        assert all(str(field.label.text) for field in form)

    def test_form_for_types_money_in_yuan(self, posted: Callable[..., ActionForm]) -> None:
        form = posted(CHARGE, amount_fen="1,200.50", invoice_count="2", method="cash")
        given = parse_input(ChargeInput, raw_values(form))
        assert (given.amount_fen, given.invoice_count) == (120_050, 2)

    def test_form_for_offers_words_for_choices(self, posted: Callable[..., ActionForm]) -> None:
        drawn = str(posted(CHARGE)["method"]())
        assert 'value="cash"' in drawn
        assert ">cash<" not in drawn

    def test_form_for_knows_every_kind_of_field(self, posted: Callable[..., ActionForm]) -> None:
        form = posted(EVERY_KIND)
        assert "<textarea" in form["note"]()
        assert form["limit_fen"].data == "1234.50"
        assert 'type="checkbox"' in form["colours"]()
        assert "卓尼县编办" in form["office_id"]()
        typed = posted(EVERY_KIND, colours="red", office_id="7", is_urgent="y", note=" ")
        given = parse_input(EveryKind, raw_values(typed))
        assert given == EveryKind((Colour.RED,), 7, is_urgent=True, note=None, limit_fen=123_450)

    def test_form_for_never_shows_a_secret_again(self, posted: Callable[..., ActionForm]) -> None:
        form = posted(RESET_PASSWORD, new_password="Harbour-Sparrow-7")
        assert "Harbour" not in str(form["new_password"]())

    def test_form_for_marks_what_must_be_typed(self, posted: Callable[..., ActionForm]) -> None:
        form = posted(RENEW)
        assert form["years"].flags.required
        assert not form["reason"].flags.required


class TestShowFaults:
    def test_show_faults_puts_each_beside_its_field(
        self, posted: Callable[..., ActionForm]
    ) -> None:
        form = posted(RENEW, years="twenty")
        _faults(RENEW, form)
        assert form["years"].errors
        assert not form["reason"].errors
        assert form["years"].data == "twenty"

    def test_show_faults_says_what_belongs_to_no_field_at_the_head(
        self, posted: Callable[..., ActionForm]
    ) -> None:
        form = posted(RENEW)
        with pytest.raises(Refused) as refused:
            parse_input(RENEW.input, {"years": 1, "bogus": 1})
        show_faults(form, refused.value)
        assert form.form_errors


class TestLines:
    LINES: ClassVar = {
        "lines-0-user_account": "lintan",
        "lines-0-quantity": "30",
        "lines-1-user_account": "",
        "lines-1-quantity": "",
        "lines-2-user_account": "zhuoni",
        "lines-2-quantity": "20",
    }

    def test_lines_leaves_empty_ones_out(self, posted: Callable[..., ActionForm]) -> None:
        given = parse_input(SplitInput, raw_values(posted(SPLIT, **self.LINES)))
        assert [(line.user_account, line.quantity) for line in given.lines] == [
            ("lintan", 30),
            ("zhuoni", 20),
        ]

    def test_lines_begins_with_one(self, posted: Callable[..., ActionForm]) -> None:
        assert len(posted(SPLIT)["lines"].entries) == 1

    def test_lines_adds_one_on_demand_and_keeps_the_others(
        self, posted: Callable[..., ActionForm]
    ) -> None:
        form = posted(SPLIT, add_row="lines", **self.LINES)
        assert len(form["lines"].entries) == 4
        assert form["lines"].entries[2].form["quantity"].data == "20"

    def test_lines_removes_the_one_named(self, posted: Callable[..., ActionForm]) -> None:
        form = posted(SPLIT, remove_row="0", **self.LINES)
        assert [e.form["user_account"].data for e in form["lines"].entries] == ["", "zhuoni"]

    @pytest.mark.parametrize("number", ["9", "-1", "²", "x", "9" * 5000])
    def test_lines_ignores_a_row_there_is_not(
        self, posted: Callable[..., ActionForm], number: str
    ) -> None:
        assert len(posted(SPLIT, remove_row=number, **self.LINES)["lines"].entries) == 3

    def test_lines_puts_a_fault_on_the_line_it_is_of(
        self, posted: Callable[..., ActionForm]
    ) -> None:
        form = posted(SPLIT, **{**self.LINES, "lines-2-quantity": "many"})
        _faults(SPLIT, form)
        assert form["lines"].entries[2].form["quantity"].errors
        assert not form["lines"].entries[0].form["quantity"].errors
        assert form.errors

    @pytest.mark.parametrize("name", ["lines-²-quantity", "lines--quantity", "lines-" + "9" * 5000])
    def test_hostile_names_do_no_harm(self, posted: Callable[..., ActionForm], name: str) -> None:
        assert raw_values(posted(SPLIT, **{name: "1"})) == {"lines": []}

    def test_a_flood_of_lines_is_cut(self, posted: Callable[..., ActionForm]) -> None:
        flood = {f"lines-{n}-quantity": "1" for n in range(5000)}
        assert len(posted(SPLIT, **flood)["lines"].entries) <= 200


class TestTexts:
    def test_texts_types_back_what_was_read(self, posted: Callable[..., ActionForm]) -> None:
        given = ChargeInput(amount_fen=40_000, invoice_count=2, method=PaymentMethod.TRANSFER)
        typed = texts(given)
        assert typed["amount_fen"] == "400.00"
        assert parse_input(ChargeInput, typed) == given
