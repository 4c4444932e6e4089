"""A cell edited where it stands: saved, refused in words, overtaken, forbidden, or not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from models.units.unit import Unit
from tests.support.database.database_digest import digest
from tests.support.database.journal import run_count
from tests.support.pages.doors import Doors
from tests.support.world.neighbours import ABSENT


def url(doors: Doors, name: str = "contact_phone", unit: str = "unit-a") -> str:
    return f"/admin/unit/cell/?id={doors.world.id(unit)}&name={name}"


def save(doors: Doors, who: str, value: str, version: int | None = None) -> TestResponse:
    clerk = doors.clerk(who)
    version = version or row(doors).row_version
    form = {"value": value, "row_version": str(version), "key": f"cell-{who}-{value}-{version}"}
    return clerk.post(url(doors), form)


def row(doors: Doors) -> Any:
    with doors.world.session() as session:
        return session.get_one(Unit, doors.world.id("unit-a"))


class TestACell:
    def test_a_cell_is_saved_and_drawn_anew(self, doors: Doors) -> None:
        form = doors.clerk("zhuoni").get(url(doors))
        assert form.status_code == 200
        assert 'name="value"' in form.get_data(as_text=True)
        before = row(doors)
        answer = save(doors, "zhuoni", "0941-3621234")
        assert answer.status_code == 200
        assert answer.get_data(as_text=True).strip().startswith("0941-3621234<a")
        after = row(doors)
        assert after.contact_phone == "0941-3621234"
        assert after.row_version == before.row_version + 1
        assert (after.contact_name, after.address) == (before.contact_name, before.address)

    def test_a_cell_that_is_refused_says_why_and_keeps_what_was_typed(self, doors: Doors) -> None:
        doors.clerk("zhuoni")
        before = digest(doors.world.engine)
        answer = save(doors, "zhuoni", "9" * 300)
        assert answer.status_code == 422
        assert "9" * 300 in answer.get_data(as_text=True)
        assert 'role="alert"' in answer.get_data(as_text=True)
        assert digest(doors.world.engine) == before

    def test_a_cell_that_was_overtaken_shows_the_other_s_value_and_two_ways(
        self, doors: Doors
    ) -> None:
        stale = row(doors).row_version
        save(doors, "gannan", "0941-0000001")
        answer = save(doors, "zhuoni", "0941-0000002", stale)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "0941-0000001" in page
        assert 'value="0941-0000002"' in page
        assert "仍用我填写的" in page
        assert "采用已保存的" in page
        assert row(doors).contact_phone == "0941-0000001"
        version = re.search(r'name="row_version" value="(\d+)"', page)
        assert version is not None
        assert save(doors, "zhuoni", "0941-0000002", int(version[1])).status_code == 200
        assert row(doors).contact_phone == "0941-0000002"

    def test_a_cell_is_left_by_taking_what_is_saved(self, sqlite_doors: Doors) -> None:
        answer = sqlite_doors.clerk("zhuoni").get(url(sqlite_doors) + "&shown=1")
        assert "data-cell=" in answer.get_data(as_text=True)
        assert 'name="value"' not in answer.get_data(as_text=True)

    def test_a_cell_is_not_for_who_only_looks(self, sqlite_doors: Doors) -> None:
        sqlite_doors.clerk("zhuoni-viewer")
        before = digest(sqlite_doors.world.engine)
        answer = save(sqlite_doors, "zhuoni-viewer", "0941-3621000")
        assert answer.status_code == 403
        assert 'role="alert"' in answer.get_data(as_text=True)
        assert digest(sqlite_doors.world.engine) == before

    def test_outside_the_scope_is_as_one_that_is_not_there(self, doors: Doors) -> None:
        clerk = doors.clerk("lintan")
        form = {"value": "1", "row_version": "1", "key": "k"}
        for where in (url(doors), f"/admin/unit/cell/?id={ABSENT}&name=contact_phone"):
            assert clerk.get(where).status_code == 404
            assert clerk.post(where, form).status_code == 404

    @pytest.mark.parametrize("name", ["name", "uscc", "state", "invoice_title", "nothing", ""])
    def test_a_cell_of_what_is_not_harmless_is_none(self, sqlite_doors: Doors, name: str) -> None:
        where = url(sqlite_doors, name)
        assert sqlite_doors.clerk("zhuoni").get(where).status_code == 404
        assert sqlite_doors.clerk("zhuoni").post(where, {"value": "1"}).status_code == 404


class TestAPencil:
    def test_a_pencil_leads_to_the_form_without_a_script(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni").get("/admin/unit/").get_data(as_text=True)
        pencil = re.search(r'class="pencil" href="([^"]+)"[^>]*aria-label="([^"]+)"', page)
        assert pencil is not None
        assert "修改联系人：" in pencil[2]
        assert sqlite_doors.clerk("zhuoni").get(pencil[1]).status_code == 200

    def test_a_pencil_is_not_shown_to_who_only_looks(self, sqlite_doors: Doors) -> None:
        page = sqlite_doors.clerk("zhuoni-viewer").get("/admin/unit/")
        assert "pencil" not in page.get_data(as_text=True)


class TestWhatACellSays:
    def test_a_cell_says_that_it_is_saved_or_was_not_changed(self, doors: Doors) -> None:
        saved = save(doors, "zhuoni", "0941-3621234")
        assert re.search(r'role="status">已保存<', saved.text)
        before = run_count(doors.world)
        same = save(doors, "zhuoni", "0941-3621234")
        assert run_count(doors.world) == before
        assert re.search(r'role="status">没有改动<', same.text)
