"""Every action once through every interface, and the whole flow from a charge to its settlement."""

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
from actions.core.records.change_many import CHANGE_MANY
from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT
from actions.labelled import LABELLING
from actions.permissions import CATALOG
from actions.remittances.submit import REMIT
from admin_app.views import GRIDS
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.core.journal import Door
from models.domains.domain import Domain, DomainState
from models.domains.red_page import RED_PAGE_LIFECYCLE, RedPage, RedPageState
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import REQUEST_LIFECYCLE, RequestState
from models.invoices.invoice_type import InvoiceType
from models.invoices.stock import InvoiceLot, LotState
from models.offices.office import Office
from models.remittances.remittance import Remittance
from models.units.unit import UnitState
from models.users.user import Role
from seed.reference.unit_generator import credit_code
from tests.conftest import Databases, open_engine
from tests.support.database.database_digest import digest
from tests.support.pages.doors import DOORS, Doors, End, Told, as_form, told
from tests.support.pages.programs import MovableClock, opened
from tests.support.world.cast import NOW, World
from tests.support.world.factories import bring
from tests.support.world.money_factories import Maker
from tests.support.world.planned import A_ORDERS, PAID, TWO_LINES, ids

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
    def test_every_door_comes_to_the_same_rows_sums_and_journal(
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
    def test_every_door_refuses_in_the_same_words(
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


def signed_for_by_lintan(doors: Doors) -> list[int]:
    """Lintan's office, with nothing on its way to it."""
    done = doors.call(SIGN_FOR, "lintan", ids(doors, "lintan-transit"), {})
    assert done.end is End.DONE, done.said
    return ids(doors, "office-lintan")


def to_zhuoni(doors: Doors) -> list[int]:
    """A desk that a colleague hands over to zhuoni."""
    taker = doors.world.id("user:zhuoni")
    return made(doors, lambda m: m.handover_record(taker_id=taker))


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


CHANGXIN = {
    "code": "623028",
    "name": "长新县机构编制委员会办公室",
    "parent_code": "623000",
    "document_no": "民函〔2026〕1号",
    "division_name": "长新县",
}


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
    "create_office": ("conac", nothing, CHANGXIN),
    "rename_office": (
        "conac",
        cast("office-zhuoni"),
        {"name": "卓尼市机构编制委员会办公室", "document_no": "民函〔2026〕2号"},
    ),
    "merge_office": (
        "conac",
        signed_for_by_lintan,
        {"successor_code": "623022", "document_no": "民函〔2026〕3号", "people": "disable"},
    ),
    "move_office": (
        "conac",
        signed_for_by_lintan,
        {
            "code": "629021",
            "name": "临潭市编办",
            "parent_code": "620000",
            "document_no": "民函〔2026〕5号",
            "division_name": "临潭市",
        },
    ),
    "close_office": (
        "conac",
        lambda d: made(d, lambda m: m.office_below("623029"), "office-gannan"),
        {"document_no": "民函〔2026〕4号"},
    ),
    "create_user": ("gannan", nothing, PERSON),
    "change_role": (
        "gannan",
        cast("user:zhuoni-cashier"),
        {"role": "viewer", "reason": "岗位调整"},
    ),
    "rename_user": (
        "gannan",
        cast("user:zhuoni-cashier"),
        {"display_name": "卓尼新名", "reason": "更名"},
    ),
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
    "hand_over": (
        "gansu",
        lambda d: [d.world.id("user:zhuoni-cashier")],
        {"taker": "zhuoni"},
    ),
    "confirm_hand_over": ("zhuoni", to_zhuoni, {"answer": "账实相符"}),
    "refuse_hand_over": ("zhuoni", to_zhuoni, {"answer": "账实不符"}),
    "withdraw_hand_over": ("zhuoni", to_zhuoni, {"answer": "填错了接收人"}),
    "enable_user": (
        "gannan",
        lambda d: made(d, lambda m: m.user(is_active=False)),
        {},
    ),
}


#: Verbs whose stage is set up, and whose every refusal is tried, in a file of their own.
ELSEWHERE = {
    "resend_mail": "actions/jobs/test_resend_mail.py",
    "stop_run": "admin_app/jobs/test_runner.py",
    "refuse_unit": "admin_app/auth/test_self_registration.py",
    "accept_rows": "admin_app/pages/workspace/test_imports.py",
    **dict.fromkeys(
        (change.key for change in CHANGE_MANY), "actions/core/records/test_change_many.py"
    ),
    "accept_changes": "admin_app/pages/workspace/test_import_outcome.py",
    "draft_remittance": "actions/remittances/test_draft.py",
    "reverse_invoice": "actions/invoices/test_reverse.py",
    "upload_statement": "actions/remittances/test_upload_statement.py",
    "match": "actions/remittances/test_match.py",
    "unmatch": "actions/remittances/test_unmatch.py",
    "set_aside": "actions/remittances/test_ignore_line.py",
    "refund": "actions/ledger/test_refund.py",
    "adjust": "actions/ledger/test_adjust.py",
    "confirm_adjustment": "actions/ledger/test_refund.py",
    "reject_adjustment": "actions/ledger/test_refund.py",
    "move_balance": "actions/ledger/test_move_balance.py",
    "return_lot": "actions/invoices/test_return_lot.py",
    "lose_lot": "actions/invoices/test_report_lost_lot.py",
    "destroy_lot": "actions/invoices/test_destroy_lot.py",
    "set_switches": "journeys/test_money_to_conac.py",
    "rename_unit": "actions/units/test_rename.py",
    "merge_units": "actions/units/test_merge.py",
    "transfer_unit": "actions/units/test_transfer.py",
    "suspend_unit": "actions/units/test_suspend.py",
    "resume_unit": "actions/units/test_suspend.py",
    "abolish_unit": "actions/units/test_abolish.py",
    "add_note": "admin_app/pages/workspace/test_timeline.py",
    "withdraw_note": "admin_app/pages/workspace/test_timeline.py",
    "save_view": "actions/workspace/test_save_view.py",
    "change_view": "actions/workspace/test_change_view.py",
    "delete_view": "actions/workspace/test_delete_view.py",
    "attach_file": "admin_app/grid/record/test_notes_and_files.py",
    "withdraw_file": "admin_app/grid/record/test_notes_and_files.py",
    "set_award_rule": "actions/ledger/test_set_award_rule.py",
    "accrue_awards": "actions/ledger/test_accrue_awards.py",
    "change_setting": "actions/offices/test_change_setting.py",
    "set_fee": "actions/offices/test_set_fee.py",
    "set_invoice_type": "actions/offices/test_set_invoice_type.py",
    "define_field": "actions/definitions/test_define_field.py",
    "change_field": "actions/definitions/test_change_field.py",
    "change_field_kind": "actions/definitions/test_change_field_kind.py",
    "ask_to_purge_field": "actions/definitions/test_purge_field.py",
    "purge_field": "actions/definitions/test_purge_field.py",
    "retire_field": "actions/definitions/test_retire_field.py",
    "work_out_field": "actions/definitions/test_work_out_field.py",
    "restore_field": "actions/definitions/test_restore_field.py",
    "reserve_names": "actions/domains/test_reserve_names.py",
    "end_reservations": "actions/domains/test_end_reservations.py",
    **dict.fromkeys(
        ("define_own_role", "change_own_role", "retire_own_role", "restore_own_role"),
        "actions/users/test_own_role.py",
    ),
    "set_own_role": "actions/users/test_set_own_role.py",
    "revoke_token": "actions/users/test_issue_token.py",
    "register_webhook": "actions/webhooks/test_register_webhook.py",
    "change_webhook": "actions/webhooks/test_register_webhook.py",
    "stop_webhook": "actions/webhooks/test_replay_delivery.py",
    "start_webhook": "actions/webhooks/test_replay_delivery.py",
    "replay_delivery": "actions/webhooks/test_replay_delivery.py",
    "define_label": "actions/definitions/test_define_label.py",
    "change_label": "actions/definitions/test_change_label.py",
    "retire_label": "actions/definitions/test_retire_label.py",
    "restore_label": "actions/definitions/test_retire_label.py",
    "define_choice_list": "actions/definitions/test_define_choice_list.py",
    "change_choice_list": "actions/definitions/test_change_choice_list.py",
    "retire_choice_list": "actions/definitions/test_retire_choice_list.py",
    "restore_choice_list": "actions/definitions/test_retire_choice_list.py",
    "add_choice": "actions/definitions/test_add_choice.py",
    "change_choice": "actions/definitions/test_change_choice.py",
    "retire_choice": "actions/definitions/test_retire_choice.py",
    "restore_choice": "actions/definitions/test_retire_choice.py",
    "define_rule": "actions/rules/test_define_rule.py",
    "change_rule": "actions/rules/test_change_rule.py",
    "retire_rule": "actions/rules/test_retire_rule.py",
    "restore_rule": "actions/rules/test_retire_rule.py",
    "finish_task": "admin_app/jobs/test_rules.py",
    "open_register": "actions/registers/test_open_register.py",
    "change_register": "actions/registers/test_change_register.py",
    "retire_register": "actions/registers/test_retire_register.py",
    "restore_register": "actions/registers/test_retire_register.py",
    "define_register_field": "actions/registers/test_define_register_field.py",
    "move_register_rows": "actions/registers/test_move_register_rows.py",
    **dict.fromkeys((each.key for each in LABELLING), "actions/core/labels/test_labelling.py"),
    "define_report": "actions/definitions/test_define_report.py",
    "change_report": "actions/definitions/test_change_report.py",
    "retire_report": "actions/definitions/test_retire_report.py",
    "restore_report": "actions/definitions/test_retire_report.py",
    "put_on_desk": "actions/workspace/test_put_on_desk.py",
    "take_off_desk": "actions/workspace/test_put_on_desk.py",
    "work_out_report": "actions/workspace/test_work_out_report.py",
    "mail_report": "actions/workspace/test_mail_report.py",
    "stop_mailing": "actions/workspace/test_mail_report.py",
    "change_template": "actions/definitions/templates/test_change_template.py",
    "change_paper": "actions/definitions/templates/test_change_paper.py",
    "restore_template": "actions/definitions/templates/test_restore_template.py",
    "reset_template": "actions/definitions/templates/test_reset_template.py",
    "keep_configuration": "actions/configuration/test_verbs.py",
    "upload_configuration": "actions/configuration/test_verbs.py",
    "apply_configuration": "actions/configuration/test_verbs.py",
    "keep_configuration_nightly": "admin_app/jobs/test_retention.py",
    "keep_letter": "actions/definitions/templates/test_keep_letter.py",
}


#: Catalogued actions that nobody finds in a list.
NO_LIST = {
    "settle": "on accounts, of which no list is kept",
    "lapse": "the system's own, by the calendar",
    "keep_configuration_nightly": "the system's own, by the calendar",
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
    def test_every_verb_stands_below_once(self) -> None:
        known = {*ONCE, *ELSEWHERE, "settle", "lapse"}
        assert {action.key for action in CATALOG} == known
        assert set(ONCE) & set(ELSEWHERE) == set()

    @pytest.mark.parametrize("key", ELSEWHERE)
    def test_every_verb_is_tried_where_it_is_said_to_be(self, key: str) -> None:
        source = (Path(__file__).parents[2] / ELSEWHERE[key]).read_text(encoding="utf-8")
        assert re.search(rf"\b{key.upper()}\b|\b{key}\b", source)

    def test_every_verb_without_a_list_has_none(self) -> None:
        models = {grid.model for grid in GRIDS.values()}
        for action in CATALOG:
            is_offered = action.model in models and set(permissions.grants_of(action)) != {
                Role.SYSTEM
            }
            assert is_offered is (action.key not in NO_LIST)

    def test_every_verb_that_makes_rows_is_offered_above_their_list(self) -> None:
        offered = {grid.start for grid in GRIDS.values()}
        for action in CATALOG:
            is_on_a_page = action.key in {*NO_LIST, "upload_statement"} or action.page is not None
            if action.maximum_rows == 0 and not is_on_a_page:
                assert action.key in offered, action.key

    @pytest.mark.parametrize("key", ONCE)
    def test_every_verb_is_planned_confirmed_and_receipted(self, doors: Doors, key: str) -> None:
        username, arrange, given = ONCE[key]
        action = permissions.action_of(key)
        assert action is not None
        rows = arrange(doors)
        page = doors.plan(action, username, rows)
        assert page.status_code == 200, told(page)
        answer = doors.confirm_ticking(action, username, page, given)
        assert answer.status_code == 303, told(answer)
        receipt = doors.clerk(username).get(answer.location)
        assert receipt.status_code == 200
        assert "业务单" in told(receipt)

    @pytest.mark.parametrize("key", ONCE)
    def test_every_verb_is_refused_to_who_only_looks(self, sqlite_doors: Doors, key: str) -> None:
        action = permissions.action_of(key)
        assert action is not None
        page = sqlite_doors.plan(action, "gansu-viewer", [1] if action.maximum_rows else [])
        assert page.status_code == 403


class TestChargeToSettled:
    """新-005 to 新-007 through the grid: the balance is in the header, then spent."""

    def test_charge_to_settled_walks_the_guide(self, doors: Doors) -> None:
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
