"""Words of 网络红页: writing, publishing and taking it down (guide 新-007)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.domains.publish_red_page import PublishRedPageRefusal
from actions.domains.write_red_page import WriteRedPageNote, WriteRedPageRefusal
from admin_app.labels.words import ActionWords

ACTIONS: dict[str, ActionWords] = {
    "write_red_page": ActionWords(
        _l("编辑网络红页"),
        _l("保存"),
        _l("向公众介绍单位。文字按原样显示，不支持网页代码。发布之前只有本单位和编办能看到。"),
    ),
    "publish_red_page": ActionWords(
        _l("发布网络红页"), _l("确认发布"), _l("发布后公众可凭域名访问，请先预览核对。")
    ),
    "take_down_red_page": ActionWords(
        _l("下线网络红页"), _l("确认下线"), _l("下线后公众不能访问，内容保留，可重新发布。")
    ),
}

_TITLE, _BODY, _ON = _l("标题"), _l("内容"), _l("日期")

FIELDS: dict[tuple[str, str], object] = {
    ("write_red_page", "departments"): _l("领导和内设机构"),
    ("write_red_page", "link"): _l("网站链接（以 http:// 或 https:// 开头）"),
    ("write_red_page", "guides.title"): _TITLE,
    ("write_red_page", "guides.body"): _BODY,
    ("write_red_page", "guides.on"): _ON,
    ("write_red_page", "notices.title"): _TITLE,
    ("write_red_page", "notices.body"): _BODY,
    ("write_red_page", "notices.on"): _ON,
    ("take_down_red_page", "reason"): _l("下线原因"),
}

SENTENCES: dict[StrEnum, object] = {
    WriteRedPageRefusal.LINK_NOT_WEB: _l(
        "网站链接“%(link)s”不是网页地址。请填写以 http:// 或 https:// 开头的地址。"
    ),
    WriteRedPageRefusal.TOO_MANY_ENTRIES: _l(
        "办事指南和通知动态各不超过 %(maximum)s 条，现有 %(count)s 条。请删除过时的内容。"
    ),
    WriteRedPageNote.SHOWN_AT_ONCE: _l("网络红页已发布，保存后公众立即看到新内容。"),
    WriteRedPageNote.KEPT_AS_DRAFT: _l("保存后公众看不到，需在“网络红页”中发布。"),
    PublishRedPageRefusal.NAME_NOT_LIVE: _l(
        "“%(name)s”未注册成功、已冻结或已过宽限期，不能发布网络红页。请先续费或联系 CONAC。"
    ),
    PublishRedPageRefusal.EMPTY: _l("“%(name)s”的网络红页没有单位简介。请先编辑。"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("red_page", "published_at"): _l("发布时间"),
    ("red_page", "list:draft"): _l("草稿"),
    ("red_page", "list:published"): _l("已发布"),
    ("red_page", "list:offline"): _l("已下线"),
}
