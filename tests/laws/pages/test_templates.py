"""Templates contain no inline handlers, styles or scripts; downloads are marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.pages.doors import Doors
from tests.support.texts.sources import ROOT

_FILES = sorted((ROOT / "admin_app" / "templates").rglob("*.html"))
every_template = pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)

#: What the policy of the page forbids, and what would let a stored text become markup.
FORBIDDEN = {
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:", re.IGNORECASE),
    "text marked safe": re.compile(r"\|\s*safe\b|\bautoescape\s+false|\bMarkup\b", re.IGNORECASE),
    "a download that locks its page": re.compile(
        r"<(?:form|button)(?![^>]*data-download)[^>]*(?:export_url|pdf_url|\.export'|name=\"format\")"
    ),
    "another origin": re.compile(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//"""),
}


def faults(source: str) -> list[str]:
    """What a template must not hold."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(bare)]


class TestSources:
    @every_template
    def test_sources_are_markup_alone(self, path: Path) -> None:
        assert faults(path.read_text(encoding="utf-8")) == []

    @every_template
    def test_sources_give_every_post_its_token(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        # A cell edited where it stands is posted by its script: a list is one form already.
        posts = len(re.findall(r"<form[^>]*method=\"post\"|data-cell-form=", source))
        assert source.count("csrf_token()") == posts

    @pytest.mark.parametrize(
        ("source", "what"),
        [
            ('<a onclick="go()">', "an inline handler"),
            ('<p style="x">', "an inline style"),
            ("<script>go()</script>", "an inline script"),
            ('<a href="javascript:go()">', "a script in an address"),
            ("{{ name|safe }}", "text marked safe"),
            ('<script src="//elsewhere/x.js"></script>', "another origin"),
            ('<button formaction="{{ export_url }}">', "a download that locks its page"),
        ],
    )
    def test_sources_are_caught_when_they_are_not(self, source: str, what: str) -> None:
        assert faults(source) == [what]


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        names = {name: value or "" for name, value in attrs}
        self.found += [name for name in names if name.startswith("on") or name == "style"]
        self.found += [v for v in names.values() if v.lower().startswith("javascript:")]

    def handle_data(self, data: str) -> None:
        if self.inside in {"script", "style"} and data.strip():
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def _pages() -> Iterator[str]:
    yield from ("/login", "/password", "/admin/", "/admin/domain/", "/admin/unit/")
    yield from ("/admin/domain/details/?id=1", "/admin/unit/edit/?id=1")
    yield from ("/admin/mailing_address/new/", "/admin/domain/?sort=bad", "/nowhere")
    yield "/admin/domain/action/?action=renew&ids=1"


class TestPages:
    @pytest.mark.parametrize("url", list(_pages()))
    def test_pages_that_are_drawn_hold_no_script_or_style(
        self, sqlite_doors: Doors, url: str
    ) -> None:
        read = _Attributes()
        read.feed(sqlite_doors.clerk("zhuoni").get(url).get_data(as_text=True))
        assert read.found == []
