"""What the facts are called by which a row of a plan is checked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

FACTS: dict[str, object] = {
    "action": _l("业务"),
    "account_kind": _l("账户类别"),
    "adjustment_kind": _l("调账事项"),
    "applicant": _l("申请人"),
    "bank_verdict": _l("流水核对"),
    "beside": _l("所属记录"),
    "by": _l("经办人"),
    "change": _l("变更事项"),
    "domains": _l("所含域名"),
    "ends_on": _l("终止日期"),
    "expires_at": _l("有效期至"),
    "free_numbers": _l("可用号码"),
    "holder": _l("保留给"),
    "is_active": _l("启用"),
    "issued_on": _l("开具日期"),
    "job": _l("任务"),
    "last_used_at": _l("最近使用"),
    "memo": _l("附言"),
    "new_office": _l("接收编办"),
    "office_above": _l("上级编办"),
    "payers": _l("缴费单位"),
    "payment_no": _l("收费单号"),
    "period_week": _l("汇款周"),
    "published_at": _l("发布时间"),
    "queued_at": _l("交办时间"),
    "received_on": _l("收款日期"),
    "recipient": _l("收件地址"),
    "request_no": _l("申请单号"),
    "reserved_kind": _l("保留类别"),
    "returned_numbers": _l("退回号码"),
    "returned_sheets": _l("退回张数"),
    "superior": _l("上级单位"),
    "tries": _l("发送次数"),
    "unit_address": _l("单位地址"),
}
