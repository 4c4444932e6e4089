"""CONAC's account is the one in its own 缴费方式, and every office may read it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.offices.office import REGISTRY_CODE, Office, PaymentMode
from models.offices.receiving_account import ReceivingAccount, receiving_account
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


def enter_account(world: World, number: str | None) -> None:
    with world.writing() as session:
        office = session.scalars(select(Office).where(Office.code == REGISTRY_CODE)).one()
        mode = PaymentMode(office_id=office.id, bank="工商银行", bank_account_no=number)
        Maker(session, office, NOW).put(mode)


@pytest.mark.parametrize("reader", ["zhuoni", "gannan", "conac"])
def test_every_office_reads_the_account_to_remit_to(world: World, reader: str) -> None:
    enter_account(world, "02001")
    with world.session(reader) as session:
        found = receiving_account(session)
        name = session.connection().scalar(
            select(Office.__table__.c.name).where(Office.__table__.c.code == REGISTRY_CODE)
        )
    assert found == ReceivingAccount(name, "工商银行", "02001")


def test_there_is_no_account_before_its_number_is_entered(world: World) -> None:
    enter_account(world, None)
    with world.session("zhuoni") as session:
        assert receiving_account(session) is None
