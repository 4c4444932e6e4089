"""A Word file (.docx) that somebody sent: what may be kept of it.

Its size and that of each part, and what it holds besides text: macros, embedded objects, links to
other files, entities, fields that run or fetch something. What it says of itself is not believed.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import IO

from docx import Document
from docx.exceptions import PythonDocxError
from lxml import etree

from models.values.file_type import FileKind, file_kind

MAXIMUM_LETTER_BYTES = 1024 * 1024
_MOST_PARTS = 200
#: Of each part, and of all of them, unpacked. Real letters have far less.
_MOST_PART_BYTES = 2 * 1024 * 1024
_MOST_BYTES = 8 * 1024 * 1024
#: Most characters and braces of a part with placeholders: docxtpl searches it from each brace on.
_MOST_TEXT = 300_000
_MOST_BRACES = 400
#: Most elements inside one another.
_DEEPEST = 100
_LONGEST_SAID = 60
_CHUNK = 64 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts in which placeholders are filled in.
_DRAWN = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
#: What a letter has no use for, by the beginning of a part's name.
_FORBIDDEN = ("word/embeddings/", "word/activex/", "word/vba", "customui/", "word/afchunk")
_XML = (".xml", ".rels")
#: Fields that only count and tell the day; any other could fetch or run something.
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME"})
_BRACES = ("{{", "{%", "{#")
#: What docxtpl would turn into code of its own.
_OF_CELLS = re.compile(r"\{%-?\s*(colspan|cellbg|vm|hm)\b")
_UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)


class LetterFault(StrEnum):
    """Why a Word file is not taken as a template."""

    NOT_WORD = "letter_not_word"
    TOO_LARGE = "letter_too_large"
    UNPACKS_TOO_LARGE = "letter_unpacks_too_large"
    BROKEN = "letter_broken"
    ENTITIES = "letter_entities"
    ACTIVE = "letter_active"
    LINKED = "letter_linked"
    FIELD = "letter_field"
    MISPLACED = "letter_misplaced"
    MALFORMED = "letter_malformed"
    NOT_ALLOWED = "letter_not_allowed"
    UNKNOWN_NAME = "letter_unknown_name"
    UNKNOWN_LIST = "letter_unknown_list"
    TWO_LISTS = "letter_two_lists"


class LetterError(ValueError):
    """A Word file that is not taken; `said` is what is wrong with it."""

    def __init__(self, fault: LetterFault, said: str = "") -> None:
        self.fault, self.said = fault, said[:_LONGEST_SAID]
        super().__init__(f"{fault}: {said}")


def checked_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a file that may be kept, by name. Raises LetterError."""
    if len(content) > MAXIMUM_LETTER_BYTES:
        raise LetterError(LetterFault.TOO_LARGE, str(MAXIMUM_LETTER_BYTES // 1024 // 1024))
    if not content.startswith(b"PK\x03\x04"):
        raise LetterError(LetterFault.NOT_WORD)
    parts = unpacked(content)
    for name, part in parts.items():
        _check_part(name.lower(), part)
    if file_kind(content) is not FileKind.DOCX:
        raise LetterError(LetterFault.NOT_WORD)
    _check_opens(content)
    return parts


def is_drawn(name: str) -> bool:
    """Whether placeholders are filled in in a part."""
    return _DRAWN.fullmatch(name.lower()) is not None


def _check_opens(content: bytes) -> None:
    """Word would not open what python-docx cannot."""
    try:
        Document(io.BytesIO(content))
    except (KeyError, ValueError, TypeError, AttributeError, PythonDocxError) as error:
        raise LetterError(LetterFault.BROKEN) from error


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a file by name, each within its limits. Raises LetterError."""
    try:
        return dict(_parts(content))
    except LetterError:
        raise
    except (*_UNPACKING, ValueError) as error:
        raise LetterError(LetterFault.BROKEN) from error


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts, read to their limits: what the list of a file says of sizes is not believed."""
    left = _MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entries = packed.infolist()
        names = {entry.filename.lower() for entry in entries}
        if len(entries) > _MOST_PARTS or len(names) != len(entries):
            raise LetterError(LetterFault.BROKEN)
        for entry in entries:
            with packed.open(entry) as stream:
                part = _read(stream, min(left, _MOST_PART_BYTES))
            left -= len(part)
            yield entry.filename, part


def _read(stream: IO[bytes], most: int) -> bytes:
    found = io.BytesIO()
    while chunk := stream.read(_CHUNK):
        found.write(chunk)
        if found.tell() > most:
            raise LetterError(LetterFault.UNPACKS_TOO_LARGE)
    return found.getvalue()


def _check_part(name: str, part: bytes) -> None:
    if name.startswith(_FORBIDDEN) or name.endswith((".bin", ".exe", ".js", ".vbs")):
        raise LetterError(LetterFault.ACTIVE, name)
    if not name.endswith(_XML):
        return
    root = parsed_part(name, part)
    if name.endswith(".rels"):
        _check_links(root)
    elif name == "[content_types].xml":
        _check_types(root)
    elif is_drawn(name):
        _check_drawn(root, part)
    elif any(braces in text for braces in _BRACES for text in _texts(root, part)):
        # Only the text, its headers and its footers are filled in.
        raise LetterError(LetterFault.MISPLACED, name)


def _texts(root: etree._Element, part: bytes) -> tuple[str, str]:
    """The part as it is written, and its text without the tags that may stand between braces."""
    return part.decode(errors="ignore"), "".join(root.itertext())


def _check_drawn(root: etree._Element, part: bytes) -> None:
    _check_fields(root)
    written, text = _texts(root, part)
    if len(written) > _MOST_TEXT or written.count("{") > _MOST_BRACES:
        raise LetterError(LetterFault.UNPACKS_TOO_LARGE)
    if (found := _OF_CELLS.search(text)) is not None:
        raise LetterError(LetterFault.NOT_ALLOWED, found.group(1))


def parsed_part(name: str, part: bytes) -> etree._Element:
    """The part as XML, without a DTD: its entities are never resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LetterError(LetterFault.BROKEN, name) from error
    # Entities, comments and instructions to programs have no tag; Word writes none.
    if root.getroottree().docinfo.doctype or any(
        not isinstance(node.tag, str) for node in root.iter()
    ):
        raise LetterError(LetterFault.ENTITIES, name)
    if _is_deeper(root, _DEEPEST):
        raise LetterError(LetterFault.BROKEN, name)
    return root


def _is_deeper(root: etree._Element, most: int) -> bool:
    level = [root]
    for _depth in range(most):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _check_links(root: etree._Element) -> None:
    for relation in root.iter("{*}Relationship"):
        target = str(relation.get("Target", ""))
        is_elsewhere = str(relation.get("TargetMode", "")).lower() == "external"
        if is_elsewhere or "://" in target or target.startswith("\\"):
            raise LetterError(LetterFault.LINKED, target)
        kind = str(relation.get("Type", "")).rpartition("/")[2].lower()
        if kind in {"oleobject", "vbaproject", "control", "afchunk", "package"}:
            raise LetterError(LetterFault.ACTIVE, kind)


def _check_types(root: etree._Element) -> None:
    for entry in root.iter():
        kind = str(entry.get("ContentType", "")).lower()
        if "macroenabled" in kind or "vba" in kind or "activex" in kind:
            raise LetterError(LetterFault.ACTIVE, kind)


def _check_fields(root: etree._Element) -> None:
    for field in _fields(root):
        if field.split() and field.split()[0].upper() not in _FIELDS:
            raise LetterError(LetterFault.FIELD, field.strip())
    for element in (f"{_WORD}object", f"{_WORD}control", f"{_WORD}altChunk"):
        if next(root.iter(element), None) is not None:
            raise LetterError(LetterFault.ACTIVE, element.rpartition("}")[2])


def _fields(root: etree._Element) -> Iterator[str]:
    """The instructions of the fields; one may stand in several runs."""
    instruction = ""
    for element in root.iter():
        if element.tag == f"{_WORD}fldSimple":
            yield str(element.get(f"{_WORD}instr", ""))
        elif element.tag == f"{_WORD}fldChar":
            yield instruction
            instruction = ""
        elif element.tag == f"{_WORD}instrText":
            instruction += element.text or ""
    yield instruction
