"""What an office defined is kept as one text, compared with today, and applied as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from actions.configuration.difference import ConfigurationItemRefusal
from actions.configuration.document import ConfigurationFileRefusal as FileRefusal
from actions.configuration.keeping import KeepInput, UploadInput
from actions.configuration.messages import ConfigurationNote, ConfigurationRefusal
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.definitions.change_label import CHANGE_LABEL, ChangeLabelInput
from actions.definitions.define_label import DEFINE_LABEL, DefineLabelInput
from actions.definitions.retire_field import RETIRE_FIELD
from actions.definitions.retire_report import RETIRE_REPORT
from actions.plan import plan
from actions.rules.retire_rule import RETIRE_RULE
from models.core.journal import JournalEntry
from models.definitions.configuration import ConfigurationCopy
from models.definitions.label import Label, LabelColour
from models.definitions.own_field import OwnField
from models.definitions.report import SavedReport
from models.rules.rule import Rule
from tests.support.definitions.configurations import (
    apply,
    define_everything,
    keep,
    text_of,
    upload,
    verb,
)
from tests.support.world.cast import World
from tests.support.world.settings import refusal


def wanted(text: str, code: str = "620000") -> Any:
    return json.loads(text)["offices"][code]


def key_of(world: World, model: Any, **facts: Any) -> int:
    with world.session() as session:
        return session.scalars(select(model.id).filter_by(**facts)).one()


class TestThereAndBack:
    def test_what_one_system_wrote_another_system_becomes(self, world: World) -> None:
        define_everything(world)
        text = text_of(world, keep(world))
        assert set(wanted(text)) == {
            *("choice_list", "choice", "label", "register", "field", "register_field"),
            *("role", "report", "wording", "paper", "rule"),
        }
        moved = text.replace('"620000"', '"610000"').replace("gansu_by_state", "moved_by_state")
        outcome = apply(world, upload(world, moved, "shaanxi"), "shaanxi")
        assert outcome.totals["define_count"] > 15
        assert wanted(text_of(world, keep(world, "shaanxi")), "610000") == wanted(moved, "610000")
        copy = upload(world, moved, "shaanxi")
        with pytest.raises(Refused) as caught:
            apply(world, copy, "shaanxi")
        assert caught.value.first.code is ConfigurationRefusal.NOTHING_TO_DO

    def test_a_copy_brings_back_the_definitions_of_its_day(self, world: World) -> None:
        define_everything(world)
        before = keep(world)
        world.perform(RETIRE_RULE, "gansu", [key_of(world, Rule, name_zh="续费督办")], Nothing())
        label = key_of(world, Label, name_zh="督办")
        changed = ChangeLabelInput("督办", "Urgent", LabelColour.GREY)
        world.perform(CHANGE_LABEL, "gansu", [label], changed)
        world.perform(DEFINE_LABEL, "gansu", [], DefineLabelInput("后来的标签"))
        world.perform(RETIRE_FIELD, "gansu", [key_of(world, OwnField, key="seal_no")], Nothing())
        report = key_of(world, SavedReport, key="gansu_by_state")
        world.perform(RETIRE_REPORT, "gansu", [report], Nothing())
        totals = apply(world, before).totals
        assert totals == {"restore_count": 3, "change_count": 1, "retire_count": 1}
        after = wanted(text_of(world, keep(world, name="恢复以后")))
        later = {"name_zh": "后来的标签", "colour": "blue", "retired": True}
        assert [each for each in after["label"] if each != later] == wanted(text_of(world, before))[
            "label"
        ]
        assert {name: each for name, each in after.items() if name != "label"} == {
            name: each for name, each in wanted(text_of(world, before)).items() if name != "label"
        }

    def test_settings_and_invoice_types_are_of_the_registry(self, world: World) -> None:
        text = text_of(world, keep(world, "conac"))
        section = wanted(text, "000000")
        assert section["invoice_type"]
        document = json.loads(text)
        document["offices"]["000000"]["setting"] = [{"name": "grace_days", "value": "45"}]
        apply(world, upload(world, json.dumps(document), "conac"), "conac")
        held = wanted(text_of(world, keep(world, "conac")), "000000")
        assert held["setting"] == [{"name": "grace_days", "value": "45"}]
        apply(world, upload(world, text, "conac"), "conac")
        assert "setting" not in wanted(text_of(world, keep(world, "conac")), "000000")
        province = upload(
            world, json.dumps({"format": 1, "offices": {"620000": document["offices"]["000000"]}})
        )
        assert refused(world, province).facts["refusal"] is ConfigurationItemRefusal.OF_REGISTRY


def refused(world: World, copy: int, by: str = "gansu") -> Any:
    with pytest.raises(Refused) as caught:
        apply(world, copy, by)
    return caught.value.first


class TestWholeOrNotAtAll:
    def test_one_step_that_is_refused_leaves_everything_as_it_was(self, world: World) -> None:
        items = [{"name_zh": "好的标签"}, {"name_zh": "一、二"}]
        copy = upload(world, json.dumps({"format": 1, "offices": {"620000": {"label": items}}}))
        first = refused(world, copy)
        assert first.code is ConfigurationRefusal.STEP
        assert first.facts["item"] == "一、二"
        with world.session("gansu") as session:
            assert session.scalars(select(Label.name_zh)).all() == []

    def test_a_field_that_others_use_is_not_taken_away(self, world: World) -> None:
        define_everything(world)
        document = json.loads(text_of(world, keep(world)))
        fields = document["offices"]["620000"]["field"]
        fields[:] = [each for each in fields if each["code"] != "seal"]
        first = refused(world, upload(world, json.dumps(document)))
        assert (first.code, first.facts["item"]) == (
            ConfigurationRefusal.STEP,
            "印章（unit · seal）",
        )

    def test_what_is_settled_for_good_is_not_changed(self, sqlite_world: World) -> None:
        define_everything(sqlite_world)
        document = json.loads(text_of(sqlite_world, keep(sqlite_world)))
        document["offices"]["620000"]["field"][1]["kind"] = "whole"
        first = refused(sqlite_world, upload(sqlite_world, json.dumps(document)))
        assert first.facts["field"] == "kind"

    def test_the_journal_has_one_entry_for_all_of_it(self, sqlite_world: World) -> None:
        define_everything(sqlite_world)
        copy = upload(sqlite_world, json.dumps({"format": 1, "offices": {"620000": {}}}))
        assert apply(sqlite_world, copy).totals["retire_count"] > 10
        with sqlite_world.session() as session:
            newest = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
            assert newest is not None
            assert newest.action == "apply_configuration"


HOSTILE: dict[str, tuple[str, FileRefusal]] = {
    "no JSON": ("{", FileRefusal.NOT_JSON),
    "deep": ("[" * 100_000, FileRefusal.NOT_A_CONFIGURATION),
    "a list": ("[]", FileRefusal.NOT_A_CONFIGURATION),
    "NaN": ('{"format": NaN, "offices": {}}', FileRefusal.NOT_A_CONFIGURATION),
    "another format": ('{"format": 2, "offices": {}}', FileRefusal.OTHER_FORMAT),
    "more beside": (
        '{"format": 1, "offices": {}, "x": 1}',
        FileRefusal.NOT_A_CONFIGURATION,
    ),
    "twice": ('{"format": 1, "offices": {"a": {}, "a": {}}}', FileRefusal.TWICE),
    "an unknown kind": (
        '{"format": 1, "offices": {"620000": {"user": []}}}',
        FileRefusal.UNKNOWN_KIND,
    ),
    "a format that equals one": ('{"format": true, "offices": {}}', FileRefusal.OTHER_FORMAT),
    "an endless number": (
        f'{{"format": {"9" * 5000}, "offices": {{}}}}',
        FileRefusal.NOT_A_CONFIGURATION,
    ),
    "an infinite number": (
        '{"format": 1, "offices": {"620000": {"label": [{"name_zh": 1e999}]}}}',
        FileRefusal.NOT_A_CONFIGURATION,
    ),
    "half a character": (
        '{"format": 1, "offices": {"620000": {"\\ud800": []}}}',
        FileRefusal.UNKNOWN_KIND,
    ),
    "no office": ('{"format": 1, "offices": {"nowhere": {}}}', FileRefusal.NOT_AN_OFFICE),
    "no items": (
        '{"format": 1, "offices": {"620000": {"label": {}}}}',
        FileRefusal.NOT_A_CONFIGURATION,
    ),
    "an item that is a text": (
        '{"format": 1, "offices": {"620000": {"label": ["x"]}}}',
        FileRefusal.NOT_A_CONFIGURATION,
    ),
    "too many": (
        json.dumps({"format": 1, "offices": {"620000": {"label": [{}] * 2001}}}),
        FileRefusal.TOO_MANY_ITEMS,
    ),
}
FAULTY: dict[str, dict[str, Any]] = {
    "an unknown field": {"name_zh": "甲", "office_code": "610000"},
    "an object for a text": {"name_zh": {"a": 1}},
    "no name": {"colour": "red"},
    "no such colour": {"name_zh": "甲", "colour": "DROP TABLE"},
    "too long": {"name_zh": "甲" * 500},
    "lists in lists": {"name_zh": [[[["甲"]]]]},
    "half a character": {"name_zh": "\ud800", "colour": "none"},
}


class TestHostileFiles:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_what_is_no_configuration_is_refused_in_words(
        self, sqlite_world: World, name: str
    ) -> None:
        text, code = HOSTILE[name]
        given = UploadInput("x", text)
        with pytest.raises(Refused) as caught:
            sqlite_world.perform(verb("upload_configuration"), "gansu", [], given)
        assert caught.value.first.code is code
        assert str(caught.value.first.facts).encode()

    @pytest.mark.parametrize("name", FAULTY)
    def test_an_item_at_fault_is_named(self, sqlite_world: World, name: str) -> None:
        file = {"format": 1, "offices": {"620000": {"label": [FAULTY[name]]}}}
        first = refused(sqlite_world, upload(sqlite_world, json.dumps(file)))
        assert first.code is ConfigurationRefusal.STEP
        assert str(first.facts).encode()

    def test_an_item_that_stands_twice_is_refused(self, sqlite_world: World) -> None:
        file = {"format": 1, "offices": {"620000": {"label": [{"name_zh": "甲"}] * 2}}}
        assert refused(sqlite_world, upload(sqlite_world, json.dumps(file))).facts["item"] == "甲"

    def test_a_file_of_others_alone_is_refused(self, sqlite_world: World) -> None:
        file = json.dumps({"format": 1, "offices": {"610000": {"label": []}}})
        code = refused(sqlite_world, upload(sqlite_world, file)).code
        assert code is ConfigurationRefusal.NOT_OF_OFFICE


class TestStrangers:
    def test_a_copy_is_of_its_office_alone(self, world: World) -> None:
        define_everything(world)
        copy = keep(world)
        with world.session("shaanxi") as session:
            assert session.get(ConfigurationCopy, copy) is None
        assert refused_as(world, "shaanxi", copy) == refused_as(world, "shaanxi", 999_999)
        assert refused_as(world, "conac", copy) is Common.NOT_OWN_OFFICE

    @pytest.mark.parametrize("who", ["gannan", "zhuoni", "conac-finance", "unit-a"])
    def test_nobody_else_keeps_or_applies(self, sqlite_world: World, who: str) -> None:
        keeping = verb("keep_configuration")
        assert refusal(sqlite_world, keeping, KeepInput(), who) is Common.FORBIDDEN
        copy = upload(sqlite_world, '{"format": 1, "offices": {"620000": {}}}')
        assert refused_as(sqlite_world, who, copy) is Common.FORBIDDEN


def refused_as(world: World, who: str, copy: int) -> Any:
    with pytest.raises(Refused) as caught:
        apply(world, copy, who)
    verdicts = caught.value.verdicts
    return verdicts[0].refusal.code if verdicts and verdicts[0].refusal else caught.value.first.code


class TestThePlan:
    def test_what_ends_in_a_file_is_planned_where_it_is_not_there_yet(
        self, sqlite_world: World
    ) -> None:
        define_everything(sqlite_world)
        moved = text_of(sqlite_world, keep(sqlite_world)).replace('"620000"', '"610000"')
        copy = upload(sqlite_world, moved.replace("gansu_by_state", "moved"), "shaanxi")
        with sqlite_world.session("shaanxi") as session:
            by = sqlite_world.caller("shaanxi")
            found = plan(session, verb("apply_configuration"), [copy], Nothing(), by)
        told = [note.facts.get("item") for note in found.preview.side_effects]
        assert "停用的标签" in told

    def test_amounts_are_told_in_yuan(self, sqlite_world: World) -> None:
        document = json.loads(text_of(sqlite_world, keep(sqlite_world, "conac")))
        (kind, *_others) = document["offices"]["000000"]["invoice_type"]
        before = kind["face_value_fen"]
        kind["face_value_fen"] = 12_300
        copy = upload(sqlite_world, json.dumps(document), "conac")
        with sqlite_world.session("conac") as session:
            by = sqlite_world.caller("conac")
            found = plan(session, verb("apply_configuration"), [copy], Nothing(), by)
        notes = {note.code: note.facts for note in found.preview.side_effects}
        assert before == 20_000
        assert notes[ConfigurationNote.CHANGES]["becomes"] == "123.00"

    def test_the_plan_names_each_change_with_old_and_new(self, sqlite_world: World) -> None:
        define_everything(sqlite_world)
        document = json.loads(text_of(sqlite_world, keep(sqlite_world)))
        section = document["offices"]["620000"]
        section["label"][0]["colour"] = "green"
        section["label"].append({"name_zh": "新的标签"})
        del section["report"]
        copy = upload(sqlite_world, json.dumps(document))
        with sqlite_world.session("gansu") as session:
            by = sqlite_world.caller("gansu")
            found = plan(session, verb("apply_configuration"), [copy], Nothing(), by)
        notes = {note.code: note.facts for note in found.preview.side_effects}
        assert notes[ConfigurationNote.CHANGES]["input_field"] == "change_label:colour"
        assert notes[ConfigurationNote.CHANGES]["becomes"] == "green"
        assert notes[ConfigurationNote.DEFINES]["item"] == "新的标签"
        assert notes[ConfigurationNote.RETIRES]["item"] == "甘肃域名（gansu_by_state）"
