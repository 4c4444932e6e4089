"""What a Word file may hold to be kept."""

from __future__ import annotations

import pytest

from models.values.wording.letter_file import (
    MAXIMUM_LETTER_BYTES,
    LetterError,
    LetterFault,
    checked_parts,
    is_drawn,
)
from tests.support.definitions.word_files import part_of, with_parts, word_file

PLAIN = word_file("致 {{ unit_name }}")
BODY, RELS = "word/document.xml", "word/_rels/document.xml.rels"
CORE = "docProps/core.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><l>&c;</l>"""
EXTERNAL = (
    b'<Relationship Id="x" Type="http://x/attachedTemplate" Target="file:///c:/x.dotm"'
    b' TargetMode="External"/></Relationships>'
)


def linked() -> bytes:
    rels = part_of(PLAIN, RELS).replace(b"</Relationships>", EXTERNAL)
    return with_parts(PLAIN, {RELS: rels})


def in_body(xml: bytes) -> bytes:
    body = part_of(PLAIN, BODY).replace(b"<w:sectPr", xml + b"<w:sectPr", 1)
    return with_parts(PLAIN, {BODY: body})


FIELD = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r><w:r><w:instrText>%s</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'  # noqa: E501

HOSTILE = {
    "ten megabytes": (b"PK\x03\x04" + bytes(10 * 1024 * 1024), LetterFault.TOO_LARGE),
    "no zip": (b"%PDF-1.7", LetterFault.NOT_WORD),
    "cut off": (PLAIN[: len(PLAIN) // 2], LetterFault.BROKEN),
    "zip bomb": (
        with_parts(PLAIN, {"word/media/a.png": bytes(60 * 1024 * 1024)}),
        LetterFault.UNPACKS_TOO_LARGE,
    ),
    "many small parts": (
        with_parts(PLAIN, {f"word/media/{n}.png": b"x" for n in range(300)}),
        LetterFault.BROKEN,
    ),
    "billion laughs": (with_parts(PLAIN, {"word/settings.xml": LAUGHS}), LetterFault.ENTITIES),
    "macro": (with_parts(PLAIN, {"word/vbaProject.bin": b"x"}), LetterFault.ACTIVE),
    "embedded object": (
        with_parts(PLAIN, {"word/embeddings/oleObject1.bin": b"x"}),
        LetterFault.ACTIVE,
    ),
    "link": (linked(), LetterFault.LINKED),
    "field that runs": (in_body(FIELD % (b"DDE", b"AUTO cmd")), LetterFault.FIELD),
    "field that fetches": (in_body(FIELD % (b"INCLUDE", b"TEXT c:/x")), LetterFault.FIELD),
    "comment": (in_body(b"<!-- x -->"), LetterFault.ENTITIES),
    "placeholder in the properties": (
        with_parts(
            PLAIN,
            {
                "docProps/core.xml": part_of(PLAIN, "docProps/core.xml").replace(
                    b"python", b"{{ x }}"
                )
            },
        ),
        LetterFault.MISPLACED,
    ),
    "deep": (in_body(b"<w:p>" * 200 + b"</w:p>" * 200), LetterFault.BROKEN),
}


class TestHostileFiles:
    @pytest.mark.parametrize("named", HOSTILE)
    def test_each_is_refused_with_a_word(self, named: str) -> None:
        content, fault = HOSTILE[named]
        with pytest.raises(LetterError) as caught:
            checked_parts(content)
        assert caught.value.fault is fault


def test_a_plain_file_and_page_numbers_are_accepted() -> None:
    assert BODY in checked_parts(PLAIN)
    assert BODY in checked_parts(in_body(FIELD % (b" PA", b"GE ")))
    assert len(PLAIN) < MAXIMUM_LETTER_BYTES


def test_the_text_headers_and_footers_are_filled_in() -> None:
    assert [is_drawn(f"word/{name}.xml") for name in ("document", "header2", "footnotes")] == [
        True,
        True,
        False,
    ]
