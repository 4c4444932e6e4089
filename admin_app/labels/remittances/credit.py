"""Words of money that comes in otherwise than announced, and of 认款建议 (guide 新-006, Q8)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.ledger.confirm_adjustment import ConfirmAdjustmentRefusal
from actions.remittances.ignore_line import SetAsideRefusal
from actions.remittances.match import MatchNote, MatchRefusal
from actions.remittances.top_up import TopUpNote
from models.ledger.credit_differences import CreditFault, Difference
from models.ledger.match_proposals import Reason

_REMITTANCE_NO, _PART_FEN = _l("汇款单号"), _l("其中金额（元）")

FIELDS: dict[tuple[str, str], object] = {
    ("top_up", "parts"): _l("同一笔汇款还包含的汇款单（余额归所选汇款单）"),
    ("match", "parts"): _l("一笔流水分给几张汇款单（余额归第一张）"),
}

_PART = _l("同时为%(office)s的汇款单 %(remittance_no)s 充值 %(amount_fen)s。")
_TO_CONFIRM = _l(
    "超出部分超过规定限额，提交后须由另一位工作人员在“调账与退款”中复核。复核之前不充值，也不消费。"
)
_PROPOSED = _l(
    "银行流水号 %(bank_ref)s 已由%(by)s提交，正在等待另一人复核。请先在“调账与退款”中办理。"
)

SENTENCES: dict[StrEnum, object] = {
    Difference.SHORT: _l(
        "汇款单 %(remittance_no)s 还差 %(short_fen)s 没有到账，余下款项到账后可再次充值。"
    ),
    Difference.SURPLUS: _l(
        "汇款单 %(remittance_no)s 多到账 %(surplus_fen)s，多出部分留在编办账户余额中。"
    ),
    Difference.REST: _l("分给各汇款单之后还余 %(rest_fen)s，将一并记入汇款单 %(remittance_no)s。"),
    Difference.OTHER_REF: _l(
        "银行流水号是 %(bank_ref)s，编办在汇款单 %(remittance_no)s 上填写的是 %(given_ref)s。"
    ),
    Difference.OTHER_REF_ALLOWED: _l(
        "银行流水号是 %(bank_ref)s，编办在汇款单 %(remittance_no)s 上填写的是 %(given_ref)s。"
    ),
    Difference.ANOTHERS_REF: _l(
        "银行流水号 %(bank_ref)s 是另一张汇款单 %(remittance_no)s 上填写的号码。"
    ),
    Difference.EARLY: _l(
        "到账日期 %(received_on)s 早于汇款单 %(remittance_no)s 的汇款日期 %(remitted_on)s。"
    ),
    Difference.LATE: _l(
        "到账日期 %(received_on)s 比汇款单 %(remittance_no)s 的汇款日期 %(remitted_on)s 晚了很多天。"
    ),
    Difference.OTHER_NAMED: _l("流水 %(bank_ref)s 的附言写的是另一张汇款单 %(remittance_no)s。"),
    CreditFault.SEEN: _l(
        "银行流水号 %(bank_ref)s 已于 %(received_on)s 为汇款单 %(remittance_no)s 充值 "
        "%(amount_fen)s，不能重复充值。请改为“不同意”。"
    ),
    CreditFault.PROPOSED: _PROPOSED,
    CreditFault.PART_UNKNOWN: _l("没有汇款单 %(remittance_no)s。请在“汇款单列表”中核对号码。"),
    CreditFault.PART_TWICE: _l("汇款单 %(remittance_no)s 填写了两次。请合并为一行。"),
    CreditFault.PART_NOT_SENT: _l(
        "汇款单 %(remittance_no)s 当前状态是“%(state)s”，不能充值。请核对号码。"
    ),
    CreditFault.PART_COMPLETE: _l(
        "汇款单 %(remittance_no)s 应收 %(amount_fen)s，已到账 %(received_fen)s，不再接收款项。"
        "请核对号码。"
    ),
    CreditFault.PARTS_EXCEED: _l(
        "各汇款单金额合计 %(parts_fen)s，到账只有 %(amount_fen)s，没有余额留给所选汇款单。请核对金额。"
    ),
    TopUpNote.PART: _PART,
    TopUpNote.TO_CONFIRM: _TO_CONFIRM,
    MatchNote.PART: _PART,
    MatchNote.TO_CONFIRM: _TO_CONFIRM,
    MatchNote.PROPOSED: _l("建议：%(office)s的汇款单 %(numbers)s（%(why)s）。请核对后再确认。"),
    MatchRefusal.ONE_LINE: _l(
        "勾选了 %(count)s 笔流水。分给几张汇款单或须复核的流水，请一笔一笔认款。"
    ),
    SetAsideRefusal.PROPOSED: _PROPOSED,
    ConfirmAdjustmentRefusal.CREDIT_CHANGED: _l(
        "提交之后情况有变：汇款单 %(remittance_no)s 当前状态是“%(state)s”，应收 %(amount_fen)s，"
        "已到账 %(received_fen)s；本次到账 %(arrived_fen)s 与提交时说明的差异不同。"
        "请改为“不同意”后重新提交。"
    ),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    Reason: {
        Reason.KNOWN_AMOUNT: _l("这个付款人以前为它付过款，金额相符"),
        Reason.NAMED_AMOUNT: _l("付款人名称和金额相符"),
        Reason.KNOWN_SUM: _l("这个付款人以前为它付过款，几张汇款单合计相符"),
        Reason.NAMED_SUM: _l("付款人名称相符，几张汇款单合计相符"),
        Reason.AMOUNT: _l("金额相符"),
        Reason.SUM: _l("几张汇款单合计相符"),
        Reason.KNOWN: _l("这个付款人以前为它付过款，金额不符"),
        Reason.NAMED: _l("付款人名称相符，金额不符"),
    },
}

COLUMNS: dict[tuple[str, str], object] = {
    ("adjustment", "received_on"): _l("到账日期"),
    ("adjustment", "bank_line_id"): _l("银行流水"),
    ("adjustment", "shares"): _l("分给各汇款单"),
    ("adjustment", "rest_fen"): _l("未分配金额"),
    ("bank_receipt", "part"): _l("分次"),
    ("bank_receipt", "answer"): _l("差异说明"),
    ("bank_line", "payer_key"): _l("付款人（检索用）"),
    ("bank_line", "paid_for_code"): _l("付款人所付编办"),
}

FACTS: dict[str, object] = {
    "given_ref": _l("编办填写的银行流水号"),
    "remitted_on": _l("汇款日期"),
    "announced_fen": _l("汇款单金额"),
    "arrived_fen": _l("到账金额"),
    "unreceived_fen": _l("汇款单未到账"),
    "answer": _l("差异说明"),
}
