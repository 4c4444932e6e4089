"""Pages drawn from the code."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import Enum

from actions.permissions import CATALOG
from admin_app.cli import generated_docs
from models.core.base import Base
from models.domains.domain import Domain
from models.offices.office import Office


class TestPages:
    def test_name_every_action_with_its_refusals(self, sqlite_app: Flask) -> None:
        with sqlite_app.app_context():
            page = generated_docs.pages(sqlite_app)["actions.md"]
        for action in CATALOG:
            assert f"`{action.key}`" in page
            for code in action.refusals or ():
                assert f"`{code}`" in page

    def test_pages_draw_every_lifecycle(self, sqlite_app: Flask) -> None:
        with sqlite_app.app_context():
            page = generated_docs.pages(sqlite_app)["lifecycles.md"]
        drawn = {model for model, _life in generated_docs.lifecycles()}
        stateful = {
            m.class_
            for m in Base.registry.mappers
            if "state" in m.columns and isinstance(m.columns["state"].type, Enum)
        }
        assert drawn == stateful
        assert Domain in drawn
        assert Office not in drawn
        assert "submitted --> office_approved: approve_office" in page

    def test_list_every_table_and_route(self, sqlite_app: Flask) -> None:
        with sqlite_app.app_context():
            pages = generated_docs.pages(sqlite_app)
        for table in Base.metadata.tables:
            assert f"{table} (" in pages["schema.sql"].replace('"', "")
        assert "/api/actions/<key>" in pages["routes.txt"]

    def test_pages_are_the_same_each_time(self, sqlite_app: Flask) -> None:
        with sqlite_app.app_context():
            assert generated_docs.pages(sqlite_app) == generated_docs.pages(sqlite_app)


class TestWrite:
    def test_generated_docs_write_writes_what_differs_and_only_that(self, tmp_path: Path) -> None:
        drawn = {"a.md": "one\n", "b.md": "two\n"}
        assert generated_docs.write(tmp_path, drawn, is_check=True) == ["a.md", "b.md"]
        assert not list(tmp_path.iterdir())
        generated_docs.write(tmp_path, drawn, is_check=False)
        assert generated_docs.write(tmp_path, drawn, is_check=True) == []
        (tmp_path / "b.md").write_text("edited by hand\n", encoding="utf-8")
        assert generated_docs.write(tmp_path, drawn, is_check=True) == ["b.md"]
