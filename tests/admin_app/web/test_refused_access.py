"""Who is refused leaves a line behind, at every door, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from actions.domains.renew import RENEW
from actions.ledger.adjust import ADJUST
from admin_app.grid.planning.selection import Selection
from admin_app.labels import requested_title
from models.core.journal import Door
from models.users.access_refusal import AccessRefusal, AccessRefusalKind
from tests.support.database.database_digest import digest
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import DOORS, Doors, End
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import World

Kind = AccessRefusalKind


def lines(world: World, reader: str = "conac") -> list[AccessRefusal]:
    with world.session(reader) as session:
        return list(session.scalars(select(AccessRefusal).order_by(AccessRefusal.id)))


def told(world: World, reader: str = "conac") -> set[tuple[str, Kind, str]]:
    return {(line.actor_name, line.kind, line.what) for line in lines(world, reader)}


class TestPages:
    def test_pages_of_another_role_are_noted(
        self, clerk: Callable[[str], Clerk], world: World, hands: MovableClock
    ) -> None:
        assert clerk("zhuoni").get("/admin/bank_line/").status_code == 403
        (line,) = lines(world)
        assert (line.actor_name, line.kind) == ("卓尼管理员", Kind.FORBIDDEN)
        assert (line.what, line.address) == ("bank_line.index_view", "127.0.0.1")
        assert (line.office_code, line.last_at) == ("623022", hands.now())

    def test_pages_of_foreign_rows_are_noted_like_missing_ones_and_look_alike(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        for row in (world.id("s-due"), 99_999_999):
            assert zhuoni.get(f"/admin/domain/details/?id={row}").status_code == 404
        (line,) = lines(world)
        assert (line.kind, line.count) == (Kind.NOT_FOUND, 2)

    def test_forged_forms_are_noted_with_the_person_or_the_address(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        clerk("zhuoni").client.post("/logout", data={"csrf_token": "forged"})
        app.test_client().post("/login", data={"csrf_token": "forged"})
        assert told(world) == {
            ("卓尼管理员", Kind.FORGED, "login.sign_out"),
            ("", Kind.FORGED, "login.sign_in"),
        }

    def test_pages_that_are_answered_leave_no_line(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        for address in ("/admin/", "/admin/domain/", "/admin/journal/", "/no-such-page"):
            zhuoni.get(address)
        zhuoni.post("/login", {"username": "zhuoni", "password": "wrong"})
        assert lines(world) == []


class TestActions:
    @pytest.mark.parametrize("door", DOORS)
    def test_actions_that_a_role_may_not_are_noted_at_every_door(
        self, app: Flask, world: World, door: Door
    ) -> None:
        doors, before = Doors(app, world), digest(world.engine)
        if door is Door.API:
            doors.bearer("zhuoni")
        given: dict[str, Any] = {"direction": "increase", "amount_fen": "1", "reason": "一"}
        ids = [world.id("office-zhuoni")]
        found = doors.call(ADJUST, "zhuoni", ids, given, door=door, entity="office")
        assert found.end is End.REFUSED
        noted = {line for line in lines(world) if line.door is door}
        assert {line.kind for line in noted} <= {Kind.FORBIDDEN, Kind.NOT_FOUND}
        assert {line.actor_name for line in noted} == {"卓尼管理员"}
        assert before["domain"] == digest(world.engine)["domain"]

    @pytest.mark.parametrize("door", [Door.API, Door.CLI])
    def test_actions_on_foreign_and_missing_rows_are_noted_alike(
        self, app: Flask, world: World, door: Door
    ) -> None:
        doors, said = Doors(app, world), []
        for row in (world.id("s-due"), 99_999_999):
            answer = doors.call(RENEW, "zhuoni", [row], {"years": "1"}, door=door)
            said.append(answer.said.replace(str(row), "ID"))
        assert said[0] == said[1]
        assert {(line.kind, line.what) for line in lines(world)} == {(Kind.NOT_FOUND, "renew")}


class TestALine:
    def test_a_line_is_read_by_the_office_of_the_person_and_those_above(
        self, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        clerk("zhuoni").get("/admin/bank_line/")
        assert [len(lines(world, who)) for who in ("zhuoni", "gansu", "conac")] == [1, 1, 1]
        assert lines(world, "lintan") == lines(world, "unit-a") == []
        page = clerk("zhuoni").get("/admin/access_refusal/").text
        assert "没有权限" in page
        assert clerk("zhuoni-cashier").get("/admin/access_refusal/").status_code == 403

    def test_a_line_says_what_was_asked_for_in_words(
        self, app: Flask, clerk: Callable[[str], Clerk], world: World
    ) -> None:
        zhuoni = clerk("zhuoni")
        zhuoni.get("/admin/bank_line/")
        zhuoni.get("/admin/lot/details/?id=99999999")
        page = zhuoni.get("/admin/access_refusal/").text
        with app.app_context():
            token = Selection("access_refusal", world.actor("zhuoni").key, query="").sign()
        form = {"scope": "all", "columns": "all", "selection": token}
        file = zhuoni.post("/admin/access_refusal/export/", form).get_data(as_text=True)
        for told_there in (page, file):
            assert "银行流水" in told_there
            assert "预开发票管理" in told_there
            assert "index_view" not in told_there
            assert "details_view" not in told_there

    def test_a_line_has_a_word_for_every_page(self, app: Flask) -> None:
        asked = {rule.endpoint for rule in app.url_map.iter_rules() if "." in rule.endpoint}
        with app.test_request_context():
            assert [what for what in asked if requested_title(what) == what] == []

    def test_a_line_counts_a_flood_of_one_minute(
        self, clerk: Callable[[str], Clerk], world: World, hands: MovableClock
    ) -> None:
        zhuoni = clerk("zhuoni")
        for _ in range(12):
            zhuoni.get("/admin/bank_line/")
        (line,) = lines(world)
        assert line.count == 12
        hands.turn(minutes=1)
        zhuoni.get("/admin/bank_line/")
        assert [line.count for line in lines(world)] == [12, 1]

    def test_a_line_goes_after_its_time(
        self, clerk: Callable[[str], Clerk], world: World, hands: MovableClock
    ) -> None:
        clerk("zhuoni").get("/admin/bank_line/")
        hands.turn(days=367)
        clerk("lintan").get("/admin/bank_line/")
        assert [line.office_code for line in lines(world)] == ["623021"]
