"""Ticks are kept by the server: over pages, sign-ins and machines, for their owner alone."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from sqlalchemy import func, select

from actions.domains.renew import RENEW
from models.core.journal import JournalEntry
from models.domains.domain import Domain
from models.units.unit import Unit
from models.workspace.basket import Basket, tick
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import NOW, PASSWORD

TICKS, TICKED = "/admin/domain/ticks/", "/admin/domain/ticked/"


def kept(clerk: Clerk) -> list[int]:
    found: Any = clerk.client.get(TICKS).json
    return list(found["ids"])


def put(clerk: Clerk, *ids: int, **more: Any) -> Any:
    return clerk.post(TICKS, {"ids": list(ids), **more}).json


class TestTicks:
    def test_ticks_are_there_after_signing_in_anew_and_elsewhere(self, doors: Doors) -> None:
        ids = [doors.world.id("b-due"), doors.world.id("a-due")]
        put(doors.clerk("zhuoni"), *ids)
        doors.clerk("zhuoni").post("/logout")
        elsewhere = Clerk(doors.app.test_client())
        assert elsewhere.sign_in("zhuoni", PASSWORD).status_code == 302
        assert sorted(kept(elsewhere)) == sorted(ids)

    def test_ticks_are_one_s_own_and_of_one_list(self, doors: Doors) -> None:
        put(doors.clerk("zhuoni"), doors.world.id("a-due"))
        assert kept(doors.clerk("zhuoni-cashier")) == []
        none = {"ids": [], "earlier": [], "gone": 0}
        assert doors.clerk("zhuoni").client.get("/admin/unit/ticks/").json == none

    def test_ticks_are_added_dropped_and_cleared(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        first, second = doors.world.id("a-due"), doors.world.id("b-due")
        put(clerk, first)
        assert put(clerk, second, drop=[first])["ids"] == [second]
        assert put(clerk, second)["ids"] == [second]
        assert put(clerk, clear="1")["ids"] == []

    def test_ticks_are_at_most_as_many_as_a_batch_takes(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        known = doors.world.id("a-due")
        put(clerk, known, *range(10_000, 10_700))
        assert kept(clerk) == [known]
        assert doors.clerk("zhuoni").client.get(TICKS).json["gone"] == 499

    def test_ticks_write_nothing_into_the_journal(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        count = select(func.count()).select_from(JournalEntry)
        with doors.world.session() as session:
            before = session.scalar(count)
        put(clerk, doors.world.id("a-due"))
        with doors.world.session() as session:
            assert session.scalar(count) == before

    def test_ticks_that_are_no_keys_are_refused(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        assert clerk.post(TICKS, {"ids": ["abc"]}).status_code == 400
        assert clerk.post(TICKS, {"drop": ["-1"]}).status_code == 400

    def test_ticks_need_the_form_s_token(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        answer = clerk.client.post(TICKS, data={"ids": [sqlite_doors.world.id("a-due")]})
        assert answer.status_code == 400
        assert kept(clerk) == []


class TestRowsOutOfSight:
    def test_rows_out_of_sight_of_others_are_counted_and_never_shown(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        foreign, own = doors.world.id("s-due"), doors.world.id("a-due")
        assert put(clerk, own, foreign) == {"ids": [own], "earlier": [], "gone": 1}
        assert put(clerk, own, 987_654) == {"ids": [own], "earlier": [], "gone": 1}

    def test_rows_out_of_sight_are_let_go_with_the_next_tick(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        put(clerk, doors.world.id("a-due"), doors.world.id("s-due"))
        assert put(clerk, doors.world.id("b-due"))["gone"] == 0

    def test_rows_out_of_sight_that_moved_to_another_office_are_told_in_a_sentence(
        self, doors: Doors
    ) -> None:
        clerk = doors.clerk("zhuoni")
        put(clerk, doors.world.id("a-due"), doors.world.id("b-due"))
        with doors.world.writing() as session:
            elsewhere = session.get_one(Unit, doors.world.id("unit-c"))
            session.get_one(Domain, doors.world.id("b-due")).belong_to(elsewhere)
        page = told(clerk.get(TICKED))
        assert "已选 1 条" in page
        assert "另有 1 条已不存在或不归您管理" in page
        assert "柳林小学" not in page


class TestTheListOfTicks:
    def test_the_list_of_ticks_shows_the_ticked_rows_alone(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        put(clerk, doors.world.id("a-due"), doors.world.id("b-due"))
        page = told(clerk.get(TICKED))
        assert "卓尼县教育局.政务" in page
        assert "卓尼县柳林小学.公益" in page
        assert "卓尼县招生办" not in page

    def test_the_list_of_ticks_says_what_to_do_when_it_is_empty(self, sqlite_doors: Doors) -> None:
        assert "没有已选的记录" in told(sqlite_doors.clerk("zhuoni").get(TICKED))


class TestAfterABatch:
    def test_what_was_done_is_ticked_no_more_and_what_was_left_still_is(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        ids = [doors.world.id(name) for name in ("a-due", "b-due", "a-far")]
        put(clerk, *ids)
        page = doors.plan(RENEW, "zhuoni", ids)
        left = doors.confirm(RENEW, "zhuoni", page, {"years": "1"}, press="drop_refused")
        assert doors.confirm(RENEW, "zhuoni", left, {"years": "1"}).status_code == 303
        assert kept(clerk) == [doors.world.id("a-far")]


def ticked_earlier(doors: Doors, *ids: int, days: int = 1) -> None:
    """What zhuoni ticked so many days ago in the whole list of names."""
    user_id = doors.world.actor("zhuoni").user_id
    assert user_id is not None
    at = NOW - dt.timedelta(days=days)
    tick(doors.world.engine, user_id, "domain", at, add=ids)


class TestTabs:
    def test_ticks_of_a_tab_are_not_those_of_another(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        first, second = doors.world.id("a-due"), doors.world.id("b-due")
        clerk.post(f"{TICKS}?list=registered", {"ids": [first]})
        put(clerk, second)
        assert clerk.client.get(f"{TICKS}?list=registered").json["ids"] == [first]
        assert kept(clerk) == [second]
        assert "卓尼县教育局.政务" in told(clerk.get(f"{TICKED}?list=registered"))
        assert "卓尼县教育局.政务" not in told(clerk.get(TICKED))

    def test_what_was_done_is_ticked_under_no_tab_any_more(self, doors: Doors) -> None:
        clerk, first = doors.clerk("zhuoni"), doors.world.id("a-due")
        clerk.post(f"{TICKS}?list=registered", {"ids": [first]})
        put(clerk, first)
        page = doors.plan(RENEW, "zhuoni", [first])
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "1"}).status_code == 303
        assert kept(clerk) == []
        assert clerk.client.get(f"{TICKS}?list=registered").json["ids"] == []


class TestEarlierDays:
    def test_ticks_of_an_earlier_day_are_told_apart(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        old, new = doors.world.id("a-due"), doors.world.id("b-due")
        ticked_earlier(doors, old)
        assert put(clerk, new) == {"ids": [old, new], "earlier": [old], "gone": 0}
        assert put(clerk, old)["earlier"] == []

    def test_ticks_written_before_days_were_kept_are_of_the_day_of_the_basket(
        self, doors: Doors
    ) -> None:
        clerk, old = doors.clerk("zhuoni"), doors.world.id("a-due")
        with doors.world.writing() as session:
            at = NOW - dt.timedelta(days=3)
            user_id = doors.world.actor("zhuoni").user_id
            session.add(Basket(user_id=user_id, entity="domain", row_ids=[old], changed_at=at))
        assert clerk.client.get(TICKS).json == {"ids": [old], "earlier": [old], "gone": 0}

    def test_a_plan_names_them_and_lets_them_go_by_one_press(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        old, new = doors.world.id("a-due"), doors.world.id("b-due")
        ticked_earlier(doors, old)
        put(clerk, new)
        page = doors.plan(RENEW, "zhuoni", [old, new])
        assert "有 1 条是今天以前勾选的 卓尼县教育局.政务" in told(page)
        left = doors.confirm(RENEW, "zhuoni", page, {"years": "2"}, press="drop_earlier")
        assert left.status_code == 200
        assert "今天以前勾选" not in told(left)
        assert 'value="2"' in left.text
        assert kept(clerk) == [new]
        assert doors.confirm(RENEW, "zhuoni", left, {"years": "2"}).status_code == 303

    def test_a_plan_of_todays_ticks_says_nothing_of_it(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        ids = [sqlite_doors.world.id("a-due"), sqlite_doors.world.id("b-due")]
        put(clerk, *ids)
        assert "今天以前勾选" not in told(sqlite_doors.plan(RENEW, "zhuoni", ids))


class TestTooManyOrNone:
    def test_more_than_an_action_takes_is_said_at_the_list(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        ids = [sqlite_doors.world.id("unit-a"), sqlite_doors.world.id("unit-b")]
        page = clerk.get("/admin/unit/?list=active")
        assert re.search(r'value="rename_unit" data-most="1"', page.text)
        back = {"action": "rename_unit", "ids": ids, "back": "/admin/unit/?list=active"}
        answer = clerk.post("/admin/unit/action/", back)
        assert (answer.status_code, answer.location) == (303, "/admin/unit/?list=active")
        assert "最多办理 1 条" in told(clerk.get(answer.location))

    def test_nothing_ticked_asks_for_ticks(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        answer = clerk.post("/admin/domain/action/", {"action": RENEW.key})
        assert "请先勾选要办理“续费”的记录" in told(clerk.get(answer.location))
