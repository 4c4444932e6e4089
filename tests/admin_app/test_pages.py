"""Pages are found by themselves, each under an endpoint of its own."""

from __future__ import annotations

from types import ModuleType

import pytest
from flask_admin import expose

from admin_app import pages
from admin_app.web.page import Page


def module(name: str, *endpoints: str) -> ModuleType:
    """A module with a page for each endpoint, and a base class that has none."""
    made = ModuleType(f"admin_app.pages.{name}")
    given = {"__module__": made.__name__, "index": expose("/")(lambda _page: "")}
    base = type("Base", (Page,), given)
    for endpoint in endpoints:
        page = type(endpoint, (base,), {**given, "endpoint": endpoint})
        setattr(made, endpoint, page)
    made.Base, made.Page = base, Page  # type: ignore[attr-defined]
    return made


def found(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> dict[str, Page]:
    monkeypatch.setattr(pages, "package_modules", lambda _package: iter(modules))
    return pages._pages()


def test_every_page_class_with_an_endpoint_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(found(monkeypatch, module("a", "fees", "deeds"), module("b", "maps"))) == [
        "fees",
        "deeds",
        "maps",
    ]


def test_a_page_that_another_module_imports_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = module("a", "fees"), module("b", "maps")
    second.fees = first.fees  # type: ignore[attr-defined]

    assert list(found(monkeypatch, first, second)) == ["fees", "maps"]


def test_an_endpoint_of_two_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"admin_app\.pages\.b repeats the endpoint fees"):
        found(monkeypatch, module("a", "fees"), module("b", "fees"))
