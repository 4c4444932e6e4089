"""续-002: a registrant sees its own and renews by itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.journeys import pick, renew
from tests.support.world.cast import World


class TestTheRegistrant:
    def test_the_registrant_sees_its_own_names_and_no_purse(self, sign_in: SignIn) -> None:
        unit = sign_in("unit-a")
        unit.menu("域名管理", "域名查询")
        expect(unit.row("卓尼县教育局.政务")).to_have_count(1)
        expect(unit.row("柳林小学")).to_have_count(0)
        expect(unit.page.locator(".purse-stock, .purse-balance")).to_have_count(0)

    def test_the_registrant_is_told_nothing_of_the_neighbour(
        self, sign_in: SignIn, sqlite_world: World
    ) -> None:
        unit = sign_in("unit-a")
        for name in ("b-due", "c-due", "s-due"):
            answer = unit.page.goto(f"/admin/domain/details/?id={sqlite_world.id(name)}")
            assert answer is not None
            assert answer.status == 404

    def test_the_registrant_submits_a_renewal_that_its_office_can_charge(
        self, sign_in: SignIn
    ) -> None:
        unit, office = sign_in("unit-b"), sign_in("zhuoni")
        unit.menu("域名管理", "域名查询")
        renew(unit, "卓尼县柳林小学.公益", years="3")
        office.menu("用户管理", "申报单位管理/缴费")
        pick(office, "卓尼县柳林小学")
        office.press("收费")
        expect(office.row("¥600.00").filter(has_text="填写后核对")).to_have_count(1)
