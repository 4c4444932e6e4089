"""The way back: from every page that a list opens, to that list as it was left."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from actions.core.action import Action
from actions.domains.renew import RENEW
from actions.remittances.draft import DRAFT_REMITTANCE
from admin_app.forms.way_back import (
    LONGEST_BACK,
    came_from,
    endpoint_of,
    here,
    list_behind,
    url_back,
    with_back,
)
from tests.support.pages.doors import Doors, as_form, carried

#: A list with a tab, a condition, a sort, a size and columns.
LIST = "/admin/domain/?list=registered&search=卓尼县&sort=-due_on&size=20&columns=name_u,expires_on"
PLAIN = "/admin/domain/?" + urlencode(
    {
        "list": "registered",
        "search": "卓尼县",
        "sort": "-due_on",
        "size": "20",
        "columns": "name_u,expires_on",
    }
)


def asked(url: str) -> tuple[str, dict[str, list[str]]]:
    """The path and the parameters of a URL, in any order and quoting."""
    parts = urlsplit(html.unescape(url))
    return parts.path, parse_qs(parts.query)


def hrefs(page: TestResponse, pattern: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(pattern, page.text)]


def crumb(page: TestResponse) -> str:
    """Where 返回 at the head of the page leads."""
    (found,) = hrefs(page, r'<a class="crumb" href="([^"]*)"')
    return found


def form_action(page: TestResponse, button: str) -> str:
    """Where the form with that button is sent."""
    forms = re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    return html.unescape(next(url for url, inside in forms if button in inside))


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/",
            "//evil.example/admin/",
            "/\\evil.example/admin/",
            "/admin/\\\\evil.example",
            "/admin/domain/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
            "admin/domain/",
            "/api/domain",
            "/login?next=//evil.example",
            "/admin/no-such-page/",
            "/admin/domain/export/",
            "/admin/domain/?search=" + "x" * LONGEST_BACK,
        ],
    )
    def test_addresses_that_are_no_page_of_ours_are_not_followed(
        self, app: Flask, address: str
    ) -> None:
        with app.test_request_context("/admin/receipt/?" + urlencode({"back": address})):
            assert endpoint_of(address) is None
            assert came_from() is None
            assert url_back("/admin/") == "/admin/"

    def test_addresses_of_lists_records_and_pages_are_followed(self, app: Flask) -> None:
        for address in (PLAIN, "/admin/unit/details/?id=1", "/admin/weekly_remittance/?week=x"):
            with app.test_request_context("/admin/receipt/?" + urlencode({"back": address})):
                assert url_back("/admin/") == address

    def test_addresses_keep_the_prefix_of_the_practice_application(self, app: Flask) -> None:
        asked_for = "/admin/receipt/?" + urlencode({"back": PLAIN})
        with app.test_request_context(asked_for, base_url="http://localhost/practice/"):
            assert url_back("/practice/admin/") == f"/practice{PLAIN}"

    def test_addresses_too_long_to_carry_are_shortened(self, app: Flask) -> None:
        deep = f"/admin/domain/details/?{urlencode({'id': 1, 'back': PLAIN + '&x=' * 500})}"
        with app.test_request_context(deep):
            assert here() == "/admin/domain/details/?id=1"


class TestReferrer:
    def test_referrer_counts_where_no_way_back_was_sent(self, app: Flask) -> None:
        headers = {"Referer": f"http://localhost{PLAIN}"}
        with app.test_request_context("/admin/domain/details/?id=1", headers=headers):
            assert came_from() == PLAIN

    @pytest.mark.parametrize(
        "told",
        [
            "http://evil.example/admin/domain/",
            "http://localhost:81/admin/domain/",
            "http://[bad/",
            "http://localhost/admin/domain/details/?id=2",
            "http://localhost/admin/unit/action/?action=renew",
            "http://localhost/admin/unit/edit/?id=1",
        ],
    )
    def test_referrer_of_another_site_the_same_page_or_a_form_does_not_count(
        self, app: Flask, told: str
    ) -> None:
        headers = {"Referer": told}
        with app.test_request_context("/admin/domain/details/?id=1", headers=headers):
            assert came_from() is None

    def test_referrer_within_practice_leads_back_within_practice(self, app: Flask) -> None:
        headers = {"Referer": f"http://localhost/practice{PLAIN}"}
        with app.test_request_context(
            "/admin/domain/details/?id=1", base_url="http://localhost/practice/", headers=headers
        ):
            assert list_behind() == f"/practice{PLAIN}"


class TestRecord:
    def test_record_leads_back_to_the_list_as_it_was_left(self, doors: Doors) -> None:
        clerk = doors.clerk("zhuoni")
        (first, *_rest) = hrefs(clerk.get(LIST), r'<th scope=row[^>]*><a href="(details/[^"]*)"')
        came = {"Referer": f"http://localhost{PLAIN}"}
        record = clerk.get(f"/admin/domain/{first}", headers=came)
        assert asked(crumb(record)) == asked(PLAIN)
        plan = clerk.post(form_action(record, 'name="ids"'), {"action": RENEW.key, "ids": [1]})
        assert asked(crumb(plan))[1]["back"] == [PLAIN]

    def test_record_of_a_record_leads_back_to_the_first_list(self, sqlite_doors: Doors) -> None:
        clerk, domain = sqlite_doors.clerk("zhuoni"), sqlite_doors.world.id("a-due")
        record = clerk.get(with_back(f"/admin/domain/details/?id={domain}", PLAIN))
        unit = hrefs(record, r"<a href='(/admin/unit/details/[^']*)'")[0]
        assert asked(crumb(clerk.get(unit))) == asked(PLAIN)

    def test_record_opened_by_itself_leads_to_all_records_of_its_kind(
        self, sqlite_doors: Doors
    ) -> None:
        url = f"/admin/domain/details/?id={sqlite_doors.world.id('a-due')}"
        assert crumb(sqlite_doors.clerk("zhuoni").get(url)) == "/admin/domain/"

    def test_record_keeps_its_way_back_when_a_kind_of_its_history_is_chosen(
        self, sqlite_doors: Doors
    ) -> None:
        clerk, unit = sqlite_doors.clerk("zhuoni"), sqlite_doors.world.id("unit-a")
        record = clerk.get(with_back(f"/admin/unit/details/?id={unit}", "/admin/unit/?search=卓尼"))
        kinds = hrefs(record, r'href="(\?id=[^"]*)#timeline"')
        assert kinds
        for kind in kinds:
            page = clerk.get(f"/admin/unit/details/{kind}")
            assert asked(crumb(page)) == asked("/admin/unit/?search=卓尼")


class TestForm:
    def test_form_of_a_record_is_left_and_saved_to_where_it_was_opened(self, doors: Doors) -> None:
        clerk, unit = doors.clerk("zhuoni"), doors.world.id("unit-a")
        record_url = with_back(f"/admin/unit/details/?id={unit}", "/admin/unit/?search=卓尼")
        edit = hrefs(clerk.get(record_url), r'href="(/admin/unit/edit/[^"]*)"')[0]
        form = clerk.get(edit)
        (cancel,) = hrefs(form, r'<a class="btn" href="([^"]*)">取消')
        assert asked(cancel) == asked(record_url)
        assert asked(crumb(form)) == asked("/admin/unit/?search=卓尼")
        saved = clerk.post(edit, _filled(form, contact_name="王五"))
        assert saved.status_code == 303
        assert asked(saved.location) == asked(record_url)

    def test_form_of_a_new_record_leads_back_to_the_list(self, sqlite_doors: Doors) -> None:
        clerk = sqlite_doors.clerk("zhuoni")
        addresses = "/admin/mailing_address/?size=20"
        form = clerk.get(with_back("/admin/mailing_address/new/", addresses))
        (cancel,) = hrefs(form, r'<a class="btn" href="([^"]*)">取消')
        assert cancel == addresses


class TestPlan:
    def test_plan_of_ticked_rows_leads_back_to_the_list_until_the_next_is_done(
        self, doors: Doors
    ) -> None:
        clerk, ids = doors.clerk("zhuoni"), [doors.world.id("a-due")]
        url = form_action(clerk.get(LIST), 'value="renew"')
        plan = clerk.post(url, {"action": RENEW.key, "ids": ids})
        assert asked(crumb(plan)) == asked(PLAIN)
        refused = _sent(doors, plan, {"years": "99"}, press="confirm")
        assert refused.status_code == 422
        assert asked(crumb(refused)) == asked(PLAIN)
        done = _sent(doors, refused, {"years": "1"}, press="confirm")
        assert asked(_onward(clerk.get(done.location))) == asked(PLAIN)

    def test_plan_reopened_from_the_history_still_leads_back(self, sqlite_doors: Doors) -> None:
        clerk, ids = sqlite_doors.clerk("zhuoni"), [sqlite_doors.world.id("a-due")]
        url = with_back("/admin/domain/action/", PLAIN)
        plan = clerk.post(url, {"action": RENEW.key, "ids": ids})
        (address,) = hrefs(plan, r'data-address="([^"]*)"')
        assert asked(crumb(clerk.get(address))) == asked(PLAIN)

    def test_plan_that_keeps_its_only_row_leads_back_to_the_list(self, sqlite_doors: Doors) -> None:
        clerk, ids = sqlite_doors.clerk("zhuoni"), [sqlite_doors.world.id("a-far")]
        url = with_back("/admin/domain/action/", PLAIN)
        plan = clerk.post(url, {"action": RENEW.key, "ids": ids})
        kept = _sent(sqlite_doors, plan, {"years": "1"}, press="drop_refused")
        assert kept.status_code == 200
        assert "没有剔除任何记录" in kept.text
        assert asked(crumb(kept)) == asked(PLAIN)

    def test_plan_without_rows_leads_back_to_the_list(self, sqlite_doors: Doors) -> None:
        url = with_back("/admin/domain/action/", PLAIN)
        answer = sqlite_doors.clerk("zhuoni").post(url, {"action": RENEW.key})
        assert asked(answer.location) == asked(PLAIN)

    def test_plan_that_is_refused_as_a_whole_leads_back_to_the_list(
        self, sqlite_doors: Doors
    ) -> None:
        url = with_back("/admin/domain/action/", PLAIN)
        answer = sqlite_doors.clerk("zhuoni").post(url, {"action": RENEW.key, "selection": "stale"})
        assert answer.status_code == 409
        (back,) = hrefs(answer, r'<a class="btn btn-primary" href="([^"]*)"')
        assert asked(back) == asked(PLAIN)

    def test_plan_of_a_row_leads_back_to_the_list(self, sqlite_doors: Doors) -> None:
        clerk, units = sqlite_doors.clerk("zhuoni"), "/admin/unit/?search=卓尼&size=20"
        links = hrefs(clerk.get(units), r'href="(/admin/unit/action/[^"]*)"')
        assert links
        assert asked(crumb(clerk.get(links[0]))) == asked(units)


class TestOnward:
    @pytest.mark.parametrize(
        ("action", "endpoint"), [(DRAFT_REMITTANCE, "/admin/weekly_remittance/")]
    )
    def test_onward_from_an_act_of_the_office_leads_to_its_page_and_to_no_list_out_of_the_menu(
        self, doors: Doors, action: Action[Any, Any, Any], endpoint: str
    ) -> None:
        office = doors.world.id("office-zhuoni")
        plan = doors.plan(action, "zhuoni", [office])
        assert crumb(plan) == endpoint
        done = doors.confirm(action, "zhuoni", plan, {})
        assert done.status_code == 303
        assert _onward(doors.clerk("zhuoni").get(done.location)) == endpoint


def _onward(receipt: TestResponse) -> str:
    (found,) = hrefs(receipt, r'<a class="btn btn-primary" href="([^"]*)">继续办理')
    return found


def _sent(doors: Doors, page: TestResponse, given: Mapping[str, Any], press: str) -> TestResponse:
    """The plan sent as its form says, by that button."""
    (url,) = hrefs(page, r'<form method="post" action="([^"]*)"[^>]*novalidate>')
    return doors.clerk("zhuoni").post(url, {**carried(page), **as_form(given), press: "1"})


def _filled(form: TestResponse, **changed: str) -> dict[str, str]:
    """The fields of a form as they stand, some of them changed."""
    main = form.text.partition("<main")[2]
    inputs = re.findall(r"<input[^>]*>", main)
    found = {_attribute(each, "name"): html.unescape(_attribute(each, "value")) for each in inputs}
    for name, inside in re.findall(r'<select[^>]*name="(\w+)"(.*?)</select>', main, re.DOTALL):
        found[name] = "".join(re.findall(r'<option selected value="(\w+)"', inside))
    found.update(
        re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\s*(.*?)</textarea>', main, re.DOTALL)
    )
    found.pop("", None)
    return found | changed


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""
