"""审核: who may say what about a filed name, and what follows from it."""

from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Common, Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.approve_registry import (
    APPROVE_REGISTRY,
    ApproveRegistryInput,
    ApproveRegistryNote,
)
from actions.domains.reject import REJECT, RejectInput
from actions.domains.return_for_changes import RETURN_FOR_CHANGES, ReturnForChangesInput
from actions.plan import plan
from models.billing.fee import FeeSchedule
from models.billing.order import Order, OrderState
from models.domains.domain import Domain, DomainState
from models.domains.review import Review, ReviewDecision, ReviewReason, ReviewStage
from models.offices.office import Office, ReviewEscalation
from models.registration.review_decision import ReviewFault
from models.values.order_kind import OrderKind
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

YES = ApproveOfficeInput()
REGISTRY_YES = ApproveRegistryInput()
WHY = (ReviewReason.NAME_NOT_OF_UNIT,)


def state_of(world: World, name: str) -> DomainState:
    with world.session() as session:
        return session.get_one(Domain, world.id(name)).state


def reviews_of(world: World, name: str) -> list[Review]:
    with world.session() as session:
        return list(session.scalars(select(Review).where(Review.domain_id == world.id(name))))


def code_of(world: World, action: Any, username: str, name: str, given: Any) -> str:
    with pytest.raises(Refused) as caught:
        world.perform(action, username, [world.id(name)], given)
    return caught.value.first.code


def set_name(world: World, name: str, **values: Any) -> None:
    with world.writing() as session:
        domain = session.get_one(Domain, world.id(name))
        for column, value in values.items():
            setattr(domain, column, value)


def escalate(world: World, to: ReviewEscalation) -> None:
    with world.writing() as session:
        session.get_one(Office, world.id("office-zhuoni")).review_escalation = to


class TestApproveOffice:
    def test_moves_the_name_on_and_keeps_the_word(self, world: World) -> None:
        world.perform(
            APPROVE_OFFICE, "zhuoni", [world.id("a-submitted")], ApproveOfficeInput("材料齐全")
        )
        assert state_of(world, "a-submitted") is DomainState.OFFICE_APPROVED
        (review,) = reviews_of(world, "a-submitted")
        assert (review.stage, review.decision) == (ReviewStage.OFFICE, ReviewDecision.APPROVE)
        assert (review.reviewer, review.comment) == ("卓尼管理员", "材料齐全")
        assert (review.at, review.office_code) == (NOW, "623022")

    def test_nobody_reviews_what_he_filed(self, world: World) -> None:
        set_name(world, "a-submitted", submitted_by=world.actor("zhuoni").key)
        code = code_of(world, APPROVE_OFFICE, "zhuoni", "a-submitted", YES)
        assert code == ReviewFault.OWN_SUBMISSION

    def test_a_name_approved_already_is_not_approved_again(self, world: World) -> None:
        code = code_of(world, APPROVE_OFFICE, "zhuoni", "a-office-approved", YES)
        assert code == Common.WRONG_STATE

    @pytest.mark.parametrize("username", ["gannan", "gansu"])
    def test_the_word_is_the_same_level_offices_not_an_upper_ones(
        self, world: World, username: str
    ) -> None:
        code = code_of(world, APPROVE_OFFICE, username, "a-submitted", YES)
        assert code == ReviewFault.OTHER_DESK

    @pytest.mark.parametrize(
        ("to", "username"),
        [(ReviewEscalation.CITY, "gannan"), (ReviewEscalation.PROVINCE, "gansu")],
    )
    def test_an_escalated_word_is_the_upper_offices_alone(
        self, world: World, to: ReviewEscalation, username: str
    ) -> None:
        escalate(world, to)
        code = code_of(world, APPROVE_OFFICE, "zhuoni", "a-submitted", YES)
        assert code == ReviewFault.OTHER_DESK
        world.perform(APPROVE_OFFICE, username, [world.id("a-submitted")], YES)
        assert state_of(world, "a-submitted") is DomainState.OFFICE_APPROVED

    @pytest.mark.parametrize("username", ["lintan", "shaanxi"])
    def test_a_stranger_finds_nothing(self, world: World, username: str) -> None:
        code = code_of(world, APPROVE_OFFICE, username, "a-submitted", YES)
        assert code == Common.NOT_FOUND

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "unit-a", "conac-review"])
    def test_is_for_the_offices_administrators(self, world: World, username: str) -> None:
        assert code_of(world, APPROVE_OFFICE, username, "a-submitted", YES) == Common.FORBIDDEN


