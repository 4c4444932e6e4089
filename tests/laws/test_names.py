"""Files, classes and functions have specific names."""

from __future__ import annotations

import ast

import pytest

from tests.support.texts.sources import definitions, modules, words_of

FORBIDDEN = frozenset(
    {"util", "utils", "helper", "helpers", "common", "manager", "managers"}
    | {"service", "services", "data", "info", "infos"}
)
PACKAGES = ("models", "actions", "seed", "admin_app", "scripts", "bench", "tests")

#: Name → why it is meant.
MEANT = {
    "Common": "The refusals every action has in common: an adjective, not a heap.",
    "common_words": "The labels of `Common`.",
    "_is_common": "Whether many rows hold a word: an adjective.",
    "handle_DATA": "The name that aiosmtpd calls.",
    "handle_data": "The name that html.parser calls.",
    "get_data": "The name of Werkzeug's response, which a stand-in for one must bear.",
    "process_data": "The name by which WTForms gives a field what its record holds.",
}


def heaps(path: str, tree: ast.Module) -> list[tuple[str, str]]:
    """(file, name) of each name that has not found its noun."""
    stems = [part.removesuffix(".py") for part in path.split("/")]
    names = [*stems, *(name for _, name in definitions(tree))]
    return [(path, name) for name in names if name not in MEANT and words_of(name) & FORBIDDEN]


def test_no_name_is_a_heap() -> None:
    assert [heap for path, tree in modules(*PACKAGES) for heap in heaps(path, tree)] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/order_utils.py", ""),
        ("actions/helpers/renew.py", ""),
        ("models/billing/order.py", "class OrderManager: ..."),
        ("models/billing/order.py", "def load_data(): ..."),
        ("models/billing/order.py", "class A:\n    async def getUserInfo(self): ..."),
    ],
)
def test_a_heap_is_found(path: str, source: str) -> None:
    assert len(heaps(path, ast.parse(source))) == 1


def test_a_word_within_a_word_is_none() -> None:
    assert heaps("models/metadata.py", ast.parse("def inform(): ...\ndef database(): ...")) == []
