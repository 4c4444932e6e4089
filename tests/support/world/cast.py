"""The cast: test users and rows with fixed meanings; each user has a counterpart out of scope.

Gansu 620000 › Gannan 623000 › the sister counties Zhuoni 623022 and Lintan 623021; Shaanxi
610000 › Xi'an 610100 › Lantian 610122 is the stranger. It is Wednesday 10 June 2026, half past
seven in the morning in China, and still the 9th in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from actions.core.action import Action
from actions.core.actor import SYSTEM, Actor, Caller
from actions.core.refusal import Common, Refused
from actions.core.result import Answer, Outcome
from actions.perform import perform
from models.billing.order import OrderState
from models.core.clock import FixedClock
from models.core.journal import Door, JournalEntry, close_entry, open_entry
from models.core.scope import EVERYTHING, Scope, ScopeLevel, scoped_session
from models.core.setting import know_day
from models.domains.domain import Domain, DomainState
from models.ledger.ledger import Account, AccountKind, Posting, TransferKind, post
from models.offices.office import Office, OfficeLevel
from models.units.unit import Unit, UnitType
from models.users.user import User
from models.values.order_kind import OrderKind
from models.values.tld import Tld
from tests.support.world.cast_names import DOMAINS, LOGINS, LOTS, OFFICES, UNITS
from tests.support.world.factories import PRICE_FEN, office_of, serial
from tests.support.world.money_factories import Maker

NOW = dt.datetime(2026, 6, 9, 23, 30, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 10)
CLOCK = FixedClock(NOW)

#: Every login of the cast has this password.
PASSWORD = "lapis-lantern-42"
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_SCOPE_OF_LEVEL = {
    OfficeLevel.REGISTRY: ScopeLevel.EVERYTHING,
    OfficeLevel.PROVINCE: ScopeLevel.PROVINCE,
    OfficeLevel.CITY: ScopeLevel.CITY,
    OfficeLevel.COUNTY: ScopeLevel.OFFICE,
}


@dataclass(frozen=True)
class World:
    """A database with the cast in it. Names are those of `tests.support.world.cast_names`."""

    engine: Engine
    ids: dict[str, int]

    def id(self, name: str) -> int:
        """The key of a named row: 'unit-a', 'a-due', 'zhuoni-signed', 'prepaid:623022'."""
        return self.ids[name]

    def actor(self, username: str) -> Actor:
        """Who logs in under this name; 'system' is nobody."""
        return SYSTEM if username == "system" else self._actors[username]

    def caller(self, username: str, door: Door = Door.GRID) -> Caller:
        return Caller(self.actor(username), door, CLOCK)

    @contextmanager
    def session(self, username: str = "system") -> Iterator[Session]:
        """A session of its own that sees what the user sees."""
        with scoped_session(self.engine, self.actor(username).scope) as session:
            know_day(session, TODAY)
            yield session

    def writing(self, scope: Scope = EVERYTHING) -> AbstractContextManager[Session]:
        return writing(self.engine, scope)

    def perform(
        self,
        action: Action[Any, Any, Any],
        username: str,
        ids: list[int],
        given: Any,
        key: str = "",
        *,
        answer: Answer | None = None,
        ticks: bool = True,
    ) -> Outcome:
        """Carries an action out in a session of its own, under a fresh key unless given one.

        Warnings that ask for a tick are ticked, as by a clerk who has checked them, unless `ticks`
        is false or an answer is given.
        """
        key, caller = key or f"key-{serial()}", self.caller(username)
        with self.session(username) as session:
            try:
                return perform(session, action, ids, given, caller, key=key, answer=answer)
            except Refused as refused:
                if not ticks or answer or refused.first.code is not Common.TICK_MISSING:
                    raise
                checked = Answer(str(refused.first.facts["answered"]))
                return perform(session, action, ids, given, caller, key=key, answer=checked)

    @cached_property
    def _actors(self) -> dict[str, Actor]:
        with scoped_session(self.engine, EVERYTHING) as session:
            users = session.scalars(select(User).options(joinedload(User.office)))
            return {user.username: _actor(user) for user in users}


def _actor(user: User) -> Actor:
    if user.unit_id is not None:
        scope = Scope(ScopeLevel.REGISTRANT, user.unit_id, user.office_code, user.role)
    else:
        assert user.office is not None
        level = _SCOPE_OF_LEVEL[user.office.level]
        value = None if level is ScopeLevel.EVERYTHING else user.office.code
        scope = Scope(level, value, role=user.role)
    return Actor(
        key=f"user:{user.id}",
        name=user.display_name,
        role=user.role,
        scope=scope,
        province_code=user.province_code,
        city_code=user.city_code,
        office_code=user.office_code,
        office_id=user.office_id,
        unit_id=user.unit_id,
        user_id=user.id,
    )


@contextmanager
def writing(engine: Engine, scope: Scope = EVERYTHING, owner: Actor = SYSTEM) -> Iterator[Session]:
    """A session with a journal entry open, committed at the end: how tests write rows."""
    with scoped_session(engine.execution_options(writes=True), scope) as session:
        entry = JournalEntry(
            at=NOW,
            actor_key="system",
            actor_name="系统",
            action="arrange",
            door=Door.SEED,
            key=f"arrange-{serial()}",
            input_hash="0" * 64,
            input={},
        )
        entry.belong_to(owner)
        open_entry(session, entry)
        try:
            yield session
            session.commit()
        finally:
            session.rollback()
            close_entry(session)


def build(engine: Engine) -> dict[str, int]:
    """Writes the cast; returns the key of every named row."""
    with writing(engine) as session:
        return _Builder(session).build()


class _Builder:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.named: dict[str, Any] = {}
        self.makers: dict[str, Maker] = {}

    def build(self) -> dict[str, int]:
        self._offices()
        self._reference()
        self._units()
        self._users()
        self._domains()
        self._orders()
        self._lots()
        self._money()
        self.session.flush()
        return {name: row.id for name, row in self.named.items()}

    def _offices(self) -> None:
        made: dict[str, Office] = {}
        for name, code in OFFICES.items():
            made[code] = self.named[name] = office_of(self.session, code, made)
            self.makers[code] = Maker(self.session, made[code], NOW)

    def _reference(self) -> None:
        registry = self.makers["000000"]
        for tld in Tld:
            for operation in OrderKind:
                registry.fee_schedule(operation, tld=tld, valid_from=dt.date(2008, 1, 1))
        self.named["type-fixed"] = registry.invoice_type(code="fixed-200", name="定额发票-200元")
        self.named["type-printed"] = registry.invoice_type(None, code="printed", name="机打发票")

    def _units(self) -> None:
        for name, (code, title, prefix) in UNITS.items():
            kind = UnitType.ORGAN if prefix == "11" else UnitType.INSTITUTION
            self.named[name] = self.makers[code].unit(title, unit_type=kind)

    def _users(self) -> None:
        hashed = _CHEAP.hash(PASSWORD)
        for username, (home, role, display) in LOGINS.items():
            row: Unit | Office = self.named[home]
            maker = self.makers[row.office_code]
            unit = row if isinstance(row, Unit) else None
            self.named[f"user:{username}"] = maker.user(
                unit, username=username, display_name=display, role=role, password_hash=hashed
            )

    def _domains(self) -> None:
        for name, (unit_name, label, state, days) in DOMAINS.items():
            unit = self.named[unit_name]
            given: dict[str, Any] = {}
            if days is not None:
                given["expires_on"] = TODAY + dt.timedelta(days=days)
            if name == "a-held":
                given |= {"is_held": True, "hold_reason": "主管部门要求"}
            if state is DomainState.REGISTRY_APPROVED:
                given["approved_at"] = NOW - dt.timedelta(days=3)
            tld = Tld.ZHENGWU if unit.unit_type is UnitType.ORGAN else Tld.GONGYI
            maker = self.makers[unit.office_code]
            self.named[name] = maker.domain(label, unit, state, tld=tld, **given)

    def _orders(self) -> None:
        """What is payable: the reference scenario's rows, one of a sister, one of the stranger."""
        payable: dict[str, tuple[str, int]] = {
            "a-order-register": ("a-approved", 2),
            "a-order-renew-1": ("a-quoted-1", 1),
            "a-order-renew-2": ("a-quoted-2", 1),
            "a-order-renew-3": ("a-quoted-3", 1),
            "b-order": ("b-quoted", 2),
            "c-order": ("c-quoted", 1),
            "s-order": ("s-quoted", 1),
        }
        for name, (domain_name, years) in payable.items():
            domain: Domain = self.named[domain_name]
            maker = self.makers[domain.office_code]
            self.named[name] = maker.order(domain, term_years=years)

    def _lots(self) -> None:
        for name, (code, first, quantity, state) in LOTS.items():
            self.named[name] = self.makers[code].lot(
                self.named["type-fixed"],
                first,
                quantity,
                state,
                lot_no=f"LOT-{name}",
                invoice_code="6200261234" if code.startswith("62") else "6100261234",
            )

    def _money(self) -> None:
        """Accounts of every office, and the stranger's whole way from 收费 to 充值."""
        session = self.session
        for code, kind, floor in [
            *((code, AccountKind.PREPAID, 0) for code in OFFICES.values() if code != "000000"),
            ("000000", AccountKind.BANK, None),
            ("000000", AccountKind.INCOME, None),
        ]:
            account = Account(code=f"{kind}:{code}", kind=kind, floor_fen=floor, balance_fen=floor)
            self.named[account.code] = self.makers[code].put(account)
        stranger = self.makers["610122"]
        order = stranger.order(self.named["s-paid"], OrderState.CHARGED, charged_at=NOW)
        line = stranger.payment_line(order)
        sent = stranger.remittance_line(line)
        self.named |= {"s-order-paid": order, "s-payment-line": line, "s-remittance-line": sent}
        top_up = Posting(
            kind=TransferKind.TOP_UP,
            debit=self.named["bank:000000"],
            credit=self.named["prepaid:610122"],
            amount_fen=PRICE_FEN,
            key="top_up:s",
        )
        self.named["s-top-up"] = post(session, [top_up], stranger.office)[0]
