"""Text that cannot be stored is refused with a message by every interface, on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from admin_app.api.lists import GRIDS
from admin_app.cli.commands import act
from tests.laws.access.test_every_route_has_an_actor import routes
from tests.support.pages.doors import Doors
from tests.support.world.cast import World

#: NUL, half a surrogate pair, a lone byte, an overlong form, and a sequence that is cut off.
ODD = (b"\0", b"a\xed\xa0\x80", b"\xff", b"\xc0\x80", b"\xe6\x94")
#: Parameters that any page reads.
NAMES = (
    "id",
    "key",
    "action",
    "selection",
    "shown",
    "office",
    "office_code",
    "under",
    "after",
    "before",
    "group",
    "code",
    "search",
    "list",
    "sort",
    "day",
    "as_of",
    "year",
    "month",
    "unit",
    "entity",
    "kind",
    "subject",
    "row_id",
    "name",
    "field",
    "format",
    "next",
    "q",
    "label",
    "filter_that_is_not",
)
WRONG = "无法识别的字符"


def asked(app: Flask) -> list[tuple[str, str]]:
    """(address, method) of every way in."""
    with app.test_request_context():
        return [(address, method) for _, address, method in routes(app)]


def _said(answer: TestResponse) -> str:
    return json.dumps(answer.json, ensure_ascii=False) if answer.is_json else answer.text


def _is_refused(answer: TestResponse) -> bool:
    return answer.status_code == 400 and WRONG in _said(answer)


def _parameters(app: Flask) -> Iterator[str]:
    filters = {f.name for grid in GRIDS.values() for f in grid.column_filters}
    yield from sorted({*NAMES, *filters})


def test_every_parameter_of_every_route_is_read_by_one_guard(doors: Doors) -> None:
    client = doors.clerk("zhuoni").client
    everything = "&".join(f"{name}=%00" for name in _parameters(doors.app))
    for address, method in asked(doors.app):
        answer = client.open(f"{address}?{everything}", method=method)
        assert _is_refused(answer), f"{method} {address}"


@pytest.mark.parametrize("username", ["zhuoni", "conac"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/domain/action/?action=renew&key=",
        "/admin/reconciliation/?office=",
        "/admin/reconciliation/payments/?under=",
        "/admin/weekly_remittance/?office=",
        "/admin/offices_below/?after=",
        "/admin/statement/?office=",
        "/admin/desk_handover/sheet/?office=",
        "/admin/settings/act/?code=",
        "/api/domain?search=",
        "/admin/domain/?",
        "/login?next=",
        "/no-such-page/",
    ],
)
def test_one_odd_value_is_refused_whoever_reads_it(
    doors: Doors, username: str, address: str
) -> None:
    client = doors.clerk(username).client
    for odd in ODD:
        assert _is_refused(client.get(address + quote_from_bytes(odd))), odd


@pytest.mark.parametrize("odd", ODD)
class TestForms:
    def test_in_a_value_or_a_name_are_refused(self, doors: Doors, odd: bytes) -> None:
        clerk, text = doors.clerk("zhuoni"), quote_from_bytes(odd)
        for body in (f"key={text}", f"{text}=1", f"csrf_token={text}"):
            answer = clerk.client.post(
                "/admin/domain/action/",
                data=body,
                content_type="application/x-www-form-urlencoded",
            )
            assert _is_refused(answer), body

    def test_in_a_path_are_refused(self, doors: Doors, odd: bytes) -> None:
        client = doors.clerk("zhuoni").client
        for address in ("/api/actions/", "/admin/", "/static/", "/locale/"):
            assert _is_refused(client.get(address + quote_from_bytes(odd))), address


def test_in_a_field_of_many_parts_or_a_file_name_is_refused(doors: Doors) -> None:
    clerk = doors.clerk("zhuoni")
    parts = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n--b--\r\n'
    for name, value in ((b"key", b"a\0"), (b"k\0", b"a")):
        answer = clerk.client.post(
            "/admin/imports/upload/",
            data=parts % (name, value),
            content_type="multipart/form-data; boundary=b",
        )
        assert _is_refused(answer)


@pytest.mark.parametrize("text", ["a\0", "\ud800", "b\udfff"])
def test_in_json_are_refused_wherever_they_stand(doors: Doors, text: str) -> None:
    bodies = (
        {"ids": [], "key": text},
        {"ids": [], "key": "k", "input": {"years": text}},
        {"ids": [], "key": "k", "input": {text: 1}},
        {"ids": [], "key": "k", "input": {"lines": [{"a": [text]}]}},
        {text: 1},
    )
    for body in bodies:
        answer = doors.app.test_client().post(
            "/api/actions/renew", json=body, headers=doors.bearer("zhuoni")
        )
        assert _is_refused(answer), body


def test_in_a_header_is_refused(doors: Doors) -> None:
    for name in ("HTTP_IDEMPOTENCY_KEY", "HTTP_REFERER", "HTTP_HX_REQUEST"):
        answer = doors.app.test_client().get("/login", environ_overrides={name: "a\0b"})
        assert _is_refused(answer), name


def test_on_the_command_line_is_refused(world: World, doors: Doors) -> None:
    given = '{"years": "\\u0000"}'
    words = ["renew", str(world.id("a-due")), "--as", "zhuoni", "--json", given]
    found = doors.app.test_cli_runner().invoke(act, words)
    assert found.exit_code == 2
    assert WRONG in found.output


@pytest.mark.parametrize("text", ["教育局", "𠮷", "Ünïcode", "%00 as letters", "\\u0000"])
def test_all_other_text_passes(sqlite_doors: Doors, text: str) -> None:
    client = sqlite_doors.clerk("zhuoni").client
    assert client.get("/admin/find/", query_string={"q": text}).status_code == 200