class TestApproveRegistry:
    def test_makes_the_name_payable_at_the_days_price(self, world: World) -> None:
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

    def test_needs_the_offices_word_first(self, world: World) -> None:
        code = code_of(world, APPROVE_REGISTRY, "conac-review", "a-submitted", REGISTRY_YES)
        assert code == Common.WRONG_STATE

    def test_looks_at_variants_once_more(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-lintan"))
            maker = Maker(session, office, NOW)
            maker.domain("卓尼縣教育工會", state=DomainState.SUBMITTED)
        code = code_of(world, APPROVE_REGISTRY, "conac-review", "a-office-approved", REGISTRY_YES)
        assert code == ReviewFault.VARIANT_TAKEN

    def test_without_a_price_nothing_is_approved(self, world: World) -> None:
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


class TestReturnForChanges:
    def test_the_office_sends_back_with_its_reasons(self, world: World) -> None:
        given = ReturnForChangesInput((ReviewReason.PAPERS_MISSING, *WHY), "请补三定方案")
        world.perform(RETURN_FOR_CHANGES, "zhuoni", [world.id("a-submitted")], given)
        assert state_of(world, "a-submitted") is DomainState.RETURNED
        (review,) = reviews_of(world, "a-submitted")
        assert review.reasons == ["papers_missing", "name_not_of_unit"]

    def test_the_registry_sends_back_what_the_office_approved(self, world: World) -> None:
        given = ReturnForChangesInput(WHY)
        world.perform(RETURN_FOR_CHANGES, "conac-review", [world.id("a-office-approved")], given)
        (review,) = reviews_of(world, "a-office-approved")
        assert review.stage is ReviewStage.REGISTRY

    @pytest.mark.parametrize(
        ("username", "name"), [("zhuoni", "a-office-approved"), ("conac-review", "a-submitted")]
    )
    def test_each_speaks_at_his_own_stage(self, world: World, username: str, name: str) -> None:
        given = ReturnForChangesInput(WHY)
        code = code_of(world, RETURN_FOR_CHANGES, username, name, given)
        assert code == ReviewFault.OTHER_DESK

    def test_needs_a_reason(self, world: World) -> None:
        given = ReturnForChangesInput(comment="不行")
        code = code_of(world, RETURN_FOR_CHANGES, "zhuoni", "a-submitted", given)
        assert code == ReviewFault.REASON_NEEDED


class TestReject:
    def test_ends_the_filing(self, world: World) -> None:
        world.perform(REJECT, "zhuoni", [world.id("a-submitted")], RejectInput(WHY))
        assert state_of(world, "a-submitted") is DomainState.REJECTED

    def test_other_reasons_are_explained(self, world: World) -> None:
        given = RejectInput((ReviewReason.OTHER,))
        code = code_of(world, REJECT, "zhuoni", "a-submitted", given)
        assert code == ReviewFault.COMMENT_NEEDED

    def test_a_batch_with_one_refused_row_changes_none(self, world: World) -> None:
        ids = [world.id("a-submitted"), world.id("a-due")]
        with pytest.raises(Refused):
            world.perform(REJECT, "zhuoni", ids, RejectInput(WHY))
        assert state_of(world, "a-submitted") is DomainState.SUBMITTED


class TestPlans:
    @pytest.mark.parametrize(
        ("action", "given", "note"),
        [
            (APPROVE_OFFICE, YES, "approve_office_to_registry"),
            (RETURN_FOR_CHANGES, ReturnForChangesInput(WHY), "return_for_changes_to_unit"),
            (REJECT, RejectInput(WHY), "reject_name_free_again"),
        ],
    )
    def test_say_what_becomes_of_how_many_names(
        self, world: World, action: Any, given: Any, note: str
    ) -> None:
        with world.session("zhuoni") as session:
            ids = [world.id("a-submitted")]
            planned = plan(session, action, ids, given, world.caller("zhuoni"))
        (said,) = planned.preview.side_effects
        assert (said.code, said.facts) == (note, {"count": 1})
