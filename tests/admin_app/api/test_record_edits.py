"""Fields of one's own in creating verbs, edits and batches: form, API and command line alike."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.core.journal import JournalChange, Operation
from models.definitions.own_field import FieldEntity, FieldKind
from models.domains.domain import Domain
from models.offices.office import Office
from models.units.unit import Unit
from models.users.user import User
from tests.admin_app.api.test_actions import Program, program
from tests.admin_app.grid.test_own_fields import define
from tests.admin_app.pages.workspace.test_imports import uscc
from tests.support.pages.clerk import Clerk
from tests.support.world.cast import NOW, World

__all__ = ["program"]


def said(answer: TestResponse) -> str:
    """What an answer says, not escaped."""
    return json.dumps(answer.get_json(), ensure_ascii=False)


Programs = Callable[[str], Program]
SignIn = Callable[[str], Clerk]
WORDS = "red=红色/Red\nblue=蓝色/Blue"


def create(world: World, entity: FieldEntity) -> tuple[str, str, list[int], dict[str, Any]]:
    """User, verb, ids and input of the smallest new row of an entity."""
    return {
        FieldEntity.UNIT: (
            "zhuoni",
            "register_unit",
            [],
            {"name": "卓尼县审计局", "uscc": uscc("11"), "unit_type": "organ"},
        ),
        FieldEntity.DOMAIN: (
            "zhuoni",
            "submit_domain",
            [world.id("unit-a")],
            {"names": [{"label": "卓尼教育新", "tld": "政务"}], "name_reason": "惯用名称"},
        ),
        FieldEntity.USER: (
            "gansu",
            "create_user",
            [],
            {
                "username": "zhuoni.new",
                "display_name": "王五",
                "role": "county_admin",
                "new_password": "A long phrase 2026!",
                "office_code": "623022",
            },
        ),
        FieldEntity.OFFICE: (
            "conac",
            "create_office",
            [],
            {
                "code": "623099",
                "name": "新县编办",
                "parent_code": "623000",
                "document_no": "国函〔2026〕1号",
                "division_name": "新县",
            },
        ),
    }[entity]


MODELS: dict[FieldEntity, Any] = {
    FieldEntity.UNIT: Unit,
    FieldEntity.DOMAIN: Domain,
    FieldEntity.USER: User,
    FieldEntity.OFFICE: Office,
}


@pytest.mark.parametrize("entity", list(MODELS), ids=lambda entity: entity.value)
class TestCreating:
    def test_the_api_takes_own_values_by_their_keys(
        self, entity: FieldEntity, world: World, program: Programs
    ) -> None:
        by = "conac" if entity is FieldEntity.OFFICE else "gansu"
        name = define(world, by, entity=entity, kind=FieldKind.CHOICE, choices=WORDS)
        username, verb, ids, given = create(world, entity)
        client = program(username)
        body = {"ids": ids, "input": {**given, name: "green"}, "key": "own-1"}
        refused = client.act(verb, body)
        assert refused.status_code == 422
        assert name in said(refused)
        done = client.act(verb, {**body, "input": {**given, name: "red"}})
        assert done.status_code == 200, done.text
        model = MODELS[entity]
        with world.session() as session:
            row = session.scalars(select(model).order_by(model.id.desc())).first()
            assert list(row.own_values.values()) == ["red"]
            wanted = select(JournalChange).where(
                JournalChange.entity == model.__tablename__, JournalChange.row_id == row.id
            )
            changes = session.scalars(wanted.order_by(JournalChange.id)).all()
        # Written once, with the row itself.
        assert changes[0].operation is Operation.INSERT
        assert any(key.startswith("own_values.") for key in changes[0].diff)
        assert not any("own_values" in key for change in changes[1:] for key in change.diff)

    def test_required_from_a_day_holds(
        self, entity: FieldEntity, world: World, program: Programs
    ) -> None:
        by = "conac" if entity is FieldEntity.OFFICE else "gansu"
        name = define(world, by, entity=entity, required_from=NOW.date())
        username, verb, ids, given = create(world, entity)
        client = program(username)
        refused = client.act(verb, {"ids": ids, "input": given, "key": "own-2"})
        assert refused.status_code == 422
        assert "“印章编号”必须填写" in said(refused)
        planned = client.act(f"{verb}/plan", {"ids": ids, "input": given})
        assert "“印章编号”必须填写" in said(planned)
        done = client.act(verb, {"ids": ids, "input": {**given, name: "甲"}, "key": "own-3"})
        assert done.status_code == 200, done.text

    def test_the_form_asks_and_begins_with_the_default(
        self, entity: FieldEntity, world: World, clerk: SignIn
    ) -> None:
        by = "conac" if entity is FieldEntity.OFFICE else "gansu"
        name = define(world, by, entity=entity, default_value="甲-0", help_text="见封面")
        username, verb, ids, _given = create(world, entity)
        table = "unit" if entity is FieldEntity.DOMAIN else entity.value
        url = f"/admin/{table}/action/?action={verb}{''.join(f'&ids={i}' for i in ids)}"
        page = clerk(username).get(url).get_data(as_text=True)
        assert re.search(rf'name="{name}"[^>]*value="甲-0"', page), page[-9000:]
        assert "见封面" in page
        sister = clerk("shaanxi").get(url).get_data(as_text=True)
        assert (name in sister) is (by == "conac" and username == "shaanxi")


def test_a_unique_value_of_another_row_is_refused_to_a_new_one(
    world: World, program: Programs
) -> None:
    name = define(world, is_unique=True)
    client = program("zhuoni")
    for key, status in (("u1", 200), ("u2", 422)):
        _user, verb, ids, given = create(world, FieldEntity.UNIT)
        body = {"ids": ids, "input": {**given, name: "甲-1"}, "key": key}
        assert client.act(verb, body).status_code == status


def test_names_filed_together_share_the_values(world: World, program: Programs) -> None:
    name = define(world, entity=FieldEntity.DOMAIN, kind=FieldKind.WHOLE)
    names = [{"label": label, "tld": "政务"} for label in ("卓尼教育新", "卓尼教育又")]
    given = {"names": names, "name_reason": "惯用名称", name: 7}
    done = program("zhuoni").act(
        "submit_domain", {"ids": [world.id("unit-a")], "input": given, "key": "two"}
    )
    assert done.status_code == 200, done.text
    with world.session() as session:
        wanted = select(Domain.own_values).order_by(Domain.id.desc()).limit(2)
        assert [list(values.values()) for values in session.scalars(wanted)] == [[7], [7]]


def test_the_command_line_creates_with_own_values(app: Flask, world: World) -> None:
    name = define(world)
    _user, verb, _ids, given = create(world, FieldEntity.UNIT)
    arguments = ["act", verb, "--as", "zhuoni", "--json", json.dumps({**given, name: "甲-9"})]
    done = app.test_cli_runner().invoke(args=arguments)
    assert done.exit_code == 0, done.output
    with world.session() as session:
        values = session.scalars(select(Unit.own_values).order_by(Unit.id.desc())).first()
    assert values is not None
    assert list(values.values()) == ["甲-9"]


class TestEdit:
    def test_a_body_changes_what_it_gives_and_nothing_else(
        self, world: World, program: Programs
    ) -> None:
        name, unit, client = define(world), world.id("unit-a"), program("zhuoni")
        version = client.client.get(f"/api/unit/{unit}", headers=client.headers).get_json()
        with world.session() as session:
            before = session.get_one(Unit, unit)
        given = {"row_version": before.row_version, name: "甲-1"}
        done = client.act("edit_unit", {"ids": [unit], "input": given, "key": "e1"})
        assert done.status_code == 200, done.text
        with world.session() as session:
            after = session.get_one(Unit, unit)
        assert list(after.own_values.values()) == ["甲-1"]
        assert after.contact_phone == before.contact_phone
        assert version["id"] == unit
        stale = client.act("edit_unit", {"ids": [unit], "input": given, "key": "e2"})
        assert stale.status_code in {409, 422}
        given = {"row_version": after.row_version, "contact_name": "王五"}
        assert (
            client.act("edit_unit", {"ids": [unit], "input": given, "key": "e3"}).status_code == 200
        )
        with world.session() as session:
            last = session.get_one(Unit, unit)
        assert (last.contact_name, last.own_values) == ("王五", after.own_values)

    @pytest.mark.parametrize("key", ["own_620000_nothing", "own_610000_seal_no", "state"])
    def test_an_unknown_key_is_refused_by_name(
        self, key: str, world: World, program: Programs
    ) -> None:
        define(world)
        define(world, "shaanxi")
        body = {"ids": [world.id("unit-a")], "input": {"row_version": 1, key: "x"}, "key": "e4"}
        refused = program("zhuoni").act("edit_unit", body)
        assert refused.status_code == 422
        assert f"没有“{key}”这一项" in said(refused)

    def test_another_province_edits_nothing(self, world: World, program: Programs) -> None:
        name = define(world)
        body = {"ids": [world.id("unit-a")], "input": {"row_version": 1}, "key": "e5"}
        refused = program("shaanxi").act("edit_unit", body)
        assert refused.status_code in {404, 422}
        assert name not in refused.text
        assert program("zhuoni").act("edit_ledger_entry", body).status_code == 404

    def test_openapi_describes_own_values_of_creating_editing_and_batches(
        self, world: World, program: Programs
    ) -> None:
        name = define(world, kind=FieldKind.CHOICE, choices=WORDS, help_text="见封面")
        for username, is_known in (("zhuoni", True), ("shaanxi", False)):
            client = program(username)
            document = client.client.get("/api/openapi.json", headers=client.headers).get_json()
            paths = document["paths"]
            for verb in ("register_unit", "edit_unit"):
                schema = paths[f"/api/actions/{verb}"]["post"]["requestBody"]
                given = schema["content"]["application/json"]["schema"]["properties"]["input"]
                assert (name in given["properties"]) is is_known
            many = json.dumps(paths["/api/actions/change_many_unit"], ensure_ascii=False)
            assert (name in many) is is_known
