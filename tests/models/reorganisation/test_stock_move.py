"""What is left of each lot becomes a lot of the other office, number by number."""

from __future__ import annotations

from models.invoices.stock import InvoiceLot, LotState
from models.offices.office import Office
from models.reorganisation.stock_move import lots_left, move_sheets
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.unit_reforms import charge_all, sound


def test_used_sheets_stay_and_the_rest_goes_signed_for(world: World) -> None:
    charge_all(world)
    with world.writing() as session:
        here = session.get_one(Office, world.id("office-zhuoni"))
        there = session.get_one(Office, world.id("office-lintan"))
        (lot,) = session.scalars(lots_left(here)).all()
        (moved,) = move_sheets(session, [lot], there, "注册管理员", NOW, TODAY)
        assert (moved.lot.number_from, moved.lot.number_to) == ("00013006", "00013060")
        assert (moved.lot.office_code, moved.lot.state) == ("623021", LotState.SIGNED)
        assert (moved.source.state, moved.source.issued) == (LotState.EXHAUSTED, 5)
        assert moved.lot.lot_no.startswith("FP") or "623021" in moved.lot.lot_no
    sound(world)


def test_an_office_without_sheets_moves_none(sqlite_world: World) -> None:
    with sqlite_world.writing() as session:
        there = session.get_one(Office, sqlite_world.id("office-lintan"))
        assert move_sheets(session, [], there, "某人", NOW, TODAY) == []
        assert session.query(InvoiceLot).count() == 7
