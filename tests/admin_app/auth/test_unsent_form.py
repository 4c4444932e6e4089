"""What was typed before a session ended is shown again after signing in, and only to its user."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from actions.domains.renew import RENEW
from models.units.unit import Unit
from models.workspace.note import RowNote
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, carried, told
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import PASSWORD

NOT_DONE = "登录已过期，刚才提交的内容没有办理。"


def fields(page: TestResponse) -> dict[str, str]:
    """The hidden fields of the first form of a page's main part, without its token."""
    main = page.get_data(as_text=True).partition("<main")[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', main)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def sent_too_late(
    doors: Doors, hands: MovableClock, url: str, form: dict[str, Any]
) -> TestResponse:
    """The county's clerk sends a form half an hour after the last thing they did."""
    hands.turn(minutes=31)
    answer = doors.clerk("zhuoni").post(url, form)
    assert answer.status_code == 401
    return answer


def sign_in_on(clerk: Clerk, page: TestResponse, username: str = "zhuoni") -> TestResponse:
    """Signs in on the page that answered, with what it carries."""
    clerk.token = re.findall(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))[0]
    given = {**fields(page), "username": username, "password": PASSWORD}
    answer = clerk.post("/login", given)
    if found := re.findall(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True)):
        clerk.token = found[0]
    return answer


def renewal(doors: Doors) -> tuple[str, dict[str, str]]:
    page = doors.plan(RENEW, "zhuoni", [doors.world.id("a-due")])
    return "/admin/domain/action/?action=renew", {**carried(page), "years": "7", "confirm": "1"}


def test_a_confirmation_sent_too_late_comes_back_as_the_plan_it_was(
    doors: Doors, hands: MovableClock
) -> None:
    url, form = renewal(doors)
    asked = sent_too_late(doors, hands, url, form)
    assert NOT_DONE in told(asked)
    clerk = doors.clerk("zhuoni")
    kept = sign_in_on(clerk, asked)
    assert "填写的内容还在" in told(kept)
    again = clerk.post(url, fields(kept))
    assert again.status_code == 200
    assert re.search(r'<input[^>]*name="years"[^>]*value="7"', again.get_data(as_text=True))
    assert "提交续费申请" in told(again)


def test_nothing_is_done_until_it_is_confirmed_anew(doors: Doors, hands: MovableClock) -> None:
    url, form = renewal(doors)
    clerk = doors.clerk("zhuoni")
    kept = sign_in_on(clerk, sent_too_late(doors, hands, url, form))
    assert "confirm" not in fields(kept)
    again = clerk.post(url, fields(kept))
    done = clerk.post(url, {**carried(again), "years": "7", "confirm": "1"})
    assert done.status_code == 303
    assert "¥1,400.00" in told(clerk.get(done.location))


def test_a_record_s_form_comes_back_as_it_was_typed_and_saves_nothing(
    doors: Doors, hands: MovableClock
) -> None:
    unit = doors.world.id("unit-a")
    url = f"/admin/unit/edit/?id={unit}"
    clerk = doors.clerk("zhuoni")
    opened = clerk.get(url).get_data(as_text=True)
    typed = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', opened))
    typed |= {"contact_name": "王新来"}
    kept = sign_in_on(clerk, sent_too_late(doors, hands, url, typed))
    again = clerk.post(url, fields(kept))
    assert again.status_code == 200
    assert 'value="王新来"' in again.get_data(as_text=True)
    with doors.world.session() as session:
        assert session.get_one(Unit, unit).contact_name != "王新来"


def test_a_note_is_shown_as_it_was_typed_before_it_is_sent_again(
    doors: Doors, hands: MovableClock
) -> None:
    unit = doors.world.id("unit-a")
    url = f"/admin/timeline/note/?subject=unit&id={unit}"
    form = {"subject": "unit", "row_id": str(unit), "text": "电话里说下周交材料"}
    clerk = doors.clerk("zhuoni")
    clerk.get(url)
    kept = sign_in_on(clerk, sent_too_late(doors, hands, url, form))
    assert "电话里说下周交材料" in told(kept)
    clerk.post(url, fields(kept))
    with doors.world.session() as session:
        assert "电话里说下周交材料" in list(session.scalars(select(RowNote.text)))


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(
    doors: Doors, hands: MovableClock
) -> None:
    url, form = renewal(doors)
    clerk = doors.clerk("zhuoni")
    answer = sign_in_on(clerk, sent_too_late(doors, hands, url, form), "gannan")
    assert answer.status_code == 302
    assert "不属于这个账户" in told(clerk.get(answer.location))


