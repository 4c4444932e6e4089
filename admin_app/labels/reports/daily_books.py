"""Words of the books: 对账单, 三方对账."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from models.reports.reconciliation import Leg
from models.reports.statement import UnitEntry

WORDS: dict[type[StrEnum], dict[StrEnum, object]] = {
    UnitEntry: {
        UnitEntry.OWED: _l("应缴"),
        UnitEntry.PAID: _l("收费"),
        UnitEntry.REVERSED: _l("撤销收费"),
        UnitEntry.INVOICED: _l("开具发票"),
    },
    Leg: {Leg.REMITTED: _l("汇款"), Leg.INVOICED: _l("开票")},
}
