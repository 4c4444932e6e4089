"""Words of what stands beside a row: 备注, and the kinds of a row's 全程记录."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.add_note import AddNoteRefusal
from actions.history_kinds import HistoryKind
from actions.withdraw_note import WithdrawNoteRefusal
from admin_app.labels.words import ActionWords
from models.subject import Subject

ENTITIES: dict[str, object] = {"row_note": _l("备注")}

ACTIONS: dict[str, ActionWords] = {
    "add_note": ActionWords(
        _l("添加备注"),
        _l("添加备注"),
        _l("备注供编办和 CONAC 内部查看，注册单位看不到。添加后不能修改，可以撤回。"),
    ),
    "withdraw_note": ActionWords(
        _l("撤回备注"), _l("撤回备注"), _l("撤回后仍保留原文，标明“已撤回”。")
    ),
}

_SUBJECT, _ROW = _l("记录种类"), _l("记录编号")

FIELDS: dict[tuple[str, str], object] = {
    ("add_note", "subject"): _SUBJECT,
    ("add_note", "row_id"): _ROW,
    ("add_note", "text"): _l("备注内容"),
}

SENTENCES: dict[StrEnum, object] = {
    AddNoteRefusal.TOO_MANY: _l(
        "“%(name)s”已有 %(maximum)s 条备注，不能再添加。请把材料作为附件或另行归档。"
    ),
    WithdrawNoteRefusal.NOT_AUTHOR: _l("这条备注是%(by)s写的，只能由本人撤回。"),
    WithdrawNoteRefusal.ALREADY: _l("这条备注已经撤回，不需要再次撤回。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    Subject: {
        Subject.UNIT: _l("申报单位"),
        Subject.DOMAIN: _l("域名"),
        Subject.ORDER: _l("缴费信息"),
        Subject.PAYMENT: _l("收费"),
        Subject.INVOICE: _l("发票"),
        Subject.LOT: _l("预开发票"),
        Subject.REMITTANCE: _l("汇款单"),
    },
    HistoryKind: {
        HistoryKind.FEE: _l("费用"),
        HistoryKind.INVOICE: _l("发票"),
        HistoryKind.REVIEW: _l("审核"),
        HistoryKind.REMINDER: _l("提醒"),
        HistoryKind.EDIT: _l("修改"),
        HistoryKind.NOTE: _l("备注"),
        HistoryKind.FILE: _l("附件"),
    },
}

COLUMNS: dict[tuple[str, str], object] = {
    ("row_note", "text"): _l("备注内容"),
}
