"""Days, amounts and totals in the cells of a bank's file."""

from __future__ import annotations

import pytest

from admin_app.files.bank_statement_cells import amount_of, day_of, is_total
from admin_app.labels.remittances.bank_statement import StatementFault
from models.values.money import MoneyError
from tests.support.texts.bank_files import DAY, faults, read_rows


class TestCells:
    @pytest.mark.parametrize(
        "text",
        [
            *(
                "20261105",
                "2026-11-05",
                "2026/11/5",
                "2026.11.5",
                "2026年11月5日",
                "２０２６１１０５",
            ),
            *("20261105101010", "20261105 10:10:10", "2026-11-05T10:10:10", "2026-11-05 10:10"),
            *("2026年11月5日 10时10分", "2026-11-05 00:00:00.0", "20261105 101010"),
        ],
    )
    def test_days_are_read_as_banks_write_them(self, text: str) -> None:
        assert day_of(text) == DAY

    @pytest.mark.parametrize(
        "text", ["2026111", "11/05/2026", "26-11-05", "20261305", "", "十一月"]
    )
    def test_days_that_may_be_others_are_none(self, text: str) -> None:
        assert day_of(text) is None

    @pytest.mark.parametrize(
        "text", ["1234.5", "+1,234.50", "￥1,234.50", "１，２３４．５０元", "CNY 1,234.50"]
    )
    def test_amounts_are_read_as_banks_write_them(self, text: str) -> None:
        assert (amount_of(text).fen, amount_of(text).is_negative) == (123_450, False)

    @pytest.mark.parametrize("text", ["1.234,50", "1 234.50", "10²", "肆佰", "1,23.4", "+-4"])
    def test_amounts_that_may_be_others_are_refused(self, text: str) -> None:
        with pytest.raises(MoneyError):
            amount_of(text)

    @pytest.mark.parametrize("text", ["", "-", "--", "—", "0.00"])
    def test_nothing_is_an_amount_of_nothing(self, text: str) -> None:
        assert amount_of(text).fen == 0

    def test_totals_are_told_by_the_shape_of_their_row(self) -> None:
        assert is_total(("合计", "", "300.00"))
        assert is_total(("", "本页小计：", "3笔", "300.00"))
        assert not is_total(("合计科技公司", "", "300.00"))
        assert not is_total(("合计", "", "300.00", "某公司"))

    def test_a_payer_called_a_total_is_read(self) -> None:
        head, row = ["对方户名", "日期", "贷方金额"], ["合计", "20261105", "300"]
        assert [line.payer for line in read_rows(head, row).lines] == ["合计"]

    def test_a_number_that_lost_digits_is_refused(self) -> None:
        head, row = ["日期", "贷方金额", "流水号"], ["20261105", "300", "622848001234567???"]
        assert faults(head, row) == [(StatementFault.REF_CUT, 2)]
