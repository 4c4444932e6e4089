"""The pages in English: whatever is not a record speaks it."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from sqlalchemy import select

from models.offices.office import Office
from models.units.unit import Unit
from models.values.tld import Tld
from tests.browser.conftest import SignIn
from tests.support.world.cast import World

_CHINESE = re.compile(r"[\u3400-\u9fff]+")

#: The words of a page without its records: names and notes of people stay as they were typed.
_CHROME = """() => {
  const page = document.body.cloneNode(true);
  const records = "tbody > tr > *, dd, .who, .words b, [lang='zh-CN'], select[name=office_code],"
    + "select[name=invoice_type]" + (/(details|edit)/.test(location.pathname) ? ", h1" : "");
  for (const one of page.querySelectorAll(records)) one.remove();
  const spoken = [...page.querySelectorAll("[aria-label], [placeholder], [title]")].flatMap(
    (one) => ["aria-label", "placeholder", "title"].map((name) => one.getAttribute(name) ?? ""));
  return [page.textContent, ...spoken].join("\\n");
}"""


def called(world: World) -> set[str]:
    """What bodies are called, and the ends of names: the same in any language."""
    with world.session() as session:
        bodies = {*session.scalars(select(Unit.name)), *session.scalars(select(Office.name))}
    return bodies | {part for tld in Tld for part in _CHINESE.findall(tld)}


class TestEnglish:
    def test_english_leaves_no_chinese_in_the_chrome(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        clerk = sign_in("zhuoni")
        page = clerk.page
        page.locator(".who > summary").click()
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        links = page.locator("nav#menu a[href^='/admin/']").evaluate_all(
            "all => [...new Set(all.map(one => one.getAttribute('href')))]"
        )
        assert len(links) > 12
        forms = [
            f"/admin/unit/edit/?id={sqlite_world.id('unit-a')}",
            f"/admin/unit/action/?action=charge&ids={sqlite_world.id('unit-a')}",
            f"/admin/domain/action/?action=renew&ids={sqlite_world.id('a-due')}",
            "/admin/unit/action/?action=register_unit",
            "/password",
        ]
        left, names = {}, called(sqlite_world)
        for link in [*links, *forms]:
            page.goto(link)
            found = set(_CHINESE.findall(page.evaluate(_CHROME))) - names
            if found:
                left[link] = found
        assert left == {}

    def test_english_is_left_by_the_same_menu(self, sign_in: SignIn) -> None:
        clerk = sign_in("zhuoni")
        clerk.page.locator(".who > summary").click()
        clerk.page.get_by_role("link", name="English").click()
        clerk.page.locator(".who > summary").click()
        clerk.page.get_by_role("link", name="中文").click()
        clerk.sees_title("工作台")
