"""What CONAC does on a working day: the second word, sheets sent, transfers found, names held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select

from actions.core.adverse_review import ReviewReasons
from actions.domains.approve_registry import APPROVE_REGISTRY, ApproveRegistryInput
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput
from actions.domains.hold import HOLD, HoldInput
from actions.domains.reject import REJECT
from actions.domains.release import RELEASE, ReleaseInput
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.remittances.reject import REJECT_REMITTANCE, RejectRemittanceInput
from actions.remittances.top_up import TOP_UP, TopUpInput
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewReason
from models.invoices.invoice_request import InvoiceRequest, RequestState
from models.remittances.remittance import Remittance, RemittanceState
from models.users.user import Role
from tests.support.world.factories import PRICE_FEN
from tests.year.stage import Stage

#: A transfer is on its way for so many days at most.
_ON_ITS_WAY = 4


@dataclass
class Registry:
    """CONAC's own memory: numbers of sheets and bank lines it has given out."""

    stage: Stage
    sheets: Any = field(default_factory=lambda: count(1, 200))
    lines: Any = field(default_factory=lambda: count(1))
    used: list[str] = field(default_factory=list)

    def work(self) -> None:
        self._review()
        self._send_sheets()
        self._receive(everything=False)
        self._look_after_names()

    def close(self) -> None:
        """The last days: every transfer is found, nothing new begins."""
        self._send_sheets()
        self._receive(everything=True)

    def _review(self) -> None:
        reviewer = self.stage.registry[Role.REGISTRY_REVIEWER]
        waiting = self._ids(Domain, Domain.state == DomainState.OFFICE_APPROVED, 400)
        refused = [name for name in waiting if self.stage.chance(0.03)]
        if refused:
            why = ReviewReasons((ReviewReason.NAME_AMBIGUOUS,))
            self.stage.act(reviewer, REJECT, refused, why)
        if passed := sorted(set(waiting) - set(refused)):
            self.stage.act(reviewer, APPROVE_REGISTRY, passed, ApproveRegistryInput())

    def _send_sheets(self) -> None:
        finance = self.stage.registry[Role.REGISTRY_FINANCE]
        asked = self._ids(InvoiceRequest, InvoiceRequest.state == RequestState.SUBMITTED, 100)
        if asked:
            self.stage.act(finance, APPROVE_REQUEST, asked)
        for request in asked:
            given = DispatchInput("6200240001", f"{next(self.sheets):08}", "EMS", "1000")
            self.stage.act(finance, DISPATCH, [request], given)

    def _receive(self, *, everything: bool) -> None:
        """新-006: exact, short, too much, twice; what is short comes later, with its own line."""
        underway = self.stage.ask(
            lambda session: session.execute(
                select(Remittance.id, Remittance.amount_fen - Remittance.received_fen)
                .where(
                    Remittance.state.in_((RemittanceState.SUBMITTED, RemittanceState.RECEIVED)),
                    Remittance.received_fen < Remittance.amount_fen,
                )
                .order_by(Remittance.id)
            ).all()
        )
        for remittance, missing_fen in underway:
            if everything or self.stage.chance(1 / _ON_ITS_WAY):
                self._find(remittance, missing_fen, everything=everything)

    def _find(self, remittance: int, missing_fen: int, *, everything: bool) -> None:
        finance = self.stage.registry[Role.REGISTRY_FINANCE]
        dice = 1.0 if everything else self.stage.rng.random()
        if dice < 0.02:
            why = RejectRemittanceInput("户名不符")
            self.stage.attempt(finance, REJECT_REMITTANCE, [remittance], why)
            return
        if dice < 0.05 and self.used:
            again = TopUpInput(missing_fen, self.stage.rng.choice(self.used))
            assert self.stage.attempt(finance, TOP_UP, [remittance], again) is None
        amount_fen = missing_fen
        if dice < 0.10 and missing_fen > PRICE_FEN:
            amount_fen = missing_fen - PRICE_FEN
        elif dice > 0.96 and not everything:
            amount_fen = missing_fen + PRICE_FEN // 2
        line = f"CCB-{self.stage.today:%Y%m%d}-{next(self.lines):05}"
        self.used.append(line)
        self.stage.act(finance, TOP_UP, [remittance], TopUpInput(amount_fen, line))

    def _look_after_names(self) -> None:
        admin, stage = self.stage.registry[Role.REGISTRY_ADMIN], self.stage
        held = self._ids(Domain, Domain.is_held.is_(True), 5)
        if held and stage.chance(0.3):
            stage.act(admin, RELEASE, held, ReleaseInput("争议已了结", "网信〔2024〕2号"))
        elif stage.chance(0.2):
            names = self._ids(Domain, Domain.state == DomainState.REGISTERED, 50)
            given = HoldInput("权属有争议", "网信〔2024〕1号")
            stage.attempt(admin, HOLD, [stage.rng.choice(names)], given)
        gone = self._ids(
            Domain,
            (Domain.state == DomainState.REGISTERED)
            & (Domain.expires_on < stage.today - dt.timedelta(days=61)),
            20,
        )
        if gone and stage.today.day <= 3:
            for name in gone:
                given = DeleteDomainInput("到期未续，单位书面放弃")
                stage.attempt(admin, DELETE_DOMAIN, [name], given)

    def _ids(self, model: Any, condition: Any, limit: int) -> list[int]:
        wanted = select(model.id).where(condition).order_by(model.id).limit(limit)
        return list(self.stage.ask(lambda session: session.scalars(wanted).all()))
