"""网络红页: written and published by unit and office, read by anybody at its name (新-007)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.hold import HOLD, HoldInput
from actions.domains.publish_red_page import PUBLISH_RED_PAGE, PublishRedPageRefusal
from actions.domains.unpublish_red_page import TAKE_DOWN_RED_PAGE, TakeDownRedPageInput
from actions.domains.write_red_page import (
    WRITE_RED_PAGE,
    RedPageEntry,
    WriteRedPageInput,
    WriteRedPageRefusal,
)
from models.domains.red_page import RedPage, RedPageState
from models.values.domain_name import DomainName
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

FULL = WriteRedPageInput(
    summary="全县教育工作的主管部门。\n办公地点在城关。",
    functions="贯彻教育方针",
    phone="0941-1234567",
    email="jyj@example.cn",
    link="https://www.example.cn/",
    guides=(RedPageEntry("教师资格认定", "请携带身份证件。", dt.date(2026, 6, 1)),),
    notices=(RedPageEntry("放假通知", "端午放假三天。"),),
)
#: What has broken pages elsewhere.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202e\u200b\ufeff",
    "</p></section></main>",
    "=1+1",
)
ADDRESS = f"/red/{quote('卓尼县教育局.政务')}"


def page_of(world: World, name: str) -> RedPage | None:
    with world.session() as session:
        return session.query(RedPage).where(RedPage.domain_id == world.id(name)).one_or_none()


def written(world: World, name: str = "a-due", who: str = "unit-a", given: Any = FULL) -> int:
    world.perform(WRITE_RED_PAGE, who, [world.id(name)], given)
    page = page_of(world, name)
    assert page is not None
    return page.id


def published(world: World, **given: Any) -> int:
    page_id = written(world, **given)
    world.perform(PUBLISH_RED_PAGE, "unit-a", [page_id], Nothing())
    return page_id


def code_of(world: World, action: Any, who: str, row_id: int, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, who, [row_id], given)
    return caught.value.first.code


class TestWriting:
    def test_writing_keeps_a_draft_that_may_be_written_again(self, world: World) -> None:
        page_id = written(world)
        page = page_of(world, "a-due")
        assert page is not None
        assert page.state is RedPageState.DRAFT
        assert page.guides == [
            {"title": "教师资格认定", "body": "请携带身份证件。", "on": "2026-06-01"}
        ]
        assert (page.office_code, page.unit_id) == ("623022", world.id("unit-a"))
        assert written(world, given=WriteRedPageInput("新简介")) == page_id

    @pytest.mark.parametrize("who", ["gansu", "gannan", "zhuoni", "conac"])
    def test_writing_is_for_the_offices_above_too(self, sqlite_world: World, who: str) -> None:
        assert written(sqlite_world, who=who)

    @pytest.mark.parametrize("who", ["unit-b", "lintan", "shaanxi"])
    def test_writing_is_not_for_strangers(self, sqlite_world: World, who: str) -> None:
        world = sqlite_world
        assert code_of(world, WRITE_RED_PAGE, who, world.id("a-due"), FULL) is Common.NOT_FOUND

    def test_writing_is_for_registered_names_only(self, sqlite_world: World) -> None:
        world = sqlite_world
        found = code_of(world, WRITE_RED_PAGE, "unit-a", world.id("a-approved"), FULL)
        assert found is Common.WRONG_STATE

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ({"link": "javascript:alert(1)"}, WriteRedPageRefusal.LINK_NOT_WEB),
            ({"link": "data:text/html,x"}, WriteRedPageRefusal.LINK_NOT_WEB),
            ({"link": "https://"}, WriteRedPageRefusal.LINK_NOT_WEB),
            (
                {"notices": tuple(RedPageEntry(str(n), "x") for n in range(31))},
                WriteRedPageRefusal.TOO_MANY_ENTRIES,
            ),
        ],
    )
    def test_writing_refuses_what_would_not_serve(
        self, sqlite_world: World, given: Any, why: WriteRedPageRefusal
    ) -> None:
        world, page = sqlite_world, WriteRedPageInput("简介", **given)
        assert code_of(world, WRITE_RED_PAGE, "unit-a", world.id("a-due"), page) is why

    def test_writing_begins_with_the_page_as_it_stands(self, doors: Doors) -> None:
        page_id = written(doors.world)
        plan = doors.plan(WRITE_RED_PAGE, "unit-a", [page_id], "red_page")
        text = plan.get_data(as_text=True)
        for part in ("全县教育工作的主管部门", "教师资格认定", "2026-06-01", "jyj@example.cn"):
            assert part in text


class TestPublishing:
    def test_publishing_shows_the_page_at_its_name_to_anybody(self, doors: Doors) -> None:
        published(doors.world)
        answer = doors.app.test_client().get(ADDRESS)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        for part in ("卓尼县教育局", "教师资格认定", "放假通知", "0941-1234567"):
            assert part in text
        name_a = DomainName.parse("卓尼县教育局.政务").name_a
        assert doors.app.test_client().get(f"/red/{name_a}").status_code == 200

    def test_publishing_lets_caches_keep_it_and_ask_again(self, sqlite_doors: Doors) -> None:
        published(sqlite_doors.world)
        client = sqlite_doors.app.test_client()
        first = client.get(ADDRESS)
        assert first.headers["Cache-Control"] == "public, max-age=300"
        again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        written(sqlite_doors.world, given=WriteRedPageInput("改过的简介"))
        changed = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200

    def test_publishing_runs_nothing_and_sends_nothing(self, sqlite_doors: Doors) -> None:
        published(sqlite_doors.world)
        answer = sqlite_doors.app.test_client().get(ADDRESS)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.get_data(as_text=True)
        assert "<form" not in answer.get_data(as_text=True)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_publishing_shows_hostile_text_as_text(self, sqlite_doors: Doors, text: str) -> None:
        given = WriteRedPageInput(
            f"简介{text}"[:400], guides=(RedPageEntry(f"标题{text}"[:80], text[:80] or "无"),)
        )
        published(sqlite_doors.world, given=given)
        page = sqlite_doors.app.test_client().get(ADDRESS)
        assert page.status_code == 200
        body = page.get_data(as_text=True)
        assert body.lower().count("<script") == 0
        assert "<img src=x" not in body

    def test_publishing_needs_a_live_name(self, sqlite_world: World) -> None:
        world = sqlite_world
        for name in ("a-redemption", "a-held"):
            page_id = written(world, name)
            why = code_of(world, PUBLISH_RED_PAGE, "unit-a", page_id, Nothing())
            assert why is PublishRedPageRefusal.NAME_NOT_LIVE


class TestWhatThePublicDoesNotSee:
    def test_what_the_public_does_not_see_is_drafts_and_what_was_taken_down(
        self, doors: Doors
    ) -> None:
        client = doors.app.test_client()
        absent = client.get(f"/red/{quote('没有这个.政务')}")
        page_id = written(doors.world)
        draft = client.get(ADDRESS)
        doors.world.perform(PUBLISH_RED_PAGE, "unit-a", [page_id], Nothing())
        assert client.get(ADDRESS).status_code == 200
        doors.world.perform(
            TAKE_DOWN_RED_PAGE, "zhuoni", [page_id], TakeDownRedPageInput("内容过时")
        )
        down = client.get(ADDRESS)
        for answer in (absent, draft, down):
            assert answer.status_code == 404
            assert told(answer) == told(absent)
            assert answer.headers["Cache-Control"] == "no-store"

    def test_what_the_public_does_not_see_is_pages_of_names_that_are_held_or_over(
        self,
        sqlite_doors: Doors,
        hands: Any,
    ) -> None:
        published(sqlite_doors.world)
        client = sqlite_doors.app.test_client()
        hands.turn(days=59)
        assert client.get(ADDRESS).status_code == 200
        hands.turn(days=2)
        assert client.get(ADDRESS).status_code == 404
        hands.turn(days=-61)
        given = HoldInput("核查", "函1号")
        sqlite_doors.world.perform(HOLD, "conac", [sqlite_doors.world.id("a-due")], given)
        assert client.get(ADDRESS).status_code == 404

    @pytest.mark.parametrize("name", ["x", "..%2F", "政务", "a" * 400, "<script>.政务"])
    def test_what_the_public_does_not_see_is_anything_at_a_name_that_is_none(
        self,
        sqlite_doors: Doors,
        name: str,
    ) -> None:
        assert sqlite_doors.app.test_client().get(f"/red/{name}").status_code == 404


class TestPreview:
    def test_public_red_pages_shows_a_draft_to_those_who_write_it(
        self, sqlite_doors: Doors
    ) -> None:
        page_id = written(sqlite_doors.world)
        url = f"/admin/red_page_preview/?id={page_id}"
        record = sqlite_doors.clerk("unit-a").get(f"/admin/red_page/details/?id={page_id}")
        assert f'href="{url}"' in record.get_data(as_text=True)
        page = sqlite_doors.clerk("unit-a").get(url)
        assert "这是预览" in page.get_data(as_text=True)
        assert sqlite_doors.clerk("unit-b").get(url).status_code == 404
        assert sqlite_doors.clerk("lintan").get(url).status_code == 404
