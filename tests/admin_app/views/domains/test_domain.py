"""域名查询 and 域名历史查询 as the guide tells of them (新-007 with 注①②③, 续-002)."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import select

from actions.billing.charge import CHARGE, ChargeInput
from actions.core.adverse_review import ReviewReasons
from actions.domains.delete import DELETE_DOMAIN, DeleteDomainInput
from actions.domains.reject import REJECT
from actions.domains.renew import RENEW, RenewInput
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from admin_app.labels import word
from models.billing.order import Order
from models.domains.domain import Domain, DomainState
from models.domains.review import ReviewReason
from models.domains.status import DomainStatus
from models.values.tone import Tone, tone_of
from tests.support.pages.doors import Doors, told
from tests.support.world.cast import World

URL = "/admin/domain/"
#: The cast's names: what each one's status is on the day of the cast.
STATUSES = {
    "a-due": DomainStatus.EXPIRING,
    "a-grace": DomainStatus.GRACE,
    "a-redemption": DomainStatus.REDEMPTION,
    "a-pending-deletion": DomainStatus.PENDING_DELETION,
}
GONE = ("rejected", "withdrawn", "lapsed", "deleted")


def names(doors: Doors, query: str = "", who: str = "zhuoni") -> set[str]:
    """The names a list shows, without their ends."""
    page = doors.clerk(who).get(f"{URL}?size=200&{query}").get_data(as_text=True)
    return set(re.findall(r"details/\?id=\d+\">([^.<]+)\.", page))


def offered(doors: Doors, query: str = "") -> dict[str, str]:
    """What the filter 审核状态 offers: values with their words."""
    page = doors.clerk("zhuoni").get(f"{URL}?{query}").get_data(as_text=True)
    boxes = r'<input type="checkbox" name="state" value="(\w+)"[^>]*> (\S+) '
    return dict(re.findall(boxes, page))


class TestNew007:
    """新-007: 可在“域名查询”菜单中查看域名状态; 注①②③: 审核状态, 域名历史查询."""

    def test_new007_names_approved_by_the_office_are_found_by_its_word(
        self, sqlite_doors: Doors
    ) -> None:
        assert offered(sqlite_doors)["office_approved"] == "编办审核通过"
        assert names(sqlite_doors, "state=office_approved") == {"卓尼县教育工会"}

    def test_new007_names_approved_by_the_registry_are_found_by_its_word(
        self, sqlite_doors: Doors
    ) -> None:
        assert offered(sqlite_doors)["registry_approved"] == "CONAC审核通过"
        assert names(sqlite_doors, "state=registry_approved") == {"卓尼县教育基金"}

    def test_refused_names_stand_in_the_history_alone(self, doors: Doors) -> None:
        assert names(doors, "list=history") == {"教育"}
        assert "教育" not in names(doors)

    @pytest.mark.parametrize("who", ["conac", "gansu", "gannan", "zhuoni-viewer", "unit-a"])
    def test_so_they_do_for_everybody(self, sqlite_doors: Doors, who: str) -> None:
        assert "教育" not in names(sqlite_doors, who=who)
        assert "教育" in names(sqlite_doors, "list=history", who)

    def test_a_name_goes_there_when_it_is_refused(self, doors: Doors, world: World) -> None:
        given = ReviewReasons((ReviewReason.NAME_NOT_OF_UNIT,))
        assert "卓尼县电教馆" in names(doors)
        world.perform(REJECT, "zhuoni", [world.id("a-submitted")], given)
        assert "卓尼县电教馆" not in names(doors)
        assert names(doors, "list=history") == {"教育", "卓尼县电教馆"}

    def test_and_when_it_is_withdrawn(self, sqlite_doors: Doors, sqlite_world: World) -> None:
        given = WithdrawInput("重复报送")
        sqlite_world.perform(WITHDRAW, "unit-a", [sqlite_world.id("a-approved")], given)
        assert "卓尼县教育基金" in names(sqlite_doors, "list=history")
        assert "卓尼县教育基金" not in names(sqlite_doors)

    def test_each_list_offers_the_words_its_names_can_have(self, sqlite_doors: Doors) -> None:
        assert not set(offered(sqlite_doors)) & set(GONE)
        assert list(offered(sqlite_doors, "list=history")) == list(GONE)

    def test_whoever_asks_for_refused_names_is_in_the_history(self, sqlite_doors: Doors) -> None:
        page = told(sqlite_doors.clerk("zhuoni").get(f"{URL}?state=rejected"))
        assert page.startswith("域名历史查询")
        assert names(sqlite_doors, "state=rejected") == {"教育"}

    def test_searching_does_not_bring_them_back(self, doors: Doors) -> None:
        assert "教育" not in names(doors, "search=教育")
        assert names(doors, "list=history&search=教育") == {"教育"}

    def test_the_unit_keeps_them_apart_too(self, sqlite_doors: Doors, sqlite_world: World) -> None:
        unit = sqlite_world.id("unit-a")
        page = sqlite_doors.clerk("zhuoni").get(f"/admin/unit/details/?id={unit}")
        assert f"/admin/domain/?list=history&amp;unit_id={unit}" in page.get_data(as_text=True)
        assert names(sqlite_doors, f"list=history&unit_id={unit}") == {"教育"}

    def test_files_and_programs_are_told_the_same(self, doors: Doors) -> None:
        file = doors.clerk("zhuoni").post(f"{URL}export/", {"scope": "all"}).get_data(as_text=True)
        assert ("审核未通过" in file, "注册成功" in file) == (False, True)
        answer = doors.app.test_client().get("/api/domain", headers=doors.bearer("zhuoni")).json
        assert answer is not None
        states = {row["state"] for row in answer["rows"]}
        assert DomainState.REGISTERED in states
        assert not states & set(GONE)


def presets(doors: Doors) -> dict[str, str]:
    page = doors.clerk("zhuoni").get(URL).get_data(as_text=True)
    (links,) = re.findall(r'<div class="presets">(.*?)</div>', page)
    return {word: url for url, word in re.findall(r'href="([^"]*)">([^<]*)<', links)}


class TestRenewal002:
    """续-002: 填写“到期时间”区间, 查询到期域名, 勾选, 续费."""

    def test_an_interval_finds_what_ends_in_it(self, doors: Doors) -> None:
        found = names(doors, "due_on_from=2026-07-10&due_on_to=2026-07-25")
        assert found == {"卓尼县教育局", "卓尼县柳林小学"}

    def test_the_usual_intervals_stand_beside_it_and_follow_the_day(
        self, sqlite_doors: Doors
    ) -> None:
        found = {
            word: re.findall(r"due_on_(from|to)=(\w+)", url)
            for word, url in presets(sqlite_doors).items()
        }
        periods = {
            "本月": "this_month",
            "30 天内": "next_30_days",
            "60 天内": "next_60_days",
            "90 天内": "next_90_days",
            "本季": "this_quarter",
        }
        ends = {word: [("from", code), ("to", code)] for word, code in periods.items()}
        assert found == {**ends, "已过期": [("to", "today")]}

    def test_a_preset_opens_its_names(self, sqlite_doors: Doors) -> None:
        url = presets(sqlite_doors)["30 天内"].replace("&amp;", "&").removeprefix("./?")
        assert {"卓尼县教育局", "卓尼教育督导"} & names(sqlite_doors, url)
        assert "卓尼教育" not in names(sqlite_doors, url)


def test_every_state_is_a_status_of_the_same_word_and_tone(sqlite_doors: Doors) -> None:
    with sqlite_doors.app.test_request_context():
        for state in DomainState:
            status = DomainStatus(state.value)
            assert (word(status), tone_of(status)) == (word(state), tone_of(state))


def statuses_of_list(doors: Doors, username: str, entity: str = "domain") -> dict[str, list[str]]:
    """First cell → (status, payment progress) of each row of the list's file."""
    asked = {"scope": "all", "columns": "all", "format": "csv"}
    answer = doors.clerk(username).post(f"/admin/{entity}/export/", asked)
    rows = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    return {row["域名"]: [row["状态"], row["缴费进度"]] for row in rows}


