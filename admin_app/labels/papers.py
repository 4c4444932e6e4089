"""Why a paper has no PDF; printing by the browser is always there."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class PdfFault(StrEnum):
    """Why there is no PDF."""

    NO_LIBRARY = "pdf_no_library"
    NO_PANGO = "pdf_no_pango"
    NO_FONT = "pdf_no_font"
    TOO_LONG = "pdf_too_long"
    BUSY = "pdf_busy"


class ReportFault(StrEnum):
    """Why there is no file of a report."""

    TOO_LONG = "report_too_long"


SENTENCES: dict[StrEnum, object] = {
    PdfFault.NO_LIBRARY: _l("本服务器未安装 PDF 组件（WeasyPrint），请用浏览器打印。"),
    PdfFault.NO_PANGO: _l("本服务器未安装排版组件（Pango），请用浏览器打印。"),
    PdfFault.NO_FONT: _l("本服务器未安装中文字体，请用浏览器打印。"),
    PdfFault.TOO_LONG: _l("超过 %(maximum)s 行，不能生成 PDF。请用列表的“导出”，或用浏览器打印。"),
    ReportFault.TOO_LONG: _l(
        "超过 %(maximum)s 行，文件会不完整，没有生成。请缩小范围（日期、编办）后再导出。"
    ),
    PdfFault.BUSY: _l("服务器正在生成其他 PDF，请稍后再试，或用浏览器打印。"),
}
