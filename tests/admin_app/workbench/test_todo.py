"""待办事项: what waits for each role, how much, since when, and the way to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent
from models.jobs.job_progress import claim, end, enlist
from models.jobs.job_run import JobEvent, JobKind, JobReason
from models.offices.office import Office, ReviewEscalation
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, TODAY, World


def lines(clerk: Clerk) -> dict[str, tuple[str, str, str]]:
    """Label → (count, days, address) of each line."""
    page = clerk.get("/admin/").get_data(as_text=True)
    found = re.findall(
        r'<tr><th scope="row" class="w"><a href="([^"]*)">([^<]*)</a>'
        r'<td class="n"><a[^>]*>([^<]*)</a><td class="n">(\d*)',
        page,
    )
    return {label: (count, days, url.replace("&amp;", "&")) for url, label, count, days in found}


class TestTheList:
    def test_the_list_says_how_much_waits_and_since_when(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        with sqlite_world.writing() as session:
            domain = session.get_one(Domain, sqlite_world.id("a-submitted"))
            domain.submitted_at = NOW - dt.timedelta(days=12)
        count, days, url = lines(sqlite_clerk("zhuoni"))["待审核域名"]
        assert (count, days) == ("1", "12")
        assert "卓尼县电教馆" in told(sqlite_clerk("zhuoni").get(url))

    def test_counts_of_names_only_those_that_wait_for_the_actors_own_word(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        label = "待审核域名"
        for moved, desk in (
            (ReviewEscalation.NONE, "zhuoni"),
            (ReviewEscalation.CITY, "gannan"),
            (ReviewEscalation.PROVINCE, "gansu"),
        ):
            with sqlite_world.writing() as session:
                for office in session.scalars(select(Office)):
                    office.review_escalation = moved
            for actor in ("zhuoni", "gannan", "gansu"):
                found = lines(sqlite_clerk(actor))
                assert (label in found) is (actor == desk)
                if actor == desk:
                    count, _days, url = found[label]
                    assert count == "1"
                    assert "卓尼县电教馆" in told(sqlite_clerk(actor).get(url))

    def test_the_list_tells_who_filed_of_what_came_back(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        label = "待补正的域名（退回修改）"
        assert label not in lines(sqlite_clerk("zhuoni"))
        with sqlite_world.writing() as session:
            domain = session.get_one(Domain, sqlite_world.id("a-submitted"))
            DOMAIN_LIFECYCLE.advance(domain, DomainEvent.RETURN_FOR_CHANGES)
        zhuoni = sqlite_clerk("zhuoni")
        count, _days, url = lines(zhuoni)[label]
        assert count == "1"
        assert "卓尼县电教馆" in told(zhuoni.get(url))
        assert label not in lines(sqlite_clerk("lintan"))

    def test_the_list_tells_conac_alone_of_jobs_that_failed(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        engine = sqlite_world.engine
        run_id = enlist(engine, JobKind.SETTLE, "settle:x", TODAY, NOW, "系统")
        lease = claim(engine, run_id, "one", NOW)
        assert lease is not None
        end(engine, lease, JobEvent.FAIL, NOW, reason=JobReason.ERROR)
        assert lines(sqlite_clerk("conac"))["失败的后台任务"][:2] == ("1", "0")
        assert "失败的后台任务" not in lines(sqlite_clerk("zhuoni"))


class TestDifferences:
    def test_differences_of_the_last_weeks_are_counted_for_their_own_office(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk], hands: MovableClock
    ) -> None:
        """A payment with its sheets whose money never left, and one that has neither.

        Each is one difference on the desk, in the list it links to and on 三方对账.
        """
        for order, given in (
            ("a-order-register", ChargeInput(40_000, 2)),
            ("b-order", ChargeInput(40_000, 0, deferred_reason="发票用完")),
        ):
            sqlite_world.perform(CHARGE, "zhuoni", [sqlite_world.id(order)], given)
        label = "本编办对账差异"
        assert lines(sqlite_clerk("zhuoni"))[label][0] == "1", "the week of the money is not over"
        hands.at += dt.timedelta(weeks=1)
        zhuoni = sqlite_clerk("zhuoni")
        count, _days, url = lines(zhuoni)[label]
        assert count == "2"
        assert told(zhuoni.get(url)).count("待补开票") == 1
        assert zhuoni.get(url).text.count("/admin/payment/details/") == 2
        assert "对账差异 2 笔" in told(zhuoni.get("/admin/reconciliation/"))
        for other in ("lintan", "gannan", "conac", "zhuoni-viewer"):
            assert label not in lines(sqlite_clerk(other))
        hands.at += dt.timedelta(weeks=11)
        assert label not in lines(sqlite_clerk("zhuoni"))
