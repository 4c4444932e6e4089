"""A field that an office defined stands wherever a built-in column does, and nowhere beside it."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import secrets
import zipfile
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from actions.definitions.define_field import DEFINE_FIELD, DefineFieldInput
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import Role
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock
from tests.support.world.cast import NOW, World
from tests.support.world.money_factories import Maker

SignIn = Callable[[str], Clerk]
_VALUE = re.compile(r'<(?:input|textarea|select)[^>]*name="(\w+)"[^>]*value="([^"]*)"')


def define(world: World, by: str = "gansu", **given: Any) -> str:
    """Define a field of units, and return its name."""
    basics: dict[str, Any] = {
        "entity": FieldEntity.UNIT,
        "code": "seal_no",
        "kind": FieldKind.TEXT,
        "label": "印章编号",
        "label_en": "Seal number",
    }
    given = basics | given
    world.perform(DEFINE_FIELD, by, [], DefineFieldInput(**given))
    office = {"gansu": "620000", "conac": "000000", "shaanxi": "610000"}[by]
    return f"own_{office}_{given['code']}"


def page_of(clerk: Clerk, address: str, status: int = 200) -> str:
    answer = clerk.get(address)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text[-3000:]
    return text


def fill(clerk: Clerk, unit: int, **values: object) -> Any:
    """Send the edit form of a unit as it stands, with these fields changed."""
    url = f"/admin/unit/edit/?id={unit}"
    form = page_of(clerk, url).partition("<main")[2]
    shown = dict(_VALUE.findall(form))
    return clerk.post(url, {**shown, "key": secrets.token_urlsafe(8), **values})


def text_of(content: bytes, form: str) -> str:
    """What a file of the list says."""
    if form == "csv":
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def filled(world: World, clerk: SignIn) -> tuple[str, int]:
    """A field of Gansu's units, and the unit of Zhuoni that has a value of it."""
    name, unit = define(world), world.id("unit-a")
    saved = fill(clerk("zhuoni"), unit, **{name: "甘-001"})
    assert saved.status_code == 303, saved.get_data(as_text=True)[-3000:]
    return name, unit


