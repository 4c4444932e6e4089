"""账户余额明细 says of each movement whether money came or went, for whom and by which receipt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from actions.core.action import Nothing
from actions.ledger.settle import SETTLE
from models.ledger.ledger import Account
from tests.support.pages.doors import Doors
from tests.support.world.cast import World


def movements(doors: Doors, username: str, query: str = "") -> list[dict[str, Any]]:
    header, client = doors.bearer(username), doors.app.test_client()
    answer = client.get(f"/api/transfer{query}", headers=header)
    rows: list[dict[str, Any]] = answer.get_json()["rows"]
    return rows


def balance(world: World, code: str) -> int:
    with world.session() as session:
        wanted = select(Account.balance_fen).where(Account.code == f"prepaid:{code}")
        return int(session.scalars(wanted).one() or 0)


def settle(world: World) -> None:
    """Spends the balance that 蓝田 has on the order that it remitted."""
    world.perform(SETTLE, "system", [world.id("prepaid:610122")], Nothing())


class TestTransferList:
    def test_signed_amounts_of_an_account_add_up_to_its_balance(self, doors: Doors) -> None:
        world = doors.world
        settle(world)
        found = movements(doors, "lantian")
        assert sum(row["signed_fen"] for row in found) == balance(world, "610122")
        assert {row["signed_fen"] > 0 for row in found} == {True, False}

    def test_each_movement_names_its_unit(self, doors: Doors) -> None:
        settle(doors.world)
        settled = [row for row in movements(doors, "lantian") if row["order_order_no"]]
        assert settled
        assert all(row["unit"] for row in settled)

    def test_a_movement_names_the_receipt_of_its_run_to_who_may_read_it(self, doors: Doors) -> None:
        settle(doors.world)
        (seen,) = [row for row in movements(doors, "conac") if row["order_order_no"]]
        assert seen["receipt_no"]

    def test_movements_are_asked_for_by_their_days(self, doors: Doors) -> None:
        assert movements(doors, "lantian", "?at_to=2020-01-01") == []
        assert movements(doors, "lantian", "?at_from=2020-01-01")
