"""Each difference says who moved it, by which action and when, whatever the cause."""

from __future__ import annotations

from sqlalchemy import select, update

from actions.billing.charge import CHARGE, ChargeInput
from actions.domains.renew import RENEW, RenewInput
from admin_app.grid.planning.drift_causes import causes_of
from models.billing.fee import FeeSchedule
from models.core.latest_changes import newest_change
from models.domains.domain import Domain
from models.offices.office import Office
from tests.support.database.database_faults import statements
from tests.support.pages.doors import Doors, told
from tests.support.pages.drift_lines import differences, opened, orders, says
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker


class TestWho:
    """Each line says who, by which action and when, whatever moved it."""

    def test_a_colleague_who_renewed_the_name_is_named_with_the_refusal(self, doors: Doors) -> None:
        page = opened(doors, ["a-due"])
        world = doors.world
        world.perform(RENEW, "zhuoni-cashier", [world.id("a-due")], RenewInput(1))
        answer = doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 422
        lines = differences(answer)
        assert says(answer, "卓尼县教育局.政务", "核对结果", "可以办理", "续费", "卓尼")
        assert all(line[4] and "—" not in line[4] for line in lines)
        assert not any("（空）" in line[3] for line in lines if line[0] != "合计")
        assert orders(world) == 9

    def test_a_colleague_who_used_the_sheets_of_the_office_is_named_as_possible(
        self, sqlite_doors: Doors
    ) -> None:
        world = sqlite_doors.world
        page = sqlite_doors.plan(CHARGE, "zhuoni", [world.id("a-order-register")])
        given = {"amount_fen": "400", "invoice_count": "2", "method": "transfer"}
        page = sqlite_doors.confirm(CHARGE, "zhuoni", page, given, press="recalculate")
        world.perform(CHARGE, "zhuoni-cashier", [world.id("b-order")], ChargeInput(40_000, 2))
        answer = sqlite_doors.confirm(CHARGE, "zhuoni", page, given)
        assert answer.status_code == 409
        assert all("收费" in line[4] for line in differences(answer))
        assert any("可能是" in line[4] for line in differences(answer))

    def test_a_fee_that_the_registry_changed_is_named(self, sqlite_doors: Doors) -> None:
        page = opened(sqlite_doors, ["a-due"])
        with sqlite_doors.world.writing() as session:
            for fee in session.scalars(select(FeeSchedule)):
                fee.price_per_year_fen += 5_000
        answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 409
        assert says(answer, "¥400.00", "¥500.00", "可能是")
        assert "没有相关操作" not in told(answer)

    def test_what_the_journal_does_not_have_is_said_so(self, sqlite_doors: Doors) -> None:
        page = opened(sqlite_doors, ["a-due"])
        with sqlite_doors.world.engine.begin() as connection:
            connection.execute(
                update(FeeSchedule.__table__).values(
                    price_per_year_fen=FeeSchedule.__table__.c.price_per_year_fen + 5_000
                )
            )
        answer = sqlite_doors.confirm(RENEW, "zhuoni", page, {"years": "2"})
        assert answer.status_code == 409
        assert all("没有相关操作" in line[4] for line in differences(answer))


class TestCausesOf:
    def test_the_number_of_statements_does_not_grow_with_the_rows(self, world: World) -> None:
        with world.writing() as session:
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            unit = maker.unit()
            one, *many = [maker.domain(unit=unit).id for _ in range(30)]

        def count(ids: list[int]) -> int:
            with world.session("zhuoni") as session:
                since = newest_change(session)
            world.perform(RENEW, "zhuoni", ids, RenewInput(2))
            with world.session("zhuoni") as session, statements(world.engine) as asked:
                found = causes_of(session, Domain, ids, since)
            assert set(found.rows) == set(ids)
            return len(asked)

        assert count([one]) == count(many)

    def test_changes_out_of_scope_name_nobody(self, world: World) -> None:
        with world.session("lintan") as session:
            since = newest_change(session)
        world.perform(RENEW, "zhuoni", [world.id("a-due")], RenewInput(2))
        with world.session("lintan") as session:
            found = causes_of(session, Domain, [world.id("c-due")], since)
        assert found.rows == {}
        assert "没有相关操作" in found.of_all