def test_a_kept_form_that_was_altered_on_its_way_is_dropped(
    doors: Doors, hands: MovableClock
) -> None:
    url, form = renewal(doors)
    clerk = doors.clerk("zhuoni")
    asked = sent_too_late(doors, hands, url, form)
    clerk.token = re.findall(r'name="csrf_token" value="([^"]+)"', asked.get_data(as_text=True))[0]
    forged = fields(asked)["unsent"][:-2] + "xx"
    given = {"unsent": forged, "username": "zhuoni", "password": PASSWORD}
    assert clerk.post("/login", given).status_code == 302


@pytest.mark.parametrize(
    "form",
    [{"current_password": PASSWORD, "note": "Harbour"}, {"note": "Harbour" * 20_000}],
    ids=["password", "too long"],
)
def test_what_must_not_be_carried_is_dropped_with_a_word(
    doors: Doors, hands: MovableClock, form: dict[str, str]
) -> None:
    doors.clerk("zhuoni")
    answer = sent_too_late(doors, hands, "/admin/domain/action/?action=renew", form)
    assert NOT_DONE in told(answer)
    assert "请重新登录后再填写" in told(answer)
    assert "unsent" not in fields(answer)
    assert "Harbour" not in answer.get_data(as_text=True)


def test_signing_out_after_the_session_ended_is_no_form_to_keep(
    doors: Doors, hands: MovableClock
) -> None:
    clerk = doors.clerk("zhuoni")
    hands.turn(minutes=31)
    assert clerk.post("/logout").status_code == 302


def test_a_plan_drawn_again_by_a_script_leaves_the_page_as_it_is(
    doors: Doors, hands: MovableClock
) -> None:
    url, form = renewal(doors)
    hands.turn(minutes=31)
    answer = doors.clerk("zhuoni").post(url, form, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.get_data()) == (204, b"")


def test_a_cell_saved_too_late_is_told_so_and_not_signed_in_within_its_list(
    doors: Doors, hands: MovableClock
) -> None:
    clerk = doors.clerk("zhuoni")
    url = f"/admin/unit/cell/?id={doors.world.id('unit-a')}&name=contact_phone"
    clerk.get(url)
    hands.turn(minutes=31)
    form = {"value": "0941-3621000", "row_version": "1", "key": "k"}
    answer = clerk.post(url, form, headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 401
    assert "登录已过期，没有保存。" in answer.get_data(as_text=True)
    assert "<form" not in answer.get_data(as_text=True)


def test_a_wrong_password_keeps_the_form_for_the_next_try(
    doors: Doors, hands: MovableClock
) -> None:
    url, form = renewal(doors)
    clerk = doors.clerk("zhuoni")
    asked = sent_too_late(doors, hands, url, form)
    clerk.token = re.findall(r'name="csrf_token" value="([^"]+)"', asked.get_data(as_text=True))[0]
    wrong = clerk.post("/login", {**fields(asked), "username": "zhuoni", "password": "not-it-1"})
    assert wrong.status_code == 401
    assert fields(wrong)["unsent"] == fields(asked)["unsent"]


def test_a_page_opened_before_another_sign_in_is_shown_again_under_the_new_one(
    doors: Doors,
) -> None:
    url, form = renewal(doors)
    clerk = doors.clerk("zhuoni")
    old = clerk.token
    clerk.post("/logout")
    clerk.sign_in("zhuoni")
    now = clerk.token
    clerk.token = old
    same = {"Sec-Fetch-Site": "same-origin"}
    answer = clerk.post(url, form, headers=same)
    assert answer.status_code == 400
    assert "原来的页面是在这次登录之前打开的" in told(answer)
    clerk.token = now
    assert clerk.post(url, fields(answer)).status_code == 200
    foreign = clerk.client.post(url, data={**form, "csrf_token": old}, buffered=True)
    assert "原来的页面" not in foreign.get_data(as_text=True)
