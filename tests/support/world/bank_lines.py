"""Bank lines uploaded and matched, for the tests of their verbs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from actions.core.refusal import Refused
from actions.core.result import Outcome
from actions.remittances.match import MATCH, MatchInput
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
)
from models.invariants import breaches
from models.ledger.ledger import Account
from models.remittances.bank_statement import BankLine
from tests.support.pages.answers import perform_answering
from tests.support.world.cast import TODAY, World

A_ORDERS = ("a-order-register", "a-order-renew-1", "a-order-renew-2", "a-order-renew-3")


BY = "conac-finance"


def load(world: World, model: Any, key: int) -> Any:
    with world.session() as session:
        return session.get_one(model, key)


def line(ref: str, fen: int, memo: str | None = None, on: date = TODAY) -> StatementLine:
    return StatementLine(ref, on, fen, "卓尼县编办", memo, 2)


def upload(world: World, *lines: StatementLine, name: str = "六月.csv") -> Outcome:
    return world.perform(UPLOAD_STATEMENT, BY, [], UploadStatementInput(name, lines))


def staged(world: World, ref: str) -> BankLine:
    with world.session() as session:
        return session.scalars(select(BankLine).where(BankLine.bank_ref == ref)).one()


def match(world: World, *refs: str, number: str | None = None) -> Outcome:
    ids = [staged(world, ref).id for ref in refs]
    return perform_answering(world, MATCH, BY, ids, MatchInput(number))


def refused(world: World, action: Any, ids: list[int], given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        world.perform(action, BY, ids, given)
    return caught.value.first


def balance(world: World, code: str = "623022") -> int | None:
    found: Account = load(world, Account, world.id(f"prepaid:{code}"))
    return found.balance_fen


def unsound(world: World) -> dict[str, int]:
    with world.engine.connect() as connection:
        return {rule: count for rule, count in breaches(connection).items() if count}
