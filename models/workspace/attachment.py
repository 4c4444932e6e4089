"""附件 (attachments): files that an office attaches to a row.

The bytes are in the database, so that backups and transactions include them, and every web process
can read them. Only a download loads them.
"""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, pk, words
from models.core.scope import ancestor_indexes
from models.values.file_type import FileKind
from models.workspace.annotated_row import BesideRow

MAXIMUM_FILE_BYTES = 10 * 1024 * 1024
#: Most files per row, including withdrawn ones.
MAXIMUM_FILES = 20
LONGEST_FILE_NAME = 120

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: Characters not allowed in file names.
_RESERVED = re.compile(r'[<>:"|?*]')


class Attachment(BesideRow, Base):
    """A file attached to one row; immutable."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        Index(None, "subject", "row_id", "id"),
        *ancestor_indexes(),
    )

    id: Mapped[pk]
    file_name: Mapped[str] = mapped_column(String(LONGEST_FILE_NAME))
    kind: Mapped[FileKind] = mapped_column(words(FileKind))
    #: Bytes.
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    def __str__(self) -> str:
        return self.file_name


def plain_name(given: str, kind: FileKind) -> str:
    """The name a file is saved under: no path, no control characters, the kind's extension."""
    last = re.split(r"[/\\]", given)[-1]
    clean = _RESERVED.sub("_", _CONTROL.sub("", last)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    alike = {kind.value, "jpeg"} if kind is FileKind.JPG else {kind.value}
    stem = stem if dot and ending.lower() in alike else clean
    return f"{stem[: LONGEST_FILE_NAME - 6] or 'file'}.{kind.value}"
