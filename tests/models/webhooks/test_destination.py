"""Where anything may be sent: listed servers, outside, whatever their name is made to lead to."""

from __future__ import annotations

import socket

import pytest

from models.webhooks.destination import (
    DestinationFault,
    address_of,
    destination_fault,
)
from models.webhooks.destination import (
    allow as allow_origins,
)
from tests.support.pages.webhooks import ORIGIN, allow

INSIDE = [
    "http://127.0.0.1/",
    "http://10.1.2.3/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
]
MALFORMED = [
    "",
    "hooks.example.com",
    "ftp://hooks.example.com/",
    "https:///path",
    "https://user:pass@hooks.example.com/",
    "https://hooks.example.com:99999/",
    "https://hooks.example.com/ a",
    "https://hooks.example.com/\r\nHost: x",
    "https://例子.cn/",
    "https://[hooks/",
]
ELSEWHERE = [
    "http://hooks.example.com/",
    "https://hooks.example.com:8443/",
    "https://hooks.example.com.evil.cn/",
    "https://evil.cn/?https://hooks.example.com",
]


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    allow(monkeypatch)


class TestDestinationFault:
    @pytest.mark.parametrize(
        "url", [f"{ORIGIN}/in", f"{ORIGIN}:443/in?a=b", "HTTPS://Hooks.Example.com"]
    )
    def test_listed_servers_may_be_sent_to(self, url: str) -> None:
        assert destination_fault(url) is None

    @pytest.mark.parametrize("url", INSIDE)
    def test_addresses_inside_are_refused(self, url: str) -> None:
        assert destination_fault(url) is DestinationFault.INSIDE

    @pytest.mark.parametrize("url", MALFORMED)
    def test_what_names_no_server_is_refused(self, url: str) -> None:
        assert destination_fault(url) is DestinationFault.MALFORMED

    @pytest.mark.parametrize("url", ELSEWHERE)
    def test_other_servers_are_refused(self, url: str) -> None:
        assert destination_fault(url) is DestinationFault.NOT_ALLOWED

    def test_addresses_inside_must_be_listed_as_well_where_they_may_be_used(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allow(monkeypatch, "http://127.0.0.1:9000", may_be_inside=True)
        assert destination_fault("http://127.0.0.1:9000/in") is None
        assert destination_fault("http://127.0.0.1:9001/in") is DestinationFault.NOT_ALLOWED

    def test_the_operator_lists_servers_and_nothing_else(self) -> None:
        with pytest.raises(ValueError, match="not addresses"):
            allow_origins(["hooks.example.com"], may_be_inside=False)


class TestAddressOf:
    def test_a_name_that_leads_inside_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
        with pytest.raises(PermissionError):
            address_of("hooks.example.com", 443)
        allow(monkeypatch, may_be_inside=True)
        assert address_of("hooks.example.com", 443) == "10.0.0.5"
