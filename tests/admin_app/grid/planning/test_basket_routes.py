"""Ticks are kept by the server: over pages, sign-ins and machines, for their owner alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from actions.domains.renew import RENEW
from models.core.journal import JournalEntry
from models.domains.domain import Domain
from models.units.unit import Unit
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import PASSWORD

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
        assert doors.clerk("zhuoni").client.get("/admin/unit/ticks/").json == {"ids": [], "gone": 0}

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
        assert put(clerk, own, foreign) == {"ids": [own], "gone": 1}
        assert put(clerk, own, 987_654) == {"ids": [own], "gone": 1}

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
