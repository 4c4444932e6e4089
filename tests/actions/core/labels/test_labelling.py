"""A label is put on records of every kind and taken off, by those who see both."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.action import Nothing
from actions.core.labels.labelling import (
    LabellingRefusal,
    TakeOffLabelInput,
    put_label,
    take_off_label,
)
from actions.core.refusal import Refused
from actions.definitions.retire_label import RETIRE_LABEL
from actions.labelled import LABELLED
from models.core.base import Base
from models.core.journal import JournalChange, JournalEntry
from models.definitions.label import MAXIMUM_LABELS_OF_RECORD
from models.domains.domain import Domain
from models.offices.office import Office
from tests.support.definitions.labels import define, define_all, put, standing
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker, make_any

#: Action key → its model: every kind of record that can have labels.
PUTTING = {
    "label_unit": "unlabel_unit",
    "label_domain": "unlabel_domain",
    "label_domain_request": "unlabel_domain_request",
    "label_red_page": "unlabel_red_page",
    "label_domain_order": "unlabel_domain_order",
    "label_payment": "unlabel_payment",
    "label_invoice": "unlabel_invoice",
    "label_invoice_lot": "unlabel_invoice_lot",
    "label_invoice_request": "unlabel_invoice_request",
    "label_remittance": "unlabel_remittance",
    "label_adjustment": "unlabel_adjustment",
    "label_office": "unlabel_office",
    "label_user": "unlabel_user",
}


def refusal(world: World, by: str, ids: list[int], label: int | str, action: Any = None) -> Any:
    action = action or put_label(Domain)
    with pytest.raises(Refused) as caught:
        world.perform(action, by, ids, action.input(str(label)))
    return caught.value.first.code


def test_every_kind_of_record_has_the_two_actions() -> None:
    keys = {put_label(model).key: take_off_label(model).key for model in LABELLED}
    assert keys == PUTTING


@pytest.mark.parametrize("model", LABELLED, ids=lambda model: model.__tablename__)
def test_a_label_is_put_on_a_record_of_every_kind_and_taken_off(
    sqlite_world: World, model: type[Base]
) -> None:
    world, label = sqlite_world, define(sqlite_world, "gansu", "急件")
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        row = office if model is Office else make_any(Maker(session, office, NOW), model)
        key = row.id
    put(world, "zhuoni", model, [key], label)
    assert standing(world, model.__tablename__, key) == {label}
    world.perform(take_off_label(model), "zhuoni", [key], TakeOffLabelInput("急件"))
    assert standing(world, model.__tablename__, key) == set()
    put(world, "zhuoni", model, [key], "急件")
    assert standing(world, model.__tablename__, key) == {label}


class TestPuttingALabel:
    def test_a_batch_of_rows_is_labelled_journaled_and_receipted(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        ids = [world.id("a-due"), world.id("b-due")]
        done = put(world, "zhuoni", Domain, ids, label)
        assert done.totals == {"row_count": 2}
        assert {row.facts["label"] for row in done.rows} == {"急件"}
        with world.session() as session:
            changes = session.scalars(
                select(JournalChange).where(JournalChange.entity == "row_label")
            ).all()
            entry = session.get_one(JournalEntry, done.entry_id)
        assert {change.entry_id for change in changes} == {entry.id}
        assert {change.office_code for change in changes} == {"623022"}

    def test_a_label_of_another_province_is_unknown_or_refused(self, world: World) -> None:
        labels, own = define_all(world), [world.id("a-due")]
        assert refusal(world, "zhuoni", own, labels["shaanxi"]) is LabellingRefusal.UNKNOWN
        assert refusal(world, "zhuoni", own, "陕西督办") is LabellingRefusal.UNKNOWN
        assert refusal(world, "conac", own, labels["shaanxi"]) is LabellingRefusal.ELSEWHERE

    def test_a_label_is_meant_by_its_name_in_either_language(self, world: World) -> None:
        labels = define_all(world)
        put(world, "zhuoni", Domain, [world.id("a-due")], "Inspection")
        put(world, "lintan", Domain, [world.id("c-due")], "专项检查")
        assert standing(world, "domain", world.id("a-due")) == {labels["conac"]}
        assert standing(world, "domain", world.id("c-due")) == {labels["conac"]}

    def test_a_label_that_stands_is_not_put_twice(self, world: World) -> None:
        label, ids = define(world, "gansu", "急件"), [world.id("a-due")]
        put(world, "zhuoni", Domain, ids, label)
        assert refusal(world, "zhuoni", ids, label) is LabellingRefusal.ON_ALREADY

    def test_a_retired_label_is_not_put_but_can_be_taken_off(self, world: World) -> None:
        label, ids = define(world, "gansu", "急件"), [world.id("a-due")]
        put(world, "zhuoni", Domain, ids, label)
        world.perform(RETIRE_LABEL, "gansu", [label], Nothing())
        assert refusal(world, "zhuoni", [world.id("b-due")], label) is LabellingRefusal.RETIRED
        world.perform(take_off_label(Domain), "zhuoni", ids, TakeOffLabelInput(str(label)))
        assert standing(world, "domain", ids[0]) == set()

    def test_a_record_has_a_bounded_number_of_labels(self, sqlite_world: World) -> None:
        world, ids = sqlite_world, [sqlite_world.id("a-due")]
        for n in range(MAXIMUM_LABELS_OF_RECORD):
            put(world, "zhuoni", Domain, ids, define(world, "gansu", f"第{n}类"))
        last = define(world, "gansu", "再加一个")
        assert refusal(world, "zhuoni", ids, last) is LabellingRefusal.TOO_MANY


class TestTakingALabelOff:
    def test_a_label_that_is_not_there_is_not_taken_off(self, world: World) -> None:
        label = define(world, "gansu", "急件")
        code = refusal(world, "zhuoni", [world.id("a-due")], label, take_off_label(Domain))
        assert code is LabellingRefusal.NOT_ON


def test_two_labels_of_one_name_are_told_apart_by_their_keys(world: World) -> None:
    gansu, shaanxi = define(world, "gansu", "急件"), define(world, "shaanxi", "急件")
    assert gansu != shaanxi
    ids = [world.id("a-due")]
    assert refusal(world, "conac", ids, "急件") is LabellingRefusal.AMBIGUOUS
    put(world, "conac", Domain, ids, gansu)
    assert standing(world, "domain", ids[0], "zhuoni") == {gansu}
