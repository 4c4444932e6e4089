"""Reports group and add up by the fields that offices defined, as by built-in columns."""

from __future__ import annotations

import re

import pytest

from models.definitions.own_field import FieldKind
from models.users.user import Role
from tests.admin_app.grid.test_own_fields import define as define_field
from tests.admin_app.grid.test_own_fields import fill
from tests.support.definitions.reports import define
from tests.support.pages.doors import Doors, told
from tests.support.pages.unit_pages import ways

ADDRESS = "/admin/report/gansu_by_state/"


@pytest.mark.parametrize(
    ("kind", "value", "span", "group"),
    [
        (FieldKind.CHOICE, "steel", "", "钢印"),
        (FieldKind.YES_NO, "true", "", "是"),
        (FieldKind.TEXT, "甲方", "", "甲方"),
        (FieldKind.WHOLE, "7", "", "7"),
        (FieldKind.DATE, "2026-03-05", ":day", "2026-03-05"),
        (FieldKind.DATE, "2026-03-05", ":month", "2026-03"),
        (FieldKind.DATE, "2026-03-05", ":quarter", "2026-Q1"),
        (FieldKind.DATE, "2026-03-05", ":year", "2026"),
        (FieldKind.DATE_TIME, "2026-03-31 23:30", ":month", "2026-03"),
        (FieldKind.DATE_TIME, "2026-04-01 00:30", ":quarter", "2026-Q2"),
    ],
)
def test_groups_of_a_field_of_ones_own_lead_to_their_rows_and_add_up(
    doors: Doors, kind: FieldKind, value: str, span: str, group: str
) -> None:
    world, clerk = doors.world, doors.clerk("zhuoni")
    words = {"choices": "steel=钢印/Steel"} if kind is FieldKind.CHOICE else {}
    name = define_field(world, kind=kind, **words)
    whole = define_field(world, code="staff", label="人数", kind=FieldKind.WHOLE)
    area = define_field(world, code="area", label="面积", kind=FieldKind.DECIMAL)
    given = {name: value, whole: "12", area: "7.25"}
    assert fill(clerk, world.id("unit-a"), **given).status_code == 303
    figures = f"count,sum:{whole},average:{area},most:{area}"
    define(world, "gansu", entity="unit", group_by=f"{name}{span}", figures=figures)
    page = clerk.get(ADDRESS)
    assert page.status_code == 200
    line = next(
        line for line in re.findall(r"<tr.*?\n", page.get_data(as_text=True)) if group in line
    )
    assert re.findall(r">([\d.,]+)<", line.partition("</a>")[2]) == ["1", "12", "7.25", "7.25"]
    links = [url for url in ways(page) if "where=" in url and "unit" in url]
    assert links
    for url in links:
        assert clerk.get(url).status_code == 200
    assert "面积" not in told(doors.clerk("shaanxi").get("/admin/report/draft/?entity=unit"))
    assert "面积" in told(clerk.get("/admin/report/draft/?entity=unit"))


def test_masked_fields_are_neither_grouped_nor_added_up(sqlite_doors: Doors) -> None:
    world = sqlite_doors.world
    name = define_field(world, kind=FieldKind.WHOLE, whole_for=(Role.PROVINCE_ADMIN,))
    for asked in (f"group_by={name}", f"figures=sum:{name}"):
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/report/draft/?entity=unit&{asked}")
        assert page.status_code == 400
