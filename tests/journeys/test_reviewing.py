"""新-004 and the login steps: 待审核域名 by an office, then by CONAC, until the unit may pay."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.domains.approve_office import APPROVE_OFFICE
from actions.domains.approve_registry import APPROVE_REGISTRY
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.remittances.submit import REMIT, RemitInput
from actions.remittances.top_up import TOP_UP
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from tests.support.pages.doors import Doors, End, told


class TestNew004:
    """新-004 编办审核报送的域名，CONAC 再审，通过之后才可以缴费."""

    def test_two_reviews_make_a_name_payable(self, doors: Doors) -> None:
        world, name = doors.world, doors.world.id("a-submitted")
        assert "卓尼县电教馆" in told(doors.clerk("zhuoni").get("/admin/domain/?list=to_review"))
        assert doors.call(APPROVE_OFFICE, "zhuoni", [name]).end is End.DONE
        assert doors.call(APPROVE_REGISTRY, "conac-review", [name]).end is End.DONE
        with world.session() as session:
            assert session.get_one(Domain, name).state is DomainState.REGISTRY_APPROVED
            order = session.scalars(select(Order).where(Order.domain_id == name)).one()
            assert order.state is OrderState.PAYABLE

    def test_a_batch_has_a_verdict_for_each_row(self, doors: Doors) -> None:
        ids = [doors.world.id("a-submitted"), doors.world.id("a-approved")]
        page = told(doors.plan(APPROVE_OFFICE, "zhuoni", ids))
        assert "可以办理" in page
        assert "CONAC审核通过" in page

    def test_what_goes_back_says_why(self, doors: Doors) -> None:
        name = doors.world.id("a-submitted")
        given = {"reasons": ["name_not_of_unit"], "comment": "请与批准名称一致"}
        assert doors.call(RETURN_FOR_CHANGES, "zhuoni", [name], given).end is End.DONE
        assert "请与批准名称一致" in told(doors.clerk("unit-a").get("/admin/"))


class TestRenewal001:
    """续-001 各级编办登录."""

    @pytest.mark.parametrize("username", ["gansu", "gannan", "zhuoni", "unit-a"])
    def test_every_level_and_the_unit_come_in(self, doors: Doors, username: str) -> None:
        assert doors.clerk(username).get("/admin/").status_code == 200


class TestRenewal005:
    """续-005 提交缴费后在“域名查询”中查看域名状态."""

    def test_the_renewed_name_shows_its_new_end(self, doors: Doors) -> None:
        world, ids = doors.world, [doors.world.id("b-order")]
        world.perform(CHARGE, "zhuoni", ids, ChargeInput(40_000, 2))
        sent = world.perform(REMIT, "zhuoni", ids, RemitInput("B1")).totals["remittance_id"]
        given = {"amount_fen": "400", "bank_ref": "B1"}
        assert doors.call(TOP_UP, "conac-finance", [sent], given).end is End.DONE
        page = told(doors.clerk("zhuoni").get("/admin/domain/?search=柳林小学"))
        assert "柳林小学.公益" in page
        assert "2028-07-05" in page
