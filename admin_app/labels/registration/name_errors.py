"""What is wrong with a name or a credit code, and why a fee waits: words inside sentences."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.action import Reach
from models.billing.order import Wait
from models.offices.division import DivisionLevel
from models.values.label import LabelFaultKind
from models.values.typed_text import CharacterFault
from models.values.uscc import UsccFault
from models.workspace.notification import FileDirection

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    CharacterFault: {
        CharacterFault.PRIVATE_USE: _l("私用区字符"),
        CharacterFault.UNASSIGNED: _l("没有定义的字符"),
        CharacterFault.REPLACEMENT: _l("读错编码后留下的字符"),
        CharacterFault.SYMBOL: _l("表情或图形符号"),
    },
    LabelFaultKind: {
        LabelFaultKind.EMPTY: _l("没有填写"),
        LabelFaultKind.NO_HAN: _l("没有汉字，至少要有一个汉字"),
        LabelFaultKind.FORBIDDEN_CHARACTER: _l("含有不能注册的字符"),
        LabelFaultKind.INVISIBLE_CHARACTER: _l("含有看不见的字符或空格"),
        LabelFaultKind.HAN_OUTSIDE_TABLE: _l("含有不在注册字表内的汉字"),
        LabelFaultKind.LEADING_COMBINING: _l("以附加符号开头"),
        LabelFaultKind.LEADING_HYPHEN: _l("以横线开头"),
        LabelFaultKind.TRAILING_HYPHEN: _l("以横线结尾"),
        LabelFaultKind.CONSECUTIVE_HYPHENS: _l("有连续的横线"),
        LabelFaultKind.TOO_MANY_HAN: _l("超过 20 个汉字，请使用规范简称"),
        LabelFaultKind.A_LABEL_TOO_LONG: _l("编码后超过 63 个字符，请使用规范简称"),
        LabelFaultKind.UNKNOWN_TLD: _l("的后缀不是政务、公益或其 .cn 形式"),
    },
    UsccFault: {
        UsccFault.LOST_DIGITS: _l(
            "被表格软件当作数字改写过，末尾几位已经丢失（请把整列设为“文本”格式后重新填写）"
        ),
        UsccFault.LENGTH: _l("不是 18 位"),
        UsccFault.CHARACTER: _l("含有数字和大写字母以外的字符"),
        UsccFault.ALPHABET: _l("含有不应出现的字符（不用字母 I、O、S、V、Z）"),
        UsccFault.DEPARTMENT: _l("的登记管理部门代码（第 1 位）不正确"),
        UsccFault.DIVISION: _l("的行政区划（第 3 至 8 位）不是数字"),
        UsccFault.CHECK_CHARACTER: _l("的校验位（第 18 位）不正确"),
    },
    Wait: {
        Wait.BALANCE_SHORT: _l("账户余额不足"),
        Wait.BEHIND: _l("前面还有未消费的缴费"),
        Wait.BASE_MOVED: _l("到期时间已变动，须重新提交续费，款项保留"),
        Wait.NAME_GONE: _l("域名已不在可办理的状态，款项保留"),
    },
    DivisionLevel: {
        DivisionLevel.PROVINCE: _l("省级"),
        DivisionLevel.CITY: _l("市级"),
        DivisionLevel.COUNTY: _l("县级"),
    },
    FileDirection: {FileDirection.EXPORT: _l("导出"), FileDirection.IMPORT: _l("导入")},
    Reach: {
        Reach.SCOPE: _l("本编办及下级"),
        Reach.OWN: _l("仅本编办"),
        Reach.BELOW: _l("仅下级"),
    },
}
