"""What a registrable label looks like."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.label import (
    MOST_A_LABEL,
    MOST_HAN,
    LabelFault,
    LabelFaultKind,
    LabelMeasure,
    label_faults,
    measure_label,
    normalise_label,
)
from tests.support.texts.hostile_text import texts

Kind = LabelFaultKind

labels = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("a0-"))


def kinds(text: str) -> list[LabelFaultKind]:
    return [fault.kind for fault in label_faults(text)]


class TestNormaliseLabel:
    @pytest.mark.parametrize(
        ("typed", "label"),
        [
            (" 永昌县教育局 ", "永昌县教育局"),
            ("ＡＢ教育局", "ab教育局"),
            ("\u2f00教育局", "一教育局"),
            ("\uf900教育局", "豈教育局"),
            ("\u212a教育局", "k教育局"),
        ],
    )
    def test_normalise_label_folds_width_case_and_compatibility_forms(
        self, typed: str, label: str
    ) -> None:
        assert normalise_label(typed) == label

    @given(texts)
    def test_normalise_label_has_nothing_more_to_do_the_second_time(self, text: str) -> None:
        assert normalise_label(normalise_label(text)) == normalise_label(text)


class TestMeasureLabel:
    @pytest.mark.parametrize(
        ("label", "han", "octets"),
        [
            ("天津市东丽区机构编制委员会办公室", 16, 53),
            ("新疆维吾尔自治区伊犁哈萨克自治州教育局", 19, 63),
            ("甘肃省甘南藏族自治州卓尼县机构编制委员会办公室", 23, 74),
            ("内蒙古自治区锡林郭勒盟机构编制委员会办公室", 21, 68),
        ],
    )
    def test_measure_label_counts_han_and_octets_of_real_names(
        self, label: str, han: int, octets: int
    ) -> None:
        assert measure_label(label) == LabelMeasure(han, han, octets)

    def test_measure_label_counts_letters_apart_from_han(self) -> None:
        assert measure_label("ab教育局") == LabelMeasure(5, 3, len(idna.alabel("ab教育局")))

    @given(labels.filter(lambda label: not label_faults(label)))
    def test_measure_label_agrees_with_the_name_that_is_built(self, label: str) -> None:
        assert measure_label(label).a_label_length == len(idna.alabel(label))

    def test_measure_label_answers_for_text_of_any_size(self) -> None:
        assert measure_label("政" * 2**20).characters == 2**20


class TestLabelFaults:
    @pytest.mark.parametrize(
        "label",
        [
            "永昌县教育局",
            "永昌县第3小学",
            "a-b教育局",
            "一",
            "〇一",
            "國務院",
            "新疆维吾尔自治区伊犁哈萨克自治州教育局",
        ],
    )
    def test_label_faults_finds_none_in_a_lawful_label(self, label: str) -> None:
        assert label_faults(label) == ()

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("", LabelFault(Kind.EMPTY)),
            (" \u3000", LabelFault(Kind.EMPTY)),
            ("jyj123", LabelFault(Kind.NO_HAN)),
            ("县·教育局", LabelFault(Kind.FORBIDDEN_CHARACTER, "·", 2)),
            ("县 教育局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+0020", 2)),
            ("教育局。政务", LabelFault(Kind.FORBIDDEN_CHARACTER, "。", 4)),
            ("教育局👍", LabelFault(Kind.FORBIDDEN_CHARACTER, "👍", 4)),
            ("教育а局", LabelFault(Kind.FORBIDDEN_CHARACTER, "а", 3)),
            ("教\u200b育局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+200B", 2)),
            ("教\u202e育局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+202E", 2)),
            ("教育局\x00", LabelFault(Kind.INVISIBLE_CHARACTER, "U+0000", 4)),
            ("教\ud800局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+D800", 2)),
            ("教\ue000局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+E000", 2)),
            ("教\ufe0f局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+FE0F", 2)),
            ("教\u3164局", LabelFault(Kind.INVISIBLE_CHARACTER, "U+1160", 2)),
            ("教\u0301局", LabelFault(Kind.FORBIDDEN_CHARACTER, "U+0301", 2)),
            ("𠮷林县", LabelFault(Kind.HAN_OUTSIDE_TABLE, "𠮷", 1)),
            ("-教育局", LabelFault(Kind.LEADING_HYPHEN, "-", 1)),
            ("教育局-", LabelFault(Kind.TRAILING_HYPHEN, "-", 4)),
            ("a--教育局", LabelFault(Kind.CONSECUTIVE_HYPHENS, "--", 2)),
            ("一" * 21, LabelFault(Kind.TOO_MANY_HAN, measured=21, limit=20)),
            ("政" + "a" * 62, LabelFault(Kind.A_LABEL_TOO_LONG, measured=72, limit=63)),
            ("政" * 256, LabelFault(Kind.A_LABEL_TOO_LONG, measured=256, limit=63)),
        ],
    )
    def test_label_faults_names_the_one_fault_with_its_facts(
        self, text: str, fault: LabelFault
    ) -> None:
        assert label_faults(text) == (fault,)

    def test_label_faults_names_a_mark_that_has_nothing_to_stand_on(self) -> None:
        assert kinds("\u0301教育局") == [Kind.LEADING_COMBINING, Kind.FORBIDDEN_CHARACTER]

    def test_label_faults_names_every_fault_at_once(self) -> None:
        assert set(kinds("-" + "甘肃省甘南藏族自治州卓尼县机构编制委员会" * 2 + "--_")) == {
            Kind.LEADING_HYPHEN,
            Kind.CONSECUTIVE_HYPHENS,
            Kind.FORBIDDEN_CHARACTER,
            Kind.TOO_MANY_HAN,
            Kind.A_LABEL_TOO_LONG,
        }

    def test_label_faults_names_a_character_once_and_not_without_end(self) -> None:
        assert kinds("政" + "_" * 50) == [Kind.FORBIDDEN_CHARACTER]
        assert kinds("政" + "!@#$%^&*()_+").count(Kind.FORBIDDEN_CHARACTER) == 8

    @pytest.mark.parametrize("text", ["政" * 2**20, "ﷺ" * 2**20, "\u0301" * 2**20, "ﷺ" * 255])
    def test_label_faults_refuses_endless_text_without_taking_it_apart(self, text: str) -> None:
        assert kinds(text) == [Kind.A_LABEL_TOO_LONG]

    @given(texts)
    def test_label_faults_passes_only_what_the_standard_passes(self, text: str) -> None:
        if label_faults(text):
            return
        label = normalise_label(text)
        assert idna.ulabel(idna.alabel(label)) == label
        assert len(idna.alabel(label)) <= MOST_A_LABEL
        assert measure_label(label).han <= MOST_HAN

    @given(labels.map(lambda label: label + "政"))
    def test_label_faults_refuses_only_what_a_rule_names(self, label: str) -> None:
        assert set(kinds(label)) <= {
            Kind.LEADING_HYPHEN,
            Kind.TRAILING_HYPHEN,
            Kind.CONSECUTIVE_HYPHENS,
            Kind.TOO_MANY_HAN,
            Kind.A_LABEL_TOO_LONG,
        }

    @given(texts)
    def test_label_faults_never_echoes_what_cannot_be_printed(self, text: str) -> None:
        for fault in label_faults(text):
            assert fault.found.isprintable()
            assert fault.found.encode().decode() == fault.found
