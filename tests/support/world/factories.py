"""Factories: the minimal valid row of each entity, written under an open journal entry.

A `Maker` belongs to one office; what a row needs and was not given, the maker makes. Rows are
born in their lifecycle's first state and brought to the one asked for, event by event.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import deque
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from models.billing.order import ORDER_LIFECYCLE, Order, OrderState
from models.core.journal import Door
from models.core.lifecycle import Lifecycle
from models.core.scope import OfficeOwned
from models.core.sequence import Counter
from models.core.setting import Setting
from models.domains.change_request import DomainRequest, DomainRequestKind
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainState, NameBasis, Term
from models.domains.red_page import RedPage
from models.domains.review import Review, ReviewDecision, ReviewStage
from models.offices.division import Division, DivisionLevel
from models.offices.handover_record import HandoverRecord
from models.offices.office import MailingAddress, Office, OfficeLevel, PaymentMode
from models.reports.handover import handover_of
from models.units.unit import UNIT_LIFECYCLE, Unit, UnitState, UnitType
from models.users.access_refusal import AccessRefusal, AccessRefusalKind
from models.users.login_attempt import LoginAttempt
from models.users.user import ApiToken, LoginSession, Role, User
from models.values.domain_name import DomainName
from models.values.expiry import term_end
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from seed.reference.divisions import offices
from seed.reference.unit_generator import credit_code

Row = TypeVar("Row")

#: What a domain-year costs in every test.
PRICE_FEN = 20_000
_SERIAL = itertools.count(1)


def serial() -> int:
    """A number nobody had before: for columns that must differ."""
    return next(_SERIAL)


def bring(row: Any, lifecycle: Lifecycle[Any, Any], state: Any) -> None:
    """Moves a newborn row to a state along the shortest way its lifecycle allows."""
    row.state = lifecycle.initial
    ways: deque[tuple[Any, tuple[Any, ...]]] = deque([(lifecycle.initial, ())])
    while ways:
        reached, events = ways.popleft()
        if reached == state:
            for happening in events:
                lifecycle.advance(row, happening)
            return
        ways.extend(
            (target, (*events, happening))
            for happening, (sources, target) in lifecycle.moves.items()
            if reached in sources and len(events) < len(lifecycle.moves)
        )
    raise AssertionError(f"no way to {state}")


class RegistrationMaker:
    """Makes offices, units, names and what is owed for them."""

    def __init__(self, session: Session, office: Office, at: dt.datetime) -> None:
        self.session = session
        self.office = office
        self.at = at
        self.today = (at + dt.timedelta(hours=8)).date()

    def put(self, row: Row, owner: Any = None) -> Row:
        """Writes a row under its owner's codes, the maker's office unless given."""
        if isinstance(row, OfficeOwned) and row.office_code is None:
            row.belong_to(owner or self.office)
        self.session.add(row)
        self.session.flush()
        return row

    def division(self, code: str | None = None, **given: Any) -> Division:
        code = code or f"{serial():06}"
        level = DivisionLevel.COUNTY
        return self.put(Division(code=code, **{"name": "试验县", "level": level, **given}))

    def setting(self, name: str | None = None, value: Any = 30) -> Setting:
        return self.put(Setting(name=name or f"setting-{serial()}", value={"value": value}))

    def counter(self) -> Counter:
        return self.put(Counter(kind=f"kind-{serial()}", office_code="623022", year=2026, value=1))

    def office_below(self, code: str | None = None, **given: Any) -> Office:
        code = code or f"{serial():06}"
        office = Office(
            code=code,
            **{
                "name": "试验编办",
                "level": OfficeLevel.COUNTY,
                "parent_id": self.office.id,
                **given,
            },
        )
        office.province_code, office.city_code = self.office.province_code, self.office.city_code
        office.office_code = code
        return self.put(office)

    def mailing_address(self, **given: Any) -> MailingAddress:
        return self.put(
            MailingAddress(
                office_id=self.office.id,
                recipient="马文书",
                phone="0941-9000001",
                region="甘肃省甘南州卓尼县",
                detail="柳林镇1号",
                **given,
            )
        )

    def payment_mode(self) -> PaymentMode:
        below = self.office_below()
        return self.put(PaymentMode(office_id=below.id), below)

    def user(self, unit: Unit | None = None, **given: Any) -> User:
        number = serial()
        basics = {
            "username": f"user-{number}",
            "display_name": f"用户{number}",
            "password_hash": "x",
            "role": Role.UNIT_USER if unit else Role.COUNTY_ADMIN,
            "unit_id": unit.id if unit else None,
            "office_id": None if unit else self.office.id,
        }
        return self.put(User(**(basics | given)), unit)

    def login_session(self, user: User | None = None) -> LoginSession:
        user = user or self.user()
        return self.put(
            LoginSession(
                token_hash=f"{serial():064}", user_id=user.id, started_at=self.at, seen_at=self.at
            ),
            user,
        )

    def access_refusal(self) -> AccessRefusal:
        row = AccessRefusal(
            minute=self.at,
            last_at=self.at,
            actor_key=f"user:{serial()}",
            actor_name="某人",
            address="203.0.113.7",
            kind=AccessRefusalKind.FORBIDDEN,
            door=Door.GRID,
            what="renew",
            count=1,
        )
        return self.put(row)

    def login_attempt(self, user: User | None = None) -> LoginAttempt:
        user = user or self.user()
        return self.put(
            LoginAttempt(
                user_id=user.id,
                source="address:203.0.113.7",
                failures=1,
                last_failed_at=self.at,
            ),
            user,
        )

    def api_token(self, user: User | None = None) -> ApiToken:
        user = user or self.user()
        return self.put(
            ApiToken(
                token_hash=f"{serial():064}", user_id=user.id, name="对账程序", created_at=self.at
            ),
            user,
        )

    def unit(
        self, name: str | None = None, state: UnitState = UnitState.ACTIVE, **given: Any
    ) -> Unit:
        number = serial()
        name = name or f"试验单位{number}"
        basics: dict[str, Any] = {
            "name": name,
            "unit_type": UnitType.ORGAN,
            "uscc": credit_code("11", self.office.code, f"MB{number:06d}"),
            "division_code": self.office.code,
            "office_id": self.office.id,
            "invoice_title": name,
        }
        unit = Unit(**(basics | given))
        bring(unit, UNIT_LIFECYCLE, state)
        return self.put(unit)

    def domain(
        self,
        label: str | None = None,
        unit: Unit | None = None,
        state: DomainState = DomainState.REGISTERED,
        **given: Any,
    ) -> Domain:
        """A name; a registered one was bought for two years and ends in thirty days."""
        unit = unit or self.unit()
        name = DomainName.of(label or f"试验名称{serial()}", given.pop("tld", Tld.ZHENGWU))
        basics: dict[str, Any] = {
            "label_u": name.label_u,
            "tld": name.tld,
            "tld_family": name.family,
            "name_u": name.name_u,
            "name_a": name.name_a,
            "variant_key": name.variant_key,
            "name_basis": NameBasis.FULL_NAME,
            "unit_id": unit.id,
            "term_years": 2,
            "submitted_at": self.at,
            "submitted_by": "user:0",
        }
        if state in {DomainState.REGISTERED, DomainState.DELETED}:
            expires_on = given.pop("expires_on", self.today + dt.timedelta(days=30))
            basics |= {"registered_on": term_end(expires_on, -2), "expires_on": expires_on}
        domain = Domain(**(basics | given))
        bring(domain, DOMAIN_LIFECYCLE, state)
        return self.put(domain, unit)

    def order(
        self, domain: Domain | None = None, state: OrderState = OrderState.PAYABLE, **given: Any
    ) -> Order:
        """A renewal of a registered name by one year, else the registration's fee."""
        domain = domain or self.domain()
        registered = domain.state is DomainState.REGISTERED
        years = given.pop("term_years", 1 if registered else 2)
        basics: dict[str, Any] = {
            "order_no": f"D-{serial()}",
            "kind": OrderKind.RENEW if registered else OrderKind.REGISTER,
            "domain_id": domain.id,
            "unit_id": domain.unit_id,
            "term_years": years,
            "base_expires_on": domain.expires_on,
            "unit_price_fen": PRICE_FEN,
            "amount_fen": PRICE_FEN * years,
            "submitted_by": "试验",
            "submitted_at": self.at,
        }
        if state not in {OrderState.PAYABLE, OrderState.CANCELLED}:
            basics["charged_at"] = self.at
        order = Order(**(basics | given))
        bring(order, ORDER_LIFECYCLE, state)
        return self.put(order, domain)

    def term(self, order: Order | None = None) -> Term:
        order = order or self.order()
        return self.put(
            Term(
                domain_id=order.domain_id,
                unit_id=order.unit_id,
                seq=1,
                starts_on=self.today,
                ends_on=term_end(self.today, 2),
                order_id=order.id,
            ),
            order,
        )

    def review(self, domain: Domain | None = None) -> Review:
        domain = domain or self.domain(state=DomainState.SUBMITTED)
        return self.put(
            Review(
                domain_id=domain.id,
                unit_id=domain.unit_id,
                stage=ReviewStage.OFFICE,
                decision=ReviewDecision.APPROVE,
                reviewer="审核员",
                at=self.at,
            ),
            domain,
        )

    def handover_record(self, **given: Any) -> HandoverRecord:
        """A desk that one of the office hands over to another."""
        giver, taker = self.user(), self.user()
        basics: dict[str, Any] = {
            "giver_id": giver.id,
            "taker_id": taker.id,
            "giver": giver.display_name,
            "taker": taker.display_name,
            "sheet": handover_of(self.session, self.office.code, None).as_json(),
            "recorded_by": "试验",
            "recorded_at": self.at,
        }
        return self.put(HandoverRecord(**(basics | given)))

    def domain_request(self, domain: Domain | None = None) -> DomainRequest:
        domain = domain or self.domain()
        return self.put(
            DomainRequest(
                domain_id=domain.id,
                kind=DomainRequestKind.HOLD,
                reason="名称有争议",
                document_no=f"函{serial()}号",
                submitted_by="经办",
                submitted_at=self.at,
            ),
            domain,
        )

    def red_page(self, domain: Domain | None = None) -> RedPage:
        domain = domain or self.domain()
        return self.put(RedPage(domain_id=domain.id, unit_id=domain.unit_id), domain)


def office_of(session: Session, code: str, parents: dict[str, Office]) -> Office:
    """The office of a real division, with its division, under a parent made before it."""
    row = next(office for office in offices() if office.code == code)
    division = None
    if code != "000000":
        session.add(Division(code=code, name=row.name[:20], level=DivisionLevel(row.level)))
        session.flush()
        division = code
    office = Office(
        code=code,
        name=row.name,
        level=OfficeLevel(row.level),
        division_code=division,
        parent_id=parents[row.parent_code].id if row.parent_code else None,
        province_code=row.province_code,
        city_code=row.city_code,
        office_code=code,
    )
    session.add(office)
    session.flush()
    return office
