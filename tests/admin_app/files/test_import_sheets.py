"""Fields of one's own as columns of a sheet: export, change, bring back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models.definitions.own_field import FieldEntity, FieldKind
from models.domains.domain import Domain
from models.imports.sheet import ImportRow, ImportRowState
from models.units.unit import Unit
from tests.admin_app.files.test_sheet_reader import book
from tests.admin_app.grid.test_own_fields import define, fill
from tests.admin_app.pages.workspace.test_import_upload import mapped
from tests.admin_app.pages.workspace.test_imports import (
    DOMAIN_HEADINGS,
    UNIT_HEADINGS,
    accept_all,
    as_csv,
    sheet_id,
    states,
    upload,
    uscc,
)
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import carried
from tests.support.world.cast import NOW, World

SignIn = Callable[[str], Clerk]

#: Kind → what is stored first, and what the changed sheet says in words.
CHANGES: dict[FieldKind, tuple[object, str, object]] = {
    FieldKind.TEXT: ("甲", "乙", "乙"),
    FieldKind.LONG_TEXT: ("甲", "乙丙", "乙丙"),
    FieldKind.WHOLE: ("12345", "23456", 23456),
    FieldKind.DECIMAL: ("1234.5", "2,345.25", 23452500),
    FieldKind.DATE: ("2026-01-05", "2026/2/6", "2026-02-06"),
    FieldKind.YES_NO: ("true", "否", "false"),
    FieldKind.CHOICE: ("red", "蓝色", "blue"),
    FieldKind.CHOICES: (["red"], "蓝色、红、绿", ["red_green", "blue"]),
    FieldKind.LINK: ("https://a.example/x", "https://b.example/y", "https://b.example/y"),
}
WORDS = "red=红色/Red\nred_green=红、绿/Red and green\nblue=蓝色/Blue"


def exported(clerk: Clerk, form: str = "csv", language: str = "") -> list[list[str]]:
    """The rows of all units as an export has them, headings first."""
    if language:
        clerk.post("/admin/language/", {"language": language})
    sent = clerk.post("/admin/unit/export/", {"scope": "all", "format": form, "columns": "all"})
    assert sent.status_code == 200
    return [*csv.reader(io.StringIO(sent.data.decode("utf-8-sig")))]


def changed(rows: list[list[str]], unit: int, values: dict[str, str]) -> list[tuple[str, ...]]:
    """The exported headings and the row of one unit, with these cells changed."""
    headings = rows[0]
    at = next(i for i, each in enumerate(headings) if each in {"记录编号", "Record ID"})
    (row,) = [list(each) for each in rows[1:] if each[at] == str(unit)]
    for heading, text in values.items():
        row[headings.index(heading)] = text
    return [tuple(headings), tuple(row)]


def taken(clerk: Clerk, world: World, key: int, **given: str) -> Any:
    """Confirm the changes of all rows of a sheet."""
    url = "/admin/import_row/action/?action=accept_changes"
    with world.session() as session:
        ids = session.scalars(select(ImportRow.id).where(ImportRow.sheet_id == key)).all()
    planned = clerk.post(url, {"ids": [str(each) for each in ids], "key": "", **given})
    assert planned.status_code == 200
    return planned, clerk.post(url, {**carried(planned), **given, "confirm": "1"})


def own_of(world: World, unit: int) -> list[object]:
    with world.session() as session:
        return list(session.get_one(Unit, unit).own_values.values())


@pytest.mark.parametrize("kind", list(CHANGES), ids=lambda kind: kind.value)
def test_a_changed_cell_of_an_export_is_taken_like_a_built_in_one(
    kind: FieldKind, world: World, clerk: SignIn
) -> None:
    has_words = {"choices": WORDS} if kind in {FieldKind.CHOICE, FieldKind.CHOICES} else {}
    name, unit = define(world, kind=kind, **has_words), world.id("unit-a")
    before, text, stored = CHANGES[kind]
    county = clerk("zhuoni")
    assert fill(county, unit, **{name: before}).status_code == 303
    key = sheet_id(
        upload(county, "units", as_csv(*changed(exported(county), unit, {"印章编号": text})))
    )
    assert states(world, key) == [ImportRowState.CHANGED]
    page = county.get(f"/admin/imports/sheet/?id={key}").get_data(as_text=True)
    assert "印章编号：" in page
    assert "own_values" not in page
    planned, done = taken(county, world, key)
    assert "own_values" not in planned.get_data(as_text=True)
    assert done.status_code == 303
    assert own_of(world, unit) == [stored]
    # The same sheet again changes nothing.
    again = changed(exported(county), unit, {})
    assert states(world, sheet_id(upload(county, "units", as_csv(*again)))) == [
        ImportRowState.KNOWN
    ]


def test_a_workbook_and_english_headings_are_understood(world: World, clerk: SignIn) -> None:
    define(world)
    unit, county = world.id("unit-a"), clerk("zhuoni")
    rows = changed(exported(county), unit, {"印章编号": "甲-002"})
    english = [tuple(h.replace("印章编号", "Seal number") for h in rows[0]), rows[1]]
    key = sheet_id(upload(county, "units", book(english), "单位.xlsx"))
    assert states(world, key) == [ImportRowState.CHANGED]
    taken(county, world, key)
    assert own_of(world, unit) == ["甲-002"]


def test_the_rules_of_a_definition_hold_in_a_sheet(world: World, clerk: SignIn) -> None:
    define(world, least="2", pattern="[A-Z]+")
    define(world, code="year", label="年份", label_en="Year", required_from=NOW.date())
    define(world, code="no", label="编号", label_en="No.", kind=FieldKind.WHOLE, is_unique=True)
    unit, county = world.id("unit-a"), clerk("zhuoni")
    rows = exported(county)
    for values, said in (
        ({"印章编号": "甲乙", "年份": "2026"}, "不符合规定的格式"),
        ({"印章编号": "ABC"}, "“年份”必须填写"),
        ({"编号": "x", "年份": "2026"}, "编号"),
    ):
        sheet = as_csv(*changed(rows, unit, values))
        key = sheet_id(upload(county, "units", sheet))
        assert states(world, key) == [ImportRowState.REFUSED]
        assert said in county.get(f"/admin/imports/returned/?id={key}&form=csv").text


def test_a_value_of_a_unique_field_is_refused_to_a_second_row(world: World, clerk: SignIn) -> None:
    name = define(world, kind=FieldKind.WHOLE, is_unique=True)
    province = clerk("gansu")
    unit, other = world.id("unit-a"), world.id("unit-b")
    rows = exported(province)
    headings, first = changed(rows, unit, {"印章编号": "7"})
    _headings, second = changed(rows, other, {"印章编号": "7"})
    key = sheet_id(upload(province, "units", as_csv(headings, first, second)))
    assert states(world, key) == [ImportRowState.CHANGED, ImportRowState.REFUSED]
    assert fill(clerk("gansu"), other, **{name: "8"}).status_code == 303
    _headings, third = changed(rows, unit, {"印章编号": "8"})
    key = sheet_id(upload(province, "units", as_csv(headings, third)))
    assert states(world, key) == [ImportRowState.REFUSED]


def test_a_field_changed_since_the_export_is_a_conflict_and_says_its_label(
    world: World, clerk: SignIn
) -> None:
    name = define(world, kind=FieldKind.CHOICE, choices=WORDS)
    unit, county = world.id("unit-a"), clerk("zhuoni")
    rows = changed(exported(county), unit, {"印章编号": "红色"})
    fill(county, unit, **{name: "blue"})
    key = sheet_id(upload(county, "units", as_csv(*rows)))
    assert states(world, key) == [ImportRowState.CONFLICT]
    planned, _refused = taken(county, world, key)
    assert "“印章编号”在导出后已由" in planned.get_data(as_text=True)
    _planned, done = taken(county, world, key, overwrite="y")
    assert done.status_code == 303
    assert own_of(world, unit) == ["red"]


def test_two_owners_with_the_same_label_are_told_apart(world: World, clerk: SignIn) -> None:
    define(world, by="conac")
    define(world)
    unit, county = world.id("unit-a"), clerk("zhuoni")
    rows = exported(county)
    assert {"印章编号（000000）", "印章编号（620000）"} <= set(rows[0])
    values = {"印章编号（000000）": "N", "印章编号（620000）": "P"}
    key = sheet_id(upload(county, "units", as_csv(*changed(rows, unit, values))))
    taken(county, world, key)
    assert own_of(world, unit) == ["N", "P"]
    template = county.get("/admin/imports/template/?kind=units&form=csv").text
    assert "印章编号（000000）" in template
    # The registry itself has its own alone.
    assert "印章编号（" not in clerk("conac").get("/admin/unit/?columns=all").text


def test_a_sheet_of_another_province_does_not_know_the_field(world: World, clerk: SignIn) -> None:
    define(world)
    sister = clerk("shaanxi")
    for end in ("csv", "xlsx"):
        template = sister.get(f"/admin/imports/template/?kind=units&form={end}")
        assert "印章编号".encode() not in template.data
    content = as_csv(("单位名称", "统一社会信用代码", "印章编号"), ("某局", "1", "甲"))
    answer = upload(sister, "units", content)
    # The column is unknown, so the page asks what it is, and does not offer the field.
    assert answer.status_code == 200
    assert "own_values" not in answer.get_data(as_text=True)


def test_a_heading_that_a_person_mapped_to_a_field_is_remembered(
    world: World, clerk: SignIn
) -> None:
    define(world)
    unit, county = world.id("unit-a"), clerk("zhuoni")
    rows = changed(exported(county), unit, {"印章编号": "甲-3"})
    content = as_csv(tuple(h.replace("印章编号", "章号") for h in rows[0]), rows[1])
    asked = upload(county, "units", content)
    code = re.findall(r'value="(own_values\.\d+)"', asked.get_data(as_text=True))[0]
    key = sheet_id(mapped(county, asked, {rows[0].index("印章编号"): code}))
    assert states(world, key) == [ImportRowState.CHANGED]
    assert upload(county, "units", content, key="again").status_code == 303


STAGED, REFUSED = ImportRowState.STAGED, ImportRowState.REFUSED


def unit_row(name: str, *cells: str) -> tuple[str, ...]:
    return (name, uscc("11"), "", "", "", *cells)


def test_a_new_unit_has_the_values_of_its_row_or_the_default(world: World, clerk: SignIn) -> None:
    define(world, kind=FieldKind.WHOLE, default_value="5")
    rows = (
        (*UNIT_HEADINGS, "印章编号"),
        unit_row("卓尼县审计局", "7"),
        unit_row("卓尼县水务局", ""),
        unit_row("卓尼县粮食局", "七"),
    )
    county = clerk("zhuoni")
    key = sheet_id(upload(county, "units", as_csv(*rows)))
    assert states(world, key) == [STAGED, STAGED, REFUSED]
    assert accept_all(county, key).status_code == 303
    with world.session() as session:
        wanted = select(Unit.name, Unit.own_values).where(Unit.name.in_([r[0] for r in rows]))
        found = {name: list(values.values()) for name, values in session.execute(wanted)}
    assert found == {"卓尼县审计局": [7], "卓尼县水务局": [5]}
    assert "7" in county.get("/admin/unit/?columns=own_620000_seal_no&own_620000_seal_no=7-7").text


def test_required_from_a_day_holds_for_new_rows(world: World, clerk: SignIn) -> None:
    define(world, required_from=NOW.date())
    define(
        world, code="later", label="以后", label_en="Later",
        required_from=NOW.date() + dt.timedelta(days=30),
    )  # fmt: skip
    rows = (
        (*UNIT_HEADINGS, "印章编号"),
        unit_row("卓尼县审计局", "7"),
        unit_row("卓尼县水务局", ""),
    )
    county = clerk("zhuoni")
    assert "印章编号*" in county.get("/admin/imports/template/?kind=units&form=csv").text
    key = sheet_id(upload(county, "units", as_csv(*rows)))
    assert states(world, key) == [STAGED, REFUSED]
    assert "“印章编号”必须填写" in county.get(f"/admin/imports/returned/?id={key}&form=csv").text
    # A unit that comes along with a name cannot have it, so the name must wait for the unit.
    names = as_csv(DOMAIN_HEADINGS, ("卓尼县粮食局", uscc("11"), "卓尼县粮食局.政务", "2", "", ""))
    assert states(world, sheet_id(upload(county, "domains", names))) == [REFUSED]


def test_two_new_rows_do_not_share_a_value_of_a_unique_field(world: World, clerk: SignIn) -> None:
    define(world, is_unique=True)
    rows = (
        (*UNIT_HEADINGS, "印章编号"),
        unit_row("卓尼县审计局", "A1"),
        unit_row("卓尼县水务局", "A1"),
    )
    county = clerk("zhuoni")
    key = sheet_id(upload(county, "units", as_csv(*rows)))
    assert states(world, key) == [STAGED, REFUSED]
    assert accept_all(county, key).status_code == 303


def test_a_new_name_has_the_values_of_its_row(world: World, clerk: SignIn) -> None:
    define(world, entity=FieldEntity.DOMAIN)
    rows = (
        (*DOMAIN_HEADINGS, "印章编号"),
        ("卓尼县教育局", "", "卓尼教育局.政务", "2", "", "", "甲"),
    )
    county = clerk("zhuoni")
    key = sheet_id(upload(county, "domains", as_csv(*rows)))
    assert states(world, key) == [STAGED]
    assert accept_all(county, key).status_code == 303
    with world.session() as session:
        values = session.scalars(select(Domain.own_values).order_by(Domain.id.desc())).first()
    assert values is not None
    assert list(values.values()) == ["甲"]
