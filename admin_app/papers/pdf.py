"""PDF of our own pages by WeasyPrint, which is loaded only when it is needed and there.

It needs Pango and a Chinese font of the system; a server without them serves everything else.
Nothing is fetched but our own static files: no address in a page leads out of the program.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from importlib import import_module
from logging import ERROR, getLogger
from mimetypes import guess_type
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, has_request_context, request
from werkzeug.security import safe_join

from actions.core.refusal import Refusal, Refused
from admin_app.labels.papers import PdfFault

# It tells of each rule that only browsers know; errors are still told.
getLogger("weasyprint").setLevel(ERROR)

#: Rows of one PDF: thirty sheets, drawn in about five seconds; beyond them there is the export.
MAXIMUM_PDF_ROWS = 1000
#: Drawing keeps a whole core busy, so one process draws one at a time; others wait this long.
_PATIENCE_SECONDS = 20
#: Where a page without an address stands, so that its links have a beginning. No such host is.
_ORIGIN = "https://papers.invalid"
_DRAWING = Lock()
#: A character that only a Chinese font has: zheng, of government.
_HAN = chr(0x653F)


@cache
def pdf_fault() -> PdfFault | None:
    """What this server lacks to make a PDF; asked once a process."""
    try:
        import_module("weasyprint")
    except ImportError:
        return PdfFault.NO_LIBRARY
    except OSError:  # The library is there, the system's own libraries are not.
        return PdfFault.NO_PANGO
    return None if _has_chinese_font() else PdfFault.NO_FONT


def write_pdf(html: str) -> bytes:
    """A page as PDF. Raises Refused when others have been drawing for too long."""
    if not _DRAWING.acquire(timeout=_PATIENCE_SECONDS):
        raise Refused(Refusal(PdfFault.BUSY))
    try:
        written: bytes = _document(html).write_pdf()
    finally:
        _DRAWING.release()
    return written


def own_file(url: str, static_url: str, static_folder: str) -> Path:
    """The static file that an address of ours names. Raises ValueError for every other address."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if f"{parts.scheme}://{parts.netloc}" != _ORIGIN or not path.startswith(f"{static_url}/"):
        raise ValueError(url)
    found = safe_join(static_folder, path.removeprefix(f"{static_url}/"))
    if found is None or not Path(found).is_file():
        raise ValueError(url)
    return Path(found)


def _document(html: str) -> Any:
    weasyprint = import_module("weasyprint")
    page = weasyprint.HTML(string=html, base_url=_ORIGIN, url_fetcher=_own_files())
    return page.render()


def _own_files() -> Callable[[str], Any]:
    """Reads our static files for WeasyPrint; any other address ends the drawing."""
    urls = import_module("weasyprint.urls")
    root = request.script_root if has_request_context() else ""
    static_url, folder = f"{root}{current_app.static_url_path}", current_app.static_folder
    assert folder is not None

    def fetch(url: str) -> Any:
        try:
            found = own_file(url, static_url, folder)
        except ValueError as error:
            raise urls.FatalURLFetchingError(f"a paper asks for {url}") from error
        kind, _encoding = guess_type(found.name)
        return urls.URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})

    return fetch


def _has_chinese_font() -> bool:
    """Whether the font that would be taken for Chinese has Chinese in it."""
    font_tools = import_module("fontTools.ttLib")
    document = _document(f"<p lang=zh-CN>{_HAN}</p>")
    document.write_pdf()
    fonts = (
        font_tools.TTFont(io.BytesIO(font.file_content), fontNumber=font.index)
        for font in document.fonts.values()
    )
    return any(ord(_HAN) in font.getBestCmap() for font in fonts)
