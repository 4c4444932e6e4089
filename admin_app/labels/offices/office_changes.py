"""Words of 编办调整: offices set up and renamed (GB/T 2260)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.offices.create_office import CreateOfficeNote
from actions.offices.rename_office import RenameOfficeNote, RenameOfficeRefusal
from admin_app.labels.words import ActionWords
from models.offices.division_change import DivisionChangeKind, DivisionLineState
from models.registration.office_opening import OpeningFault

ACTIONS: dict[str, ActionWords] = {
    "create_office": ActionWords(
        _l("新设编办"),
        _l("确认设立"),
        _l("按批准文件设立编办。字典中没有的行政区划同时登记。设立后请为编办新建用户。"),
    ),
    "rename_office": ActionWords(
        _l("编办更名"),
        _l("确认更名"),
        _l("代码不变，只改名称。原名称作为曾用名保留，以前的票据、单据和业务单仍用原名称。"),
    ),
}

_DIVISION_NAME = _l("行政区划名称（字典中没有该代码时必填）")

FIELDS: dict[tuple[str, str], object] = {
    ("create_office", "code"): _l("行政区划代码（GB/T 2260）"),
    ("create_office", "name"): _l("编办名称"),
    ("create_office", "parent_code"): _l("上级编办"),
    ("create_office", "division_name"): _DIVISION_NAME,
    ("rename_office", "name"): _l("新名称"),
    ("rename_office", "on"): _l("启用日期（不填为今天）"),
    ("rename_office", "division_name"): _l("行政区划的新名称（没有更名时不填）"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    DivisionChangeKind: {
        DivisionChangeKind.NEW: _l("新设"),
        DivisionChangeKind.RENAMED: _l("更名"),
        DivisionChangeKind.MERGED: _l("并入"),
        DivisionChangeKind.RECODED: _l("改代码"),
        DivisionChangeKind.ABOLISHED: _l("撤销"),
    },
    DivisionLineState: {
        DivisionLineState.DONE: _l("已办成"),
        DivisionLineState.READY: _l("可以直接办理"),
        DivisionLineState.ASKS: _l("需要逐项确认"),
        DivisionLineState.REFUSED: _l("不能办理"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    OpeningFault.CODE_MALFORMED: _l("“%(code)s”不是行政区划代码。请填写 6 位数字。"),
    OpeningFault.CODE_USED: _l(
        "代码 %(code)s 属于“%(holder)s”。停用的代码也不再使用，请核对区划文件。"
    ),
    OpeningFault.DIVISION_ENDED: _l(
        "行政区划“%(division)s”（%(code)s）已经撤销，代码不再使用。请填写新代码。"
    ),
    OpeningFault.DIVISION_NAMELESS: _l("字典中没有代码 %(code)s。请填写行政区划名称。"),
    OpeningFault.NAME_IS_LIVE: _l(
        "“%(division)s”已有单位注册为域名“%(name)s”，该单位不是当地政府。请先处理该域名。"
    ),
    OpeningFault.PARENT_UNKNOWN: _l("没有找到上级编办“%(office_code)s”。请核对代码。"),
    OpeningFault.PARENT_CLOSED: _l("%(office)s已停用，不能作为上级。请改选其他编办。"),
    OpeningFault.NOT_UNDER: _l(
        "代码 %(code)s 不能设在%(office)s之下。县属于同前四位代码的市，或直属同前两位代码的省。"
    ),
    OpeningFault.DAY_IN_FUTURE: _l("设立日期 %(on)s 还没有到。请到期后再办理。"),
    CreateOfficeNote.NEW_DIVISION: _l("行政区划“%(division)s”（%(code)s）登记入字典。"),
    CreateOfficeNote.KNOWN_DIVISION: _l("行政区划为字典中的“%(division)s”（%(code)s）。"),
    CreateOfficeNote.NO_USERS_YET: _l("新编办还没有用户，设立后请新建用户。"),
    RenameOfficeRefusal.SAME: _l("%(office)s已经是这个名称，不需要更名。"),
    RenameOfficeRefusal.NAMESAKE: _l("已有名称为“%(name)s”的编办。请核对名称。"),
    RenameOfficeRefusal.CLOSED: _l("%(office)s已停用，不再更名。"),
    RenameOfficeRefusal.NAME_IS_LIVE: _l(
        "“%(division)s”已有单位注册为域名“%(name)s”，该单位不是当地政府。请先处理该域名。"
    ),
    RenameOfficeRefusal.DAY_IN_FUTURE: _l("启用日期 %(on)s 还没有到。请到期后再办理。"),
    RenameOfficeRefusal.BEFORE_LAST: _l(
        "%(office)s上次更名自 %(on)s 起。启用日期不能更早，请核对文件。"
    ),
    RenameOfficeNote.FORMER_KEPT: _l("“%(name)s”作为曾用名保留，仍可查询。"),
    RenameOfficeNote.DIVISION_RENAMED: _l("行政区划“%(division)s”改为“%(name)s”，代码不变。"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("office", "former_names"): _l("曾用名"),
    ("office", "closed_on"): _l("停用日期"),
    ("office", "successor_code"): _l("承继编办"),
}
