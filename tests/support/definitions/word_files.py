"""Word files in tests: plain ones, and ones with a part replaced."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from docx import Document


def word_file(*paragraphs: str) -> bytes:
    """A .docx with these paragraphs."""
    document, body = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(body)
    return body.getvalue()


def text_of_word(content: bytes) -> list[str]:
    """Its paragraphs."""
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with some parts put in or replaced."""
    body = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, part in parts.items():
            target.writestr(name, part)
    return body.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name)
