"""Words of 选项清单 (choice lists) and their choices."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.choices.choice_rules import ChoiceRefusal
from actions.definitions.restore_choice import RestoreChoiceRefusal
from actions.definitions.restore_choice_list import RestoreChoiceListRefusal
from actions.definitions.retire_choice import RetireChoiceRefusal
from actions.definitions.retire_choice_list import RetireChoiceListRefusal
from admin_app.labels.words import ActionWords
from models.definitions.choice_list import ChoiceListKind

ENTITIES: dict[str, object] = {"choice_list": _l("选项清单"), "choice": _l("选项")}

ACTIONS: dict[str, ActionWords] = {
    "define_choice_list": ActionWords(
        _l("新建选项清单"),
        _l("确认新建"),
        _l("CONAC 的清单各地可用，省级的清单本省各级可用；其他省看不到。"),
    ),
    "change_choice_list": ActionWords(_l("修改选项清单"), _l("确认修改")),
    "retire_choice_list": ActionWords(
        _l("停用选项清单"), _l("确认停用"), _l("停用后新的字段不能再用；已在使用的字段不受影响。")
    ),
    "restore_choice_list": ActionWords(_l("启用选项清单"), _l("确认启用")),
    "add_choice": ActionWords(
        _l("新增选项"),
        _l("确认新增"),
        _l("省级加到 CONAC 清单中的选项只有本省可用，代码前自动加上省的前两位代码。"),
    ),
    "change_choice": ActionWords(
        _l("修改选项"), _l("确认修改"), _l("代码不变；选过的记录随之显示新的名称。")
    ),
    "retire_choice": ActionWords(
        _l("停用选项"), _l("确认停用"), _l("停用后不能再选；选过的记录照常显示，仍可查询。")
    ),
    "restore_choice": ActionWords(_l("启用选项"), _l("确认启用")),
}

_IS_OPEN = _l("省级可以增补选项")
_VALID_FROM, _VALID_UNTIL = _l("可选（自何日起）"), _l("可选（到何日止）")

FIELDS: dict[tuple[str, str], object] = {
    ("define_choice_list", "code"): _l("清单代码"),
    ("define_choice_list", "is_open"): _IS_OPEN,
    ("define_choice_list", "choices"): _l("选项（每行一个：代码=名称/英文名称）"),
    ("change_choice_list", "is_open"): _IS_OPEN,
    ("add_choice", "choice_list"): _l("加到清单"),
    ("add_choice", "code"): _l("选项代码"),
    **{
        (action, name): word
        for action in ("add_choice", "change_choice")
        for name, word in (
            ("place", _l("排列顺序")),
            ("valid_from", _VALID_FROM),
            ("valid_until", _VALID_UNTIL),
        )
    },
}

FACTS: dict[str, object] = {
    "choice_list": _l("所属清单"),
    "choice_count": _l("选项数"),
    "using_field_count": _l("使用的字段数"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("choice_list", "name_zh"): _l("清单名称"),
    ("choice_list", "code"): _l("清单代码"),
    ("choice_list", "kind"): _l("清单用途"),
    ("choice_list", "is_open"): _IS_OPEN,
    ("choice_list", "is_active"): _l("启用"),
    ("choice", "list_id"): _l("所属清单"),
    ("choice", "code"): _l("选项代码"),
    ("choice", "is_active"): _l("启用"),
    ("choice", "place"): _l("排列顺序"),
    ("choice", "valid_from"): _VALID_FROM,
    ("choice", "valid_until"): _VALID_UNTIL,
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ChoiceListKind: {
        ChoiceListKind.OWN: _l("自定义字段共用"),
        ChoiceListKind.FIELD: _l("一个字段专用"),
        ChoiceListKind.SYSTEM: _l("系统表单使用"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    ChoiceRefusal.LIST_CODE_MALFORMED: _l(
        "清单代码“%(code)s”不对：以小写字母开头，只用小写字母、数字和下划线，最多 30 个字符。"
    ),
    ChoiceRefusal.LIST_CODE_TAKEN: _l("已有代码为“%(code)s”的清单（包括已停用的），请换一个代码。"),
    ChoiceRefusal.LIST_NAME_TAKEN: _l("已有名为“%(name)s”的清单。请换一个名称，或使用已有的清单。"),
    ChoiceRefusal.TOO_MANY_LISTS: _l(
        "本编办启用的清单已有 %(maximum)s 个，不能再新建。请先停用不再使用的。"
    ),
    ChoiceRefusal.LIST_UNKNOWN: _l("没有可以增补的清单“%(code)s”。请从列出的清单中选择。"),
    ChoiceRefusal.OPEN_UNWANTED: _l("只有 CONAC 的清单可以由省级增补，请取消勾选。"),
    ChoiceRefusal.LINE_MALFORMED: _l(
        "选项“%(line)s”不对：每行写成“代码=名称/英文名称”，名称最多 40 个字。"
    ),
    ChoiceRefusal.CODE_MALFORMED: _l(
        "选项代码“%(code)s”不对：用小写字母、数字、下划线和连字符，最多 24 个字符；"
        "在可增补的清单中不能以两位数字加下划线开头。"
    ),
    ChoiceRefusal.CODE_TAKEN: _l(
        "清单中已有代码为“%(code)s”的选项（包括已停用的），请换一个代码。"
    ),
    ChoiceRefusal.WORD_TAKEN: _l("清单中已有叫“%(name)s”的选项或代码，请换一个名称。"),
    ChoiceRefusal.NOT_A_WORD: _l("“%(name)s”不能作选项的名称：不能含顿号、逗号或分号。"),
    ChoiceRefusal.TOO_MANY: _l("一份清单中一个编办最多 %(maximum)s 个选项（包括已停用的）。"),
    ChoiceRefusal.DAYS_CROSSED: _l("最后可选日期早于启用日期。"),
    RetireChoiceListRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RetireChoiceListRefusal.OF_THE_SYSTEM: _l(
        "“%(name)s”由系统表单使用，不能停用；不再使用的选项可以逐个停用。请取消勾选。"
    ),
    RestoreChoiceListRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
    RetireChoiceRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RestoreChoiceRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
}