@pytest.mark.parametrize("name", STATUSES)
def test_list_record_file_api_unit_and_portal_show_one_status(doors: Doors, name: str) -> None:
    status, row_id = STATUSES[name], doors.world.id(name)
    with doors.world.session() as session:
        domain = session.get_one(Domain, row_id)
        name_u, unit_id = domain.name_u, domain.unit_id
    with doors.app.test_request_context():
        said = str(word(status))
    badge = f"<span class=tone-{tone_of(status)}>{said}</span>"
    clerk = doors.clerk("zhuoni")

    pages = ("/admin/domain/?size=200", f"/admin/unit/details/?id={unit_id}")
    rows = [row for page in pages for row in clerk.get(page).text.split("<tr>")]
    # A unit's page has its newest names only.
    found = [row for row in rows if f">{name_u}</a>" in row]
    assert found
    assert [row for row in found if badge not in row or "注册成功" in row] == []
    heading = re.search(r"<h1>.*?</h1>", clerk.get(f"/admin/domain/details/?id={row_id}").text)
    assert heading is not None
    assert said in heading[0]
    assert "注册成功" not in heading[0]
    assert statuses_of_list(doors, "zhuoni")[name_u][0] == said
    assert said in told(doors.clerk("unit-a").get("/admin/"))
    assert tone_of(status) in {Tone.WARNING, Tone.DANGER}


def test_an_open_renewal_is_shown_on_its_name_until_it_is_settled(doors: Doors) -> None:
    world, row_id = doors.world, doors.world.id("a-grace")
    with world.session() as session:
        name_u = session.get_one(Domain, row_id).name_u
    assert statuses_of_list(doors, "zhuoni")[name_u] == ["宽限期", ""]

    world.perform(RENEW, "zhuoni", [row_id], RenewInput(1))
    assert statuses_of_list(doors, "zhuoni")[name_u] == ["宽限期", "续费中，待收费"]

    with world.session() as session:
        order_id = session.scalars(select(Order.id).order_by(Order.id.desc()).limit(1)).one()
        price = session.get_one(Order, order_id).amount_fen
    later = ChargeInput(price, 0, deferred_reason="发票用完")
    world.perform(CHARGE, "zhuoni", [order_id], later)
    assert statuses_of_list(doors, "zhuoni")[name_u] == ["宽限期", "续费中，已收费待结算"]
    assert "续费中，已收费待结算" in told(doors.clerk("zhuoni").get("/admin/domain/?size=200"))
    assert "续费中，已收费待结算" in told(
        doors.clerk("zhuoni").get(f"/admin/domain/details/?id={row_id}")
    )


def test_a_deleted_name_is_deleted_whatever_its_dates_say(doors: Doors) -> None:
    row_id = doors.world.id("a-pending-deletion")
    doors.world.perform(DELETE_DOMAIN, "conac", [row_id], DeleteDomainInput("函3号"))
    heading = told(doors.clerk("zhuoni").get(f"/admin/domain/details/?id={row_id}"))
    assert "待删除" not in heading.partition("全程记录")[0]
