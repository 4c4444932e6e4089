"""Words of 奖励经费 (guide Q7)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.ledger.accrue_awards import AccrueAwardsRefusal
from actions.ledger.set_award_rule import SetAwardRuleNote, SetAwardRuleRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "set_award_rule": ActionWords(
        _l("设置奖励经费规则"),
        _l("确认设置"),
        _l("按已消费费用的万分之几计提，自生效日期起执行；填 0 为停止计提。"),
    ),
    "accrue_awards": ActionWords(
        _l("计提奖励经费"),
        _l("确认计提"),
        _l("按周计提各省已消费费用的奖励经费，同一缴费单只计提一次。"),
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("set_award_rule", "province"): _l("省编办"),
    ("accrue_awards", "week"): _l("周（如 2026-W47）"),
}

SENTENCES: dict[StrEnum, object] = {
    SetAwardRuleRefusal.NO_PROVINCE: _l("没有代码为 %(province)s 的省编办。请从列表选择。"),
    SetAwardRuleRefusal.IN_PAST: _l("生效日期 %(valid_from)s 已经过去。请填写今天或以后的日期。"),
    SetAwardRuleRefusal.LATER_RULE: _l("已有自 %(valid_from)s 起的规则。请填写更晚的生效日期。"),
    SetAwardRuleRefusal.UNCHANGED: _l("现在的比例就是万分之 %(rate_bp)s，没有改动。"),
    SetAwardRuleNote.ENDS: _l("原规则（万分之 %(rate_bp)s）自 %(valid_from)s 起不再执行。"),
    AccrueAwardsRefusal.NOT_A_PROVINCE: _l(
        "%(office)s不是省编办。奖励经费按省计提，请只勾选省编办。"
    ),
    AccrueAwardsRefusal.NO_SUCH_WEEK: _l("没有 %(week)s 这一周。请按“2026-W47”的样式填写。"),
    AccrueAwardsRefusal.WEEK_NOT_OVER: _l("%(week)s还没有结束。请在下周计提。"),
}

FACTS: dict[str, object] = {
    "reversed_count": _l("冲回笔数"),
}
