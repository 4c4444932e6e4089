"""The seminars that test_growth.py adds to a clone of the tree, tried there on both engines."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from sqlalchemy import inspect, select

from actions.permissions import action_of
from admin_app.cli import generated_docs
from admin_app.grid.planning.selection import Selection
from models.core.journal import Door, JournalEntry
from tests.admin_app.conftest import app, doors, hands
from tests.conftest import migrate
from tests.support.pages.doors import DOORS, Doors, End, told

__all__ = ["app", "doors", "hands"]

HOLD = action_of("hold_seminar")
GIVEN = {"held_on": "2026-06-09"}


@pytest.fixture
def seminars(doors: Doors) -> list[int]:
    """Three of Zhuoni's; one of its sister's."""
    keys = []
    for username, subject, day in (
        ("zhuoni", "域名安全", "2026-06-01"),
        ("zhuoni", "=表格", "2026-06-03"),
        ("zhuoni", "W3 没有日期", ""),
        ("lintan", "临潭的研讨会", "2026-06-02"),
    ):
        form = {"subject": subject, "held_on": day}
        answer = doors.clerk(username).post("/admin/seminar/new/", form)
        assert answer.status_code == 303, told(answer)
        keys.append(int(answer.location.partition("id=")[2]))
    return keys


def listed(doors: Doors, query: str, username: str = "zhuoni") -> list[str]:
    answer = doors.app.test_client().get(f"/api/seminar?{query}", headers=doors.bearer(username))
    assert answer.status_code == 200, answer.json
    return [row["subject"] for row in answer.json["rows"]]


class TestTheSeminarEntity:
    def test_the_seminar_entity_has_an_entry_in_the_menu(self, doors: Doors) -> None:
        page = doors.clerk("zhuoni").get("/admin/").get_data(as_text=True)
        assert '<a href="/admin/seminar/">研讨会</a>' in page

    @pytest.mark.usefixtures("seminars")
    def test_the_seminar_entity_has_a_list(self, doors: Doors) -> None:
        page = told(doors.clerk("zhuoni").get("/admin/seminar/"))
        for said in ("举办日期", "预算费用", "待举办", "域名安全", "2026-06-01"):
            assert said in page, said

    @pytest.mark.usefixtures("seminars")
    def test_the_seminar_entity_has_a_list_in_english(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        clerk.get("/locale/en")
        page = told(clerk.get("/admin/seminar/", headers={"Accept-Language": "en"}))
        for said in ("Held on", "Budgeted cost", "Planned"):
            assert said in page, said

    @pytest.mark.usefixtures("seminars")
    def test_the_seminar_entity_has_filters_search_and_order(self, doors: Doors) -> None:
        assert listed(doors, "held_on_from=2026-06-02") == ["=表格"]
        assert listed(doors, "state=held") == []
        assert len(listed(doors, "cost_fen_to=0&sort=id")) == 3
        assert listed(doors, "search=w3") == ["W3 没有日期"]
        assert listed(doors, "office_code=623021", "gansu") == ["临潭的研讨会"]

    def test_the_seminar_entity_has_a_form_that_edits(
        self, doors: Doors, seminars: list[int]
    ) -> None:
        url = f"/admin/seminar/edit/?id={seminars[0]}"
        clerk = doors.clerk("zhuoni")
        assert "举办日期" in told(clerk.get(url))
        form = {"subject": "域名安全（二）", "held_on": "2026-06-05", "row_version": "1"}
        answer = clerk.post(url, form)
        assert answer.status_code == 303
        assert clerk.post(url, {**form, "subject": "旧版本"}).status_code == 409
        page = told(clerk.get(answer.location))
        assert "修改研讨会" in page
        assert "域名安全（二）" in page

    @pytest.mark.usefixtures("seminars")
    def test_the_seminar_entity_has_a_file(self, doors: Doors) -> None:
        with doors.app.app_context():
            token = Selection("seminar", doors.world.actor("zhuoni").key, query="sort=id").sign()
        form = {"scope": "filtered", "columns": "all", "selection": token}
        answer = doors.clerk("zhuoni").post("/admin/seminar/export/", form)
        lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
        assert lines[0][:4] == ["主题", "举办日期", "预算费用", "状态"]
        assert lines[1][:4] == ["域名安全", "2026-06-01", "0.00", "待举办"]
        assert lines[2][0] == "'=表格"

    def test_the_seminar_entity_has_rows_in_the_api(
        self, doors: Doors, seminars: list[int]
    ) -> None:
        client, header = doors.app.test_client(), doors.bearer("zhuoni")
        row = client.get(f"/api/seminar/{seminars[0]}", headers=header).json
        assert (row["subject"], row["state"]) == ("域名安全", "planned")
        assert client.get(f"/api/seminar/{seminars[3]}", headers=header).status_code == 404

    def test_the_seminar_entity_is_scoped_at_every_door(
        self, doors: Doors, seminars: list[int]
    ) -> None:
        clerk = doors.clerk("zhuoni")
        assert "临潭的研讨会" not in clerk.get("/admin/seminar/").get_data(as_text=True)
        for door in ("details", "edit"):
            assert clerk.get(f"/admin/seminar/{door}/?id={seminars[3]}").status_code == 404
        assert listed(doors, "", "shaanxi") == []
        assert len(listed(doors, "", "gannan")) == 4
        assert doors.clerk("unit-a").get("/admin/seminar/").status_code == 403

    @pytest.mark.usefixtures("seminars")
    def test_the_seminar_entity_is_journaled(self, doors: Doors) -> None:
        with doors.world.session("zhuoni") as session:
            made = select(JournalEntry).where(JournalEntry.action == "create_seminar")
            assert [entry.actor_name for entry in session.scalars(made)] == ["卓尼管理员"] * 3
        assert "新增研讨会" in told(doors.clerk("zhuoni").get("/admin/journal/"))


class TestTheSeminarAction:
    def test_the_seminar_action_has_a_button_and_a_plan(
        self, doors: Doors, seminars: list[int]
    ) -> None:
        page = doors.clerk("zhuoni").get("/admin/seminar/").get_data(as_text=True)
        assert 'value="hold_seminar">举办研讨会</button>' in page
        opened = doors.plan(HOLD, "zhuoni", seminars[:3])
        shown = doors.confirm(HOLD, "zhuoni", opened, GIVEN, press="recalculate")
        for said in ("举办日期", "域名安全", "可以办理"):
            assert said in told(shown), said

    @pytest.mark.parametrize("door", DOORS)
    def test_the_seminar_action_is_done_at_every_door(
        self, doors: Doors, seminars: list[int], door: Door
    ) -> None:
        done = doors.call(HOLD, "zhuoni", seminars[:2], GIVEN, door=door)
        assert done.end is End.DONE, done.said
        assert listed(doors, "state=held&sort=id") == ["域名安全", "=表格"]

    @pytest.mark.parametrize("door", DOORS)
    def test_the_seminar_action_is_refused_at_every_door(
        self, doors: Doors, seminars: list[int], door: Door
    ) -> None:
        refused = doors.call(HOLD, "zhuoni", [seminars[3]], GIVEN, door=door)
        assert refused.end is End.REFUSED
        assert "没有找到这条记录" in refused.said

    def test_the_seminar_action_is_closed_to_other_roles(
        self, doors: Doors, seminars: list[int]
    ) -> None:
        assert doors.plan(HOLD, "zhuoni-viewer", seminars[:1]).status_code == 403

    def test_the_seminar_action_is_described_for_programs(self, doors: Doors) -> None:
        answer = doors.app.test_client().get("/api/openapi.json", headers=doors.bearer("zhuoni"))
        assert "/api/actions/hold_seminar" in json.dumps(answer.json)


def test_the_docs_of_seminars_are_drawn(doors: Doors) -> None:
    with doors.app.app_context():
        pages = generated_docs.pages(doors.app)
    assert "举办研讨会 `hold_seminar`" in pages["actions.md"]
    assert "planned --> held: hold" in pages["lifecycles.md"]
    assert "CREATE TABLE seminar" in pages["schema.sql"]


def test_the_migration_makes_the_table_of_seminars_and_takes_it_away(empty_engine: Any) -> None:
    migrate(empty_engine)
    assert inspect(empty_engine).has_table("seminar")
    migrate(empty_engine, "base")
    assert not inspect(empty_engine).has_table("seminar")
