"""The filter on labels in an address and back, and its words."""

from __future__ import annotations

import pytest

from admin_app.grid.filters import LabelFilter, value_pairs
from admin_app.grid.filters.labels import AnyLabel
from admin_app.views import GRIDS
from models.users.user import Role
from tests.support.definitions.labels import define_all
from tests.support.pages.doors import Doors

DOMAINS = GRIDS["domain"]


def test_labels_are_written_back_as_they_were_asked() -> None:
    value = AnyLabel(("3", "督办"))
    assert value_pairs("labels", value) == [("labels", "3"), ("labels", "督办")]
    assert str(AnyLabel(("3",))) == "3"


def test_the_api_is_told_that_a_key_or_a_name_is_meant() -> None:
    (found,) = (f for f in DOMAINS.column_filters if isinstance(f, LabelFilter))
    assert found.schema(DOMAINS)["items"]["type"] == "string"
    assert found.hidden_from == {Role.UNIT_USER}


@pytest.mark.parametrize("match", ["all", "any"])
def test_labels_combine_with_other_conditions(sqlite_doors: Doors, match: str) -> None:
    labels = define_all(sqlite_doors.world)
    address = f"/admin/domain/?labels={labels['conac']}&state=registered&match={match}"
    page = sqlite_doors.clerk("zhuoni").get(address)
    assert page.status_code == 200
    is_any = match == "any"
    assert ("没有符合条件的记录" in page.get_data(as_text=True)) is not is_any


@pytest.mark.parametrize(
    "asked",
    [
        "labels={key}",
        'where={{"labels": {{"is": "{key}"}}}}',
        'where={{"labels": {{"is_not": "{key}"}}}}',
        'where={{"any": [{{"labels": {{"is": "{key}"}}}}, {{"term_years": {{"ge": 1}}}}]}}',
    ],
)
def test_labels_of_a_past_day_are_refused_by_name_however_they_are_asked_for(
    doors: Doors, asked: str
) -> None:
    key = define_all(doors.world)["conac"]
    clerk = doors.clerk("gansu")
    address = f"/api/domain?{asked.format(key=key)}"
    assert clerk.get(address).status_code == 200
    past = clerk.get(f"{address}&as_of=2026-06-10")
    assert past.status_code == 400
    assert "标签" in past.get_json()["error"]["sentence"]
    assert clerk.get(f"/admin/domain/?{asked.format(key=key)}&as_of=2026-06-10").status_code < 500
