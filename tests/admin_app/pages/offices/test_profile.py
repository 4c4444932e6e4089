"""单位信息 and 缴费方式设置: one's own office, complete before the flow needs it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.offices.office import MailingAddress, Office, PaymentMode
from models.reports.profile_gaps import Gap, office_profile
from tests.support.pages.doors import Doors, carried, told
from tests.support.world.cast import World


def gaps(world: World, username: str = "zhuoni") -> list[Gap]:
    with world.session(username) as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        return office_profile(session, office).gaps


def hidden(page: TestResponse) -> dict[str, str]:
    """What the form carries besides what is typed: its key and the version it was made on."""
    text = page.get_data(as_text=True)
    found = re.search(r'name="row_version"[^>]*value="(\d+)"', text)
    return {**carried(page), **({"row_version": found[1]} if found else {})}


def save_mode(doors: Doors, username: str = "zhuoni", **typed: str) -> int:
    """缴费方式设置: 详细信息 filled in, 修改 pressed."""
    clerk, url = doors.clerk(username), "/admin/own_payment_mode/"
    page = clerk.get(url)
    form = {**hidden(page), "collect_mode": "office_agent", "accept_cash": "y", **typed}
    return clerk.post(url, form).status_code


class TestNew001:
    """新-001: each office signs in and finds its own information above."""

    def test_the_upper_menu_leads_to_it(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = clerk.get("/admin/").get_data(as_text=True)
        assert 'href="/admin/profile/"' in page
        assert "卓尼县机构编制委员会办公室" in told(clerk.get("/admin/profile/"))


class TestNew002:
    """新-002: 单位信息 is completed, then 缴费方式 is set."""

    def test_new002_says_what_is_missing_and_why(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("zhuoni").get("/admin/profile/"))
        assert "有待完善" in page
        assert "否则发票无法寄出" in page
        assert "注册单位看不到怎样缴费" in page

    def test_new002_is_complete_once_all_is_filled_in(self, doors: Doors) -> None:
        world, clerk = doors.world, doors.clerk("zhuoni")
        assert Gap.PAYMENT_MODE in gaps(world)
        edit = f"/admin/office/edit/?id={world.id('office-zhuoni')}"
        page = clerk.get(edit)
        typed = {"address": "柳林镇1号", "phone": "0941-3621234", "contact_name": "张三"}
        assert clerk.post(edit, {**hidden(page), **typed}).status_code == 303
        assert save_mode(doors) == 303
        new = "/admin/mailing_address/new/"
        address = {"recipient": "张三", "phone": "12345", "region": "甘肃", "detail": "柳林镇1号"}
        form = {**carried(clerk.get(new)), **address, "is_default": "y"}
        assert clerk.post(new, form).status_code == 303
        assert gaps(world) == []
        assert "单位信息已经完整" in told(clerk.get("/admin/profile/"))

    def test_new002_of_two_addresses_the_default_counts(self, sqlite_world: World) -> None:
        with sqlite_world.writing() as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            for number, is_default in ((1, False), (2, True)):
                row = MailingAddress(
                    office_id=office.id,
                    recipient=f"收件人{number}",
                    phone="1",
                    region="甘肃",
                    detail="街",
                    is_default=is_default,
                )
                row.belong_to(office)
                session.add(row)
        with sqlite_world.session("zhuoni") as session:
            office = session.get_one(Office, sqlite_world.id("office-zhuoni"))
            found = office_profile(session, office).address
            assert found is not None
            assert found.recipient == "收件人2"

    def test_a_registrant_sees_its_own(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("unit-a").get("/admin/profile/"))
        assert "卓尼县教育局" in page
        assert "收不到到期提醒" in page


class TestQ1:
    """Q1: 缴费方式设置, 详细信息, 修改."""

    def test_q1_speaks_the_guides_words(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/own_payment_mode/")
        text = page.get_data(as_text=True)
        assert "<h1>缴费方式设置</h1>" in text
        assert "<h2>详细信息</h2>" in text
        assert '<button class="btn btn-primary">修改</button>' in text

    def test_q1_makes_the_row_once_and_changes_it_after(self, doors: Doors) -> None:
        assert save_mode(doors) == 303
        assert save_mode(doors, payee="卓尼县编办", collect_mode="fiscal_unified") == 303
        with doors.world.session("zhuoni") as session:
            row = session.scalars(select(PaymentMode)).one()
            assert (row.office_code, row.payee) == ("623022", "卓尼县编办")
            assert row.collect_mode.value == "fiscal_unified"

    @pytest.mark.parametrize("who", ["zhuoni-cashier", "zhuoni-viewer"])
    def test_others_of_the_office_read_it(self, sqlite_doors: Doors, who: str) -> None:
        save_mode(sqlite_doors, payee="卓尼县编办")
        page = sqlite_doors.clerk(who).get("/admin/own_payment_mode/").get_data(as_text=True)
        assert "卓尼县编办" in page
        assert '<button class="btn btn-primary">修改' not in page
