"""What was typed in a plan that was given up comes back when the same plan is opened again."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE
from actions.domains.renew import RENEW
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.users.create_user import CREATE_USER
from admin_app.grid.planning import unfinished_form
from models.workspace.unfinished_form import UnfinishedForm
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.planned import ids

RESTORED = "已恢复上次填写的内容"


def given_up(doors: Doors, years: str = "3", who: str = "zhuoni") -> list[int]:
    """A renewal of two names whose years were typed, and which was not confirmed."""
    rows = ids(doors, "a-due", "b-due")
    page = doors.plan(RENEW, who, rows)
    doors.confirm(RENEW, who, page, {"years": years}, press="recalculate")
    return rows


def years(page: Any) -> str:
    found = re.search(r'<input[^>]*name="years"[^>]*value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


class TestAPlanCarriedOut:
    def test_what_the_page_still_asks_after_its_confirmation_is_not_kept(
        self, doors: Doors
    ) -> None:
        rows = ids(doors, "a-due", "b-due")
        page = doors.plan(RENEW, "zhuoni", rows)
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "3"}).status_code == 303
        doors.confirm(RENEW, "zhuoni", page, {"years": "3"}, press="recalculate")
        assert RESTORED not in told(doors.plan(RENEW, "zhuoni", rows))

    def test_what_is_asked_while_it_is_being_confirmed_is_not_kept(
        self, doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = ids(doors, "a-due", "b-due")
        page = doors.plan(RENEW, "zhuoni", rows)
        keep, confirmed = unfinished_form.keep_fields, []

        def keep_after_the_confirmation(*given: Any) -> None:
            if not confirmed:
                confirmed.append(True)
                answer = doors.confirm(RENEW, "zhuoni", page, {"years": "3"})
                assert answer.status_code == 303
            keep(*given)

        monkeypatch.setattr(unfinished_form, "keep_fields", keep_after_the_confirmation)
        doors.confirm(RENEW, "zhuoni", page, {"years": "3"}, press="recalculate")
        assert confirmed
        assert RESTORED not in told(doors.plan(RENEW, "zhuoni", rows))


class TestAPlanGivenUp:
    def test_what_was_typed_comes_back_with_a_word(self, doors: Doors) -> None:
        rows = given_up(doors)
        page = doors.plan(RENEW, "zhuoni", rows)
        assert page.status_code == 200
        assert years(page) == "3"
        assert RESTORED in told(page)
        assert "¥1,200.00" in told(page)

    def test_what_was_refused_comes_back_with_its_fault_at_the_field(self, doors: Doors) -> None:
        rows = given_up(doors, "11")
        page = doors.plan(RENEW, "zhuoni", rows)
        assert page.status_code == 200
        assert years(page) == "11"
        assert "不能大于 10" in told(page)

    def test_a_plan_in_which_nothing_was_typed_opens_as_ever(self, sqlite_doors: Doors) -> None:
        first = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due", "b-due"))
        rows = given_up(sqlite_doors, years(first))
        assert RESTORED not in told(sqlite_doors.plan(RENEW, "zhuoni", rows))

    def test_neither_other_rows_nor_another_user_nor_another_day_begin_with_it(
        self, sqlite_doors: Doors
    ) -> None:
        doors, rows = sqlite_doors, given_up(sqlite_doors)
        assert RESTORED not in told(doors.plan(RENEW, "zhuoni", rows[:1]))
        assert RESTORED not in told(doors.plan(RENEW, "gansu", rows))
        with doors.world.writing() as session:
            kept = session.scalars(select(UnfinishedForm)).one()
            kept.typed_on -= dt.timedelta(days=1)
        assert RESTORED not in told(doors.plan(RENEW, "zhuoni", rows))

    def test_rows_left_out_meanwhile_do_not_make_it_another_plan(self, sqlite_doors: Doors) -> None:
        rows = ids(sqlite_doors, "a-due", "a-held")
        page = sqlite_doors.plan(RENEW, "zhuoni", rows)
        sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "3"}, press="drop_refused")
        page = sqlite_doors.plan(RENEW, "zhuoni", rows)
        assert (years(page), RESTORED in told(page)) == ("3", True)

    def test_it_is_forgotten_once_it_is_carried_out(self, doors: Doors) -> None:
        rows = given_up(doors)
        page = doors.plan(RENEW, "zhuoni", rows)
        assert doors.confirm(RENEW, "zhuoni", page, {"years": "3"}).status_code == 303
        with doors.world.session() as session:
            assert session.scalars(select(UnfinishedForm)).all() == []

    def test_a_button_empties_the_form_again(self, sqlite_doors: Doors) -> None:
        rows = given_up(sqlite_doors)
        page = sqlite_doors.plan(RENEW, "zhuoni", rows)
        page = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "3"}, press="forget")
        assert (years(page) == "3", RESTORED in told(page)) == (False, False)
        assert RESTORED not in told(sqlite_doors.plan(RENEW, "zhuoni", rows))

    def test_a_reason_of_several_lines_comes_back_as_it_was(self, sqlite_doors: Doors) -> None:
        rows, why = ids(sqlite_doors, "a-submitted"), {"comment": "缺少公函\n请补"}
        page = sqlite_doors.plan(RETURN_FOR_CHANGES, "zhuoni", rows)
        sqlite_doors.confirm(RETURN_FOR_CHANGES, "zhuoni", page, why, press="recalculate")
        page = sqlite_doors.plan(RETURN_FOR_CHANGES, "zhuoni", rows)
        assert RESTORED in told(page)
        assert "缺少公函" in page.text


class TestSecrets:
    def test_a_password_is_never_kept(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.plan(CREATE_USER, "zhuoni", [])
        typed = {"username": "wang-wu", "new_password": "Sehr-geheim-2026"}
        sqlite_doors.confirm(CREATE_USER, "zhuoni", page, typed, press="recalculate")
        with sqlite_doors.world.session() as session:
            kept = session.scalars(select(UnfinishedForm)).one()
        assert ["username", "wang-wu"] in kept.fields
        assert "geheim" not in repr(kept.fields)


class TestOtherPages:
    def test_a_charge_begins_with_what_was_typed_for_the_unit(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        unit = sqlite_doors.world.id("unit-a")
        where = f"/admin/charging/?unit={unit}&action={CHARGE.key}"
        page = clerk.get(where)
        ticks = re.findall(r"name=ids value=(\d+)", page.text)
        sent = {**carried(page), "ids": ticks, "action": CHARGE.key, "amount_fen": "123.45"}
        clerk.post(f"/admin/charging/?unit={unit}", {**sent, "recalculate": "1"})
        page = clerk.get(where)
        assert RESTORED in told(page)
        assert 'value="123.45"' in page.text

    def test_a_setting_begins_with_what_was_typed_for_it_alone(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("conac")
        where = "/admin/settings/act/?action=change_setting&name="
        page = clerk.get(f"{where}grace_days")
        typed = {**carried(page), "name": "grace_days", "value": "41", "recalculate": "1"}
        clerk.post(f"{where}grace_days", typed)
        assert 'value="41"' in clerk.get(f"{where}grace_days").text
        assert RESTORED not in told(clerk.get(f"{where}redemption_days"))
