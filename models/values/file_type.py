"""The kind of a file, recognised by its bytes and never by its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

#: Most parts of an Office document; real ones have fewer.
_MOST_MEMBERS = 2_000
_MACROS = "vbaProject.bin"


class FileKind(StrEnum):
    """The kinds that may be attached to a row; the values are their file extensions."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    XLSX = "xlsx"
    DOCX = "docx"


_BEGINNINGS = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPG),
)
_PARTS = (("xl/workbook.xml", FileKind.XLSX), ("word/document.xml", FileKind.DOCX))

#: Media types; a browser executes none of them.
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file_kind(content: bytes) -> FileKind | None:
    """The kind of the bytes; None for any other, and for a document with macros."""
    found = (kind for beginning, kind in _BEGINNINGS if content.startswith(beginning))
    return next(found, None) or _office_kind(content)


def _office_kind(content: bytes) -> FileKind | None:
    """The kind of an Office document, from the list of its parts; nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    if len(names) > _MOST_MEMBERS or "[Content_Types].xml" not in names:
        return None
    if any(name.endswith(_MACROS) for name in names):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)
