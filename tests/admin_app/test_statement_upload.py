"""导入银行流水: files as banks write them, taken in whole or refused row by row."""

import io
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.bank import BankLine, BankLineState, BankVerdict
from tests.admin_app.conftest import Clerk
from tests.doors import told
from tests.world import World

Clerks = Callable[[str], Clerk]
PAGE = "/admin/statement_upload/"

AS_BANKS_WRITE = """账户明细查询结果,,,,,,
账号,6200000000000,,,,,
交易日期,交易时间,借方金额,贷方金额,对方户名,摘要,交易流水号
20260608,10:01:02,,"1,200.00",卓尼县财政局,域名注册费,CCB001
2026-06-09,11:00,300.00,,某公司,电费,CCB002
2026/6/9,,,400,临潭县编办,转账,CCB003
合计,,300.00,"1,600.00",,,
"""


def send(clerk: Clerk, text: str | bytes, name: str = "流水.csv") -> TestResponse:
    content = text if isinstance(text, bytes) else text.encode()
    clerk.get(PAGE)
    data = {"csrf_token": clerk.token, "file": (io.BytesIO(content), name)}
    return clerk.client.post(
        PAGE, data=data, content_type="multipart/form-data", buffered=True, follow_redirects=True
    )


def lines(world: World) -> list[tuple[str, int, str | None]]:
    with world.session() as session:
        rows = session.scalars(select(BankLine).order_by(BankLine.id))
        return [(row.bank_ref, row.amount_fen, row.payer) for row in rows]


class TestStatementUpload:
    def test_finds_the_headings_and_takes_what_came_in(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        page = send(sqlite_clerk("conac-finance"), AS_BANKS_WRITE)
        assert "已导入 2 笔" in told(page)
        assert lines(sqlite_world) == [
            ("CCB001", 120_000, "卓尼县财政局"),
            ("CCB003", 40_000, "临潭县编办"),
        ]

    def test_reads_the_encoding_of_old_sheets(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        send(sqlite_clerk("conac-finance"), AS_BANKS_WRITE.encode("gb18030"))
        assert len(lines(sqlite_world)) == 2

    def test_twice_changes_nothing_and_says_so(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        send(clerk, AS_BANKS_WRITE)
        page = send(clerk, AS_BANKS_WRITE, "又一次.csv")
        assert page.status_code == 422
        assert "本次没有任何改动" in told(page)
        assert len(lines(sqlite_world)) == 2

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("六月八日,,,400,甲,乙,CCB9", "第 4 行：日期“六月八日”无法识别"),
            ("20260608,,,肆佰,甲,乙,CCB9", "第 4 行：金额“肆佰”无法识别"),
            ("20260608,,,400,甲,乙,", "第 4 行：没有流水号"),
            ("20260608,,,400,甲,乙," + "9" * 61, "第 4 行：流水号超过 60 个字符"),
        ],
    )
    def test_takes_nothing_of_a_file_with_a_fault(
        self, sqlite_world: World, sqlite_clerk: Clerks, row: str, said: str
    ) -> None:
        head = "\n".join(AS_BANKS_WRITE.splitlines()[:3])
        good = "20260608,,,400,甲,乙,CCB8"
        page = send(sqlite_clerk("conac-finance"), f"{head}\n{row}\n{good}\n")
        assert page.status_code == 422
        assert said in told(page)
        assert lines(sqlite_world) == []

    @pytest.mark.parametrize(
        ("text", "name"), [("甲,乙\n1,2\n", "a.csv"), ("", "a.csv"), ("x", "a.pdf")]
    )
    def test_says_what_is_no_statement(
        self, sqlite_world: World, sqlite_clerk: Clerks, text: str, name: str
    ) -> None:
        page = send(sqlite_clerk("conac-finance"), text, name)
        assert page.status_code == 422

    def test_asks_for_a_file(self, sqlite_world: World, sqlite_clerk: Clerks) -> None:
        page = sqlite_clerk("conac-finance").post(PAGE)
        assert (page.status_code, "请选择银行流水文件" in told(page)) == (422, True)

    def test_is_the_registrys_finance_alone(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        for username in ("gansu", "conac-review", "unit-a"):
            assert sqlite_clerk(username).get(PAGE).status_code == 403

    def test_shows_each_verdict_as_a_list(self, sqlite_world: World, sqlite_clerk: Clerks) -> None:
        clerk = sqlite_clerk("conac-finance")
        send(clerk, AS_BANKS_WRITE)
        page = clerk.get("/admin/bank_line/?list=unmatched")
        assert "CCB001" in told(page)
        with sqlite_world.session() as session:
            waiting = select(func.count(BankLine.id)).where(
                BankLine.state == BankLineState.OPEN, BankLine.verdict == BankVerdict.UNMATCHED
            )
            assert session.scalar(waiting) == 2
