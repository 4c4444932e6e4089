"""新手引导: shown to who is new, page by page, as far as they want to go, at any computer."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import update

from actions.core.refusal import Common, Refused
from actions.users.create_user import CREATE_USER, CreateUserInput
from actions.users.set_tour import SET_TOUR, SetTourInput
from admin_app.labels.tour import steps_for
from admin_app.web.tour import address_of, walk
from models.users.user import Role, User
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

ROLES = [role for role in Role if role is not Role.SYSTEM]


def begin(world: World, username: str, step: int = 1) -> None:
    """Let somebody stand at a step."""
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            update(User.__table__).where(User.username == username).values(tour_step=step)
        )


def step_of(world: World, username: str) -> int:
    with world.session() as session:
        return session.query(User).filter_by(username=username).one().tour_step


def where(page: str) -> str:
    """What the panel says of where one is; empty where there is none."""
    found = re.search(r'<p class="tour-where">([^<]*)</p>', page)
    return html.unescape(found[1]) if found else ""


class TestThePanel:
    def test_the_panel_is_not_shown_to_who_knows_their_way(self, sqlite_doors: Doors) -> None:
        assert where(sqlite_doors.clerk("zhuoni").get("/admin/").text) == ""

    def test_the_panel_waits_for_every_new_login(self, world: World) -> None:
        given = CreateUserInput(
            username="newcomer",
            display_name="新来的",
            role=Role.CASHIER,
            office_code="623022",
            new_password="A-long-enough-1",
        )
        world.perform(CREATE_USER, "zhuoni", [], given)
        assert step_of(world, "newcomer") == 1

    def test_the_panel_goes_on_and_back_and_leads_to_the_page(self, doors: Doors) -> None:
        begin(doors.world, "zhuoni")
        clerk = doors.clerk("zhuoni")
        assert "第 1 步，共 6 步" in where(clerk.get("/admin/").text)
        answer = clerk.post("/tour", {"step": "2"})
        assert answer.status_code == 303
        page = clerk.get(answer.location)
        assert page.status_code == 200
        assert "第 2 步" in where(page.text)
        assert step_of(doors.world, "zhuoni") == 2
        # From a page it does not speak of, nothing is in the way.
        assert where(clerk.get("/admin/journal/").text) == ""
        assert "打开这一页" in told(clerk.get("/admin/"))
        clerk.post("/tour", {"step": "1"})
        assert step_of(doors.world, "zhuoni") == 1

    def test_the_panel_is_put_off_until_the_next_sign_in(self, sqlite_doors: Doors) -> None:
        begin(sqlite_doors.world, "zhuoni", 3)
        clerk = sqlite_doors.clerk("zhuoni")
        clerk.post("/tour", {"step": ""})
        assert where(clerk.get("/admin/").text) == ""
        assert step_of(sqlite_doors.world, "zhuoni") == 3
        # A new sign-in is a new day: it stands where it stood.
        clerk.post("/logout")
        clerk.sign_in("zhuoni")
        assert "第 3 步" in where(clerk.get("/admin/").text)

    def test_the_panel_ends_for_good_and_begins_again_from_help(self, sqlite_doors: Doors) -> None:
        begin(sqlite_doors.world, "zhuoni")
        clerk = sqlite_doors.clerk("zhuoni")
        clerk.post("/tour", {"step": "0"})
        assert where(clerk.get("/admin/").text) == ""
        assert "看新手引导" in told(clerk.get("/admin/help/"))
        clerk.post("/tour", {"step": "1"})
        assert "第 1 步" in where(clerk.get("/admin/").text)

    @pytest.mark.parametrize("step", ["99", "9" * 30, "-1", "x", "²"])
    def test_the_panel_takes_any_answer(self, sqlite_doors: Doors, step: str) -> None:
        begin(sqlite_doors.world, "zhuoni")
        clerk = sqlite_doors.clerk("zhuoni")
        assert clerk.post("/tour", {"step": step}).status_code == 303
        assert clerk.get("/admin/").status_code == 200


class TestTheWalk:
    @pytest.mark.parametrize("role", ROLES)
    def test_the_walk_begins_at_the_desk_and_ends_with_help(
        self, role: Role, sqlite_app: Flask
    ) -> None:
        with sqlite_app.test_request_context():
            steps = walk(role)
            assert steps[0] == steps_for(role)[0]
            assert steps[-1] == steps_for(role)[-1]
            assert 3 <= len(steps) <= 6

    @pytest.mark.parametrize(
        "username", ["zhuoni", "gansu", "conac", "conac-review", "zhuoni-viewer", "unit-a"]
    )
    def test_the_walk_leads_to_pages_that_open_and_hold_what_is_meant(
        self, sqlite_doors: Doors, username: str
    ) -> None:
        clerk = sqlite_doors.clerk(username)
        with sqlite_doors.world.session() as session:
            role = session.query(User).filter_by(username=username).one().role
        with sqlite_doors.app.test_request_context():
            places = [address_of(step.place) for step in walk(role)]
        for number, place in enumerate(places, start=1):
            begin(sqlite_doors.world, username, number)
            page = clerk.get(place)
            assert page.status_code == 200, place
            assert f"第 {number} 步" in where(page.text), place


class TestSetTour:
    def test_set_tour_is_of_ones_own_login_alone(self, world: World) -> None:
        with world.session() as session:
            other = session.query(User).filter_by(username="gansu").one().id
        with pytest.raises(Refused) as refused:
            world.perform(SET_TOUR, "zhuoni", [other], SetTourInput(1))
        assert refused.value.first.code is Common.NOT_FOUND
        assert step_of(world, "gansu") == 0
