"""导入银行流水: files as banks write them, taken in whole or refused row by row."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.remittances.bank_statement import BankLine, BankLineState, BankVerdict
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.world.cast import World

Clerks = Callable[[str], Clerk]
PAGE = "/admin/statement_upload/"

_INPUT = re.compile(r'<input[^>]* name="(?P<name>\w+)" value="(?P<value>[^"]*)"')
_CHOSEN = re.compile(
    r'<select[^>]* name="(?P<name>\w+)">(?:(?!</select>).)*?'
    r'<option value="(?P<value>\d*)" selected',
    re.DOTALL,
)

AS_BANKS_WRITE = """账户明细查询结果,,,,,,
账号,6200000000000,,,,,
交易日期,交易时间,借方金额,贷方金额,对方户名,摘要,交易流水号
20260608,10:01:02,,"1,200.00",卓尼县财政局,域名注册费,CCB001
2026-06-09,11:00,300.00,,某公司,电费,CCB002
2026/6/9,,,400,临潭县编办,转账,CCB003
合计,,300.00,"1,600.00",,,
"""


def send(clerk: Clerk, text: str | bytes, name: str = "流水.csv") -> TestResponse:
    """Bring a file and look at how it is read."""
    content = text if isinstance(text, bytes) else text.encode()
    clerk.get(PAGE)
    data = {"csrf_token": clerk.token, "file": (io.BytesIO(content), name)}
    return clerk.client.post(PAGE, data=data, content_type="multipart/form-data", buffered=True)


def press(clerk: Clerk, page: TestResponse, button: str, **changed: str) -> TestResponse:
    """Press a button of the form on a page, with some of its fields changed."""
    text = page.get_data(as_text=True).partition("<main")[2]
    form = {m["name"]: unescape(m["value"]) for m in _INPUT.finditer(text)}
    form |= {m["name"]: m["value"] for m in _CHOSEN.finditer(text)}
    data = {**form, **changed, button: "1"}
    return clerk.client.post(PAGE, data=data, content_type="multipart/form-data", buffered=True)


def bring_in(clerk: Clerk, text: str | bytes, name: str = "流水.csv") -> TestResponse:
    """Bring a file, take it as it is read, confirm; the page where that ends."""
    page = send(clerk, text, name)
    for button in ("plan", "confirm"):
        if page.status_code != 200:
            return page
        page = press(clerk, page, button)
    return clerk.client.get(page.location) if page.status_code == 303 else page


def lines(world: World) -> list[tuple[str, int, str | None]]:
    with world.session() as session:
        rows = session.scalars(select(BankLine).order_by(BankLine.id))
        return [(row.bank_ref, row.amount_fen, row.payer) for row in rows]


class TestStatementUpload:
    def test_statement_upload_finds_the_headings_and_takes_what_came_in(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        page = bring_in(sqlite_clerk("conac-finance"), AS_BANKS_WRITE)
        assert page.status_code == 200
        assert "支出（未导入）" in told(page)
        assert lines(sqlite_world) == [
            ("CCB001", 120_000, "卓尼县财政局"),
            ("CCB003", 40_000, "临潭县编办"),
        ]

    def test_statement_upload_shows_how_it_is_read_before_anything_is_staged(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        shown = send(sqlite_clerk("conac-finance"), AS_BANKS_WRITE)
        page = told(shown)
        assert "这些栏目这样读取" in page
        assert 'value="6200000000000"' in shown.get_data(as_text=True)
        assert "2 笔 ¥1,600.00" in page
        assert "1 笔 ¥300.00" in page
        assert lines(sqlite_world) == []

    def test_statement_upload_says_on_the_plan_what_went_out(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        page = press(clerk, send(clerk, AS_BANKS_WRITE), "plan")
        assert "1 笔支出未导入，合计 ¥300.00" in told(page)
        assert lines(sqlite_world) == []

    def test_statement_upload_is_read_again_by_the_columns_a_person_chooses(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        text = "甲,乙,丙,丁\n20260608,400,A1,某局\n20260609,500,A2,某局\n"
        clerk = sqlite_clerk("conac-finance")
        first = send(clerk, text)
        assert (first.status_code, "没有找到日期" in told(first)) == (422, True)
        chosen = {"column_received_on": "0", "column_credit": "1", "column_bank_ref": "2"}
        page = press(clerk, first, "read", account="6200 1", **chosen)
        press(clerk, press(clerk, page, "plan"), "confirm")
        assert [row[:2] for row in lines(sqlite_world)] == [("A1", 40_000), ("A2", 50_000)]

    def test_statement_upload_remembers_the_columns_for_the_next_file_with_these_headings(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        head, clerk = "账号,62001,,\n甲,乙,丙,丁\n", sqlite_clerk("conac-finance")
        chosen = {"column_received_on": "0", "column_credit": "1", "column_payer": "3"}
        page = press(clerk, send(clerk, head + "20260608,400,A1,某局\n"), "read", **chosen)
        press(clerk, press(clerk, page, "plan"), "confirm")
        bring_in(clerk, head + "20260609,500,A2,另一局\n")
        assert lines(sqlite_world) == [("", 40_000, "某局"), ("", 50_000, "另一局")]

    def test_statement_upload_keeps_reading_the_direction_whatever_is_chosen(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        text = "日期,收/支,金额,对方户名\n20260608,支,600,甲\n20260608,收,400,乙\n"
        clerk = sqlite_clerk("conac-finance")
        chosen = {"column_direction": "", "column_amount": "", "column_credit": "2"}
        page = press(clerk, send(clerk, text), "plan", **chosen)
        assert (page.status_code, "收支方向不一致" in told(page)) == (422, True)
        assert lines(sqlite_world) == []

    def test_confirmed_twice_is_done_once_and_ends_at_one_receipt(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        page = press(clerk, send(clerk, AS_BANKS_WRITE), "plan")
        first, second = (press(clerk, page, "confirm").location for _ in range(2))
        assert "/receipt/?id=" in first
        assert second == f"{first}&again=1"
        assert len(lines(sqlite_world)) == 2

    def test_statement_upload_of_a_forged_file_is_refused(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        page = press(clerk, send(clerk, AS_BANKS_WRITE), "plan", sheet="forged")
        assert page.status_code == 422
        assert lines(sqlite_world) == []

    def test_statement_upload_reads_the_encoding_of_old_sheets(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        bring_in(sqlite_clerk("conac-finance"), AS_BANKS_WRITE.encode("gb18030"))
        assert len(lines(sqlite_world)) == 2

    def test_twice_changes_nothing_and_names_the_lines(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        bring_in(clerk, AS_BANKS_WRITE)
        page = bring_in(clerk, AS_BANKS_WRITE, "又一次.csv")
        assert page.status_code == 422
        assert "本次没有任何改动" in told(page)
        assert "CCB001 2026-06-08 ¥1,200.00 卓尼县财政局 (流水.csv #4)" in told(page)
        assert len(lines(sqlite_world)) == 2

    def test_statement_upload_names_the_lines_of_an_overlapping_file_on_the_plan(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        bring_in(clerk, AS_BANKS_WRITE)
        later = AS_BANKS_WRITE.replace("合计", "20260610,,,99,甲,乙,CCB004\n合计")
        page = press(clerk, send(clerk, later), "plan")
        assert "以前导入过的是 CCB003 2026-06-09 ¥400.00 临潭县编办 (流水.csv #6)" in told(page)

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("六月八日,,,400,甲,乙,CCB9", "第 4 行：日期“六月八日”无法识别"),
            ("20260608,,,肆佰,甲,乙,CCB9", "第 4 行：金额“肆佰”无法识别"),
            ("20260608,,300,400,甲,乙,CCB9", "第 4 行：收入和支出两栏都有金额"),
            ("20260608,,,400,甲,乙," + "9" * 61, "第 4 行：流水号超过 60 个字符"),
        ],
    )
    def test_statement_upload_takes_nothing_of_a_file_with_a_fault(
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
    def test_statement_upload_says_what_is_no_statement(
        self, sqlite_world: World, sqlite_clerk: Clerks, text: str, name: str
    ) -> None:
        page = send(sqlite_clerk("conac-finance"), text, name)
        assert page.status_code == 422

    def test_statement_upload_asks_for_a_file(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        page = sqlite_clerk("conac-finance").post(PAGE)
        assert (page.status_code, "请选择银行流水文件" in told(page)) == (422, True)

    def test_statement_upload_is_the_registrys_finance_alone(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        for username in ("gansu", "conac-review", "unit-a"):
            assert sqlite_clerk(username).get(PAGE).status_code == 403

    def test_lines_without_a_bank_number_are_found_by_the_number_of_their_credit(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        bring_in(clerk, AS_BANKS_WRITE.replace("CCB003", "0"))
        with sqlite_world.session() as session:
            row = session.scalars(select(BankLine).where(BankLine.bank_ref == "")).one()
        page = clerk.get(f"/admin/bank_line/?search={row.credit_ref}")
        assert "临潭县编办" in told(page)
        assert "卓尼县财政局" not in told(page)
        record = told(clerk.get(f"/admin/bank_line/details/?id={row.id}"))
        assert (row.credit_ref in record, "贷方金额" in record) == (True, True)
        assert "¥300.00" in told(clerk.get("/admin/bank_statement/"))

    def test_statement_upload_shows_each_verdict_as_a_list(
        self, sqlite_world: World, sqlite_clerk: Clerks
    ) -> None:
        clerk = sqlite_clerk("conac-finance")
        bring_in(clerk, AS_BANKS_WRITE)
        page = clerk.get("/admin/bank_line/?list=unmatched")
        assert "CCB001" in told(page)
        with sqlite_world.session() as session:
            waiting = select(func.count(BankLine.id)).where(
                BankLine.state == BankLineState.OPEN, BankLine.verdict == BankVerdict.UNMATCHED
            )
            assert session.scalar(waiting) == 2
