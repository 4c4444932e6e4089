"""转移, and what offices ask the registry to do with names: ask, carry out, refuse."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.core.refusal import Common, Refused
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput
from actions.domains.hold import HOLD, HoldInput
from actions.domains.publish_red_page import PUBLISH_RED_PAGE
from actions.domains.refuse_change import REFUSE_DOMAIN_REQUEST, RefuseDomainRequestInput
from actions.domains.request_change import (
    REQUEST_DOMAIN_CHANGE,
    RequestDomainChangeInput,
    RequestDomainChangeRefusal,
)
from actions.domains.transfer import (
    TRANSFER_DOMAIN,
    TransferDomainInput,
    TransferDomainNote,
    TransferDomainRefusal,
)
from actions.domains.write_red_page import WRITE_RED_PAGE, WriteRedPageInput
from actions.plan import plan
from models.billing.order import Order
from models.core.journal import JournalChange
from models.domains.change_request import DomainRequest, DomainRequestKind, DomainRequestState
from models.domains.domain import Domain, Term
from models.domains.red_page import RedPage, RedPageState
from models.offices.office import Office
from models.units.unit import Unit
from seed.reference.unit_generator import credit_code
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

HOLD_IT = RequestDomainChangeInput(DomainRequestKind.HOLD, "名称有争议", "甘编办函〔2026〕8号")


def uscc(world: World, name: str) -> str:
    with world.session() as session:
        return session.get_one(Unit, world.id(name)).uscc


def to(world: World, name: str = "unit-c") -> TransferDomainInput:
    return TransferDomainInput(uscc(world, name), "机构改革", "甘编办函〔2026〕9号")


def transfer(world: World, *names: str, receiver: str = "unit-c", by: str = "conac") -> Any:
    return world.perform(TRANSFER_DOMAIN, by, [world.id(n) for n in names], to(world, receiver))


def code_of(world: World, action: Any, who: str, name: str, given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, who, [world.id(name)], given)
    return caught.value.first.code


def row(world: World, model: Any, key: int) -> Any:
    with world.session() as session:
        return session.get_one(model, key)


class TestTransfer:
    def test_transfer_gives_the_name_to_the_other_unit_and_its_office(self, world: World) -> None:
        transfer(world, "a-due")
        moved = row(world, Domain, world.id("a-due"))
        assert (moved.unit_id, moved.office_code) == (world.id("unit-c"), "623021")
        with world.session("lintan") as session:
            assert session.get(Domain, world.id("a-due")) is not None
        with world.session("zhuoni") as session:
            assert session.get(Domain, world.id("a-due")) is None

    def test_what_is_owed_follows(self, world: World) -> None:
        transfer(world, "a-quoted-1")
        order = row(world, Order, world.id("a-order-renew-1"))
        assert (order.unit_id, order.office_code) == (world.id("unit-c"), "623021")
        given = ChargeInput(amount_fen=order.amount_fen, invoice_count=1)
        world.perform(CHARGE, "lintan", [order.id], given)

    def test_terms_and_journal_keep_what_was(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            term = maker.term(maker.order(session.get_one(Domain, world.id("a-due"))))
            term_id, owner = term.id, term.unit_id
        transfer(world, "a-due")
        assert row(world, Term, term_id).unit_id == owner
        with world.session() as session:
            change = session.scalars(
                select(JournalChange)
                .where(JournalChange.entity == "domain", JournalChange.row_id == world.id("a-due"))
                .order_by(JournalChange.id.desc())
            ).first()
        assert change is not None
        assert change.diff["unit_id"] == [world.id("unit-a"), world.id("unit-c")]

    def test_a_name_whose_fee_was_taken_waits(self, world: World) -> None:
        given = ChargeInput(amount_fen=20_000, invoice_count=1)
        world.perform(CHARGE, "zhuoni", [world.id("a-order-renew-1")], given)
        found = code_of(world, TRANSFER_DOMAIN, "conac", "a-quoted-1", to(world))
        assert found is TransferDomainRefusal.PAID

    def test_a_published_page_is_taken_down(self, world: World) -> None:
        world.perform(WRITE_RED_PAGE, "unit-a", [world.id("a-due")], WriteRedPageInput("简介"))
        with world.session() as session:
            page_id = session.scalars(select(RedPage.id)).one()
        world.perform(PUBLISH_RED_PAGE, "unit-a", [page_id], Nothing())
        with world.session("conac") as session:
            seen = plan(
                session, TRANSFER_DOMAIN, [world.id("a-due")], to(world), world.caller("conac")
            )
        codes = {note.code for note in seen.preview.side_effects}
        assert codes == {TransferDomainNote.PAGES_DOWN}
        transfer(world, "a-due")
        page = row(world, RedPage, page_id)
        assert (page.state, page.office_code) == (RedPageState.OFFLINE, "623021")

    @pytest.mark.parametrize(
        ("name", "receiver", "why"),
        [
            ("a-due", "unit-a", TransferDomainRefusal.OWN_ALREADY),
            ("a-held", "unit-c", TransferDomainRefusal.HELD),
            ("a-submitted", "unit-c", Common.WRONG_STATE),
        ],
    )
    def test_transfer_is_refused(
        self, sqlite_world: World, name: str, receiver: str, why: Any
    ) -> None:
        world = sqlite_world
        assert code_of(world, TRANSFER_DOMAIN, "conac", name, to(world, receiver)) is why

    def test_transfer_to_a_body_that_may_not_hold_the_ending_is_refused(
        self, sqlite_world: World
    ) -> None:
        world = sqlite_world
        with world.writing() as session:
            unit = session.get_one(Unit, world.id("unit-b"))
            unit.uscc = credit_code("12", "623022", "MB900002")
        found = code_of(world, TRANSFER_DOMAIN, "conac", "a-due", to(world, "unit-b"))
        assert found is TransferDomainRefusal.NOT_ELIGIBLE

    def test_a_transfer_to_nobody_is_refused(self, sqlite_world: World) -> None:
        nobody = TransferDomainInput("12100000401359321Q", "机构改革", "函9号")
        found = code_of(sqlite_world, TRANSFER_DOMAIN, "conac", "a-due", nobody)
        assert found is TransferDomainRefusal.RECEIVER_UNKNOWN

    def test_variants_go_together(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            unit = session.get_one(Unit, world.id("unit-a"))
            variant = maker.domain("卓尼縣教育局", unit).id
        found = code_of(world, TRANSFER_DOMAIN, "conac", "a-due", to(world))
        assert found is TransferDomainRefusal.VARIANT_LEFT
        world.perform(TRANSFER_DOMAIN, "conac", [world.id("a-due"), variant], to(world))

    @pytest.mark.parametrize("who", ["gansu", "gannan", "zhuoni", "unit-a", "conac-review"])
    def test_only_the_registry_transfers_names(self, sqlite_world: World, who: str) -> None:
        found = code_of(sqlite_world, TRANSFER_DOMAIN, who, "a-due", to(sqlite_world))
        assert found is Common.FORBIDDEN


def requests(world: World) -> list[DomainRequest]:
    with world.session() as session:
        return list(session.scalars(select(DomainRequest).order_by(DomainRequest.id)))


class TestRequest:
    @pytest.mark.parametrize("who", ["gansu", "gannan", "zhuoni"])
    def test_request_waits_for_the_registry(self, sqlite_world: World, who: str) -> None:
        world = sqlite_world
        world.perform(REQUEST_DOMAIN_CHANGE, who, [world.id("a-due")], HOLD_IT)
        (request,) = requests(world)
        assert (request.state, request.office_code) == (DomainRequestState.SUBMITTED, "623022")
        assert not row(world, Domain, world.id("a-due")).is_held

    def test_request_is_answered_by_the_registrys_own_verb(self, world: World) -> None:
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", [world.id("a-due")], HOLD_IT)
        with world.session("conac") as session:
            seen = plan(session, HOLD, [world.id("a-due")], None, world.caller("conac"))
        assert seen.given == HoldInput("名称有争议", "甘编办函〔2026〕8号")
        world.perform(HOLD, "conac", [world.id("a-due")], seen.given)
        (request,) = requests(world)
        assert (request.state, request.answered_by) == (
            DomainRequestState.CARRIED_OUT,
            "注册管理员",
        )

    def test_request_to_transfer_names_the_receiver(self, world: World) -> None:
        kind, code = DomainRequestKind.TRANSFER, uscc(world, "unit-c")
        bare = RequestDomainChangeInput(kind, "机构改革", "函9号")
        found = code_of(world, REQUEST_DOMAIN_CHANGE, "zhuoni", "a-due", bare)
        assert found is RequestDomainChangeRefusal.RECEIVER_NEEDED
        wrong = RequestDomainChangeInput(kind, "机构改革", "函9号", f"{code[:-1]}?")
        found = code_of(world, REQUEST_DOMAIN_CHANGE, "zhuoni", "a-due", wrong)
        assert found is RequestDomainChangeRefusal.RECEIVER_FAULTY
        asked = RequestDomainChangeInput(kind, "机构改革", "函9号", code)
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", [world.id("a-due")], asked)
        transfer(world, "a-due")
        (request,) = requests(world)
        assert request.state is DomainRequestState.CARRIED_OUT

    def test_request_to_delete_waits_for_the_end_of_redemption(self, world: World) -> None:
        asked = RequestDomainChangeInput(DomainRequestKind.DELETE, "单位撤销", "函9号")
        found = code_of(world, REQUEST_DOMAIN_CHANGE, "zhuoni", "a-redemption", asked)
        assert found is RequestDomainChangeRefusal.NOT_DUE
        gone = [world.id("a-pending-deletion")]
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", gone, asked)
        world.perform(DELETE_DOMAIN, "conac", gone, DeleteDomainInput("函9号"))
        (request,) = requests(world)
        assert request.state is DomainRequestState.CARRIED_OUT

    def test_a_request_for_a_change_is_made_once(self, world: World) -> None:
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", [world.id("a-due")], HOLD_IT)
        found = code_of(world, REQUEST_DOMAIN_CHANGE, "gansu", "a-due", HOLD_IT)
        assert found is RequestDomainChangeRefusal.ALREADY

    def test_request_of_a_held_name_to_hold_it_is_refused(self, sqlite_world: World) -> None:
        found = code_of(sqlite_world, REQUEST_DOMAIN_CHANGE, "zhuoni", "a-held", HOLD_IT)
        assert found is RequestDomainChangeRefusal.HELD_ALREADY

    def test_request_may_be_refused_with_a_reason_and_made_again(self, world: World) -> None:
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", [world.id("a-due")], HOLD_IT)
        (request,) = requests(world)
        no = RefuseDomainRequestInput("材料不全")
        world.perform(REFUSE_DOMAIN_REQUEST, "conac", [request.id], no)
        (refused,) = requests(world)
        assert (refused.state, refused.answer) == (DomainRequestState.REFUSED, "材料不全")
        world.perform(REQUEST_DOMAIN_CHANGE, "zhuoni", [world.id("a-due")], HOLD_IT)
        assert len(requests(world)) == 2

    @pytest.mark.parametrize("who", ["lintan", "shaanxi"])
    def test_a_stranger_requests_no_change(self, sqlite_world: World, who: str) -> None:
        found = code_of(sqlite_world, REQUEST_DOMAIN_CHANGE, who, "a-due", HOLD_IT)
        assert found is Common.NOT_FOUND
