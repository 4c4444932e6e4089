"""A list summed up: every row in one group, subtotals that are the rows' own, numbers that lead."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import BadListError
from admin_app.grid.grouping.query import fetch_groups, listed_as, total_of
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state, to_pairs
from admin_app.grid.listing.query import matching_ids
from admin_app.grid.planning.selection import Selection
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from models.billing.order import Order, OrderState
from models.billing.payment import Payment
from models.core.journal import JournalEntry
from models.definitions.own_field import FieldKind
from models.values.calendar import business_day
from tests.admin_app.grid.test_own_fields import define, fill
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

GROUPINGS = [(entity, key) for entity, grid in GRIDS.items() for key in grid.grouped_by]
every_grouping = pytest.mark.parametrize(("entity", "key"), GROUPINGS)
#: One of each scope: the nation, a province, a city, a county.
READERS = ("conac", "gansu", "gannan", "zhuoni")


def matching(session: Session, grid: Grid, state: ListState) -> list[Any]:
    """The rows a list's state finds, read one by one."""
    ids = matching_ids(ListRequest(session, grid, state), limit=10_000)
    model: Any = grid.model
    return list(session.scalars(select(model).where(model.id.in_(ids))))


def added_up(grid: Grid, rows: list[Any]) -> tuple[int, list[int]]:
    return len(rows), [sum(getattr(row, name) or 0 for row in rows) for name in grid.sums]


class TestGroups:
    @pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)
    def test_groups_are_filters_of_their_list(self, grid: Grid) -> None:
        assert {g.attribute for g in grid.groups} <= {f.name for f in grid.column_filters}

    @pytest.mark.parametrize("grid", GRIDS.values(), ids=lambda grid: grid.entity)
    def test_add_up_numbers_alone(self, grid: Grid) -> None:
        assert all(grid.table.c[name].type.python_type is int for name in grid.sums)


@every_grouping
@pytest.mark.parametrize("reader", READERS)
class TestFetchGroups:
    def test_fetch_groups_holds_the_rows_of_its_list_and_their_sums(
        self, peopled: Doors, entity: str, key: str, reader: str
    ) -> None:
        grid = GRIDS[entity]
        with peopled.world.session(reader) as session:
            groups = fetch_groups(ListRequest(session, grid, ListState(group=key)))
            for group in groups:
                there = listed_as(ListRequest(session, grid, ListState(group=key)), group.value)
                # As the address has it: a link is what a clerk follows.
                there = read_state(grid, MultiDict(to_pairs(there)))
                count, sums = added_up(grid, matching(session, grid, there))
                assert (group.count, list(group.sums)) == (count, sums), group.value
            whole = added_up(grid, matching(session, grid, ListState()))
            total = total_of(grid, groups)
            assert (total.count, list(total.sums)) == whole


