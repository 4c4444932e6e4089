"""新用户注册: a body enters itself, its office decides, and nobody learns who is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from actions.core.action import Nothing
from actions.units.confirm import CONFIRM_UNIT
from actions.units.refuse import REFUSE_UNIT, RefuseUnitInput
from models.units.unit import Unit, UnitState
from models.users.user import User
from tests.admin_app.pages.workspace.test_imports import count, uscc
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import World

PASSWORD = "Lapis-lantern-42"


def enrol(app: Flask, code: str, **more: str) -> Any:
    visitor = Clerk(app.test_client())
    visitor.get("/enrol?office=623022")
    form = {
        "unit_type": "organ",
        "name": "卓尼县气象局",
        "uscc": code,
        "office_code": "623022",
        "contact_name": "李四",
        "contact_phone": "0941-3620000",
        "new_password": PASSWORD,
        "repeated_password": PASSWORD,
    }
    return visitor.post("/enrol", {**form, **more})


def found(world: World, code: str) -> Unit | None:
    with world.session() as session:
        return session.scalars(select(Unit).where(Unit.uscc == code)).one_or_none()


def may_sign_in(app: Flask, code: str) -> bool:
    return Clerk(app.test_client()).sign_in(code.lower(), PASSWORD).status_code == 302


class TestChoosingTheOffice:
    def test_choosing_the_office_goes_from_province_to_county_without_script(
        self, sqlite_app: Flask
    ) -> None:
        visitor = Clerk(sqlite_app.test_client())
        assert "/enrol?under=620000" in visitor.get("/enrol").text
        assert "/enrol?under=623000" in visitor.get("/enrol?under=620000").text
        assert "/enrol?office=623022" in visitor.get("/enrol?under=623000").text
        assert "卓尼县机构编制委员会办公室" in visitor.get("/enrol?office=623022").text
        for odd in ("000000", "999999", "x", "' OR 1"):
            assert "提交注册" not in visitor.get(f"/enrol?office={odd}").text

    def test_choosing_the_office_is_found_from_the_sign_in_page(self, sqlite_app: Flask) -> None:
        assert "/enrol" in sqlite_app.test_client().get("/login").text


class TestEnrolling:
    def test_enrolling_waits_for_the_office_and_then_signs_in(
        self, app: Flask, world: World
    ) -> None:
        code = uscc("11")
        assert enrol(app, code).status_code == 200
        unit = found(world, code)
        assert unit is not None
        assert (unit.state, unit.office_code) == (UnitState.PENDING, "623022")
        assert not may_sign_in(app, code)
        world.perform(CONFIRM_UNIT, "zhuoni", [unit.id], Nothing())
        assert may_sign_in(app, code)

    def test_enrolling_is_refused_with_a_reason_and_the_code_is_free(
        self, app: Flask, world: World
    ) -> None:
        code = uscc("11")
        enrol(app, code)
        unit = found(world, code)
        assert unit is not None
        done = world.perform(REFUSE_UNIT, "zhuoni", [unit.id], RefuseUnitInput("证照不符"))
        assert done.rows[0].facts["reason"] == "证照不符"
        assert found(world, code) is None
        assert not may_sign_in(app, code)
        enrol(app, code)
        assert found(world, code) is not None

    def test_enrolling_shows_on_the_desk_of_its_office(
        self, sqlite_app: Flask, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        enrol(sqlite_app, uscc("11"))
        assert "待确认单位" in sqlite_clerk("zhuoni").get("/admin/").text
        assert "待确认单位" not in sqlite_clerk("lintan").get("/admin/").text

    def test_enrolling_of_a_known_code_is_answered_like_a_new_one(
        self, sqlite_app: Flask, sqlite_world: World
    ) -> None:
        with sqlite_world.session() as session:
            known = session.get_one(Unit, sqlite_world.id("unit-a")).uscc
        before = (count(sqlite_world, Unit), count(sqlite_world, User))
        answer = enrol(sqlite_app, known)
        assert (count(sqlite_world, Unit), count(sqlite_world, User)) == before
        new = enrol(sqlite_app, uscc("11"))
        assert (answer.status_code, answer.text) == (new.status_code, new.text)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"uscc": "11620000013896104X"}, "校验位"),
            ({"uscc": ""}, "必须填写"),
            ({"new_password": "short"}, "12"),
            ({"repeated_password": "Lapis-lantern-43"}, "不一致"),
            ({"office_code": "000000"}, "没有找到编办"),
        ],
    )
    def test_enrolling_comes_back_with_what_is_wrong(
        self, sqlite_app: Flask, sqlite_world: World, typed: dict[str, str], said: str
    ) -> None:
        before = count(sqlite_world, Unit)
        answer = enrol(sqlite_app, uscc("11"), **typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert count(sqlite_world, Unit) == before

    def test_enrolling_by_a_machine_is_thanked_and_forgotten(
        self, sqlite_app: Flask, sqlite_world: World
    ) -> None:
        code = uscc("11")
        assert enrol(sqlite_app, code, website="http://x.cn").status_code == 200
        assert found(sqlite_world, code) is None

    def test_enrolling_is_slowed_down(self, sqlite_app: Flask) -> None:
        answers = [enrol(sqlite_app, uscc("11"), uscc="").status_code for _ in range(7)]
        assert answers[-1] == 429

    def test_enrolling_needs_the_page_s_own_token(self, sqlite_app: Flask) -> None:
        assert sqlite_app.test_client().post("/enrol", data={"uscc": "1"}).status_code == 400
