"""拆分 offers the logins of the offices below (guide Q3), and fields for a reason offer reasons."""

from __future__ import annotations

import re

from actions.core.labels.labelling import put_label
from actions.domains.renew import RENEW
from actions.invoices.split import SPLIT
from models.units.unit import Unit
from tests.support.definitions.choices import seed_reasons
from tests.support.definitions.labels import define
from tests.support.pages.doors import Doors
from tests.support.world.planned import ids


def suggested(doors: Doors, username: str) -> dict[str, str]:
    page = doors.plan(SPLIT, username, ids(doors, "gansu-signed")).get_data(as_text=True)
    assert 'list="user_account-suggestions"' in page
    (listed,) = re.findall(r'<datalist id="user_account-suggestions">(.*?)</datalist>', page)
    found = re.findall(r'<option label="([^"]+)">([^<]+)</option>', listed)
    return {username: said for said, username in found}


def test_split_suggests_each_login_below_with_its_office_and_person(sqlite_doors: Doors) -> None:
    found = suggested(sqlite_doors, "gansu")
    assert "卓尼" in found["zhuoni"]
    assert {"zhuoni", "lintan", "gannan"} <= found.keys()


def test_split_suggests_neither_own_logins_nor_those_of_another_province(
    sqlite_doors: Doors,
) -> None:
    assert (
        not {"gansu", "gansu-viewer", "shaanxi", "lantian"}
        & suggested(sqlite_doors, "gansu").keys()
    )


def test_suggestion_leaves_what_is_typed_free(sqlite_doors: Doors) -> None:
    page = sqlite_doors.plan(SPLIT, "gansu", ids(sqlite_doors, "gansu-signed"))
    lines = {"lines": [{"user_account": "nobody", "quantity": "1"}]}
    answer = sqlite_doors.confirm(SPLIT, "gansu", page, lines)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="nobody"' in text
    assert re.search(r'name="lines-0-user_account"[^>]*', text)
    assert 'id="lines-0-user_account-error"' in text


def test_a_field_for_a_reason_offers_the_words_of_its_list(sqlite_doors: Doors) -> None:
    seed_reasons(sqlite_doors.world)
    page = sqlite_doors.plan(RENEW, "zhuoni", ids(sqlite_doors, "a-due")).get_data(as_text=True)
    (listed,) = re.findall(r'<datalist id="reason-suggestions">(.*?)</datalist>', page)
    words = re.findall(r"<option[^>]*>([^<]+)</option>", listed)
    assert words == ["财政拨款延迟", "联系人变动", "未收到提醒"]
    assert re.search(r'<input[^>]*list="reason-suggestions"', page)


def test_nothing_is_chosen_among_several_and_the_only_one_is(sqlite_doors: Doors) -> None:
    world = sqlite_doors.world
    define(world, "gansu", "急件")
    action, rows = put_label(Unit), ids(sqlite_doors, "unit-a")
    only = sqlite_doors.plan(action, "zhuoni", rows).get_data(as_text=True)
    assert options_of(only, "label")[0] != ""
    define(world, "gansu", "督办")
    several = sqlite_doors.plan(action, "zhuoni", rows).get_data(as_text=True)
    assert options_of(several, "label")[0] == ""
    assert len(options_of(several, "label")) == 3


def options_of(page: str, name: str) -> list[str]:
    """The values of a select, in their order."""
    (select,) = re.findall(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    return re.findall(r'<option[^>]*value="([^"]*)"', select)
