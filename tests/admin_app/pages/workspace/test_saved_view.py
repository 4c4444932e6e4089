"""视图 beside the tabs: saved, opened, the default by a bare address, told when it was changed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from actions.workspace.save_view import SAVE_VIEW, SaveViewInput
from models.workspace.saved_view import MAXIMUM_VIEWS, SavedView
from tests.support.database.journal import run_count
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World
from tests.support.world.factories import serial

URL = "/admin/domain/"
SEEN = "state=registered&sort=-due_on"


def kept(world: World, who: str, name: str, query: str = SEEN, **given: Any) -> int:
    wanted = SaveViewInput("domain", name, query, **given)
    return world.perform(SAVE_VIEW, who, [], wanted).rows[0].row_id


def save(doors: Doors, who: str, **form: str) -> Any:
    given = {"entity": "domain", "query": SEEN, "key": f"save-{serial()}", **form}
    return doors.clerk(who).post("/admin/saved_view/save/", given)


def strip(page: Any) -> str:
    (found,) = re.findall(r'<div class="views">(.*?)</details>', page.text, re.DOTALL)
    return html.unescape(found)


class TestSaving:
    def test_saving_opens_the_list_as_the_view_it_is_now(self, sqlite_doors: Doors) -> None:
        answer = save(sqlite_doors, "zhuoni", name="本月到期")
        assert answer.status_code == 303
        page = sqlite_doors.clerk("zhuoni").get(answer.location)
        assert page.status_code == 200
        assert "<b>本月到期</b>" in strip(page)
        assert "（已改动）" not in strip(page)

    def test_saving_refuses_a_list_that_cannot_be_read(self, sqlite_doors: Doors) -> None:
        assert save(sqlite_doors, "zhuoni", name="甲", query="no_column=1").status_code == 400

    @pytest.mark.parametrize("entity", ["nowhere", "bank_line"])
    def test_saving_knows_no_list_that_the_reader_may_not_open(
        self, sqlite_doors: Doors, entity: str
    ) -> None:
        assert save(sqlite_doors, "zhuoni", name="甲", entity=entity).status_code == 404

    def test_saving_without_a_name_says_so(self, sqlite_doors: Doors) -> None:
        assert save(sqlite_doors, "zhuoni", name=" ").status_code == 422


class TestTheStrip:
    def test_the_strip_tells_when_the_list_was_changed_and_saves_it_over(
        self, sqlite_doors: Doors
    ) -> None:
        key = kept(sqlite_doors.world, "zhuoni", "本月到期")
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"{URL}?state=returned&view={key}")
        assert "本月到期（已改动）" in strip(page)
        assert 'name="name" value="本月到期"' in strip(page)

    def test_the_strip_lists_one_s_own_and_the_office_s(self, sqlite_doors: Doors) -> None:
        kept(sqlite_doors.world, "zhuoni", "自己的")
        kept(sqlite_doors.world, "zhuoni-cashier", "共享的", is_shared=True)
        kept(sqlite_doors.world, "zhuoni-cashier", "她自己的")
        shown = strip(sqlite_doors.clerk("zhuoni").get(URL))
        assert "自己的" in shown
        assert "共享的" in shown
        assert "她自己的" not in shown

    def test_the_strip_offers_no_saving_over_another_s(self, sqlite_doors: Doors) -> None:
        key = kept(sqlite_doors.world, "zhuoni-cashier", "共享的", is_shared=True)
        shown = strip(sqlite_doors.clerk("zhuoni").get(f"{URL}?state=returned&view={key}"))
        assert "共享的（已改动）" in shown
        assert 'value="over"' not in shown


class TestOpening:
    def test_opening_leads_to_the_full_address(self, sqlite_doors: Doors) -> None:
        key = kept(sqlite_doors.world, "zhuoni", "本月到期")
        answer = sqlite_doors.clerk("zhuoni").get(f"{URL}?view={key}")
        assert answer.status_code == 302
        assert "state=registered" in answer.location
        assert f"view={key}" in answer.location

    def test_opening_of_another_office_is_as_of_none(self, sqlite_doors: Doors) -> None:
        key = kept(sqlite_doors.world, "lintan", "共享的", is_shared=True)
        answers = [
            sqlite_doors.clerk("zhuoni").get(f"{URL}?view={number}") for number in (key, 999_999)
        ]
        assert [answer.location for answer in answers] == [f"{URL}?list=", f"{URL}?list="]
        # A list that only carries the key stands as its address says.
        carried = sqlite_doors.clerk("zhuoni").get(f"{URL}?state=registered&view={key}")
        assert carried.status_code == 200
        assert "共享的" not in strip(carried)

    @pytest.mark.parametrize(
        "state",
        [{"v": 1, "query": "columns=gone"}, {"v": 9, "query": ""}, {}, {"v": 1, "query": 7}],
    )
    def test_opening_of_what_cannot_be_read_offers_to_delete_it(
        self, sqlite_doors: Doors, state: dict[str, Any]
    ) -> None:
        key = kept(sqlite_doors.world, "zhuoni", "老视图", is_default=True)
        with sqlite_doors.world.writing() as session:
            session.get_one(SavedView, key).state = state
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get(f"{URL}?view={key}", follow_redirects=True)
        assert page.status_code == 200
        assert "视图“老视图”的条件或列已经取消" in told(page)
        assert "已无法使用，请删除" in told(page)
        # The menu still leads to the list.
        bare = clerk.get(URL, follow_redirects=True)
        assert bare.status_code == 200
        assert "视图“老视图”的条件或列已经取消" in told(bare)


class TestTheDefault:
    def test_the_default_is_what_a_bare_address_opens(self, sqlite_doors: Doors) -> None:
        key = kept(sqlite_doors.world, "zhuoni", "本月到期", is_default=True)
        answer = sqlite_doors.clerk("zhuoni").get(URL)
        assert answer.status_code == 302
        assert f"view={key}" in answer.location

    @pytest.mark.parametrize("query", ["list=", "view=none", "list=registered", "state=returned"])
    def test_the_default_leaves_every_other_address_alone(
        self, sqlite_doors: Doors, query: str
    ) -> None:
        kept(sqlite_doors.world, "zhuoni", "本月到期", is_default=True)
        assert sqlite_doors.clerk("zhuoni").get(f"{URL}?{query}").status_code == 200

    def test_the_default_is_not_what_the_whole_list_leads_to(self, sqlite_doors: Doors) -> None:
        kept(sqlite_doors.world, "zhuoni", "本月到期", is_default=True)
        page = sqlite_doors.clerk("zhuoni").get(f"{URL}?list=registered&state=registered")
        ways = dict(re.findall(r'href="([^"]*)"[^>]*>(全部|重置)<', page.text))
        assert {said: way for way, said in ways.items()} == {
            "全部": "./?list=",
            "重置": "./?list=registered",
        }

    def test_the_default_of_a_colleague_is_not_mine(self, sqlite_doors: Doors) -> None:
        kept(sqlite_doors.world, "zhuoni-cashier", "她的", is_shared=True, is_default=True)
        assert sqlite_doors.clerk("zhuoni").get(URL).status_code == 200


class TestTheManagingPage:
    def test_the_managing_page_renames_shares_and_deletes(self, sqlite_doors: Doors) -> None:
        kept(sqlite_doors.world, "zhuoni", "旧名")
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/saved_view/")
        assert 'value="旧名"' in page.text
        named = {"entity": "domain", "name": "旧名", "key": "page-1", "row": "1"}
        changed = {**named, "new_name": "新名", "is_shared": "1"}
        answer = clerk.post("/admin/saved_view/change/", changed, follow_redirects=True)
        assert "已修改视图“新名”" in told(answer)
        gone = {**named, "name": "新名", "key": "page-2"}
        answer = clerk.post("/admin/saved_view/delete/", gone, follow_redirects=True)
        assert "还没有保存视图" in told(answer)

    @pytest.mark.parametrize("name", ["", "长" * 41, "已有的"])
    def test_a_new_name_that_is_refused_stays_as_typed_with_the_reason_at_its_field(
        self, sqlite_doors: Doors, name: str
    ) -> None:
        kept(sqlite_doors.world, "zhuoni", "已有的")
        key = kept(sqlite_doors.world, "zhuoni", "旧名")
        changed = {"entity": "domain", "name": "旧名", "key": "page-1", "row": str(key)}
        changed |= {"new_name": name, "is_default": "1"}
        answer = sqlite_doors.clerk("zhuoni").post("/admin/saved_view/change/", changed)
        assert answer.status_code == 422
        field = rf'form="view-{key}" name="new_name" value="{name}"[^>]* aria-invalid="true"'
        assert re.search(field, answer.text)
        assert re.search(rf'form="view-{key}" name="is_default"[^>]* checked', answer.text)
        assert f'id="view-{key}-error"' in answer.text

    def test_a_view_that_is_not_changed_says_so_and_writes_nothing(
        self, sqlite_doors: Doors
    ) -> None:
        key = kept(sqlite_doors.world, "zhuoni", "旧名")
        clerk, before = sqlite_doors.clerk("zhuoni"), run_count(sqlite_doors.world)
        same = {"entity": "domain", "name": "旧名", "new_name": "旧名", "row": str(key)}
        answer = clerk.post("/admin/saved_view/change/", same | {"key": "p"}, follow_redirects=True)
        assert "没有改动" in told(answer)
        answer = save(sqlite_doors, "zhuoni", name="旧名")
        assert "没有改动" in told(clerk.get(answer.location))
        assert run_count(sqlite_doors.world) == before

    def test_saving_more_views_than_allowed_keeps_the_name_as_typed(
        self, sqlite_doors: Doors
    ) -> None:
        for number in range(MAXIMUM_VIEWS):
            kept(sqlite_doors.world, "zhuoni", f"视图{number}")
        answer = save(sqlite_doors, "zhuoni", name="多出的一个")
        assert answer.status_code == 422
        assert 'value="多出的一个"' in answer.text

    def test_the_managing_page_shows_nobody_else_s(self, sqlite_doors: Doors) -> None:
        kept(sqlite_doors.world, "zhuoni-cashier", "共享的", is_shared=True)
        assert "共享的" not in told(sqlite_doors.clerk("zhuoni").get("/admin/saved_view/")).replace(
            "共享的视图", ""
        )


class TestAtTheApi:
    def test_a_view_is_saved_and_deleted_by_the_api(self, sqlite_doors: Doors) -> None:
        client, header = sqlite_doors.app.test_client(), sqlite_doors.bearer("zhuoni")

        def act(key: str, given: dict[str, Any]) -> Any:
            body = {"ids": [], "input": given, "key": f"{key}-1"}
            return client.post(f"/api/actions/{key}", json=body, headers=header)

        given = {"entity": "domain", "name": "程序的", "query": SEEN}
        assert act("save_view", given).status_code == 200
        assert "程序的" in strip(sqlite_doors.clerk("zhuoni").get(URL))
        gone = {"entity": "domain", "name": "程序的"}
        assert act("delete_view", gone).status_code == 200
        assert "程序的" not in strip(sqlite_doors.clerk("zhuoni").get(URL))
