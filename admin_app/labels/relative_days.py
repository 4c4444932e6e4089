"""The words for days relative to today, by their codes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

RELATIVE_DAYS: dict[str, object] = {
    "yesterday": _l("昨天"),
    "today": _l("今天"),
    "tomorrow": _l("明天"),
    "last_week": _l("上周"),
    "this_week": _l("本周"),
    "next_week": _l("下周"),
    "last_month": _l("上月"),
    "this_month": _l("本月"),
    "next_month": _l("下月"),
    "last_quarter": _l("上季"),
    "this_quarter": _l("本季"),
    "next_quarter": _l("下季"),
    "last_year": _l("去年"),
    "this_year": _l("今年"),
    "next_year": _l("明年"),
}