class TestAFieldOfAProvince:
    def test_it_is_on_the_form_the_record_and_in_the_history(
        self, world: World, clerk: SignIn
    ) -> None:
        name, unit = filled(world, clerk)
        county = clerk("zhuoni")
        assert "印章编号" in page_of(county, f"/admin/unit/edit/?id={unit}")
        record = page_of(county, f"/admin/unit/details/?id={unit}")
        # Once as a value, once in the history of what was changed.
        assert record.count("甘-001") == 2
        assert "甘-001" in page_of(county, f"/admin/timeline/?entity=unit&id={unit}")
        assert name in page_of(county, f"/admin/unit/edit/?id={unit}")

    def test_lists_show_filter_and_sort_by_it(self, world: World, clerk: SignIn) -> None:
        name, _unit = filled(world, clerk)
        for username in ("zhuoni", "gansu", "unit-a"):
            reader = clerk(username)
            assert "甘-001" in page_of(reader, f"/admin/unit/?{name}=甘-001&columns={name}")
            other = page_of(reader, f"/admin/unit/?{name}=甘-002&columns={name}")
            assert "甘-001" not in other
            for order in (name, f"-{name}"):
                assert "甘-001" in page_of(reader, f"/admin/unit/?sort={order}&columns={name}")

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_files_have_it(self, form: str, world: World, clerk: SignIn) -> None:
        filled(world, clerk)
        given = {"scope": "all", "format": form, "columns": "all"}
        sent = clerk("gansu").post("/admin/unit/export/", given)
        assert sent.status_code == 200
        text = text_of(sent.data, form)
        assert "印章编号" in text
        assert "甘-001" in text

    def test_a_past_day_shows_what_it_was(
        self, world: World, clerk: SignIn, hands: MovableClock
    ) -> None:
        name, unit = filled(world, clerk)
        day = hands.today()
        hands.turn(days=2)
        fill(clerk("zhuoni"), unit, **{name: "甘-002"})
        hands.turn(days=2)
        reader = clerk("zhuoni")
        then = page_of(reader, f"/admin/unit/?as_of={day}&columns={name}")
        assert "甘-001" in then
        assert "甘-002" not in then
        found = reader.client.get(f"/api/unit?as_of={day}&{name}=甘-001").get_json()
        assert [row[name] for row in found["rows"]] == ["甘-001"]
        assert reader.client.get(f"/api/unit?{name}=甘-001").get_json()["count"] == 0

    def test_the_api_lists_filters_and_describes_it(self, world: World, doors: Doors) -> None:
        name = define(world)
        unit = world.id("unit-a")
        doors.clerk("zhuoni")
        fill(doors.clerk("zhuoni"), unit, **{name: "甘-001"})
        reader = doors.clerk("zhuoni")
        answer = reader.client.get(f"/api/unit?{name}=甘-001&sort=-{name}").get_json()
        assert [(row["id"], row[name]) for row in answer["rows"]] == [(unit, "甘-001")]
        assert reader.client.get(f"/api/unit/{unit}").get_json()[name] == "甘-001"
        document = reader.client.get("/api/openapi.json").get_json()
        assert name in document["components"]["schemas"]["unit"]["properties"]
        unknown = reader.client.get("/api/unit?own_620000_nothing=1")
        assert unknown.status_code == 400

    @pytest.mark.parametrize("is_nested", [False, True])
    def test_a_combined_condition_takes_it_on_every_door(
        self, is_nested: bool, world: World, doors: Doors
    ) -> None:
        name, unit = filled(world, doors.clerk)
        condition: dict[str, Any] = {name: {"is": "甘-001"}}
        where = json.dumps({"any": [{"all": [condition]}]} if is_nested else condition)
        reader = doors.clerk("zhuoni")
        for door in ("/admin/unit/", "/admin/unit/facets/"):
            asked = {"where": where, **({"field": "state"} if "facets" in door else {})}
            assert reader.get(door, query_string=asked).status_code == 200
        found = reader.get("/api/unit", query_string={"where": where}).get_json()
        assert [row["id"] for row in found["rows"]] == [unit]
        # To whom it is not shown, it is a column that does not exist.
        answer = doors.clerk("shaanxi").get("/api/unit", query_string={"where": where})
        assert answer.status_code == 400
        assert name in str(answer.get_json())
        assert "印章编号" not in str(answer.get_json())

    def test_a_saved_view_keeps_it(self, world: World, clerk: SignIn) -> None:
        name, _unit = filled(world, clerk)
        county = clerk("zhuoni")
        query = f"{name}=甘-001&sort={name}&columns={name}"
        kept = {"entity": "unit", "name": "有印章的", "query": query, "key": "k-1"}
        county.post("/admin/saved_view/save/", kept)
        assert "有印章的" in page_of(county, "/admin/unit/?list=")


