"""A good row can be left out of a plan and taken in again; what was typed stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from werkzeug.test import TestResponse

from actions.domains.renew import RENEW
from actions.domains.submit import SUBMIT_DOMAIN
from models.billing.order import Order
from tests.support.pages.doors import Doors, as_form, carried, told
from tests.support.world.planned import ids

URL = "/admin/domain/action/?action=renew"


def press(
    doors: Doors, page: TestResponse, button: Mapping[str, object], years: str = "3"
) -> TestResponse:
    form = {**carried(page), **as_form({"years": years}), **button}
    return doors.clerk("zhuoni").post(URL, form)


def test_row_that_is_left_out_keeps_the_others_and_what_was_typed(sqlite_doors: Doors) -> None:
    first, second = ids(sqlite_doors, "a-due", "b-due")
    page = sqlite_doors.plan(RENEW, "zhuoni", [first, second])
    left = press(sqlite_doors, page, {"leave_out": first})
    text = left.get_data(as_text=True)
    assert left.status_code == 200
    assert "已剔除 1 条" in told(left)
    assert "共 1 条" in told(left)
    assert 'value="3"' in text
    assert f'name="take_back" value="{first}"' in text
    assert 'name="leave_out"' not in text, "the last row is not left out"


def test_row_that_was_left_out_can_be_taken_in_again(sqlite_doors: Doors) -> None:
    first, second = ids(sqlite_doors, "a-due", "b-due")
    page = sqlite_doors.plan(RENEW, "zhuoni", [first, second])
    left = press(sqlite_doors, page, {"leave_out": first})
    back = press(sqlite_doors, left, {"take_back": first})
    assert "共 2 条" in told(back)
    assert "已剔除" not in told(back)


def test_confirmation_does_what_is_left_and_the_receipt_names_what_was_left_out(
    doors: Doors,
) -> None:
    first, second = ids(doors, "a-due", "b-due")
    page = doors.plan(RENEW, "zhuoni", [first, second])
    left = press(doors, page, {"leave_out": first})
    done = press(doors, left, {"confirm": "1"})
    assert done.status_code == 303
    receipt = told(doors.clerk("zhuoni").get(done.location))
    assert "由经办人剔除" in receipt
    with doors.world.session("zhuoni") as session:
        renewed = set(session.scalars(select(Order.domain_id).where(Order.term_years == 3)))
    assert second in renewed
    assert first not in renewed


def test_refused_and_chosen_rows_are_left_out_side_by_side(sqlite_doors: Doors) -> None:
    chosen = ids(sqlite_doors, "a-due", "b-due", "a-held")
    page = sqlite_doors.plan(RENEW, "zhuoni", chosen)
    kept = press(sqlite_doors, page, {"drop_refused": "1"})
    left = press(sqlite_doors, kept, {"leave_out": chosen[0]})
    assert "已剔除 2 条" in told(left)
    assert press(sqlite_doors, left, {"confirm": "1"}).status_code == 303


def test_page_about_one_row_offers_no_leaving_out(sqlite_doors: Doors) -> None:
    (unit_id,) = ids(sqlite_doors, "unit-a")
    page = sqlite_doors.plan(SUBMIT_DOMAIN, "zhuoni", [unit_id])
    line = {"names": [{"label": "x", "tld": "政务", "basis": "full_name", "years": "2"}]}
    given = {**carried(page), **as_form(line), "drop_refused": "1"}
    answer = sqlite_doors.clerk("zhuoni").post("/admin/unit/action/?action=submit_domain", given)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="drop_refused"' not in text
    assert 'name="leave_out"' not in text
    assert 'name="names-0-label"' in text
    assert 'value="x"' in text


def test_fault_of_a_line_stands_at_the_line_and_not_at_the_row(sqlite_doors: Doors) -> None:
    (unit_id,) = ids(sqlite_doors, "unit-a")
    page = sqlite_doors.plan(SUBMIT_DOMAIN, "zhuoni", [unit_id])
    good = {"label": "卓尼县教育局", "tld": "政务", "basis": "full_name", "years": "2"}
    lines = {"names": [good, {**good, "label": "x"}]}
    answer = sqlite_doors.confirm(SUBMIT_DOMAIN, "zhuoni", page, lines)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "class=refused" not in text
    assert re.search(r'id="names-[01]-label-error"', text)


def test_action_without_ticks_asks_to_tick_first(sqlite_doors: Doors) -> None:
    answer = sqlite_doors.plan(RENEW, "zhuoni", [])
    assert answer.status_code == 303
    assert "请先勾选" in told(sqlite_doors.clerk("zhuoni").get(answer.location))
