"""Words of 自定义台账: the definitions of registers."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.registers.definition_rules import RegisterRefusal
from admin_app.labels.definitions.fields import FIELD_WORDS
from admin_app.labels.words import ActionWords
from models.registers.templates import RegisterTemplate

ENTITIES: dict[str, object] = {"register": _l("自定义台账")}

ACTIONS: dict[str, ActionWords] = {
    "open_register": ActionWords(
        _l("新建台账"),
        _l("确认新建"),
        _l(
            "本编办及以下各级编办使用，同级编办看不到。选择样板时，没有填写的内容和字段按样板设置；"
            "状态每行一个，如“open=待办/To do|warning|todo”，流转每行一个，如“open>done”。"
        ),
    ),
    "change_register": ActionWords(
        _l("修改台账"),
        _l("确认修改"),
        _l("已有的编号不变；记录正在使用的状态不能去掉。不填流转时，任何状态之间都可以流转。"),
    ),
    "retire_register": ActionWords(
        _l("停用台账"), _l("确认停用"), _l("停用后不能登记、修改和流转，已有的记录仍可查询和导出。")
    ),
    "restore_register": ActionWords(_l("启用台账"), _l("确认启用")),
    "define_register_field": ActionWords(
        _l("新增台账字段"),
        _l("确认新增"),
        _l("字段类型和代码确定后不能修改；其他内容可以在“自定义字段”中修改、停用和恢复。"),
    ),
}

_WORDS: dict[str, object] = {
    "code": _l("台账代码"),
    "template": _l("样板"),
    "description": _l("说明"),
    "number_pattern": _l("编号格式（{year} 为年份，{n:4} 为四位序号）"),
    "states": _l("状态（每行一个：代码=名称/英文名称|颜色|todo）"),
    "moves": _l("流转（每行一个：代码>代码|角色）"),
    "has_unit": _l("关联注册单位"),
    "has_domain": _l("关联域名"),
    "readers": _l("可以查看的角色（不选为全部；管理员总能查看）"),
    "writers": _l("可以登记的角色（不选为管理员和出纳）"),
}

#: What a change leaves as it is.
_SETTLED = frozenset({"code", "template"})

FIELDS: dict[tuple[str, str], object] = {
    **{("open_register", name): label for name, label in _WORDS.items()},
    **{("change_register", name): label for name, label in _WORDS.items() if name not in _SETTLED},
    **{
        ("define_register_field", name): label
        for name, label in FIELD_WORDS.items()
        if name != "entity"
    },
}

COLUMNS: dict[tuple[str, str], object] = {
    **{("register", name): label for name, label in _WORDS.items() if name not in _SETTLED},
    ("register", "key"): _l("台账代码"),
    ("register", "is_active"): _l("启用"),
    ("register", "number_pattern"): _l("编号格式"),
    ("own_field", "register_id"): _l("自定义台账"),
}

FACTS: dict[str, object] = {
    "own_field_count": _l("字段数"),
    "field_label": _l("字段名称"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    RegisterTemplate: {
        RegisterTemplate.TRAINING: _l("培训登记"),
        RegisterTemplate.EQUIPMENT: _l("设备台账"),
        RegisterTemplate.SUPERVISED: _l("督办事项"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    RegisterRefusal.KEY_MALFORMED: _l(
        "台账代码“%(key)s”不对：以小写字母开头，只用小写字母、数字和下划线，最多 30 个字符。"
    ),
    RegisterRefusal.KEY_TAKEN: _l(
        "本编办已有代码为“%(key)s”的台账（包括已停用的），请换一个代码。"
    ),
    RegisterRefusal.KEY_RESERVED: _l("“%(key)s”是系统使用的代码，请换一个代码。"),
    RegisterRefusal.TOO_MANY: _l("本编办最多 %(maximum)s 个台账（包括已停用的）。"),
    RegisterRefusal.NAME_MISSING: _l("请填写台账名称，或选择样板。"),
    RegisterRefusal.PATTERN_MALFORMED: _l(
        "编号格式“%(pattern)s”不对：须有且只有一个 {n} 或 {n:4}，最多一个 {year}，其余用文字、数字和横线。"
    ),
    RegisterRefusal.STATE_MALFORMED: _l(
        "状态“%(line)s”不对：每行写成“代码=名称/英文名称|颜色|todo”，"
        "颜色用 success、warning、info、danger 或 muted。"
    ),
    RegisterRefusal.STATE_TWICE: _l("状态代码“%(code)s”出现了两次。"),
    RegisterRefusal.STATES_MISSING: _l("请至少填写一个状态。"),
    RegisterRefusal.TOO_MANY_STATES: _l("填写了 %(count)s 个状态，最多 %(maximum)s 个。"),
    RegisterRefusal.STATE_USED: _l("状态“%(code)s”已有记录使用，不能去掉。请先流转这些记录。"),
    RegisterRefusal.MOVE_MALFORMED: _l(
        "流转“%(line)s”不对：每行写成“代码>代码”，可以加“|角色”，角色用逗号隔开。"
    ),
    RegisterRefusal.MOVE_UNKNOWN: _l("流转“%(line)s”中的“%(code)s”不是另一个已填写的状态。"),
    RegisterRefusal.TOO_MANY_MOVES: _l("填写了 %(count)s 条流转，最多 %(maximum)s 条。"),
    RegisterRefusal.ROLE_CANNOT: _l("角色“%(role)s”不能这样选择，请取消勾选。"),
    RegisterRefusal.RETIRED: _l("台账“%(name)s”已经停用，请先启用。"),
    RegisterRefusal.IN_USE: _l("台账“%(name)s”正在使用，不需要启用。"),
}
