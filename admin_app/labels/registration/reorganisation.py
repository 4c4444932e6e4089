"""Words of 机构改革: 更名, 合并, 撤销, 隶属关系变更, 停用, 恢复 (domain.md 5.3-6)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.units.abolish import AbolishUnitNote
from actions.units.merge import MergeUnitsNote, MergeUnitsRefusal
from actions.units.rename import RenameUnitNote, RenameUnitRefusal
from actions.units.transfer import TransferUnitNote, TransferUnitRefusal
from admin_app.labels.words import ActionWords
from models.registration.unit_reorganisation import LoginsAfter, ReformFault, TitleAfter

ACTIONS: dict[str, ActionWords] = {
    "rename_unit": ActionWords(
        _l("单位更名"),
        _l("确认更名"),
        _l("原名称作为曾用名保留，仍可查询。与新名称不符的域名会列出，请另行报送新名称。"),
    ),
    "merge_units": ActionWords(
        _l("单位合并"),
        _l("确认合并"),
        _l("勾选的单位并入承继单位，域名和未办结的缴费信息一并转入。请填写承继单位的信用代码。"),
    ),
    "transfer_unit": ActionWords(
        _l("隶属关系变更"),
        _l("确认变更"),
        _l("单位连同域名和待收费的缴费信息转由新的同级编办管理。收费和发票记录留在原编办。"),
    ),
    "suspend_unit": ActionWords(
        _l("停用单位"), _l("确认停用"), _l("停用期间不能报送、续费和收费，域名保持现状。")
    ),
    "resume_unit": ActionWords(
        _l("恢复单位"), _l("确认恢复"), _l("停用的单位恢复为正常，可以照常报送、续费和收费。")
    ),
    "abolish_unit": ActionWords(
        _l("单位撤销"),
        _l("确认撤销单位"),
        _l("撤销后停止续费，域名到期自然失效，不能恢复。由其他单位承继的，请使用“单位合并”。"),
    ),
}

_DOCUMENT_NO, _ON = _l("文号"), _l("文件日期（不填为今天）")

FIELDS: dict[tuple[str, str], object] = {
    ("rename_unit", "name"): _l("新名称"),
    ("rename_unit", "short_name"): _l("新简称"),
    ("merge_units", "successor_uscc"): _l("承继单位的统一社会信用代码"),
    ("merge_units", "logins"): _l("原单位的用户账户"),
    ("transfer_unit", "office_code"): _l("新的同级编办"),
    ("suspend_unit", "reason"): _l("停用原因"),
    ("resume_unit", "reason"): _l("恢复原因"),
    ("abolish_unit", "on"): _ON,
    ("abolish_unit", "reason"): _l("撤销原因"),
}

SENTENCES: dict[StrEnum, object] = {
    ReformFault.DAY_IN_FUTURE: _l("文件日期 %(on)s 还没有到。请按文件填写，到期后再办理。"),
    ReformFault.MONEY_UNDER_WAY: _l(
        "%(unit)s有 %(count)s 笔已收费、尚未消费的缴费信息（%(order_no)s 等）。"
        "请先完成汇款和消费，或撤销收费。"
    ),
    ReformFault.INVOICES_OWED: _l("%(unit)s有已收费而未开足发票的收费记录。请先补开发票。"),
    ReformFault.TOO_MANY_NAMES: _l("一次最多处理 %(maximum)s 个域名。请减少勾选的单位，分次办理。"),
    RenameUnitRefusal.SAME: _l("%(unit)s已经是这个名称，不需要更名。"),
    RenameUnitRefusal.NAMESAKE: _l(
        "本编办已有名称为“%(name)s”的单位。如为同一单位请办理合并，否则请核对名称。"
    ),
    RenameUnitNote.FORMER_KEPT: _l("“%(name)s”作为曾用名保留，仍可按名称和拼音首字母查询。"),
    RenameUnitNote.TITLE_CHANGED: _l("今后开具的发票抬头为“%(title)s”，已开具的发票不变。"),
    RenameUnitNote.TITLE_KEPT: _l("发票抬头保持不变。"),
    RenameUnitNote.NO_LONGER_MATCHES: _l("“%(name)s”与新名称不符，建议更名后报送新名称的域名。"),
    RenameUnitNote.MORE: _l("另有 %(count)s 个域名与新名称不符，更名后可在“机构改革”页查看。"),
    MergeUnitsRefusal.SUCCESSOR_UNKNOWN: _l("没有找到信用代码为“%(uscc)s”的单位。请核对代码。"),
    MergeUnitsRefusal.SUCCESSOR_TICKED: _l("%(unit)s是承继单位，不能并入自己。请取消勾选。"),
    MergeUnitsRefusal.SUCCESSOR_NOT_ACTIVE: _l(
        "承继单位%(unit)s当前状态是“%(state)s”，不能承继。请先确认或恢复该单位。"
    ),
    MergeUnitsRefusal.OTHER_OFFICE: _l(
        "%(unit)s与%(successor)s的同级编办不同，不能直接合并。请先办理隶属关系变更。"
    ),
    MergeUnitsNote.NAMES_FOLLOW: _l("%(count)s 个域名连同年限和网络红页转入承继单位。"),
    MergeUnitsNote.ORDERS_FOLLOW: _l("%(count)s 笔未办结的缴费信息转入承继单位。"),
    MergeUnitsNote.MONEY_STAYS: _l("已有的收费和发票记录不变，仍可从原单位的页面查询。"),
    MergeUnitsNote.LOGINS_DISABLED: _l("原单位的 %(count)s 个用户账户停用。"),
    MergeUnitsNote.LOGINS_MOVED: _l("原单位的 %(count)s 个用户账户转入承继单位。"),
    MergeUnitsNote.NOT_ELIGIBLE: _l(
        "“%(name)s”的后缀不属于承继单位可以申请的类别，转入后请核对是否保留。"
    ),
    TransferUnitRefusal.OFFICE_UNKNOWN: _l(
        "没有找到编办“%(office_code)s”。只能在您管理范围内的编办之间变更，请联系上级编办。"
    ),
    TransferUnitRefusal.OFFICE_CLOSED: _l("%(office)s已停用，不能接收单位。请改选其他编办。"),
    TransferUnitRefusal.SAME_OFFICE: _l("%(unit)s的同级编办已经是%(office)s，不需要变更。"),
    TransferUnitNote.NAMES_FOLLOW: _l("%(count)s 个域名连同年限和网络红页转由新的同级编办管理。"),
    TransferUnitNote.ORDERS_FOLLOW: _l("%(count)s 笔待收费的缴费信息转由新的同级编办收费。"),
    TransferUnitNote.MONEY_STAYS: _l("已有的收费、发票和办理记录留在原编办。"),
    AbolishUnitNote.NAMES_RUN_OUT: _l("%(count)s 个已注册的域名停止续费，到期自然失效。"),
    AbolishUnitNote.FILINGS_WITHDRAWN: _l("%(count)s 个尚未注册的域名撤回申请。"),
    AbolishUnitNote.ORDERS_CANCELLED: _l(
        "取消 %(count)s 笔尚未收费的缴费信息，合计 %(amount_fen)s。"
    ),
    AbolishUnitNote.LOGINS_DISABLED: _l("单位的 %(count)s 个用户账户停用。"),
    AbolishUnitNote.RED_PAGES_OFFLINE: _l("%(count)s 个网络红页下线。"),
    AbolishUnitNote.FOR_GOOD: _l("单位撤销后不能恢复，请核对文件后确认。"),
}

FACTS: dict[str, object] = {
    "domain_count": _l("域名数"),
    "order_count": _l("缴费信息数"),
    "login_count": _l("用户账户数"),
    "mismatch_count": _l("与新名称不符的域名数"),
    "name_after": _l("新名称"),
    "name_before": _l("原名称"),
    "invoice_title": _l("现发票抬头"),
    "successor": _l("承继单位"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    TitleAfter: {
        TitleAfter.NEW_NAME: _l("改为新名称"),
        TitleAfter.KEEP: _l("保持不变"),
    },
    LoginsAfter: {
        LoginsAfter.DISABLE: _l("停用"),
        LoginsAfter.MOVE: _l("转入承继单位"),
    },
}
