"""Accounts that open with the first movement, once, whoever is first."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from models.ledger.accounts import prepaid_account, prepaid_account_code, registry_account
from models.ledger.ledger import Account, AccountKind
from models.offices.office import Office
from tests.support.world.cast import World


def remove_account(world: World, code: str) -> None:
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(delete(Account).where(Account.code == code))


class TestPrepaidAccount:
    def test_prepaid_account_is_the_one_that_is_there(self, world: World) -> None:
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            assert prepaid_account(session, office).id == world.id("prepaid:623022")

    def test_prepaid_account_opens_empty_with_its_floor(self, world: World) -> None:
        remove_account(world, "prepaid:623022")
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            opened = prepaid_account(session, office)
            assert (opened.code, opened.floor_fen, opened.balance_fen) == ("prepaid:623022", 0, 0)
            assert opened.province_code == "620000"

    @pytest.mark.postgres
    def test_a_lost_race_gives_the_winners_account(
        self, postgres_world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # SQLite has one writer at a time: nobody can be first there.
        world = postgres_world
        remove_account(world, "prepaid:623022")
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            begin_nested = session.begin_nested

            def be_second() -> Any:
                with world.writing() as other:
                    winner = other.get_one(Office, world.id("office-zhuoni"))
                    prepaid_account(other, winner)
                return begin_nested()

            monkeypatch.setattr(session, "begin_nested", be_second)
            assert prepaid_account(session, office).code == "prepaid:623022"
        with world.session() as session:
            found = session.scalars(select(Account).where(Account.code == "prepaid:623022"))
            assert len(found.all()) == 1


class TestRegistryAccount:
    def test_registry_account_keeps_no_balance(self, world: World) -> None:
        with world.writing() as session:
            opened = registry_account(session, AccountKind.ADJUSTMENT)
            assert (opened.code, opened.floor_fen, opened.balance_fen) == (
                "adjustment:000000",
                None,
                None,
            )


class TestPrepaidAccountCode:
    def test_prepaid_account_code_names_the_office(self) -> None:
        assert prepaid_account_code("623022") == "prepaid:623022"
