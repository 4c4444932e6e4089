"""The values that texts may name: what each is called, and an example of it."""

from __future__ import annotations

from flask_babel import gettext as _

from admin_app.labels.definitions.template import VALUE_WORDS
from admin_app.labels.lookup import fact_label
from models.values.money import format_yuan, yuan_in_words

#: How a value's name ends → an example that needs no language.
_BY_ENDING = {
    "_on": "2026-12-31",
    "_day": "2026-12-31",
    "today": "2026-12-31",
    "_no": "R623022-20261231-000001-01",
    "_number": "R623022-20261231-000001-01",
    "uscc": "11623022013937482K",
    "count": "3",
    "days": "30",
    "sheets": "3",
    "done": "3",
    "refused": "1",
    "quantity": "3",
}
_EXAMPLE_FEN = 100_000


def value_label(name: str) -> str:
    """What a value is called."""
    return str(VALUE_WORDS[name]) if name in VALUE_WORDS else fact_label(name)


def example_of(name: str) -> str:
    """An example of a value; where there is none that says more, its own label in brackets."""
    if name == "amount_words":
        return yuan_in_words(_EXAMPLE_FEN)
    if name == "amount" or name.endswith("_fen"):
        return format_yuan(_EXAMPLE_FEN)
    found = next((said for end, said in _BY_ENDING.items() if name.endswith(end)), None)
    return found or _("〔%(value)s〕", value=value_label(name))


def examples_of(names: tuple[str, ...]) -> dict[str, str]:
    """An example of each value."""
    return {name: example_of(name) for name in names}