class TestWhoSeesIt:
    def doors_of(self, clerk: Clerk, name: str, unit: int) -> list[str]:
        """What every door of the reader shows."""
        pages = [
            page_of(clerk, address)
            for address in (
                "/admin/unit/?list=",
                "/admin/domain/?list=",
                "/admin/saved_view/",
            )
        ]
        api = clerk.client
        pages.append(api.get("/api/openapi.json").get_data(as_text=True))
        pages.append(api.get("/api/unit").get_data(as_text=True))
        for scope in ("all", "filtered"):
            given = {"scope": scope, "format": "csv", "columns": "all"}
            pages.append(clerk.post("/admin/unit/export/", given).get_data(as_text=True))
        return pages

    @pytest.mark.parametrize("username", ["shaanxi"])
    def test_no_door_shows_it_beside_its_province(
        self, username: str, world: World, clerk: SignIn
    ) -> None:
        name, unit = filled(world, clerk)
        stranger = clerk(username)
        for text in self.doors_of(stranger, name, unit):
            assert name not in text
            assert "印章编号" not in text
            assert "甘-001" not in text
        assert stranger.get(f"/admin/unit/details/?id={unit}").status_code == 404
        for asked in (f"{name}=甘-001", f"sort={name}", f"columns={name}"):
            answer = stranger.client.get(f"/api/unit?{asked}")
            assert answer.status_code == 400
        definitions = page_of(stranger, "/admin/field/?list=")
        assert "印章编号" not in definitions
        assert "印章编号" in page_of(clerk("zhuoni"), "/admin/field/?list=")

    def test_a_value_that_came_along_with_its_unit_is_not_shown_beside(
        self, world: World, clerk: SignIn
    ) -> None:
        name, unit = filled(world, clerk)
        with world.writing() as session:
            moved = session.get_one(Unit, unit)
            there = session.scalars(select(Office).where(Office.code == "610000")).one()
            moved.office_id = there.id
            moved.belong_to(there)
        stranger = clerk("shaanxi")
        record = page_of(stranger, f"/admin/unit/details/?id={unit}")
        assert "甘-001" not in record
        assert name not in record

    def test_a_role_that_may_not_see_it_is_shown_nothing(self, world: World, clerk: SignIn) -> None:
        name = define(world, seen_by=(Role.PROVINCE_ADMIN,))
        unit = world.id("unit-a")
        assert fill(clerk("gansu"), unit, **{name: "甘-001"}).status_code == 303
        county = clerk("zhuoni")
        for address in (f"details/?id={unit}", f"edit/?id={unit}", "?list="):
            text = page_of(county, f"/admin/unit/{address}")
            assert "甘-001" not in text
            assert name not in text
        assert county.client.get(f"/api/unit?{name}=甘-001").status_code == 400

    def test_a_role_that_may_not_see_it_finds_nothing_by_its_words(
        self, world: World, clerk: SignIn
    ) -> None:
        name = define(world, seen_by=(Role.PROVINCE_ADMIN,), is_searchable=True)
        unit = world.id("unit-a")
        fill(clerk("gansu"), unit, **{name: "密字七七一"})
        for username, count in (("gansu", 1), ("zhuoni", 0)):
            found = clerk(username).client.get("/api/unit?search=密字七").get_json()
            assert found["count"] == count
            shown = page_of(clerk(username), "/admin/find/?q=密字七")
            assert (f"/admin/unit/details/?id={unit}" in shown) is bool(count)

    def test_a_role_that_may_not_edit_it_leaves_it_as_it_is(
        self, world: World, clerk: SignIn
    ) -> None:
        name = define(world, edited_by=(Role.PROVINCE_ADMIN,))
        unit = world.id("unit-a")
        fill(clerk("gansu"), unit, **{name: "甘-001"})
        county = clerk("zhuoni")
        assert f'name="{name}"' not in page_of(county, f"/admin/unit/edit/?id={unit}")
        fill(county, unit, **{name: "改掉", "contact_name": "另一人"})
        assert "甘-001" in page_of(county, f"/admin/unit/details/?id={unit}")


class TestItsRules:
    def test_a_required_field_must_be_filled_in(self, world: World, clerk: SignIn) -> None:
        define(world, required_from=dt.date(2026, 1, 1))
        refused = fill(clerk("zhuoni"), world.id("unit-a"), contact_name="另一人")
        assert refused.status_code == 422
        assert "“印章编号”必须填写" in refused.get_data(as_text=True)

    def test_a_unique_value_is_refused_twice_whoever_has_it(
        self, world: World, clerk: SignIn
    ) -> None:
        name = define(world, is_unique=True)
        fill(clerk("zhuoni"), world.id("unit-a"), **{name: "甘-001"})
        refused = fill(clerk("lintan"), world.id("unit-c"), **{name: "甘-001"})
        assert refused.status_code == 422
        assert "已被其他记录使用" in refused.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("given", "typed", "said"),
        [
            ({"kind": FieldKind.WHOLE, "least": "5"}, "4", "5"),
            ({"kind": FieldKind.DECIMAL, "most": "2.5"}, "2.6", "2.5"),
            ({"kind": FieldKind.DECIMAL}, "1.23456", "小数"),
            ({"kind": FieldKind.DATE, "least": "2026-01-01"}, "2025-12-31", "2026-01-01"),
            (
                {"kind": FieldKind.DATE_TIME, "most": "2026-01-01 12:00"},
                "2026-01-01T12:01",
                "2026-01-01 12:00",
            ),
            ({"kind": FieldKind.DATE_TIME}, "2026-01-01T25:00", "北京时间"),
            ({"pattern": "[A-Z]{2}[0-9]{3}"}, "A1", "格式"),
            ({"kind": FieldKind.LINK}, "javascript:alert(1)", "网址"),
            (
                {"kind": FieldKind.CHOICE, "choices": "red=红/Red\ngreen=绿/Green"},
                "blue",
                "选择",
            ),
        ],
    )
    def test_a_value_that_breaks_a_rule_is_refused_in_words(
        self, given: dict[str, Any], typed: str, said: str, world: World, clerk: SignIn
    ) -> None:
        name = define(world, **given)
        refused = fill(clerk("zhuoni"), world.id("unit-a"), **{name: typed})
        assert refused.status_code == 422
        assert said in refused.get_data(as_text=True)


