"""Messages for database failures: what happened, whether anything was done, what to do.

"Nothing was done" is said only when certain. A request that failed after a commit says so; one
whose COMMIT got no reply says that the outcome is unknown.
"""

from __future__ import annotations

from flask import Flask, g, has_request_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.core.database_fault import DatabaseFault

#: Retry-After, in seconds.
RETRY_AFTER = 5

#: (what happened, what to do).
_FAULTS: dict[DatabaseFault, tuple[object, object]] = {
    DatabaseFault.LOST: (
        _l("数据库暂时连接不上。"),
        _l("请稍后再试；几分钟后仍不行，请联系技术支持。"),
    ),
    DatabaseFault.DISK_FULL: (
        _l("服务器磁盘已满，暂时不能保存。"),
        _l("请联系技术支持清理磁盘，之后再办理。"),
    ),
    DatabaseFault.READ_ONLY: (
        _l("数据库目前只能查看，不能保存。"),
        _l("请联系技术支持，恢复之后再办理。"),
    ),
    DatabaseFault.DISK_FAILED: (
        _l("服务器读写磁盘出错。"),
        _l("请联系技术支持，恢复之后再办理。"),
    ),
    DatabaseFault.EXHAUSTED: (
        _l("数据库的连接或内存已经用尽。"),
        _l("请稍后再试；几分钟后仍不行，请联系技术支持。"),
    ),
    DatabaseFault.TOO_LONG: (
        _l("查询时间过长。"),
        _l("请增加条件缩小范围后再试。"),
    ),
}


def install(app: Flask) -> None:
    """Track in each request whether anything was committed."""
    # Once per process: the practice application shares it.
    if not event.contains(Session, "after_commit", _note_commit):
        event.listen(Session, "after_commit", _note_commit)


def _note_commit(_session: Session) -> None:
    if has_request_context():
        g.has_committed = True


def has_committed() -> bool:
    """Whether the current request has committed anything."""
    return has_request_context() and bool(g.get("has_committed"))


def what_was_done() -> str:
    """The sentence on whether the current request has done anything."""
    if has_committed():
        return _("提交的业务已经办理，请到“我的业务单”核对，不要重复提交。")
    return _("未办理任何业务。")


def fault_sentence(fault: DatabaseFault) -> str:
    """The message for a database fault: what happened, whether anything was done, and what to
    do.
    """
    what, advice = _FAULTS[fault]
    return _("%(what)s%(done)s%(advice)s", what=what, done=what_was_done(), advice=advice)


def bug_sentence() -> str:
    """The message for a bug."""
    return _("%(what)s%(done)s", what=_("系统出错。"), done=what_was_done())


def unknown_sentence(*, asks_again: bool) -> str:
    """The message when the outcome is unknown; `asks_again` if a retry is offered."""
    what = _("结果不明：提交后与数据库的连接中断，这项业务可能已经办理，也可能没有办理。")
    if asks_again:
        advice = _("请用同一编号再次确认：已办理的显示原来的结果，没有办理的才会办理，不会重复。")
    else:
        advice = _("请稍后返回核对是否已经办理，再决定是否重新提交。")
    return _("%(what)s%(advice)s", what=what, advice=advice)
