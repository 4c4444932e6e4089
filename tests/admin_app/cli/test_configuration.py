"""`flask config`: definitions are written as a file, which is compared and then applied."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from models.definitions.label import Label
from tests.support.definitions.configurations import define_everything
from tests.support.definitions.labels import define
from tests.support.world.cast import World


def _run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["config", *arguments])


class TestExport:
    def test_an_office_writes_its_own_definitions(self, app: Flask, world: World) -> None:
        define_everything(world)
        define(world, "shaanxi", "陕西的标签")
        done = _run(app, "export", "--as", "gansu")
        assert done.exit_code == 0, done.output
        assert list(json.loads(done.stdout)["offices"]) == ["620000"]
        assert done.stdout == _run(app, "export", "--as", "gansu").stdout

    def test_the_registry_writes_those_of_all_and_a_province_never_those_beside(
        self, app: Flask, world: World
    ) -> None:
        define(world, "gansu", "甘肃的标签")
        define(world, "shaanxi", "陕西的标签")
        done = _run(app, "export", "--as", "conac", "--all")
        assert done.exit_code == 0, done.output
        everything = json.loads(done.stdout)["offices"]
        assert {"610000", "620000"} <= everything.keys()
        own = _run(app, "export", "--as", "gansu", "--all").stdout
        assert "陕西的标签" not in own
        assert "甘肃的标签" in own

    def test_nobody_else_writes_any(self, sqlite_app: Flask, sqlite_world: World) -> None:
        for who in ("zhuoni", "conac-finance", "unit-a", "nobody"):
            assert _run(sqlite_app, "export", "--as", who).exit_code == 2


class TestImport:
    def test_a_file_is_compared_first_and_applied_when_asked(
        self, app: Flask, world: World, tmp_path: Path
    ) -> None:
        define(world, "gansu", "旧的标签")
        file = tmp_path / "c.json"
        section = {"label": [{"name_zh": "新的标签"}]}
        file.write_text(json.dumps({"format": 1, "offices": {"620000": section}}), "utf-8")
        said = _run(app, "import", str(file), "--as", "gansu")
        assert said.exit_code == 0, said.output
        assert said.stdout == "新增标签“新的标签”。\n停用标签“旧的标签”。\n"
        with world.session("gansu") as session:
            assert session.scalars(select(Label.name_zh)).all() == ["旧的标签"]
        assert _run(app, "import", str(file), "--as", "gansu", "--yes").exit_code == 0
        again = _run(app, "import", str(file), "--as", "gansu", "--yes")
        assert again.exit_code == 1
        assert "没有需要应用的内容" in again.stderr
        history = _run(app, "history", "--as", "gansu").stdout
        assert history.count("c.json") == 3

    def test_a_file_at_fault_is_refused_in_words(
        self, sqlite_app: Flask, sqlite_world: World, tmp_path: Path
    ) -> None:
        file = tmp_path / "c.json"
        file.write_text("{", "utf-8")
        refused = _run(sqlite_app, "import", str(file), "--as", "gansu", "--yes")
        assert refused.exit_code == 1
        assert "写法有误" in refused.stderr
        assert "Traceback" not in refused.output
