"""Words of sheets that come in: files that are not read, rows that are not taken."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from actions.domains.submit import SubmitDomainRefusal
from actions.imports.accept_rows import AcceptRowsNote, AcceptRowsRefusal
from actions.imports.stage_sheet import StageSheetRefusal
from actions.units.register import RegisterUnitRefusal
from admin_app.labels.registration import filing
from admin_app.labels.words import ActionWords
from models.imports.difference import DifferenceKind, RevisionFault
from models.imports.row_parser import ImportFault
from models.imports.sheet import ImportField, ImportKind, ImportRowState
from models.registration.domain_filing import FilingFault
from models.registration.unit_registration import EnrolmentFault


class SheetFault(StrEnum):
    """Why a file is not read."""

    WRONG_TYPE = "sheet_wrong_type"
    EMPTY = "sheet_empty"
    TOO_BIG = "sheet_too_big"
    BURSTS = "sheet_bursts"
    TOO_MANY_ROWS = "sheet_too_many_rows"
    TOO_MANY_COLUMNS = "sheet_too_many_columns"
    CELL_TOO_LONG = "sheet_cell_too_long"
    QUOTE_OPEN = "sheet_quote_open"
    ENCODING = "sheet_encoding"
    LOCKED = "sheet_locked"
    BROKEN = "sheet_broken"
    MAP_TOO_LARGE = "sheet_map_too_large"
    COLUMN_TWICE = "sheet_column_twice"


class SheetRemark(StrEnum):
    """How a file was read, where that is not evident."""

    HEADING_ROW = "sheet_heading_row"
    WORKSHEET = "sheet_worksheet"
    HIDDEN_WORKSHEETS = "sheet_hidden_worksheets"
    HIDDEN_ROWS = "sheet_hidden_rows"
    HIDDEN_COLUMNS = "sheet_hidden_columns"
    MERGED = "sheet_merged"
    UNCOMPUTED = "sheet_uncomputed"
    READ_AS = "sheet_read_as"
    NOT_READ = "sheet_not_read"
    OTHERS_STAY = "sheet_others_stay"


ACTIONS: dict[str, ActionWords] = {
    "stage_sheet": ActionWords(_l("批量导入"), _l("上传并核对")),
    "accept_rows": ActionWords(
        _l("导入所选行"),
        _l("确认导入"),
        _l("确认后登记新单位、报送域名。不能导入的行请取消勾选，不影响其他行。"),
    ),
    "accept_changes": ActionWords(
        _l("采用所选改动"),
        _l("确认采用"),
        _l(
            "确认后按表格修改现有记录，逐栏写入操作记录。只想采用一部分，请返回“逐行查看”，勾选要采用的行。表格中删去的行不会删除记录。"
        ),
    ),
}

FIELDS: dict[tuple[str, str], object] = {
    ("accept_changes", "overwrite"): _l("冲突的栏目以表格为准"),
}

FACTS: dict[str, object] = {
    "unit_count": _l("新登记单位"),
    "number": _l("表格行号"),
    "ready_count": _l("可导入"),
    "refused_count": _l("有问题"),
    "known_count": _l("已存在"),
    "changed_count": _l("有改动"),
    "conflict_count": _l("有冲突"),
    "field_count": _l("改动栏目"),
}

ENTITIES: dict[str, object] = {
    "import_sheet": _l("导入的表格"),
    "import_row": _l("导入的行"),
    "remembered_heading": _l("表头的对应栏目"),
}

COLUMNS: dict[tuple[str, str], object] = {
    ("import_sheet", "kind"): _l("导入内容"),
    ("import_sheet", "file_name"): _l("文件名"),
    ("import_sheet", "headings"): _l("表头"),
    ("import_sheet", "row_count"): _l("行数"),
    ("import_sheet", "by"): _l("导入人"),
    ("import_row", "sheet_id"): _l("文件名"),
    ("import_row", "number"): _l("表格行号"),
    ("import_row", "name"): _l("单位或域名"),
    ("import_row", "raw"): _l("原内容"),
    ("import_row", "cells"): _l("识别的内容"),
    ("import_row", "state"): _l("导入结果"),
    ("import_row", "fault"): _l("原因"),
    ("import_row", "differences"): _l("与现有记录的差别"),
    ("import_row", "record_id"): _l("记录编号"),
    ("import_row", "record_version"): _l("版本"),
    ("import_sheet", "remarks"): _l("读取说明"),
    **{(table, "id"): _l("记录编号") for table in ("unit", "domain", "mailing_address", "user")},
    ("remembered_heading", "kind"): _l("导入内容"),
    ("remembered_heading", "heading"): _l("表头"),
    ("remembered_heading", "field"): _l("对应栏目"),
    ("import_row", "list:staged"): _l("可导入"),
    ("import_row", "list:refused"): _l("有问题"),
    ("import_row", "list:known"): _l("已存在"),
    ("import_row", "list:changed"): _l("有改动"),
    ("import_row", "list:conflict"): _l("有冲突"),
    ("import_row", "list:accepted"): _l("已导入"),
}

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    ImportKind: {
        ImportKind.UNITS: _l("单位信息表"),
        ImportKind.DOMAINS: _l("新增域名批量导入信息表"),
        ImportKind.MAILING_ADDRESSES: _l("邮寄地址表"),
        ImportKind.USERS: _l("用户信息表"),
    },
    ImportRowState: {
        ImportRowState.STAGED: _l("可导入"),
        ImportRowState.REFUSED: _l("有问题"),
        ImportRowState.KNOWN: _l("已存在"),
        ImportRowState.CHANGED: _l("有改动"),
        ImportRowState.CONFLICT: _l("有冲突"),
        ImportRowState.ACCEPTED: _l("已导入"),
    },
    DifferenceKind: {
        DifferenceKind.EDIT: _l("可采用"),
        DifferenceKind.CONFLICT: _l("冲突"),
        DifferenceKind.NEWER: _l("导出后已由他人修改，不变"),
        DifferenceKind.FIXED: _l("不能在表格中修改，不采用"),
        DifferenceKind.CLEANED: _l("录入时整理"),
    },
    ImportField: {
        ImportField.NAME: _l("单位名称"),
        ImportField.USCC: _l("统一社会信用代码"),
        ImportField.UNIT_TYPE: _l("单位类型"),
        ImportField.SHORT_NAME: _l("简称"),
        ImportField.ADMINISTRATIVE_FUNCTION: _l("行使行政职能"),
        ImportField.OFFICE: _l("同级编办"),
        ImportField.DIVISION: _l("行政区划代码"),
        ImportField.LEGAL_REPRESENTATIVE: _l("法定代表人"),
        ImportField.CONTACT_NAME: _l("联系人"),
        ImportField.CONTACT_PHONE: _l("联系电话"),
        ImportField.CONTACT_EMAIL: _l("电子邮箱"),
        ImportField.INVOICE_TITLE: _l("发票抬头"),
        ImportField.TAXPAYER_NO: _l("纳税人识别号"),
        ImportField.ADDRESS: _l("地址"),
        ImportField.DOMAIN: _l("域名"),
        ImportField.BASIS: _l("命名依据"),
        ImportField.YEARS: _l("年限"),
        ImportField.PURPOSE: _l("用途"),
        ImportField.NAME_REASON: _l("名称说明"),
        ImportField.DOMAIN_STATE: _l("审核状态"),
        ImportField.RECORD_ID: _l("记录编号"),
        ImportField.RECORD_VERSION: _l("版本"),
        ImportField.RECIPIENT: _l("收件人"),
        ImportField.PHONE: _l("电话"),
        ImportField.REGION: _l("地区"),
        ImportField.DETAIL: _l("详细地址"),
        ImportField.POSTCODE: _l("邮政编码"),
        ImportField.IS_DEFAULT: _l("默认"),
        ImportField.USERNAME: _l("用户账户"),
        ImportField.DISPLAY_NAME: _l("姓名"),
        ImportField.EMAIL: _l("电子邮箱"),
    },
}

_SAID = filing.SENTENCES

SENTENCES: dict[StrEnum, object] = {
    # The same rule has the same message, whether typed or imported.
    EnrolmentFault.OFFICE_UNKNOWN: _SAID[RegisterUnitRefusal.OFFICE_UNKNOWN],
    EnrolmentFault.OFFICE_CLOSED: _SAID[RegisterUnitRefusal.OFFICE_CLOSED],
    EnrolmentFault.DIVISION_UNKNOWN: _SAID[RegisterUnitRefusal.DIVISION_UNKNOWN],
    EnrolmentFault.USCC_FAULTY: _SAID[RegisterUnitRefusal.USCC_FAULTY],
    EnrolmentFault.USCC_TAKEN: _SAID[RegisterUnitRefusal.USCC_TAKEN],
    EnrolmentFault.NOT_ELIGIBLE: _SAID[RegisterUnitRefusal.NOT_ELIGIBLE],
    FilingFault.NOT_ELIGIBLE: _SAID[SubmitDomainRefusal.NOT_ELIGIBLE],
    FilingFault.RESERVED: _SAID[SubmitDomainRefusal.RESERVED],
    FilingFault.NAME_TAKEN: _SAID[SubmitDomainRefusal.NAME_TAKEN],
    FilingFault.VARIANT_TAKEN: _SAID[SubmitDomainRefusal.VARIANT_TAKEN],
    ImportFault.LABEL_FAULTY: _SAID[SubmitDomainRefusal.LABEL_FAULTY],
    ImportFault.UNIT_NOT_ACTIVE: _SAID[SubmitDomainRefusal.UNIT_NOT_ACTIVE],
    ImportFault.MISSING: _l("没有填写“%(field)s”。请补填。"),
    ImportFault.CHARACTER: _l(
        "“%(field)s”的第 %(position)s 个字符（%(character)s，%(fault)s）不能保存。请删去它，或改用通用的字。"
    ),
    ImportFault.LOST_DIGITS: _l(
        "“%(field)s”是表格软件改写过的数字，有几位已经丢失。请把整列设为“文本”格式，重新填写完整的号码。"
    ),
    ImportFault.EMAIL: _l("“%(field)s”不是可以收信的邮箱地址。请填写一个完整的地址。"),
    ImportFault.PHONE: _l("“%(field)s”不是可以拨打的号码。请填写完整的号码，座机带区号。"),
    AcceptRowsNote.REWRITTEN: _l("第 %(number)s 行的单位名称“%(typed)s”将按“%(kept)s”登记。"),
    ImportFault.TOO_LONG: _l("“%(field)s”超过 %(maximum)s 个字符。请缩短。"),
    ImportFault.NOT_A_CHOICE: _l(
        "“%(field)s”填写的“%(found)s”不在可选的词里。请按模板的填写说明改正。"
    ),
    ImportFault.YEARS: _l("年限“%(found)s”不对。请填写 %(minimum)s 至 %(maximum)s 的整数。"),
    ImportFault.UNIT_UNKNOWN: _l(
        "没有找到名为“%(unit)s”的单位。新单位请填写统一社会信用代码，一并登记。"
    ),
    ImportFault.UNIT_AMBIGUOUS: _l("有几个单位都叫“%(unit)s”。请填写统一社会信用代码。"),
    ImportFault.UNIT_NAME_DIFFERS: _l(
        "统一社会信用代码 %(uscc)s 是“%(unit)s”的，与填写的“%(name)s”不符。请核对名称和代码。"
    ),
    ImportFault.TWICE: _l("与第 %(number)s 行重复。请删去其中一行。"),
    ImportFault.KNOWN_UNIT: _l("%(unit)s已经登记，不再重复导入。"),
    ImportFault.KNOWN_DOMAIN: _l("“%(name)s”已经导入，当前状态是“%(domain_state)s”。"),
    AcceptRowsRefusal.NOT_NEW: _l(
        "这一行是现有记录的，不会登记为新记录。有改动的，请用“采用所选改动”。"
    ),
    RevisionFault.UNKNOWN_RECORD: _l(
        "没有找到“%(found)s”的记录。请从列表重新导出，在导出的表格中修改，不要改动“记录编号”一栏。"
    ),
    RevisionFault.VERSION: _l(
        "“版本”一栏的“%(found)s”不对。请从列表重新导出，不要改动“版本”一栏。"
    ),
    RevisionFault.OTHER_RECORD: _l(
        "这一行的记录编号是“%(name)s”的，与填写的“%(found)s”不符，可能只移动或排序了部分列。请核对后重新上传。"
    ),
    RevisionFault.FIXED: _l(
        "改动的栏目不能在表格中修改，没有采用。请改回原值；确需修改的，到该记录的页面办理。"
    ),
    RevisionFault.CONFLICT: _l(
        "“%(field)s”在导出后已由%(by)s于 %(on)s 改为“%(before)s”，表格中是“%(after)s”。要以表格为准，请勾选“冲突的栏目以表格为准”。"
    ),
    RevisionFault.NOTHING: _l("与现有记录一致，没有改动。"),
    RevisionFault.FORBIDDEN: _l("您的岗位不能修改这类记录。请由记录所属编办的管理员办理。"),
    StageSheetRefusal.HEADINGS_MISSING: _l(
        "没有找到这些栏目：%(headings)s。请下载模板，按模板的表头填写。"
    ),
    StageSheetRefusal.NO_ROWS: _l("表头下面没有填写内容。请填写后重新上传。"),
    StageSheetRefusal.TOO_MANY_ROWS: _l(
        "一个表格最多 %(maximum)s 行，现有 %(count)s 行。请分成几个文件上传。"
    ),
    AcceptRowsNote.UNITS_ENTERED: _l("新登记 %(count)s 个单位，登记后即可办理业务。"),
    AcceptRowsNote.NAMES_FILED: _l(
        "%(count)s 个域名转入“待审核域名”，由同级编办的其他工作人员审核。"
    ),
    SheetFault.WRONG_TYPE: _l(
        "“%(name)s”不是能读取的表格。请另存为 Excel 工作簿（.xlsx）或 CSV 文件后重新上传。"
    ),
    SheetFault.EMPTY: _l("表格里没有内容。请在第一个工作表中填写后重新上传。"),
    SheetFault.TOO_BIG: _l(
        "文件超过 %(maximum)s MB。请删去图片和多余的工作表，或分成几个文件上传。"
    ),
    SheetFault.BURSTS: _l(
        "文件解压后过大（上限 %(maximum)s MB），没有读取。请把内容复制到新的表格中，另存后重新上传。"
    ),
    SheetFault.TOO_MANY_ROWS: _l("表格超过 %(maximum)s 行。请分成几个文件上传。"),
    SheetFault.TOO_MANY_COLUMNS: _l("第 %(row)s 行超过 %(maximum)s 列。请删去多余的列后重新上传。"),
    SheetFault.CELL_TOO_LONG: _l(
        "第 %(row)s 行有单元格超过 %(maximum)s 个字符。请缩短后重新上传。"
    ),
    SheetFault.QUOTE_OPEN: _l(
        "第 %(row)s 行附近有双引号没有成对，读不下去。请检查后重新上传，或另存为 .xlsx 文件。"
    ),
    SheetFault.ENCODING: _l(
        "文件的文字编码无法识别。请另存为 UTF-8 编码的 CSV 文件，或 .xlsx 文件。"
    ),
    SheetFault.LOCKED: _l("文件设有打开密码。请去掉密码后重新上传。"),
    SheetFault.MAP_TOO_LARGE: _l(
        "表格太大，不能在网页上选择对应的栏目。请把表头改成模板的写法后重新上传，或分成几个文件。"
    ),
    SheetFault.COLUMN_TWICE: _l("有两列都对应“%(field)s”。请只留一列，其余选“不导入”。"),
    SheetRemark.HEADING_ROW: _l("表头在第 %(number)s 行，上面的内容没有导入。"),
    SheetRemark.WORKSHEET: _l("读取的是工作表“%(name)s”，没有读取：%(others)s。"),
    SheetRemark.HIDDEN_WORKSHEETS: _l("隐藏的工作表没有读取：%(others)s。"),
    SheetRemark.HIDDEN_ROWS: _l(
        "有 %(count)s 行在文件中被隐藏或筛选掉，也一并读入了：第 %(numbers)s 行。"
    ),
    SheetRemark.HIDDEN_COLUMNS: _l("有 %(count)s 列在文件中被隐藏，也一并读入了：%(headings)s。"),
    SheetRemark.MERGED: _l("合并单元格的内容已填入它所跨的各行。"),
    SheetRemark.UNCOMPUTED: _l(
        "有 %(count)s 个公式在文件中没有计算结果，按空白读取。请用 Excel 或 WPS 打开、保存后重新上传。"
    ),
    SheetRemark.READ_AS: _l("“%(heading)s”按“%(field)s”导入。"),
    SheetRemark.NOT_READ: _l("没有导入这些栏目：%(headings)s。"),
    SheetRemark.OTHERS_STAY: _l("表格里没有的记录不会被修改或删除。"),
    SheetFault.BROKEN: _l(
        "文件已损坏或过于庞大，无法读取。请用 Excel 或 WPS 打开，另存为 .xlsx 文件后重新上传。"
    ),
}
