"""A list's state in its address: stable names, read strictly, written back, never a 500."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from admin_app.grid.errors import BadListError
from admin_app.grid.filters import Filter
from admin_app.grid.listing.cursor import Edge, Position
from admin_app.grid.listing.list_state import (
    SIZES,
    ListState,
    read_state,
    search_refusal,
    to_pairs,
)
from admin_app.grid.spec import Grid
from admin_app.labels.list_fault import ListFault
from admin_app.views import GRIDS
from models.definitions.label import Label
from models.domains.domain import DomainState
from models.users.user import Role
from tests.support.pages.doors import Doors
from tests.support.pages.readers import sample
from tests.support.texts.hostile_text import POOL, texts

every_grid = pytest.mark.parametrize(
    "grid",
    sample(GRIDS.values(), [GRIDS["domain"], GRIDS["payment"]]),
    ids=lambda grid: grid.entity,
)
DOMAIN = GRIDS["domain"]
LABEL = Label(id=1, name_zh="督办", name_en=None)
patient = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read(grid: Grid = DOMAIN, **asked: str) -> ListState:
    return read_state(grid, MultiDict(asked))


def names(grid: Grid) -> list[str]:
    """Every parameter a list knows."""
    of_filters = [name for f in grid.column_filters for name in f.parameters]
    return ["list", "search", "sort", "size", "after", "before", "last", "page", "run", *of_filters]


class TestReadState:
    def test_read_state_of_an_empty_address_is_the_view_s_own(self) -> None:
        assert read() == ListState(sort="due_on")

    def test_read_state_reads_what_it_writes(self) -> None:
        state = read(
            list="registered",
            due_on_from="2026-06-01",
            due_on_to="2026-06-30",
            office_code="623022",
            search="教育",
            sort="-due_on",
            size="100",
        )
        assert state.filters["due_on"] == (dt.date(2026, 6, 1), dt.date(2026, 6, 30))
        assert read_state(DOMAIN, MultiDict(to_pairs(state))) == state

    def test_read_state_reads_amounts_in_yuan(self) -> None:
        state = read(GRIDS["payment"], amount_fen_from="1,000.50", amount_fen_to="")
        assert state.filters["amount_fen"] == (100_050, None)
        assert ("amount_fen_from", "1000.50") in to_pairs(state)

    def test_read_state_keeps_a_range_that_starts_at_nothing(self) -> None:
        assert read(GRIDS["payment"], amount_fen_to="0").filters["amount_fen"] == (None, 0)

    def test_read_state_reads_words_of_states(self) -> None:
        assert read(state="registered").filters == {"state": DomainState.REGISTERED}

    def test_read_state_reads_where_the_page_starts(self) -> None:
        assert read(after="2026-06-30,7").position == Position(after=Edge(("2026-06-30",), 7))
        assert read(before="教育,局,7").position == Position(before=Edge(("教育,局",), 7))
        assert read(last="1").position.is_last
        assert read(page="3").position.page == 3

    @pytest.mark.parametrize(
        ("asked", "fault"),
        [
            ({"flt0_0": "1"}, ListFault.UNKNOWN_PARAMETER),
            ({"password_hash": "x"}, ListFault.UNKNOWN_PARAMETER),
            ({"list": "nowhere"}, ListFault.BAD_VALUE),
            ({"state": "nothing"}, ListFault.BAD_VALUE),
            ({"due_on_from": "someday"}, ListFault.BAD_VALUE),
            ({"due_on_from": "2026-02-30"}, ListFault.BAD_VALUE),
            ({"office_code": "甘肃"}, ListFault.BAD_VALUE),
            ({"size": "21"}, ListFault.BAD_VALUE),
            ({"size": "-1"}, ListFault.BAD_VALUE),
            ({"page": "-1"}, ListFault.BAD_VALUE),
            ({"page": "0"}, ListFault.BAD_VALUE),
            ({"page": "²"}, ListFault.BAD_VALUE),
            ({"page": "9" * 20}, ListFault.BAD_VALUE),
            ({"sort": "search_text"}, ListFault.BAD_SORT),
            ({"sort": "--id"}, ListFault.BAD_SORT),
            ({"sort": "unit.name"}, ListFault.BAD_SORT),
            ({"after": "7"}, ListFault.BAD_CURSOR),
            ({"after": "x,²"}, ListFault.BAD_CURSOR),
            ({"before": f"x,{10**19}"}, ListFault.BAD_CURSOR),
            ({"after": "x" * 400 + ",1"}, ListFault.BAD_CURSOR),
        ],
    )
    def test_read_state_refuses_what_it_cannot_read(
        self, asked: dict[str, str], fault: ListFault
    ) -> None:
        with pytest.raises(BadListError) as refused:
            read(**asked)
        assert refused.value.refusal.code is fault

    @pytest.mark.parametrize("words", ["县", "卓 尼", "县\u200b", "，", "1"])
    def test_read_state_keeps_words_that_are_too_short_and_says_so(self, words: str) -> None:
        state = read(search=words, list="registered")
        refusal = search_refusal(state)

        assert refusal is not None
        assert refusal.code is ListFault.SEARCH_TOO_SHORT
        assert state.named == "registered"

    @pytest.mark.parametrize("words", ["卓尼 局", "卓尼\u200b", "⼈⺠", "ＪＹ", "", "\u200b"])
    def test_read_state_looks_for_words_with_two_neighbouring_characters(self, words: str) -> None:
        assert search_refusal(read(search=words)) is None

    @every_grid
    def test_read_state_offers_no_column_that_hides_a_secret(self, grid: Grid) -> None:
        hidden = {"password_hash", "totp_secret", "token_hash", "input_hash", "search_text"}
        shown = {c.name for c in grid.column_details_list}
        asked = {f.name for f in grid.column_filters}
        assert hidden.isdisjoint(shown | asked | grid.sortable | set(grid.column_searchable_list))

    @every_grid
    def test_read_state_gives_every_filter_a_name_of_its_own(self, grid: Grid) -> None:
        assert len(set(names(grid))) == len(names(grid))

    @every_grid
    def test_read_state_sorts_by_columns_that_are_never_empty(self, grid: Grid) -> None:
        """NULL has no place in a row comparison: a page past it would lose rows."""
        assert [name for name in grid.sortable if grid.table.c[name].nullable] == []

    @every_grid
    @given(data=st.data())
    @settings(deadline=None, max_examples=50)
    def test_read_state_of_hostile_words_is_read_or_refused(
        self, grid: Grid, data: st.DataObject
    ) -> None:
        known = st.sampled_from(names(grid)) | texts
        words = texts | st.just(LABEL.name_zh)
        asked = data.draw(st.dictionaries(known, words, max_size=4))
        # The labels that the reader sees, as a request has loaded them.
        with Flask(__name__).app_context():
            g.labels = [LABEL]
            try:
                state = read_state(grid, MultiDict(asked))
            except BadListError as refused:
                assert isinstance(refused.refusal.code, ListFault)
            else:
                assert read_state(grid, MultiDict(to_pairs(state))).filters == state.filters


_SEEDS: list[dict[str, str]] = [
    {"id": "1,2"},
    {"page": "100000000000000000000"},
    {"page": "99999999"},
    {"search": "%00\x00教育"},
    {"search": "100%_\\"},
    {"search": "' OR 1=1 --"},
    {"search": '教育" AND "'},
    {"sort": "id; DROP TABLE domain"},
    {"after": "9999-12-31,1"},
    {"after": "not a day,1"},
    {"before": "0001-01-01,999999999999999999"},
    {"due_on_from": "0001-01-01", "due_on_to": "9999-12-31"},
    {"office_code": "0" * 60},
    {"last": "\x00"},
    {"size": "200", "page": "5001"},
]


#: Lists that a province reads: all others answer 403 whatever is asked.
_OF_A_PROVINCE = [g.entity for g in GRIDS.values() if Role.PROVINCE_ADMIN in g.readers]


def status(doors: Doors, url: str) -> int:
    """As a province, or as the registry where the list is its own."""
    entity = url.split("/")[2]
    username = "gansu" if Role.PROVINCE_ADMIN in GRIDS[entity].readers else "conac"
    return doors.clerk(username).get(url).status_code


class TestAddresses:
    """The same, as they are typed into a browser, on both engines."""

    @pytest.mark.parametrize("asked", _SEEDS, ids=str)
    def test_addresses_that_broke_others_do_not_break_this(
        self, doors: Doors, asked: dict[str, str]
    ) -> None:
        for entity in ("domain", "unit", "payment", "journal"):
            known = {k: v for k, v in asked.items() if k in names(GRIDS[entity])}
            assert status(doors, f"/admin/{entity}/?{urlencode(known)}") in {200, 400}
        assert status(doors, f"/admin/domain/?{urlencode(asked)}") in {200, 400}

    @given(data=st.data())
    @patient
    def test_addresses_of_hostile_words_are_answered(
        self, doors: Doors, data: st.DataObject
    ) -> None:
        entity = data.draw(st.sampled_from(_OF_A_PROVINCE))
        known = st.sampled_from(names(GRIDS[entity]))
        asked = data.draw(st.dictionaries(known, texts, min_size=1, max_size=3))
        query = urlencode(asked, errors="surrogatepass")
        assert status(doors, f"/admin/{entity}/?{query}") in {200, 400}

    @given(data=st.data())
    @patient
    def test_addresses_of_hostile_positions_are_answered(
        self, doors: Doors, data: st.DataObject
    ) -> None:
        entity = data.draw(st.sampled_from(_OF_A_PROVINCE))
        grid = GRIDS[entity]
        sort = data.draw(st.sampled_from(sorted(grid.sortable)))
        edge = data.draw(st.sampled_from(POOL) | st.integers().map(str) | st.dates().map(str))
        key = data.draw(st.integers(0, 10**19))
        side = data.draw(st.sampled_from(["after", "before"]))
        query = urlencode({"sort": sort, side: f"{edge},{key}"}, errors="surrogatepass")
        assert status(doors, f"/admin/{entity}/?{query}") in {200, 400}

    @pytest.mark.parametrize("door", ["details", "edit"])
    @given(raw=st.sampled_from(POOL) | st.integers().map(str) | texts)
    @settings(parent=patient, max_examples=30)
    def test_addresses_of_hostile_keys_lead_nowhere(
        self, doors: Doors, door: str, raw: str
    ) -> None:
        query = urlencode({"id": raw}, errors="surrogatepass")
        if not raw.isdecimal():
            assert status(doors, f"/admin/domain/{door}/?{query}") in {400, 404}
        assert status(doors, f"/admin/domain/{door}/?{query}") in {200, 400, 404}

    def test_addresses_that_are_refused_say_why(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/domain/?due_on_from=改天")
        text = page.get_data(as_text=True)
        assert page.status_code == 200
        assert "“改天”" in text
        assert "ListFault" not in text

    def test_addresses_of_the_api_speak_of_lists_alike(self, doors: Doors) -> None:
        client, header = doors.app.test_client(), doors.bearer("zhuoni")
        good = client.get("/api/domain?list=registered&sort=-due_on&size=20", headers=header)
        assert good.status_code == 200
        due = [row["expires_on"] for row in good.json["rows"]]
        assert due == sorted(due, reverse=True)
        bad = client.get("/api/domain?flt0_0=1", headers=header)
        assert bad.status_code == 400
        assert "flt0_0" in bad.json["error"]["sentence"]


class TestFilter:
    def test_filter_by_a_hidden_column_is_no_oracle(self, sqlite_doors: Doors) -> None:
        for entity, name in (("user", "password_hash"), ("user", "totp_secret"), ("unit", "id")):
            whole = sqlite_doors.clerk("zhuoni").get(f"/admin/{entity}/?list=")
            page = sqlite_doors.clerk("zhuoni").get(f"/admin/{entity}/?list=&{name}=x")
            assert f"没有“{name}”这个条件" in page.text
            assert page.text.count("details/?id=") == whole.text.count("details/?id=")

    @pytest.mark.parametrize(
        ("query", "wanted"),
        [
            ("due_on_from=2026-07-10&due_on_to=2026-07-10", {"a-due", "c-due"}),
            ("due_on_to=2026-06-01", {"a-grace", "a-redemption", "a-pending-deletion"}),
            ("state=rejected", {"a-rejected"}),
            ("office_code=623021&list=registered", {"c-due", "c-quoted"}),
            ("office_code=610000", set()),
            ("search=柳林", {"b-due", "b-quoted"}),
            ("search=LTJY", {"c-quoted"}),
        ],
    )
    def test_filter_finds_the_rows_meant(self, doors: Doors, query: str, wanted: set[str]) -> None:
        answer = doors.app.test_client().get(
            f"/api/domain?{query}&size=200", headers=doors.bearer("gannan")
        )
        found: Any = {row["id"] for row in answer.json["rows"]}
        assert found == {doors.world.id(name) for name in wanted}

    def test_filter_of_an_instant_means_the_day_in_china(self, doors: Doors) -> None:
        """The cast was written at 07:30 on the 10th in China, on the 9th in UTC."""
        client, header = doors.app.test_client(), doors.bearer("conac")
        for day, some in (("2026-06-10", True), ("2026-06-09", False)):
            answer = client.get(f"/api/journal?at_from={day}&at_to={day}", headers=header)
            assert bool(answer.json["rows"]) is some


def test_filters_know_their_columns() -> None:
    """A filter on what the table does not have would fail only when somebody typed into it."""
    for grid in GRIDS.values():
        for f in grid.column_filters:
            assert isinstance(f, Filter)
            # What it compares are columns of the table, or more than any column has.
            assert set(f.attributes) <= set(grid.table.c.keys()) or f.of is not None
            assert select(grid.model.id).where(f.compared(grid).is_(None)).compile()


def test_sizes_are_bounded() -> None:
    assert max(SIZES) == 200
