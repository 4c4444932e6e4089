"""Plan, confirm, receipt: the guide's four verbs in full."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from actions import authorise
from actions.billing.charge import CHARGE
from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from models.domains.domain import Domain
from models.invoices.stock import (
    InvoiceLot,
)
from tests.support.database.database_digest import digest
from tests.support.pages.doors import Doors, End, carried, told
from tests.support.world.planned import A_ORDERS, PAID, TWO_LINES, ids


class TestRenew:
    """续-002: tick, 续费, choose the years, submit."""

    def test_renew_shows_each_row_s_verdict_and_the_sum(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due", "a-held", "a-far", "a-quoted-1"))
        text = told(page)
        assert page.status_code == 200
        for said in (
            "可以办理",
            "域名已冻结（主管部门要求），不能续费",
            "起才可续费",
            "已有未完成的续费（",
            "2026-07-10",
            "2028-07-10",
            "¥400.00",
            "肆佰元整",
            "将生成 1 笔续费缴费信息",
            "有 3 条不能办理",
        ):
            assert said in text, said

    def test_renew_with_refused_rows_is_not_done(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due", "a-held"))
        before = digest(doors.world.engine)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 422
        assert '<button class="btn btn-primary" name="confirm" value="1" aria-disabled="true"' in (
            answer.get_data(as_text=True)
        )
        assert digest(doors.world.engine) == before

    def test_renew_counts_anew_before_it_is_confirmed(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due", "b-due"))
        before = digest(sqlite_doors.world.engine)
        again = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "1"}, press="recalculate")
        assert "¥400.00" in told(again)
        assert "建议选择 2 年以上" in told(again)
        assert carried(again)["key"] == carried(page)["key"]
        assert digest(sqlite_doors.world.engine) == before

    def test_renew_refuses_years_beside_their_field(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due"))
        for typed, said in (("11", "不能大于 10"), ("二", "请填写整数"), ("", "必须填写")):
            answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": typed})
            assert answer.status_code == 422
            assert said in told(answer)

    def test_renew_leaves_a_receipt_that_can_be_reopened(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due", "b-due"))
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        clerk = doors.clerk("zhuoni")
        receipt = told(clerk.get(answer.location))
        for said in (
            "续费 · 业务单",
            "卓尼县教育局",
            "柳林小学",
            "¥800.00",
            "捌佰元整",
            "卓尼管理员",
        ):
            assert said in receipt, said
        assert told(clerk.get(answer.location)) == receipt

    def test_renew_leaves_a_receipt_that_can_be_taken_home(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due"))
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        number = answer.location.partition("id=")[2].partition("&")[0]
        sheet = doors.clerk("zhuoni").get(f"/admin/receipt/export/?id={number}")
        text = sheet.get_data().decode("utf-8-sig")
        assert sheet.get_data().startswith(b"\xef\xbb\xbf")
        assert "卓尼县教育局.政务" in text
        assert "¥400.00" in text

    def test_renew_is_for_units_too(self, doors: Doors) -> None:
        done = doors.call(RENEW, "unit-a", ids(doors, "a-due"), {"years": "2"})
        assert done.end is End.DONE

    def test_renew_is_nothing_for_who_only_looks(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni-viewer", ids(sqlite_doors, "a-due"))
        assert page.status_code == 403


class TestCharge:
    """新-005: 收费, check what is due, type the amount and the sheets, 确认收费."""

    def test_from_the_orders_and_from_the_unit_is_one(self, doors: Doors) -> None:
        text = told(doors.plan(CHARGE, "zhuoni-cashier", ids(doors, *A_ORDERS)))
        via = doors.plan(CHARGE, "zhuoni-cashier", ids(doors, "unit-a"), "unit")
        assert told(via) == text.replace(" 剔除", ""), "rows of another list are not left out"
        assert "¥1,000.00" in text
        page = doors.plan(CHARGE, "zhuoni-cashier", ids(doors, *A_ORDERS))
        typed = told(doors.confirm(CHARGE, "zhuoni-cashier", page, PAID, press="recalculate"))
        for said in ("¥1,000.00", "壹仟元整", "LOT-zhuoni-signed", "转入“待缴费域名”"):
            assert said in typed, said

    def test_from_the_unit_leads_to_a_receipt(self, doors: Doors) -> None:
        page = doors.plan(CHARGE, "zhuoni", ids(doors, "unit-a"), "unit")
        answer = doors.confirm(CHARGE, "zhuoni", page, PAID, entity="unit")
        assert answer.status_code == 303, told(answer)
        assert "壹仟元整" in told(doors.clerk("zhuoni").get(answer.location))

    def test_charge_starts_without_the_amount(self, sqlite_doors: Doors) -> None:
        """Q4: the amount is counted at the desk, so nothing stands there to be accepted."""
        page = sqlite_doors.plan(CHARGE, "zhuoni", ids(sqlite_doors, *A_ORDERS))
        field = page.get_data(as_text=True).partition('name="amount_fen"')[2].partition(">")[0]
        assert 'value=""' in field

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({**PAID, "amount_fen": "999"}, "填写的收费金额 ¥999.00 与应缴合计 ¥1,000.00 不一致"),
            ({**PAID, "invoice_count": "4"}, "票面合计 ¥800.00"),
            ({**PAID, "invoice_count": "61"}, "可用的只有 60 张"),
            ({**PAID, "invoice_count": "0"}, "须填写待补开票原因"),
            ({**PAID, "amount_fen": "1000.001"}, "最多两位小数"),
        ],
    )
    def test_charge_refuses_in_words(self, doors: Doors, given: dict[str, str], said: str) -> None:
        page = doors.plan(CHARGE, "zhuoni", ids(doors, *A_ORDERS))
        before = digest(doors.world.engine)
        answer = doors.confirm(CHARGE, "zhuoni", page, given)
        assert answer.status_code == 422
        assert said in told(answer)
        assert digest(doors.world.engine) == before

    def test_charge_of_two_units_is_refused(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(CHARGE, "zhuoni", ids(sqlite_doors, "a-order-renew-1", "b-order"))
        answer = sqlite_doors.confirm(CHARGE, "zhuoni", page, {**PAID, "amount_fen": "600"})
        assert "属于 2 个单位" in told(answer)

    def test_above_one_s_office_is_refused(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(CHARGE, "gannan", ids(sqlite_doors, "a-order-renew-1"))
        assert "属于其他编办" in told(page)


class TestSignFor:
    """新-003: 收到发票后须点击签收."""

    def test_sign_for_says_what_the_stock_becomes(self, doors: Doors) -> None:
        page = doors.plan(SIGN_FOR, "zhuoni", ids(doors, "zhuoni-transit"))
        assert "发票余额由 60 张变为 70 张" in told(page)
        answer = doors.confirm(SIGN_FOR, "zhuoni", page, {})
        assert answer.status_code == 303
        assert "70 张" in doors.clerk("zhuoni").get("/admin/").get_data(as_text=True)

    def test_sign_for_of_a_sister_s_lot_is_unknown(self, sqlite_doors: Doors) -> None:
        text = told(sqlite_doors.plan(SIGN_FOR, "zhuoni", ids(sqlite_doors, "lintan-transit")))
        assert "没有找到这条记录" in text

    def test_sign_for_twice_is_refused(self, sqlite_doors: Doors) -> None:
        text = told(sqlite_doors.plan(SIGN_FOR, "zhuoni", ids(sqlite_doors, "zhuoni-signed")))
        assert "当前状态是“已签收”" in text


class TestSplit:
    """Q3: 拆分, 增加, user accounts and quantities, 提交."""

    def test_split_adds_and_removes_lines(self, doors: Doors) -> None:
        page = doors.plan(SPLIT, "gansu", ids(doors, "gansu-signed"))
        assert page.get_data(as_text=True).count('name="remove_row"') == 1
        line = {"lines-0-user_account": "zhuoni", "lines-0-quantity": "30", "add_row": "lines"}
        more = self._press(doors, page, line)
        assert more.count('name="remove_row"') == 2
        assert 'value="zhuoni"' in more
        fewer = self._press(doors, page, {**line, "add_row": "lines", "remove_row": "0"})
        assert 'value="zhuoni"' not in fewer

    def test_split_submits_to_every_receiver(self, doors: Doors) -> None:
        page = doors.plan(SPLIT, "gansu", ids(doors, "gansu-signed"))
        shown = told(doors.confirm(SPLIT, "gansu", page, TWO_LINES, press="recalculate"))
        assert "30 张 00012001–00012030" in shown
        assert "20 张 00012031–00012050" in shown
        assert "还剩 100 张" in shown
        answer = doors.confirm(SPLIT, "gansu", page, TWO_LINES)
        assert answer.status_code == 303, told(answer)
        with doors.world.session("lintan") as session:
            child = session.scalars(select(InvoiceLot).order_by(InvoiceLot.id.desc())).first()
            assert child is not None
            assert (child.number_from, child.quantity) == ("00012031", 20)

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ({"user_account": "nobody", "quantity": "1"}, "没有找到用户账户“nobody”"),
            ({"user_account": "lantian", "quantity": "1"}, "没有找到用户账户“lantian”"),
            ({"user_account": "zhuoni", "quantity": "151"}, "超过该批次可用的 150 张"),
            ({"user_account": "zhuoni", "quantity": "x"}, "请填写整数"),
            ({"user_account": "", "quantity": "1"}, "必须填写"),
        ],
    )
    def test_split_refuses_in_words(self, doors: Doors, line: dict[str, str], said: str) -> None:
        page = doors.plan(SPLIT, "gansu", ids(doors, "gansu-signed"))
        before = digest(doors.world.engine)
        answer = doors.confirm(SPLIT, "gansu", page, {"lines": [line]})
        assert answer.status_code == 422
        assert said in told(answer)
        assert digest(doors.world.engine) == before

    def _press(self, doors: Doors, page: Any, form: dict[str, str]) -> str:
        url = "/admin/lot/action/?action=split"
        answer = doors.clerk("gansu").post(url, {**carried(page), **form})
        text: str = answer.get_data(as_text=True)
        return text


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Row id → how often a verdict was found on it."""
    counted, find = Counter[int](), authorise._refusal

    def _counting(action: Any, row: Any, *rest: Any) -> Any:
        counted[row.id] += 1
        return find(action, row, *rest)

    monkeypatch.setattr(authorise, "_refusal", _counting)
    return counted


