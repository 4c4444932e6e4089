"""Every receipt says whom the act was about, what was typed, what it made and what comes next.

The receipt of each verb is read in both languages, on the page and in its files.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from sqlalchemy import select

from actions import permissions
from actions.activities import UNLISTED, verb_of
from actions.permissions import CATALOG
from admin_app.labels import ACTIONS
from admin_app.labels.menu import entries
from admin_app.labels.receipts import NEXT_STEPS, SIGNS, SUBJECTS
from models.core.journal import JournalEntry
from models.core.scope import OfficeOwned
from tests.laws.rows.test_every_verb import ONCE
from tests.support.pages.doors import Doors, End
from tests.support.pages.languages import chinese_left, english_left, holes_left, stored

#: Verbs about nobody in particular, with the reason.
WITHOUT_SUBJECT = {
    "change_setting": "a rule of the whole system",
    "set_fee": "a rule of the whole system",
    "set_invoice_type": "a rule of the whole system",
    "reserve_names": "a public list, the same for everyone",
    "end_reservations": "a public list, the same for everyone",
}


def receipt_of(doors: Doors, key: str) -> tuple[str, str]:
    """The user and the address of the receipt of a verb, carried out once."""
    username, arrange, given = ONCE[key]
    action = permissions.action_of(key)
    assert action is not None
    done = doors.call(action, username, arrange(doors), given, reason="已核对")
    assert done.end is End.DONE, done.said
    with doors.world.session() as session:
        newest = select(JournalEntry.id).where(JournalEntry.action == key)
        entry_id = session.scalars(newest.order_by(JournalEntry.id.desc())).first()
    return username, f"/admin/receipt/?id={entry_id}"


def book_text(content: bytes) -> str:
    """All texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))


class TestEveryReceipt:
    @pytest.mark.parametrize("key", ONCE)
    def test_every_receipt_says_what_was_done_with_whom_and_what_was_typed(
        self, sqlite_doors: Doors, key: str
    ) -> None:
        username, address = receipt_of(sqlite_doors, key)
        clerk = sqlite_doors.clerk(username)
        page = clerk.get(address).text
        assert re.search(r'role="status">[^<]*已办理完成：[0-9,]+ 条', page), "no success"
        assert re.search(r"<dt>(注册单位|缴费单位|涉及编办)<dd>[^<]", page), "no subject"
        for value in ONCE[key][2].values():
            if isinstance(value, str) and not value.isascii():
                assert value in page, value
        assert "Lapis-7-River-Stone" not in page, "a secret"

    @pytest.mark.parametrize("key", ONCE)
    def test_every_receipt_has_no_empty_or_repeated_column_and_no_bare_instant(
        self, sqlite_doors: Doors, key: str
    ) -> None:
        username, address = receipt_of(sqlite_doors, key)
        page = sqlite_doors.clerk(username).get(address).text
        paper = page[page.index("<article") : page.index("</article>")]
        assert not re.search(r"\d{4}-\d\d-\d\dT\d\d", paper), "an instant as programs write it"
        for table in re.findall(r"<table.*?</table>", paper, re.DOTALL):
            headings = re.findall(r'<th scope="col"[^>]*>([^<]*)', table)
            assert len(headings) == len(set(headings)), headings
            cells = re.findall(r'data-l="([^"]*)">(.*?)(?=<td|</?t|\n)', table)
            empty = set(headings[1:]) - {heading for heading, said in cells if said.strip()}
            assert not empty, "a column without a cell"

    @pytest.mark.parametrize("key", ONCE)
    def test_every_receipt_holds_no_code_and_speaks_the_reader_s_language(
        self, sqlite_doors: Doors, key: str
    ) -> None:
        username, address = receipt_of(sqlite_doors, key)
        clerk, data = sqlite_doors.clerk(username), stored(sqlite_doors.world)
        for language, left in (("en", chinese_left), ("zh_CN", english_left)):
            clerk.get(f"/locale/{language}")
            page = clerk.get(address).text
            paper = page[page.index("<article") : page.index("</article>")]
            assert not left(paper, data), language
            assert not holes_left(paper), language

    @pytest.mark.parametrize("key", ONCE)
    def test_every_receipt_has_files_that_say_the_same(self, sqlite_doors: Doors, key: str) -> None:
        username, address = receipt_of(sqlite_doors, key)
        clerk = sqlite_doors.clerk(username)
        page = clerk.get(address).text
        said = re.findall(r"<div><dt>[^<]+<dd>([^<]+)</div>", page)
        said += re.findall(r'class="paper-status" role="status">([^<]+)<', page)
        file_of = address.replace("/admin/receipt/", "/admin/receipt/export/")
        sheet = clerk.get(file_of).get_data().decode("utf-8-sig")
        book = book_text(clerk.get(f"{file_of}&form=xlsx").get_data())
        assert len(said) > len(("办理单位", "办理时间", "经办人", "办理方式"))
        for each in map(html.unescape, said):
            assert each in sheet.replace('""', '"'), each
            assert each in book, each

    def test_every_verb_declares_a_subject_or_a_reason(self) -> None:
        for action in (*CATALOG, *UNLISTED):
            has_reason = action.key in WITHOUT_SUBJECT
            assert issubclass(action.model, OfficeOwned) is not has_reason, action.key

    def test_every_declared_word_is_about_a_verb_and_every_place_is_in_the_menu(self) -> None:
        places = {(entry.entity, entry.named) for entry in entries()}
        for key in (*SUBJECTS, *SIGNS, *NEXT_STEPS):
            assert key in ACTIONS, key
            assert verb_of(key) is not None, key
        for key, steps in NEXT_STEPS.items():
            assert set(steps) <= places, key
