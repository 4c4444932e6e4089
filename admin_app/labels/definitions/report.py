"""Words of 报表 (saved reports)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.reports.report_rules import ReportRefusal
from actions.definitions.restore_report import RestoreReportRefusal
from actions.definitions.retire_report import RetireReportRefusal
from actions.workspace.put_on_desk import PutOnDeskRefusal
from actions.workspace.take_off_desk import TakeOffDeskRefusal
from admin_app.labels.words import ActionWords
from models.definitions.report import ReportChart, ReportPeriod

ENTITIES: dict[str, object] = {"report": _l("报表"), "report_tile": _l("工作台上的报表")}

PAGES: dict[str, object] = {"saved_report": _l("报表")}

ACTIONS: dict[str, ActionWords] = {
    "define_report": ActionWords(
        _l("新建报表"),
        _l("确认新建"),
        _l(
            "本编办及以下各级编办都能打开，同级编办看不到；各人只看到自己有权看的记录。"
            "在列表或汇总中点击“存为报表”，条件和分组会自动填好。"
        ),
    ),
    "change_report": ActionWords(
        _l("修改报表"), _l("确认修改"), _l("打开这个报表的人随之看到新的内容。")
    ),
    "retire_report": ActionWords(
        _l("停用报表"), _l("确认停用"), _l("停用后不能打开；定义保留，可以恢复。")
    ),
    "restore_report": ActionWords(_l("启用报表"), _l("确认启用")),
    "put_on_desk": ActionWords(
        _l("放上工作台"), _l("确认放上"), _l("登录后在工作台上就能看到报表的数字和图。")
    ),
    "take_off_desk": ActionWords(_l("从工作台取下"), _l("确认取下")),
}

_WORDS: dict[str, object] = {
    "name_zh": _l("名称"),
    "name_en": _l("英文名称"),
    "entity": _l("列表"),
    "code": _l("报表代码（不填自动编号）"),
    "conditions": _l("条件（列表地址中问号之后的部分）"),
    "columns": _l("列（逗号分隔）"),
    "group_by": _l("分组"),
    "then_by": _l("再分组"),
    "figures": _l("统计（逗号分隔）"),
    "period": _l("与上期比较"),
    "compared_on": _l("按哪个日期比较"),
    "sort": _l("排序"),
    "chart": _l("图"),
    "seen_by": _l("可以打开的角色（不选为全部）"),
}

FIELDS: dict[tuple[str, str], object] = {
    (action, name): label
    for action in ("define_report", "change_report")
    for name, label in _WORDS.items()
    if action == "define_report" or name not in {"entity", "code"}
}

COLUMNS: dict[tuple[str, str], object] = {
    **{
        ("report", name): label
        for name, label in _WORDS.items()
        if name not in {"code", "name_zh", "name_en"}
    },
    ("report", "key"): _l("报表代码"),
    ("report", "is_active"): _l("启用"),
    ("report_tile", "user_id"): _l("用户"),
    ("report_tile", "report_id"): _l("报表"),
}

FACTS: dict[str, object] = {
    "report_key": _l("报表代码"),
    "report_entity": _l("列表"),
    "tile_count": _l("放在几个工作台上"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ReportChart: {
        ReportChart.NONE: _l("不画"),
        ReportChart.BARS: _l("条形图"),
        ReportChart.LINE: _l("折线图"),
    },
    ReportPeriod: {
        ReportPeriod.MONTH: _l("本月与上月"),
        ReportPeriod.QUARTER: _l("本季度与上季度"),
        ReportPeriod.YEAR: _l("本年与上年"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    ReportRefusal.KEY_MALFORMED: _l(
        "报表代码“%(key)s”不能用：只能是小写字母、数字和下划线，以字母开头，不超过 30 个字符，"
        "也不能与系统的页面同名。请换一个。"
    ),
    ReportRefusal.KEY_TAKEN: _l("已有代码为“%(key)s”的报表。请换一个代码。"),
    ReportRefusal.TOO_MANY: _l("本编办已有 %(maximum)s 个报表，不能再新建。请修改不再使用的报表。"),
    ReportRefusal.UNKNOWN_LIST: _l(
        "没有名为“%(name)s”的列表，或者您的角色不能查看。请换一个列表。"
    ),
    ReportRefusal.UNKNOWN_COLUMN: _l("列表没有“%(name)s”这一列。请从列表的列中选择。"),
    ReportRefusal.NOT_GROUPED: _l("不能按“%(name)s”分组。请选择其他列。"),
    ReportRefusal.NOT_SUMMED: _l("“%(name)s”不是金额或数量，不能合计。请选择其他列。"),
    ReportRefusal.NOT_A_DATE: _l(
        "“%(name)s”不是日期，不能按日、月、季、年分组或与上期比较。请选择日期列。"
    ),
    ReportRefusal.NOT_A_FIGURE: _l(
        "“%(name)s”不是统计项。请填写 count（记录数）、share（占比），"
        "或 sum、average、least、most、share 加冒号和列名。"
    ),
    ReportRefusal.NOT_SORTED: _l("不能按“%(name)s”排序：报表没有这一统计项。请选择报表的统计项。"),
    ReportRefusal.GROUPED_TWICE: _l("两次都按“%(name)s”分组。请换一列，或只分一次组。"),
    ReportRefusal.GROUPS_MISSING: _l("填写了再分组，没有填写分组。请先选择分组。"),
    ReportRefusal.TOO_MANY_FIGURES: _l("报表最多有 %(maximum)s 个统计项。请减少。"),
    ReportRefusal.TOO_MANY_COLUMNS: _l("报表最多有 %(maximum)s 列。请减少。"),
    ReportRefusal.TOO_MANY_GROUPS: _l(
        "分组超过 %(maximum)s 个，不成汇总。请换一列分组，或增加条件。"
    ),
    ReportRefusal.NOT_FOR_ROLE: _l(
        "报表“%(name)s”不向您的角色开放。如需查看，请联系建立报表的编办。"
    ),
    ReportRefusal.RETIRED: _l(
        "报表“%(name)s”已经停用，不能打开。如需使用，请联系建立报表的编办启用。"
    ),
    PutOnDeskRefusal.ALREADY: _l("“%(name)s”已经在工作台上。请取消勾选。"),
    PutOnDeskRefusal.RETIRED: _l("“%(name)s”已经停用，不能放上工作台。请取消勾选。"),
    PutOnDeskRefusal.NOT_FOR_ROLE: _l("“%(name)s”不向您的角色开放，不能放上工作台。请取消勾选。"),
    PutOnDeskRefusal.TOO_MANY: _l(
        "工作台上最多放 %(maximum)s 个报表。请减少勾选，或先取下不常看的。"
    ),
    TakeOffDeskRefusal.NOT_THERE: _l("“%(name)s”不在工作台上，不需要取下。请取消勾选。"),
    RetireReportRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RestoreReportRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
}
