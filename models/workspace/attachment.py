"""附件: papers that an office keeps beside a row.

The bytes stand in the database: one backup has them with the rows they belong to, a transaction
writes both or neither, and every web process finds them. Only a download reads them.
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
#: Files of one row, those withdrawn among them, since they are kept.
MAXIMUM_FILES = 20
LONGEST_FILE_NAME = 120

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: What no system takes in a name.
_RESERVED = re.compile(r'[<>:"|?*]')


class Attachment(BesideRow, Base):
    """A file beside one row; it is never changed."""

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
    """The name a file is shown and saved under: no path, no signs of control, the kind's ending."""
    last = re.split(r"[/\\]", given)[-1]
    clean = _RESERVED.sub("_", _CONTROL.sub("", last)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    alike = {kind.value, "jpeg"} if kind is FileKind.JPG else {kind.value}
    stem = stem if dot and ending.lower() in alike else clean
    return f"{stem[: LONGEST_FILE_NAME - 6] or 'file'}.{kind.value}"
