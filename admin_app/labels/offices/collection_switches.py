"""Words of 两代一统设置 (guide Q7)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.offices.set_switches import SetSwitchesNote, SetSwitchesRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "set_switches": ActionWords(
        _l("两代一统设置"),
        _l("保存设置"),
        _l("设置对本省各级编办统一生效：收费汇缴方式、发票来源、审核权限。"),
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("set_switches", "reason"): _l("依据（文号或说明）"),
}

SENTENCES: dict[StrEnum, object] = {
    SetSwitchesRefusal.NOT_A_PROVINCE: _l(
        "%(office)s不是省编办。两代一统设置由省编办对全省统一设置。"
    ),
    SetSwitchesRefusal.MONEY_TRAVELS: _l(
        "有 %(count)s 张汇款单在途，共汇出 %(amount_fen)s，只到账 %(received_fen)s："
        "%(remittance_nos)s。款项全部到账或退回之后，才能改变收费汇缴方式。"
    ),
    SetSwitchesNote.OFFICES: _l("设置对本省 %(count)s 个编办生效。"),
    SetSwitchesNote.BALANCES_MOVE_UP: _l(
        "%(count)s 个下级编办的余额共 %(amount_fen)s 转入省编办账户，此后由省编办账户消费。"
    ),
    SetSwitchesNote.DRAFTS_DISSOLVED: _l(
        "%(count)s 张汇款单草稿取消，其中的域名仍在“待缴费域名”。"
    ),
    SetSwitchesNote.REVIEWS_MOVE: _l("待审核域名此后由“%(review_escalation)s”。"),
    SetSwitchesNote.INVOICES_BY_PROVINCE: _l(
        "下级编办不再自行申请预开发票，由省编办申请后拆分下发。"
    ),
}

FACTS: dict[str, object] = {
    "offices": _l("编办数"),
}
