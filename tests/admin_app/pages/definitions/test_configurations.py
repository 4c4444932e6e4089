"""A configuration is downloaded as a file, uploaded, compared and applied by hand."""

from __future__ import annotations

import io
import json

from sqlalchemy import select

from models.definitions.label import Label
from models.workspace.notification import FileRecord
from tests.support.definitions.configurations import define_everything, keep
from tests.support.pages.papers import SignIn
from tests.support.world.cast import World

PAGE, FILE = "/admin/configuration_file/", "/admin/configuration_file/file/"


def test_a_download_comes_back_as_a_plan_and_is_applied(world: World, clerk: SignIn) -> None:
    define_everything(world)
    copy = keep(world)
    gansu = clerk("gansu")
    file = gansu.post(FILE, data={"copy": copy})
    assert file.mimetype == "application/json"
    document = json.loads(file.get_data())
    document["offices"]["620000"]["label"] = [{"name_zh": "只剩这个", "colour": "red"}]
    document["offices"]["620000"].pop("rule")
    sent = (io.BytesIO(json.dumps(document).encode("utf-8-sig")), "c.json")
    answer = gansu.post(PAGE, data={"name": "改过的", "key": "one", "file": sent})
    assert answer.status_code == 303
    plan = gansu.get(answer.location)
    assert "新增标签“只剩这个”。" in plan.text
    assert "停用标签“督办”。" in plan.text
    assert "停用规则“续费督办”。" in plan.text
    with world.session("gansu") as session:
        record = session.scalars(select(FileRecord)).one()
        assert (record.entity, record.row_count) == ("configuration", len_of(file.get_data()))


def len_of(text: bytes) -> int:
    sections = json.loads(text)["offices"].values()
    return sum(len(items) for section in sections for items in section.values())


def test_an_upload_without_name_or_file_says_so_at_each(sqlite_clerk: SignIn) -> None:
    answer = sqlite_clerk("gansu").post(PAGE, data={"name": "", "key": "none"})
    assert answer.status_code == 422
    for field in ("name", "file"):
        assert f'<div id="{field}-error"><div class="field-error">必须填写。' in answer.text


def test_a_file_that_is_no_configuration_is_refused_in_words_and_keeps_nothing(
    sqlite_world: World, sqlite_clerk: SignIn
) -> None:
    sent = (io.BytesIO(b'{"format": 1,\n"offices": x}'), "c.json")
    answer = sqlite_clerk("gansu").post(PAGE, data={"name": "坏的", "key": "k", "file": sent})
    assert answer.status_code == 422
    assert "第 2 行第 12 个字符处的写法有误" in answer.text
    assert 'value="坏的"' in answer.text


def test_strangers_meet_no_copy_and_no_page(sqlite_world: World, sqlite_clerk: SignIn) -> None:
    define_everything(sqlite_world)
    copy = keep(sqlite_world)
    found = sqlite_clerk("shaanxi").post(FILE, data={"copy": copy})
    absent = sqlite_clerk("shaanxi").post(FILE, data={"copy": 999_999})
    assert found.status_code == absent.status_code == 404
    for who in ("gannan", "zhuoni", "conac-finance", "unit-a"):
        assert sqlite_clerk(who).get(PAGE).status_code == 403
        assert sqlite_clerk(who).post(FILE, data={"copy": copy}).status_code == 403
    with sqlite_world.session("shaanxi") as session:
        assert session.scalars(select(Label)).all() == []
