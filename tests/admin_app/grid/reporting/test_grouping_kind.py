"""The list of reports says what they are grouped by in the words of their lists."""

from __future__ import annotations

from tests.support.definitions.reports import define
from tests.support.pages.doors import Doors, told


def test_the_list_shows_headings_and_programs_get_codes(doors: Doors) -> None:
    define(doors.world, "gansu", group_by="expires_on:month", then_by="state")
    define(doors.world, "gansu", code="others", entity="order", group_by="office_code")
    for address in ("/admin/report/", "/admin/report/?as_of=2026-06-10"):
        page = doors.clerk("gansu").get(address)
        assert page.status_code == 200
        assert "expires_on" not in told(page)
    assert "到期时间（按月）" in told(doors.clerk("gansu").get("/admin/report/"))
    client = doors.app.test_client()
    rows = client.get(
        "/api/report?columns=key,group_by,then_by", headers=doors.bearer("gansu")
    ).get_json()["rows"]
    found = {row["key"]: (row["group_by"], row["then_by"]) for row in rows}
    assert found == {
        "gansu_by_state": ("expires_on:month", "state"),
        "others": ("office_code", None),
    }
    sheet = doors.clerk("gansu").get("/admin/report/export/?format=csv")
    assert "expires_on" not in sheet.get_data(as_text=True)
