"""What a clerk ticked is what is done: tokens that nobody alters, sets that do not grow."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from actions.core.action import Nothing
from actions.core.crud import edit_action
from actions.core.refusal import Common, Refused
from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from admin_app.grid.planning import routes as plan_views
from admin_app.grid.planning import selection
from admin_app.grid.planning.selection import Selection, unsign
from admin_app.views import GRIDS
from models.billing.order import Order
from models.offices.office import Office
from tests.support.database.database_digest import digest
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import NOW
from tests.support.world.money_factories import Maker

MINE = ("a-due", "b-due")


def token_of(doors: Doors, chosen: Selection) -> str:
    with doors.app.app_context():
        return chosen.sign()


def opened(doors: Doors, query: str, username: str = "zhuoni") -> TestResponse:
    """The plan of renewing all rows that a list's address matches."""
    page = doors.clerk(username).get(f"/admin/domain/?{query}").get_data(as_text=True)
    token = page.partition('name="selection" value="')[2].partition('"')[0]
    form = {"action": "renew", "mode": "all", "selection": token}
    return doors.clerk(username).post("/admin/domain/action/", form)


def orders(doors: Doors) -> int:
    with doors.world.session() as session:
        return session.query(Order).count()


def touch(doors: Doors, unit: str = "unit-a", name: str = "短名") -> None:
    """Somebody else edits a unit meanwhile."""
    action = edit_action(GRIDS["unit"].model, ("short_name",), GRIDS["unit"].can_edit)
    with doors.world.session() as session:
        version = session.get_one(GRIDS["unit"].model, doors.world.id(unit)).row_version
    given = action.input(row_version=version, short_name=name)
    doors.world.perform(action, "gannan", [doors.world.id(unit)], given)


class TestUnsign:
    def test_unsign_gives_back_what_was_signed(self, sqlite_doors: Doors) -> None:
        chosen = Selection("domain", "user:7", query="list=registered", up_to_id=9, excluded=(3,))
        token = token_of(sqlite_doors, chosen)
        with sqlite_doors.app.app_context():
            assert unsign(token, "domain", "user:7") == chosen

    @pytest.mark.parametrize(
        ("entity", "actor"), [("unit", "user:7"), ("domain", "user:8"), ("", "")]
    )
    def test_unsign_refuses_another_s_or_another_list_s(
        self, sqlite_doors: Doors, entity: str, actor: str
    ) -> None:
        token = token_of(sqlite_doors, Selection("domain", "user:7", ids=(1,)))
        with sqlite_doors.app.app_context(), pytest.raises(Refused) as refused:
            unsign(token, entity, actor)
        assert refused.value.first.code is Common.STALE

    @pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda _t: "政务\x00"])
    def test_unsign_refuses_a_forged_one(self, sqlite_doors: Doors, spoil: Any) -> None:
        token = token_of(sqlite_doors, Selection("domain", "user:7", ids=(1,)))
        with sqlite_doors.app.app_context(), pytest.raises(Refused):
            unsign(spoil(token), "domain", "user:7")

    def test_a_plan_open_for_too_long_is_shown_again_as_typed_and_confirmed_then(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selection, "LIFETIME_SECONDS", -1)
        page = sqlite_doors.plan(RENEW, "zhuoni", [sqlite_doors.world.id("a-due")])
        before = digest(sqlite_doors.world.engine)
        answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "3"})
        assert answer.status_code == 409
        assert "本页打开的时间太长，什么都没有办理" in told(answer)
        assert re.search(r'<input[^>]*name="years"[^>]*value="3"', answer.text)
        assert digest(sqlite_doors.world.engine) == before
        monkeypatch.undo()
        answer = sqlite_doors.confirm(RENEW, "zhuoni", answer, {"years": "3"})
        assert answer.status_code == 303


