"""Every Chinese text of the pages passes through gettext, so that English can be complete."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment

from tests.support.texts.sources import ROOT, chinese_texts, modules

#: Functions through which a text must pass, in Python and in templates.
GETTEXT = {"_", "_l", "_lp", "gettext", "lazy_gettext", "lazy_pgettext", "ngettext", "pgettext"}
#: File → why Chinese stands in it outside gettext.
VALUES = {
    "admin_app/forms/office_choices.py": "What every office's own name ends with.",
    "admin_app/files/bank_profiles.py": "What banks call the columns of their files.",
    "admin_app/files/bank_statement_cells.py": "How banks write days, amounts and accounts.",
    "admin_app/files/bank_statement_headings.py": "Units and brackets of headings.",
    "admin_app/files/import_synonyms.py": "What offices call the columns of their sheets.",
    "admin_app/pages/workspace/import_exported.py": "How a day is written with 年, 月 and 日.",
    "admin_app/values/relative_days.py": "What people type for days relative to today.",
    "admin_app/web/fallback_error_page.py": "Both languages at once: gettext may have failed.",
}

_TEMPLATES = sorted((ROOT / "admin_app" / "templates").rglob("*.html"))
_HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


def bare(tree: ast.Module) -> list[tuple[int, str]]:
    """(line, text) of each Chinese literal that is no argument of gettext and no docstring."""
    spoken = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in GETTEXT
        for argument in node.args
    }
    texts = {
        id(node): (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = set(chinese_texts(tree))
    return sorted(told for key, told in texts.items() if told in found and key not in spoken)


def bare_in_template(source: str) -> list[tuple[int, str]]:
    """(line, text) of Chinese in a template that stands in the open or in a bare literal."""
    return sorted(_open_texts(source))


def _open_texts(source: str) -> Iterator[tuple[int, str]]:
    called: list[str] = []
    last = ""
    for line, kind, text in Environment(autoescape=True).lex(source):
        if kind == "data" and _HAN.search(text):
            yield line, text.strip()
        if kind == "string" and _HAN.search(text) and called[-1:] != ["gettext"]:
            yield line, text
        if text == "(":
            called.append("gettext" if last in GETTEXT else "")
        if text == ")":
            called.pop()
        last = text if kind != "whitespace" else last


class TestPython:
    def test_python_has_no_bare_chinese(self) -> None:
        found = [
            (path, *told)
            for path, tree in modules("admin_app")
            if path not in VALUES
            for told in bare(tree)
        ]
        assert found == []

    @pytest.mark.parametrize("path", VALUES)
    def test_python_that_is_excepted_still_needs_to_be(self, path: str) -> None:
        assert any(found == path and bare(tree) for found, tree in modules("admin_app"))

    def test_python_is_caught_when_it_is_bare(self) -> None:
        source = '"""文档"""\na = _("好")\nb = "坏"\nc = f"{a}坏"\n'
        assert bare(ast.parse(source)) == [(3, "坏"), (4, "坏")]


class TestTemplates:
    @pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.stem)
    def test_templates_have_no_bare_chinese(self, path) -> None:  # noqa: ANN001  a Path, as collected
        assert bare_in_template(path.read_text(encoding="utf-8")) == []

    def test_templates_are_caught_when_it_is_bare(self) -> None:
        source = (
            "{# 注 #}<p>坏</p>{{ _('好') }}{{ '坏' }}<i title=\"{{ ngettext('好', '好', 1) }}\">"
        )
        assert bare_in_template(source) == [(1, "'坏'"), (1, "<p>坏</p>")]
