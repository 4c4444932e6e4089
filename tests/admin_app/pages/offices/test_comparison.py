"""辖区一览: places beside each other, their numbers those of the lists, nothing out of sight."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from actions.billing.charge import CHARGE, ChargeInput
from models.offices.office import Office
from models.reports.office_comparison import Day, Part, side_by_side
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.pages.workbench import rows_behind
from tests.support.world.cast import NOW, TODAY, World
from tests.support.world.factories import office_of
from tests.support.world.money_factories import Maker

SignIn = Callable[[str], Clerk]
URL = "/admin/offices_below/"
COUNTS = ("逾期未审", "在用域名", "九十天内到期", "待收费", "待汇款")


def whole_page(clerk: Clerk, query: str = "") -> str:
    """The page as it is read without a script, every figure counted."""
    joined = f"{query}&" if query else "?"
    return clerk.get(f"{URL}{joined}whole=1").get_data(as_text=True)


def table(clerk: Clerk, query: str = "") -> dict[str, dict[str, str]]:
    """Place → heading → figure, in the order shown."""
    page = whole_page(clerk, query)
    body = page.partition('id="places"')[2].partition("</table>")[0]
    heads = [
        html.unescape(re.sub("<[^>]*>", "", head))
        for head in re.findall(r'<th scope="col"[^>]*>(<a.*?</a>)', body)
    ]
    found = {}
    for row in body.partition("<tbody>")[2].partition("<tfoot>")[0].split("<tr>")[1:]:
        name = re.sub(r"<[^>]*>", "", row.partition("<td")[0]).strip()
        figures = re.findall(r"<td[^>]*><a[^>]*>([^<]*)", row)
        found[name] = dict(zip(heads, figures, strict=True))
    return found


def figures(markup: str) -> dict[str, str]:
    """Key and place of each figure that was counted → what is said of it."""
    found = re.findall(r'<(?:a|span)[^>]* id="(\w+-\w+)"[^>]*>([^<]*)<', markup)
    return {key: said for key, said in found if said not in {"…", "统计"}}


class TestThePlaces:
    @pytest.mark.parametrize(
        ("username", "query", "places"),
        [
            ("conac", "", {"甘肃省", "陕西省"}),
            ("gansu", "", {"甘肃省（本级）", "甘南藏族自治州"}),
            ("gansu", "?under=623000", {"甘南藏族自治州（本级）", "临潭县", "卓尼县"}),
            ("gannan", "", {"甘南藏族自治州（本级）", "临潭县", "卓尼县"}),
            ("zhuoni", "", {"卓尼县"}),
        ],
    )
    def test_the_places_are_those_right_below(
        self, sqlite_world: World, sqlite_clerk: SignIn, username: str, query: str, places: set[str]
    ) -> None:
        with sqlite_world.session() as session:
            names = {o.code: o.name for o in session.query(Office)}
        found = set(table(sqlite_clerk(username), query))
        assert len(found) == len(places)
        assert {name.partition("（")[2] for name in found} == {
            name.partition("（")[2] for name in places
        }
        assert all(any(name.partition("（")[0] in n for n in names.values()) for name in found)

    @pytest.mark.parametrize(
        ("username", "code"),
        [("zhuoni", "623021"), ("zhuoni", "623000"), ("gannan", "620000"), ("gansu", "610000")],
    )
    def test_the_places_out_of_sight_are_as_absent(
        self, clerk: SignIn, username: str, code: str
    ) -> None:
        someone = clerk(username)
        hidden = someone.get(f"{URL}?under={code}")
        absent = someone.get(f"{URL}?under=999999")
        assert (hidden.status_code, told(hidden)) == (404, told(absent))


class TestEveryNumber:
    @pytest.mark.parametrize(
        ("username", "query"),
        [("conac", ""), ("gansu", ""), ("gansu", "?under=623000"), ("zhuoni", "")],
    )
    def test_every_number_is_that_of_its_list(
        self, world: World, clerk: SignIn, username: str, query: str
    ) -> None:
        page = whole_page(clerk(username), query)
        cells = re.findall(r'<td class="n"><a id="[^"]*" href="([^"]*)" aria-label="([^"]*)"', page)
        compared = 0
        for url, label in cells:
            *_place, heading, count = label.rsplit(" ", 2)
            # Days, sheets and money are no counts of rows.
            if heading in COUNTS:
                assert count == f"{rows_behind(world, username, html.unescape(url)):,}", label
                compared += 1
        assert compared == len(COUNTS) * (page.partition("<tbody>")[2].count("<tr>") - 1)

    def test_every_number_adds_up_from_counties_to_the_province(
        self, world: World, clerk: SignIn
    ) -> None:
        world.perform(CHARGE, "zhuoni", [world.id("b-order")], ChargeInput(40_000, 2))
        conac, gansu = clerk("conac"), clerk("gansu")
        province = next(row for name, row in table(conac).items() if "甘肃" in name)
        city = next(row for name, row in table(gansu).items() if "甘南" in name)
        counties = table(gansu, "?under=623000")
        assert city["在用域名"] == province["在用域名"] == "13"
        assert [row["待收费"] for row in counties.values()].count("0") == 1
        assert province["四周收费"] == city["四周收费"] == "¥400.00"
        assert province["四周汇款"] == "¥0.00"
        assert province["四周开票"] == "¥400.00"
        assert province["待汇款"] == "1"


class TestCounties:
    def test_right_below_a_province_stand_by_themselves(self, world: World) -> None:
        """Hubei's 仙桃市 has no city above it."""
        with world.writing() as session:
            registry = session.get_one(Office, world.id("registry"))
            made = {"000000": registry}
            for code in ("420000", "429004"):
                made[code] = office_of(session, code, made)
            Maker(session, made["429004"], NOW).unit("仙桃市教育局")
        day = Day(TODAY, TODAY, NOW, ["2026-W24"])
        with world.session() as session:
            hubei = session.scalars(select(Office).where(Office.code == "420000")).one()
            places = side_by_side(session, hubei, day)
        assert {place.code: place.units for place in places} == {"420000": 0, "429004": 1}