class TestAllMatching:
    def test_all_matching_means_the_list_and_not_the_page(self, doors: Doors) -> None:
        page = opened(doors, "due_on_from=2026-06-20&due_on_to=2026-07-31&size=20")
        assert page.status_code == 200
        text = told(page)
        assert "卓尼县柳林小学" in text
        assert "临潭" not in text
        assert "蓝田" not in text

    def test_all_matching_is_asked_again_under_the_scope_when_confirmed(self, doors: Doors) -> None:
        query = "list=registered&due_on_from=2026-07-06&due_on_to=2026-07-31"
        page = opened(doors, query)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "1"})
        assert answer.status_code == 303, told(answer)
        assert orders(doors) == 8 + 2

    def test_all_matching_keeps_rows_born_later_out(self, doors: Doors) -> None:
        page = opened(doors, "list=registered&due_on_from=2026-07-06&due_on_to=2026-07-31")
        with doors.world.writing() as session:
            office = session.get_one(Office, doors.world.id("office-zhuoni"))
            Maker(session, office, NOW).domain("卓尼县新生儿")
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "1"})
        assert answer.status_code == 303
        receipt = told(doors.clerk("zhuoni").get(answer.location))
        assert "卓尼县新生儿" not in receipt
        assert "卓尼县教育局" in receipt

    def test_all_matching_shows_again_when_a_row_has_left_the_set(self, doors: Doors) -> None:
        query = "list=registered&due_on_from=2026-07-06&due_on_to=2026-07-31"
        page = opened(doors, query)
        with doors.world.writing() as session:
            row = session.get_one(GRIDS["domain"].model, doors.world.id("b-due"))
            row.is_held, row.hold_reason = True, "主管部门要求"
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "1"})
        assert answer.status_code == 409
        assert "情况有变化" in told(answer)
        assert orders(doors) == 8
        assert "冻结" in told(answer)

    def test_all_matching_past_the_limit_of_the_background_is_refused_in_words(
        self, doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(selection, "MAXIMUM_BATCH_ROWS", 3)
        monkeypatch.setattr(plan_views, "MAXIMUM_RUN_ROWS", 5)
        answer = opened(doors, "list=registered")
        assert answer.status_code == 422
        assert "所选记录太多（11 条），一次最多办理 5 条" in told(answer)


class TestTicks:
    @pytest.mark.parametrize("ids", [["abc"], ["1", "-2"], ["²"], ["9" * 19], ["1,2"], ["\x00"]])
    def test_ticks_that_are_no_keys_are_refused(self, sqlite_doors: Doors, ids: list[str]) -> None:
        form = {"action": "renew", "ids": ids}
        assert sqlite_doors.clerk("zhuoni").post("/admin/domain/action/", form).status_code == 400

    def test_ticks_past_the_limit_are_refused_in_words(self, sqlite_doors: Doors) -> None:
        form = {"action": "delete_domain", "ids": list(range(1, 502))}
        answer = sqlite_doors.clerk("conac").post("/admin/domain/action/", form)
        assert answer.status_code == 422
        assert "所选记录太多（501 条）" in told(answer)

    def test_ticks_past_the_limit_are_checked_where_they_can_be_split(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, form = sqlite_doors.clerk("zhuoni"), {"action": "renew", "ids": list(range(1, 502))}
        answer = clerk.post("/admin/domain/action/", form)
        assert answer.status_code == 303
        check = told(clerk.get(answer.location))
        assert "所选记录共 501 条。核对不办理任何业务" in check
        assert "分 2 批办理" in check

    def test_ticks_on_nothing_lead_back_with_a_word(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        answer = clerk.post("/admin/domain/action/", {"action": "renew"}, follow_redirects=True)
        assert answer.status_code == 200
        assert "请先勾选" in told(answer)

    def test_twice_are_one(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("a-due")
        page = sqlite_doors.plan(RENEW, "zhuoni", [key, key, key])
        assert "共 1 条" in told(page)

    def test_ticks_of_another_list_are_not_taken(self, sqlite_doors: Doors) -> None:
        form = {"action": "renew", "ids": ["1"]}
        assert sqlite_doors.clerk("zhuoni").post("/admin/lot/action/", form).status_code == 404
        form = {"action": "no_such_action", "ids": ["1"]}
        assert sqlite_doors.clerk("zhuoni").post("/admin/domain/action/", form).status_code == 404


class TestDrift:
    def test_drift_is_shown_and_nothing_is_done(self, doors: Doors) -> None:
        key = doors.world.id("zhuoni-transit")
        page = doors.plan(SIGN_FOR, "zhuoni", [key, doors.world.id("zhuoni-signed")])
        ids = [doors.world.id("a-due")]
        page = doors.plan(RENEW, "zhuoni", ids)
        with doors.world.writing() as session:
            session.get_one(GRIDS["domain"].model, ids[0]).purpose = "改过"
        before = orders(doors)
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 409
        assert "有变化" in told(answer)
        assert orders(doors) == before

    def test_once_shown_may_be_confirmed(self, doors: Doors) -> None:
        ids = [doors.world.id("a-due")]
        page = doors.plan(RENEW, "zhuoni", ids)
        with doors.world.writing() as session:
            session.get_one(GRIDS["domain"].model, ids[0]).purpose = "改过"
        again = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert doors.confirm(RENEW, "zhuoni", again, {"years": "2"}).status_code == 303

    def test_drift_of_what_another_has_done_is_told(self, doors: Doors) -> None:
        key = doors.world.id("zhuoni-transit")
        page = doors.plan(SIGN_FOR, "zhuoni", [key])
        doors.world.perform(SIGN_FOR, "zhuoni-cashier", [key], Nothing())
        answer = doors.confirm(SIGN_FOR, "zhuoni", page, {})
        assert answer.status_code in {409, 422}
        assert "当前状态是“已签收”" in told(answer)


class TestDropRefused:
    def test_drop_refused_keeps_what_can_be_done(self, doors: Doors) -> None:
        ids = [doors.world.id(name) for name in ("a-due", "a-held", "a-far", "b-due")]
        page = doors.plan(RENEW, "zhuoni", ids)
        assert "有 2 条不能办理" in told(page)
        kept = doors.confirm(RENEW, "zhuoni", page, {"years": "2"}, press="drop_refused")
        assert "共 2 条" in told(kept)
        assert "剔除该" not in told(kept)
        assert "已剔除 2 条" in told(kept)
        done = doors.confirm(RENEW, "zhuoni", kept, {"years": "2"})
        assert done.status_code == 303
        assert orders(doors) == 8 + 2

    def test_drop_refused_of_all_stays_on_the_plan_with_what_was_typed(
        self, sqlite_doors: Doors
    ) -> None:
        ids = [sqlite_doors.world.id(name) for name in ("a-held", "a-far")]
        page = sqlite_doors.plan(RENEW, "zhuoni", ids)
        assert "剔除该" not in told(page)
        answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "3"}, press="drop_refused")
        assert answer.status_code == 200
        assert "没有剔除任何记录" in told(answer)
        assert "共 2 条" in told(answer)
        assert 'value="3"' in answer.get_data(as_text=True)


class TestTheOneTimeKey:
    def test_the_one_time_key_does_a_double_click_once(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", [doors.world.id(name) for name in MINE])
        first = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        second = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert first.status_code == second.status_code == 303
        assert second.location == first.location.replace("&", "&again=1&", 1)
        clerk = doors.clerk("zhuoni")
        assert "此前已于" not in told(clerk.get(first.location))
        assert "此前已于 2026-06-10 07:30 办理，本次没有重复办理" in told(
            clerk.get(second.location)
        )
        assert orders(doors) == 8 + 2

    def test_the_one_time_key_with_other_input_is_refused(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", [doors.world.id("a-due")])
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "2"}).status_code == 303
        other = doors.confirm(RENEW, "zhuoni", page, {"years": "3"})
        assert other.status_code in {409, 422}
        assert "已经提交过一次" in told(other)
        assert orders(doors) == 8 + 1

    def test_missing_is_refused(self, doors: Doors) -> None:
        page = doors.plan(RENEW, "zhuoni", [doors.world.id("a-due")])
        form = {**carried(page), "key": "", "years": "2", "confirm": "1"}
        answer = doors.clerk("zhuoni").post("/admin/domain/action/?action=renew", form)
        assert answer.status_code == 422
        assert orders(doors) == 8

    def test_the_one_time_key_differs_on_every_showing(self, sqlite_doors: Doors) -> None:
        key = sqlite_doors.world.id("a-due")
        pages = [sqlite_doors.plan(RENEW, "zhuoni", [key]) for _ in range(2)]
        assert len({carried(page)["key"] for page in pages}) == 2
