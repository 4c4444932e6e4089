"""Words of sheets that come in: files that are not read, rows that are not taken."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from admin_app.sheets import SheetFault

SENTENCES: dict[StrEnum, object] = {
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
    SheetFault.BROKEN: _l(
        "文件已损坏或过于庞大，无法读取。请用 Excel 或 WPS 打开，另存为 .xlsx 文件后重新上传。"
    ),
}
