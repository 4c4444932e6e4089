"""The office's word on a filed name: who may give it, and what it changes."""

from __future__ import annotations

from typing import Any

import pytest

from actions.core.refusal import Common
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewDecision, ReviewStage
from models.offices.office import Office, ReviewEscalation
from models.registration.review_decision import ReviewFault
from tests.support.world.cast import NOW, World
from tests.support.world.reviews import YES, code_of, reviews_of, state_of


def set_name(world: World, name: str, **values: Any) -> None:
    with world.writing() as session:
        domain = session.get_one(Domain, world.id(name))
        for column, value in values.items():
            setattr(domain, column, value)


def escalate(world: World, to: ReviewEscalation) -> None:
    with world.writing() as session:
        session.get_one(Office, world.id("office-zhuoni")).review_escalation = to


class TestApproveOffice:
    def test_approve_office_moves_the_name_on_and_keeps_the_word(self, world: World) -> None:
        world.perform(
            APPROVE_OFFICE, "zhuoni", [world.id("a-submitted")], ApproveOfficeInput("材料齐全")
        )
        assert state_of(world, "a-submitted") is DomainState.OFFICE_APPROVED
        (review,) = reviews_of(world, "a-submitted")
        assert (review.stage, review.decision) == (ReviewStage.OFFICE, ReviewDecision.APPROVE)
        assert (review.reviewer, review.comment) == ("卓尼管理员", "材料齐全")
        assert (review.at, review.office_code) == (NOW, "623022")

    def test_nobody_reviews_what_they_filed(self, world: World) -> None:
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
    def test_approve_office_rows_out_of_scope_are_not_found(
        self, world: World, username: str
    ) -> None:
        code = code_of(world, APPROVE_OFFICE, username, "a-submitted", YES)
        assert code == Common.NOT_FOUND

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "unit-a", "conac-review"])
    def test_approve_office_is_for_the_offices_administrators(
        self, world: World, username: str
    ) -> None:
        assert code_of(world, APPROVE_OFFICE, username, "a-submitted", YES) == Common.FORBIDDEN
