"""批量导入 and 奖励经费 in the demo: a half accepted sheet, and a week with awards."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.core.action import Nothing
from actions.imports.accept_rows import ACCEPT_ROWS
from actions.imports.stage_sheet import STAGE_SHEET, BroughtRow, StageSheetInput
from actions.ledger.accrue_awards import ACCRUE_AWARDS, AccrueAwardsInput
from actions.ledger.set_award_rule import SET_AWARD_RULE, SetAwardRuleInput
from models.billing.order import Order, OrderState
from models.imports.sheet import ImportField, ImportKind, ImportRow, ImportRowState
from models.offices.office import Office
from models.values.calendar import business_day, day_bounds, week_bounds, week_key
from seed.demo.invoice_stock import FINANCE
from seed.demo.logins import GANSU, ZHUONI
from seed.demo.stage import Stage
from seed.reference.place_names import places
from seed.reference.unit_generator import credit_code

_HEADINGS: Final = ("单位名称", "统一社会信用代码", "联系人", "联系电话")
_FIELDS: Final = (
    ImportField.NAME,
    ImportField.USCC,
    ImportField.CONTACT_NAME,
    ImportField.CONTACT_PHONE,
)
#: Names behind the place. The last two have a wrong code and none.
_BROUGHT: Final = (
    ("防汛抗旱服务站", credit_code("12", ZHUONI, "MB9A0001"), "马建军", "0941-3620101"),
    ("草原技术推广站", credit_code("12", ZHUONI, "MB9A0002"), "杨春梅", "0941-3620102"),
    ("洮河林业工作站", credit_code("12", ZHUONI, "MB9A0003")[:-1] + "?", "李生", ""),
    ("地震观测站", "", "赵永红", "0941-3620104"),
)
#: 奖励经费 of 甘肃 in basis points, and how many days ago the rule started.
_RATE_BP, _RULE_DAYS = 300, 200


def _sheet_rows() -> list[tuple[str, ...]]:
    place = places()[ZHUONI].full
    return [(place + name, *cells) for name, *cells in _BROUGHT]


def bring_sheet(stage: Stage) -> None:
    """卓尼 uploads a sheet of four units and accepts the two valid rows."""
    day = stage.day(4)
    rows = tuple(
        BroughtRow(number, cells, dict(zip(_FIELDS, cells, strict=True)))
        for number, cells in enumerate(_sheet_rows(), start=2)
    )
    given = StageSheetInput(
        ImportKind.UNITS, "新增单位名单.xlsx", "0" * 64, _HEADINGS, _FIELDS, rows
    )
    stage.act("zhuoni", STAGE_SHEET, (), given, day, hour=15)
    sound = stage.ask(_staged)
    stage.act("zhuoni", ACCEPT_ROWS, sound, Nothing(), day, hour=15)


def _staged(session: Session) -> list[int]:
    return list(
        session.scalars(select(ImportRow.id).where(ImportRow.state == ImportRowState.STAGED))
    )


def reward_week(stage: Stage) -> None:
    """甘肃 gets a rule, and awards accrue for the last complete week with settled fees."""
    begun = stage.day(_RULE_DAYS)
    stage.act(FINANCE, SET_AWARD_RULE, (), SetAwardRuleInput(GANSU, _RATE_BP, begun), begun, 9)
    monday = week_bounds(week_key(stage.today))[0]
    settled = stage.ask(lambda session: _last_settled(session, begun, monday))
    if settled is not None:
        province = stage.ask(
            lambda session: session.scalars(select(Office.id).where(Office.code == GANSU)).one()
        )
        given = AccrueAwardsInput(week_key(business_day(settled)))
        stage.act(FINANCE, ACCRUE_AWARDS, [province], given, monday, hour=9)


def _last_settled(session: Session, begun: dt.date, monday: dt.date) -> dt.datetime | None:
    return session.scalar(
        select(func.max(Order.settled_at)).where(
            Order.province_code == GANSU,
            Order.state == OrderState.SETTLED,
            Order.settled_at >= day_bounds(begun)[0],
            Order.settled_at < day_bounds(monday)[0],
        )
    )
