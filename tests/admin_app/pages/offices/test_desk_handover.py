"""岗位交接单: stock, charges and reviews of who leaves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Action
from actions.offices.confirm_hand_over import CONFIRM_HAND_OVER
from actions.offices.hand_over import HAND_OVER
from actions.offices.refuse_hand_over import REFUSE_HAND_OVER
from actions.offices.withdraw_hand_over import WITHDRAW_HAND_OVER
from models.offices.handover_record import HandoverRecord, HandoverState
from models.users.user import User
from models.workspace.notification import Notification
from models.workspace.notify import Topic
from tests.support.pages.doors import Doors, End, told


def offered(doors: Doors, by: str = "gansu") -> int:
    """The cashier's desk, offered to the administrator of their office; the key of the record."""
    rows = [doors.world.id("user:zhuoni-cashier")]
    done = doors.call(HAND_OVER, by, rows, {"taker": "zhuoni"})
    assert done.end is End.DONE, done.said
    with doors.world.session() as session:
        newest = select(HandoverRecord.id).order_by(HandoverRecord.id.desc())
        return session.scalars(newest).first() or 0


def state_of(doors: Doors, key: int) -> HandoverState:
    with doors.world.session() as session:
        return session.get_one(HandoverRecord, key).state


def readers_of(doors: Doors, topic: Topic) -> set[str]:
    """Who has a notice of the topic."""
    with doors.world.session() as session:
        wanted = select(User.username).join(Notification, Notification.user_id == User.id)
        return set(session.scalars(wanted.where(Notification.kind == topic)))


class TestAgreement:
    def test_the_taker_is_told_and_confirms_on_the_paper(self, doors: Doors) -> None:
        key, clerk = offered(doors), doors.clerk("zhuoni")
        assert readers_of(doors, Topic.HANDOVER_PROPOSED) == {"zhuoni"}
        assert "待您确认接收的岗位交接" in told(clerk.get("/admin/"))
        assert "待接收人确认" in told(clerk.get(f"/admin/handover_paper/?id={key}"))
        done = doors.call(CONFIRM_HAND_OVER, "zhuoni", [key], {"answer": "账实相符"})
        assert done.end is End.DONE, done.said
        assert state_of(doors, key) is HandoverState.CONFIRMED
        paper = told(clerk.get(f"/admin/handover_paper/?id={key}"))
        assert "接收人确认 已交接，卓尼管理员 2026-06-10" in paper
        assert "账实相符" in paper
        assert "待您确认接收的岗位交接" not in told(clerk.get("/admin/"))
        assert "zhuoni-cashier" in readers_of(doors, Topic.DESK_HANDED_OVER)

    def test_the_paper_keeps_the_figures_of_the_day_it_was_handed_over(
        self, sqlite_doors: Doors
    ) -> None:
        world, key = sqlite_doors.world, offered(sqlite_doors)
        world.perform(CHARGE, "zhuoni", [world.id("a-order-register")], ChargeInput(40_000, 2))
        clerk = sqlite_doors.clerk("zhuoni")
        assert "结存发票 · 60 张" in told(clerk.get(f"/admin/handover_paper/?id={key}"))
        cashier = world.id("user:zhuoni-cashier")
        live = told(clerk.get(f"/admin/desk_handover/sheet/?id={cashier}"))
        assert "结存发票 · 58 张" in live
        assert "卓尼出纳 → 卓尼管理员，待接收人确认" in live

    @pytest.mark.parametrize("action", [CONFIRM_HAND_OVER, REFUSE_HAND_OVER])
    def test_only_the_taker_answers(
        self, sqlite_doors: Doors, action: Action[Any, Any, Any]
    ) -> None:
        key = offered(sqlite_doors)
        refused = sqlite_doors.call(action, "zhuoni-cashier", [key], {"answer": "账实不符"})
        assert "本次交接的接收人是“卓尼管理员”" in refused.said
        assert state_of(sqlite_doors, key) is HandoverState.PROPOSED

    def test_a_refusal_tells_the_giver_and_who_recorded_it_why(self, doors: Doors) -> None:
        key = offered(doors)
        done = doors.call(REFUSE_HAND_OVER, "zhuoni", [key], {"answer": "少两张发票"})
        assert done.end is End.DONE, done.said
        assert state_of(doors, key) is HandoverState.REFUSED
        assert readers_of(doors, Topic.HANDOVER_REFUSED) == {"zhuoni-cashier", "gansu"}
        assert "少两张发票" in told(doors.clerk("zhuoni").get(f"/admin/handover_paper/?id={key}"))

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni", "gansu"])
    def test_the_giver_and_administrators_withdraw_what_is_not_answered(
        self, doors: Doors, username: str
    ) -> None:
        key = offered(doors)
        done = doors.call(WITHDRAW_HAND_OVER, username, [key], {})
        assert done.end is End.DONE, done.said
        assert state_of(doors, key) is HandoverState.WITHDRAWN
        people = {"zhuoni-cashier", "zhuoni"} - {username}
        assert readers_of(doors, Topic.HANDOVER_WITHDRAWN) == people
        assert offered(doors) != key

    def test_others_of_the_office_do_not_withdraw(self, sqlite_doors: Doors) -> None:
        world = sqlite_doors.world
        rows, taker = [world.id("user:zhuoni")], {"taker": "zhuoni-cashier"}
        assert sqlite_doors.call(HAND_OVER, "gansu", rows, taker).end is End.DONE
        with world.session() as session:
            (key,) = session.scalars(select(HandoverRecord.id)).all()
        refused = sqlite_doors.call(WITHDRAW_HAND_OVER, "zhuoni-cashier", [key], {})
        assert "本次交接的交接人是“卓尼管理员”" in refused.said

    def test_a_desk_is_offered_to_one_person_at_a_time(self, doors: Doors) -> None:
        offered(doors)
        rows = [doors.world.id("user:zhuoni-cashier")]
        refused = doors.call(HAND_OVER, "gansu", rows, {"taker": "zhuoni"})
        assert "已登记移交给“卓尼管理员”" in refused.said

    def test_an_answered_handover_is_not_answered_again(self, sqlite_doors: Doors) -> None:
        key = offered(sqlite_doors)
        sqlite_doors.call(CONFIRM_HAND_OVER, "zhuoni", [key], {})
        for action in (CONFIRM_HAND_OVER, REFUSE_HAND_OVER, WITHDRAW_HAND_OVER):
            again = sqlite_doors.call(action, "zhuoni", [key], {"answer": "迟了"})
            assert again.end is End.REFUSED, action.key
        assert state_of(sqlite_doors, key) is HandoverState.CONFIRMED

    def test_the_work_of_others_is_on_nobody_s_desk(self, sqlite_doors: Doors) -> None:
        offered(sqlite_doors)
        for username in ("zhuoni-cashier", "zhuoni-viewer", "gansu"):
            page = told(sqlite_doors.clerk(username).get("/admin/"))
            assert "待您确认接收的岗位交接" not in page, username


