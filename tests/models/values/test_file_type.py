"""What bytes are, and the names they are kept under: hostile and disguised ones among them."""

from __future__ import annotations

import io
import zipfile

import pytest

from models.values.file_type import FileKind, file_kind
from models.workspace.attachment import LONGEST_FILE_NAME, plain_name


def packed(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return written.getvalue()


class TestFileKind:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\n", FileKind.PDF),
            (b"\x89PNG\r\n\x1a\n....", FileKind.PNG),
            (b"\xff\xd8\xff\xe0", FileKind.JPG),
            (packed("[Content_Types].xml", "xl/workbook.xml"), FileKind.XLSX),
            (packed("[Content_Types].xml", "word/document.xml"), FileKind.DOCX),
        ],
    )
    def test_file_kind_is_told_by_the_bytes(self, content: bytes, kind: FileKind) -> None:
        assert file_kind(content) is kind

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"MZ\x90\x00",
            b"<svg onload='alert(1)'/>",
            b"<!doctype html><script>alert(1)</script>",
            b" %PDF-1.7",
            b"PK\x03\x04 cut off",
            packed("readme.txt"),
            packed("xl/workbook.xml"),
            packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ],
    )
    def test_file_kind_is_none_of_anything_else(self, content: bytes) -> None:
        assert file_kind(content) is None


class TestPlainName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("批复.pdf", "批复.pdf"),
            ("照片.JPEG", "照片.jpg"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\文件\\批复.PDF", "批复.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
            ("\u202efdp.exe", "fdp.exe.pdf"),
            ("", "file.pdf"),
            ("..", "file.pdf"),
        ],
    )
    def test_plain_name_holds_no_path_and_no_sign_of_control(self, given: str, kept: str) -> None:
        kind = FileKind.JPG if given.endswith("JPEG") else FileKind.PDF
        assert plain_name(given, kind) == kept

    def test_plain_name_fits(self) -> None:
        assert len(plain_name("长" * 500 + ".pdf", FileKind.PDF)) <= LONGEST_FILE_NAME