KINDS: list[tuple[dict[str, Any], object, str, str]] = [
    ({"kind": FieldKind.TEXT}, "甘-001", "{}=甘-001", "甘-001"),
    ({"kind": FieldKind.LONG_TEXT}, "第一行\n第二行", "{}=yes", "第一行"),
    ({"kind": FieldKind.WHOLE}, "-12", "{}_from=-20&{}_to=-5", "-12"),
    ({"kind": FieldKind.DECIMAL}, "1234.5", "{}_from=1000&{}_to=1234.5", "1,234.5"),
    ({"kind": FieldKind.DATE}, "2026-03-09", "{}_from=2026-03-01&{}_to=2026-03-31", "2026-03-09"),
    (
        {"kind": FieldKind.DATE_TIME},
        "2026-03-09T23:30",
        "{}_from=2026-03-09&{}_to=2026-03-09",
        "2026-03-09 23:30",
    ),
    ({"kind": FieldKind.YES_NO}, "true", "{}=true", "是"),
    ({"kind": FieldKind.CHOICE, "choices": "r=红/Red\ng=绿/Green"}, "g", "{}=g", "绿"),
    ({"kind": FieldKind.CHOICES, "choices": "r=红/Red\ng=绿/Green"}, ["r", "g"], "{}=r", "红、绿"),
    ({"kind": FieldKind.LINK}, "https://a.政务/x", "{}=https://a.政务/x", "https://a.政务/x"),
]


@pytest.mark.parametrize(
    ("given", "typed", "asked", "shown"), KINDS, ids=[each[0]["kind"] for each in KINDS]
)
class TestEachKind:
    def test_a_value_is_stored_shown_and_found(
        self,
        given: dict[str, Any],
        typed: object,
        asked: str,
        shown: str,
        world: World,
        clerk: SignIn,
    ) -> None:
        name, unit = define(world, **given), world.id("unit-a")
        county = clerk("zhuoni")
        saved = fill(county, unit, **{name: typed})
        assert saved.status_code == 303, saved.get_data(as_text=True)[-3000:]
        query = asked.format(*[name] * asked.count("{}"))
        assert shown in page_of(county, f"/admin/unit/?{query}&columns={name}")
        assert shown in page_of(county, f"/admin/unit/details/?id={unit}")
        assert county.client.get(f"/api/unit?{query}").get_json()["count"] == 1
        # What is sent back as it is shown changes nothing.
        again = fill(county, unit, **{name: typed})
        assert again.status_code == 303
        with world.session() as session:
            assert session.get_one(Unit, unit).row_version == 2


