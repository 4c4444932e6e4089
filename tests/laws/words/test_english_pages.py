"""English pages contain no Chinese except data."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import Engine, String, select
from werkzeug.test import TestResponse

from admin_app.views import GRIDS
from models.core.base import db
from tests.support.pages.clerk import Clerk
from tests.support.pages.languages import OWN_NAMES
from tests.support.pages.readers import each_reader
from tests.support.world.cast import World

_HAN = re.compile("[〇\u3400-\u9fff]+")
_ROW = re.compile(r'href="(details/\?id=(\d+))"')
_VERB = re.compile(r'<button[^>]* name="action" value="(\w+)"')
_NEW = re.compile(r'href="([^"]*/(?:new|action)/[^"]*)"')
#: Amounts in words are Chinese by nature, and so is the other language's own name.
_MEANT = re.compile(r'<p class="words">.*?</p>|<a [^>]*lang="zh-CN">.*?</a>', re.DOTALL)
#: What every office's name ends with; lists leave it out.
_OFFICE = "机构编制委员会办公室"
_TOP_LEVEL_NAMES = {"政务", "公益"}


def kept_texts(engine: Engine) -> list[str]:
    """Every Chinese text the records hold, the longest first."""
    with engine.connect() as connection:
        found = {
            text
            for table in db.metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, String)
            for value in connection.execute(select(column).distinct()).scalars()
            for text in _HAN.findall(str(value or ""))
        }
    shortened = {text.removesuffix(_OFFICE) for text in found}
    own = _TOP_LEVEL_NAMES | set(OWN_NAMES)
    return sorted(found | shortened | own, key=len, reverse=True)


def spoken(page: str, kept: list[str]) -> list[str]:
    """The Chinese on a page that no record says."""
    page = _MEANT.sub("", html.unescape(page))
    for text in kept:
        page = page.replace(text, "")
    return _HAN.findall(page)


def pages(clerk: Clerk) -> Iterator[tuple[str, TestResponse]]:
    """(where, page) of the desk, each list, its first record, its new records and its plans."""
    yield "/admin/", clerk.get("/admin/")
    for entity in GRIDS:
        base = f"/admin/{entity}/"
        shown = clerk.get(base)
        if shown.status_code == 403:
            continue
        yield base, shown
        for link in map(html.unescape, _NEW.findall(shown.text)):
            yield link, clerk.get(link)
        if first := _ROW.search(shown.text):
            yield f"{base}{first[1]}", clerk.get(f"{base}{first[1]}")
            for verb in _VERB.findall(shown.text):
                ticked = {"action": verb, "ids": first[2]}
                yield f"{base} {verb}", clerk.post(f"{base}action/", ticked)


@each_reader(["conac", "gansu", "zhuoni", "unit-a"])
def test_nothing_but_the_records_is_chinese(
    sqlite_world: World, sqlite_clerk: Callable[[str], Clerk], username: str
) -> None:
    clerk = sqlite_clerk(username)
    clerk.get("/locale/en")
    kept = kept_texts(sqlite_world.engine)

    seen = list(pages(clerk))

    assert len(seen) > 10
    assert [where for where, page in seen if page.status_code >= 400] == []
    assert {where: found for where, page in seen if (found := spoken(page.text, kept))} == {}


def test_whoever_signs_in_reads_english_too(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    client.get("/locale/en")
    refused = Clerk(client).sign_in("nobody", "no-password")

    assert "Username or password is not correct." in refused.text
    assert spoken(refused.text, []) == []


def test_sheets_are_counted_in_english(sqlite_clerk: Callable[[str], Clerk]) -> None:
    zhuoni = sqlite_clerk("zhuoni")
    zhuoni.get("/locale/en")

    assert "60 sheets / ¥12,000.00" in zhuoni.get("/admin/").text
