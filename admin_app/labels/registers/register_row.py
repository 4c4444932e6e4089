"""Words of 台账记录: entering, editing and moving rows of registers."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.registers.row_entry import RegisterRowRefusal
from admin_app.labels.words import ActionWords

ENTITIES: dict[str, object] = {"register_row": _l("台账记录")}

ACTIONS: dict[str, ActionWords] = {
    "move_register_rows": ActionWords(
        _l("流转"), _l("确认流转"), _l("台账规定哪些状态之间可以流转、由哪些角色办理。")
    ),
}

_WORDS: dict[str, object] = {
    "title": _l("标题"),
    "unit_uscc": _l("注册单位（统一社会信用代码）"),
    "domain_name_u": _l("域名"),
}

FIELDS: dict[tuple[str, str], object] = {("move_register_rows", "row_state"): _l("流转到")}

COLUMNS: dict[tuple[str, str], object] = {
    ("register_row", "register_id"): _l("自定义台账"),
    ("register_row", "number"): _l("编号"),
    **{("register_row", name): label for name, label in _WORDS.items()},
}

FACTS: dict[str, object] = {
    "register": _l("自定义台账"),
    "row_state": _l("状态"),
    "new_state": _l("流转到"),
}

SENTENCES: dict[StrEnum, object] = {
    RegisterRowRefusal.RETIRED: _l("台账“%(name)s”已经停用，不能登记、修改和流转。"),
    RegisterRowRefusal.ELSEWHERE: _l("这条记录不在台账“%(name)s”中。"),
    RegisterRowRefusal.NO_UNIT: _l("辖区内没有信用代码为“%(uscc)s”的注册单位，请核对。"),
    RegisterRowRefusal.NO_DOMAIN: _l("辖区内没有域名“%(domain)s”，请核对。"),
    RegisterRowRefusal.NO_STATE: _l(
        "台账“%(register)s”没有状态“%(state)s”。请取消勾选“%(name)s”。"
    ),
    RegisterRowRefusal.SAME_STATE: _l("“%(name)s”已经是“%(new)s”。请取消勾选。"),
    RegisterRowRefusal.NOT_ALLOWED: _l(
        "您不能把“%(name)s”从“%(old)s”流转到“%(new)s”：台账“%(register)s”没有规定。请取消勾选。"
    ),
}
