"""Files in the layouts of the banks are read exactly, with the direction of each line."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest

from admin_app.files.bank_statement_headings import direction_of
from admin_app.files.bank_statement_reader import (
    open_statement,
    read_statement,
)
from admin_app.labels.remittances.bank_statement import StatementFault
from models.remittances.bank_direction import LineDirection
from tests.support.texts.bank_files import DAY, faults, read_rows
from tests.support.texts.bank_statements import (
    FILES,
    IN,
    LAYOUTS,
    OUT,
    REVERSAL,
    Layout,
    Moved,
    Row,
)

MOVED = (
    Moved(DAY, 40_000, IN, "卓尼县编办", "20261105-0001"),
    Moved(DAY, 60_000, OUT, "某公司", "20261105-0002"),
    Moved(DAY, 123_450, IN, "合计科技公司", "20261105-0003", "汇款单"),
    Moved(DAY, 7_700, REVERSAL, "临潭县编办", "20261105-0004"),
)


class TestLayouts:
    @pytest.mark.parametrize("kind", FILES, ids=["utf-8", "gbk", "utf-16", "sep", "xlsx"])
    @pytest.mark.parametrize("layout", LAYOUTS, ids=[each.bank for each in LAYOUTS])
    def test_layouts_is_read_exactly(
        self, layout: Layout, kind: tuple[str, Callable[[Sequence[Row]], bytes]]
    ) -> None:
        moved = [each for each in MOVED if each.way in layout.ways]
        ending, write = kind
        file = open_statement(io.BytesIO(write(layout.rows(moved))), f"a.{ending}")
        read = read_statement(file)

        assert read.faults == ()
        assert (read.profile, read.account) == (layout.bank, layout.account)
        assert [
            (line.received_on, line.amount_fen, line.direction, line.payer, line.account)
            for line in read.lines
        ] == [(each.day, each.fen, each.way, each.payer, layout.account) for each in moved]
        assert [line.bank_ref for line in read.lines] == [
            each.serial if layout.has_serial else None for each in moved
        ]
        assert all(
            each.memo in (line.memo or "") for each, line in zip(moved, read.lines, strict=True)
        )
        assert read.passed_over == len(layout.totals)


class TestDirection:
    @pytest.mark.parametrize(
        "heading",
        [
            *("收/支", "收支", "借/贷", "借贷标志", "借贷方向", "来账/往账", "收入/支出", "进/出"),
            *("收付标志", "交易方向", "方向", "D/C", "CR/DR", "借贷标志 D/C", "+/-", "收／支"),
            *("出入账标志", "收支类型", "类型", "随便什么", "借方/贷方", "流入/流出", "D/C Flag"),
            *("借/贷方", "进账／出账", "DR/CR标志", "往来账", "Credit Debit Indicator"),
        ],
    )
    def test_direction_is_read_from_a_column_beside_the_amount(self, heading: str) -> None:
        words = {"D/C": "CD", "CR/DR": ("CR", "DR"), "+/-": "+-", "借贷标志 D/C": "CD"}
        comes, goes = words.get(heading, ("收", "支"))
        head = ["日期", heading, "金额", "对方户名"]
        read = read_rows(head, ["20261105", comes, "1", "甲"], ["20261105", goes, "2", "乙"])
        assert [line.direction for line in read.lines] == [IN, OUT]

    @pytest.mark.parametrize("text", ["", "转", "0", "收支", "收/支", "+/-"])
    @pytest.mark.parametrize("heading", ["收/支", "借贷标志"])
    def test_direction_that_a_cell_does_not_tell_refuses_the_row(
        self, heading: str, text: str
    ) -> None:
        head, good = ["日期", heading, "金额"], ["20261105", "收", "1"]
        read = read_rows(head, good, ["20261105", text, "600"])
        (fault,) = read.faults
        assert fault.code == StatementFault.NO_DIRECTION
        assert (fault.facts["row"], fault.facts["column"]) == (3, heading)

    @pytest.mark.parametrize(
        "heading", ["交易类型", "标志", "收或支", "本行借贷记号标志", "交易性质"]
    )
    def test_direction_that_no_cell_of_a_likely_column_tells_refuses_its_rows(
        self, heading: str
    ) -> None:
        head = ["日期", heading, "金额"]
        assert faults(head, ["20261105", "转账", "600"]) == [(StatementFault.NO_DIRECTION, 2)]

    @pytest.mark.parametrize(
        ("amount", "way"),
        [
            ("+400", IN),
            ("-400", OUT),
            ("(400)", OUT),
            ("－４００", OUT),
            ("400-", OUT),
            ("400DR", OUT),
        ],
    )
    def test_direction_is_read_from_the_amount_itself(
        self, amount: str, way: LineDirection
    ) -> None:
        read = read_rows(["日期", "交易金额", "附言"], ["20261105", amount, "费"])
        assert [(line.direction, line.amount_fen) for line in read.lines] == [(way, 40_000)]

    @pytest.mark.parametrize("heading", ["金额（支出）", "发生额（借方）"])
    def test_direction_of_an_amount_stands_in_its_brackets(self, heading: str) -> None:
        head = ["日期", heading, "贷方金额"]
        read = read_rows(head, ["20261105", "600", ""], ["20261105", "", "400"])
        assert [line.direction for line in read.lines] == [OUT, IN]

    @pytest.mark.parametrize(
        "heading", ["发生额(+/-)", "交易金额（收入为正，支出为负）", "金额（借/贷）"]
    )
    def test_direction_of_an_amount_of_both_sides_stays_open(self, heading: str) -> None:
        read = read_rows(["日期", heading, "附言"], ["20261105", "-600", "费"])
        assert [line.direction for line in read.lines] == [OUT]

    @pytest.mark.parametrize(
        "heading", ["对方支行名称", "收(付)方账号", "收付方开户行", "出入库单号码"]
    )
    def test_direction_is_not_looked_for_in_names_and_numbers(self, heading: str) -> None:
        read = read_rows(["日期", heading, "金额"], ["20261105", "某", "600"])
        assert [line.direction for line in read.lines] == [IN]

    def test_direction_of_both_sides_at_once_refuses_the_row(self) -> None:
        head = ["日期", "借方金额", "贷方金额"]
        assert faults(head, ["20261105", "1", "2"]) == [(StatementFault.BOTH_SIDES, 2)]

    def test_direction_that_contradicts_the_side_refuses_the_row(self) -> None:
        head = ["日期", "收/支", "贷方金额"]
        assert faults(head, ["20261105", "支", "2"]) == [(StatementFault.OTHER_DIRECTION, 2)]

    def test_direction_that_only_the_balance_tells_refuses_the_row(self) -> None:
        head = ["日期", "金额", "余额"]
        rows = (["20261105", "400", "1400"], ["20261105", "600", "800"])
        assert faults(head, *rows) == [(StatementFault.BALANCE_FALLS, 3)]
        rising = (["20261105", "400", "1800"], ["20261105", "400", "1400"])
        assert faults(head, *rising) == []

    @pytest.mark.parametrize(
        ("mark", "way"), [("是", REVERSAL), ("1", REVERSAL), ("否", IN), ("", IN)]
    )
    def test_direction_of_a_reversal_is_told_by_its_mark(
        self, mark: str, way: LineDirection
    ) -> None:
        read = read_rows(["日期", "贷方金额", "冲正标志"], ["20261105", "400", mark])
        assert [line.direction for line in read.lines] == [way]

    def test_mark_that_says_neither_refuses_the_row(self) -> None:
        head = ["日期", "贷方金额", "冲正标志"]
        assert faults(head, ["20261105", "400", "某"]) == [(StatementFault.UNKNOWN_MARK, 2)]

    @pytest.mark.parametrize("text", ["贷(收入)", "C-贷", "贷方", "ＣＲ", "来账 ", "来帐", "Cr."])
    def test_words_may_stand_beside_each_other(self, text: str) -> None:
        assert direction_of(text) is IN