class TestTheOrder:
    def test_pages_follow_the_values_with_the_empty_ones_first(
        self, world: World, clerk: SignIn
    ) -> None:
        name = define(world, kind=FieldKind.WHOLE)
        with world.writing() as session:
            field = session.scalars(select(OwnField)).one()
            maker = Maker(session, session.get_one(Office, world.id("office-zhuoni")), NOW)
            units = [maker.unit() for _ in range(30)]
            for number, unit in enumerate(units):
                if number % 3:
                    unit.own_values = {str(field.id): (number * 7) % 30 - 15}
        for username, sort in product(("gansu", "zhuoni"), (name, f"-{name}")):
            reader = clerk(username).client
            whole, address = [], f"/api/unit?sort={sort}&size=20&columns={name}"
            backwards = None
            while address:
                answer = reader.get(address).get_json()
                whole += [(row[name], row["id"]) for row in answer["rows"]]
                address, backwards = answer["next"], answer["previous"]
            expected = sorted(whole, key=lambda row: (row[0] is not None, row[0] or 0, row[1]))
            assert whole == (expected if sort == name else expected[::-1])
            assert len(set(whole)) == len(whole) > 30
            before = reader.get(backwards).get_json()["rows"]
            assert [(r[name], r["id"]) for r in before] == whole[-20 - len(answer["rows"]) :][:20]


class TestConditions:
    def test_a_field_is_asked_for_where_its_condition_holds(
        self, world: World, clerk: SignIn
    ) -> None:
        kind = define(world, code="holder", kind=FieldKind.YES_NO, label="持证", label_en="Holder")
        name = define(world, shown_when="holder", required_when="holder && size(name) > 0")
        unit, county = world.id("unit-a"), clerk("zhuoni")
        edit = f"/admin/unit/edit/?id={unit}"
        assert f'name="{name}"' not in page_of(county, edit)
        unwanted = fill(county, unit, **{name: "甘-001"})
        assert unwanted.status_code == 422
        assert "不填写“印章编号”" in unwanted.text
        assert f'name="{name}"' in unwanted.text, "so that it can be cleared"
        assert fill(county, unit, **{kind: "true", name: "甘-001"}).status_code == 303
        assert f'name="{name}"' in page_of(county, edit)
        # No longer shown, it keeps what it has.
        assert fill(county, unit, **{kind: "false", name: "甘-001"}).status_code == 303
        assert f'name="{name}"' not in page_of(county, edit)
        assert fill(county, unit, **{kind: "true", name: "甘-002"}).status_code == 303
        assert "甘-002" in page_of(county, f"/admin/unit/details/?id={unit}")

    def test_what_a_condition_requires_is_asked_for_by_name(
        self, world: World, clerk: SignIn
    ) -> None:
        kind = define(world, code="holder", kind=FieldKind.YES_NO, label="持证", label_en="Holder")
        name = define(world, shown_when="holder", required_when="holder")
        unit, county = world.id("unit-a"), clerk("zhuoni")
        refused = fill(county, unit, **{kind: "true"})
        assert refused.status_code == 422
        assert "“印章编号”必须填写" in refused.text
        assert f'name="{name}"' in refused.text
        assert fill(county, unit, **{kind: "true", name: "甘-001"}).status_code == 303
        assert fill(county, unit, **{kind: "false"}).status_code == 303


class TestComputed:
    def test_a_computed_field_is_read_everywhere_and_typed_nowhere(
        self, world: World, clerk: SignIn
    ) -> None:
        rooms = define(world, code="rooms", kind=FieldKind.WHOLE, label="间数", label_en="Rooms")
        name = define(world, kind=FieldKind.WHOLE, label="人均", formula="1200 / rooms")
        unit, county = world.id("unit-a"), clerk("zhuoni")
        details = f"/admin/unit/details/?id={unit}"
        assert "人均" in page_of(county, details)
        assert "没有填写，所以没有结果" in page_of(county, details)
        assert f'name="{name}"' not in page_of(county, f"/admin/unit/edit/?id={unit}")
        assert fill(county, unit, **{rooms: "3", name: "9"}).status_code == 303
        assert county.client.get(f"/api/unit?{name}_from=400&{name}_to=400").json["count"] == 1
        assert "没有结果" not in page_of(county, details)
        assert "400" in page_of(county, f"/admin/unit/?columns={name}&sort=-{name}")
        assert fill(county, unit, **{rooms: "0"}).status_code == 303
        assert "除以零" in page_of(county, details)
        assert county.client.get(f"/api/unit?{name}_from=400&{name}_to=400").json["count"] == 0
