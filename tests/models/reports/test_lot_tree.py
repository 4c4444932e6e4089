"""发票流向: a sound tree is proved, and each forged row is found with its lot and numbers."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.action import Nothing
from actions.invoices.report_lost_lot import LOSE_LOT, LoseLotInput
from actions.invoices.return_lot import RETURN_LOT, ReturnLotInput
from actions.invoices.sign_for import SIGN_FOR
from actions.invoices.split import SPLIT, SplitInput, SplitLine
from models.core.database_guards import NUMBERS_TRIGGERS
from models.reports import lot_tree
from models.reports.lot_tree import Finding, findings, pedigree_of, roots
from tests.support.database.database_faults import statements
from tests.support.world.cast import World

#: What is forged → what is found, of which numbers.
FORGERIES = [
    (
        "UPDATE invoice SET number = '00012050' WHERE number = '00012002'",
        {(Finding.NUMBERS_MISSING, "00012002")},
    ),
    (
        "UPDATE invoice SET number = '00099999' WHERE number = '00012001'",
        {(Finding.NUMBERS_MISSING, "00012001"), (Finding.OUTSIDE_LOT, "00099999")},
    ),
    (
        "UPDATE invoice_lot SET quantity = quantity + 1 WHERE number_from = '00012061'",
        {(Finding.NOT_CONSERVED, ""), (Finding.CHILDREN_DIFFER, "")},
    ),
    (
        "UPDATE invoice_lot SET number_from = '00012060' WHERE number_from = '00012061'",
        {(Finding.RANGES_OVERLAP, "00012060–00012100")},
    ),
    (
        "UPDATE invoice_lot SET number_to = '00012160' WHERE number_to = '00012100'",
        {(Finding.OUTSIDE_PARENT, "00012061–00012160")},
    ),
]

#: Engine → what takes away the guards that prevent the forgeries; findings tell of books from
#: before them.
_DISARMED = {
    "sqlite": (
        "PRAGMA ignore_check_constraints = ON",
        *(f"DROP TRIGGER {name}" for name in NUMBERS_TRIGGERS),
    ),
    "postgresql": (
        "ALTER TABLE invoice_lot DROP CONSTRAINT ck_invoice_lot_conserved",
        "ALTER TABLE invoice_lot DROP CONSTRAINT ex_invoice_lot_numbers",
    ),
}


@pytest.fixture
def lots(world: World) -> dict[str, int]:
    """甘肃's lot in two branches; 卓尼's signed, in part issued, returned and lost."""
    lines = SplitInput((SplitLine("zhuoni", 60), SplitLine("lintan", 40)))
    split = world.perform(SPLIT, "gansu", [world.id("gansu-signed")], lines)
    zhuoni, lintan = (row.row_id for row in split.rows)
    world.perform(RETURN_LOT, "zhuoni", [world.id("zhuoni-signed")], ReturnLotInput("停用"))
    world.perform(SIGN_FOR, "zhuoni", [zhuoni], Nothing())
    world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
    world.perform(RETURN_LOT, "zhuoni", [zhuoni], ReturnLotInput("多余", 10))
    world.perform(
        LOSE_LOT, "zhuoni", [zhuoni], LoseLotInput("1号", "丢失", 1, number_from="00012003")
    )
    return {"root": world.id("gansu-signed"), "zhuoni": zhuoni, "lintan": lintan}


def found(world: World, lot_id: int) -> set[tuple[Finding, str]]:
    with world.session() as session:
        tree = pedigree_of(session, lot_id)
        assert tree is not None
        return {(each.kind, each.numbers) for each in findings(session, tree)}


class TestPedigree:
    def test_pedigree_is_the_same_from_any_of_its_lots(
        self, world: World, lots: dict[str, int]
    ) -> None:
        with world.session("gansu") as session:
            trees = [pedigree_of(session, lot) for lot in lots.values()]
        orders = [[(lot.id, depth) for lot, depth in tree.nodes] for tree in trees if tree]
        assert len(orders) == 3
        assert orders[0] == orders[1] == orders[2]
        assert [depth for _, depth in orders[0]] == [0, 1, 2, 2, 1]

    def test_pedigree_of_lawful_work_is_conserved(self, world: World, lots: dict[str, int]) -> None:
        with world.session() as session:
            tree = pedigree_of(session, lots["root"])
        assert tree is not None
        assert tree.is_conserved
        assert tree.sums == {
            "in_transit": 40,
            "on_hand": 97,
            "issued": 2,
            "void": 0,
            "returned": 10,
            "lost": 1,
        }
        assert found(world, lots["root"]) == set()

    def test_pedigree_begins_where_the_scope_does(self, world: World, lots: dict[str, int]) -> None:
        with world.session("zhuoni") as session:
            tree = pedigree_of(session, lots["zhuoni"])
            assert tree is not None
            assert (tree.root.id, tree.has_above) == (lots["zhuoni"], True)
            assert {lot.office_code for lot, _ in tree.nodes} == {"623022"}
            assert pedigree_of(session, lots["lintan"]) is None
            assert pedigree_of(session, lots["root"]) is None

    def test_pedigree_is_cut_at_its_limit_and_then_proves_nothing(
        self, world: World, lots: dict[str, int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lot_tree, "MAXIMUM_TREE_LOTS", 3)
        with world.session() as session:
            tree = pedigree_of(session, lots["root"])
            assert tree is not None
            assert (len(tree.nodes), tree.is_cut, tree.is_conserved) == (3, True, False)

    def test_pedigree_is_asked_in_one_statement(self, world: World, lots: dict[str, int]) -> None:
        world.actor("gansu")
        with statements(world.engine) as asked, world.session("gansu") as session:
            pedigree_of(session, lots["lintan"])
        assert len([each for each in asked if "WITH RECURSIVE" in each]) == 1


class TestFindings:
    @pytest.mark.parametrize(
        ("forgery", "expected"),
        FORGERIES,
        ids=lambda value: str(value)[:50] if isinstance(value, str) else "",
    )
    def test_name_what_was_forged(
        self,
        world: World,
        lots: dict[str, int],
        forgery: str,
        expected: set[tuple[Finding, str]],
    ) -> None:
        with world.engine.execution_options(writes=True).connect() as connection:
            for statement in _DISARMED[connection.dialect.name]:
                connection.execute(text(statement))
            assert connection.execute(text(forgery)).rowcount == 1
            connection.commit()
        assert expected <= found(world, lots["root"])


class TestRoots:
    def test_roots_are_the_highest_in_sight(self, world: World, lots: dict[str, int]) -> None:
        with world.session("zhuoni") as session:
            seen = {lot.id for lot in roots(session)}
        assert lots["zhuoni"] in seen
        assert lots["root"] not in seen
        with world.session("gansu") as session:
            seen = {lot.id for lot in roots(session)}
        assert lots["root"] in seen
        assert lots["zhuoni"] not in seen
