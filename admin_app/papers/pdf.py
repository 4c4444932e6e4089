"""PDF of our own pages by WeasyPrint, imported only when needed and installed.

It needs Pango and a Chinese font; a server without them serves everything else. Only our own static
files are fetched, so a page cannot cause requests elsewhere (SSRF).
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

# WeasyPrint warns of each CSS rule it does not know; keep only errors.
getLogger("weasyprint").setLevel(ERROR)

#: Most rows of a PDF: thirty pages, about five seconds; larger ones need the export.
MAXIMUM_PDF_ROWS = 1000
#: Rendering uses a whole core, so each process renders one at a time; others wait this long.
_PATIENCE_SECONDS = 20
#: Base URL for relative links; the host does not exist.
_ORIGIN = "https://papers.invalid"
_DRAWING = Lock()
#: A character that only a Chinese font has.
_HAN = chr(0x653F)


@cache
def pdf_fault() -> PdfFault | None:
    """What this server lacks to make a PDF; cached per process."""
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
    """The static file of one of our URLs. Raises ValueError for any other URL."""
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
    """Reads our static files for WeasyPrint; any other URL aborts the rendering."""
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
    """Whether the font chosen for Chinese contains Chinese."""
    font_tools = import_module("fontTools.ttLib")
    document = _document(f"<p lang=zh-CN>{_HAN}</p>")
    document.write_pdf()
    fonts = (
        font_tools.TTFont(io.BytesIO(font.file_content), fontNumber=font.index)
        for font in document.fonts.values()
    )
    return any(ord(_HAN) in font.getBestCmap() for font in fonts)
