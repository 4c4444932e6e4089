"""A step back keeps every row or is refused by name, and after up again no number is doubled."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from actions.core.action import Nothing
from actions.invoices.approve_request import APPROVE_REQUEST
from actions.invoices.dispatch import DISPATCH, DispatchInput
from actions.invoices.request import REQUEST_INVOICES, RequestInvoicesInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.sign_for import SIGN_FOR
from models.core.database_guards import NUMBERS_TRIGGERS, expected_triggers, missing_triggers
from models.invariants import breaches
from models.invoices.stock import InvoiceLot
from models.invoices.stock_balance import next_numbers
from models.offices.office import Office
from tests.admin_app.conftest import hands
from tests.conftest import ROOT, alembic_config, migrate
from tests.support.cast import NOW, World
from tests.support.database_digest import digest
from tests.support.doors import Doors
from tests.support.money_factories import Maker
from tests.support.peopled import peopled, templates

__all__ = ["hands", "peopled", "templates"]

pytestmark = pytest.mark.timeout(600)

SCRIPT = ScriptDirectory(str(ROOT / "migrations"))
HEAD = str(SCRIPT.get_current_head())
#: The revisions from the newest to the second; each is taken back to the one before it.
REVISIONS = [script.revision for script in SCRIPT.walk_revisions() if script.down_revision]

#: The revision from which the database keeps the numbers of lots apart.
NUMBERS_ONCE = "0028_numbers_once"


def step_back(engine: Engine, to: str, *said: str, scripts: Path = ROOT / "migrations") -> None:
    with engine.execution_options(writes=True).begin() as connection:
        config = alembic_config(connection)
        config.set_main_option("script_location", str(scripts))
        config.cmd_opts = Namespace(x=list(said))
        command.downgrade(config, to)


def standing(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def counts(engine: Engine) -> dict[str, int]:
    names = [n for n in inspect(engine).get_table_names() if "_gram" not in n]
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names
        }


def fallen_guards(engine: Engine) -> list[str]:
    """Guards missing from the tables that the standing release has."""
    tables = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        missing = set(missing_triggers(connection))
    return [
        name
        for name, table in expected_triggers(engine.dialect.name)
        if table in tables
        and name in missing
        and not (name in NUMBERS_TRIGGERS and standing(engine) < NUMBERS_ONCE)
    ]


def broken_rules(engine: Engine) -> set[tuple[str, int]]:
    """Invariants that do not hold, and for how many rows: factories need not heed them all."""
    with engine.connect() as connection:
        return {(name, count) for name, count in breaches(connection).items() if count}


def run_sql(engine: Engine, *statements: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def settled(peopled: Doors) -> World:
    """A row of every list at three offices."""
    return peopled.world


@pytest.mark.slow
class TestEachStepBack:
    def test_keeps_every_row_or_is_refused_by_name(self, settled: World) -> None:
        engine = settled.engine
        broken = broken_rules(engine)
        for revision in REVISIONS:
            before, rows, version = counts(engine), digest_of(engine), standing(engine)
            assert version == revision
            try:
                step_back(engine, "-1")
            except RuntimeError as refused:
                assert f"- {revision}: " in str(refused)
                assert (standing(engine), digest_of(engine)) == (version, rows)
                assert fallen_guards(engine) == []
                step_back(engine, "-1", "discard_history=yes")
            else:
                after = counts(engine)
                gone = {name: before[name] for name in before.keys() - after.keys()}
                assert not any(gone.values()), gone
                assert {name: before[name] for name in after} == after
            assert fallen_guards(engine) == []

        migrate(engine)
        assert standing(engine) == HEAD
        assert fallen_guards(engine) == []
        assert broken_rules(engine) <= broken

    def test_to_the_release_before_keeps_what_it_knew_over_the_way_up(self, settled: World) -> None:
        broken = broken_rules(settled.engine)
        step_back(settled.engine, "0021_stopped_runs", "discard_history=yes")
        before = counts(settled.engine)

        migrate(settled.engine)

        after = counts(settled.engine)
        assert {name: after[name] for name in before} == before
        assert fallen_guards(settled.engine) == []
        assert broken_rules(settled.engine) <= broken

    def test_is_refused_as_a_whole_where_a_later_one_is(self, settled: World) -> None:
        rows, version = digest(settled.engine), standing(settled.engine)

        with pytest.raises(RuntimeError, match="table adjustment, 3 rows"):
            step_back(settled.engine, "0001")

        assert (standing(settled.engine), digest(settled.engine)) == (version, rows)

    def test_says_how_to_go_on(self, settled: World) -> None:
        with pytest.raises(RuntimeError) as refused:
            step_back(settled.engine, "0031_tokens_that_end")

        assert "so nothing was changed" in str(refused.value)
        assert "`flask db downgrade 0032_access_refusals` goes back as far" in str(refused.value)
        assert "-x discard_history=yes" in str(refused.value)

    def test_is_refused_on_the_command_line_too(self, peopled: Doors) -> None:
        engine = peopled.world.engine
        rows, version = digest(engine), standing(engine)

        ended = peopled.app.test_cli_runner().invoke(args=["db", "downgrade", "0011_adjustments"])

        assert ended.exit_code == 1
        assert (standing(engine), digest(engine)) == (version, rows)


def digest_of(engine: Engine) -> dict[str, str]:
    """Every row of an older schema, which the models no longer describe."""
    with engine.connect() as connection:
        return {
            name: str(sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"')))))
            for name in counts(engine)
        }


#: A value that a release added, and the name by which its loss is refused.
VALUES = {
    "column user.tour_step": 'UPDATE "user" SET tour_step = 2',
    "column user.email": "UPDATE \"user\" SET email = 'a@b.cn'",
    "column red_page.postcode": "UPDATE red_page SET postcode = '747600'",
    "column award_accrual.reversed_at": "UPDATE award_accrual SET reversed_at = '2026-06-01'",
    "column domain.waits_since": "UPDATE domain SET waits_since = '2001-01-01'",
    "column invoice_lot.document_no": "UPDATE invoice_lot SET document_no = '3'",
}


class TestAValueThatIsNotItsDefault:
    def test_is_named_by_its_column(self, settled: World) -> None:
        run_sql(settled.engine, *VALUES.values())

        with pytest.raises(RuntimeError) as refused:
            step_back(settled.engine, "0001")

        assert [name for name in VALUES if name not in str(refused.value)] == []

    def test_is_let_go_when_the_upgrade_derives_it_again(self, world: World) -> None:
        engine = world.engine
        derived = (
            "UPDATE domain SET waits_since = submitted_at WHERE state = 'submitted'",
            (
                "UPDATE domain SET waits_since = coalesce((SELECT max(review.at) FROM review WHERE"
                " review.domain_id = domain.id), submitted_at) WHERE state = 'office_approved'"
            ),
        )
        run_sql(engine, *derived)
        before = digest(engine)

        step_back(engine, "0008_award_reversal")
        migrate(engine)

        assert digest(engine) == before


class TestNumbersGivenOut:
    """Sheets cut off a lot are out; a release that does not know it would give them again."""

    @pytest.fixture
    def cut(self, world: World) -> World:
        given = ReturnLotInput("停用", quantity=10)
        world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], given)
        return world

    @pytest.mark.parametrize("said", [(), ("discard_history=yes",)])
    def test_are_not_forgotten_even_when_asked(self, cut: World, said: tuple[str, ...]) -> None:
        before = self.next_number(cut)

        with pytest.raises(RuntimeError) as refused:
            step_back(cut.engine, "0001", *said)

        assert "column invoice_lot.cut, 1 rows" in str(refused.value)
        assert "given a second time" in str(refused.value)
        assert self.next_number(cut) == before

    def test_are_given_once_after_the_way_back_and_up(self, world: World) -> None:
        broken = broken_rules(world.engine)
        step_back(world.engine, "0001", "discard_history=yes")
        migrate(world.engine)
        with world.writing() as session:
            office = session.get_one(Office, world.id("office-zhuoni"))
            Maker(session, office, NOW).mailing_address(is_default=True)
        self.dispatch(world)
        given = ReturnLotInput("停用", quantity=10)
        world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], given)

        assert broken_rules(world.engine) <= broken
        with world.engine.connect() as connection:
            twice = connection.execute(
                text(
                    "SELECT a.id FROM invoice_lot a JOIN invoice_lot b ON a.id < b.id"
                    " AND a.type_id = b.type_id AND a.invoice_code = b.invoice_code"
                    " AND a.parent_id IS NULL AND b.parent_id IS NULL"
                    " AND a.number_from <= b.number_to AND b.number_from <= a.number_to"
                )
            )
            assert twice.all() == []

    @staticmethod
    def next_number(world: World) -> str:
        with world.session() as session:
            return str(next_numbers(session.get_one(InvoiceLot, world.id("zhuoni-signed")), 1))

    @staticmethod
    def dispatch(world: World) -> None:
        office, wanted = [world.id("office-zhuoni")], RequestInvoicesInput("fixed-200", 10)
        asked = world.perform(REQUEST_INVOICES, "zhuoni", office, wanted).totals["request_id"]
        world.perform(APPROVE_REQUEST, "conac-finance", [asked], Nothing())
        sent = DispatchInput(invoice_code="6200261234", number_from="00088001")
        lot = world.perform(DISPATCH, "conac-finance", [asked], sent).totals["lot_id"]
        world.perform(SIGN_FOR, "zhuoni", [lot], Nothing())


class TestRowsThatTheOlderSchemaForbids:
    def test_are_named_and_cannot_be_discarded(self, world: World) -> None:
        run_sql(
            world.engine,
            "INSERT INTO bank_receipt (id, bank_ref, turn, amount_fen, received_on,"
            " remittance_id, recorded_by, at, province_code, city_code, office_code)"
            " SELECT 901, 'R', 0, 100, '2026-06-01', min(id), '甲', '2026-06-01 00:00:00',"
            " '620000', '623000', '623022' FROM remittance",
            "INSERT INTO bank_receipt (id, bank_ref, turn, reverses_id, amount_fen, received_on,"
            " remittance_id, recorded_by, at, province_code, city_code, office_code)"
            " SELECT 902, 'R', 0, 901, -100, '2026-06-01', min(id), '甲', '2026-06-01 00:00:00',"
            " '620000', '623000', '623022' FROM remittance",
        )
        with pytest.raises(RuntimeError) as refused:
            step_back(world.engine, "0003_remittance_draft", "discard_history=yes")

        assert "the older schema forbids them: amount_fen > 0" in str(refused.value)
        assert "column bank_receipt.reverses_id, 1 rows" in str(refused.value)


class TestALaterRevision:
    """A revision that says nothing of losses is covered as well."""

    @pytest.fixture
    def scripts(self, world: World, tmp_path: Path) -> Iterator[Path]:
        folder = tmp_path / "migrations"
        shutil.copytree(ROOT / "migrations", folder)
        (folder / "versions" / "9999_later.py").write_text(
            dedent(
                f"""
                import sqlalchemy as sa
                from alembic import op

                revision = "9999_later"
                down_revision = "{HEAD}"


                def upgrade():
                    op.create_table("later", sa.Column("id", sa.Integer(), primary_key=True))
                    op.add_column(
                        "unit", sa.Column("fax", sa.String(20), server_default="-", nullable=False)
                    )


                def downgrade():
                    op.execute("DELETE FROM saved_view")
                    op.drop_column("unit", "fax")
                    op.drop_table("later")
                """
            )
        )
        with world.engine.execution_options(writes=True).begin() as connection:
            config = alembic_config(connection)
            config.set_main_option("script_location", str(folder))
            command.upgrade(config, "head")
        return folder

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("INSERT INTO later (id) VALUES (1)", "table later, 1 rows"),
            (
                "UPDATE unit SET fax = '5' WHERE id = (SELECT min(id) FROM unit)",
                "column unit.fax, 1 rows",
            ),
            (
                (
                    "INSERT INTO saved_view (user_id, entity, name, state, is_shared, is_default,"
                    " province_code, city_code, office_code, row_version, created_at, updated_at)"
                    " SELECT min(id), 'unit', 'A', '{}', false, false, '620000', '623000',"
                    " '623022', 1, '2026-06-01 00:00:00', '2026-06-01 00:00:00' FROM \"user\""
                ),
                "deletes rows on the way back: table saved_view, 1 rows",
            ),
        ],
    )
    def test_is_refused_where_it_loses(
        self, world: World, scripts: Path, written: str, name: str
    ) -> None:
        run_sql(world.engine, written)

        with pytest.raises(RuntimeError, match=name):
            step_back(world.engine, HEAD, scripts=scripts)

        assert standing(world.engine) == "9999_later"
        step_back(world.engine, HEAD, "discard_history=yes", scripts=scripts)
        assert standing(world.engine) == HEAD

    def test_goes_back_where_it_does_not(self, world: World, scripts: Path) -> None:
        step_back(world.engine, HEAD, scripts=scripts)

        assert standing(world.engine) == HEAD
