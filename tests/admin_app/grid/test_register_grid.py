"""The rows of a register stand wherever those of a built-in list do, for those who read them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from actions.registers.move_register_rows import MOVE_REGISTER_ROWS
from models.core.journal import JournalEntry
from models.invariants import REGISTER_ROWS, breaches
from models.registers.register_row import RegisterRow
from models.users.user import Role
from tests.support.definitions.registers import enter, open_training
from tests.support.definitions.reports import define
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, End, told
from tests.support.pages.unit_pages import ways
from tests.support.world.cast import World

SignIn = Callable[[str], Clerk]
LIST = "/admin/register/training/"
API = "/api/register/training"


def page_of(clerk: Clerk, address: str, status: int = 200) -> str:
    answer = clerk.get(address)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status, text[-3000:]
    return text


def own(office: str, key: str) -> str:
    return f"own_{office}_{key}"


class TestARegisterOfACounty:
    def test_a_row_is_entered_listed_opened_and_edited_by_forms(
        self, world: World, clerk: SignIn
    ) -> None:
        open_training(world)
        county = clerk("zhuoni")
        assert "讲师" in page_of(county, f"{LIST}new/")
        lecturer, held_on = own("623022", "lecturer"), own("623022", "held_on")
        form = {"title": "域名培训", lecturer: "王老师", held_on: "2026-11-20"}
        saved = county.post(f"{LIST}new/", {**form, "key": secrets.token_urlsafe(8)})
        assert saved.status_code == 303, saved.get_data(as_text=True)[-3000:]
        listed = page_of(county, LIST)
        assert "培训登记" in listed
        assert re.search(r"PX-\d{4}-0001", listed)
        for word in ("域名培训", "王老师", "计划中"):
            assert word in listed
        with world.session("zhuoni") as session:
            row = session.query(RegisterRow).one()
        record = page_of(county, f"{LIST}details/?id={row.id}")
        assert "王老师" in record
        edited = county.post(
            f"{LIST}edit/?id={row.id}",
            {**form, "title": "新培训", "row_version": "1", "key": secrets.token_urlsafe(8)},
        )
        assert edited.status_code == 303, edited.get_data(as_text=True)[-3000:]
        assert "新培训" in page_of(county, LIST)

    def test_rows_are_filtered_sorted_grouped_and_exported(
        self, world: World, clerk: SignIn
    ) -> None:
        open_training(world)
        county, attendees = clerk("zhuoni"), own("623022", "attendees")
        enter(world, "zhuoni", "training", "大会", **{attendees: "90"})
        enter(world, "zhuoni", "training", "小会", **{attendees: "9"})
        few = page_of(county, f"{LIST}?{attendees}_to=10")
        assert "小会" in few
        assert "大会" not in few
        assert "大会" in page_of(county, f"{LIST}?state=planned&sort=-{attendees}")
        assert "没有" in page_of(county, f"{LIST}?state=held")
        assert "计划中" in page_of(county, f"{LIST}?group=state")
        page_of(county, "/api/register/training?state=unknown", 400)
        for form in ("csv", "xlsx"):
            file = county.post(f"{LIST}export/", {"query": "", "format": form})
            assert file.status_code == 200
        csv = county.post(f"{LIST}export/", {"query": "", "format": "csv"}).get_data()
        assert "计划中" in csv.decode("utf-8-sig")
        assert "大会" in page_of(county, f"{LIST}?as_of=2026-11-24")

    def test_rows_are_moved_in_batches_as_the_register_allows(
        self, doors: Doors, clerk: SignIn
    ) -> None:
        world = doors.world
        open_training(world)
        keys = [enter(world, "zhuoni", "training", f"培训{n}") for n in range(3)]
        county = clerk("zhuoni")
        form: dict[str, Any] = {"action": "move_register_rows", "ids": [str(k) for k in keys]}
        plan = county.post(f"{LIST}action/", form).get_data(as_text=True)
        assert "已举办" in plan
        assert "维修中" not in plan
        done = doors.call(MOVE_REGISTER_ROWS, "zhuoni", keys, {"row_state": "held"})
        assert done.end is End.DONE, done.said
        moved = page_of(county, f"{LIST}?columns=title,state&state=held").partition("<tbody")[2]
        assert "计划中" not in moved
        assert moved.count("已举办") >= len(keys)
        timeline = page_of(county, f"{LIST}details/?id={keys[0]}")
        assert not re.search(r"\b(planned|held)\b", re.sub(r"<[^>]*>", " ", timeline))
        again = doors.call(MOVE_REGISTER_ROWS, "zhuoni", keys[:1], {"row_state": "held"})
        assert "已经是“已举办”" in str(again.said)
        back = doors.call(MOVE_REGISTER_ROWS, "zhuoni", keys[:1], {"row_state": "planned"})
        assert "没有规定" in str(back.said)

    def test_strangers_meet_it_by_no_door(self, world: World, clerk: SignIn) -> None:
        register = open_training(world)
        row = enter(world, "zhuoni", "training", "机密培训")
        for who in ("lintan", "shaanxi"):
            stranger = clerk(who)
            assert "机密培训" not in page_of(stranger, LIST, 404)
            assert "机密培训" not in page_of(stranger, "/admin/register/623022.training/", 404)
            assert "培训登记" not in page_of(stranger, "/admin/register/")
            assert "机密培训" not in page_of(stranger, "/admin/register_row/")
            page_of(stranger, f"/admin/register_row/details/?id={row}", 404)
            page_of(stranger, f"/admin/register/details/?id={register}", 404)
            page_of(stranger, f"/admin/register_rows/?id={register}", 404)
            page_of(stranger, f"/admin/timeline/?entity=register_row&id={row}", 404)
            page_of(stranger, "/api/register/training", 404)
            page_of(stranger, f"/api/register_row/{row}", 404)
            assert "机密培训" not in page_of(stranger, "/admin/journal/")
            assert "623022.training" not in page_of(stranger, "/api/openapi.json")
        for address in ("/admin/register/", "/admin/register_row/"):
            page_of(clerk("unit-a"), address, 403)
        for key in ("training", "623022.training", "none"):
            page_of(clerk("unit-a"), f"/admin/register/{key}/", 404)
            page_of(clerk("unit-a"), f"/api/register/{key}", 404)

    def test_a_role_that_does_not_read_a_register_meets_its_rows_by_no_door(
        self, world: World, clerk: SignIn
    ) -> None:
        open_training(world, readers=(Role.CASHIER,))
        row = enter(world, "zhuoni", "training", "机密培训")
        assert "机密培训" in page_of(clerk("zhuoni-cashier"), LIST)
        viewer = clerk("zhuoni-viewer")
        page_of(viewer, LIST, 403)
        assert "机密培训" not in page_of(viewer, "/admin/register_row/")
        page_of(viewer, f"/api/register_row/{row}", 404)
        page_of(viewer, "/api/register/training", 403)

    def test_the_journal_and_receipts_say_of_rows_what_the_register_does(
        self, world: World, clerk: SignIn
    ) -> None:
        open_training(world, readers=(Role.CASHIER,), writers=(Role.CASHIER,))
        enter(world, "zhuoni-cashier", "training", "机密培训")
        with world.session() as session:
            wanted = select(JournalEntry.id).where(JournalEntry.action == "create_register_row")
            entry = session.scalars(wanted).one()
        receipt, line = f"/admin/receipt/?id={entry}", f"/admin/journal/details/?id={entry}"
        assert "机密培训" in page_of(clerk("zhuoni-cashier"), receipt)
        assert "机密培训" in page_of(clerk("zhuoni"), line)
        viewer = clerk("zhuoni-viewer")
        for address in (receipt, line, f"/api/journal/{entry}"):
            page_of(viewer, address, 404)
        assert f"id={entry}&" not in page_of(viewer, "/admin/journal/")

    def test_the_office_above_reads_it_under_its_full_name(
        self, world: World, clerk: SignIn
    ) -> None:
        open_training(world)
        open_training(world, "lintan")
        enter(world, "zhuoni", "training", "卓尼培训")
        province = clerk("gansu")
        assert "卓尼培训" in page_of(province, "/admin/register/623022.training/")
        assert "卓尼培训" not in page_of(province, "/admin/register/623021.training/")
        page_of(province, LIST, 404)

    def test_the_api_lists_and_describes_it(self, world: World, clerk: SignIn) -> None:
        open_training(world)
        row = enter(world, "zhuoni", "training", "域名培训")
        county = clerk("zhuoni")
        answer = county.get("/api/register/training").get_json()
        assert [each["title"] for each in answer["rows"]] == ["域名培训"]
        assert answer["rows"][0]["state"] == "planned"
        assert county.get(f"/api/register/training/{row}").get_json()["id"] == row
        paths = county.get("/api/openapi.json").get_json()["paths"]
        assert "/api/register/623022.training" in paths

    def test_views_of_one_register_are_not_those_of_another(self, doors: Doors) -> None:
        world, county = doors.world, doors.clerk("zhuoni")
        open_training(world)
        open_training(world, code="second", name_zh="另一台账")
        given = {"entity": "623022.training", "query": "state=planned", "name": "计划中的培训"}
        saved = county.post("/admin/saved_view/save/", {**given, "key": "k-1", "row": "new"})
        assert saved.status_code == 303, saved.text
        assert saved.location.startswith("/admin/register/623022.training/?")
        assert county.get(saved.location).status_code == 200
        assert "计划中的培训" in page_of(county, "/admin/register/623022.training/")
        assert "计划中的培训" not in page_of(county, "/admin/register/623022.second/")
        page = page_of(county, "/admin/saved_view/")
        assert "计划中的培训" in page
        assert "/admin/register/623022.training/?view=" in page
        for who in ("lintan", "shaanxi"):
            sent = doors.clerk(who).post(
                "/admin/saved_view/save/", {**given, "key": "k-2", "row": "new"}
            )
            assert sent.status_code == 404

    def test_a_report_counts_its_rows_and_leads_to_them(self, doors: Doors) -> None:
        world, county = doors.world, doors.clerk("zhuoni")
        open_training(world)
        for n in range(2):
            enter(world, "zhuoni", "training", f"培训{n}", **{own("623022", "attendees"): "12"})
        (draft,) = [url for url in ways(county.get(LIST)) if "/report/draft/" in url]
        assert county.get(draft).status_code == 200
        attendees, held_on = own("623022", "attendees"), own("623022", "held_on")
        asked = {
            "entity": "623022.training",
            "group_by": "state",
            "then_by": f"{held_on}:month",
            "figures": f"count,sum:{attendees}",
        }
        define(world, "zhuoni", code="trainings", **asked)
        page = county.get("/admin/report/trainings/")
        assert re.search(r"计划中.*24", told(page))
        links = [url for url in ways(page) if url.startswith("/admin/register/623022.training/")]
        assert links
        for url in links:
            assert "培训0" in told(county.get(url))
        assert county.post("/admin/report/trainings/export/", {"format": "csv"}).status_code == 200
        assert "培训登记" in told(county.get("/admin/report/"))
        for who in ("lintan", "shaanxi"):
            stranger = doors.clerk(who)
            assert stranger.get("/admin/report/trainings/").status_code == 404
            answer = stranger.get("/admin/report/draft/?entity=623022.training&figures=count")
            assert answer.status_code == 400

    def test_openapi_describes_the_bodies_for_who_may_send_them(self, doors: Doors) -> None:
        open_training(doors.world, readers=(Role.VIEWER,))
        client = doors.app.test_client()

        def paths(who: str) -> Any:
            document = client.get("/api/openapi.json", headers=doors.bearer(who)).get_json()
            return document["paths"]

        known = paths("zhuoni")
        rows, row = (known[f"/api/register/623022.training{end}"] for end in ("", "/{id}"))
        entered = rows["post"]["requestBody"]["content"]["application/json"]["schema"]
        fields = entered["properties"]["input"]["properties"]
        assert {"title", own("623022", "lecturer"), own("623022", "held_on")} <= set(fields)
        assert entered["properties"]["input"]["required"] == ["title"]
        assert "201" in rows["post"]["responses"]
        edited = row["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert "row_version" in edited["properties"]["input"]["properties"]
        given = {"title": "按说明录入", own("623022", "lecturer"): "王老师"}
        sent = client.post(API, json={"input": given, "key": "k-1"}, headers=doors.bearer("zhuoni"))
        assert sent.status_code == 201
        assert "post" not in paths("zhuoni-viewer")["/api/register/623022.training"]

    def test_the_api_enters_and_edits_rows_as_the_forms_do(self, doors: Doors) -> None:
        open_training(doors.world)
        client, lecturer = doors.app.test_client(), own("623022", "lecturer")

        def send(who: str, address: str, key: str, **given: object) -> TestResponse:
            body = {"input": given, "key": key}
            return client.post(address, json=body, headers=doors.bearer(who))

        made = send("zhuoni", API, "k-1", title="域名培训", **{lecturer: "王老师"})
        assert made.status_code == 201, made.text
        row = made.get_json()["rows"][0]["id"]
        again = send("zhuoni", API, "k-1", title="域名培训", **{lecturer: "王老师"})
        assert again.get_json()["receipt_no"] == made.get_json()["receipt_no"]
        changed = send("zhuoni", f"{API}/{row}", "k-2", title="新培训", row_version=1)
        assert changed.status_code == 200, changed.text
        late = send("zhuoni", f"{API}/{row}", "k-3", title="旧培训", row_version=1)
        assert late.status_code == 409
        assert send("zhuoni", API, "k-4", title="").status_code in {400, 422}
        assert send("zhuoni", API, "k-5", title="培训", state="held").status_code in {400, 422}
        for who in ("lintan", "shaanxi", "unit-a"):
            for address in (API, "/api/register/623022.training", f"{API}/{row}"):
                assert send(who, address, "k-6", title="他人").status_code == 404, (who, address)
        read = client.get(f"{API}/{row}", headers=doors.bearer("zhuoni")).get_json()
        assert (read["title"], read["state"]) == ("新培训", "planned")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "'; DROP TABLE unit; --"])
def test_hostile_words_are_only_text(world: World, clerk: SignIn, name: str) -> None:
    open_training(world, name_zh=name[:40])
    enter(world, "zhuoni", "training", name)
    assert "<script>alert(1)" not in page_of(clerk("zhuoni"), LIST)


class TestVerifying:
    @pytest.mark.parametrize(
        "forged",
        [
            "UPDATE register_row SET state = 'lost'",
            "UPDATE register_row SET province_code = '610000'",
            """UPDATE register_row SET own_values = '{"9999": "x"}'""",
        ],
    )
    def test_a_forged_row_is_found(self, world: World, forged: str) -> None:
        open_training(world)
        enter(world, "zhuoni", "training", "域名培训")
        with world.engine.begin() as connection:
            assert breaches(connection).get(REGISTER_ROWS, 0) == 0
            connection.execute(text(forged))
            assert breaches(connection)[REGISTER_ROWS] == 1
            connection.rollback()
