"""两代一统 as people see it: whose desk a name waits at, whose money is handed over, what is in the
way of a switch, and where invoices may be sent.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.refusal import Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput, addresses
from actions.offices.set_switches import SET_SWITCHES, SetSwitchesInput, SetSwitchesRefusal
from actions.remittances.submit import REMIT, RemitInput
from admin_app.labels.lookup import sentence
from models.domains.domain import Domain
from models.offices.office import CollectBy, InvoiceSource, Office, ReviewEscalation
from models.registration.review_decision import desk_code
from models.remittances.remittance import Remittance
from models.reports.handover import handover_of
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

DESKS = {
    ReviewEscalation.NONE: ("623022", "卓尼县机构编制委员会办公室"),
    ReviewEscalation.CITY: ("623000", "甘南藏族自治州机构编制委员会办公室"),
    ReviewEscalation.PROVINCE: ("620000", "甘肃省机构编制委员会办公室"),
}
POOL = SetSwitchesInput(
    CollectBy.PROVINCE_POOL, InvoiceSource.EACH_OFFICE, ReviewEscalation.NONE, "甘编办发1号"
)


def switch(world: World, **switches: object) -> None:
    with world.writing() as session:
        wanted = select(Office).where(Office.province_code == "620000")
        for office in session.scalars(wanted):
            for name, value in switches.items():
                setattr(office, name, value)


class TestAReviewMovedUp:
    @pytest.mark.parametrize("moved", ReviewEscalation)
    def test_a_review_moved_up_is_refused_elsewhere_with_the_name_of_the_office_that_decides(
        self, world: World, moved: ReviewEscalation
    ) -> None:
        switch(world, review_escalation=moved)
        code, name = DESKS[moved]
        for actor in ("zhuoni", "gannan", "gansu"):
            if world.actor(actor).office_code == code:
                continue
            ids = [world.id("a-submitted")]
            with pytest.raises(Refused) as caught:
                world.perform(APPROVE_OFFICE, actor, ids, ApproveOfficeInput())
            said = sentence(caught.value.first.code, caught.value.first.facts)
            assert name in said

    @pytest.mark.parametrize("moved", ReviewEscalation)
    def test_a_review_moved_up_waits_at_that_desk_alone(
        self, world: World, moved: ReviewEscalation
    ) -> None:
        switch(world, review_escalation=moved)
        with world.session() as session:
            desk = select(desk_code()).where(Domain.id == world.id("a-submitted"))
            registry = select(desk_code()).where(Domain.id == world.id("a-office-approved"))
            assert session.scalar(desk) == DESKS[moved][0]
            assert session.scalar(registry) == "000000"
            for code, _name in DESKS.values():
                waiting = [name for name, _ in handover_of(session, code, None).reviews]
                assert ("卓尼县电教馆.政务" in waiting) is (code == DESKS[moved][0])


class TestTheHandover:
    def test_the_handover_has_what_a_clerk_of_the_province_took_for_a_county(
        self, world: World
    ) -> None:
        switch(world, collect_by=CollectBy.PROVINCE_POOL)
        later = ChargeInput(40_000, 0, deferred_reason="下批补开")
        world.perform(CHARGE, "gansu", [world.id("b-order")], later)
        own = ChargeInput(20_000, 1)
        world.perform(CHARGE, "zhuoni-cashier", [world.id("a-order-renew-1")], own)

        with world.session("gansu") as session:
            of_clerk = handover_of(session, "620000", world.actor("gansu").key)
            assert of_clerk.charged_fen == 40_000
            assert handover_of(session, "620000", None).charged_fen == 40_000
            assert handover_of(session, "623022", None).charged_fen == 20_000
        with world.session("zhuoni") as session:
            assert handover_of(session, "623022", None).charged_fen == 20_000


class TestSwitchingWhoCollects:
    def test_switching_who_collects_names_every_remittance_on_its_way_with_their_sum(
        self, world: World
    ) -> None:
        for actor, order, amount in (("zhuoni", "b-order", 40_000), ("lintan", "c-order", 20_000)):
            ids = [world.id(order)]
            world.perform(CHARGE, actor, ids, ChargeInput(amount, amount // 20_000))
            world.perform(REMIT, actor, ids, RemitInput(f"W-{actor}"))
        with world.session("gansu") as session:
            numbers = list(session.scalars(select(Remittance.remittance_no)))
        with pytest.raises(Refused) as caught:
            world.perform(SET_SWITCHES, "gansu", [world.id("office-gansu")], POOL)
        found = caught.value.first
        assert found.code is SetSwitchesRefusal.MONEY_TRAVELS
        assert (found.facts["count"], found.facts["amount_fen"]) == (2, 60_000)
        said = sentence(found.code, found.facts)
        assert all(number in said for number in numbers)


class TestAddresses:
    @pytest.mark.parametrize("actor", ["gansu", "gannan", "zhuoni"])
    def test_addresses_are_offered_only_where_they_can_be_used(
        self, world: World, actor: str
    ) -> None:
        with world.writing() as session:
            for name in ("office-gansu", "office-gannan", "office-zhuoni", "office-lintan"):
                office = session.get_one(Office, world.id(name))
                Maker(session, office, NOW).mailing_address(is_default=True)
        with world.session(actor) as session:
            offered = [int(key) for key, _said in addresses(session)]
        assert len(offered) == 1
        for key in offered:
            given = RequestInvoicesInput("fixed-200", 5, address_id=key)
            office_id = world.actor(actor).office_id
            assert office_id is not None
            world.perform(REQUEST_INVOICES, actor, [office_id], given)
