"""A request for invoices is approved, rejected or taken back."""

from __future__ import annotations

import pytest

from actions.core.action import Nothing
from actions.core.refusal import Common
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.cancel_request import CANCEL_REQUEST
from actions.invoices.reject_request import REJECT_REQUEST, RejectRequestInput
from actions.plan import plan
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.offices.office import Office
from models.reports.exposure import exposure_of
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.invoice_requests import FIXED, ask, asked, refusal
from tests.support.world.money_factories import Maker


@pytest.fixture
def addressed(world: World) -> World:
    """The world with a default address for 甘肃 and for 卓尼."""
    with world.writing() as session:
        for name in ("office-gansu", "office-zhuoni"):
            office = session.get_one(Office, world.id(name))
            Maker(session, office, NOW).mailing_address(is_default=True)
    return world


class TestAnswers:
    def test_a_rejected_request_says_why(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        given = RejectRequestInput("库存不足")
        addressed.perform(REJECT_REQUEST, "conac-finance", [request_id], given)
        with addressed.session("zhuoni") as session:
            request = session.get_one(InvoiceRequest, request_id)
            assert (request.state, request.reason) == (RequestState.REJECTED, "库存不足")

    def test_an_answered_request_cannot_be_taken_back(self, addressed: World) -> None:
        found = refusal(addressed, CANCEL_REQUEST, "zhuoni", asked(addressed), Nothing())
        assert found.code == Common.WRONG_STATE

    def test_an_unanswered_request_can(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        addressed.perform(CANCEL_REQUEST, "zhuoni", [request_id], Nothing())
        with addressed.session("zhuoni") as session:
            state = session.get_one(InvoiceRequest, request_id).state
        assert state is RequestState.CANCELLED

    def test_offices_do_not_approve_their_own_requests(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        found = refusal(addressed, APPROVE_REQUEST, "zhuoni", request_id, Nothing())
        assert found.code == Common.FORBIDDEN

    def test_the_plan_of_an_approval_sums_up(self, addressed: World) -> None:
        request_id = ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"]
        caller = addressed.caller("conac-finance")
        with addressed.session("conac-finance") as session:
            planned = plan(session, APPROVE_REQUEST, [request_id], Nothing(), caller)
        assert planned.preview.totals["total_fen"] == 200_000

    def test_the_plan_of_an_approval_shows_the_exposure_before_and_after(
        self, addressed: World
    ) -> None:
        request_ids = [
            ask(addressed, FIXED, "zhuoni", "office-zhuoni").totals["request_id"] for _ in range(2)
        ]
        caller = addressed.caller("conac-finance")
        with addressed.session("conac-finance") as session:
            planned = plan(session, APPROVE_REQUEST, request_ids, Nothing(), caller)
            exposure = exposure_of(session, TODAY, "623022")
        assert exposure.total_fen == 1_200_000
        for request_id in request_ids:
            facts = planned.facts_of(request_id)
            assert facts["exposure_fen"] == 1_200_000
            assert facts["exposure_after_fen"] == 1_200_000 + 2 * 200_000
            assert facts["limit_fen"] == 6_000_000
