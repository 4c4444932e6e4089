"""Several choices of a filter, one condition that is enough, and how many rows each would leave."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import BadListError
from admin_app.grid.filters.choice import MAXIMUM_VALUES, AnyOf, ChoiceFilter
from admin_app.grid.listing import query as grid_query
from admin_app.grid.listing.facets import facet_counts
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState, read_state, to_pairs
from admin_app.grid.listing.query import count_rows, fetch_page, matching_ids
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from models.domains.domain import Domain, DomainState
from models.units.unit import Unit
from tests.support.pages.doors import Doors
from tests.support.world.cast import World

DOMAINS = GRIDS["domain"]
CHOOSING = [
    (grid, f) for grid in GRIDS.values() for f in grid.column_filters if isinstance(f, ChoiceFilter)
]
every_choice = pytest.mark.parametrize(
    ("grid", "f"), CHOOSING, ids=[f"{grid.entity}-{f.name}" for grid, f in CHOOSING]
)


def read(address: str, grid: Grid = DOMAINS) -> ListState:
    return read_state(grid, MultiDict(parse_qsl(address, keep_blank_values=True)))


def found(world: World, address: str, who: str = "zhuoni") -> set[int]:
    with world.session(who) as session:
        state = read(address)
        page = fetch_page(ListRequest(session, DOMAINS, state, DOMAINS.column_list))
        ids = {row.id for row in page.rows}
        assert page.count == count_rows(ListRequest(session, DOMAINS, state)) == len(ids)
        assert set(matching_ids(ListRequest(session, DOMAINS, state), limit=500)) == ids
        return ids


def gone(address: str, left: str) -> str:
    """The one parameter that an address has lost."""
    (name,) = {n for n, _v in to_pairs(read(address))} - {n for n, _v in to_pairs(read(left))}
    return name


def refused(address: str) -> ListFault:
    with pytest.raises(BadListError) as error:
        read(address)
    assert isinstance(error.value.refusal.code, ListFault)
    return error.value.refusal.code


class TestReadState:
    @pytest.mark.parametrize(
        "address",
        [
            "state=submitted",
            "state=submitted&state=registered",
            "state=submitted&state=registered&match=any&due_on_from=2026-01-01",
            "list=history&state=rejected&state=withdrawn&sort=state,-id&size=20",
            "match=any",
        ],
    )
    def test_read_state_reads_what_it_writes(self, address: str) -> None:
        state = read(address)
        assert read_state(DOMAINS, MultiDict(to_pairs(state))) == state

    @every_choice
    def test_read_state_reads_every_choice_it_writes(self, grid: Grid, f: Any) -> None:
        words = tuple(grid.table.c[f.name].type.enum_class)[:2]
        apart = grid.list_apart
        named = apart.key if apart and words[0] in apart.values else None
        state = ListState(
            named=named, filters={f.name: AnyOf(words)}, is_any=True, sort=grid.column_default_sort
        )
        assert read_state(grid, MultiDict(to_pairs(state))) == state

    def test_one_choice_is_the_word_itself(self) -> None:
        assert read("state=submitted").filters == {"state": DomainState.SUBMITTED}
        assert to_pairs(read("state=submitted&match=all"))[0] == ("state", "submitted")

    def test_several_have_one_order(self) -> None:
        one, other = (
            read("state=registered&state=submitted"),
            read("state=submitted&state=registered&state=submitted"),
        )
        assert one.query() == other.query()

    def test_read_state_refuses_more_than_a_list_offers(self) -> None:
        address = "&".join(["state=submitted"] * (MAXIMUM_VALUES + 1))
        assert refused(address) is ListFault.TOO_MANY_VALUES

    def test_read_state_refuses_what_no_one_list_shows(self) -> None:
        assert refused("state=submitted&state=rejected") is ListFault.TWO_LISTS
        assert read("state=withdrawn&state=rejected").named == "history"

    def test_read_state_refuses_a_match_it_does_not_know(self) -> None:
        assert refused("match=none") is ListFault.BAD_VALUE
        assert refused("state=submitted&state=nonsense") is ListFault.BAD_VALUE

    def test_read_state_refuses_groups_that_would_not_narrow(self) -> None:
        both = "state=submitted&due_on_from=2026-01-01&match=any"
        assert refused(f"{both}&group=state") is ListFault.ANY_GROUPED
        assert read(f"{both}&group=office_code").group == "office_code"


class TestFetchPage:
    def test_fetch_page_joins_the_choices_of_one_filter(self, world: World) -> None:
        one, other = found(world, "state=submitted"), found(world, "state=registered")
        assert one
        assert other
        assert found(world, "state=submitted&state=registered") == one | other

    def test_fetch_page_takes_all_conditions_or_any(self, world: World) -> None:
        submitted, dated = found(world, "state=submitted"), found(world, "due_on_from=2000-01-01")
        both = "state=submitted&due_on_from=2000-01-01"
        assert submitted
        assert dated
        assert found(world, both) == submitted & dated
        assert found(world, f"{both}&match=any") == submitted | dated
        assert found(world, f"{both}&match=any&sort=state,-due_on") == submitted | dated

    def test_keys_offices_words_and_lists_hold_besides(self, world: World) -> None:
        either = "state=submitted&due_on_from=2000-01-01&match=any"
        rows = found(world, either, "gansu")
        with world.session("gansu") as session:
            units = dict(session.execute(select(Domain.id, Domain.unit_id)).all())
        (unit, _count), *_rest = Counter(units[i] for i in rows).most_common()
        of_unit = {i for i in rows if units[i] == unit}
        assert found(world, f"{either}&unit_id={unit}", "gansu") == of_unit
        in_county = found(world, either, "zhuoni")
        assert found(world, f"{either}&office_code=623022", "gansu") == in_county
        assert found(world, f"{either}&list=registered") < rows
        assert found(world, f"{either}&search=教育") < rows

    def test_one_condition_alone_is_met_either_way(self, sqlite_world: World) -> None:
        one = found(sqlite_world, "state=submitted")
        assert found(sqlite_world, "state=submitted&match=any") == one

    def test_fetch_page_refuses_more_than_can_be_put_in_order(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(grid_query, "COUNT_CAP", 1)
        with pytest.raises(BadListError) as error:
            found(world, "state=submitted&due_on_from=2000-01-01&match=any")
        assert error.value.refusal.code is ListFault.ANY_TOO_MANY


class TestFacetCounts:
    @every_choice
    @pytest.mark.parametrize("who", ["zhuoni", "conac"])
    def test_facet_counts_are_the_lists_own(
        self, world: World, grid: Grid, f: Any, who: str
    ) -> None:
        with world.session(who) as session:
            for choice, rows in facet_counts(ListRequest(session, grid, ListState()), f):
                alone = read_state(grid, MultiDict({f.name: choice}))
                alone = replace(alone, named=None)
                assert rows == str(count_rows(ListRequest(session, grid, alone))), choice

    def test_facet_counts_stand_under_the_other_conditions(self, world: World) -> None:
        (f,) = (f for f in DOMAINS.column_filters if f.name == "state")
        others = "list=to_review&office_code=623022&search=卓尼"
        with world.session("gansu") as session:
            counts = facet_counts(
                ListRequest(session, DOMAINS, read(f"{others}&state=registered")), f
            )
            for choice, rows in counts:
                due = count_rows(ListRequest(session, DOMAINS, read(f"{others}&state={choice}")))
                assert rows == str(due), choice

    def test_facet_counts_stand_alone_where_one_condition_is_enough(
        self, sqlite_world: World
    ) -> None:
        (f,) = (f for f in DOMAINS.column_filters if f.name == "state")
        with sqlite_world.session("gansu") as session:
            either = read("state=submitted&due_on_from=2000-01-01&match=any")
            plain = facet_counts(ListRequest(session, DOMAINS, ListState()), f)
            assert facet_counts(ListRequest(session, DOMAINS, either), f) == plain


class TestThePage:
    def test_the_page_offers_boxes_and_says_how_many_are_ticked(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?state=submitted&state=registered")
        summary = re.search(r'<summary class="form-select" id="f-state"[^>]*>(.*?)<', page.text)
        assert summary is not None
        assert summary[1] == "2 项"
        assert page.text.count(" checked> ") >= 2
        assert re.search(r'name="state" value="submitted" checked', page.text)

    def test_the_page_leads_to_the_list_without_each_condition(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        asked = "state=submitted&state=registered&due_on_from=2026-01-01&search=教育&match=any"
        page = html.unescape(clerk.get(f"/admin/domain/?{asked}").text)
        (chips,) = re.findall(r'<ul class="chips".*?</ul>', page, re.DOTALL)
        links = re.findall(r'<a href="\./\?([^"]*)" aria-label="去掉条件“(.*?)”"', chips)
        assert [(said, gone(asked, url)) for url, said in links] == [
            ("关键字：教育", "search"),
            ("到期时间：2026-01-01 起", "due_on_from"),
            ("审核状态：待审核 或 注册成功", "state"),
        ]

    def test_the_page_names_the_row_a_key_leads_from(
        self, sqlite_doors: Doors, sqlite_world: World
    ) -> None:
        with sqlite_world.session("zhuoni") as session:
            unit = session.scalars(select(Unit).limit(1)).one()
            unit_id, name = unit.id, str(unit)
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/domain/?unit_id={unit_id}").text
        assert f"：{name} <span" in html.unescape(page)

    def test_the_page_leaves_the_place_and_the_piece_fills_it(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        page = html.unescape(clerk.get("/admin/domain/?search=教育").text)
        assert '<span class="facet" id="facet-state-submitted"></span>' in page
        (url,) = re.findall(r'hx-get="\./(facets/\?field=state&[^"]*)"', page)
        piece = clerk.get(f"/admin/domain/{url}")
        assert re.search(r'id="facet-state-submitted" hx-swap-oob="true">\d+ 条', piece.text)

    def test_the_page_counts_no_other_fields(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        for name in ("unit_id", "due_on", "", "nonsense"):
            assert clerk.get(f"/admin/domain/facets/?field={name}").status_code == 404
        assert clerk.get("/admin/domain/facets/?field=state&nonsense=1").status_code == 400

    def test_the_page_carries_the_choices_with_every_form(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get(
            "/admin/domain/?state=submitted&state=registered&match=any"
        )
        for form in ("sorting", "chooser"):
            (hidden,) = re.findall(rf'<form id="{form}".*?</form>', page.text, re.DOTALL)
            for value in ("submitted", "registered"):
                assert f'name="state" value="{value}"' in hidden
            assert 'name="match" value="any"' in hidden

    def test_the_api_takes_them_alike(self, doors: Doors, world: World) -> None:
        asked = "state=submitted&state=registered&match=any&due_on_from=2000-01-01"
        answer = doors.clerk("zhuoni").get(f"/api/domain?{asked}")
        assert answer.status_code == 200, answer.text
        assert {row["id"] for row in answer.get_json()["rows"]} == found(world, asked)
