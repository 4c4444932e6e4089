"""Numbers of 汇款单 found in what people write into a memo."""

from __future__ import annotations

from datetime import date

import pytest

from models.remittances.bank_matching import numbers_in
from models.values.document_number import NumberKind, make_number


class TestNumbersIn:
    NUMBER = make_number(NumberKind.REMITTANCE, "623022", date(2026, 6, 10), 7)

    @pytest.mark.parametrize(
        "memo",
        [
            "域名注册费 {} 卓尼",
            "汇款单{}请查收",
            "H 6230 22 20260610 000007",
            "{}20260611",
            "两张 {} 和 {}",
        ],
    )
    def test_numbers_in_are_found_in_what_people_write(self, memo: str) -> None:
        said = memo.replace("{}", self.NUMBER)
        if "{" not in memo and self.NUMBER not in said:
            said += self.NUMBER[-2:]
        assert numbers_in(said) == [self.NUMBER]

    def test_numbers_in_are_found_in_full_width_without_hyphens(self) -> None:
        wide = "".join(chr(ord(c) + 0xFEE0) for c in self.NUMBER.replace("-", "").lower())
        assert numbers_in(f"附言:{wide}") == [self.NUMBER]

    def test_numbers_in_with_a_wrong_digit_are_none(self) -> None:
        wrong = self.NUMBER.replace("000007", "000008")
        assert numbers_in(wrong) == []

    @pytest.mark.parametrize("memo", [None, "", "H", "转账", "H12345678901234567890123456789"])
    def test_numbers_in_are_not_seen_where_there_are_none(self, memo: str | None) -> None:
        assert numbers_in(memo) == []

    def test_numbers_in_of_orders_are_not_taken(self) -> None:
        order = make_number(NumberKind.ORDER, "623022", date(2026, 6, 10), 7)
        assert numbers_in(order) == []
