"""The finder: what words find, for whom, and where each answer leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.pages.clerk import Clerk

SignIn = Callable[[str], Clerk]


def answers(reader: Clerk, words: str) -> str:
    page = reader.get("/admin/find/answers", query_string={"q": words})
    assert page.status_code == 200
    return page.get_data(as_text=True)


class TestFind:
    @pytest.mark.parametrize("words", ["卓尼县教育局", "znxjyj", "教育"])
    def test_find_finds_a_unit_by_name_initials_or_two_characters(
        self, clerk: SignIn, words: str
    ) -> None:
        assert "/admin/unit/details/?id=" in answers(clerk("zhuoni"), words)

    def test_find_finds_names_beside_their_units(self, clerk: SignIn) -> None:
        assert "卓尼县教育局.政务" in answers(clerk("zhuoni"), "卓尼县教育局")

    def test_find_finds_a_page_by_its_name_or_initials(self, clerk: SignIn) -> None:
        reader = clerk("zhuoni")
        for words in ("待缴费", "djfym"):
            assert "list=awaiting_remittance" in answers(reader, words)

    def test_find_finds_an_action_where_its_rows_are(self, clerk: SignIn) -> None:
        assert "/admin/lot/?list=in_transit" in answers(clerk("zhuoni"), "签收")

    def test_find_finds_charging_where_what_waits_stands(self, clerk: SignIn) -> None:
        assert "/admin/charging/?owing=1" in answers(clerk("zhuoni"), "收费")

    def test_find_offers_no_action_that_is_not_granted(self, clerk: SignIn) -> None:
        assert "充值" not in answers(clerk("zhuoni"), "充值").replace("“充值”", "")
        assert "list=submitted" in answers(clerk("conac-finance"), "充值")

    def test_find_shows_nothing_of_a_sister_county(self, clerk: SignIn) -> None:
        reader = clerk("lintan")
        assert "/details/" not in answers(reader, "卓尼县教育局")

    def test_find_asks_for_more_when_one_character_is_given(self, clerk: SignIn) -> None:
        assert "至少输入 2 个字" in answers(clerk("zhuoni"), "县")

    def test_find_says_so_when_nothing_is_found(self, clerk: SignIn) -> None:
        assert "没有找到“龘龘”" in answers(clerk("zhuoni"), "龘龘")

    @pytest.mark.parametrize("words", ["<script>", "%_%", "'\"--", "a" * 500, "  "])
    def test_find_bears_any_text(self, clerk: SignIn, words: str) -> None:
        assert "<script>" not in answers(clerk("zhuoni"), words)

    def test_find_is_a_page_for_those_without_a_script(self, clerk: SignIn) -> None:
        page = clerk("zhuoni").get("/admin/find/", query_string={"q": "卓尼县教育局"})
        assert "/admin/unit/details/?id=" in page.get_data(as_text=True)
