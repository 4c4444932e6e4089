"""The words of docs/terms.md are used, and the words they replaced are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
TERMS = ROOT / "docs" / "terms.md"
CATALOGUE = ROOT / "admin_app/translations/en/LC_MESSAGES/messages.po"
#: Replaced words that say something else inside a longer word.
_RIGHTFUL = re.compile(r"邮寄发票|在途径流")


def replaced_words() -> list[str]:
    """The second column of the table, word by word; N stands for a number."""
    rows = [line.split("|") for line in TERMS.read_text(encoding="utf-8").splitlines()]
    cells = [row[2] for row in rows if len(row) > 3 and re.search("[一-鿿]", row[2])]
    return [word.strip() for cell in cells for word in cell.split(",") if word.strip()]


def pattern_of(word: str) -> re.Pattern[str]:
    """How the word stands in a message, whose numbers are placeholders."""
    return re.compile(re.escape(word).replace("N", r"(?:\d+|%\(\w+\)s)"))


def texts() -> dict[str, str]:
    """Every message that people read, and the pages of docs by their path."""
    with CATALOGUE.open("rb") as file:
        messages = {str(message.id): str(message.id) for message in read_po(file) if message.id}
    docs = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in (ROOT / "docs").rglob("*.md")
        if path != TERMS
    }
    return messages | docs | {"README.md": (ROOT / "README.md").read_text(encoding="utf-8")}


@pytest.mark.parametrize("word", replaced_words())
def test_a_replaced_word_stands_in_no_text_that_people_read(word: str) -> None:
    found = [
        name for name, text in texts().items() if pattern_of(word).search(_RIGHTFUL.sub("", text))
    ]
    assert not found, f"say it as docs/terms.md does: {found}"


def test_the_words_are_read_from_the_table() -> None:
    assert {"暴露额度", "时点", "途径"} <= set(replaced_words())
    assert pattern_of("去掉这 N 条再继续").search("去掉这 %(n)s 条再继续")
