"""已领发票未汇款金额 as a page: what is on hand and what was not remitted, with its age."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from actions.billing.charge import CHARGE, ChargeInput
from models.core.setting import Setting
from models.offices.office import Office
from tests.support.pages.doors import ticked
from tests.support.pages.invoice_pages import ASK, SignIn, hidden, text_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


@pytest.fixture
def addressed(sqlite_world: World) -> World:
    """Every address book of 甘肃 and 卓尼 has its default."""
    with sqlite_world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, sqlite_world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return sqlite_world


def set_to(world: World, name: str, value: Any) -> None:
    with world.writing() as session:
        session.add(Setting(name=name, value={"value": value}))


class TestExposure:
    def charge(self, world: World) -> None:
        ids = [world.id("b-order")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))

    def test_exposure_shows_what_is_on_hand_and_what_was_not_remitted(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        self.charge(sqlite_world)
        said = text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))
        assert "58 ¥11,600.00 ¥400.00 ¥0.00 ¥0.00 ¥12,000.00" in said
        assert "临潭" not in said

    def test_exposure_ages(self, sqlite_world: World, sqlite_clerk: SignIn, hands: Any) -> None:
        self.charge(sqlite_world)
        hands.turn(days=8)
        assert "¥0.00 ¥400.00 ¥0.00" in text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))
        hands.turn(days=30)
        assert "¥0.00 ¥0.00 ¥400.00" in text_of(sqlite_clerk("zhuoni").get("/admin/exposure/"))

    def test_exposure_of_a_province_has_its_offices_and_their_sum(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        said = text_of(sqlite_clerk("gansu").get("/admin/exposure/"))
        assert "卓尼县" in said
        assert "临潭县" in said
        assert "蓝田县" not in said
        assert "250 ¥50,000.00" in said

    def test_exposure_past_the_limit_warns_on_the_desk_and_where_one_asks(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        set_to(addressed, "exposure_limit_fen", 1_000_000)
        clerk = sqlite_clerk("zhuoni")
        assert "超过限额 ¥10,000.00" in text_of(clerk.get("/admin/"))
        page = clerk.get("/admin/invoice_application/")
        assert "请尽快汇款" in text_of(page)
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "1", "confirm": "1"}
        asked = clerk.post(ASK, given)
        assert asked.status_code == 422
        assert "合计超过限额 ¥10,000.00" in text_of(asked)
        given = {**given, **ticked(asked)}
        assert clerk.post(ASK, given).status_code == 422
        assert clerk.post(ASK, {**given, "answer_reason": "下周一汇款"}).status_code == 303

    def test_exposure_stops_where_the_setting_says_so(
        self, addressed: World, sqlite_clerk: SignIn
    ) -> None:
        set_to(addressed, "exposure_limit_fen", 1_000_000)
        set_to(addressed, "exposure_stops", True)
        clerk = sqlite_clerk("zhuoni")
        page = clerk.get("/admin/invoice_application/")
        given = {**hidden(page), "invoice_type": "fixed-200", "quantity": "1", "confirm": "1"}
        answer = clerk.post(ASK, given)
        assert answer.status_code == 422
        assert "请先汇款，再申请" in text_of(answer)


class TestOverdue:
    def test_lots_are_told_on_the_desk_and_listed(
        self, addressed: World, sqlite_clerk: SignIn, hands: Any
    ) -> None:
        clerk = sqlite_clerk("zhuoni")
        assert "还没有签收" not in text_of(clerk.get("/admin/"))
        hands.turn(days=16)
        clerk = sqlite_clerk("zhuoni")
        desk = clerk.get("/admin/")
        assert "有 1 批发票邮寄超过 15 天还没有签收" in text_of(desk)
        found = re.search(r"href='([^']*dispatched_at_to[^']*)'", desk.text)
        assert found
        assert "LOT-zhuoni-transit" in clerk.get(html.unescape(found[1])).text
        assert "还没有签收" in text_of(clerk.get("/admin/invoice_application/"))