class TestTheOrder:
    def test_the_order_puts_the_worst_first(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        gansu = sqlite_clerk("gansu")
        due = table(gansu, "?under=623000&sort=due")
        assert [row["九十天内到期"] for row in due.values()] == sorted(
            (row["九十天内到期"] for row in due.values()), key=int, reverse=True
        )
        low = table(gansu, "?under=623000&sort=coverage_bp")
        assert next(iter(low.values()))["覆盖率"] == "50.00%"
        assert "不能按“password”排序" in gansu.get(f"{URL}?sort=password").text


class TestReviewersOfNames:
    def test_reviewers_of_names_see_no_money(self, sqlite_clerk: SignIn) -> None:
        headings = table(sqlite_clerk("conac-review"))["甘肃省"].keys()
        assert "在用域名" in headings
        assert not headings & {"账户余额", "四周收费", "奖励经费"}

    def test_registrants_see_nothing(self, sqlite_clerk: SignIn) -> None:
        assert sqlite_clerk("unit-a").get(URL).status_code == 403


class TestTheFiguresOfAWideOffice:
    """They are put into the page after it, part by part; their places are links until then."""

    def test_the_figures_of_a_wide_office_are_those_of_the_page_with_all_of_them(
        self, sqlite_clerk: SignIn, sqlite_world: World
    ) -> None:
        sqlite_world.perform(CHARGE, "zhuoni", [sqlite_world.id("b-order")], ChargeInput(40_000, 2))
        conac = sqlite_clerk("conac")
        page = conac.get(URL).get_data(as_text=True)
        pieces = [
            html.unescape(piece) for piece in re.findall(r'hx-get="([^"]*figures/[^"]*)"', page)
        ]
        assert len(pieces) == len(Part) - 1
        put = "".join(conac.get(piece).get_data(as_text=True) for piece in pieces)
        assert figures(put) | figures(page) == figures(whole_page(conac))
        waiting = re.findall(r'id="([^"]*)"[^>]*>(?:…|统计)<', page)
        assert figures(put).keys() == set(waiting)

    def test_the_figures_of_a_wide_office_are_links_to_them_all_without_a_script(
        self, sqlite_clerk: SignIn
    ) -> None:
        conac = sqlite_clerk("conac")
        page = conac.get(f"{URL}?sort=due").get_data(as_text=True)
        links = re.findall(r'href="([^"]*)" aria-label="统计覆盖率"', page)
        assert [html.unescape(link) for link in links] == [f"{URL}?under=000000&sort=due&whole=1"]

    def test_the_figures_of_a_wide_office_are_counted_first_where_they_order_the_page(
        self, sqlite_clerk: SignIn
    ) -> None:
        page = sqlite_clerk("conac").get(f"{URL}?sort=due").get_data(as_text=True)
        assert "part=names" not in page
        assert 'id="due-620000" href' in page
        assert "part=coverage" in page

    def test_the_figures_of_a_wide_office_need_no_second_question_near(
        self, sqlite_clerk: SignIn
    ) -> None:
        page = sqlite_clerk("zhuoni").get(URL).get_data(as_text=True)
        assert 'hx-get="/admin/offices_below' not in page

    @pytest.mark.parametrize(
        ("username", "query"),
        [
            ("gansu", "under=610000&part=names"),
            ("zhuoni", "under=623021&part=names"),
            ("gansu", "part=everything"),
            ("gansu", ""),
            ("conac-review", "part=money"),
        ],
    )
    def test_the_figures_of_a_wide_office_are_absent_out_of_sight(
        self, sqlite_clerk: SignIn, username: str, query: str
    ) -> None:
        assert sqlite_clerk(username).get(f"{URL}figures/?{query}").status_code == 404


class TestTheCost:
    def test_the_cost_is_the_same_for_many_places_as_for_one(
        self, world: World, clerk: SignIn
    ) -> None:
        asked: dict[str, int] = {}
        for username, query in (("zhuoni", ""), ("gansu", "?under=623000"), ("conac", "?whole=1")):
            someone, sent = clerk(username), []
            engine = someone.client.application.extensions["sqlalchemy"]
            with someone.client.application.app_context():
                bind = engine.engine

            def note(*given: object, sent: list[object] = sent) -> None:
                if not str(given[2]).startswith("BEGIN"):
                    sent.append(given[2])

            event.listen(bind, "before_cursor_execute", note)
            someone.client.get(f"{URL}{query}", buffered=True)
            event.remove(bind, "before_cursor_execute", note)
            asked[username + query] = len(sent)
        assert max(asked.values()) <= 14, asked
