"""Words of what runs by itself: 后台任务, 到期提醒, letters."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.request_run import RequestRunRefusal, SliceRefusal
from actions.domains.remind import RemindRefusal
from actions.jobs.prune_configurations import PruneConfigurationsRefusal
from actions.jobs.prune_mail import PruneMailRefusal
from actions.jobs.prune_notices import PruneNoticesRefusal
from actions.jobs.prune_reminders import PruneRemindersRefusal
from actions.jobs.prune_runs import PruneRunsRefusal
from actions.jobs.resend_mail import ResendMailRefusal
from actions.jobs.stop_run import StopRunNote, StopRunRefusal
from admin_app.labels.words import ActionWords
from models.jobs.job_run import JobKind, JobReason, JobState, SliceState
from models.jobs.outbox import MailState, MailTopic

ACTIONS: dict[str, ActionWords] = {
    "mark_read": ActionWords(_l("标为已读"), _l("标为已读")),
    "stop_run": ActionWords(_l("停止余下的"), _l("确认停止")),
    "give_up_mail": ActionWords(_l("邮件未送达"), _l("确认登记")),
    "resend_mail": ActionWords(
        _l("重新发送"), _l("确认重新发送"), _l("按收件人现在的邮箱发送，请先更正邮箱。")
    ),
    "announce_run": ActionWords(_l("通知提交人"), _l("确认通知")),
    "remind": ActionWords(_l("到期提醒"), _l("确认提醒")),
    "send_digest": ActionWords(_l("发送提醒汇总"), _l("确认发送")),
    "tell_overdue_lots": ActionWords(_l("催签收"), _l("确认提醒")),
    "prune_configurations": ActionWords(_l("清理配置副本"), _l("确认清理")),
    "prune_mail": ActionWords(_l("清理邮件"), _l("确认清理")),
    "prune_reminders": ActionWords(_l("清理提醒记录"), _l("确认清理")),
    "prune_runs": ActionWords(_l("清理后台任务"), _l("确认清理")),
    "prune_notices": ActionWords(_l("清理通知"), _l("确认清理")),
}

FIELDS: dict[tuple[str, str], object] = {
    ("announce_run", "is_whole"): _l("已全部办完"),
    ("give_up_mail", "answer"): _l("服务器答复"),
    ("give_up_mail", "is_refused"): _l("地址被拒收"),
    ("send_digest", "is_mailing"): _l("同时发邮件"),
    ("mark_read", "up_to_id"): _l("最新一条通知"),
}

SENTENCES: dict[StrEnum, object] = {
    RequestRunRefusal.TOO_MANY: _l(
        "所选记录太多（%(count)s 条），一次最多交办 %(maximum)s 条。"
        "请在列表中增加查询条件（如单位、状态、到期时间）缩小范围，分次交办。"
    ),
    RequestRunRefusal.OPEN_RUNS: _l(
        "您已有 %(count)s 项后台办理未完成，最多同时 %(maximum)s 项。请等其中一项完成后再交办。"
    ),
    RequestRunRefusal.NOT_CHECKED: _l(
        "所选记录尚未核对完毕，或者核对后填写的内容有变。请重新核对。"
    ),
    RequestRunRefusal.NOTHING_PASSES: _l("所选记录都不能办理，没有可以提交的内容。"),
    RequestRunRefusal.LEAVES_OUT: _l(
        "有 %(count)s 条不能办理。请勾选“跳过不能办理的记录”，其余照常办理；或者返回列表重新选择。"
    ),
    SliceRefusal.NOT_SHOWN: _l(
        "确认时这条记录不能办理，未经确认，本次没有办理。请重新核对后办理。"
    ),
    SliceRefusal.ROW_MOVED: _l("确认之后这条记录的情况有变化，本次没有办理。请重新核对后办理。"),
    SliceRefusal.MOVED: _l("确认之后这一批的合计或者提醒有变化，本批没有办理。请重新核对后办理。"),
    SliceRefusal.WITH_OTHERS: _l("同一批中有不能办理的记录，本批都没有办理。"),
    StopRunRefusal.ANOTHERS: _l("后台任务 %(run)s 由%(by)s提交，由提交人本人或者管理员停止。"),
    StopRunRefusal.ALL_BEGUN: _l("后台任务 %(run)s 没有尚未开始的批次，不需要停止。"),
    StopRunNote.STOPPED: _l("%(by)s于 %(at)s 停止了余下的办理。"),
    ResendMailRefusal.NO_ADDRESS: _l(
        "%(recipient)s的收件人现在没有邮箱。请先填写邮箱，再重新发送。"
    ),
    ResendMailRefusal.ADDRESS_UNCHANGED: _l(
        "%(recipient)s 已被邮件服务器拒收，邮箱还没有更正。请先更正邮箱，再重新发送。"
    ),
    RemindRefusal.NOT_DUE: _l("“%(name)s”%(expires_on)s 到期，还不到提醒的时候。"),
    RemindRefusal.TOLD: _l("“%(name)s”到期前 %(days)s 天的提醒已经发过。"),
    PruneConfigurationsRefusal.TOO_YOUNG: _l("配置副本保留 %(days)s 天，未满期限不清理。"),
    PruneMailRefusal.TOO_YOUNG: _l("邮件尚未结束或未满保留期限，不清理。"),
    PruneRemindersRefusal.TOO_YOUNG: _l("提醒记录未满保留期限，不清理。"),
    PruneRunsRefusal.TOO_YOUNG: _l("后台任务尚未结束或未满保留期限，不清理。"),
    PruneNoticesRefusal.TOO_YOUNG: _l("通知保留 %(days)s 天，未满期限不清理。"),
}

#: How each mail begins.
MAIL_OPENINGS: dict[MailTopic, object] = {
    MailTopic.OFFICE_DIGEST: _l("下列注册单位的域名即将到期或已到期，请通知单位及时续费："),
    MailTopic.RULE: _l("下列记录符合本单位关注的规则，请查看："),
    MailTopic.REPORT: _l("下面是您订阅的报表，内容以您有权查看的记录为准："),
    MailTopic.UNIT_REMINDER: _l("贵单位下列域名即将到期或已到期，请及时到编办办理续费："),
}

FACTS: dict[str, object] = {
    "reminder_count": _l("提醒数"),
    "done_count": _l("已办理条数"),
    "stopped_count": _l("停止办理条数"),
    "letter_count": _l("邮件数"),
    "reader": _l("收件人"),
}

ENTITIES: dict[str, object] = {
    "job_run": _l("后台任务"),
    "job_slice": _l("后台办理批次"),
    "reminder": _l("到期提醒"),
    "mail": _l("邮件"),
}

_DONE, _TOTAL, _REFUSED = _l("已办理"), _l("总数"), _l("未办理")

COLUMNS: dict[tuple[str, str], object] = {
    ("job_run", "kind"): _l("任务"),
    ("job_run", "key"): _l("任务编号"),
    ("job_run", "day"): _l("日期"),
    ("job_run", "total"): _TOTAL,
    ("job_run", "tries"): _l("开始次数"),
    ("job_run", "worker"): _l("办理进程"),
    ("job_run", "queued_at"): _l("排队时间"),
    ("job_run", "started_at"): _l("开始时间"),
    ("job_run", "beat_at"): _l("最近进展"),
    ("job_run", "ended_at"): _l("结束时间"),
    ("job_run", "reason"): _l("中止原因"),
    ("job_run", "incident"): _l("故障编号"),
    ("job_run", "action"): _l("办理业务"),
    ("job_run", "given"): _l("办理内容"),
    ("job_run", "leaves_out"): _l("跳过不能办理的"),
    ("job_run", "user_id"): _l("用户"),
    ("job_run", "by"): _l("提交人"),
    ("job_run", "is_check"): _l("仅核对"),
    ("job_run", "check_id"): _l("依据的核对"),
    ("job_run", "answer"): _l("差异说明"),
    ("job_run", "list:open"): _l("正在办理的后台任务"),
    ("job_run", "list:failed"): _l("失败的后台任务"),
    ("job_slice", "run_id"): _l("后台任务"),
    ("job_slice", "seq"): _l("批次"),
    ("job_slice", "keys"): _l("记录编号"),
    ("job_slice", "refusals"): _REFUSED,
    ("job_slice", "summary"): _l("小结"),
    ("job_slice", "lines"): _l("逐条结果"),
    ("job_slice", "begun_at"): _l("开始时间"),
    ("job_slice", "entry_id"): _l("日志编号"),
    ("reminder", "expires_on"): _l("到期时间"),
    ("reminder", "stage"): _l("提前天数"),
    ("reminder", "reminded_on"): _l("提醒日期"),
    ("reminder", "told_at"): _l("通知时间"),
    ("mail", "key"): _l("邮件编号"),
    ("mail", "recipient"): _l("收件地址"),
    ("mail", "topic"): _l("主题"),
    ("mail", "facts"): _l("内容"),
    ("mail", "tries"): _l("发送次数"),
    ("mail", "written_at"): _l("生成时间"),
    ("mail", "next_at"): _l("下次发送时间"),
    ("mail", "sent_at"): _l("发出时间"),
    ("mail", "answer"): _l("服务器答复"),
    ("mail", "list:undelivered"): _l("未送达的邮件"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    JobKind: {
        JobKind.SETTLE: _l("夜间消费"),
        JobKind.LAPSE: _l("逾期未缴费清理"),
        JobKind.REMIND: _l("到期提醒"),
        JobKind.DRAFT_REMITTANCE: _l("每周汇款单草稿"),
        JobKind.ACCRUE_AWARD: _l("奖励经费计提"),
        JobKind.RETAIN: _l("过期通知清理"),
        JobKind.BATCH: _l("后台办理"),
    },
    JobState: {
        JobState.QUEUED: _l("排队中"),
        JobState.RUNNING: _l("正在办理"),
        JobState.DONE: _l("已完成"),
        JobState.FAILED: _l("失败"),
    },
    JobReason: {
        JobReason.ERROR: _l("程序出错"),
        JobReason.WORKER_LOST: _l("办理进程多次中断"),
        JobReason.BUSY: _l("数据库繁忙"),
        JobReason.USER_DISABLED: _l("提交人已停用"),
        JobReason.RIGHT_LOST: _l("提交人已无权限"),
    },
    SliceState: {
        SliceState.WAITING: _l("等待办理"),
        SliceState.DONE: _l("已办理"),
        SliceState.REFUSED: _l("未办理"),
    },
    MailTopic: {
        MailTopic.OFFICE_DIGEST: _l("域名到期提醒汇总"),
        MailTopic.UNIT_REMINDER: _l("域名到期提醒"),
        MailTopic.RULE: _l("规则通知"),
        MailTopic.REPORT: _l("定时报表"),
    },
    MailState: {
        MailState.WAITING: _l("待发送"),
        MailState.SENDING: _l("正在发送"),
        MailState.SENT: _l("已发送"),
        MailState.REFUSED: _l("被拒收"),
        MailState.GIVEN_UP: _l("多次失败，不再发送"),
    },
}
