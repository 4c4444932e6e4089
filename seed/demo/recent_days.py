"""The last weeks of the demo: filings at every stage, and the week's money on its way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

from sqlalchemy import select

from actions.core.adverse_review import ReviewReasons
from actions.core.context import Context
from actions.domains.reject import REJECT
from actions.domains.return_for_changes import RETURN_FOR_CHANGES
from actions.domains.withdraw import WITHDRAW, WithdrawInput
from actions.remittances.cancel import CANCEL_REMITTANCE, CancelRemittanceInput
from actions.remittances.reject import REJECT_REMITTANCE, RejectRemittanceInput
from models.billing.order import ORDER_LIFECYCLE, Order, OrderEvent, OrderState
from models.domains.domain import DOMAIN_LIFECYCLE, Domain, DomainEvent, DomainState
from models.domains.review import ReviewReason
from models.remittances.remittance import Remittance, RemittanceState
from seed.demo.actors import Cast, enact
from seed.demo.history import (
    REVIEWER,
    approve_office,
    charge_units,
    pass_names,
    receive,
    remit_charged,
)
from seed.demo.invoice_stock import FINANCE
from seed.demo.logins import LINTAN
from seed.demo.plan import Fate, FilingPlan
from seed.demo.stage import Stage
from seed.demo.units import file_names

#: Filings of these fates went to the registry together, and were paid for or not.
_REVIEWED: Final = (Fate.PAYABLE, Fate.CHARGED, Fate.REMITTED)
_REMITTED_AGO: Final = 6
#: A name this long past its expiry was given up for good.
_DELETED_AFTER_DAYS: Final = 90

_NOT_FOUND: Final = RejectRemittanceInput("银行流水中未查到该笔汇款,请核对汇款账号后重新提交。")
_UNDO: Final = CancelRemittanceInput("汇款金额填错,撤回后重新登记。")
_RETURNS: Final = (
    ((ReviewReason.PAPERS_MISSING,), "请补充三定方案或机构批复文件的扫描件。"),
    ((ReviewReason.NAME_NOT_OF_UNIT,), "名称与单位全称、规范简称不一致,请按证书名称填报。"),
    ((ReviewReason.UNIT_FACTS_WRONG,), "联系人电话无法接通,请核实后重新报送。"),
)
_REJECTIONS: Final = (
    ((ReviewReason.NAME_AMBIGUOUS,), "与邻县同名单位易混淆,请在名称前加所属州(市)名。"),
    ((ReviewReason.NOT_ELIGIBLE,), "该单位不行使行政职能,应申请.公益域名。"),
    ((ReviewReason.NAME_RESERVED,), "该名称已列入保留名单。"),
)


def play_last_weeks(stage: Stage) -> None:
    """Brings every recent filing as far as its fate says, and lets names go that nobody renewed."""
    fates: dict[Fate, list[FilingPlan]] = defaultdict(list)
    for plan in stage.offices:
        for unit in plan.units:
            for filing in unit.filings:
                if filing.fate:
                    fates[filing.fate].append(filing)
    _let_lapse(stage, fates[Fate.LAPSED])
    _review(stage, fates)
    _bring_money(stage, fates)
    _file_anew(stage, fates)
    stage.run("days:delete", stage.day(3), _delete_overdue)


def _let_lapse(stage: Stage, filings: list[FilingPlan]) -> None:
    """Approved 107 days ago and never paid for: the 90 days are over."""
    cast = stage.cast
    _step(stage, "lapse:file", 112, lambda ctx: file_names(ctx, filings))
    _step(stage, "lapse:approve", 110, lambda ctx: approve_office(ctx, cast, filings))
    _step(stage, "lapse:pass", 107, lambda ctx: pass_names(ctx, cast, _ids(filings)))
    _step(stage, "lapse", 16, lambda ctx: _lapse(ctx, _ids(filings)))


def _lapse(ctx: Context, ids: set[int]) -> None:
    rows = ctx.session.execute(
        select(Domain, Order).join(Order, Order.domain_id == Domain.id).where(Domain.id.in_(ids))
    )
    for domain, order in rows.all():
        DOMAIN_LIFECYCLE.advance(domain, DomainEvent.LAPSE)
        ORDER_LIFECYCLE.advance(order, OrderEvent.CANCEL)


def _review(stage: Stage, fates: dict[Fate, list[FilingPlan]]) -> None:
    cast = stage.cast
    reviewed = [filing for fate in _REVIEWED for filing in fates[fate]]
    rejected, withdrawn = fates[Fate.REJECTED], fates[Fate.WITHDRAWN]
    by_office, by_registry = rejected[::2], rejected[1::2]
    filed = [*reviewed, *rejected, *withdrawn]
    _step(stage, "review:file", 18, lambda ctx: file_names(ctx, filed, "门户网站与政务新媒体"))
    passed = [*reviewed, *by_registry]
    _step(stage, "review:office", 16, lambda ctx: approve_office(ctx, cast, passed))
    _step(stage, "review:refuse", 16, lambda ctx: _decide(ctx, stage, by_office, _REFUSE))
    _step(stage, "review:withdraw", 15, lambda ctx: _withdraw(ctx, stage, withdrawn))
    _step(stage, "review:pass", 13, lambda ctx: pass_names(ctx, cast, _ids(reviewed)))
    _step(stage, "review:refuse-2", 13, lambda ctx: _refuse_second(ctx, stage, by_registry))


def _bring_money(stage: Stage, fates: dict[Fate, list[FilingPlan]]) -> None:
    """Last week's charges were remitted and in part have arrived; this week's still wait."""
    cast, rng = stage.cast, stage.rng
    remitted, charged = _ids(fates[Fate.REMITTED]), _ids(fates[Fate.CHARGED])
    _step(stage, "money:charge", 8, lambda ctx: charge_units(ctx, cast, remitted, rng))
    _step(stage, "money:remit", _REMITTED_AGO, lambda ctx: remit_charged(ctx, cast, remitted))
    _step(stage, "money:arrive", 4, lambda ctx: _arrive_in_part(ctx, stage))
    _step(stage, "money:charge-2", 1, lambda ctx: charge_units(ctx, cast, charged, rng))


def _arrive_in_part(ctx: Context, stage: Stage) -> None:
    """One remittance cannot be found, one was a mistake, some come short; many still travel."""
    rows = ctx.session.scalars(
        select(Remittance)
        .where(Remittance.remitted_on == stage.day(_REMITTED_AGO))
        .where(Remittance.state == RemittanceState.SUBMITTED)
        .order_by(Remittance.id)
    ).all()
    cast = stage.cast
    others = [row for row in rows if row.office_code != LINTAN]
    enact(ctx, REJECT_REMITTANCE, [others[0].id], _NOT_FOUND, cast.by_username[FINANCE])
    enact(ctx, CANCEL_REMITTANCE, [others[1].id], _UNDO, cast.admins[others[1].office_code])
    for row in (row for row in rows if row.office_code == LINTAN):
        _receive(ctx, cast, row, missing_fen=20_000)
    for turn, row in enumerate(others[2:]):
        if turn % 3 == 1:
            _receive(ctx, cast, row, missing_fen=20_000 if turn % 2 else 0)


def _receive(ctx: Context, cast: Cast, row: Remittance, missing_fen: int) -> None:
    amount_fen = row.amount_fen - (missing_fen if row.amount_fen > missing_fen else 0)
    receive(ctx, cast, row.id, amount_fen, row.bank_ref or "")


def _file_anew(stage: Stage, fates: dict[Fate, list[FilingPlan]]) -> None:
    approved, returned = fates[Fate.OFFICE_APPROVED], fates[Fate.RETURNED]
    filed = [*approved, *returned]
    _step(stage, "new:file", 9, lambda ctx: file_names(ctx, filed, "单位门户网站"))
    _step(stage, "new:approve", 5, lambda ctx: approve_office(ctx, stage.cast, approved))
    _step(stage, "new:return", 4, lambda ctx: _decide(ctx, stage, returned, _RETURN))
    for turn, days_ago in enumerate((7, 3, 1)):
        waiting = fates[Fate.SUBMITTED][turn::3]
        _step(stage, f"new:file:{days_ago}", days_ago, lambda ctx, w=waiting: file_names(ctx, w))


def _delete_overdue(ctx: Context) -> dict[str, int]:
    """Lets the registry confirm the deletion of names that are long past redemption."""
    rows = ctx.session.scalars(
        select(Domain).where(Domain.state == DomainState.REGISTERED, Domain.expires_on.is_not(None))
    )
    gone = [
        row
        for row in rows
        if row.expires_on and (ctx.today - row.expires_on).days > _DELETED_AFTER_DAYS
    ]
    open_orders = select(Order.domain_id).where(
        Order.domain_id.in_([row.id for row in gone]), Order.state == OrderState.PAYABLE
    )
    kept = set(ctx.session.scalars(open_orders))
    for row in gone:
        if row.id not in kept:
            DOMAIN_LIFECYCLE.advance(row, DomainEvent.DELETE)
    return {"domains": len(gone)}


_RETURN: Final = (RETURN_FOR_CHANGES, ReviewReasons, _RETURNS)
_REFUSE: Final = (REJECT, ReviewReasons, _REJECTIONS)


def _decide(ctx: Context, stage: Stage, filings: list[FilingPlan], word: tuple[Any, ...]) -> None:
    """Lets the office of each filing send it back or refuse it, with reasons in turn."""
    action, given, reasons = word
    for turn, filing in enumerate(filings):
        why, comment = reasons[turn % len(reasons)]
        admin = stage.cast.admins[filing.unit.office.code]
        enact(ctx, action, filing.ids, given(why, comment), admin)


def _refuse_second(ctx: Context, stage: Stage, filings: list[FilingPlan]) -> None:
    reviewer = stage.cast.by_username[REVIEWER]
    for turn, filing in enumerate(filings):
        why, comment = _REJECTIONS[turn % len(_REJECTIONS)]
        enact(ctx, REJECT, filing.ids, ReviewReasons(why, comment), reviewer)


def _withdraw(ctx: Context, stage: Stage, filings: list[FilingPlan]) -> None:
    why = WithdrawInput("单位名称即将变更,撤回后按新名称报送。")
    for filing in filings:
        enact(ctx, WITHDRAW, filing.ids, why, stage.cast.admins[filing.unit.office.code])


def _ids(filings: Iterable[FilingPlan]) -> set[int]:
    return {key for filing in filings for key in filing.ids}


def _step(stage: Stage, key: str, days_ago: int, scene: Callable[[Context], object]) -> None:
    """Runs a scene of which nothing is counted."""

    def counted(ctx: Context) -> dict[str, int]:
        scene(ctx)
        return {}

    stage.run(f"days:{key}", stage.day(days_ago), counted)
