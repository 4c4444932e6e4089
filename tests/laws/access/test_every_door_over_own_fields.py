"""A field that an office defined is read and written at every door of each entity, and nowhere
beside the office.

Generic over what may have fields and what kinds of fields there are: a new one of either is tried
by being there, and fails until its kind has a sample below.
"""

from __future__ import annotations

import io
import json
import re
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from admin_app.grid.own_fields import reader_grid
from admin_app.grid.spec import Grid
from admin_app.views import GRIDS
from models.definitions.own_field import SEARCHED, FieldEntity, FieldKind
from models.users.user import Role
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock

_VALUE = re.compile(r'<(?:input|select)[^>]*name="(\w+)"[^>]*value="([^"]*)"')
_OWNER = "620000"
#: The province beside, its county, and a unit of that county.
STRANGERS = ("shaanxi", "lantian", "unit-s")


@dataclass(frozen=True)
class Sample:
    """A value of a kind: as typed, as asked for in a list, as shown, and as a program reads it."""

    typed: object
    asked: str
    shown: str
    given: Mapping[str, Any]


def _sample(typed: object, asked: str, shown: str, **given: Any) -> Sample:
    return Sample(typed, asked, shown, given)


_CHOICES = "r=绯红/Crimson\ng=黛绿/Dark green"
SAMPLES = {
    FieldKind.TEXT: _sample("甘字七七一", "{}=甘字七七一", "甘字七七一"),
    FieldKind.LONG_TEXT: _sample("长文七七二", "{}=yes", "长文七七二"),
    FieldKind.WHOLE: _sample("77345", "{0}_from=77345&{0}_to=77345", "77,345"),
    FieldKind.DECIMAL: _sample("77.4561", "{0}_from=77.4&{0}_to=77.5", "77.4561"),
    FieldKind.DATE: _sample("2031-07-17", "{0}_from=2031-07-17&{0}_to=2031-07-17", "2031-07-17"),
    FieldKind.DATE_TIME: _sample(
        "2031-07-18T00:41", "{0}_from=2031-07-18&{0}_to=2031-07-18", "2031-07-18 00:41"
    ),
    FieldKind.YES_NO: _sample("true", "{}=true", "是"),
    FieldKind.CHOICE: _sample("r", "{}=r", "绯红", choices=_CHOICES),
    FieldKind.CHOICES: _sample(["g"], "{}=g", "黛绿", choices=_CHOICES),
    FieldKind.LINK: _sample("https://g.政务/773", "{}=https://g.政务/773", "https://g.政务/773"),
}
#: Every page says these.
_COMMON_WORDS = {"是"}


@dataclass(frozen=True)
class Filled:
    """A row of Zhuoni with a value of a field of each kind, defined by Gansu."""

    grid: Grid
    row: int
    names: Mapping[FieldKind, str]

    @property
    def secrets(self) -> set[str]:
        """What no stranger may read anywhere."""
        shown = {SAMPLES[kind].shown for kind in self.names} - _COMMON_WORDS
        return {*self.names.values(), *shown, *map(_label, self.names)}


def _label(kind: FieldKind) -> str:
    return f"甘肃{kind.value}"


def filled(doors: Doors, entity: FieldEntity) -> Filled:
    """Define a field of each kind as the province, and fill them in by the form."""
    grid = next(grid for grid in GRIDS.values() if grid.entity_table == entity)
    names = {}
    for kind in FieldKind:
        code = f"walk_{kind.value}"
        given = {"label": _label(kind), "label_en": f"Gansu {kind.value}", **SAMPLES[kind].given}
        given["is_searchable"] = kind in SEARCHED
        definition = DefineFieldInput(entity=entity, code=code, kind=kind, **given)
        doors.world.perform(DEFINE_FIELD, "gansu", [], definition)
        names[kind] = f"own_{_OWNER}_{code}"
    row = row_of(doors, grid)
    saved = fill(doors.clerk("zhuoni"), grid, row, {names[k]: SAMPLES[k].typed for k in names})
    assert saved.status_code == 303, saved.get_data(as_text=True)[-3000:]
    return Filled(grid, row, names)


def row_of(doors: Doors, grid: Grid) -> int:
    """A row of Zhuoni that the list as it opens has."""
    model: Any = grid.model
    with doors.world.session("zhuoni") as session:
        wanted = select(model.id).where(model.office_code == "623022").order_by(model.id.desc())
        keys = list(session.scalars(wanted))
    listed = doors.clerk("zhuoni").client.get(f"/api/{grid.entity}?size=100").get_json()["rows"]
    found = {row["id"] for row in listed}
    return next(key for key in keys if key in found)


