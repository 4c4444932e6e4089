"""Words of 配置副本: copies of what an office defined, files of them, and their application."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.configuration.difference import ConfigurationItemRefusal
from actions.configuration.document import ConfigurationFileRefusal
from actions.configuration.messages import (
    ConfigurationNote,
    ConfigurationRefusal,
    DefinitionName,
)
from admin_app.labels.words import ActionWords
from models.definitions.configuration import CopyOrigin

ACTIONS: dict[str, ActionWords] = {
    "keep_configuration": ActionWords(
        _l("保存当前配置"),
        _l("确认保存"),
        _l("保存本编办的全部自定义内容。系统每晚也会保存一份，没有变化的不保存。"),
    ),
    "upload_configuration": ActionWords(
        _l("上传配置"),
        _l("确认上传"),
        _l("上传后先核对差异，再应用。上传本身不改变任何内容。"),
        (_l("选择文件上传"), "configuration_file.index"),
    ),
    "apply_configuration": ActionWords(
        _l("应用配置"),
        _l("确认应用"),
        _l("把本编办的自定义内容改成副本中的样子。全部办成，或者一项也不改。"),
    ),
    "keep_configuration_nightly": ActionWords(_l("每晚保存配置"), _l("确认保存")),
}

ENTITIES: dict[str, object] = {"configuration": _l("配置副本")}

FIELDS: dict[tuple[str, str], object] = {
    ("keep_configuration", "name"): _l("副本名称（不填用当天日期）"),
    ("upload_configuration", "name"): _l("副本名称"),
    ("upload_configuration", "content"): _l("文件内容"),
}

SHARED: dict[str, object] = {
    "taken_at": _l("保存时间"),
    "item_count": _l("定义数"),
}

FACTS: dict[str, object] = {
    "copy_origin": _l("来源"),
    "define_count": _l("新增"),
    "restore_count": _l("恢复"),
    "change_count": _l("修改"),
    "retire_count": _l("停用"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("configuration", "name"): _l("副本名称"),
    ("configuration", "origin"): _l("来源"),
    ("configuration", "by"): _l("保存人"),
    ("configuration", "content"): _l("文件内容"),
    ("configuration", "sha256"): _l("文件摘要"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    CopyOrigin: {
        CopyOrigin.NIGHTLY: _l("每晚保存"),
        CopyOrigin.BY_HAND: _l("手工保存"),
        CopyOrigin.UPLOADED: _l("上传"),
    },
    DefinitionName: {
        DefinitionName.SETTING: _l("系统参数"),
        DefinitionName.INVOICE_TYPE: _l("发票类型"),
        DefinitionName.CHOICE_LIST: _l("选项清单"),
        DefinitionName.CHOICE: _l("选项"),
        DefinitionName.LABEL: _l("标签"),
        DefinitionName.REGISTER: _l("自定义台账"),
        DefinitionName.FIELD: _l("自定义字段"),
        DefinitionName.REGISTER_FIELD: _l("台账字段"),
        DefinitionName.ROLE: _l("自定义角色"),
        DefinitionName.REPORT: _l("报表"),
        DefinitionName.WORDING: _l("措辞"),
        DefinitionName.PAPER: _l("单据样式"),
        DefinitionName.LETTER: _l("公函"),
        DefinitionName.RULE: _l("规则"),
    },
}

SENTENCES: dict[StrEnum, object] = {
    ConfigurationFileRefusal.TOO_LONG: _l(
        "文件太大，最多 %(maximum)s 个字符。请确认这是从本系统导出的配置文件。"
    ),
    ConfigurationFileRefusal.NOT_JSON: _l(
        "第 %(line)s 行第 %(column)s 个字符处的写法有误，括号、引号或者逗号不配对。请更正后重新上传。"
    ),
    ConfigurationFileRefusal.TWICE: _l("“%(found)s”在同一处写了两次。请删去一个后重新上传。"),
    ConfigurationFileRefusal.NOT_A_CONFIGURATION: _l(
        "“%(found)s”处不是配置文件的写法。请上传从本系统导出的配置文件。"
    ),
    ConfigurationFileRefusal.OTHER_FORMAT: _l(
        "文件的格式版本是“%(found)s”，本系统只认版本 %(wanted)s。请从相同版本的系统导出。"
    ),
    ConfigurationFileRefusal.NOT_AN_OFFICE: _l(
        "“%(found)s”不是编办的代码。请填写 6 位数字后重新上传。"
    ),
    ConfigurationFileRefusal.UNKNOWN_KIND: _l("没有“%(found)s”这一类定义。请删去后重新上传。"),
    ConfigurationFileRefusal.TOO_MANY_ITEMS: _l(
        "“%(found)s”一类的定义太多，最多 %(maximum)s 项。请删减后重新上传。"
    ),
    ConfigurationRefusal.UNCHANGED: _l("自上次保存以来没有变化，不需要再次保存。"),
    ConfigurationRefusal.NOT_OF_OFFICE: _l(
        "这份配置中没有本编办的内容。请选择由本编办保存或者导出的配置。"
    ),
    ConfigurationRefusal.NOTHING_TO_DO: _l("现在的定义与这份配置完全相同，没有需要应用的内容。"),
    ConfigurationRefusal.STEP: _l("%(definition)s“%(item)s”：%(refusal)s一项也没有改动。"),
    ConfigurationItemRefusal.TWICE: _l("在文件中写了两次。请删去一个。"),
    ConfigurationItemRefusal.SETTLED: _l(
        "“%(field)s”定义以后不能改，现在是“%(was)s”，文件中是“%(becomes)s”。请改回或者换一个代码。"
    ),
    ConfigurationItemRefusal.OF_REGISTRY: _l("只能由 CONAC 设置。请从文件中删去。"),
    ConfigurationItemRefusal.NO_REGISTER: _l("没有它所在的台账。请在文件中补上台账。"),
    ConfigurationNote.DEFINES: _l("新增%(definition)s“%(item)s”。"),
    ConfigurationNote.RESTORES: _l("恢复%(definition)s“%(item)s”。"),
    ConfigurationNote.CHANGES: _l(
        "%(definition)s“%(item)s”的“%(input_field)s”由“%(was)s”改为“%(becomes)s”。"
    ),
    ConfigurationNote.RETIRES: _l("停用%(definition)s“%(item)s”。"),
    ConfigurationNote.MORE: _l("另有 %(count)s 处改动未列出。"),
    ConfigurationNote.NOT_YET: _l(
        "%(definition)s“%(item)s”现在还不能办：%(refusal)s"
        "如果它依赖上面先办的改动，确认时按先后核对；否则请先处理。"
    ),
    ConfigurationNote.OTHER_OFFICES: _l(
        "文件中另有 %(count)s 个编办的定义，不在这里应用，由各编办自己应用。"
    ),
}
