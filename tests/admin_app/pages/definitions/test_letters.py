"""Letters are drawn for ticked rows, in the reader's scope, and recorded."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from sqlalchemy import select

from models.definitions.template import Template
from models.units.unit import Unit
from models.workspace.basket import tick
from models.workspace.notification import FileRecord
from tests.support.definitions.word_files import text_of_word, word_file
from tests.support.pages.papers import SignIn
from tests.support.world.cast import NOW, World

UPLOAD, DRAW = "/admin/letter/upload/", "/admin/letter/draw/"
LINES = ("致 {{ unit_name }}", "{%p for domain in domains %}", "{{ domain }}", "{%p endfor %}")


def upload(clerk: SignIn, by: str, content: bytes, name: str = "催缴函") -> Any:
    given = {
        "subject": "letter_unit",
        "language": "zh_CN",
        "name": name,
        "key": f"upload-{by}-{name}",
        "file": (io.BytesIO(content), "函.docx"),
    }
    return clerk(by).post(UPLOAD, data=given)


def key_of(world: World) -> int:
    with world.session() as session:
        return session.scalars(select(Template.id).order_by(Template.id.desc())).first() or 0


def ticked(world: World, who: str, *names: str) -> None:
    """Ticks units, and those of another province, which the user cannot see."""
    user_id = world.actor(who).user_id
    assert user_id is not None
    with world.session() as session:
        beside = session.scalars(select(Unit.id).where(Unit.province_code == "610000")).all()
    assert beside
    keys = [*(world.id(name) for name in names), *beside]
    tick(world.engine, user_id, "unit", NOW, add=keys)


class TestDrawing:
    def test_every_ticked_unit_in_scope_gets_a_letter_and_the_export_is_recorded(
        self, world: World, clerk: SignIn
    ) -> None:
        assert upload(clerk, "gansu", word_file(*LINES)).status_code == 303
        ticked(world, "zhuoni", "unit-a", "unit-b")
        answer = clerk("zhuoni").post(DRAW, data={"template": key_of(world)})
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        with zipfile.ZipFile(io.BytesIO(answer.get_data())) as packed:
            letters = [text_of_word(packed.read(name)) for name in packed.namelist()]
        assert len(letters) == 2
        assert all(lines[0].startswith("致 卓尼县") for lines in letters)
        with world.session("zhuoni") as session:
            record = session.scalars(select(FileRecord)).one()
            assert (record.entity, record.row_count, record.file_name) == ("unit", 2, "催缴函.zip")

    def test_one_row_is_one_word_file(self, sqlite_world: World, sqlite_clerk: SignIn) -> None:
        upload(sqlite_clerk, "gansu", word_file(*LINES))
        given = {"template": key_of(sqlite_world), "row_id": sqlite_world.id("unit-a")}
        answer = sqlite_clerk("zhuoni").post(DRAW, data=given)
        assert text_of_word(answer.get_data())[0].startswith("致 卓尼县")

    def test_nothing_ticked_leads_to_the_list(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        upload(sqlite_clerk, "gansu", word_file(*LINES))
        answer = sqlite_clerk("zhuoni").post(DRAW, data={"template": key_of(sqlite_world)})
        assert answer.status_code == 303
        assert answer.location.endswith("/admin/unit/")


class TestStrangers:
    def test_another_province_neither_sees_nor_draws_nor_downloads_it(
        self, sqlite_world: World, sqlite_clerk: SignIn
    ) -> None:
        upload(sqlite_clerk, "gansu", word_file(*LINES))
        key = key_of(sqlite_world)
        assert "催缴函" in sqlite_clerk("zhuoni").get("/admin/letter/").text
        clerk = sqlite_clerk("shaanxi")
        assert "催缴函" not in clerk.get("/admin/letter/").text
        for door in (DRAW, "/admin/letter/file/"):
            found = clerk.post(door, data={"template": key})
            absent = clerk.post(door, data={"template": 999_999})
            assert found.status_code == absent.status_code == 404
        assert sqlite_clerk("unit-a").get("/admin/letter/").status_code == 403

    def test_a_hostile_file_is_refused_in_words_and_counties_upload_nothing(
        self, sqlite_clerk: SignIn
    ) -> None:
        answer = upload(sqlite_clerk, "gansu", word_file("{{ unit_name.__class__ }}"))
        assert answer.status_code == 422
        assert "unit_name.__class__" in answer.text
        assert "只能写变量的名称" in answer.text
        assert upload(sqlite_clerk, "zhuoni", word_file("甲")).status_code == 403


def test_the_template_comes_back_as_it_was_sent(sqlite_world: World, sqlite_clerk: SignIn) -> None:
    content = word_file(*LINES)
    upload(sqlite_clerk, "gansu", content)
    answer = sqlite_clerk("zhuoni").post(
        "/admin/letter/file/", data={"template": key_of(sqlite_world)}
    )
    assert answer.get_data() == content


def test_an_upload_without_name_or_file_says_so_at_each_and_keeps_nothing(
    sqlite_world: World, sqlite_clerk: SignIn
) -> None:
    given = {"subject": "letter_unit", "language": "en", "name": " ", "key": "none"}
    answer = sqlite_clerk("gansu").post(UPLOAD, data=given)
    assert answer.status_code == 422
    for field in ("name", "file"):
        assert f'<div id="{field}-error"><div class="field-error">必须填写。' in answer.text
    assert '<option value="en" selected>' in answer.text
    assert key_of(sqlite_world) == 0


def test_an_upload_to_nobody_is_refused_at_its_field(sqlite_clerk: SignIn) -> None:
    given = {"subject": "nobody", "language": "xx", "name": "催缴函", "key": "none"}
    answer = sqlite_clerk("gansu").post(UPLOAD, data=given)
    assert answer.status_code == 422
    for field in ("subject", "language"):
        assert f'id="{field}-error"' in answer.text
