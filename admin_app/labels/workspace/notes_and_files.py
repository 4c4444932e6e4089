"""Labels of 备注 (notes), 附件 (files), and the kinds of events in 全程记录 (timeline)."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.core.activity_kinds import ActivityKind
from actions.workspace.add_note import AddNoteRefusal
from actions.workspace.attach_file import AttachFileRefusal
from admin_app.labels.words import ActionWords
from models.values.file_type import FileKind
from models.workspace.annotated_row import Subject, WithdrawalFault

ENTITIES: dict[str, object] = {"row_note": _l("备注"), "attachment": _l("附件")}

ACTIONS: dict[str, ActionWords] = {
    "add_note": ActionWords(
        _l("添加备注"),
        _l("添加备注"),
        _l("备注供编办和 CONAC 内部查看，注册单位看不到。添加后不能修改，可以撤回。"),
    ),
    "withdraw_note": ActionWords(
        _l("撤回备注"), _l("撤回备注"), _l("撤回后仍保留原文，标明“已撤回”。")
    ),
    "attach_file": ActionWords(
        _l("上传附件"),
        _l("上传附件"),
        _l("PDF、PNG、JPG、XLSX 或 DOCX，每个不超过 10 MB。注册单位看不到附件。"),
    ),
    "withdraw_file": ActionWords(
        _l("撤回附件"), _l("撤回附件"), _l("撤回后不能再下载，上传和撤回的记录保留。")
    ),
}

_SUBJECT, _ROW = _l("记录种类"), _l("记录编号")

FIELDS: dict[tuple[str, str], object] = {
    ("add_note", "subject"): _SUBJECT,
    ("add_note", "row_id"): _ROW,
    ("attach_file", "subject"): _SUBJECT,
    ("attach_file", "row_id"): _ROW,
    ("attach_file", "file_name"): _l("文件名"),
    ("attach_file", "content"): _l("文件内容（Base64）"),
}

SENTENCES: dict[StrEnum, object] = {
    AddNoteRefusal.TOO_MANY: _l(
        "“%(name)s”已有 %(maximum)s 条备注，不能再添加。请把材料作为附件或另行归档。"
    ),
    WithdrawalFault.NOT_AUTHOR: _l("这是%(by)s添加的，只能由本人撤回。"),
    WithdrawalFault.ALREADY: _l("已经撤回，不需要再次撤回。"),
    AttachFileRefusal.NOT_BASE64: _l("附件内容不是正确的 Base64，请检查后重新提交。"),
    AttachFileRefusal.EMPTY: _l("“%(name)s”是空文件，没有上传。请重新选择文件。"),
    AttachFileRefusal.TOO_BIG: _l(
        "“%(name)s”超过 %(maximum)s MB，没有上传。请压缩或拆分后重新上传。"
    ),
    AttachFileRefusal.WRONG_KIND: _l(
        "“%(name)s”的内容不是 PDF、PNG、JPG、XLSX 或 DOCX（不含宏），没有上传。请转换格式后重新上传。"
    ),
    AttachFileRefusal.OTHER_DIGEST: _l(
        "“%(name)s”的内容与所附摘要（SHA-256）不一致，没有上传。请重新上传。"
    ),
    AttachFileRefusal.TOO_MANY: _l(
        "“%(name)s”已有 %(maximum)s 个附件（含已撤回的），不能再上传。请合并后另行归档。"
    ),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    Subject: {
        Subject.UNIT: _l("申报单位"),
        Subject.DOMAIN: _l("域名"),
        Subject.ORDER: _l("缴费信息"),
        Subject.PAYMENT: _l("收费"),
        Subject.INVOICE: _l("发票"),
        Subject.LOT: _l("预开发票"),
        Subject.REMITTANCE: _l("汇款单"),
    },
    FileKind: {kind: kind.value.upper() for kind in FileKind},
    ActivityKind: {
        ActivityKind.FEE: _l("费用"),
        ActivityKind.INVOICE: _l("发票"),
        ActivityKind.REVIEW: _l("审核"),
        ActivityKind.REMINDER: _l("提醒"),
        ActivityKind.EDIT: _l("修改"),
        ActivityKind.NOTE: _l("备注"),
        ActivityKind.FILE: _l("附件"),
    },
}

#: Columns of both notes and files.
_BESIDE: dict[str, object] = {
    "subject": _l("所属记录类型"),
    "row_id": _l("所属记录"),
    "by": _l("添加人"),
    "author_key": _l("添加人标识"),
    "at": _l("添加时间"),
    "withdrawn_at": _l("撤回时间"),
}

COLUMNS: dict[tuple[str, str], object] = {
    **{(table, name): said for table in ENTITIES for name, said in _BESIDE.items()},
    ("attachment", "file_name"): _l("文件名"),
    ("attachment", "kind"): _l("文件类型"),
    ("attachment", "size"): _l("文件大小（字节）"),
    ("attachment", "content"): _l("文件内容"),
}
