"""Words of 系统设置: every setting with its unit, 收费标准, 发票类型, and the verbs on them."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.offices.change_setting import ChangeSettingNote, ChangeSettingRefusal
from actions.offices.set_fee import SetFeeNote, SetFeeRefusal
from actions.offices.set_invoice_type import SetInvoiceTypeRefusal
from admin_app.labels.words import ActionWords
from models.core.setting import Weekday, YesNo

_DAYS = _l("天")

#: Setting → what it is called, and its unit.
SETTINGS: dict[str, tuple[object, object]] = {
    "renewal_window_days": (_l("到期前多少天可以续费（0 为随时）"), _DAYS),
    "grace_days": (_l("到期后的宽限期"), _DAYS),
    "redemption_days": (_l("宽限期后的赎回期"), _DAYS),
    "unpaid_lapse_days": (_l("CONAC 审核通过后未缴费即失效"), _DAYS),
    "review_office_workdays": (_l("编办审核的时限"), _l("个工作日")),
    "review_registry_workdays": (_l("CONAC 审核的时限"), _l("个工作日")),
    "invoice_request_cap_fen": (_l("每次预开发票申请的最高额度"), _l("元")),
    "unsigned_lot_days": (_l("邮寄后未签收即暂停新申请"), _DAYS),
    "exposure_limit_fen": (_l("各编办未汇款发票的额度上限"), _l("元")),
    "exposure_stops": (_l("超过额度上限时停止新申请（否则只提醒）"), ""),
    "reminder_days": (_l("到期前多少天提醒"), _l("天，以逗号分隔")),
    "mail_kept_days": (_l("已结束的邮件保留"), _DAYS),
    "reminder_kept_days": (_l("到期提醒记录在到期后保留"), _DAYS),
    "run_kept_days": (_l("已结束的后台任务保留"), _DAYS),
    "undo_minutes": (_l("收费员可自行撤销收费的时限"), _l("分钟")),
    "consume_skip": (_l("余额不足时跳过大额、先消费小额"), ""),
    "remittance_cutoff_weekday": (_l("每周汇款的截止日"), ""),
    "remittance_cutoff_hour": (_l("截止日的截止时刻"), _l("时")),
    "refund_days": (_l("消费后多少天内可以退款"), _DAYS),
    "city_moves_balance": (_l("市编办可以向下级调拨余额"), ""),
    "token_days": (_l("接口密钥最长有效期"), _DAYS),
    "surplus_limit_fen": (_l("充值超出汇款单多少元须第二人复核"), _l("元")),
    "bank_ref_must_agree": (
        _l("充值的银行流水号与编办填写的不同时须说明理由"),
        "",
    ),
    "second_person": (_l("撤销、作废、调账须第二人办理"), ""),
}

ROW_NAMES: dict[tuple[str, str], object] = {
    ("change_setting", name): label for name, (label, _unit) in SETTINGS.items()
}

ACTIONS: dict[str, ActionWords] = {
    "change_setting": ActionWords(
        _l("修改系统参数"), _l("确认修改"), _l("修改后立即对全国生效，并记入办理记录。")
    ),
    "set_fee": ActionWords(
        _l("调整收费标准"),
        _l("确认调整"),
        _l("新标准自生效日期起执行，原标准到前一日为止。以前的标准不会改变。"),
    ),
    "set_invoice_type": ActionWords(
        _l("设置发票类型"),
        _l("确认设置"),
        _l("代码已有的修改名称或停用；已有发票的类型不能改变介质、管理方式和定额。"),
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("change_setting", "name"): _l("参数"),
    ("change_setting", "value"): _l("新取值"),
    ("set_fee", "operation"): _l("业务"),
    ("set_fee", "price_per_year_fen"): _l("每年收费（元）"),
    ("set_invoice_type", "face_value_fen"): _l("定额（元，机打不填）"),
    ("set_invoice_type", "is_active"): _l("在用"),
}

SENTENCES: dict[StrEnum, object] = {
    ChangeSettingRefusal.UNKNOWN: _l("没有“%(name)s”这个参数。请从系统设置页选择。"),
    ChangeSettingRefusal.NOT_A_VALUE: _l(
        "“%(value)s”不是这个参数的取值。请按参数的单位填写整数或金额（元）。"
    ),
    ChangeSettingRefusal.OUT_OF_RANGE: _l("取值应在 %(minimum)s 至 %(maximum)s 之间。请更正。"),
    ChangeSettingRefusal.UNCHANGED: _l("现在的取值就是 %(value)s，无需修改。"),
    ChangeSettingNote.FROM_NOW: _l("取值由 %(before)s 改为 %(after)s，立即生效。"),
    SetFeeRefusal.IN_PAST: _l(
        "生效日期 %(valid_from)s 不在今天之后。今天及以前的收费标准不能改变，请填写以后的日期。"
    ),
    SetFeeRefusal.UNCHANGED: _l("届时的收费标准就是每年 %(price_fen)s，无需调整。"),
    SetFeeNote.ENDS: _l("原标准每年 %(price_fen)s 自 %(valid_from)s 起不再执行。"),
    SetFeeNote.UNTIL: _l("新标准执行到 %(valid_to)s 前一日，其后按已定的标准执行。"),
    SetFeeNote.FAR_OFF: _l(
        "新标准每年 %(price_fen)s，与现行的每年 %(price_before_fen)s 相差一倍以上，请核对有没有多写或少写一位数。"
    ),
    SetFeeNote.QUOTED_STAYS: _l("已生成的缴费信息仍按生成当日的标准收费。"),
    SetInvoiceTypeRefusal.IN_USE: _l(
        "“%(name)s”已有发票或申请，不能改变介质、管理方式和定额。请停用它，另设新的代码。"
    ),
    SetInvoiceTypeRefusal.CODE: _l("代码“%(code)s”只能用英文字母、数字和连字符。请更正。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    YesNo: {YesNo.YES: _l("是"), YesNo.NO: _l("否")},
    Weekday: {
        Weekday.MONDAY: _l("星期一"),
        Weekday.TUESDAY: _l("星期二"),
        Weekday.WEDNESDAY: _l("星期三"),
        Weekday.THURSDAY: _l("星期四"),
        Weekday.FRIDAY: _l("星期五"),
        Weekday.SATURDAY: _l("星期六"),
        Weekday.SUNDAY: _l("星期日"),
    },
}

FACTS: dict[str, object] = {
    "old_value": _l("原取值"),
    "new_value": _l("新取值"),
    "old_weekday": _l("原取值"),
    "new_weekday": _l("新取值"),
    "operation": _l("业务"),
    "price_fen": _l("每年收费"),
    "in_use": _l("在用"),
}
