"""Words of blank invoices and sheets: 发票申请, 邮寄, 作废, 补开 (guide 新-003, Q2, Q5)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.invoices.dispatch import DispatchNote, DispatchRefusal
from actions.invoices.issue import IssueInvoicesNote, IssueInvoicesRefusal
from actions.invoices.request import RequestInvoicesNote, RequestInvoicesRefusal
from actions.invoices.void import VoidInvoiceNote, VoidInvoiceRefusal
from admin_app.labels.words import ActionWords
from models.invoices.source import SourceFault

ACTIONS: dict[str, ActionWords] = {
    "request_invoices": ActionWords(
        _l("预开发票申请"),
        _l("发票申请"),
        _l("填写发票数量，选择发票类型和邮寄地址。每次申请发票的最高额度为 3 万元。"),
    ),
    "approve_request": ActionWords(_l("批准申请"), _l("确认批准")),
    "reject_request": ActionWords(_l("不予批准"), _l("确认不予批准")),
    "cancel_request": ActionWords(
        _l("撤回发票申请"), _l("确认撤回"), _l("只能撤回 CONAC 尚未审批的申请。")
    ),
    "dispatch": ActionWords(
        _l("邮寄发票"), _l("确认邮寄"), _l("按实物填写发票代码和起始号码，号码须连续。")
    ),
    "issue_invoices": ActionWords(
        _l("补开发票"),
        _l("确认开具"),
        _l("为已收费但尚未开票的款项补开发票，金额须与未开票金额一致。"),
    ),
    "void_invoice": ActionWords(
        _l("作废"), _l("确认作废"), _l("请收回发票各联，加盖作废章保存。作废的号码不能再用。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("request_invoices", "unit_amount_fen"): _l("每张金额（元，定额发票不填）"),
    ("request_invoices", "address_id"): _l("邮寄地址（不填为默认地址）"),
    ("reject_request", "reason"): _l("不批准原因"),
    ("dispatch", "number_from"): _l("起始号码"),
    ("issue_invoices", "invoice_count"): _l("开具发票数量"),
    ("issue_invoices", "numbers"): _l("数电票号码（每张一个，其他类型不填）"),
    ("void_invoice", "reason"): _l("作废原因"),
}

SENTENCES: dict[StrEnum, object] = {
    RequestInvoicesRefusal.TYPE_UNKNOWN: _l(
        "没有在用的发票类型“%(invoice_type)s”。请从列表中选择。"
    ),
    RequestInvoicesRefusal.UNIT_AMOUNT_NEEDED: _l("此类发票没有定额，请填写每张金额。"),
    RequestInvoicesRefusal.FACE_VALUE_DIFFERS: _l(
        "定额发票每张 %(face_value_fen)s，不能填写 %(typed_fen)s。请将每张金额留空。"
    ),
    RequestInvoicesRefusal.OVER_CAP: _l(
        "申请 %(quantity)s 张共 %(total_fen)s，超过每次最高额度 %(cap_fen)s。最多可申请 %(most)s 张。"
    ),
    RequestInvoicesRefusal.ADDRESS_UNKNOWN: _l(
        "%(office)s没有可用的邮寄地址。请先在“邮寄地址”中增加地址并设为默认。"
    ),
    RequestInvoicesRefusal.LOT_UNSIGNED: _l(
        "%(dispatched_on)s 邮寄的批次 %(lot_no)s 还没有签收。请先在“预开发票管理”中签收，再申请。"
    ),
    RequestInvoicesRefusal.PROVINCE_ONLY: _l(
        "本省由省编办统一申请发票，%(office)s不能自行申请。请向省编办申领。"
    ),
    RequestInvoicesRefusal.OVER_EXPOSURE: _l(
        "已签收未使用的发票 %(on_hand_fen)s、已开未汇款 %(unremitted_fen)s，合计超过限额"
        " %(limit_fen)s。请先汇款，再申请。"
    ),
    RequestInvoicesNote.EXPOSED: _l(
        "已签收未使用的发票 %(on_hand_fen)s、已开未汇款 %(unremitted_fen)s，合计超过限额"
        " %(limit_fen)s。请尽快汇款。"
    ),
    RequestInvoicesNote.BALANCE: _l(
        "目前发票余额 %(sheets)s 张（其中定额发票 %(faced_sheets)s 张，票面 %(face_fen)s）。"
    ),
    RequestInvoicesNote.ON_ITS_WAY: _l("另有 %(sheets)s 张已申请或在途，尚未签收。"),
    DispatchRefusal.RANGE_NEEDED: _l("%(invoice_type)s按号码管理，请填写发票代码和起始号码。"),
    DispatchRefusal.CODE_FAULTY: _l(
        "发票代码“%(invoice_code)s”应为 10 位或 12 位数字。请核对实物。"
    ),
    DispatchRefusal.NUMBER_FAULTY: _l(
        "起始号码“%(number_from)s”应为 8 位数字，且连续 %(quantity)s 张不超过 99999999。请核对实物。"
    ),
    DispatchRefusal.RANGE_TAKEN: _l(
        "号码 %(numbers)s 与批次 %(lot_no)s（%(invoice_type)s %(taken)s）重复。请核对发票代码和起始号码。"
    ),
    SourceFault.PROVINCE_APPLIES: _l(
        "本省由省编办统一申请发票，%(office)s的申请不能办理。请不批准此申请，由省编办申请后拆分下发。"
    ),
    DispatchRefusal.RANGE_UNWANTED: _l("%(invoice_type)s只计张数，请将发票代码和起始号码留空。"),
    DispatchNote.LOT_CREATED: _l("向%(office)s邮寄 %(count)s 张 %(numbers)s，待其签收。"),
    IssueInvoicesRefusal.NOTHING_MISSING: _l(
        "这笔收费 %(amount_fen)s 的发票已经开齐，不能重复开具。"
    ),
    IssueInvoicesRefusal.STOCK_SHORT: _l(
        "需要 %(asked)s 张发票，可用的只有 %(sheets)s 张。请先申请并签收发票。"
    ),
    IssueInvoicesRefusal.FACE_VALUE_DIFFERS: _l(
        "%(count)s 张定额发票的票面合计 %(covered_fen)s 与未开票金额 %(missing_fen)s 不一致。"
        "请更正开具发票数量。"
    ),
    IssueInvoicesNote.INVOICES_USED: _l("从批次 %(lot_no)s 开具发票 %(count)s 张 %(numbers)s"),
    VoidInvoiceRefusal.IS_RED: _l("这是红字发票，不能作废。请对照其冲销的蓝字发票核对。"),
    VoidInvoiceRefusal.ELECTRONIC: _l("%(invoice_type)s不能作废。请办理“红冲”。"),
    VoidInvoiceRefusal.SEVERAL_TYPES: _l(
        "所选发票有 %(count)s 种类型，重新开具须按类型分别办理。请分次勾选。"
    ),
    VoidInvoiceRefusal.STOCK_SHORT: _l(
        "重新开具需要 %(asked)s 张，同类型可用的只有 %(sheets)s 张。请先签收发票，或取消“同时重新开具”。"
    ),
    VoidInvoiceNote.KEEP_SHEET: _l("%(count)s 张发票作废，各联须全部收回保存。"),
    VoidInvoiceNote.REISSUED: _l("重新开具 %(count)s 张，号码 %(numbers)s"),
    VoidInvoiceNote.PERIOD_OVER: _l(
        "有 %(count)s 张不是本月开具的。已跨月或已交付的机打发票应办理“红冲”，不要作废。"
    ),
    VoidInvoiceNote.OWED: _l("作废后有 %(amount_fen)s 待补开发票，补开之前对账会一直提示。"),
}

FACTS: dict[str, object] = {
    "request_id": _l("申请编号"),
    "lot_id": _l("批次编号"),
    "numbers": _l("号码"),
    "address": _l("邮寄地址"),
    "new_number": _l("新开号码"),
    "reissued": _l("重新开具张数"),
    "missing_fen": _l("未开票金额"),
}