class TestVerdicts:
    ROWS = ("a-due", "a-grace", "b-due")

    def test_a_plan_judges_each_row_once(self, doors: Doors, judged: Counter[int]) -> None:
        rows = ids(doors, *self.ROWS)
        assert doors.plan(RENEW, "zhuoni", rows).status_code == 200
        assert judged == dict.fromkeys(rows, 1)

    def test_a_confirmation_judges_each_row_once(self, doors: Doors, judged: Counter[int]) -> None:
        rows = ids(doors, *self.ROWS)
        page = doors.plan(RENEW, "zhuoni", rows)
        judged.clear()
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "2"}).status_code == 303
        assert judged == dict.fromkeys(rows, 1)

    def test_a_refused_confirmation_judges_each_row_once_more_for_its_page(
        self, doors: Doors, judged: Counter[int]
    ) -> None:
        rows = ids(doors, *self.ROWS, "a-held")
        page = doors.plan(RENEW, "zhuoni", rows)
        judged.clear()
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "2"}).status_code == 422
        assert judged == dict.fromkeys(rows, 2)

    def test_a_confirmation_of_rows_that_moved_judges_each_once_more_for_its_page(
        self, doors: Doors, judged: Counter[int]
    ) -> None:
        rows = ids(doors, *self.ROWS)
        page = doors.plan(RENEW, "zhuoni", rows)
        with doors.world.writing() as session:
            session.get_one(Domain, rows[0]).row_version += 1
        judged.clear()
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "2"}).status_code == 409
        assert judged == dict.fromkeys(rows, 2)
