"""Words of 视图: a list as somebody likes it."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.workspace.change_view import ChangeViewRefusal
from actions.workspace.delete_view import DeleteViewRefusal
from actions.workspace.save_view import SaveViewRefusal
from admin_app.labels.words import ActionWords

_LIST, _NAME, _SHARED, _DEFAULT = _l("列表"), _l("名称"), _l("共享给本单位"), _l("设为默认")

ACTIONS: dict[str, ActionWords] = {
    "save_view": ActionWords(_l("保存视图"), _l("保存")),
    "change_view": ActionWords(_l("修改视图"), _l("修改")),
    "delete_view": ActionWords(_l("删除视图"), _l("删除")),
}

FIELDS: dict[tuple[str, str], object] = {
    ("save_view", "entity"): _LIST,
    ("save_view", "query"): _l("查询条件"),
    ("save_view", "is_default"): _DEFAULT,
    ("change_view", "entity"): _LIST,
    ("change_view", "new_name"): _l("新名称"),
    ("change_view", "is_default"): _DEFAULT,
    ("delete_view", "entity"): _LIST,
}

_UNKNOWN = _l("您在这个列表没有名为“%(name)s”的视图。请从“管理视图”中选择。")

SENTENCES: dict[StrEnum, object] = {
    SaveViewRefusal.TOO_MANY: _l(
        "一个列表最多保存 %(maximum)s 个视图。请先在“管理视图”中删除不再使用的。"
    ),
    ChangeViewRefusal.UNKNOWN: _UNKNOWN,
    ChangeViewRefusal.NAME_TAKEN: _l("您在这个列表已有名为“%(name)s”的视图。请换一个名称。"),
    DeleteViewRefusal.UNKNOWN: _UNKNOWN,
}
