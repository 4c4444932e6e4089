"""Labels on lists, records, files and the API: shown to whoever sees both, found by a filter."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from actions.core.action import Nothing
from actions.core.labels.labelling import TakeOffLabelInput, put_label, take_off_label
from actions.definitions.retire_label import RETIRE_LABEL
from actions.units.transfer import TRANSFER_UNIT, TransferUnitInput
from models.domains.domain import Domain
from models.units.unit import Unit
from tests.support.definitions.labels import DEFINED, define, define_all, put, standing
from tests.support.pages.doors import DOORS, Doors, End, told
from tests.support.world.cast import World


@pytest.fixture
def labels(doors: Doors) -> dict[str, int]:
    """The registry's and Gansu's label on a name of Zhuoni, and on its unit."""
    found = define_all(doors.world)
    for by, who in (("conac", "zhuoni"), ("gansu", "gansu")):
        put(doors.world, who, Domain, [doors.world.id("a-due")], found[by])
        put(doors.world, who, Unit, [doors.world.id("unit-a")], found[by])
    put(doors.world, "lintan", Domain, [doors.world.id("c-due")], found["gansu"])
    return found


def rows(doors: Doors, who: str, query: str, entity: str = "domain") -> list[dict[str, Any]]:
    answer = doors.app.test_client().get(f"/api/{entity}?{query}", headers=doors.bearer(who))
    assert answer.status_code == 200, answer.get_json()
    found: list[dict[str, Any]] = answer.get_json()["rows"]
    return found


class TestTheList:
    def test_labels_stand_as_chips_behind_the_name(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        page = doors.clerk("zhuoni").get("/admin/domain/").get_data(as_text=True)
        assert '<b class="label is-red">专项检查</b>' in page
        assert '<b class="label is-red">甘肃督办</b>' in page

    def test_labels_are_found_by_key_and_by_name(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        due = doors.world.id("a-due")
        for asked in (labels["gansu"], "甘肃督办", "Gansu follow-up"):
            assert [row["id"] for row in rows(doors, "zhuoni", f"labels={asked}")] == [due]
        both = rows(doors, "gansu", f"labels={labels['gansu']}&labels={labels['conac']}")
        assert {row["id"] for row in both} == {due, doors.world.id("c-due")}

    def test_an_unknown_label_is_refused_by_name_and_never_ignored(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        for asked in ("没有的", "99999", str(labels["shaanxi"]), "陕西督办"):
            answer = doors.app.test_client().get(
                f"/api/domain?labels={asked}", headers=doors.bearer("zhuoni")
            )
            assert answer.status_code == 400
            assert asked in answer.get_json()["error"]["sentence"]

    def test_the_filter_offers_the_labels_of_ones_own_chain_with_their_numbers(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        clerk = doors.clerk("zhuoni")
        page = clerk.get("/admin/domain/").get_data(as_text=True)
        assert f'name="labels" value="{labels["gansu"]}"' in page
        assert f'name="labels" value="{labels["shaanxi"]}"' not in page
        counts = clerk.get("/admin/domain/facets/?field=labels").get_data(as_text=True)
        assert f"facet-labels-{labels['gansu']}" in counts

    def test_the_chip_of_the_condition_names_the_label(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        page = doors.clerk("zhuoni").get(f"/admin/domain/?labels={labels['gansu']}")
        assert "标签：甘肃督办" in told(page)

    def test_labels_are_in_the_readers_language(self, doors: Doors, labels: dict[str, int]) -> None:
        clerk = doors.clerk("zhuoni")
        clerk.get("/locale/en")
        assert ">Inspection</b>" in clerk.get("/admin/domain/").get_data(as_text=True)

    def test_a_label_of_a_past_day_is_refused_by_name(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        answer = doors.app.test_client().get(
            f"/api/domain?as_of=2026-06-09&sort=id&labels={labels['gansu']}",
            headers=doors.bearer("zhuoni"),
        )
        assert answer.status_code == 400

    def test_statements_do_not_grow_with_the_labelled_rows(self, sqlite_doors: Doors) -> None:
        doors, label = sqlite_doors, define(sqlite_doors.world, "gansu", "急件")
        names = ["a-due", "a-far", "a-held", "b-due", "b-quoted"]
        put(doors.world, "zhuoni", Domain, [doors.world.id(names[0])], label)
        few = _statements(doors, "/admin/domain/")
        put(doors.world, "zhuoni", Domain, [doors.world.id(name) for name in names[1:]], label)
        assert _statements(doors, "/admin/domain/") == few

    def test_every_row_of_a_label_can_be_selected_and_exported(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        given = {
            "scope": "filtered",
            "columns": "all",
            "query": f"labels={labels['gansu']}",
        }
        for form in ("csv", "xlsx"):
            answer = doors.clerk("gansu").post("/admin/domain/export/", {**given, "format": form})
            assert answer.status_code == 200
            if form == "csv":
                lines = answer.get_data(as_text=True).splitlines()
                assert any("专项检查、甘肃督办" in line for line in lines)


def _statements(doors: Doors, address: str) -> int:
    counted: list[str] = []

    def _note(_c: Any, _cur: Any, statement: str, *_more: Any) -> None:
        counted.append(statement)

    clerk = doors.clerk("zhuoni")
    clerk.get(address)
    event.listen(doors.world.engine, "before_cursor_execute", _note)
    clerk.get(address)
    event.remove(doors.world.engine, "before_cursor_execute", _note)
    return len(counted)


class TestPuttingALabel:
    @pytest.mark.parametrize("door", DOORS)
    def test_every_door_puts_a_label_on(self, sqlite_doors: Doors, door: Any) -> None:
        doors = sqlite_doors
        label, ids = define(doors.world, "gansu", "急件"), [doors.world.id("a-due")]
        done = doors.call(put_label(Domain), "zhuoni", ids, {"label": str(label)}, door=door)
        assert done.end is End.DONE, done.said
        assert standing(doors.world, "domain", ids[0]) == {label}


class TestTheRecord:
    def test_labels_stand_at_the_title_and_in_the_history(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        world, due = doors.world, doors.world.id("a-due")
        given = TakeOffLabelInput("甘肃督办")
        world.perform(take_off_label(Domain), "zhuoni", [due], given)
        page = told(doors.clerk("zhuoni").get(f"/admin/domain/details/?id={due}"))
        assert "加标签" in page
        assert "取下标签" in page
        assert page.count("甘肃督办") >= 2
        assert "专项检查" in page

    def test_a_retired_label_stays_on_its_records(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        doors.world.perform(RETIRE_LABEL, "gansu", [labels["gansu"]], Nothing())
        (row,) = rows(doors, "zhuoni", f"labels={labels['gansu']}")
        assert row["labels"] == ["专项检查", "甘肃督办"]


class TestWhoSeesLabels:
    ADDRESSES = (
        "/admin/domain/",
        "/admin/domain/details/?id={due}",
        "/admin/unit/details/?id={unit}",
        "/admin/domain/?columns=labels",
        "/api/domain",
        "/api/unit",
    )

    @pytest.mark.parametrize(
        ("who", "unseen"),
        [
            ("zhuoni", {"陕西督办", "Shaanxi"}),
            ("zhuoni-viewer", {"陕西督办"}),
            ("gansu", {"陕西督办"}),
            ("lintan", {"专项检查</b>", "陕西督办"}),
            ("lantian", {"甘肃督办"}),
            ("shaanxi", {"甘肃督办"}),
            ("unit-a", set(DEFINED.values())),
        ],
    )
    def test_labels_beside_and_labels_of_offices_are_not_seen(
        self, doors: Doors, labels: dict[str, int], who: str, unseen: set[str]
    ) -> None:
        ids = {"due": doors.world.id("a-due"), "unit": doors.world.id("unit-a")}
        for address in (*self.ADDRESSES, "/admin/label/", "/admin/journal/", "/api/label"):
            headers = doors.bearer(who) if address.startswith("/api") else {}
            reader = doors.app.test_client() if headers else doors.clerk(who)
            said = reader.get(address.format(**ids), headers=headers).get_data(as_text=True)
            assert not {name for name in unseen if name in said}, address

    def test_a_registrant_can_not_ask_for_labels(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        for query in (f"labels={labels['conac']}", "columns=labels"):
            answer = doors.app.test_client().get(
                f"/api/domain?{query}", headers=doors.bearer("unit-a")
            )
            assert answer.status_code == 400

    def test_the_history_of_a_registrant_names_no_label(
        self, doors: Doors, labels: dict[str, int]
    ) -> None:
        page = doors.clerk("unit-a").get(f"/admin/domain/details/?id={doors.world.id('a-due')}")
        assert "标签" not in told(page)


def test_labels_follow_a_unit_to_another_office(world: World) -> None:
    labels = define_all(world)
    for model, name in ((Unit, "unit-b"), (Domain, "b-due")):
        put(world, "zhuoni", model, [world.id(name)], labels["gansu"])
    given = TransferUnitInput("623021", "州编办〔2026〕8号")
    world.perform(TRANSFER_UNIT, "gannan", [world.id("unit-b")], given)
    for entity, name in (("unit", "unit-b"), ("domain", "b-due")):
        assert standing(world, entity, world.id(name), "lintan") == {labels["gansu"]}
        assert standing(world, entity, world.id(name), "zhuoni") == set()