class TestHandoverSheet:
    def test_handover_sheet_lists_stock_charges_and_reviews(self, doors: Doors) -> None:
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

    def test_handover_sheet_is_written_down_with_its_figures(self, doors: Doors) -> None:
        world = doors.world
        told_back = doors.call(
            HAND_OVER, "zhuoni", [world.id("user:zhuoni-cashier")], {"taker": "zhuoni"}
        )
        ((name, facts),) = told_back.rows
        assert (name, facts["taker"], facts["sheets"]) == ("卓尼出纳", "卓尼管理员（zhuoni）", 60)
        assert told_back.kept is not None
        assert told_back.kept[0] == "hand_over"

    def test_handover_sheet_offers_the_people_of_the_office_as_takers(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, key = sqlite_doors.clerk("zhuoni"), sqlite_doors.world.id("user:zhuoni-cashier")
        page = clerk.get(f"/admin/desk_handover/sheet/?id={key}").text
        offered = re.findall(r'<option value="([^"]+)">', page)
        assert "zhuoni" in offered
        assert not {"zhuoni-cashier", "lintan", "gansu", "unit-a"} & set(offered)

    @pytest.mark.parametrize("taker", ["lintan", "gansu", "unit-a", "zhuoni-viewer", "没有这个人"])
    def test_handover_to_nobody_of_the_office_is_refused_in_the_same_words(
        self, sqlite_doors: Doors, taker: str
    ) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        refused = sqlite_doors.call(HAND_OVER, "gansu", rows, {"taker": taker})
        assert refused.end is End.REFUSED
        assert f"交接人的编办没有在用的用户“{taker}”" in refused.said

    @pytest.mark.parametrize("taker", ["卓尼管理员", "ZHUONI"])
    def test_handover_finds_the_taker_by_name_or_account(
        self, sqlite_doors: Doors, taker: str
    ) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        done = sqlite_doors.call(HAND_OVER, "zhuoni", rows, {"taker": taker})
        assert done.end is End.DONE, done.said

    def test_handover_to_oneself_is_refused_however_it_is_typed(self, sqlite_doors: Doors) -> None:
        rows = [sqlite_doors.world.id("user:zhuoni-cashier")]
        for taker in ("zhuoni-cashier", "ZHUONI-CASHIER", "卓尼出纳"):
            refused = sqlite_doors.call(HAND_OVER, "zhuoni", rows, {"taker": taker})
            assert "交接人和接收人都是" in refused.said

    def test_handover_sheet_of_somebody_out_of_sight_is_of_nobody(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, world = sqlite_doors.clerk("zhuoni"), sqlite_doors.world
        for query in (f"id={world.id('user:lintan')}", "office=623021", "id=x", ""):
            assert clerk.get(f"/admin/desk_handover/sheet/?{query}").status_code == 404

    def test_handover_sheet_is_no_registrants(self, sqlite_doors: Doors) -> None:
        assert sqlite_doors.clerk("unit-a").get("/admin/desk_handover/").status_code == 403
