"""Words of 标签: defining labels, and putting them on records."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.labels.label_names import LabelNameRefusal
from actions.core.labels.labelling import LabellingRefusal
from actions.definitions.restore_label import RestoreLabelRefusal
from actions.definitions.retire_label import RetireLabelRefusal
from actions.labelled import LABELLED
from admin_app.labels.words import ActionWords
from models.definitions.label import LabelColour

_HINT = _l("标签供编办和 CONAC 内部使用，注册单位看不到。")
_PUT = ActionWords(_l("加标签"), _l("加标签"), _HINT)
_TAKE_OFF = ActionWords(_l("取下标签"), _l("取下标签"), _HINT)
_TABLES = tuple(model.__tablename__ for model in LABELLED)

ACTIONS: dict[str, ActionWords] = {
    "define_label": ActionWords(
        _l("新建标签"),
        _l("确认新建"),
        _l("CONAC 的标签各地可用，省级的标签本省各级可用；其他省看不到。"),
    ),
    "change_label": ActionWords(
        _l("修改标签"), _l("确认修改"), _l("已有这个标签的记录随之显示新的名称和颜色。")
    ),
    "retire_label": ActionWords(
        _l("停用标签"), _l("确认停用"), _l("停用后不能再加到记录上；已有的保留，仍可查询。")
    ),
    "restore_label": ActionWords(_l("启用标签"), _l("确认启用")),
    **{f"label_{table}": _PUT for table in _TABLES},
    **{f"unlabel_{table}": _TAKE_OFF for table in _TABLES},
    # Their rows have the name of their domain, whose own page would have the same title.
    "label_domain_request": replace(_PUT, title=_l("给域名变更申请加标签")),
    "unlabel_domain_request": replace(_TAKE_OFF, title=_l("取下域名变更申请的标签")),
    "label_red_page": replace(_PUT, title=_l("给网络红页加标签")),
    "unlabel_red_page": replace(_TAKE_OFF, title=_l("取下网络红页的标签")),
}

ENTITIES: dict[str, object] = {"label": _l("标签"), "row_label": _l("记录的标签")}

SHARED: dict[str, object] = {
    "label": _l("标签"),
    "name_zh": _l("名称"),
    "name_en": _l("英文名称"),
    "colour": _l("颜色"),
}

FACTS: dict[str, object] = {"labels": _l("标签"), "record_count": _l("使用的记录数")}

COLUMNS: dict[tuple[str, str], object] = {
    **{(table, "labels"): _l("标签") for table in _TABLES},
    ("label", "is_active"): _l("启用"),
    ("row_label", "label_id"): _l("标签"),
    ("row_label", "entity"): _l("记录种类"),
    ("row_label", "row_id"): _l("记录编号"),
    ("row_label", "is_on"): _l("标着"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    LabelColour: {
        LabelColour.GREY: _l("灰色"),
        LabelColour.RED: _l("红色"),
        LabelColour.ORANGE: _l("橙色"),
        LabelColour.GREEN: _l("绿色"),
        LabelColour.TEAL: _l("青色"),
        LabelColour.BLUE: _l("蓝色"),
        LabelColour.PURPLE: _l("紫色"),
        LabelColour.PINK: _l("粉色"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    LabelNameRefusal.TAKEN: _l("已有名为“%(name)s”的标签。请换一个名称，或使用已有的标签。"),
    LabelNameRefusal.NOT_A_NAME: _l(
        "“%(name)s”不能作标签的名称：名称不能只是数字，也不能含顿号、逗号或分号。请换一个名称。"
    ),
    LabelNameRefusal.TOO_MANY: _l(
        "本编办启用的标签已有 %(maximum)s 个，不能再新建。请先停用不再使用的。"
    ),
    RetireLabelRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RestoreLabelRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
    LabellingRefusal.UNKNOWN: _l("没有名为“%(label)s”的标签。请从列出的标签中选择。"),
    LabellingRefusal.AMBIGUOUS: _l("有几个标签名为“%(label)s”。请按编号选择其中一个。"),
    LabellingRefusal.RETIRED: _l("标签“%(label)s”已经停用，不能再加到记录上。请选择其他标签。"),
    LabellingRefusal.ELSEWHERE: _l(
        "标签“%(label)s”由其他省定义，不能加到“%(name)s”上。请取消勾选，或选择其他标签。"
    ),
    LabellingRefusal.ON_ALREADY: _l("“%(name)s”已有标签“%(label)s”。请取消勾选。"),
    LabellingRefusal.NOT_ON: _l("“%(name)s”没有标签“%(label)s”。请取消勾选。"),
    LabellingRefusal.TOO_MANY: _l(
        "“%(name)s”已有 %(maximum)s 个标签，不能再加“%(label)s”。请先取下不需要的。"
    ),
}
