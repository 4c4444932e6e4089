"""Words of logins: 新建用户, 停用, 密码, 登录, and keys of programs (guide Q3, 用户账户)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.users.change_password import ChangePasswordRefusal
from actions.users.change_role import ChangeRoleNote, ChangeRoleRefusal
from actions.users.create_user import CreateUserRefusal
from actions.users.disable_user import DisableUserRefusal
from actions.users.enable_user import EnableUserRefusal
from actions.users.issue_token import IssueTokenRefusal
from actions.users.rename_user import RenameUserNote, RenameUserRefusal
from actions.users.reset_password import ResetPasswordRefusal
from actions.users.revoke_token import RevokeTokenRefusal
from actions.users.sign_in import SignInOutcome
from admin_app.labels.words import ActionWords
from models.users.access_refusal import AccessRefusalKind
from models.values.language import Language
from models.values.password import PasswordFault

ACTIONS: dict[str, ActionWords] = {
    "create_user": ActionWords(
        _l("新建用户"), _l("确认新建"), _l("编办用户填写编办，注册单位用户填写单位的信用代码。")
    ),
    "change_role": ActionWords(
        _l("变更角色"), _l("确认变更"), _l("变更后该用户须重新登录，接口密钥失效。")
    ),
    "rename_user": ActionWords(
        _l("变更姓名"), _l("确认变更"), _l("用户账户不变，以前的业务单仍用原姓名。")
    ),
    "disable_user": ActionWords(_l("停用用户"), _l("确认停用"), _l("停用后立即退出登录。")),
    "enable_user": ActionWords(_l("启用用户"), _l("确认启用")),
    "reset_password": ActionWords(
        _l("重置密码"), _l("确认重置"), _l("请当面核实本人后重置，首次登录须修改密码。")
    ),
    "change_password": ActionWords(_l("修改密码"), _l("确认修改")),
    "count_wrong_password": ActionWords(_l("原密码输错"), _l("原密码输错")),
    "set_own_contact": ActionWords(_l("邮箱设置"), _l("保存")),
    "set_tour": ActionWords(_l("新手引导"), _l("保存")),
    "issue_token": ActionWords(
        _l("签发接口密钥"), _l("确认签发"), _l("密钥只显示一次，请立即妥善保存。")
    ),
    "revoke_token": ActionWords(_l("撤销接口密钥"), _l("确认撤销")),
    "sign_in": ActionWords(_l("登录"), _l("登录")),
    "sign_out": ActionWords(_l("退出登录"), _l("退出登录")),
}

FIELDS: dict[tuple[str, str], object] = {
    ("create_user", "username"): _l("用户账户"),
    ("sign_in", "is_proven"): _l("密码正确"),
    ("sign_in", "device"): _l("常用设备标记"),
    ("create_user", "new_password"): _l("初始密码"),
    ("create_user", "office_code"): _l("编办"),
    ("create_user", "unit_uscc"): _l("单位统一社会信用代码"),
    ("change_role", "role"): _l("新角色"),
    ("change_role", "reason"): _l("变更原因"),
    ("rename_user", "display_name"): _l("新姓名"),
    ("rename_user", "reason"): _l("变更原因"),
    ("reset_password", "new_password"): _l("新密码"),
    ("change_password", "current_password"): _l("原密码"),
    ("change_password", "new_password"): _l("新密码"),
    ("change_password", "repeated_password"): _l("再次输入新密码"),
    ("set_tour", "step"): _l("引导步骤"),
    ("issue_token", "name"): _l("用途"),
    ("issue_token", "days"): _l("有效天数"),
}

SENTENCES: dict[StrEnum, object] = {
    CreateUserRefusal.USERNAME_MALFORMED: _l(
        "用户账户应为 3 至 40 个小写字母、数字、点、横线或下划线，以字母或数字开头。请重新填写。"
    ),
    CreateUserRefusal.USERNAME_TAKEN: _l("用户账户“%(username)s”已被使用。请更换。"),
    CreateUserRefusal.OFFICE_OR_UNIT: _l("编办和单位信用代码须填写且只填写一项。"),
    CreateUserRefusal.OFFICE_UNKNOWN: _l("没有找到编办“%(office_code)s”。请核对代码。"),
    CreateUserRefusal.OFFICE_CLOSED: _l("%(office)s已停用，不能新建用户。请改选其他编办。"),
    CreateUserRefusal.UNIT_UNKNOWN: _l("没有找到单位“%(uscc)s”。请核对统一社会信用代码。"),
    CreateUserRefusal.ROLE_NOT_OF_LEVEL: _l("所选机构不能有“%(role)s”角色的用户。请更换角色。"),
    ChangeRoleRefusal.OWN: _l("不能变更自己的角色。请由其他管理员办理。"),
    ChangeRoleRefusal.UNIT_LOGIN: _l("“%(name)s”是注册单位的用户，没有编办角色。"),
    ChangeRoleRefusal.UNCHANGED: _l("“%(name)s”已经是“%(role)s”，不需要变更。"),
    ChangeRoleRefusal.NOT_OF_LEVEL: _l("%(office)s不能有“%(role)s”角色的用户。请更换角色。"),
    ChangeRoleRefusal.LAST_ADMINISTRATOR: _l(
        "“%(name)s”是%(office)s唯一的管理员。请先设定另一位管理员。"
    ),
    ChangeRoleNote.SIGNS_IN_AGAIN: _l("该用户立即退出登录，接口密钥失效，重新登录后使用新角色。"),
    RenameUserRefusal.SAME: _l("姓名已经是“%(name)s”，不需要变更。"),
    RenameUserNote.SAME_PERSON: _l(
        "用户账户“%(username)s”由“%(old)s”改为“%(new)s”。请核对是同一个人；换人请停用后新建用户。"
    ),
    DisableUserRefusal.OWN: _l("不能停用自己的账户。请由其他管理员办理。"),
    DisableUserRefusal.ALREADY: _l("该用户已经停用，不需要重复办理。"),
    EnableUserRefusal.OFFICE_CLOSED: _l(
        "%(office)s已停用，其用户不能再启用。请在承继编办新建用户。"
    ),
    EnableUserRefusal.ALREADY: _l("该用户正在使用，不需要启用。"),
    ResetPasswordRefusal.OWN: _l("不能重置自己的密码。请使用“修改密码”。"),
    ChangePasswordRefusal.NOT_PROVEN: _l("原密码不正确。请重新输入。"),
    ChangePasswordRefusal.LOCKED: _l(
        "原密码连续输错次数过多，10 分钟内不能修改密码。请稍后再试，或请管理员重置密码。"
    ),
    ChangePasswordRefusal.SAME: _l("新密码与原密码相同。请更换。"),
    ChangePasswordRefusal.DIFFERS: _l("两次输入的新密码不一致。请重新输入。"),
    IssueTokenRefusal.USER_DISABLED: _l("用户已停用，不能签发接口密钥。请先启用用户。"),
    IssueTokenRefusal.TOO_LONG: _l("密钥最长有效 %(maximum)s 天，您填写了 %(days)s 天。请缩短。"),
    RevokeTokenRefusal.NOT_YOURS: _l("密钥“%(name)s”是别人的。请由本人或管理员撤销。"),
    RevokeTokenRefusal.ALREADY: _l("该接口密钥已经撤销，不需要重复办理。"),
    PasswordFault.TOO_SHORT: _l("密码太短。请至少使用 12 个字符。"),
    PasswordFault.TOO_LONG: _l("密码太长。请缩短。"),
    PasswordFault.TOO_PLAIN: _l("密码过于简单。请使用更多不同的字符。"),
    PasswordFault.EXPECTED: _l("密码太容易被猜到。请不要使用常见密码或包含账户、姓名。"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    AccessRefusalKind: {
        AccessRefusalKind.FORBIDDEN: _l("没有权限"),
        AccessRefusalKind.NOT_FOUND: _l("不存在或不在管辖范围"),
        AccessRefusalKind.NOT_OWN_OFFICE: _l("不是本编办的业务"),
        AccessRefusalKind.FORGED: _l("不是由本系统页面提交"),
    },
    SignInOutcome: {
        SignInOutcome.SIGNED_IN: _l("登录成功"),
        SignInOutcome.WRONG_PASSWORD: _l("密码错误，未登录"),
        SignInOutcome.LOCKED: _l("暂时锁定，未登录"),
        SignInOutcome.DISABLED: _l("账户已停用，未登录"),
    },
    Language: {Language.CHINESE: _l("中文"), Language.ENGLISH: _l("英文")},
}

FACTS: dict[str, object] = {
    "role_before": _l("原角色"),
    "role_after": _l("新角色"),
    "token_count": _l("失效的接口密钥数"),
}
