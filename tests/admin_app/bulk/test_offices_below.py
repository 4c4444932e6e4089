"""辖区一览 costs the rows it counts, each once and from an index, however many others there are."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.billing.payment import Payment, PaymentLine
from models.core.scope import EVERYTHING, Scope
from models.invoices.invoice import Invoice
from models.offices.office import Office
from models.reports.office_comparison import Day, Part, Place, side_by_side, total_of
from models.reports.reconciliation import weeks_until
from models.values.calendar import business_day, day_bounds, week_bounds, week_key
from tests.admin_app.bulk.work import Bulk, examined, statements, steps
from tests.support.world.cast import CLOCK

pytestmark = pytest.mark.slow

TODAY = business_day(CLOCK.now())
DAY = Day(TODAY, TODAY, day_bounds(TODAY)[1], weeks_until(week_key(TODAY), 4))
MONEY = ("payment", "payment_line", "remittance_line", "remittance", "domain_order", "invoice")


@pytest.fixture(params=["everything", "province"])
def scope(bulk: Bulk, request: pytest.FixtureRequest) -> Scope:
    return bulk.scopes[request.param]


def counted(bulk: Bulk, scope: Scope, *parts: Part) -> Place:
    """The sum of the places of who sees so far."""
    code = "000000" if scope is EVERYTHING else scope.value
    with bulk.session(scope) as session:
        under = session.scalars(select(Office).where(Office.code == code)).one()
        return total_of(side_by_side(session, under, DAY, parts))


def rows(bulk: Bulk, scope: Scope, part: Part, *tables: str) -> int:
    """Rows of some tables that PostgreSQL reads for a part."""
    with statements(bulk.engine) as sent:
        counted(bulk, scope, part)
    return sum(examined(bulk.engine, *each, table) for each in list(sent) for table in tables)


def offices(bulk: Bulk, scope: Scope) -> int:
    with bulk.session(scope) as session:
        return session.scalars(select(func.count()).select_from(Office)).one()


def lines(bulk: Bulk, scope: Scope) -> int:
    """Payments of the weeks, with their lines and their sheets."""
    first, last = week_bounds(DAY.weeks[0])[0], week_bounds(DAY.weeks[-1])[1]
    of_the_weeks = Payment.received_on.between(first, last)
    with bulk.session(scope) as session:
        return sum(
            session.scalars(wanted.where(of_the_weeks)).one()
            for wanted in (
                select(func.count()).select_from(Payment),
                select(func.count()).select_from(PaymentLine).join(Payment),
                select(func.count()).select_from(Invoice).join(Payment),
            )
        )


def read(bulk: Bulk, scope: Scope, part: Part, *tables: str) -> int:
    """Rows of the tables that PostgreSQL reads for a part, or all steps that SQLite takes."""
    if bulk.engine.dialect.name == "sqlite":
        return steps(bulk.engine, lambda: counted(bulk, scope, part))
    return rows(bulk, scope, part, *tables)


def limit(bulk: Bulk, rows_read: int, steps_taken: int) -> int:
    return steps_taken + 8_000 if bulk.engine.dialect.name == "sqlite" else rows_read


class TestThePage:
    def test_the_page_reads_the_work_at_hand_alone(self, bulk: Bulk, scope: Scope) -> None:
        found = counted(bulk, scope, Part.WORK)
        matching = found.overdue + found.payable + found.charged
        # Charged orders are counted, and then the oldest of them is looked for.
        most = limit(bulk, 2 * matching, 40 * matching + 30 * offices(bulk, scope))
        assert read(bulk, scope, Part.WORK, "domain", "domain_order") <= most


class TestTheFiguresThatFollow:
    def test_count_each_name_once(self, bulk: Bulk, scope: Scope) -> None:
        found = counted(bulk, scope, Part.NAMES)
        matching = found.in_service + found.due
        assert read(bulk, scope, Part.NAMES, "domain") <= limit(bulk, matching, 4 * matching)

    def test_the_figures_that_follow_look_for_one_name_of_each_unit(
        self, bulk: Bulk, scope: Scope
    ) -> None:
        found = counted(bulk, scope, Part.COVERAGE)
        most = limit(bulk, found.units, 25 * found.units)
        assert read(bulk, scope, Part.COVERAGE, "domain") <= most

    def test_the_figures_that_follow_the_payments_of_the_weeks_alone(
        self, bulk: Bulk, scope: Scope
    ) -> None:
        legs = lines(bulk, scope)
        # Each line's order is looked at twice: whether it was settled, and whether it went back.
        most = limit(bulk, 4 * legs, 45 * legs)
        assert read(bulk, scope, Part.MONEY, *MONEY) <= most
