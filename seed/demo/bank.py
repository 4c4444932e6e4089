"""The registry's bank statement in the demo, with a line of every verdict, and a proposal."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.core.action import Nothing
from actions.ledger.adjust import ADJUST, AdjustInput, Direction
from actions.remittances.draft import DRAFT_REMITTANCE
from actions.remittances.upload_statement import (
    UPLOAD_STATEMENT,
    StatementLine,
    UploadStatementInput,
)
from models.offices.office import Office
from models.remittances.remittance import Remittance, RemittanceState
from seed.demo.invoice_stock import FINANCE
from seed.demo.logins import ZHUONI
from seed.demo.stage import Stage

#: Amounts received besides the remittances, in 分, line by line.
_BESIDE: Final = (0, -20_000, 20_000)


def play_bank(stage: Stage) -> None:
    """Stages yesterday's statement for matching, and drafts 卓尼's 汇款单 of the week."""
    day = stage.day(1)
    sent = stage.ask(_travelling)
    lines = [
        StatementLine(
            bank_ref=f"ICBC{day:%Y%m%d}{number:04}",
            received_on=day,
            amount_fen=max(remittance.amount_fen + beside, 1),
            payer="编办往来资金户",
            memo=f"域名注册费 {remittance.remittance_no}",
            row_no=number,
        )
        for number, (remittance, beside) in enumerate(zip(sent, _BESIDE, strict=False), start=2)
    ]
    unknown = StatementLine(f"ICBC{day:%Y%m%d}0009", day, 40_000, "某县财政局", "域名费", 9)
    given = UploadStatementInput(f"银行流水{day:%m%d}.xlsx", (*lines, unknown))
    stage.act(FINANCE, UPLOAD_STATEMENT, (), given, day, hour=16)
    offices = stage.ask(_office_ids)
    stage.act("zhuoni", DRAFT_REMITTANCE, [offices[ZHUONI]], Nothing(), stage.today, hour=9)
    why = AdjustInput(Direction.INCREASE, 20_000, "上月银行手续费误扣,补记。")
    stage.act(FINANCE, ADJUST, [offices[ZHUONI]], why, stage.today, hour=9)


def _travelling(session: Session) -> list[Remittance]:
    wanted = select(Remittance).where(Remittance.state == RemittanceState.SUBMITTED)
    return list(session.scalars(wanted.order_by(Remittance.id).limit(len(_BESIDE))))


def _office_ids(session: Session) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(select(Office.code, Office.id))}
