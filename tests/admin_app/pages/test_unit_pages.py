"""The pages about units and desks: 机构改革, 覆盖率, 预算测算, 岗位交接单, 密码条."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from actions.billing.charge import CHARGE, ChargeInput
from actions.offices.hand_over import HAND_OVER
from actions.units.merge import MERGE_UNITS, MergeUnitsInput
from actions.units.rename import RENAME_UNIT, RenameUnitInput
from models import FileRecord, JournalEntry, Unit
from tests.admin_app.conftest import Clerk
from tests.support.cast import PASSWORD, World
from tests.support.database_digest import digest
from tests.support.doors import Doors, told

DOCUMENT = "卓编发〔2026〕8号"


def ways(page: TestResponse) -> set[str]:
    main = page.get_data(as_text=True).partition("<main")[2]
    return {html.unescape(url) for url in re.findall(r'href="(/admin/[^"#]*)"', main)}


class TestReformPage:
    def test_lists_the_steps_what_is_held_and_what_was_done(self, doors: Doors) -> None:
        world = doors.world
        given = RenameUnitInput("卓尼县教育和体育局", DOCUMENT)
        world.perform(RENAME_UNIT, "zhuoni", [world.id("unit-a")], given)
        page = doors.clerk("zhuoni").get(f"/admin/reform/unit/?id={world.id('unit-a')}")
        said = told(page)
        for words in ("单位合并", "单位撤销", "曾用名", "卓尼县教育局", DOCUMENT, "单位更名"):
            assert words in said
        assert "与单位名称不符的域名" in said
        submit = f"/admin/unit/action/?action=submit_domain&ids={world.id('unit-a')}"
        assert submit in ways(page)

    def test_leads_from_a_former_unit_to_its_successor_and_back(self, sqlite_doors: Doors) -> None:
        world, clerk = sqlite_doors.world, sqlite_doors.clerk("zhuoni")
        with world.session() as session:
            uscc = session.get_one(Unit, world.id("unit-b")).uscc
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        given = MergeUnitsInput(uscc, DOCUMENT)
        world.perform(MERGE_UNITS, "zhuoni", [world.id("unit-a")], given)
        former = clerk.get(f"/admin/reform/unit/?id={world.id('unit-a')}")
        assert f"/admin/reform/unit/?id={world.id('unit-b')}" in ways(former)
        now = clerk.get(f"/admin/reform/unit/?id={world.id('unit-b')}")
        assert "并入的单位" in told(now)
        record = clerk.get(f"/admin/unit/details/?id={world.id('unit-a')}")
        assert "¥400.00" in told(record)

    def test_offers_no_step_to_those_who_may_not(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("unit-a")
        page = sqlite_doors.clerk("zhuoni-viewer").get(f"/admin/reform/unit/?id={key}")
        assert not [url for url in ways(page) if "action=" in url]

    def test_of_a_unit_out_of_sight_is_of_none(self, sqlite_doors: Doors) -> None:
        for name in ("unit-c", "unit-s"):
            url = f"/admin/reform/unit/?id={sqlite_doors.world.id(name)}"
            assert sqlite_doors.clerk("zhuoni").get(url).status_code == 404

    @pytest.mark.parametrize("username", ["zhuoni", "gansu", "conac", "zhuoni-viewer"])
    def test_leads_to_pages_that_open(self, sqlite_doors: Doors, username: str) -> None:
        clerk = sqlite_doors.clerk(username)
        pages = ("/admin/reform/", f"/admin/reform/unit/?id={sqlite_doors.world.id('unit-a')}")
        for url in pages:
            for way in ways(clerk.get(url)):
                assert clerk.get(way).status_code == 200, way

    def test_is_reached_from_the_unit(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("unit-a")
        record = sqlite_doors.clerk("zhuoni").get(f"/admin/unit/details/?id={key}")
        assert f"/admin/reform/unit/?id={key}" in ways(record)
        own = sqlite_doors.clerk("unit-a").get(f"/admin/unit/details/?id={key}")
        assert f"/admin/reform/unit/?id={key}" not in ways(own)


class TestCoveragePage:
    def test_leads_from_each_figure_to_its_units(self, doors: Doors) -> None:
        clerk = doors.clerk("gansu")
        page = clerk.get("/admin/coverage/")
        assert re.search(r"临潭县\S* 2 1 1 0 50\.00%", told(page))
        nameless = "/admin/coverage/units/?holding=nameless&place=623021"
        assert nameless in ways(page)
        said = told(clerk.get(nameless))
        assert "临潭县人民医院" in said
        assert "临潭县教育局" not in said

    @pytest.mark.parametrize(
        "query", ["holding=x", "holding=all&place=abc", "holding=all&place=6230211"]
    )
    def test_knows_no_other_figures(self, sqlite_doors: Doors, query: str) -> None:
        answer = sqlite_doors.clerk("gansu").get(f"/admin/coverage/units/?{query}")
        assert answer.status_code == 404

    @pytest.mark.parametrize("username", ["conac", "gansu", "gannan", "zhuoni", "zhuoni-viewer"])
    def test_leads_to_pages_that_open(self, sqlite_doors: Doors, username: str) -> None:
        clerk = sqlite_doors.clerk(username)
        for way in ways(clerk.get("/admin/coverage/")):
            for further in {way, *ways(clerk.get(way))}:
                assert clerk.get(further).status_code == 200, further


class TestBudgetPage:
    def test_shows_offices_and_opens_their_units(self, doors: Doors) -> None:
        clerk = doors.clerk("gansu")
        page = clerk.get("/admin/budget/?year=2026")
        said = told(page)
        assert re.search(r"卓尼县\S* 10 ¥2,000\.00", said)
        assert "2 年 ¥4,800.00 ¥2,400.00 60" in said
        one = clerk.get("/admin/budget/?year=2026&office=623022")
        assert re.search(r"卓尼县教育局 8 ¥1,600\.00", told(one))
        for way in ways(page) | ways(one):
            assert clerk.get(way).status_code == 200, way

    def test_shows_a_unit_its_own(self, sqlite_doors: Doors) -> None:
        said = told(sqlite_doors.clerk("unit-b").get("/admin/budget/?year=2026"))
        assert re.search(r"卓尼县柳林小学 2 ¥400\.00", said)
        assert "卓尼县教育局" not in said

    def test_asks_for_next_year_first(self, sqlite_doors: Doors) -> None:
        assert "2027 年内到期" in told(sqlite_doors.clerk("zhuoni").get("/admin/budget/"))

    def test_gives_a_file_and_writes_down_who_took_it(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        clerk.get("/admin/budget/")
        file = clerk.post("/admin/budget/export/", {"year": "2026"}).get_data(as_text=True)
        assert file.startswith("\ufeff")
        assert file.splitlines()[1:] == [
            "2026,卓尼县教育局,8,1600.00",
            "2026,卓尼县柳林小学,2,400.00",
            "2026,合计,10,2000.00",
        ]
        with doors.world.session() as session:
            taken = session.scalars(select(FileRecord)).one()
            assert taken.selection["list"] == "budget?year=2026&office="

    @pytest.mark.parametrize("query", ["year=1999", "year=x", "year=99999", "office=62"])
    def test_knows_no_other_years(self, sqlite_doors: Doors, query: str) -> None:
        assert sqlite_doors.clerk("zhuoni").get(f"/admin/budget/?{query}").status_code == 404


class TestHandoverSheet:
    def test_lists_stock_charges_and_reviews(self, doors: Doors) -> None:
        world = doors.world
        ids = [world.id("a-order-register")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        clerk, key = doors.clerk("zhuoni"), world.id("user:zhuoni")
        said = told(clerk.get(f"/admin/desk_handover/sheet/?id={key}"))
        for words in (
            "00013003",
            "00013060",
            "58",
            "已收费、未汇款 · ¥400.00",
            "卓尼县电教馆.政务",
        ):
            assert words in said
        assert "LOT-zhuoni-transit" in said
        assert "接收人（签字）" in said
        cashier = world.id("user:zhuoni-cashier")
        assert "未汇款 · ¥0.00" in told(clerk.get(f"/admin/desk_handover/sheet/?id={cashier}"))
        assert "未汇款 · ¥400.00" in told(clerk.get("/admin/desk_handover/sheet/?office=623022"))

    def test_is_written_down_with_its_figures(self, doors: Doors) -> None:
        world = doors.world
        told_back = doors.call(
            HAND_OVER, "zhuoni", [world.id("user:zhuoni-cashier")], {"taker": "马会计"}
        )
        ((name, facts),) = told_back.rows
        assert (name, facts["taker"], facts["sheets"]) == ("卓尼出纳", "马会计", 60)
        assert told_back.kept is not None
        assert told_back.kept[0] == "hand_over"

    def test_of_somebody_out_of_sight_is_of_nobody(self, sqlite_doors: Doors) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        for query in (f"id={world.id('user:lintan')}", "office=623021", "id=x", ""):
            assert clerk.get(f"/admin/desk_handover/sheet/?{query}").status_code == 404

    def test_is_no_registrants(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("unit-a").get("/admin/desk_handover/").status_code == 403


class TestSlip:
    def url(self, world: World, username: str) -> str:
        return f"/admin/slip/?id={world.id(f'user:{username}')}"

    def password(self, page: TestResponse) -> str:
        (found,) = re.findall(
            r"<b>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</b>", page.get_data(as_text=True)
        )
        return str(found)

    def draw(self, doors: Doors, by: str, username: str) -> tuple[TestResponse, str]:
        clerk, url = doors.clerk(by), self.url(doors.world, username)
        (key,) = re.findall(r'name="key" value="([^"]+)"', clerk.get(url).get_data(as_text=True))
        return clerk.post(url, {"key": key}), key

    def test_opens_the_door_once_to_a_new_password(self, doors: Doors) -> None:
        page, _key = self.draw(doors, "zhuoni", "unit-a")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        user = Clerk(doors.app.test_client())
        assert user.sign_in("unit-a", PASSWORD).status_code != 302
        assert user.sign_in("unit-a", self.password(page)).status_code == 302
        assert user.get("/admin/").location == "/password"

    def test_holds_a_password_that_may_be_chosen(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Sixteen letters come first: without a figure the rule of passwords refuses them.
        drawn = iter("a" * 16 + "b2" * 8)
        monkeypatch.setattr(
            "admin_app.pages.workspace.password_slip.secrets.choice", lambda _from: next(drawn)
        )
        page, _key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        assert page.status_code == 200
        assert self.password(page) == "b2b2-b2b2-b2b2-b2b2"

    def test_is_shown_once(self, sqlite_doors: Doors) -> None:
        page, key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        password = self.password(page)
        url = self.url(sqlite_doors.world, "unit-a")
        again = sqlite_doors.clerk("zhuoni").post(url, {"key": key})
        assert again.status_code == 409
        assert password not in again.get_data(as_text=True)
        assert password not in sqlite_doors.clerk("zhuoni").get(url).get_data(as_text=True)

    def test_prints_no_address_that_the_request_claims(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        url = self.url(sqlite_doors.world, "unit-a")
        headers = {"X-Forwarded-Host": "evil.example"}
        page = clerk.post(url, {"key": "slip-1"}, base_url="http://evil.example", headers=headers)
        assert "evil.example" not in page.text
        sqlite_doors.app.config["PUBLIC_URL"] = "https://names.example.cn/"
        assert "https://names.example.cn/" in clerk.post(url, {"key": "slip-2"}).text

    def test_leaves_no_password_in_the_journal(self, sqlite_doors: Doors) -> None:
        page, _key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        with sqlite_doors.world.session() as session:
            run = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "reset_password")
            ).one()
            assert run.input == {"new_password": None}
        assert self.password(page)

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni-viewer", "unit-b"])
    def test_is_for_those_who_reset_passwords(self, sqlite_doors: Doors, username: str) -> None:
        url = self.url(sqlite_doors.world, "unit-a")
        assert sqlite_doors.clerk(username).get(url).status_code == 403

    def test_of_somebody_out_of_sight_is_of_nobody(self, sqlite_doors: Doors) -> None:
        url = self.url(sqlite_doors.world, "unit-c")
        clerk = sqlite_doors.clerk("zhuoni")
        before = digest(sqlite_doors.world.engine)
        assert clerk.get(url).status_code == 404
        assert clerk.post(url, {"key": "k"}).status_code == 404
        assert digest(sqlite_doors.world.engine) == before

    def test_of_oneself_is_refused(self, sqlite_doors: Doors) -> None:
        page, _key = self.draw(sqlite_doors, "zhuoni", "zhuoni")
        assert page.status_code == 422
        assert "不能重置自己的密码" in told(page)
