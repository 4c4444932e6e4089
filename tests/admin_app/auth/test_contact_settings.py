"""邮箱设置: everybody says where their own letters go; an admin may do it for their people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.users.user import User
from tests.support.pages.clerk import Clerk
from tests.support.pages.doors import told
from tests.support.world.cast import World


def contact_of(world: World, username: str) -> tuple[str | None, str | None]:
    with world.session() as session:
        user = session.get_one(User, world.id(f"user:{username}"))
        return user.email, user.language


class TestOnesOwnContact:
    @pytest.mark.parametrize("username", ["zhuoni", "zhuoni-viewer", "unit-a", "conac"])
    def test_ones_own_contact_is_set_shown_and_emptied(
        self, world: World, clerk: Callable[[str], Clerk], username: str
    ) -> None:
        user = clerk(username)
        assert 'href="/contact"' in user.get("/admin/").get_data(as_text=True)
        typed = {"email": "a@b.gov.cn", "language": "en"}
        assert user.post("/contact", typed).status_code == 303
        assert contact_of(world, username) == ("a@b.gov.cn", "en")
        assert 'value="a@b.gov.cn"' in user.get("/contact").get_data(as_text=True)
        user.post("/contact", {"email": "", "language": "zh_CN"})
        assert contact_of(world, username) == (None, "zh_CN")
        assert contact_of(world, "lintan") == (None, None)

    @pytest.mark.parametrize(
        "typed",
        [
            {"email": "no address", "language": "en"},
            {"email": "a@b.gov.cn", "language": "fr"},
            {"email": f"{'a' * 120}@b.gov.cn", "language": "en"},
        ],
    )
    def test_ones_own_contact_is_refused_at_its_field(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk], typed: dict[str, str]
    ) -> None:
        answer = sqlite_clerk("zhuoni").post("/contact", typed)
        assert answer.status_code == 422
        assert contact_of(sqlite_world, "zhuoni") == (None, None)


class TestAnAdmin:
    def test_an_admin_sets_the_address_of_their_people_alone(
        self, sqlite_world: World, sqlite_clerk: Callable[[str], Clerk]
    ) -> None:
        zhuoni, world = sqlite_clerk("zhuoni"), sqlite_world
        cashier, stranger = world.id("user:zhuoni-cashier"), world.id("user:lintan")
        page = zhuoni.get(f"/admin/user/edit/?id={cashier}")
        assert "电子邮箱" in told(page)
        with world.session() as session:
            version = session.get_one(User, cashier).row_version
        typed = {"row_version": str(version), "email": "c@b.gov.cn"}
        saved = zhuoni.post(f"/admin/user/edit/?id={cashier}", typed)
        assert saved.status_code in (302, 303)
        assert contact_of(world, "zhuoni-cashier")[0] == "c@b.gov.cn"
        assert zhuoni.get(f"/admin/user/edit/?id={stranger}").status_code == 404
        assert sqlite_clerk("zhuoni-viewer").get(f"/admin/user/edit/?id={cashier}").status_code in (
            403,
            404,
        )
