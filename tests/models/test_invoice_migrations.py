"""Books written before the rules on invoices: what a migration mends, and what it refuses."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Engine, text

from actions.billing.charge import CHARGE, ChargeInput
from models.billing.payment import Payment
from models.invoices.stock import InvoiceType
from models.offices.office import Office
from tests.conftest import alembic_config, migrate
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker


def go_back(engine: Engine, revision: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), revision)


def test_lots_that_share_numbers_stop_the_migration_which_names_them(world: World) -> None:
    go_back(world.engine, "0021_stopped_runs")
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-lintan"))
        printed = session.get_one(InvoiceType, world.id("type-printed"))
        lot = Maker(session, office, NOW).lot(printed, "00013050", 20, invoice_code="6200261234")
        number = lot.lot_no
    with pytest.raises(RuntimeError, match=f"LOT-zhuoni-signed and {number}"):
        migrate(world.engine)


def test_a_reason_to_wait_for_sheets_goes_where_none_are_lacking(world: World) -> None:
    given = ChargeInput(40_000, 2)
    key = world.perform(CHARGE, "zhuoni", [world.id("b-order")], given).totals["payment_id"]
    later = ChargeInput(20_000, 0, deferred_reason="下批补开")
    ids = [world.id("a-order-renew-1")]
    owed = world.perform(CHARGE, "zhuoni", ids, later).totals["payment_id"]
    go_back(world.engine, "0028_numbers_once")
    with world.engine.execution_options(writes=True).begin() as connection:
        left = "UPDATE payment SET invoice_deferred_reason = '作废' WHERE id = :id"
        connection.execute(text(left), {"id": key})
    migrate(world.engine)
    with world.session() as session:
        assert session.get_one(Payment, key).invoice_deferred_reason is None
        assert session.get_one(Payment, owed).invoice_deferred_reason == "下批补开"
