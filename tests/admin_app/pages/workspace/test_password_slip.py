"""密码条: a new password, shown once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.core.journal import JournalEntry
from tests.support.database.database_digest import digest
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import PASSWORD, World


class TestSlip:
    def url(self, world: World, username: str) -> str:
        return f"/admin/slip/?id={world.id(f'user:{username}')}"

    def password(self, page: TestResponse) -> str:
        (found,) = re.findall(
            r"<b>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</b>", page.get_data(as_text=True)
        )
        return str(found)

    def draw(self, doors: Doors, by: str, username: str) -> tuple[TestResponse, str]:
        clerk, url = doors.clerk(by), self.url(doors.world, username)
        (key,) = re.findall(r'name="key" value="([^"]+)"', clerk.get(url).get_data(as_text=True))
        return clerk.post(url, {"key": key}), key

    def test_slip_opens_the_door_once_to_a_new_password(self, doors: Doors) -> None:
        page, _key = self.draw(doors, "zhuoni", "unit-a")
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        user = Clerk(doors.app.test_client())
        assert user.sign_in("unit-a", PASSWORD).status_code != 302
        assert user.sign_in("unit-a", self.password(page)).status_code == 302
        assert user.get("/admin/").location == "/password"

    def test_slip_holds_a_password_that_may_be_chosen(
        self, sqlite_doors: Doors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Sixteen letters come first: without a figure the rule of passwords refuses them.
        drawn = iter("a" * 16 + "b2" * 8)
        monkeypatch.setattr(
            "admin_app.pages.workspace.password_slip.secrets.choice", lambda _from: next(drawn)
        )
        page, _key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        assert page.status_code == 200
        assert self.password(page) == "b2b2-b2b2-b2b2-b2b2"

    def test_slip_is_shown_once(self, sqlite_doors: Doors) -> None:
        page, key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        password = self.password(page)
        url = self.url(sqlite_doors.world, "unit-a")
        again = sqlite_doors.clerk("zhuoni").post(url, {"key": key})
        assert again.status_code == 409
        assert password not in again.get_data(as_text=True)
        assert password not in sqlite_doors.clerk("zhuoni").get(url).get_data(as_text=True)

    def test_slip_prints_no_address_that_the_request_claims(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        url = self.url(sqlite_doors.world, "unit-a")
        headers = {"X-Forwarded-Host": "evil.example"}
        page = clerk.post(url, {"key": "slip-1"}, base_url="http://evil.example", headers=headers)
        assert "evil.example" not in page.text
        sqlite_doors.app.config["PUBLIC_URL"] = "https://names.example.cn/"
        assert "https://names.example.cn/" in clerk.post(url, {"key": "slip-2"}).text

    def test_slip_leaves_no_password_in_the_journal(self, sqlite_doors: Doors) -> None:
        page, _key = self.draw(sqlite_doors, "zhuoni", "unit-a")
        with sqlite_doors.world.session() as session:
            run = session.scalars(
                select(JournalEntry).where(JournalEntry.action == "reset_password")
            ).one()
            assert run.input == {"new_password": None}
        assert self.password(page)

    @pytest.mark.parametrize("username", ["zhuoni-cashier", "zhuoni-viewer", "unit-b"])
    def test_slip_is_for_those_who_reset_passwords(
        self, sqlite_doors: Doors, username: str
    ) -> None:
        url = self.url(sqlite_doors.world, "unit-a")
        assert sqlite_doors.clerk(username).get(url).status_code == 403

    def test_slip_of_somebody_out_of_sight_is_of_nobody(self, sqlite_doors: Doors) -> None:
        url = self.url(sqlite_doors.world, "unit-c")
        clerk = sqlite_doors.clerk("zhuoni")
        before = digest(sqlite_doors.world.engine)
        assert clerk.get(url).status_code == 404
        assert clerk.post(url, {"key": "k"}).status_code == 404
        assert digest(sqlite_doors.world.engine) == before

    def test_slip_of_oneself_is_refused(self, sqlite_doors: Doors) -> None:
        page, _key = self.draw(sqlite_doors, "zhuoni", "zhuoni")
        assert page.status_code == 422
        assert "不能重置自己的密码" in told(page)