def fill(clerk: Clerk, grid: Grid, row: int, values: Mapping[str, object]) -> Any:
    """Send the edit form of a row as it stands, with these fields changed."""
    url = f"/admin/{grid.entity}/edit/?id={row}"
    page = clerk.get(url)
    assert page.status_code == 200, page.get_data(as_text=True)[-2000:]
    shown = dict(_VALUE.findall(page.get_data(as_text=True).partition("<main")[2]))
    return clerk.post(url, {**shown, "key": secrets.token_urlsafe(8), **values})


def text_of(content: bytes, form: str) -> str:
    """What a file of a list says."""
    if form == "csv":
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def read_pages(clerk: Clerk, entity: str, row: int) -> dict[str, str]:
    """What each door that may be opened without naming a field says."""
    addresses = [
        f"/admin/{entity}/?list=",
        f"/admin/{entity}/details/?id={row}",
        f"/admin/{entity}/edit/?id={row}",
        f"/admin/timeline/?entity={entity}&id={row}",
        f"/api/{entity}",
        f"/api/{entity}/{row}",
        "/api/openapi.json",
        "/admin/field/?list=",
        "/api/field",
    ]
    found = {address: clerk.get(address).get_data(as_text=True) for address in addresses}
    for form in ("csv", "xlsx"):
        given = {"scope": "all", "format": form, "columns": "all"}
        sent = clerk.post(f"/admin/{entity}/export/", given)
        if sent.status_code == 200:
            found[form] = text_of(sent.data, form)
    return found


