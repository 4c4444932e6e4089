"""Words of 报表 (saved reports)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.reports.report_rules import ReportRefusal
from actions.definitions.restore_report import RestoreReportRefusal
from actions.definitions.retire_report import RetireReportRefusal
from actions.workspace.mail_report import MailReportRefusal
from actions.workspace.put_on_desk import PutOnDeskRefusal
from actions.workspace.stop_mailing import StopMailingRefusal
from actions.workspace.take_off_desk import TakeOffDeskRefusal
from actions.workspace.work_out_report import WorkOutReportRefusal
from admin_app.labels.words import ActionWords
from models.definitions.report import ReportChart, ReportPeriod
from models.workspace.report_mailing import MailEvery, SendingOutcome

ENTITIES: dict[str, object] = {
    "report": _l("报表"),
    "report_tile": _l("工作台上的报表"),
    "report_mailing": _l("报表定时发送"),
    "report_sending": _l("报表发送记录"),
}

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
    "mail_report": ActionWords(
        _l("定时发送报表"),
        _l("确认设置"),
        _l(
            "每天、每周（星期一为 1）或每月到时间发送。收件人只能是本编办及以下各级编办的用户，"
            "各人收到的只是自己有权看的内容；不能再打开报表的人不再收到。"
        ),
    ),
    "stop_mailing": ActionWords(_l("停止定时发送"), _l("确认停止"), _l("发送记录保留。")),
    "send_report": ActionWords(_l("发送报表"), _l("确认发送")),
    "take_off_desk": ActionWords(_l("从工作台取下"), _l("确认取下")),
    "work_out_report": ActionWords(
        _l("后台计算报表"),
        _l("确认计算"),
        _l("记录较多的报表在后台分段计算，可以离开本页；结果只有您本人能看到。"),
    ),
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

_MAILING: dict[str, object] = {
    "every": _l("多久一次"),
    "on_weekday": _l("星期几（每周的）"),
    "day_of_month": _l("几日（每月的，1 至 28）"),
    "hour": _l("几点（0 至 23）"),
    "roles": _l("收件角色"),
    "people": _l("收件人（登录名，逗号分隔）"),
}

FIELDS |= {("mail_report", name): label for name, label in _MAILING.items()}
FIELDS |= {
    ("send_report", "period"): _l("时段"),
    ("send_report", "user_id"): _l("收件人"),
    ("send_report", "outcome"): _l("结果"),
    ("send_report", "title"): _l("标题"),
    ("send_report", "content"): _l("内容"),
    ("send_report", "row_count"): _l("行数"),
}

COLUMNS: dict[tuple[str, str], object] = {
    **{("report_mailing", name): label for name, label in _MAILING.items()},
    ("report_mailing", "report_id"): _l("报表"),
    ("report_mailing", "is_active"): _l("启用"),
    ("report_sending", "mailing_id"): _l("定时发送"),
    ("report_sending", "period"): _l("时段"),
    ("report_sending", "user_id"): _l("收件人"),
    ("report_sending", "row_count"): _l("行数"),
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
    "report": _l("报表"),
    "every": _l("多久一次"),
    "tile_count": _l("放在几个工作台上"),
    "slice_count": _l("分几段计算"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ReportChart: {
        ReportChart.NONE: _l("不画"),
        ReportChart.BARS: _l("条形图"),
        ReportChart.LINE: _l("折线图"),
    },
    MailEvery: {
        MailEvery.DAY: _l("每天"),
        MailEvery.WEEK: _l("每周"),
        MailEvery.MONTH: _l("每月"),
    },
    SendingOutcome: {
        SendingOutcome.WRITTEN: _l("已写入邮件"),
        SendingOutcome.NO_ADDRESS: _l("没有可用的邮箱"),
        SendingOutcome.NO_ACCESS: _l("无权打开报表"),
        SendingOutcome.TOO_LARGE: _l("内容太多"),
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
    ReportRefusal.READER_CANNOT: _l(
        "“%(role)s”不能看这个列表或报表中的某些列，不能选为读者。请取消选择这个角色。"
    ),
    ReportRefusal.NO_FIGURES: _l("“%(name)s”记录较多，还没有数字。请先打开报表，在后台计算。"),
    PutOnDeskRefusal.ALREADY: _l("“%(name)s”已经在工作台上。请取消勾选。"),
    PutOnDeskRefusal.RETIRED: _l("“%(name)s”已经停用，不能放上工作台。请取消勾选。"),
    PutOnDeskRefusal.NOT_FOR_ROLE: _l("“%(name)s”不向您的角色开放，不能放上工作台。请取消勾选。"),
    PutOnDeskRefusal.TOO_MANY: _l(
        "工作台上最多放 %(maximum)s 个报表。请减少勾选，或先取下不常看的。"
    ),
    MailReportRefusal.RETIRED: _l("“%(name)s”已经停用，不能定时发送。请先启用。"),
    MailReportRefusal.NOBODY: _l("没有收件人。请选择收件角色，或填写收件人的登录名。"),
    MailReportRefusal.UNKNOWN_PERSON: _l(
        "没有登录名为“%(name)s”的用户，或者不属于本编办及以下各级编办。请核对登录名。"
    ),
    MailReportRefusal.TOO_MANY_PEOPLE: _l("收件人最多填写 %(maximum)s 个。请改选收件角色。"),
    MailReportRefusal.TOO_MANY: _l(
        "这个报表已有 %(maximum)s 个定时发送，不能再增加。请先停止不需要的。"
    ),
    StopMailingRefusal.ALREADY: _l("这个定时发送已经停止，不需要再次停止。请取消勾选。"),
    TakeOffDeskRefusal.NOT_THERE: _l("“%(name)s”不在工作台上，不需要取下。请取消勾选。"),
    WorkOutReportRefusal.RETIRED: _l("“%(name)s”已经停用，不能计算。请先启用。"),
    WorkOutReportRefusal.NOT_FOR_ROLE: _l("“%(name)s”不向您的角色开放，不能计算。请取消勾选。"),
    WorkOutReportRefusal.ALREADY: _l("“%(name)s”正在后台计算。请打开报表查看进度。"),
    WorkOutReportRefusal.OF_ROWS: _l("“%(name)s”逐条列出记录，不需要后台计算。请直接打开。"),
    WorkOutReportRefusal.OPEN_RUNS: _l(
        "您已有 %(count)s 项后台任务未完成，最多同时 %(maximum)s 项。请等其中一项完成后再计算。"
    ),
    RetireReportRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    RestoreReportRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
}
