"""Two texts that look the same are one key, whatever they were typed with."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.core.text_type import TextFault, TextType, kept_form, looks_changed, text_fault
from models.values.lost_digits import has_lost_digits, with_place_holders
from models.values.radicals import IDEOGRAPHS
from models.values.typed_text import BadCharacter, CharacterFault, unguarded
from tests.support.texts.hostile_text import texts
from tests.support.texts.look_alikes import EXPONENTS, KEYS, UNSEEN, look_alikes, spellings

KINDS = sorted(TextType)


class TestKeptForm:
    @given(st.sampled_from(KINDS), texts | st.text(max_size=12))
    def test_kept_form_of_a_kept_form_is_itself(self, kind: TextType, text: str) -> None:
        kept = kept_form(kind, text)

        assert kept_form(kind, kept) == kept

    @given(st.sampled_from(KINDS), st.data())
    def test_kept_form_is_one_for_all_spellings_that_look_alike(
        self, kind: TextType, data: st.DataObject
    ) -> None:
        key = data.draw(st.sampled_from(KEYS[kind]))

        assert kept_form(kind, data.draw(spellings(kind, key))) == kept_form(kind, key)

    @pytest.mark.parametrize("kind", KINDS)
    def test_kept_form_of_a_key_in_use_is_the_key(self, kind: TextType) -> None:
        assert [kept_form(kind, key) for key in KEYS[kind]] == list(KEYS[kind])

    @given(st.sampled_from(KINDS), texts | st.text(st.sampled_from(UNSEEN + "卓尼A1 ")))
    @example(TextType.LABEL, "政务\t政务")
    def test_kept_form_holds_nothing_unseen(self, kind: TextType, text: str) -> None:
        if len(text) > 64:  # the kinds that are checked leave hopeless text alone
            return
        kept = kept_form(kind, text).replace("\n", "")

        assert not set(kept) & set(UNSEEN)
        assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("卓尼县\n泉站1", "卓尼县泉站1"),
            ("卓尼县 泉站0", "卓尼县泉站0"),
            ("卓尼县(城关)第１小学", "卓尼县（城关）第1小学"),
            ("PICC  Gansu", "PICC Gansu"),
            ("买买提•艾力", "买买提·艾力"),
            ("⼈⺠政府", "人民政府"),
            ("二○一厂", "二〇一厂"),
            ("中国–东盟", "中国-东盟"),
        ],
    )
    def test_kept_form_of_a_name_is_as_on_its_papers(self, typed: str, kept: str) -> None:
        assert kept_form(TextType.NAME, typed) == kept

    @pytest.mark.parametrize(
        ("kind", "typed", "kept"),
        [
            (TextType.DOCUMENT_NO, "卓编办[2026]１２ 号", "卓编办〔2026〕12号"),
            (TextType.PHONE, "０９４１ — ３６２１２３４", "0941-3621234"),
            (TextType.EMAIL, " a＠b.cn\u200b", "a@b.cn"),
            (TextType.LOGIN, "Ｚｈｕｏｎｉ\u00ad ", "zhuoni"),
            (TextType.CODE, '="00012012"', "00012012"),
            (TextType.CODE, "'00012012", "00012012"),
            (TextType.NUMBER, "d620921 20261124 000123 45", None),
            (TextType.WORDS, "第一行\n第二行，写完", "第一行 第二行，写完"),
            (TextType.LINES, "第一行\r\n第二行\t", "第一行\n第二行"),
        ],
    )
    def test_kept_form_of_each_kind(self, kind: TextType, typed: str, kept: str | None) -> None:
        expected = KEYS[TextType.NUMBER][0] if kept is None else kept

        assert kept_form(kind, typed if kept else expected.replace("-", " ").lower()) == expected

    def test_kept_form_knows_every_radical_of_the_supplement(self) -> None:
        named = {c for c in range(0x2E80, 0x2F00) if unicodedata.name(chr(c), "")}

        assert named - IDEOGRAPHS.keys() == {0x2E80}


class TestLooksChanged:
    @pytest.mark.parametrize(
        ("kind", "typed", "is_seen"),
        [
            (TextType.NAME, " 卓尼\u200b县 ", False),
            (TextType.NAME, "卓尼县⺠政局", False),
            (TextType.NAME, "卓尼县\n泉站", True),
            (TextType.CODE, "ＩＣＢＣ１", True),
            (TextType.CODE, "ICBC1", False),
            (TextType.LINES, "一\r\n二", False),
        ],
    )
    def test_looks_changed_tells_what_a_reader_sees(
        self, kind: TextType, typed: str, is_seen: bool
    ) -> None:
        assert looks_changed(kind, typed) is is_seen


class TestTextFault:
    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("卓尼\ue000县", BadCharacter(CharacterFault.PRIVATE_USE, 3, "U+E000")),
            ("卓尼\u0378县", BadCharacter(CharacterFault.UNASSIGNED, 3, "U+0378")),
            ("卓\U0010ffff", BadCharacter(CharacterFault.UNASSIGNED, 2, "U+10FFFF")),
            ("卓\ufffd", BadCharacter(CharacterFault.REPLACEMENT, 2, "U+FFFD")),
            ("\u200b卓尼🎉", BadCharacter(CharacterFault.SYMBOL, 3, "U+1F389")),
        ],
    )
    def test_text_fault_names_the_character_and_its_place(
        self, text: str, fault: BadCharacter
    ) -> None:
        assert text_fault(TextType.NAME, text) == fault

    @pytest.mark.parametrize("text", ["卓尼县教育局", "𠮷林", "\U00031350镇", "二○一厂", "①中"])
    def test_text_fault_passes_han_of_every_block(self, text: str) -> None:
        assert text_fault(TextType.NAME, text) is None

    def test_text_fault_leaves_pictures_to_free_text(self) -> None:
        assert text_fault(TextType.WORDS, "好🎉") is None

    @pytest.mark.parametrize("typed", EXPONENTS)
    @pytest.mark.parametrize("kind", [TextType.CODE, TextType.NUMBER, TextType.PHONE])
    def test_text_fault_names_lost_digits(self, kind: TextType, typed: str) -> None:
        assert text_fault(kind, typed) is TextFault.LOST_DIGITS


class TestLostDigits:
    @pytest.mark.parametrize("typed", EXPONENTS)
    def test_lost_digits_are_seen_in_every_spelling(self, typed: str) -> None:
        assert has_lost_digits(typed)
        assert with_place_holders(typed).endswith("?")
        assert has_lost_digits(with_place_holders(typed))

    @pytest.mark.parametrize(
        "typed", ["ICBC0612", "12E456", "E18", "1E", "00012012", "1-2", "D620921-20261124", ""]
    )
    def test_lost_digits_are_not_seen_in_codes(self, typed: str) -> None:
        assert not has_lost_digits(typed)
        assert with_place_holders(typed) == typed

    @given(texts)
    def test_any_text_may_be_asked(self, text: str) -> None:
        assert has_lost_digits(text) in {True, False}


class TestUnguarded:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("'00012012", "00012012"),
            ('="00012012"', "00012012"),
            ("=“00012012”", "00012012"),
            ("＝＂00012012＂", "00012012"),
            ("\t00012012", "00012012"),
            ("'=1+1", "=1+1"),
            ("''甲", "'甲"),
            ("'甲", "'甲"),
            ("'", "'"),
            ('="a""b"', 'a"b'),
            ("=1+1", "=1+1"),
        ],
    )
    def test_unguarded_takes_one_guard_away(self, cell: str, text: str) -> None:
        assert unguarded(cell) == text


def test_look_alikes_are_many() -> None:
    assert all(len(set(look_alikes(kind, KEYS[kind][0]))) > 10 for kind in KINDS)