class TestNarrowedGroups:
    def test_narrowed_groups_stand_under_the_list_s_own_conditions(self, peopled: Doors) -> None:
        grid = GRIDS["order"]
        state = ListState(filters={"state": OrderState.PAYABLE}, group="office_code")
        with peopled.world.session("conac") as session:
            total = total_of(grid, fetch_groups(ListRequest(session, grid, state)))
            rows = list(session.scalars(select(Order).where(Order.state == OrderState.PAYABLE)))
            assert total.count == len(rows) > 0
            assert total.sums[1] == sum(row.amount_fen for row in rows)

    @pytest.mark.parametrize("code", ["620000", "623000", "620000-own", "623000-own", "623022"])
    def test_narrowed_groups_go_down_with_the_office(self, peopled: Doors, code: str) -> None:
        grid = GRIDS["unit"]
        state = ListState(filters={"office_code": code}, group="office_code")
        with peopled.world.session("conac") as session:
            groups = fetch_groups(ListRequest(session, grid, state))
            for group in groups:
                there = listed_as(ListRequest(session, grid, state), group.value)
                assert group.count == len(matching(session, grid, there)), group.value
            assert total_of(grid, groups).count == len(
                matching(session, grid, ListState(filters={"office_code": code}))
            )

    def test_narrowed_groups_of_a_month_keep_the_days_asked_for(self, peopled: Doors) -> None:
        grid = GRIDS["payment"]
        with peopled.world.session("conac") as session:
            day = session.scalars(select(Payment.received_on)).first()
            state = ListState(filters={"received_on": (day, None)}, group="received_on_month")
            for group in fetch_groups(ListRequest(session, grid, state)):
                there = listed_as(ListRequest(session, grid, state), group.value)
                assert group.count == len(matching(session, grid, there))
                assert there.filters["received_on"][0] >= day

    def test_count_months_as_shanghai_does(self, peopled: Doors) -> None:
        grid = GRIDS["lot"]
        with peopled.world.session("conac") as session:
            rows = matching(session, grid, ListState())
            wanted = Counter(f"{business_day(row.dispatched_at):%Y-%m}" for row in rows)
            groups = fetch_groups(
                ListRequest(session, grid, ListState(group="dispatched_at_month"))
            )
            assert {group.value: group.count for group in groups} == wanted

    def test_narrowed_groups_of_too_many_rows_are_refused(
        self, peopled: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_app.grid.grouping.query.MAXIMUM_GROUPED", 3)
        with peopled.world.session("conac") as session, pytest.raises(BadListError) as refused:
            fetch_groups(ListRequest(session, GRIDS["domain"], ListState(group="state")))
        assert refused.value.refusal.code is ListFault.TOO_MANY_TO_GROUP
        page = peopled.clerk("conac").get("/admin/domain/?group=state")
        assert page.status_code == 200
        assert "请先增加条件缩小范围" in told(page)


class TestThePage:
    def test_the_page_leads_from_every_number_to_its_rows(self, peopled: Doors) -> None:
        clerk = peopled.clerk("zhuoni")
        page = clerk.get("/admin/order/?group=state").get_data(as_text=True)
        body = page.split("<tbody>")[1].split("<tfoot>")[0]
        lines = body.strip().split("<tr>")[1:]
        assert lines
        for line in lines:
            urls = set(re.findall(r'href="\./([^"]+)"', line))
            figures = re.findall(r">([\d,]+)</a>", line)
            assert len(urls) == 1
            rows = clerk.get(f"/admin/order/{urls.pop().replace('&amp;', '&')}")
            assert f"共 {figures[0]} 条" in told(rows)

    def test_the_page_keeps_the_list_s_conditions(self, peopled: Doors) -> None:
        page = peopled.clerk("zhuoni").get("/admin/domain/?group=state&office_code=623022")
        text = page.get_data(as_text=True)
        assert 'name="group" value="state"' in text
        assert "office_code=623022" in text.split("<tbody>")[1]

    def test_the_page_offers_offices_to_those_who_see_several(self, peopled: Doors) -> None:
        assert "group=office_code" in peopled.clerk("gansu").get("/admin/domain/").get_data(
            as_text=True
        )
        assert "group=office_code" not in peopled.clerk("zhuoni").get("/admin/domain/").get_data(
            as_text=True
        )

    def test_the_page_of_an_unknown_group_is_the_list_with_a_word(self, peopled: Doors) -> None:
        page = peopled.clerk("zhuoni").get("/admin/domain/?group=purpose")
        assert page.status_code == 200
        assert "这一项没有采用" in told(page)

    def test_the_page_says_when_there_is_nothing(self, peopled: Doors) -> None:
        page = peopled.clerk("zhuoni").get("/admin/domain/?group=state&due_on_to=1990-01-01")
        assert page.status_code == 200
        assert "没有符合条件的记录" in told(page)


class TestTheFile:
    def taken(self, doors: Doors, form: str) -> Any:
        with doors.app.app_context():
            actor = doors.world.actor("conac").key
            token = Selection("order", actor, query="group=state").sign()
        return doors.clerk("conac").post(
            "/admin/order/export/", data={"selection": token, "format": form}
        )

    def test_the_file_says_what_the_page_says_and_is_written_down(self, peopled: Doors) -> None:
        answer = self.taken(peopled, "csv")
        lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert lines[0] == ["状态", "记录数", "年限", "应缴金额"]
        *groups, total = lines[1:]
        assert total[0] == "合计"
        assert int(total[1]) == sum(int(line[1]) for line in groups) > 0
        with peopled.world.session("conac") as session:
            noted = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "export_domain_order")
            ).all()
            assert [entry.input["row_count"] for entry in noted] == [len(groups)]

    def test_the_file_is_a_workbook_too(self, peopled: Doors) -> None:
        answer = self.taken(peopled, "xlsx")
        assert answer.status_code == 200
        assert answer.get_data().startswith(b"PK")


