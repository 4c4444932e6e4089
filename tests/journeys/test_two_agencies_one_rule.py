"""两代一统: who may do what with money and sheets under each setting of the three switches."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.billing.charge import CHARGE, ChargeInput
from actions.billing.reverse_payment import (
    REVERSE_PAYMENT,
    ReversePaymentInput,
    ReversePaymentRefusal,
)
from actions.core.action import Action, Nothing
from actions.core.adverse_review import ReviewReasons
from actions.core.refusal import Common, Refused
from actions.domains.approve_office import APPROVE_OFFICE, ApproveOfficeInput
from actions.domains.reject import REJECT
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.invoices.issue import ISSUE_INVOICES, IssueInvoicesInput
from actions.invoices.request import (
    REQUEST_INVOICES,
    RequestInvoicesInput,
    RequestInvoicesRefusal,
)
from actions.invoices.reverse import REVERSE_INVOICE, ReverseInvoiceInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.void import VOID_INVOICE, VoidInvoiceInput
from actions.plan import plan
from actions.remittances.submit import REMIT, RemitInput, RemitRefusal
from models.billing.order import Order
from models.billing.payment import Payment
from models.core.journal import Door
from models.domains.review import ReviewReason
from models.invariants import breaches
from models.invoices.invoice import Invoice
from models.invoices.invoice_request import REQUEST_LIFECYCLE, RequestEvent
from models.invoices.invoice_type import InvoiceType
from models.invoices.source import SourceFault
from models.invoices.stock import LotState
from models.ledger.invoice_cancellation import TakingBackFault
from models.offices.office import CollectBy, InvoiceSource, Office, ReviewEscalation
from models.registration.review_decision import ReviewFault
from tests.support.database.database_digest import digest
from tests.support.pages.doors import DOORS, Doors, End
from tests.support.pages.readers import sample
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

COUNTY, CITY, PROVINCE, SISTER, STRANGER, FINANCE = ACTORS = (
    "zhuoni",
    "gannan",
    "gansu",
    "lintan",
    "shaanxi",
    "conac-finance",
)
SETTINGS = tuple(
    product(CollectBy, InvoiceSource, (ReviewEscalation.NONE, ReviewEscalation.PROVINCE))
)

#: How an answer is written below; None: the verb may be carried out.
ANSWERS: dict[str, Any] = {
    "may": None,
    "own": Common.NOT_OWN_OFFICE,
    "404": Common.NOT_FOUND,
    "no": Common.FORBIDDEN,
    "sheet": TakingBackFault.SHEET_OF_OTHER,
    "sheets": ReversePaymentRefusal.SHEETS_OF_ABOVE,
    "source": SourceFault.PROVINCE_APPLIES,
    "asks": RequestInvoicesRefusal.PROVINCE_ONLY,
    "other": RemitRefusal.OTHER_OFFICE_REMITS,
    "desk": ReviewFault.OTHER_DESK,
}


@dataclass(frozen=True)
class Try:
    """A verb on a row, and the answers to ACTORS in their order; `moved` where the switch is on."""

    verb: Action[Any, Any, Any]
    row: str
    given: Any
    kept: str
    moved: str
    #: The switch that the answers hang on: its place in SETTINGS; None: on none.
    switch: int | None = None
    #: Whether the row exists only where the switch is on.
    is_only_moved: bool = False

    def answers(self, setting: tuple[Any, ...]) -> list[Any]:
        is_moved = self.switch is not None and setting[self.switch] not in {
            CollectBy.EACH_OFFICE,
            InvoiceSource.EACH_OFFICE,
            ReviewEscalation.NONE,
        }
        return [ANSWERS[word] for word in (self.moved if is_moved else self.kept).split()]


_CHARGE = ChargeInput(40_000, 2, invoice_type="printed")
_VOID, _RED = VoidInvoiceInput("抬头有误"), ReverseInvoiceInput("抬头有误")
_ISSUE, _UNDO = IssueInvoicesInput(1, "printed"), ReversePaymentInput("数错了")
_SEND_ON = RemitInput("W24")
_ASK = RequestInvoicesInput("fixed-200", 5)
_SEND = DispatchInput("6200999999", "00000001")
_SHEETS = "sheets own may 404 404 no"
_COLLECT, _SOURCE, _REVIEW = range(3)

TRIES = (
    Try(CHARGE, "b-order", _CHARGE, "may own own 404 404 no", "may own may 404 404 no", _COLLECT),
    Try(
        REMIT,
        "charged",
        RemitInput("W24"),
        "may own other 404 404 no",
        "other own may 404 404 no",
        0,
    ),
    Try(VOID_INVOICE, "sheet", _VOID, "may own own 404 404 no", "may own sheet 404 404 no", 0),
    Try(REVERSE_INVOICE, "sheet", _RED, "may own own 404 404 no", "may own sheet 404 404 no", 0),
    Try(ISSUE_INVOICES, "owed", _ISSUE, "may own own 404 404 no", "may own may 404 404 no", 0),
    Try(REVERSE_PAYMENT, "payment", _UNDO, "may own may 404 404 no", "may own may 404 404 no"),
    Try(VOID_INVOICE, "p-sheet", _VOID, "", "sheet own may 404 404 no", 0, is_only_moved=True),
    Try(REVERSE_INVOICE, "p-sheet", _RED, "", "sheet own may 404 404 no", 0, is_only_moved=True),
    Try(ISSUE_INVOICES, "p-owed", _ISSUE, "", "may own may 404 404 no", 0, is_only_moved=True),
    Try(
        REVERSE_PAYMENT, "p-payment", _UNDO, "", "sheets own may 404 404 no", 0, is_only_moved=True
    ),
    Try(SIGN_FOR, "transit", Nothing(), "may own own 404 404 no", ""),
    Try(REQUEST_INVOICES, "office", _ASK, "may own may 404 404 no", "asks own asks 404 404 no", 1),
    Try(APPROVE_REQUEST, "asked", Nothing(), "no no no no no may", "no no no no no source", 1),
    Try(DISPATCH, "approved", _SEND, "no no no no no may", "no no no no no source", 1),
    Try(
        APPROVE_OFFICE,
        "name",
        ApproveOfficeInput(),
        "may desk desk 404 404 no",
        "desk desk may 404 404 no",
        _REVIEW,
    ),
    Try(
        REJECT,
        "name",
        ReviewReasons((ReviewReason.OTHER,), "不符"),
        "may desk desk 404 404 no",
        "desk desk may 404 404 no",
        _REVIEW,
    ),
)


@dataclass
class Province:
    """A province under one setting, with a row of each kind that is tried."""

    world: World
    setting: tuple[CollectBy, InvoiceSource, ReviewEscalation]
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def is_pooled(self) -> bool:
        return self.setting[0] is CollectBy.PROVINCE_POOL

    def arrange(self) -> None:
        with self.world.writing() as session:
            offices = select(Office).where(Office.province_code == "620000")
            for office in session.scalars(offices):
                office.collect_by, office.invoice_source, office.review_escalation = self.setting
            printed = session.get_one(InvoiceType, self.world.id("type-printed"))
            county = session.get_one(Office, self.world.id("office-zhuoni"))
            maker = Maker(session, county, NOW)
            maker.lot(printed, "00090001", 10)
            top = session.get_one(Office, self.world.id("office-gansu"))
            Maker(session, top, NOW).lot(printed, "00080001", 10)
            maker.mailing_address(is_default=True)
            fixed = session.get_one(InvoiceType, self.world.id("type-fixed"))
            approved = maker.invoice_request(type=fixed)
            REQUEST_LIFECYCLE.advance(approved, RequestEvent.APPROVE)
            self.ids |= {
                "transit": maker.lot(printed, "00070001", 5, LotState.IN_TRANSIT).id,
                "asked": maker.invoice_request(type=fixed).id,
                "approved": approved.id,
                "office": county.id,
                "name": self.world.id("a-submitted"),
                "b-order": self.world.id("b-order"),
            }
        self.ids["charged"] = self.world.id("a-order-renew-1")
        self._charge("", "zhuoni-cashier", "a-order-renew-1", "a-order-renew-2")
        if self.is_pooled:
            self._charge("p-", PROVINCE, "a-order-register", "a-order-renew-3")

    def _charge(self, prefix: str, by: str, order: str, deferred: str) -> None:
        """One order with a sheet, one whose sheet is to follow."""
        with self.world.session() as session:
            amount = session.get_one(Order, self.world.id(order)).amount_fen
        paid = self.world.perform(
            CHARGE, by, [self.world.id(order)], ChargeInput(amount, 1, invoice_type="printed")
        )
        later = ChargeInput(20_000, 0, deferred_reason="下批补开")
        owed = self.world.perform(CHARGE, by, [self.world.id(deferred)], later)
        key = paid.totals["payment_id"]
        with self.world.session() as session:
            sheet = session.scalars(select(Invoice.id).where(Invoice.payment_id == key)).one()
        self.ids |= {
            f"{prefix}payment": key,
            f"{prefix}owed": owed.totals["payment_id"],
            f"{prefix}sheet": sheet,
        }

    def planned(self, each: Try, actor: str) -> Any:
        """The refusal of the plan; None when the verb may be carried out."""
        caller = self.world.caller(actor)
        with self.world.session(actor) as session:
            try:
                seen = plan(session, each.verb, [self.ids[each.row]], each.given, caller)
            except Refused as refused:
                return refused.first.code
        refusals = [verdict.refusal for verdict in seen.verdicts if verdict.refusal]
        refused_whole = [seen.refusal] if seen.refusal else []
        codes = [refusal.code for refusal in (*refusals, *refused_whole)]
        # A warning that asks to be ticked refuses nobody.
        return next((code for code in codes if code is not Common.TICK_MISSING), None)

    def performed(self, each: Try, actor: str) -> Any:
        try:
            self.world.perform(each.verb, actor, [self.ids[each.row]], each.given)
        except Refused as refused:
            return refused.first.code
        return None


@pytest.fixture(
    params=sample(SETTINGS, SETTINGS[:1]), ids=lambda setting: "-".join(map(str, setting))
)
def province(world: World, request: pytest.FixtureRequest) -> Province:
    found = Province(world, request.param)
    found.arrange()
    return found


def tries(province: Province) -> list[Try]:
    return [each for each in TRIES if province.is_pooled or not each.is_only_moved]


class TestEachSetting:
    def test_each_setting_answers_everybody_as_the_table_says(self, province: Province) -> None:
        due, found = {}, {}
        for each in tries(province):
            for actor, answer in zip(ACTORS, each.answers(province.setting), strict=True):
                cell = f"{each.verb.key} of {each.row} by {actor}"
                due[cell] = answer
                found[cell] = province.planned(each, actor)
        assert found == due

    def test_each_setting_refuses_in_the_run_what_it_refuses_in_the_plan(
        self, province: Province
    ) -> None:
        before = digest(province.world.engine)
        for each in tries(province):
            for actor, answer in zip(ACTORS, each.answers(province.setting), strict=True):
                if answer is not None:
                    assert province.performed(each, actor) == answer
        assert digest(province.world.engine) == before

    def test_each_setting_shows_each_office_its_own_rows_and_those_below(
        self, province: Province
    ) -> None:
        taken = 4 if province.is_pooled else 2
        due = dict.fromkeys(ACTORS, (0, 0))
        for actor in (COUNTY, CITY, PROVINCE):
            due[actor] = (taken, taken // 2)
        due[FINANCE] = (taken + 1, taken // 2)
        due[STRANGER] = (1, 0)

        found = {}
        for actor in ACTORS:
            with province.world.session(actor) as session:
                found[actor] = tuple(
                    session.scalar(select(func.count()).select_from(model))
                    for model in (Payment, Invoice)
                )
        assert found == due

    def test_each_setting_lets_the_holder_take_its_sheets_back_and_stays_sound(
        self, province: Province
    ) -> None:
        holders = [("sheet", COUNTY)] + ([("p-sheet", PROVINCE)] if province.is_pooled else [])
        for row, holder in holders:
            each = next(t for t in TRIES if t.row == row and t.verb is VOID_INVOICE)
            assert province.performed(each, holder) is None
        with province.world.engine.connect() as connection:
            broken = {name for name, n in breaches(connection).items() if n}
        assert not {name for name in broken if name[:3] in {"I-6", "I-8"}}


class TestEveryDoor:
    @pytest.mark.parametrize("door", DOORS)
    def test_every_door_tells_a_county_whose_sheet_it_is(self, doors: Doors, door: Door) -> None:
        pooled = Province(doors.world, SETTINGS[-1])
        pooled.arrange()
        for verb, row in (
            (VOID_INVOICE, "p-sheet"),
            (REVERSE_INVOICE, "p-sheet"),
            (REVERSE_PAYMENT, "p-payment"),
        ):
            given = {"reason": "抬头有误"}
            found = doors.call(verb, COUNTY, [pooled.ids[row]], given, door=door)
            assert found.end is End.REFUSED
            assert "甘肃省机构编制委员会办公室" in found.said
