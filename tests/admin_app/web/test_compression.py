"""What goes over the line: compressed where it is text, kept where it never changes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.pages.clerk import Clerk

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
_STYLE = re.compile(r'href="(/static/css/desk\.css\?v=[0-9a-f]+)"')


def style_of(page: str) -> str:
    found = _STYLE.search(page)
    assert found is not None
    return found[1]


class TestFiles:
    def test_files_are_kept_for_good_under_an_address_of_their_contents(
        self, sqlite_app: Flask
    ) -> None:
        client = sqlite_app.test_client()
        address = style_of(client.get("/login").text)
        style = client.get(address, headers=GZIP)
        assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in style.headers["Vary"]

    @pytest.mark.parametrize("version", ["", "?v=0", "?v=000000000000"])
    def test_files_are_asked_for_again_under_any_other(
        self, sqlite_app: Flask, version: str
    ) -> None:
        """A page of yesterday's release must not pin today's file to yesterday's address."""
        style = sqlite_app.test_client().get(f"/static/css/desk.css{version}", buffered=True)
        assert "immutable" not in style.headers["Cache-Control"]

    def test_files_are_the_same_compressed_and_not(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        plain = client.get("/static/css/desk.css", buffered=True)
        small = client.get("/static/css/desk.css", headers=GZIP)
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert len(small.data) < len(plain.data) / 3
        assert "Content-Encoding" not in plain.headers

    def test_files_are_not_sent_again_while_they_are_the_same(self, sqlite_app: Flask) -> None:
        client = sqlite_app.test_client()
        first = client.get("/static/css/desk.css", headers=GZIP)
        known = {**GZIP, "If-None-Match": first.headers["ETag"]}
        assert client.get("/static/css/desk.css", headers=known, buffered=True).status_code == 304

    def test_files_that_are_not_there_are_answered_so(self, sqlite_app: Flask) -> None:
        assert sqlite_app.test_client().get("/static/none.css", headers=GZIP).status_code == 404


class TestPages:
    def test_pages_are_compressed_and_never_kept(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        page = sqlite_clerk("zhuoni").client.get("/admin/domain/", headers=GZIP)
        assert page.headers["Content-Encoding"] == "gzip"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Accept-Encoding" in page.headers["Vary"]
        assert "域名查询" in gzip.decompress(page.data).decode()

    def test_pages_do_not_tell_by_their_length_what_they_say(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        """BREACH measures the length of one page asked for often: here it is chance."""
        client = sqlite_clerk("zhuoni").client
        lengths = {len(client.get("/admin/help/", headers=GZIP).data) for _ in range(12)}
        assert len(lengths) > 4

    def test_pages_go_as_they_are_to_who_takes_no_gzip(
        self, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        page = sqlite_clerk("zhuoni").client.get("/admin/domain/")
        assert "Content-Encoding" not in page.headers
        assert "域名查询" in page.text

    def test_pages_that_are_short_go_as_they_are(self, sqlite_app: Flask) -> None:
        answer = sqlite_app.test_client().get("/healthz", headers=GZIP)
        assert "Content-Encoding" not in answer.headers

    def test_pages_of_a_streamed_file_stream_on(self, sqlite_clerk: Callable[[str], Clerk]) -> None:
        clerk = sqlite_clerk("zhuoni")
        sheet = clerk.post("/admin/domain/export/", {"format": "csv"}, headers=GZIP)
        assert "Content-Encoding" not in sheet.headers
        assert sheet.status_code == 200
