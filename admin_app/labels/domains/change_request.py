"""Words of 转移, and of what offices ask the registry to do with names."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.domains.request_change import RequestDomainChangeNote, RequestDomainChangeRefusal
from actions.domains.transfer import TransferDomainNote, TransferDomainRefusal
from admin_app.labels.words import ActionWords
from models.domains.change_request import DomainRequestKind, DomainRequestState

ENTITIES: dict[str, object] = {"domain_request": _l("域名变更申请")}

ACTIONS: dict[str, ActionWords] = {
    "transfer_domain": ActionWords(
        _l("转移"),
        _l("确认转移"),
        _l("把域名转给另一单位。未收费的缴费信息随域名转移，年限和变更记录保留。"),
    ),
    "request_domain_change": ActionWords(
        _l("申请冻结/转移/删除"),
        _l("提交申请"),
        _l("由 CONAC 办理。请填写依据的文号；申请转移的，填写接收单位的统一社会信用代码。"),
    ),
    "refuse_domain_request": ActionWords(
        _l("不予办理"), _l("确认不予办理"), _l("申请的编办会看到原因。")
    ),
}

_REASON, _DOCUMENT_NO = _l("原因"), _l("文号")
_RECEIVER = _l("接收单位统一社会信用代码")

FIELDS: dict[tuple[str, str], object] = {
    ("transfer_domain", "receiver_uscc"): _RECEIVER,
    ("request_domain_change", "kind"): _l("申请事项"),
    ("request_domain_change", "receiver_uscc"): _l("接收单位统一社会信用代码（申请转移时填写）"),
    ("refuse_domain_request", "answer"): _l("不予办理的原因"),
}

SENTENCES: dict[StrEnum, object] = {
    TransferDomainRefusal.RECEIVER_UNKNOWN: _l(
        "没有统一社会信用代码为“%(uscc)s”的单位。请核对代码，或先登记该单位。"
    ),
    TransferDomainRefusal.RECEIVER_NOT_ACTIVE: _l(
        "%(unit)s当前状态是“%(state)s”，不能接收域名。请先确认单位。"
    ),
    TransferDomainRefusal.OWN_ALREADY: _l("“%(name)s”已属于%(unit)s，不需要转移。"),
    TransferDomainRefusal.NOT_ELIGIBLE: _l(
        "按统一社会信用代码，%(unit)s不能持有“%(name)s”的后缀。请核对接收单位。"
    ),
    TransferDomainRefusal.HELD: _l("“%(name)s”已冻结（%(reason)s），不能转移。请先解冻。"),
    TransferDomainRefusal.PAID: _l(
        "缴费单 %(order_no)s 当前状态是“%(state)s”，已收费的域名不能转移。请先完成消费或撤销收费。"
    ),
    TransferDomainRefusal.VARIANT_LEFT: _l(
        "“%(name)s”还有繁简体或异体名称不在本次转移之内，变体名称只能属于同一单位。请一并勾选。"
    ),
    TransferDomainNote.ORDERS_FOLLOW: _l("%(count)s 笔未收费的缴费信息随域名转移。"),
    TransferDomainNote.PAGES_DOWN: _l("%(count)s 个网络红页下线，由接收单位修改后重新发布。"),
    RequestDomainChangeRefusal.ALREADY: _l(
        "“%(name)s”已申请%(kind)s（%(document_no)s），等待 CONAC 办理，不需要重复申请。"
    ),
    RequestDomainChangeRefusal.RECEIVER_NEEDED: _l("申请转移须填写接收单位的统一社会信用代码。"),
    RequestDomainChangeRefusal.RECEIVER_FAULTY: _l(
        "统一社会信用代码“%(uscc)s”%(fault)s。请按接收单位的证照逐位核对。"
    ),
    RequestDomainChangeRefusal.HELD_ALREADY: _l("“%(name)s”已经冻结（%(reason)s），不需要申请。"),
    RequestDomainChangeRefusal.NOT_DUE: _l(
        "“%(name)s”的赎回期到 %(until)s 才结束，不能申请删除。请届时再办理。"
    ),
    RequestDomainChangeNote.TO_REGISTRY: _l(
        "%(count)s 项申请转由 CONAC 办理，结果记在域名的全程记录中。"
    ),
}

FACTS: dict[str, object] = {"receiver": _l("接收单位")}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    DomainRequestKind: {
        DomainRequestKind.HOLD: _l("冻结"),
        DomainRequestKind.TRANSFER: _l("转移"),
        DomainRequestKind.DELETE: _l("删除"),
    },
    DomainRequestState: {
        DomainRequestState.SUBMITTED: _l("待办理"),
        DomainRequestState.CARRIED_OUT: _l("已办理"),
        DomainRequestState.REFUSED: _l("不予办理"),
    },
}

COLUMNS: dict[tuple[str, str], object] = {
    ("domain_request", "kind"): _l("申请事项"),
    ("domain_request", "receiver_uscc"): _RECEIVER,
    ("domain_request", "submitted_by"): _l("申请人"),
    ("domain_request", "submitted_at"): _l("申请时间"),
    ("domain_request", "answered_by"): _l("办理人"),
    ("domain_request", "answered_at"): _l("办理时间"),
    ("domain_request", "answer"): _l("不予办理的原因"),
    ("domain_request", "list:submitted"): _l("待办理"),
}
