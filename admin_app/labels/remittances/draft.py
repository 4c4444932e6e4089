"""Words of the week's 汇款单 and of what has not been settled yet (guide 新-005, 新-006, Q8)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.remittances.draft import DraftRemittanceNote, DraftRemittanceRefusal
from admin_app.labels.words import ActionWords
from models.reports.unsettled_reason import Why

ACTIONS: dict[str, ActionWords] = {
    "draft_remittance": ActionWords(
        _l("生成汇款单"),
        _l("生成汇款单"),
        _l("汇总截止时间之前全部未汇的收费。生成后先到银行汇款，再提交汇款单。"),
    ),
}

SENTENCES: dict[StrEnum, object] = {
    DraftRemittanceRefusal.OTHER_OFFICE_REMITS: _l(
        "%(office)s的收费由省编办统一汇款。请由省编办生成汇款单。"
    ),
    DraftRemittanceRefusal.REGISTRY: _l("CONAC 不向自己汇款。请选择编办。"),
    DraftRemittanceNote.WEEK: _l("生成%(period_week)s的汇款单；已有草稿的更新草稿。"),
    DraftRemittanceNote.NOTHING_DUE: _l("所选编办中有的没有待汇的收费，不生成汇款单。"),
    DraftRemittanceNote.MORE: _l("一张汇款单最多 %(count)s 笔，其余的在这张提交之后再生成一张。"),
    Why.TO_CHARGE: _l("待编办收费：应缴 %(amount_fen)s。"),
    Why.TO_REMIT: _l(
        "待汇款：编办已收费、尚未汇给 CONAC。账户余额 %(balance_fen)s，前面还有 %(ahead_fen)s 待消费，"
        "轮到本单还差 %(short_fen)s。"
    ),
    Why.IN_DRAFT: _l(
        "待汇款：已列入汇款单 %(remittance_no)s（草稿），尚未提交。轮到本单还差 %(short_fen)s。"
    ),
    Why.TO_ARRIVE: _l(
        "待到账：汇款单 %(remittance_no)s 已于 %(remitted_on)s 汇出 %(sent_fen)s，CONAC 尚未确认到账。"
    ),
    Why.ARRIVED_SHORT: _l(
        "到账不足：汇款单 %(remittance_no)s 应到 %(sent_fen)s，已到 %(received_fen)s。"
        "轮到本单还差 %(short_fen)s。"
    ),
    Why.BALANCE_SHORT: _l(
        "账户余额不足：余额 %(balance_fen)s，前面还有 %(ahead_fen)s 待消费，本单 %(amount_fen)s，"
        "还差 %(short_fen)s。"
    ),
    Why.NEXT_RUN: _l("余额 %(balance_fen)s 已够，下一次消费即可办理（每次充值之后和每天夜间）。"),
    Why.BASE_MOVED: _l(
        "到期时间已变动：本单按 %(base_expires_on)s 到期计价，现在是 %(until)s 到期。款项保留，"
        "请重新提交续费。"
    ),
    Why.NAME_GONE: _l("域名 %(name)s 已不在可办理的状态，款项保留。请联系 CONAC。"),
    Why.ELSEWHERE: _l(
        "编办已收费，由所属编办汇款（统一汇款的由省编办汇款），到账后消费。进度请询问编办。"
    ),
}

FACTS: dict[str, object] = {
    "remittance_no": _l("汇款单号"),
}
