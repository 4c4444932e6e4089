"""附件: what is taken and what is not, who fetches it, and what stays when it is taken back."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, stream_encode_multipart

from actions.core.action import Nothing
from actions.core.refusal import Refused
from actions.workspace.withdraw_file import WITHDRAW_FILE
from models.core.journal import JournalChange
from models.offices.office import Office
from models.workspace.annotated_row import Subject
from models.workspace.attachment import MAXIMUM_FILE_BYTES, MAXIMUM_FILES, Attachment
from models.workspace.notification import FileRecord
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker
from tests.support.world.neighbours import ABSENT

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8


def send(
    doors: Doors, who: str = "zhuoni", content: bytes = PDF, name: str = "批复.pdf", key: str = "f1"
) -> TestResponse:
    row_id = doors.world.id("unit-a")
    url = f"/admin/timeline/attach/?subject=unit&row_id={row_id}"
    return multipart(doors.clerk(who), url, content, name, key)


def multipart(clerk: Clerk, url: str, content: bytes, name: str, key: str = "f") -> TestResponse:
    """Posts a file as a browser does, out of memory."""
    file = FileStorage(io.BytesIO(content), name)
    form = MultiDict({"csrf_token": clerk.token, "key": key, "file": file})
    stream, _length, boundary = stream_encode_multipart(form, use_tempfile=False)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return clerk.client.post(url, data=stream.read(), content_type=kind, buffered=True)


def section(doors: Doors, who: str) -> str:
    page = doors.clerk(who).get(f"/admin/unit/details/?id={doors.world.id('unit-a')}")
    return page.get_data(as_text=True).partition('id="timeline"')[2].partition("</section>")[0]


def kept(doors: Doors) -> Any:
    with doors.world.session() as session:
        wanted = select(Attachment.id, Attachment.file_name, Attachment.sha256)
        return session.execute(wanted.order_by(Attachment.id.desc())).first()


class TestAttaching:
    def test_attaching_keeps_the_bytes_and_tells_of_them_once(self, doors: Doors) -> None:
        for _again in range(2):
            answer = send(doors)
            assert answer.status_code == 303
            assert answer.location.endswith("#timeline")
        shown = section(doors, "gannan")
        assert shown.count("批复.pdf") == 1
        assert "附件" in shown
        assert kept(doors).sha256 == hashlib.sha256(PDF).hexdigest()

    def test_attaching_tells_the_journal_the_digest_and_not_the_bytes(self, doors: Doors) -> None:
        send(doors)
        with doors.world.session() as session:
            wanted = select(JournalChange.diff).where(JournalChange.entity == "attachment")
            diff = session.scalars(wanted).one()
        assert diff["sha256"] == [None, hashlib.sha256(PDF).hexdigest()]
        assert diff["content"] == [None, None]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "空文件"),
            (b"<script>alert(1)</script>", "内容不是 PDF"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "内容不是 PDF"),
            (b"%PDF-" + b"0" * MAXIMUM_FILE_BYTES, "超过 10 MB"),
        ],
    )
    def test_attaching_refuses_in_words(
        self, sqlite_doors: Doors, content: bytes, said: str
    ) -> None:
        answer = send(sqlite_doors, content=content)
        assert answer.status_code == 422
        assert said in told(answer)
        assert kept(sqlite_doors) is None

    def test_attaching_takes_as_much_as_it_says(self, sqlite_doors: Doors) -> None:
        most = b"%PDF-" + b"0" * (MAXIMUM_FILE_BYTES - 5)
        assert send(sqlite_doors, content=most).status_code == 303

    def test_attaching_asks_for_a_file(self, sqlite_doors: Doors) -> None:
        row_id = sqlite_doors.world.id("unit-a")
        url = f"/admin/timeline/attach/?subject=unit&row_id={row_id}"
        clerk = sqlite_doors.clerk("zhuoni")
        assert "文件" in told(clerk.get(url))
        assert clerk.post(url, {}).status_code == 422

    def test_a_row_takes_a_limited_number_of_files(self, sqlite_doors: Doors) -> None:
        unit_id = sqlite_doors.world.id("unit-a")
        with sqlite_doors.world.writing() as session:
            office = session.get_one(Office, sqlite_doors.world.id("office-zhuoni"))
            for _each in range(MAXIMUM_FILES):
                Maker(session, office, NOW).attachment(row_id=unit_id)
        assert "已有 20 个附件" in told(send(sqlite_doors))

    @pytest.mark.parametrize(("who", "status"), [("zhuoni-viewer", 403), ("unit-a", 403)])
    def test_who_may_not_attach_is_refused(
        self, sqlite_doors: Doors, who: str, status: int
    ) -> None:
        assert send(sqlite_doors, who).status_code == status

    def test_attaching_to_a_foreign_row_is_as_to_an_absent_one(self, doors: Doors) -> None:
        clerk = doors.clerk("lintan")
        for row_id in (doors.world.id("unit-a"), ABSENT):
            url = f"/admin/timeline/attach/?subject=unit&row_id={row_id}"
            assert clerk.get(url).status_code == 404
            form = {"file": (io.BytesIO(PDF), "a.pdf")}
            assert clerk.post(url, form, content_type="multipart/form-data").status_code == 404

    def test_attaching_is_done_by_programs_in_base64(self, doors: Doors) -> None:
        given = {
            "subject": "unit",
            "row_id": doors.world.id("unit-a"),
            "file_name": "清单.pdf",
            "content": base64.b64encode(PDF).decode(),
        }
        client, headers = doors.app.test_client(), doors.bearer("zhuoni")
        url = "/api/actions/attach_file"
        bad = {**given, "content": "不是"}
        answer = client.post(url, json={"input": bad, "key": "b"}, headers=headers)
        assert answer.status_code == 422
        assert answer.json["error"]["code"] == "attach_file_not_base64"
        wrong = {**given, "sha256": "0" * 64}
        answer = client.post(url, json={"input": wrong, "key": "w"}, headers=headers)
        assert answer.json["error"]["code"] == "attach_file_other_digest"
        answer = client.post(url, json={"input": given, "key": "g"}, headers=headers)
        assert answer.status_code == 200
        assert "清单.pdf" in section(doors, "zhuoni")

    def test_alone_takes_a_big_request(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        answer = multipart(clerk, "/admin/imports/upload/", b"0" * 5_000_000, "a.csv")
        assert answer.status_code == 413


class TestFetching:
    def test_fetching_gives_the_very_bytes_as_a_file(self, doors: Doors) -> None:
        send(doors)
        answer = doors.clerk("gansu").post(f"/admin/timeline/file/?id={kept(doors).id}")
        assert answer.get_data() == PDF
        assert answer.mimetype == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert f"filename*=UTF-8''{quote('批复.pdf')}" in disposition

    def test_fetching_is_written_down(self, doors: Doors) -> None:
        send(doors)
        doors.clerk("zhuoni-viewer").post(f"/admin/timeline/file/?id={kept(doors).id}")
        with doors.world.session() as session:
            record = session.scalars(select(FileRecord).order_by(FileRecord.id.desc())).first()
        assert record is not None
        assert (record.entity, record.file_name, record.by) == (
            "attachment",
            "批复.pdf",
            "卓尼审计",
        )

    def test_fetching_of_a_foreign_file_is_as_of_an_absent_one(self, doors: Doors) -> None:
        send(doors)
        for who in ("lintan", "shaanxi", "unit-a", "unit-s"):
            for key in (kept(doors).id, ABSENT):
                url = f"/admin/timeline/file/?id={key}"
                assert doors.clerk(who).post(url).status_code == 404
                assert doors.clerk(who).get(url).status_code == 405

    def test_fetching_of_money_is_not_a_reviewer_s(self, sqlite_doors: Doors) -> None:
        with sqlite_doors.world.writing() as session:
            office = session.get_one(Office, sqlite_doors.world.id("office-zhuoni"))
            maker = Maker(session, office, NOW)
            key = maker.attachment(subject=Subject.PAYMENT, row_id=maker.payment().id).id
        url = f"/admin/timeline/file/?id={key}"
        assert sqlite_doors.clerk("conac-review").post(url).status_code == 404
        assert sqlite_doors.clerk("conac-finance").post(url).status_code == 200


class TestWithdrawing:
    def test_withdrawing_ends_the_fetching_and_keeps_the_record(self, doors: Doors) -> None:
        send(doors)
        key = kept(doors).id
        answer = doors.clerk("zhuoni").post(f"/admin/timeline/withdraw-file/?id={key}")
        assert answer.status_code == 303
        shown = section(doors, "zhuoni")
        assert re.search(r"已撤回</b> 批复\.pdf", shown)
        assert "timeline/file/" not in shown
        assert doors.clerk("zhuoni").post(f"/admin/timeline/file/?id={key}").status_code == 422

    def test_only_the_author_withdraws_a_file(self, doors: Doors) -> None:
        send(doors)
        with pytest.raises(Refused) as refused:
            doors.world.perform(WITHDRAW_FILE, "gannan", [kept(doors).id], Nothing())
        assert refused.value.first.code == "withdrawal_not_author"
        url = f"/admin/timeline/withdraw-file/?id={kept(doors).id}"
        assert doors.clerk("lintan").post(url).status_code == 404
