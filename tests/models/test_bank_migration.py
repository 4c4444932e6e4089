"""The migration of bank lines gives old lines the identity that new ones have, and goes back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from models.core.scope import EVERYTHING, scoped_session
from models.invariants.staged_twice import count_staged_twice
from models.ledger.adjustment import AdjustmentKind
from models.offices.office import Office
from models.remittances.bank_statement import BankLine
from tests.conftest import alembic_config, migrate
from tests.support.cast import NOW, World
from tests.support.money_factories import Maker

BEFORE = "0021_stopped_runs"
_STATEMENT = """
INSERT INTO bank_statement (id, file_name, digest, line_count, known_count, amount_fen,
 uploaded_by, at, province_code, city_code, office_code)
VALUES (1, '旧.csv', 'x', 1, 0, 1, '财务', '2026-06-10 00:00:00', '000000', '000000', '000000')
"""
_LINE = """
INSERT INTO bank_line (id, statement_id, row_no, bank_ref, received_on, amount_fen, payer, state,
 verdict, province_code, city_code, office_code, row_version, created_at, updated_at)
VALUES (:id, 1, 2, :bank_ref, '2026-06-10', 40000, :payer, 'open', 'unmatched', '000000',
 '000000', '000000', 1, '2026-06-10 00:00:00', '2026-06-10 00:00:00')
"""


@pytest.fixture
def old(empty_engine: Engine) -> Engine:
    """A database as the release before left it: numbers in one form, `0` among them."""
    migrate(empty_engine, BEFORE)
    with empty_engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(_STATEMENT))
        for key, (bank_ref, payer) in enumerate(
            [("CCB1", "卓尼县 编办"), ("0", None), ("00", None), ("-", "\u200b甲")], start=1
        ):
            connection.execute(text(_LINE), {"id": key, "bank_ref": bank_ref, "payer": payer})
    return empty_engine


def go_back(engine: Engine, *said: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        config = alembic_config(connection)
        config.cmd_opts = Namespace(x=list(said))
        command.downgrade(config, BEFORE)


def rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(
            connection.execute(text("SELECT id, bank_ref, payer FROM bank_line ORDER BY id"))
        )


def test_gives_each_old_line_the_identity_of_its_facts(old: Engine) -> None:
    before = rows(old)
    migrate(old)
    assert rows(old) == before
    with scoped_session(old, EVERYTHING) as session:
        lines = session.scalars(select(BankLine).order_by(BankLine.id)).all()
        assert [line.identity for line in lines] == [line.facts.digest for line in lines]
        assert [line.credit_ref for line in lines] == [line.bank_ref for line in lines]
        assert [line.has_serial for line in lines] == [True, False, False, False]
        assert [line.position for line in lines] == [1, 1, 2, 1]
        assert {line.direction for line in lines} == {None}
    with old.connect() as connection:
        assert count_staged_twice(connection) == 0


def test_goes_back_with_the_lines_and_up_again(old: Engine) -> None:
    before = rows(old)
    migrate(old)
    go_back(old)
    assert rows(old) == before
    migrate(old)
    assert rows(old) == before


def test_does_not_go_back_over_what_new_lines_tell(old: Engine) -> None:
    migrate(old)
    with old.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE bank_line SET direction = 'in' WHERE id = 1"))
    with pytest.raises(RuntimeError, match=r"column bank_line\.direction, 1 rows: whether a line"):
        go_back(old)
    go_back(old, "discard_history=yes")
    assert len(rows(old)) == 4


@pytest.mark.parametrize("said", [(), ("discard_history=yes",)])
def test_does_not_forget_a_credit_s_number_even_when_asked(
    old: Engine, said: tuple[str, ...]
) -> None:
    migrate(old)
    with old.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE bank_line SET credit_ref = 'L20260610-1' WHERE id = 2"))
    before = rows(old)

    with pytest.raises(RuntimeError, match=r"column bank_line\.credit_ref, 1 rows: .*new money"):
        go_back(old, *said)

    assert rows(old) == before


_RECEIPT = """
INSERT INTO bank_receipt (id, bank_ref, turn, part, amount_fen, received_on, remittance_id,
 recorded_by, at, province_code, city_code, office_code)
SELECT 901, 'R', 0, 1, 100, '2026-06-01', min(id), '甲', '2026-06-01 00:00:00', '620000', '623000',
 '623022' FROM remittance
"""


@pytest.mark.parametrize("said", [(), ("discard_history=yes",)])
def test_does_not_forget_the_parts_of_a_transfer_even_when_asked(
    world: World, said: tuple[str, ...]
) -> None:
    with world.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(_RECEIPT))

    with pytest.raises(RuntimeError, match=r"column bank_receipt\.part, 1 rows: .*in parts"):
        go_back(world.engine, *said)

    with world.engine.connect() as connection:
        assert connection.scalar(text("SELECT part FROM bank_receipt WHERE id = 901")) == 1


def test_lets_proposed_credits_go_only_when_asked(world: World) -> None:
    with world.writing() as session:
        office = session.get_one(Office, world.id("office-zhuoni"))
        make = Maker(session, office, NOW)
        make.adjustment()
        make.adjustment(kind=AdjustmentKind.TOP_UP, bank_ref="R")

    with pytest.raises(RuntimeError, match="table adjustment, 1 rows: who proposed and confirmed"):
        go_back(world.engine)
    go_back(world.engine, "discard_history=yes")

    with world.engine.connect() as connection:
        assert connection.scalars(text("SELECT kind FROM adjustment")).all() == ["adjust"]
    migrate(world.engine)
