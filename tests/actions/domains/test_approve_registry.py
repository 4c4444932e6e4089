"""The registry's word makes a name payable at the day's price."""

from __future__ import annotations

from sqlalchemy import select

from actions.core.refusal import Common
from actions.domains.approve_registry import (
    APPROVE_REGISTRY,
    ApproveRegistryInput,
    ApproveRegistryNote,
)
from actions.plan import plan
from models.billing.fee import FeeSchedule
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.offices.office import Office
from models.registration.review_decision import ReviewFault
from models.values.order_kind import OrderKind
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker
from tests.support.world.reviews import code_of

REGISTRY_YES = ApproveRegistryInput()


class TestApproveRegistry:
    def test_approve_registry_makes_the_name_payable_at_the_days_price(self, world: World) -> None:
        outcome = world.perform(
            APPROVE_REGISTRY, "conac-review", [world.id("a-office-approved")], REGISTRY_YES
        )
        with world.session("zhuoni") as session:
            domain = session.get_one(Domain, world.id("a-office-approved"))
            order = session.scalars(select(Order).where(Order.domain_id == domain.id)).one()
            assert (domain.state, domain.approved_at) == (DomainState.REGISTRY_APPROVED, NOW)
            assert (order.kind, order.state) == (OrderKind.REGISTER, OrderState.PAYABLE)
            assert order.amount_fen == 20_000 * domain.term_years == outcome.totals["amount_fen"]
            assert (order.unit_id, order.office_code) == (world.id("unit-a"), "623022")

    def test_approve_registry_needs_the_offices_word_first(self, world: World) -> None:
        code = code_of(world, APPROVE_REGISTRY, "conac-review", "a-submitted", REGISTRY_YES)
        assert code == Common.WRONG_STATE

    def test_approve_registry_looks_at_variants_once_more(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-lintan"))
            maker = Maker(session, office, NOW)
            maker.domain("卓尼縣教育工會", state=DomainState.SUBMITTED)
        code = code_of(world, APPROVE_REGISTRY, "conac-review", "a-office-approved", REGISTRY_YES)
        assert code == ReviewFault.VARIANT_TAKEN

    def test_approve_registry_without_a_price_nothing_is_approved(self, world: World) -> None:
        with world.writing() as session:
            for row in session.scalars(select(FeeSchedule)):
                session.delete(row)
        code = code_of(world, APPROVE_REGISTRY, "conac-review", "a-office-approved", REGISTRY_YES)
        assert code == ReviewFault.NO_PRICE

    def test_the_plan_says_what_will_be_owed_until_when(self, world: World) -> None:
        with world.session("conac-review") as session:
            planned = plan(
                session,
                APPROVE_REGISTRY,
                [world.id("a-office-approved")],
                REGISTRY_YES,
                world.caller("conac-review"),
            )
        assert planned.preview.totals == {"row_count": 1, "amount_fen": 40_000}
        notes = {note.code: note.facts for note in planned.preview.side_effects}
        assert str(notes[ApproveRegistryNote.PAY_BY]["pay_by"]) == "2026-09-08"

    def test_an_office_has_no_second_word(self, world: World) -> None:
        code = code_of(world, APPROVE_REGISTRY, "zhuoni", "a-office-approved", REGISTRY_YES)
        assert code == Common.FORBIDDEN