@pytest.mark.parametrize("entity", list(FieldEntity))
class TestOwnFieldsOfEachEntity:
    @pytest.mark.parametrize("username", ["zhuoni", "gansu"])
    def test_the_office_and_those_below_read_a_value_at_every_door(
        self, username: str, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = filled(peopled, entity)
        grid, row, clerk = found.grid, found.row, peopled.clerk(username)
        pages = read_pages(clerk, grid.entity, row)
        text = found.names[FieldKind.TEXT]
        for door in (f"/admin/{grid.entity}/?list=", "/admin/field/?list=", "csv", "xlsx"):
            assert _label(FieldKind.TEXT) in pages[door], door
        for door in ("/api/openapi.json", f"/api/{grid.entity}/{row}"):
            assert text in pages[door]
        for kind in found.names:
            for door in (f"/admin/{grid.entity}/details", "/admin/timeline"):
                (page,) = (page for address, page in pages.items() if address.startswith(door))
                assert SAMPLES[kind].shown in page, (door, kind)
        # In a list of an office's own rows those of the offices below do not stand.
        if username == "gansu" and grid.is_own:
            return
        values = "".join(pages[form] for form in ("csv", "xlsx"))
        for kind, name in found.names.items():
            sample = SAMPLES[kind]
            assert values.count(sample.shown.replace(",", "")) or values.count(sample.shown), kind
            query = sample.asked.format(name)
            page = clerk.get(f"/admin/{grid.entity}/?list=&{query}&columns={name}")
            assert f">{_label(kind)}" in page.text
            assert row_ids(clerk, grid, query) == [row], kind
            if name in with_own_fields(grid, peopled, username).sortable:
                assert row_ids(clerk, grid, f"sort=-{name}")[0] == row, kind
                assert row in row_ids(clerk, grid, f"sort={name}"), kind

    @pytest.mark.parametrize("username", ["zhuoni", "gannan", "gansu"])
    def test_words_within_a_value_find_the_row_in_its_list_and_in_the_finder(
        self, username: str, entity: FieldEntity, peopled: Doors, hands: MovableClock
    ) -> None:
        found = filled(peopled, entity)
        grid, clerk = found.grid, peopled.clerk(username)
        for words in ("字七七", "zqqy", "七七一 字七", "G.政务", "ｇ.政务/77"):
            assert f"{found.row}" in found_by_finder(clerk, grid, words), words
            if username == "zhuoni" or not grid.is_own:
                assert row_ids(clerk, grid, f"search={words}") == [found.row], words
        assert not found_by_finder(clerk, grid, "字七八")
        assert row_ids(clerk, grid, "search=字七八") == []
        # Letters of both values of the row are not one word.
        assert row_ids(clerk, grid, "search=七一h") == []

    def test_words_of_a_past_day_find_what_had_them_then(
        self, entity: FieldEntity, peopled: Doors, hands: MovableClock
    ) -> None:
        hands.turn(days=1)
        found = filled(peopled, entity)
        name, day = found.names[FieldKind.TEXT], hands.today()
        hands.turn(days=2)
        peopled.clerks.clear()
        reader = peopled.clerk("zhuoni")
        fill(reader, found.grid, found.row, {name: "后来改的"})
        assert row_ids(reader, found.grid, "search=字七七") == []
        assert row_ids(reader, found.grid, f"search=字七七&as_of={day}") == [found.row]

    def test_a_past_day_shows_the_value_of_that_day(
        self, entity: FieldEntity, peopled: Doors, hands: MovableClock
    ) -> None:
        hands.turn(days=1)
        found = filled(peopled, entity)
        grid, name, day = found.grid, found.names[FieldKind.TEXT], hands.today()
        hands.turn(days=2)
        peopled.clerks.clear()  # two days end a session
        reader = peopled.clerk("zhuoni")
        fill(reader, grid, found.row, {name: "后来改的"})
        for asked, value in ((f"?as_of={day}&size=100", "甘字七七一"), ("?size=100", "后来改的")):
            rows = reader.client.get(f"/api/{grid.entity}{asked}").get_json()["rows"]
            assert [each[name] for each in rows if each["id"] == found.row] == [value]

    def test_a_value_can_be_filled_in_whatever_the_state_of_the_row(
        self, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = filled(peopled, entity)
        name, model = found.names[FieldKind.WHOLE], found.grid.model
        with peopled.world.session("zhuoni") as session:
            rows: list[Any] = list(session.scalars(select(model)))
        # One of each state is enough.
        for row in {getattr(row, "state", None): row for row in rows}.values():
            saved = fill(peopled.clerk("zhuoni"), found.grid, row.id, {name: "41"})
            assert saved.status_code == 303, row
            with peopled.world.session("zhuoni") as session:
                stored: Any = session.get_one(model, row.id)
                assert 41 in stored.own_values.values()

    def test_a_role_that_only_reads_fills_in_nothing(
        self, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = filled(peopled, entity)
        viewer = peopled.clerk("zhuoni-viewer")
        record = viewer.get(f"/admin/{found.grid.entity}/details/?id={found.row}")
        assert SAMPLES[FieldKind.TEXT].shown in record.text
        assert send(viewer, found).status_code == 403

    @pytest.mark.parametrize("username", STRANGERS)
    def test_no_door_says_anything_of_it_beside_the_office(
        self, username: str, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = filled(peopled, entity)
        clerk, grid = peopled.clerk(username), found.grid
        for door, text in read_pages(clerk, grid.entity, found.row).items():
            for secret in found.secrets:
                assert secret not in text, (door, secret)
        # To a unit, some lists do not exist.
        expected = {400} if clerk.get(f"/api/{grid.entity}").status_code == 200 else {403, 404}
        for kind, name in found.names.items():
            for asked in (SAMPLES[kind].asked.format(name), f"sort={name}", f"columns={name}"):
                answer = clerk.get(f"/api/{grid.entity}?{asked}")
                assert answer.status_code in expected, (kind, asked)
        assert send(clerk, found).status_code in {403, 404}
        assert not found_by_finder(clerk, grid, "字七七")
        if expected == {400}:
            assert row_ids(clerk, grid, "search=字七七") == []

    def test_a_sister_county_has_the_field_and_not_the_value(
        self, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = filled(peopled, entity)
        sister = peopled.clerk("lintan")
        pages = read_pages(sister, found.grid.entity, found.row)
        assert _label(FieldKind.TEXT) in pages[f"/admin/{found.grid.entity}/?list="]
        # The words of a list stand in its filter.
        kinds = set(found.names) - {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO}
        for door, text in pages.items():
            for kind in kinds:
                assert SAMPLES[kind].shown not in text, (door, kind)
        for kind, name in found.names.items():
            assert row_ids(sister, found.grid, SAMPLES[kind].asked.format(name)) == []
        assert row_ids(sister, found.grid, "search=字七七") == []
        assert not found_by_finder(sister, found.grid, "字七七")
        assert send(sister, found).status_code == 404


def row_ids(clerk: Clerk, grid: Grid, query: str) -> list[int]:
    """The rows of a list by the API."""
    answer = clerk.client.get(f"/api/{grid.entity}?{query}&size=100")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.get_json()["rows"]]


def found_by_finder(clerk: Clerk, grid: Grid, words: str) -> list[str]:
    """The keys of the records of a list that the finder links."""
    page = clerk.get("/admin/find/", query_string={"q": words})
    assert page.status_code == 200
    return re.findall(rf"/admin/{grid.entity}/details/\?id=(\d+)", page.text)


def with_own_fields(grid: Grid, doors: Doors, username: str) -> Grid:
    """The list as its reader has it."""
    with doors.world.session(username) as session:
        return reader_grid(session, grid, doors.world.actor(username).role)


def send(clerk: Clerk, found: Filled) -> Any:
    """Send the form of a row without having opened it."""
    given = {found.names[FieldKind.TEXT]: "外人", "row_version": "1", "key": secrets.token_hex(8)}
    return clerk.post(f"/admin/{found.grid.entity}/edit/?id={found.row}", given)


@pytest.mark.parametrize("entity", list(FieldEntity))
class TestMaskedFieldsOfEachEntity:
    def masked(self, doors: Doors, entity: FieldEntity) -> Filled:
        """A text and a number that the county's administrator alone sees whole."""
        names = {}
        for kind in (FieldKind.TEXT, FieldKind.WHOLE):
            definition = DefineFieldInput(
                entity=entity,
                code=f"masked_{kind.value}",
                kind=kind,
                label=_label(kind),
                label_en=f"Gansu {kind.value}",
                is_searchable=kind in SEARCHED,
                whole_for=(Role.COUNTY_ADMIN,),
            )
            doors.world.perform(DEFINE_FIELD, "gansu", [], definition)
            names[kind] = f"own_{_OWNER}_masked_{kind.value}"
        grid = next(grid for grid in GRIDS.values() if grid.entity_table == entity)
        row = row_of(doors, grid)
        typed = {names[FieldKind.TEXT]: "620100199001017731", names[FieldKind.WHOLE]: "5550007732"}
        saved = fill(doors.clerk("zhuoni"), grid, row, typed)
        assert saved.status_code == 303, saved.get_data(as_text=True)[-3000:]
        return Filled(grid, row, names)

    def test_the_role_that_sees_them_whole_does_so_at_every_door(
        self, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = self.masked(peopled, entity)
        clerk, grid = peopled.clerk("zhuoni"), found.grid
        pages = read_pages(clerk, grid.entity, found.row)
        for door in ("csv", f"/admin/{grid.entity}/details/?id={found.row}"):
            assert "620100199001017731" in pages[door]
            assert "****" not in pages[door]
        assert row_ids(clerk, grid, "search=19900101") == [found.row]

    @pytest.mark.parametrize("username", ["zhuoni-viewer", "gansu"])
    def test_others_read_the_last_four_characters_and_can_ask_for_no_more(
        self, username: str, entity: FieldEntity, peopled: Doors
    ) -> None:
        found = self.masked(peopled, entity)
        clerk, grid = peopled.clerk(username), found.grid
        pages = read_pages(clerk, grid.entity, found.row)
        for door, text in pages.items():
            for whole in ("62010019900101", "5550007732", "5,550,007,732"):
                assert whole not in text, door
        record = pages[f"/admin/{grid.entity}/details/?id={found.row}"]
        assert "****7731" in record
        assert "****7732" in record
        assert "****7731" in pages[f"/admin/timeline/?entity={grid.entity}&id={found.row}"]
        text = found.names[FieldKind.TEXT]
        shown = clerk.client.get(f"/api/{grid.entity}/{found.row}").get_json()
        assert shown[text] == "****7731"
        for asked in (f"{text}=620100199001017731", f"sort={text}", f"sort=-{text}"):
            assert clerk.get(f"/api/{grid.entity}?{asked}").status_code == 400
        for operator in ("is", "from", "contains"):
            where = json.dumps({text: {operator: "620100199001017731"}})
            answer = clerk.get(f"/api/{grid.entity}", query_string={"where": where})
            assert answer.status_code == 400
        assert row_ids(clerk, grid, "search=19900101") == []
        assert not found_by_finder(clerk, grid, "19900101")
        if username == "gansu":
            page = clerk.get(f"/admin/{grid.entity}/edit/?id={found.row}")
            assert text not in page.text
