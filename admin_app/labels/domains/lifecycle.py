"""Words of what ends or stops a name: 逾期未缴费, 冻结, 解冻, 确认删除."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.domains.delete import DeleteDomainNote, DeleteDomainRefusal
from actions.domains.hold import HoldRefusal
from actions.domains.lapse import LapseRefusal
from actions.domains.release import ReleaseRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "lapse": ActionWords(_l("逾期失效"), _l("确认失效")),
    "hold": ActionWords(
        _l("冻结"), _l("确认冻结"), _l("冻结期间不能续费、转移和删除，请填写依据的文号。")
    ),
    "release": ActionWords(_l("解冻"), _l("确认解冻"), _l("请填写依据的文号。")),
    "delete_domain": ActionWords(
        _l("确认删除"), _l("确认删除"), _l("赎回期已过的域名删除后，名称可由他人申请，不能恢复。")
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("hold", "reason"): _l("冻结原因"),
    ("release", "reason"): _l("解冻原因"),
    ("delete_domain", "reason"): _l("删除原因"),
}

SENTENCES: dict[StrEnum, object] = {
    LapseRefusal.NOT_DUE: _l("“%(name)s”可在 %(pay_by)s 前缴费，尚未逾期。"),
    LapseRefusal.PAID: _l("缴费单 %(order_no)s 当前状态是“%(state)s”，已收费的申请不会失效。"),
    HoldRefusal.ALREADY: _l("“%(name)s”已经冻结（%(reason)s），不需要重复办理。"),
    ReleaseRefusal.NOT_HELD: _l("“%(name)s”没有冻结，不需要解冻。"),
    DeleteDomainRefusal.NOT_DUE: _l(
        "“%(name)s”的赎回期到 %(until)s 才结束，不能删除。请届时再办理。"
    ),
    DeleteDomainRefusal.PAID: _l(
        "缴费单 %(order_no)s 当前状态是“%(state)s”，已收费的域名不能删除。请先完成消费或撤销收费。"
    ),
    DeleteDomainRefusal.HELD: _l("“%(name)s”已冻结（%(reason)s），不能删除。请先解冻。"),
    DeleteDomainNote.NAME_FREE_AGAIN: _l("%(count)s 个域名删除后名称重新开放，不能恢复。"),
}
