"""Words of 规则 and 规则执行记录."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.rules.rule_check import RuleNote, RuleRefusal
from actions.rules.finish_task import FinishTaskRefusal
from actions.rules.restore_rule import RestoreRuleRefusal
from actions.rules.retire_rule import RetireRuleRefusal
from admin_app.labels.words import ActionWords
from models.rules.happening import RuleTrigger
from models.rules.rule import (
    DaySide,
    EffectOutcome,
    FiringState,
    RulePlace,
    RuleState,
    TaskState,
)

ENTITIES: dict[str, object] = {
    "rule": _l("规则"),
    "rule_event": _l("规则待判断的事件"),
    "rule_firing": _l("规则执行记录"),
}

_HINT = _l(
    '条件写成算式，例如 state == "registered" && term_years < 2；留空表示全部。'
    "可用的名称是列表各列在接口中的名称和 today；确认前会显示最近 30 天会执行多少次。"
)

ACTIONS: dict[str, ActionWords] = {
    "define_rule": ActionWords(_l("新建规则"), _l("确认新建"), _HINT),
    "change_rule": ActionWords(_l("修改规则"), _l("确认修改"), _HINT),
    "retire_rule": ActionWords(
        _l("停用规则"), _l("确认停用"), _l("停用后不再执行；执行记录和已做的事都保留。")
    ),
    "restore_rule": ActionWords(
        _l("启用规则"), _l("确认启用"), _l("从启用时起执行，停用期间的情况不补做。")
    ),
    "finish_task": ActionWords(_l("办结待办"), _l("确认办结")),
    "judge_rule_events": ActionWords(_l("判断规则"), _l("判断规则")),
    "seek_rule_dates": ActionWords(_l("查找规则的日期"), _l("查找规则的日期")),
    "carry_out_rule": ActionWords(_l("执行规则"), _l("执行规则")),
}

_LABELS: dict[str, object] = {
    "name_zh": _l("规则名称"),
    "name_en": _l("英文名称"),
    "days": _l("相差天数（只用于日期）"),
    "side": _l("日期之前还是之后"),
    "told_roles": _l("通知哪些角色"),
    "told_at": _l("哪一级的人员"),
    "is_mailed": _l("同时发邮件"),
    "message": _l("附言"),
    "is_task": _l("放进待办"),
    "field_value": _l("填写的内容"),
    "daily_limit": _l("每天最多执行次数"),
}

FIELDS: dict[tuple[str, str], object] = {
    (verb, name): label
    for verb in ("define_rule", "change_rule")
    for name, label in {
        **_LABELS,
        "label": _l("加标签"),
        "webhook": _l("推送地址"),
        "field": _l("填写自定义字段"),
    }.items()
} | {
    ("carry_out_rule", "is_mailing"): _l("写邮件"),
}

SHARED: dict[str, object] = {
    "happening": _l("触发"),
    "condition": _l("条件"),
    "labelled": _l("加标签的结果"),
    "filled_in": _l("填写字段的结果"),
}

FACTS: dict[str, object] = {
    "rule": _l("规则"),
    "firing_count": _l("最近 30 天会执行的次数"),
    "fired_on": _l("执行日期"),
}

COLUMNS: dict[tuple[str, str], object] = {
    **{("rule", name): label for name, label in _LABELS.items() if name != "name_en"},
    ("rule", "entity"): _l("记录种类"),
    ("rule", "trigger"): _l("触发方式"),
    ("rule", "label_id"): _l("标签"),
    ("rule", "webhook_id"): _l("推送地址"),
    ("rule", "field_id"): _l("自定义字段"),
    ("rule", "sought_on"): _l("日期已查到"),
    ("rule_event", "rule_id"): _l("规则"),
    ("rule_event", "key"): _l("事件编号"),
    ("rule_event", "mark"): _l("事件标记"),
    ("rule_event", "entry_id"): _l("日志编号"),
    ("rule_event", "row_ids"): _l("记录编号"),
    ("rule_firing", "key"): _l("执行编号"),
    ("rule_firing", "rule_id"): _l("规则"),
    ("rule_firing", "entity"): _l("记录种类"),
    ("rule_firing", "row_id"): _l("记录编号"),
    ("rule_firing", "row_name"): _l("记录"),
    ("rule_firing", "entry_id"): _l("日志编号"),
    ("rule_firing", "fired_at"): _l("执行时间"),
    ("rule_firing", "fired_on"): _l("执行日期"),
    ("rule_firing", "notice_count"): _l("通知人数"),
    ("rule_firing", "mail_count"): _l("邮件数"),
    ("rule_firing", "sent"): _l("推送的结果"),
    ("rule_firing", "task"): _l("待办"),
    ("rule_firing", "list:open"): _l("规则交办的待办"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    RuleTrigger: {
        RuleTrigger.ACTION: _l("办理业务"),
        RuleTrigger.STATE: _l("进入状态"),
        RuleTrigger.DATE: _l("日期前后"),
    },
    RulePlace: {
        RulePlace.OFFICE: _l("记录所属编办"),
        RulePlace.CITY: _l("上级市编办"),
        RulePlace.PROVINCE: _l("省编办"),
        RulePlace.REGISTRY: _l("CONAC"),
    },
    DaySide: {DaySide.BEFORE: _l("日期之前"), DaySide.AFTER: _l("日期之后")},
    RuleState: {
        RuleState.ACTIVE: _l("使用中"),
        RuleState.PAUSED: _l("已暂停"),
        RuleState.RETIRED: _l("已停用"),
    },
    FiringState: {
        FiringState.WAITING: _l("等待执行"),
        FiringState.CARRIED_OUT: _l("已执行"),
    },
    EffectOutcome: {EffectOutcome.DONE: _l("已完成"), EffectOutcome.REFUSED: _l("未能完成")},
    TaskState: {TaskState.OPEN: _l("待办"), TaskState.FINISHED: _l("已办结")},
}

SENTENCES: dict[StrEnum, object] = {
    RuleRefusal.NAME_TAKEN: _l("已有名为“%(name)s”的规则。请换一个名称。"),
    RuleRefusal.NOT_A_NAME: _l(
        "“%(name)s”不能作规则的名称：名称不能只是数字，也不能含顿号、逗号或分号。请换一个名称。"
    ),
    RuleRefusal.TOO_MANY: _l(
        "本编办启用的规则已有 %(maximum)s 条，不能再新建。请先停用不再使用的。"
    ),
    RuleRefusal.UNKNOWN_HAPPENING: _l("不能在“%(found)s”时执行。请从列出的触发方式中选择。"),
    RuleRefusal.NO_EFFECT: _l(
        "规则没有要做的事。请选择通知的角色、待办、标签、推送地址或自定义字段中的至少一项。"
    ),
    RuleRefusal.ROLE_DOES_NOT_READ: _l(
        "“%(role)s”不查看这类记录，不能通知。请取消选择，或选择其他角色。"
    ),
    RuleRefusal.PLACE_ABOVE: _l("只有 CONAC 的规则可以通知 CONAC 的人员。请选择省、市或所属编办。"),
    RuleRefusal.NOBODY_TOLD: _l("发邮件或写附言时，请选择要通知的角色。"),
    RuleRefusal.UNKNOWN_LABEL: _l("没有可以使用的标签“%(label)s”。请从列出的标签中选择。"),
    RuleRefusal.UNKNOWN_WEBHOOK: _l(
        "本编办没有登记推送地址“%(webhook)s”。请先登记，或选择其他地址。"
    ),
    RuleRefusal.UNKNOWN_FIELD: _l(
        "这类记录没有可以填写的自定义字段“%(field)s”。请选择同一类记录的字段。"
    ),
    RuleRefusal.NO_VALUE: _l("请填写要写入自定义字段的内容。"),
    RuleNote.ROWS: _l("最近 30 天会对这些记录执行（最多列出 20 条，按现在的内容判断）：%(rows)s"),
    RuleNote.NONE: _l("最近 30 天没有会执行的记录。"),
    RuleNote.CUT: _l("最近 30 天的情况较多，只试算了最近的一部分。"),
    RetireRuleRefusal.ALREADY: _l("规则“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RestoreRuleRefusal.IN_USE: _l("规则“%(name)s”正在使用，不需要启用。请取消勾选。"),
    FinishTaskRefusal.NO_TASK: _l("“%(name)s”没有待办，不需要办结。请取消勾选。"),
    FinishTaskRefusal.FINISHED: _l("“%(name)s”的待办已经办结。请取消勾选。"),
}
