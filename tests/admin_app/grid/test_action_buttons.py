"""Plan, confirm, receipt: the guide's four verbs in full, and every other verb once.

The same verbs through the API and the shell come to the same rows, sums and journal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions import permissions
from actions.billing.charge import CHARGE
from actions.billing.reverse_payment import REVERSE_PAYMENT
from actions.core.action import Action
from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.permissions import CATALOG
from actions.remittances.submit import REMIT
from admin_app.views import GRIDS
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.core.journal import Door
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageState
from models.invoices.invoice import Invoice
from models.invoices.stock import (
    REQUEST_LIFECYCLE,
    InvoiceLot,
    InvoiceType,
    LotState,
    RequestState,
)
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.units.unit import UnitState
from models.users.user import Role
from seed.reference.unit_generator import credit_code
from tests.admin_app.conftest import MovableClock, opened
from tests.conftest import Databases, open_engine
from tests.support.cast import NOW, World
from tests.support.database_digest import digest
from tests.support.doors import DOORS, Doors, End, Told, as_form, carried, told
from tests.support.factories import bring
from tests.support.money_factories import Maker

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")
#: 400 + 3 × 200 yuan, five sheets of 200: the reference scenario's slip.
PAID = {"amount_fen": "1000.00", "invoice_count": "5", "invoice_type": "fixed-200"}
TWO_LINES = {
    "lines": [
        {"user_account": "zhuoni", "quantity": "30"},
        {"user_account": "lintan", "quantity": "20"},
    ]
}


def ids(doors: Doors, *names: str) -> list[int]:
    return [doors.world.id(name) for name in names]


class TestRenew:
    """续-002: tick, 续费, choose the years, submit."""

    def test_shows_each_row_s_verdict_and_the_sum(self, doors: Doors) -> None:
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

    def test_with_refused_rows_is_not_done(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due", "a-held"))
        before = digest(doors.world.engine)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 422
        assert '<button class="btn btn-primary" name="confirm" value="1" aria-disabled="true"' in (
            answer.get_data(as_text=True)
        )
        assert digest(doors.world.engine) == before

    def test_counts_anew_before_it_is_confirmed(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due", "b-due"))
        before = digest(sqlite_doors.world.engine)
        again = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "1"}, press="recalculate")
        assert "¥400.00" in told(again)
        assert "建议选择 2 年以上" in told(again)
        assert carried(again)["key"] == carried(page)["key"]
        assert digest(sqlite_doors.world.engine) == before

    def test_refuses_years_beside_their_field(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due"))
        for typed, said in (("11", "不能大于 10"), ("二", "请填写整数"), ("", "必须填写")):
            answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": typed})
            assert answer.status_code == 422
            assert said in told(answer)

    def test_leaves_a_receipt_that_can_be_reopened(self, doors: Doors) -> None:
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

    def test_leaves_a_receipt_that_can_be_taken_home(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", ids(doors, "a-due"))
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        number = answer.location.partition("id=")[2].partition("&")[0]
        sheet = doors.clerk("zhuoni").get(f"/admin/receipt/export/?id={number}")
        text = sheet.get_data().decode("utf-8-sig")
        assert sheet.get_data().startswith(b"\xef\xbb\xbf")
        assert "卓尼县教育局.政务" in text
        assert "¥400.00" in text

    def test_is_for_units_too(self, doors: Doors) -> None:
        done = doors.call(RENEW, "unit-a", ids(doors, "a-due"), {"years": "2"})
        assert done.end is End.DONE

    def test_is_nothing_for_who_only_looks(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(RENEW, "zhuoni-viewer", ids(sqlite_doors, "a-due"))
        assert page.status_code == 403


class TestCharge:
    """新-005: 收费, check what is due, type the amount and the sheets, 确认收费."""

    def test_from_the_orders_and_from_the_unit_is_one(self, doors: Doors) -> None:
        text = told(doors.plan(CHARGE, "zhuoni-cashier", ids(doors, *A_ORDERS)))
        via = doors.plan(CHARGE, "zhuoni-cashier", ids(doors, "unit-a"), "unit")
        assert told(via) == text
        for said in ("¥1,000.00", "壹仟元整", "LOT-zhuoni-signed", "转入“待缴费域名”"):
            assert said in text, said

    def test_from_the_unit_leads_to_a_receipt(self, doors: Doors) -> None:
        page = doors.plan(CHARGE, "zhuoni", ids(doors, "unit-a"), "unit")
        answer = doors.confirm(CHARGE, "zhuoni", page, PAID, entity="unit")
        assert answer.status_code == 303, told(answer)
        assert "壹仟元整" in told(doors.clerk("zhuoni").get(answer.location))

    def test_starts_without_the_amount(self, sqlite_doors: Doors) -> None:
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
    def test_refuses_in_words(self, doors: Doors, given: dict[str, str], said: str) -> None:
        page = doors.plan(CHARGE, "zhuoni", ids(doors, *A_ORDERS))
        before = digest(doors.world.engine)
        answer = doors.confirm(CHARGE, "zhuoni", page, given)
        assert answer.status_code == 422
        assert said in told(answer)
        assert digest(doors.world.engine) == before

    def test_of_two_units_is_refused(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(CHARGE, "zhuoni", ids(sqlite_doors, "a-order-renew-1", "b-order"))
        answer = sqlite_doors.confirm(CHARGE, "zhuoni", page, {**PAID, "amount_fen": "600"})
        assert "属于 2 个单位" in told(answer)

    def test_above_one_s_office_is_refused(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(CHARGE, "gannan", ids(sqlite_doors, "a-order-renew-1"))
        assert "属于其他编办" in told(page)


class TestSignFor:
    """新-003: 收到发票后须点击签收."""

    def test_says_what_the_stock_becomes(self, doors: Doors) -> None:
        page = doors.plan(SIGN_FOR, "zhuoni", ids(doors, "zhuoni-transit"))
        assert "发票余额由 60 张变为 70 张" in told(page)
        answer = doors.confirm(SIGN_FOR, "zhuoni", page, {})
        assert answer.status_code == 303
        assert "70 张" in doors.clerk("zhuoni").get("/admin/").get_data(as_text=True)

    def test_of_a_sister_s_lot_is_unknown(self, sqlite_doors: Doors) -> None:
        text = told(sqlite_doors.plan(SIGN_FOR, "zhuoni", ids(sqlite_doors, "lintan-transit")))
        assert "没有找到这条记录" in text

    def test_twice_is_refused(self, sqlite_doors: Doors) -> None:
        text = told(sqlite_doors.plan(SIGN_FOR, "zhuoni", ids(sqlite_doors, "zhuoni-signed")))
        assert "当前状态是“已签收”" in text


class TestSplit:
    """Q3: 拆分, 增加, user accounts and quantities, 提交."""

    def test_adds_and_removes_lines(self, doors: Doors) -> None:
        page = doors.plan(SPLIT, "gansu", ids(doors, "gansu-signed"))
        assert page.get_data(as_text=True).count('name="remove_row"') == 1
        line = {"lines-0-user_account": "zhuoni", "lines-0-quantity": "30", "add_row": "lines"}
        more = self._press(doors, page, line)
        assert more.count('name="remove_row"') == 2
        assert 'value="zhuoni"' in more
        fewer = self._press(doors, page, {**line, "add_row": "lines", "remove_row": "0"})
        assert 'value="zhuoni"' not in fewer

    def test_submits_to_every_receiver(self, doors: Doors) -> None:
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
    def test_refuses_in_words(self, doors: Doors, line: dict[str, str], said: str) -> None:
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


Case = tuple[Action[Any, Any, Any], str, tuple[str, ...], dict[str, Any]]
FOUR: list[Case] = [
    (RENEW, "zhuoni", ("a-due", "b-due"), {"years": "2"}),
    (CHARGE, "zhuoni-cashier", A_ORDERS, PAID),
    (SIGN_FOR, "zhuoni", ("zhuoni-transit",), {}),
    (SPLIT, "gansu", ("gansu-signed",), TWO_LINES),
]
REFUSED: list[tuple[*Case, str]] = [
    (RENEW, "zhuoni", ("a-due", "a-held"), {"years": "2"}, "域名已冻结（主管部门要求）"),
    (CHARGE, "zhuoni", A_ORDERS, {**PAID, "amount_fen": "1"}, "与应缴合计 ¥1,000.00 不一致"),
    (SIGN_FOR, "zhuoni", ("lintan-transit",), {}, "没有找到这条记录"),
    (SPLIT, "gansu", ("gansu-signed",), {"lines": []}, "至少填写一行"),
]


def through(databases: Databases, case: Case, door: Door) -> Told:
    """A verb carried out through one door, in a world of its own."""
    action, username, names, given = case
    engine = open_engine(databases.world())
    world = World(engine, dict(databases.ids))
    for program in opened(engine, MovableClock()):
        doors = Doors(program, world)
        done = doors.call(action, username, ids(doors, *names), given, door=door)
    databases.give_back(engine)
    return done


class TestEveryDoor:
    @pytest.mark.parametrize("case", FOUR, ids=lambda case: case[0].key)
    def test_comes_to_the_same_rows_sums_and_journal(
        self, case: Case, databases: Databases
    ) -> None:
        by_grid, *others = (through(databases, case, door) for door in DOORS)
        assert by_grid.end is End.DONE, by_grid.said
        assert by_grid.rows
        assert by_grid.kept is not None
        action, _door, given = by_grid.kept
        for door, other in zip(DOORS[1:], others, strict=True):
            assert replace(other, kept=None) == replace(by_grid, kept=None)
            assert other.kept == (action, door, given)

    @pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[0].key)
    @pytest.mark.parametrize("door", DOORS)
    def test_refuses_in_the_same_words(
        self, door: Door, case: tuple[*Case, str], doors: Doors
    ) -> None:
        action, username, names, given, said = case
        doors.clerk(username)
        doors.bearer(username)
        before = digest(doors.world.engine)
        refused = doors.call(action, username, ids(doors, *names), given, door=door)
        assert refused.end is End.REFUSED
        assert said in refused.said
        assert digest(doors.world.engine) == before


def maker_of(doors: Doors, session: Any, home: str = "office-zhuoni") -> Maker:
    return Maker(session, session.get_one(Office, doors.world.id(home)), NOW)


def made(doors: Doors, make: Callable[[Maker], Any], home: str = "office-zhuoni") -> list[int]:
    """A row written for the test."""
    with doors.world.writing() as session:
        return [make(maker_of(doors, session, home)).id]


def charged(doors: Doors) -> list[int]:
    """What 收费 made: the newest payment."""
    done = doors.call(CHARGE, "zhuoni", ids(doors, *A_ORDERS), PAID)
    assert done.end is End.DONE, done.said
    return newest(doors, Payment)


def newest(doors: Doors, model: Any) -> list[int]:
    with doors.world.session() as session:
        return [session.scalars(select(model.id).order_by(model.id.desc())).first()]


def deferred(doors: Doors) -> list[int]:
    """Money taken, its sheets still owed."""
    given = {"amount_fen": "200.00", "invoice_count": "0", "deferred_reason": "发票用完"}
    assert doors.call(CHARGE, "zhuoni", ids(doors, "a-order-renew-1"), given).end is End.DONE
    return newest(doors, Payment)


def remitted(doors: Doors) -> list[int]:
    charged(doors)
    done = doors.call(REMIT, "zhuoni", ids(doors, *A_ORDERS), {"bank_ref": "2026061000001"})
    assert done.end is End.DONE, done.said
    return newest(doors, Remittance)


def requested(state: RequestState) -> Callable[[Doors], list[int]]:
    def make(maker: Maker) -> Any:
        kind = maker.session.get_one(InvoiceType, 1)
        row = maker.invoice_request(10, type=kind)
        bring(row, REQUEST_LIFECYCLE, state)
        maker.session.flush()
        return row

    return lambda doors: made(doors, make)


def cast(*names: str) -> Callable[[Doors], list[int]]:
    return lambda doors: ids(doors, *names)


def nothing(_doors: Doors) -> list[int]:
    return []


UNIT = {
    "name": "卓尼县档案馆",
    "uscc": credit_code("12", "623022", "MB888888"),
    "unit_type": "institution",
    "contact_name": "档案员",
}
LINE = {"label": "卓尼县教育局新闻", "tld": "政务", "basis": "full_name", "years": "2"}
PERSON = {
    "username": "zhuoni-new",
    "display_name": "新来的",
    "role": "cashier",
    "new_password": "Lapis-7-River-Stone",
    "office_code": "623022",
}
WHY = {"reasons": ["papers_missing"], "comment": "请补齐材料"}
LOT = {"invoice_code": "6200269999", "number_from": "00900001", "courier": "邮政"}


#: Action key → who, on which rows, with what input; each once through the grid.
#: The credit code of a unit that has no name yet.
RECEIVER = credit_code("11", "623022", "MB900001")


def receiver_and_name(maker: Maker) -> Domain:
    """A registered name, and beside it a unit that may have it."""
    maker.unit("卓尼县教育和科学技术局", uscc=RECEIVER)
    return maker.domain()


def red_page(maker: Maker, state: RedPageState = RedPageState.DRAFT) -> RedPage:
    """A page of a registered name, with something on it."""
    page = maker.red_page(maker.domain(state=DomainState.REGISTERED))
    page.summary = "主管全县教育工作。"
    bring(page, RED_PAGE_LIFECYCLE, state)
    return page


ONCE: dict[str, tuple[str, Callable[[Doors], list[int]], dict[str, Any]]] = {
    "register_unit": ("zhuoni", nothing, UNIT),
    "confirm_unit": (
        "zhuoni",
        lambda d: made(d, lambda m: m.unit("待确认单位", UnitState.PENDING)),
        {},
    ),
    "submit_domain": ("unit-a", cast("unit-a"), {"names": [LINE]}),
    "resubmit": (
        "zhuoni",
        lambda d: made(d, lambda m: m.domain("卓尼退回", state=DomainState.RETURNED)),
        {"label": "卓尼退回以后", "name_reason": "县委批准"},
    ),
    "withdraw": ("unit-a", cast("a-submitted"), {}),
    "approve_office": ("zhuoni", cast("a-submitted"), {"comment": "同意"}),
    "approve_registry": ("conac-review", cast("a-office-approved"), {}),
    "return_for_changes": ("zhuoni", cast("a-submitted"), WHY),
    "reject": ("zhuoni", cast("a-submitted"), WHY),
    "renew": ("zhuoni", cast("a-due"), {"years": "2"}),
    "cancel_order": ("zhuoni", cast("a-order-renew-1"), {}),
    "charge": ("zhuoni", cast(*A_ORDERS), PAID),
    "reverse_payment": ("zhuoni", charged, {"reason": "金额看错"}),
    "issue_invoices": ("zhuoni", deferred, {"invoice_count": "1"}),
    "void_invoice": (
        "zhuoni",
        lambda d: charged(d) and newest(d, Invoice),
        {"reason": "打印模糊", "reissue": "y"},
    ),
    "remit": (
        "zhuoni",
        lambda d: charged(d) and ids(d, *A_ORDERS),
        {"bank_ref": "2026061000001", "remitted_on": "2026-06-10"},
    ),
    "cancel_remittance": ("zhuoni", remitted, {"reason": "汇错账户"}),
    "reject_remittance": ("conac-finance", remitted, {"reason": "未到账"}),
    "top_up": ("conac-finance", remitted, {"amount_fen": "1000.00", "bank_ref": "2026061000001"}),
    "request_invoices": (
        "gannan",
        lambda d: (
            made(d, lambda m: m.mailing_address(is_default=True), "office-gannan")
            and ids(d, "office-gannan")
        ),
        {"invoice_type": "fixed-200", "quantity": "10"},
    ),
    "cancel_request": ("zhuoni", requested(RequestState.SUBMITTED), {}),
    "approve_request": ("conac-finance", requested(RequestState.SUBMITTED), {}),
    "reject_request": ("conac-finance", requested(RequestState.SUBMITTED), {"reason": "太多"}),
    "dispatch": ("conac-finance", requested(RequestState.APPROVED), LOT),
    "sign_for": ("zhuoni", cast("zhuoni-transit"), {}),
    "split": ("gansu", cast("gansu-signed"), TWO_LINES),
    "create_user": ("gannan", nothing, PERSON),
    "reset_password": (
        "gannan",
        cast("user:zhuoni-cashier"),
        {"new_password": "Lapis-7-River-Stone"},
    ),
    "disable_user": ("gannan", cast("user:zhuoni-cashier"), {}),
    "hold": ("conac", cast("a-due"), {"reason": "名称有争议", "document_no": "函〔2026〕1号"}),
    "release": ("conac", cast("a-held"), {"reason": "争议已解决", "document_no": "函〔2026〕2号"}),
    "delete_domain": ("conac", cast("a-pending-deletion"), {"reason": "逾期未续费"}),
    "transfer_domain": (
        "conac",
        lambda d: made(d, receiver_and_name),
        {"receiver_uscc": RECEIVER, "reason": "机构改革", "document_no": "函〔2026〕3号"},
    ),
    "request_domain_change": (
        "zhuoni",
        cast("a-due"),
        {"kind": "hold", "reason": "名称有争议", "document_no": "函〔2026〕4号"},
    ),
    "refuse_domain_request": (
        "conac",
        lambda d: made(d, lambda m: m.domain_request()),
        {"answer": "材料不全"},
    ),
    "write_red_page": ("unit-a", cast("a-due"), {"summary": "主管全县教育工作。"}),
    "publish_red_page": ("zhuoni", lambda d: made(d, red_page), {}),
    "take_down_red_page": (
        "zhuoni",
        lambda d: made(d, lambda m: red_page(m, RedPageState.PUBLISHED)),
        {"reason": "内容过时"},
    ),
    "enable_user": (
        "gannan",
        lambda d: made(d, lambda m: m.user(is_active=False)),
        {},
    ),
}
#: Verbs whose stage is set up, and whose every refusal is tried, in a file of their own.
ELSEWHERE = {
    "stop_run": "admin_app/jobs/test_stopping.py",
    "refuse_unit": "admin_app/sheets/test_enrolling.py",
    "accept_rows": "admin_app/sheets/test_importing.py",
    "draft_remittance": "actions/test_draft_remittance.py",
    "reverse_invoice": "actions/test_reverse_invoice.py",
    "upload_statement": "actions/test_bank_lines.py",
    "match": "actions/test_bank_lines.py",
    "unmatch": "actions/test_bank_lines.py",
    "set_aside": "actions/test_bank_lines.py",
    "refund": "actions/test_adjustments.py",
    "adjust": "actions/test_adjustments.py",
    "confirm_adjustment": "actions/test_adjustments.py",
    "reject_adjustment": "actions/test_adjustments.py",
    "move_balance": "actions/test_adjustments.py",
    "return_lot": "actions/test_lots_that_leave.py",
    "lose_lot": "actions/test_lots_that_leave.py",
    "destroy_lot": "actions/test_lots_that_leave.py",
    "set_switches": "journeys/test_money_to_conac.py",
    "rename_unit": "actions/test_unit_reforms.py",
    "merge_units": "actions/test_unit_reforms.py",
    "transfer_unit": "actions/test_unit_reforms.py",
    "suspend_unit": "actions/test_unit_reforms.py",
    "resume_unit": "actions/test_unit_reforms.py",
    "abolish_unit": "actions/test_unit_reforms.py",
    "hand_over": "admin_app/pages/test_unit_pages.py",
    "add_note": "admin_app/pages/test_timeline.py",
    "withdraw_note": "admin_app/pages/test_timeline.py",
    "save_view": "actions/test_saved_views.py",
    "change_view": "actions/test_saved_views.py",
    "delete_view": "actions/test_saved_views.py",
    "attach_file": "admin_app/pages/test_attachments.py",
    "withdraw_file": "admin_app/pages/test_attachments.py",
    "set_award_rule": "actions/test_awards.py",
    "accrue_awards": "actions/test_awards.py",
    "change_setting": "actions/test_settings.py",
    "set_fee": "actions/test_settings.py",
    "set_invoice_type": "actions/test_settings.py",
    "reserve_names": "actions/test_reserved_names.py",
    "end_reservations": "actions/test_reserved_names.py",
    "revoke_token": "admin_app/test_tokens.py",
}
#: Catalogued actions that nobody finds in a list.
NO_LIST = {
    "settle": "on accounts, of which no list is kept",
    "lapse": "the system's own, by the calendar",
    "change_setting": "on the page of settings",
    "set_fee": "on the page of settings",
    "set_invoice_type": "on the page of settings",
    "add_note": "beside the row it speaks of",
    "withdraw_note": "beside the row it speaks of",
    "save_view": "beside the tabs of every list",
    "change_view": "on the page of views",
    "delete_view": "on the page of views",
    "attach_file": "beside the row it speaks of",
    "withdraw_file": "beside the row it speaks of",
}


class TestEveryVerb:
    def test_stands_below_once(self) -> None:
        known = {*ONCE, *ELSEWHERE, "settle", "lapse"}
        assert {action.key for action in CATALOG} == known
        assert set(ONCE) & set(ELSEWHERE) == set()

    @pytest.mark.parametrize("key", ELSEWHERE)
    def test_is_tried_where_it_is_said_to_be(self, key: str) -> None:
        source = (Path(__file__).parents[2] / ELSEWHERE[key]).read_text(encoding="utf-8")
        assert re.search(rf"\b{key.upper()}\b|\b{key}\b", source)

    def test_without_a_list_has_none(self) -> None:
        models = {grid.model for grid in GRIDS.values()}
        for action in CATALOG:
            is_offered = action.model in models and set(permissions.grants_of(action)) != {
                Role.SYSTEM
            }
            assert is_offered is (action.key not in NO_LIST)

    @pytest.mark.parametrize("key", ONCE)
    def test_is_planned_confirmed_and_receipted(self, doors: Doors, key: str) -> None:
        username, arrange, given = ONCE[key]
        action = permissions.action_of(key)
        assert action is not None
        rows = arrange(doors)
        page = doors.plan(action, username, rows)
        assert page.status_code == 200, told(page)
        answer = doors.confirm(action, username, page, given)
        assert answer.status_code == 303, told(answer)
        receipt = doors.clerk(username).get(answer.location)
        assert receipt.status_code == 200
        assert "业务单" in told(receipt)

    @pytest.mark.parametrize("key", ONCE)
    def test_is_refused_to_who_only_looks(self, sqlite_doors: Doors, key: str) -> None:
        action = permissions.action_of(key)
        assert action is not None
        page = sqlite_doors.plan(action, "gansu-viewer", [1] if action.maximum_rows else [])
        assert page.status_code == 403


class TestChargeToSettled:
    """新-005 to 新-007 through the grid: the balance is in the header, then spent."""

    def test_walks_the_guide(self, doors: Doors) -> None:
        (number,) = remitted(doors)
        action = permissions.action_of("top_up")
        assert action is not None
        given = {"amount_fen": "1000.00", "bank_ref": "2026061000001"}
        assert doors.call(action, "conac-finance", [number], given).end is End.DONE
        with doors.world.session() as session:
            states = {session.get_one(Order, key).state for key in ids(doors, *A_ORDERS)}
        assert states == {OrderState.SETTLED}
        assert "¥0.00" in doors.clerk("zhuoni").get("/admin/").get_data(as_text=True)

    def test_undone_gives_the_sheets_back(self, doors: Doors) -> None:
        payments = charged(doors)
        done = doors.call(REVERSE_PAYMENT, "zhuoni", payments, {"reason": "金额看错"})
        assert done.end is End.DONE, done.said
        with doors.world.session() as session:
            orders = {session.get_one(Order, key).state for key in ids(doors, *A_ORDERS)}
            lot = session.get_one(InvoiceLot, doors.world.id("zhuoni-signed"))
        assert orders == {OrderState.PAYABLE}
        assert lot.state is LotState.SIGNED


def test_forms_send_lines_by_number() -> None:
    assert as_form({"lines": [{"a": "1"}, {"a": "2"}], "on": False, "many": ["x", "y"]}) == {
        "lines-0-a": "1",
        "lines-1-a": "2",
        "many": ["x", "y"],
    }
