"""Words of money on its way: 撤销收费, 汇款, 充值, 消费 (guide 新-005, 新-006, Q8)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.billing.reverse_payment import ReversePaymentNote, ReversePaymentRefusal
from actions.ledger.settle import SettleNote, SettleRefusal
from actions.remittances.cancel import CancelRemittanceNote
from actions.remittances.reject import RejectRemittanceNote
from actions.remittances.submit import RemitNote, RemitRefusal
from actions.remittances.top_up import TopUpNote, TopUpRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "reverse_payment": ActionWords(
        _l("撤销收费"),
        _l("确认撤销"),
        _l("撤销后缴费信息恢复为待收费，已开具的发票作废，请收回实物发票并妥善保管。"),
    ),
    "remit": ActionWords(
        _l("汇款"),
        _l("提交汇款单"),
        _l("请先将款项集中汇至 CONAC 账户，再填写银行流水号。以周为单位汇款。"),
    ),
    "cancel_remittance": ActionWords(
        _l("撤回汇款单"), _l("确认撤回"), _l("撤回后域名回到“待缴费域名”，可重新汇款。")
    ),
    "reject_remittance": ActionWords(
        _l("退回汇款单"), _l("确认退回"), _l("查无此款或金额有误时退回，编办会看到原因。")
    ),
    "top_up": ActionWords(
        _l("充值"),
        _l("确认充值"),
        _l("按银行回单逐笔填写。与汇款单不一致的须说明理由。充值后系统当日自动消费。"),
    ),
    "settle": ActionWords(
        _l("消费"), _l("立即消费"), _l("按收费时间先后逐笔消费，余额不足时停止，并注明原因。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("reverse_payment", "reason"): _l("撤销原因"),
    ("remit", "remitted_on"): _l("汇款日期（不填为今天）"),
    ("cancel_remittance", "reason"): _l("撤回原因"),
    ("reject_remittance", "reason"): _l("退回原因"),
    ("top_up", "amount_fen"): _l("到账金额（元）"),
    ("top_up", "received_on"): _l("到账日期（不填为今天）"),
}

_BANK_REF_MISSING = _l("请填写银行流水号。")
_ORDERS_RELEASED = _l("%(count)s 个域名回到“待缴费域名”，可重新汇款。")

SENTENCES: dict[StrEnum, object] = {
    ReversePaymentRefusal.ORDER_MOVED_ON: _l(
        "其中的缴费单 %(order_no)s 当前状态是“%(state)s”，已汇款或已消费的收费不能撤销。"
        "请先撤回汇款单，或联系 CONAC 办理退款。"
    ),
    ReversePaymentRefusal.NOT_YOUR_CHARGE: _l(
        "这笔收费由%(cashier)s办理，收费员只能在 %(minutes)s 分钟内撤销自己的收费。请联系本编办管理员。"
    ),
    ReversePaymentRefusal.IN_DRAFT_ABOVE: _l(
        "收费单 %(payment_no)s 已列入省编办的汇款单草稿。请先由省编办撤回该草稿，再撤销收费。"
    ),
    ReversePaymentRefusal.SHEETS_OF_ABOVE: _l(
        "收费 %(payment_no)s 由%(cashier)s用%(office)s的发票开具。请由%(office)s作废发票并撤销收费。"
    ),
    ReversePaymentRefusal.ELECTRONIC: _l(
        "收费 %(payment_no)s 开具的是%(invoice_type)s，不能作废。请先办理“红冲”（不重新开具），再撤销收费。"
    ),
    ReversePaymentNote.PAYABLE_AGAIN: _l("%(count)s 笔缴费信息恢复为待收费。"),
    ReversePaymentNote.INVOICES_VOID: _l("%(count)s 张发票作废，请收回并加盖作废章保存。"),
    RemitRefusal.OTHER_OFFICE_REMITS: _l(
        "缴费单 %(order_no)s 不由本编办汇款。请由其所属编办（统一汇款的由省编办）办理。"
    ),
    RemitRefusal.NOT_PAID: _l("缴费单 %(order_no)s 没有收费记录，不能汇款。请先收费。"),
    RemitRefusal.BANK_REF_MISSING: _BANK_REF_MISSING,
    RemitRefusal.BANK_REF_USED: _l(
        "银行流水号 %(bank_ref)s 已用于汇款单 %(remittance_no)s。请核对银行回单。"
    ),
    RemitRefusal.DAY_IN_FUTURE: _l("汇款日期 %(remitted_on)s 还没有到。请按实际汇款日期填写。"),
    RemitNote.WEEK: _l("列入%(period_week)s的汇款单，待 CONAC 查到汇款后充值。"),
    RemitNote.DRAFT: _l("提交汇款单 %(remittance_no)s。"),
    RemitNote.TO_ACCOUNT: _l(
        "款项须汇至：%(payee)s，开户银行 %(bank)s，银行账号 %(bank_account_no)s。"
    ),
    RemitNote.NO_ACCOUNT: _l("CONAC 还没有登记收款账户，汇款前请向 CONAC 核实。"),
    RemitNote.OLD_DAY: _l("汇款日期 %(remitted_on)s 是很多天以前，请核对。"),
    RemitNote.EARLIER_WEEKS: _l("其中 %(count)s 笔是以前各周的收费，请以周为单位及时汇款。"),
    CancelRemittanceNote.ORDERS_RELEASED: _ORDERS_RELEASED,
    RejectRemittanceNote.ORDERS_RELEASED: _ORDERS_RELEASED,
    TopUpRefusal.BANK_REF_MISSING: _BANK_REF_MISSING,
    TopUpRefusal.BANK_REF_SEEN: _l(
        "银行流水号 %(bank_ref)s 已于 %(received_on)s 为汇款单 %(remittance_no)s 充值 "
        "%(amount_fen)s，不能重复充值。请核对银行回单。"
    ),
    TopUpRefusal.COMPLETE: _l(
        "汇款单应收 %(amount_fen)s，已到账 %(received_fen)s，不再接收款项。请核对这笔款项属于哪张汇款单。"
    ),
    TopUpRefusal.DAY_IN_FUTURE: _l("到账日期 %(received_on)s 还没有到。请按银行回单填写。"),
    TopUpNote.BALANCE_AFTER: _l(
        "编办账户余额由 %(balance_before_fen)s 变为 %(balance_after_fen)s。"
    ),
    TopUpNote.SETTLES: _l("充值后系统自动为已收费的域名消费。"),
    SettleRefusal.NOT_PREPAID: _l("账户 %(account)s 不是编办的预存账户，不能消费。"),
    SettleNote.WAITS: _l(
        "%(name)s（%(order_no)s）未消费：%(waits_because)s。应缴 %(amount_fen)s，"
        "当时余额 %(balance_fen)s。"
    ),
    SettleNote.MORE: _l("每次最多消费 %(count)s 笔，其余的随后自动继续。"),
}

FACTS: dict[str, object] = {
    "remittance_id": _l("汇款单编号"),
    "account_id": _l("账户编号"),
    "received_fen": _l("已到账金额"),
    "received_after_fen": _l("充值后已到账金额"),
    "balance_before_fen": _l("消费前余额"),
    "balance_after_fen": _l("消费后余额"),
    "settled_count": _l("已消费笔数"),
    "settled_fen": _l("消费金额"),
    "waiting_count": _l("未消费笔数"),
    "is_cut": _l("尚有未处理"),
    "orders": _l("缴费信息笔数"),
}
