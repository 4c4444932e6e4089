"""Words of 自定义角色: narrowing built-in roles, and giving them to logins."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.users.own_role import OwnRoleNote, OwnRoleRefusal
from actions.users.set_own_role import SetOwnRoleRefusal
from admin_app.labels.words import ActionWords

_HINT = _l("自定义角色只能比原有角色办得少，不能更多；用户管理不在其中。")

ACTIONS: dict[str, ActionWords] = {
    "define_own_role": ActionWords(_l("新建自定义角色"), _l("确认新建"), _HINT),
    "change_own_role": ActionWords(_l("修改自定义角色"), _l("确认修改"), _HINT),
    "retire_own_role": ActionWords(
        _l("停用自定义角色"), _l("确认停用"), _l("有用户使用的不能停用，请先取消这些用户的限定。")
    ),
    "restore_own_role": ActionWords(_l("启用自定义角色"), _l("确认启用")),
    "set_own_role": ActionWords(
        _l("限定角色"), _l("确认限定"), _l("不选自定义角色即取消限定。该用户打开下一页时生效。")
    ),
}

ENTITIES: dict[str, object] = {"own_role": _l("自定义角色")}

FIELDS: dict[tuple[str, str], object] = {
    ("set_own_role", "own_role"): _l("自定义角色"),
    ("set_own_role", "reason"): _l("限定原因"),
}

SHARED: dict[str, object] = {
    "base": _l("原有角色"),
    "work": _l("可以办理的业务"),
    "is_own_office": _l("只看、只办本编办的业务"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("own_role", "is_active"): _l("启用"),
    ("user", "own_role_id"): _l("自定义角色"),
}

FACTS: dict[str, object] = {
    "work_count": _l("可以办理的业务数"),
    "holder_count": _l("使用的用户数"),
    "own_role_after": _l("限定为"),
}

SENTENCES: dict[StrEnum, object] = {
    OwnRoleRefusal.TAKEN: _l("已有名为“%(name)s”的自定义角色。请换一个名称。"),
    OwnRoleRefusal.TOO_MANY: _l("本编办启用的自定义角色已有 %(maximum)s 个。请先停用不再使用的。"),
    OwnRoleRefusal.NOT_OF_STAFF: _l("“%(role)s”不是编办用户的角色，不能作原有角色。请另选。"),
    OwnRoleRefusal.NO_OWN_OFFICE: _l(
        "“%(role)s”只有 CONAC 的用户才有，不能限定为本编办的业务。请取消勾选。"
    ),
    OwnRoleRefusal.HELD: _l(
        "“%(name)s”有 %(holder_count)s 个用户使用。请先在用户列表中取消这些用户的限定。"
    ),
    OwnRoleRefusal.ALREADY: _l("“%(name)s”已经停用，不需要再次停用。请取消勾选。"),
    OwnRoleRefusal.IN_USE: _l("“%(name)s”正在使用，不需要启用。请取消勾选。"),
    OwnRoleNote.HOLDERS: _l("%(holder_count)s 个用户使用这个角色，打开下一页时即按新的规定。"),
    OwnRoleNote.NOT_OF_BASE: _l(
        "所选业务中有 %(idle_count)s 项（例如“%(work)s”）是“%(role)s”本来就不能办理的，不计入。"
    ),
    SetOwnRoleRefusal.OWN: _l("不能限定自己的角色。请由其他管理员办理。"),
    SetOwnRoleRefusal.UNIT_LOGIN: _l("“%(name)s”是注册单位的用户，没有编办角色。请取消勾选。"),
    SetOwnRoleRefusal.UNKNOWN: _l("没有找到所选的自定义角色。请重新选择。"),
    SetOwnRoleRefusal.RETIRED: _l("自定义角色“%(own_role)s”已经停用。请选择其他角色。"),
    SetOwnRoleRefusal.OTHER_BASE: _l(
        "“%(name)s”的角色是“%(role)s”，“%(own_role)s”只限定“%(base)s”。请另选，或先变更角色。"
    ),
    SetOwnRoleRefusal.ELSEWHERE: _l(
        "“%(own_role)s”由其他省的编办定义，不能用于“%(name)s”。请另选。"
    ),
    SetOwnRoleRefusal.NO_OWN_OFFICE: _l(
        "“%(own_role)s”只办本编办的业务，不能用于 CONAC 的用户“%(name)s”。请另选。"
    ),
    SetOwnRoleRefusal.UNCHANGED: _l("“%(name)s”已经如此，不需要变更。请取消勾选。"),
    SetOwnRoleRefusal.LAST_ADMINISTRATOR: _l(
        "“%(name)s”是本编办唯一不受限定的管理员，限定后无人管理用户。请先设定另一位管理员。"
    ),
}
