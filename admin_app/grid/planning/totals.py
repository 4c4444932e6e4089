"""The totals of a plan and a receipt: counts first, the sum last, which stands in large figures."""

from __future__ import annotations

from collections.abc import Mapping

from admin_app.labels import fact_label
from admin_app.values import Written, written_fact

#: Totals that only count rows; the others are sums of what the rows hold.
_ROW_COUNTS = frozenset({"row_count", "name_count", "domain_count"})
#: Sheets that the act moves or uses, which is its sum where no money is.
_SHEETS = frozenset({"sheets", "invoice_count", "quantity"})


def figures(totals: Mapping[str, int]) -> list[tuple[str, Written]]:
    """Totals with their labels; stored ones are unordered."""
    ordered = sorted(totals.items(), key=lambda total: _rank(total[0]))
    return [(fact_label(name), written_fact(name, value)) for name, value in ordered]


def are_sums(totals: Mapping[str, int]) -> bool:
    """Whether anything is added up, and not only counted."""
    return bool(totals.keys() - _ROW_COUNTS)


def _rank(name: str) -> tuple[bool, bool, bool, bool]:
    is_money = name.endswith("_fen")
    return is_money, name == "amount_fen", name in _SHEETS, name != "row_count"
