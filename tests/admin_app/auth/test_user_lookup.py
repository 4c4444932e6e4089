"""A login with an own role, at every door: what is left to it, and nothing else."""

from __future__ import annotations

import pytest

from actions.billing.charge import CHARGE
from actions.billing.reverse_payment import REVERSE_PAYMENT
from actions.domains.renew import RENEW
from actions.invoices.sign_for import SIGN_FOR
from actions.permissions import grants_of
from models.core.journal import Door
from models.users.user import Role
from tests.support.definitions.own_roles import CHANGE, DEFINE, define, narrow, role_input, second
from tests.support.pages.doors import DOORS, Doors, End


class TestANarrowedLogin:
    @pytest.mark.parametrize("door", DOORS)
    def test_it_may_do_what_is_left_to_it_and_nothing_else(self, door: Door, doors: Doors) -> None:
        narrow(doors.world, define(doors.world))
        ids = [doors.world.id("a-due")]
        done = doors.call(RENEW, "zhuoni-cashier", ids, {"years": "1"}, door=door)
        assert done.end is End.DONE, done.said
        lot = [doors.world.id("zhuoni-transit")]
        refused = doors.call(SIGN_FOR, "zhuoni-cashier", lot, {}, door=door)
        assert refused.end is End.REFUSED
        narrow(doors.world, None)
        again = doors.call(SIGN_FOR, "zhuoni-cashier", lot, {}, door=door)
        assert again.end is End.DONE, again.said

    def test_buttons_of_what_is_closed_are_gone(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni-cashier")
        lots = "/admin/lot/?list=in_transit"
        assert "签收" in clerk.get(lots).get_data(as_text=True).partition("<main")[2]
        narrow(sqlite_doors.world, define(sqlite_doors.world))
        page = clerk.get(lots).get_data(as_text=True).partition("<main")[2]
        assert 'value="sign_for"' not in page

    def test_an_administrator_of_the_own_office_alone_sees_none_below(
        self, sqlite_doors: Doors
    ) -> None:
        world = sqlite_doors.world
        second(world, "gannan-two", Role.CITY_ADMIN, "623000")
        wide = sqlite_doors.clerk("gannan").get("/admin/unit/").get_data(as_text=True)
        assert "卓尼县" in wide.partition("<main")[2]
        given = role_input("市本级经办", Role.CITY_ADMIN, "register_unit", is_own_office=True)
        assert DEFINE is not None
        key = world.perform(DEFINE, "gansu", [], given).rows[0].row_id
        narrow(world, key, "gannan", by="gansu")
        for entity in ("unit", "domain", "order", "payment", "lot", "invoice", "office", "journal"):
            page = sqlite_doors.clerk("gannan").get(f"/admin/{entity}/")
            assert page.status_code == 200, entity
            assert "卓尼县" not in page.get_data(as_text=True).partition("<main")[2], entity

    def test_changing_a_role_changes_what_its_holders_may_do_at_once(self, doors: Doors) -> None:
        key = define(doors.world)
        narrow(doors.world, key)
        assert CHANGE is not None
        given = role_input("收费员", Role.CASHIER, "sign_for")
        doors.world.perform(CHANGE, "gansu", [key], given)
        lot = [doors.world.id("zhuoni-transit")]
        assert doors.call(SIGN_FOR, "zhuoni-cashier", lot, {}).end is End.DONE
        for action in (CHARGE, REVERSE_PAYMENT):
            assert Role.CASHIER in grants_of(action)
        refused = doors.call(RENEW, "zhuoni-cashier", [doors.world.id("a-due")], {"years": "1"})
        assert refused.end is End.REFUSED
