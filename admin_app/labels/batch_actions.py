"""Words of the four batch actions a clerk works with: 续费, 收费, 签收, 拆分."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.billing.charge import ChargeNote, ChargeRefusal
from actions.domains.renew import RenewNote, RenewRefusal
from actions.invoices.sign_for import SignForNote
from actions.invoices.split import SplitNote, SplitRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "renew": ActionWords(
        _l("续费"),
        _l("提交续费申请"),
        _l("选择续费年限，核对续费后的到期时间和金额。建议续费 2 年以上。"),
    ),
    "charge": ActionWords(
        _l("收费"),
        _l("确认收费"),
        _l("核对域名、缴费金额和发票。填写的收费金额必须与应缴合计一致。"),
    ),
    "sign_for": ActionWords(
        _l("签收"), _l("确认签收"), _l("请清点实物发票的起止号码，与下列记录一致后再签收。")
    ),
    "split": ActionWords(
        _l("拆分"), _l("提交"), _l("点击“增加”填写接收编办的用户账户和发票数量，然后提交。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("renew", "years"): _l("续费年限（年）"),
    ("renew", "reason"): _l("原因（赎回期内续费必填）"),
    ("charge", "amount_fen"): _l("收费金额（元）"),
    ("charge", "invoice_count"): _l("开具发票数量"),
    ("charge", "deferred_reason"): _l("待补开票原因"),
    ("charge", "numbers"): _l("数电票号码（每张一个，其他类型不填）"),
    ("split", "lines"): _l("接收编办"),
    ("split", "lines.user_account"): _l("用户账户"),
    ("split", "lines.quantity"): _l("发票数量"),
}

SENTENCES: dict[StrEnum, object] = {
    RenewRefusal.TOO_EARLY: _l("%(expires_on)s 到期，自 %(opens_on)s 起才可续费。请届时再办理。"),
    RenewRefusal.TOO_LATE: _l(
        "%(expires_on)s 到期，已过赎回期，等待 CONAC 确认删除，不能续费。请联系 CONAC。"
    ),
    RenewRefusal.OVER_HORIZON: _l(
        "续费后到期时间是 %(until)s，超过自今天起 10 年的上限。请减少年限。"
    ),
    RenewRefusal.ORDER_OPEN: _l("已有未完成的续费（%(order_no)s）。请先完成收费或撤销该单。"),
    RenewRefusal.HELD: _l("域名已冻结（%(reason)s），不能续费。请联系 CONAC 解冻。"),
    RenewRefusal.UNIT_NOT_ACTIVE: _l(
        "%(unit)s当前状态是“%(state)s”，其域名不能续费。请先核实单位状态。"
    ),
    RenewRefusal.REASON_NEEDED: _l("%(expires_on)s 到期，已进入赎回期，续费须填写原因。"),
    RenewRefusal.NO_PRICE: _l("后缀“.%(tld)s”没有有效的收费标准。请联系 CONAC。"),
    RenewNote.ORDERS_CREATED: _l("将生成 %(count)s 笔续费缴费信息，待编办收费。"),
    RenewNote.ONE_YEAR: _l("年限为 1 年，明年还要再办一次。建议选择 2 年以上，减少续费工作量。"),
    RenewNote.MANY_ONE_YEAR: _l(
        "%(count)s 个域名的年限都是 1 年，明年这些域名还要全部再办一次。建议选择 2 年以上，减少续费工作量。"
    ),
    RenewNote.TERM_WORK: _l(
        "%(years)s 年：本次应缴 %(amount_fen)s；%(horizon)s 年内共办理续费、收费、开票各 %(rounds)s 次，"
        "比每年一办少 %(saved)s 次。"
    ),
    ChargeRefusal.SEVERAL_UNITS: _l(
        "所选缴费信息属于 %(count)s 个单位，一次只能向一个单位收费。请分别办理。"
    ),
    ChargeRefusal.AMOUNT_DIFFERS: _l(
        "填写的收费金额 %(typed_fen)s 与应缴合计 %(due_fen)s 不一致。请核对后重新填写。"
    ),
    ChargeRefusal.STOCK_SHORT: _l(
        "需要 %(asked)s 张发票，可用的只有 %(sheets)s 张。请先申请并签收发票，或填写待补开票原因。"
    ),
    ChargeRefusal.FACE_VALUE_DIFFERS: _l(
        "%(count)s 张定额发票的票面合计 %(covered_fen)s 与应缴合计 %(due_fen)s 不一致。请更正开具发票数量。"
    ),
    ChargeRefusal.INVOICE_OR_REASON: _l("请填写开具发票数量；暂不开票的，须填写待补开票原因。"),
    ChargeRefusal.UNIT_NOT_ACTIVE: _l(
        "%(unit)s当前状态是“%(state)s”，不能收费。请先核实单位状态。"
    ),
    ChargeRefusal.METHOD_NOT_ACCEPTED: _l(
        "本编办的缴费方式不接受“%(method)s”。请改选其他收费方式；确需接受的，请管理员先修改“缴费方式设置”。"
    ),
    ChargeNote.INVOICES_USED: _l("从批次 %(lot_no)s 开具发票 %(count)s 张 %(numbers)s"),
    ChargeNote.STOCK_AFTER: _l("此类发票余额由 %(sheets_before)s 张变为 %(sheets_after)s 张。"),
    ChargeNote.TO_AWAITING_REMITTANCE: _l(
        "%(count)s 个域名转入“待缴费域名”，请以周为单位向 CONAC 汇款。"
    ),
    ChargeNote.INVOICE_DEFERRED: _l("本次不开具发票（%(reason)s），补开之前对账会一直提示。"),
    SignForNote.BALANCE_AFTER: _l(
        "发票余额由 %(sheets_before)s 张变为 %(sheets_after)s 张（其中定额发票 %(faced_sheets)s 张，票面 %(face_after_fen)s）。"
    ),
    SplitRefusal.NO_LINES: _l("请点击“增加”，至少填写一行用户账户和发票数量。"),
    SplitRefusal.ACCOUNT_UNKNOWN: _l(
        "没有找到用户账户“%(user_account)s”。请核对下级编办的用户账户。"
    ),
    SplitRefusal.NOT_BELOW: _l("%(office)s不是持有该批次的编办的下级，不能接收拆分。"),
    SplitRefusal.OFFICE_CLOSED: _l("%(office)s已停用，不能接收拆分。"),
    SplitRefusal.OVER_AVAILABLE: _l(
        "拆分数量合计 %(asked)s 张，超过该批次可用的 %(available)s 张。请减少数量。"
    ),
    SplitNote.CHILD_LOT: _l("拆分给%(office)s %(count)s 张 %(numbers)s，待其签收。"),
    SplitNote.REMAINDER: _l("拆分后该批次还剩 %(count)s 张。"),
}