class TestTheApi:
    def test_the_api_sums_up_as_the_page_does(self, peopled: Doors) -> None:
        client, header = peopled.app.test_client(), peopled.bearer("conac")
        answer = client.get("/api/order?group=state", headers=header).json
        rows = client.get("/api/order?size=200", headers=header).json["rows"]
        assert answer["total"] == {
            "count": len(rows),
            "term_years": sum(row["term_years"] for row in rows),
            "amount_fen": sum(row["amount_fen"] for row in rows),
        }
        counted = Counter(row["state"] for row in rows)
        assert {group["state"]: group["count"] for group in answer["groups"]} == counted


class TestOwnOffice:
    def test_own_office_is_read_and_written_like_any_office(self) -> None:
        grid = GRIDS["domain"]
        state = read_state(grid, MultiDict({"office_code": "620000-own"}))
        assert dict(parse_qsl(state.query()))["office_code"] == "620000-own"

    def test_own_office_stands_in_the_query_bar(self, peopled: Doors) -> None:
        page = told(peopled.clerk("gansu").get("/admin/unit/?office_code=623000-own"))
        assert "本级" in page


OWN_WORDS = "red=红色/Red\nblue=蓝色/Blue"


@pytest.mark.parametrize(
    ("kind", "value", "group"),
    [
        (FieldKind.CHOICE, "red", "红色"),
        (FieldKind.YES_NO, "true", "是"),
        (FieldKind.DATE, "2026-03-05", "2026-03"),
    ],
)
def test_groups_of_a_field_of_ones_own_lead_to_their_rows_and_add_up(
    kind: FieldKind, value: str, group: str, world: World, doors: Doors
) -> None:
    has_words = {"choices": OWN_WORDS} if kind is FieldKind.CHOICE else {}
    name = define(world, kind=kind, **has_words)
    whole = define(world, code="staff", label="人数", label_en="Staff", kind=FieldKind.WHOLE)
    area = define(world, code="area", label="面积", label_en="Area", kind=FieldKind.DECIMAL)
    unit = world.id("unit-a")
    given = {name: value, whole: "12", area: "7.25"}
    assert fill(doors.clerk("zhuoni"), unit, **given).status_code == 303
    key = f"{name}_month" if kind is FieldKind.DATE else name
    reader = doors.clerk("zhuoni")
    every = reader.get("/api/unit").get_json()["count"]
    found = reader.get(f"/api/unit?group={key}").get_json()
    assert [(each["count"], each[whole], each[area]) for each in found["groups"]] == [
        (1, 12, "7.25"),
        (every - 1, 0, "0"),
    ]
    assert (found["total"]["count"], found["total"][area]) == (every, "7.25")
    page = reader.get(f"/admin/unit/?group={key}").get_data(as_text=True)
    assert group in page
    assert "7.25" in page
    links = re.findall(r'<a[^>]*href="\./(\?[^"]*)"[^>]*>', page[page.index("<tbody") :])
    counts = [reader.get(f"/api/unit{html.unescape(link)}").get_json() for link in links[:4]]
    assert {each["count"] for each in counts} >= {1, every - 1}
    stranger = doors.clerk("shaanxi").get(f"/api/unit?group={key}")
    assert stranger.status_code == 400
