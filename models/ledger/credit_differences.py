"""Compares a bank transfer with the 汇款单 it pays: what is known, faults and differences.

A transfer of the bank pays one 汇款单, or is divided over several. Manual top-up (充值), matching
(认款) and confirmation by a second person (复核) use the same rules.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.locking import Locked
from models.core.setting import Settings
from models.ledger.accounts import account_code, prepaid_account_code, registry_account
from models.ledger.adjustment import Adjustment, AdjustmentState
from models.ledger.bank_credit import Arrival, Share, turns_of
from models.ledger.ledger import Account, AccountKind, lock_accounts
from models.offices.office import REGISTRY_CODE, Office
from models.remittances.bank_matching import WAITING, standing_receipts
from models.remittances.remittance import LATE_DAYS, BankReceipt, Remittance
from models.values.answer_kind import AnswerKind

Found = Mapping[str, str | int | dt.date | None]


class CreditFault(StrEnum):
    """Why a transfer cannot be credited."""

    SEEN = "credit_seen"
    PROPOSED = "credit_proposed"
    PART_UNKNOWN = "credit_part_unknown"
    PART_TWICE = "credit_part_twice"
    PART_NOT_SENT = "credit_part_not_sent"
    PART_COMPLETE = "credit_part_complete"
    PARTS_EXCEED = "credit_parts_exceed"


class Difference(StrEnum):
    """How a transfer differs from what was announced."""

    SHORT = "credit_short"
    SURPLUS = "credit_surplus"
    #: The typed parts are less than the transfer.
    REST = "credit_rest"
    #: The office gave another bank number on its 汇款单.
    OTHER_REF = "credit_other_ref"
    #: The same, where the setting `bank_ref_must_agree` is off.
    OTHER_REF_ALLOWED = "credit_other_ref_allowed"
    #: The bank number was given on another 汇款单.
    ANOTHERS_REF = "credit_anothers_ref"
    #: It arrived before the office says it was sent.
    EARLY = "credit_early"
    #: It arrived more than `LATE_DAYS` after the office says it was sent.
    LATE = "credit_late"
    #: The bank's memo names another 汇款单.
    OTHER_NAMED = "credit_other_named"


#: What each difference asks of the person who credits the transfer.
DIFFERENCE_ANSWERS: Mapping[StrEnum, AnswerKind] = {
    **dict.fromkeys(Difference, AnswerKind.REASON),
    Difference.SHORT: AnswerKind.TICK,
    Difference.LATE: AnswerKind.TICK,
    Difference.OTHER_REF_ALLOWED: AnswerKind.TICK,
}


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference and its figures."""

    code: Difference
    facts: Found


@dataclass(frozen=True, slots=True)
class Credit:
    """A transfer and the 汇款单 it pays, the first of which receives the rest."""

    arrival: Arrival
    shares: tuple[Share, ...]
    #: The transfer minus the typed parts, in 分; negative: they exceed it.
    rest_fen: int = 0
    #: The 汇款单 named in the bank's memo.
    named: tuple[Remittance, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """The data needed to judge transfers about to be credited; sums in 分."""

    credits: tuple[Credit, ...]
    #: Bank number → its valid credit, or the proposal that waits for a second person.
    seen: Mapping[str, BankReceipt]
    proposed: Mapping[str, Adjustment]
    #: Bank number → how often its credit was reversed.
    turns: Mapping[str, int]
    #: Bank number → the 汇款单 that was sent with it and waits for money.
    sent_under: Mapping[str, Remittance]
    #: Bank numbers given on 汇款单 that have arrived, or arrive with these transfers.
    arrived: frozenset[str]
    #: Office code → its name, its balance.
    offices: Mapping[str, str]
    balances: Mapping[str, int]
    ref_must_agree: bool
    limit_fen: int

    @property
    def needs_second_person(self) -> bool:
        """Whether the unannounced amount is more than one person may credit."""
        differing = Counter[Difference]()
        for each in differences(self):
            figure = each.facts.get("surplus_fen") or each.facts.get("rest_fen") or 0
            differing[each.code] += int(str(figure))
        return max(differing.values(), default=0) > self.limit_fen

    def office(self, remittance: Remittance) -> str:
        """The name of the office that the 汇款单 belongs to."""
        return self.offices.get(remittance.office_code, remittance.office_code)


def divided(
    arrival: Arrival,
    first: Remittance,
    parts: Sequence[tuple[Remittance, int]],
    named: Iterable[Remittance] = (),
) -> Credit:
    """The transfer divided into its parts; the first 汇款单 receives the rest.

    If the parts include the first one, everything was to be divided, and a rest is a difference.
    """
    said = {remittance.id: fen for remittance, fen in parts}
    rest = arrival.amount_fen - sum(said.values())
    others = [Share(remittance, fen) for remittance, fen in parts if remittance.id != first.id]
    shares = (Share(first, said.get(first.id, 0) + rest), *others)
    is_over = first.id in said or rest < 0 or not shares[0].amount_fen
    return Credit(arrival, shares, rest if is_over else 0, tuple(named))


def credit_facts(
    session: Session,
    credits: Sequence[Credit],  # noqa: A002  the noun of the field
    settings: Settings,
    *,
    writes: bool,
) -> CreditFacts:
    """Loads the data for the transfers, in a fixed number of statements.

    A run that writes locks the registry's bank account together with those of the offices: of two
    that credit or propose the same number the second sees the first.
    """
    remittances = [share.remittance for credit in credits for share in credit.shares]
    codes = {each.office_code for each in remittances}
    prepaid = [prepaid_account_code(code) for code in codes]
    if writes:
        registry_account(session, AccountKind.BANK)
        lock_accounts(session, [account_code(AccountKind.BANK, REGISTRY_CODE), *prepaid])
    refs = [credit.arrival.bank_ref for credit in credits]
    given = [each.bank_ref for each in remittances if each.bank_ref]
    standing = standing_receipts(session, [*refs, *given])
    proposals = session.scalars(
        select(Adjustment).where(
            Adjustment.bank_ref.in_(refs), Adjustment.state == AdjustmentState.PROPOSED
        )
    )
    sent_under = session.scalars(
        select(Remittance).where(Remittance.bank_ref.in_(refs), Remittance.state.in_(WAITING))
    )
    offices = session.execute(select(Office.code, Office.name).where(Office.code.in_(codes)))
    accounts = select(Account.office_code, Account.balance_fen).where(Account.code.in_(prepaid))
    return CreditFacts(
        credits=tuple(credits),
        seen={ref: standing[ref] for ref in refs if ref in standing},
        proposed={row.bank_ref: row for row in proposals if row.bank_ref},
        turns=turns_of(session, refs),
        sent_under={row.bank_ref: row for row in sent_under if row.bank_ref},
        arrived=frozenset({*standing, *refs}),
        offices={code: name for code, name in offices},  # noqa: C416  rows are no pairs to mypy
        balances={code: balance or 0 for code, balance in session.execute(accounts)},
        ref_must_agree=settings.bank_ref_must_agree,
        limit_fen=settings.surplus_limit_fen,
    )


def remittances_numbered(
    session: Session, numbers: Iterable[str], locked: Locked
) -> dict[str, Remittance]:
    """The 汇款单 of these numbers, by number."""
    wanted = select(Remittance).where(Remittance.remittance_no.in_(list(numbers)))
    rows = session.scalars(locked(wanted))
    return {row.remittance_no: row for row in rows}


def credit_fault(credit: Credit, facts: CreditFacts) -> tuple[CreditFault, Found] | None:
    """Why the transfer cannot be credited at all, or not in these parts."""
    ref = credit.arrival.bank_ref
    if (seen := facts.seen.get(ref)) is not None:
        return CreditFault.SEEN, {
            "bank_ref": ref,
            "amount_fen": seen.amount_fen,
            "received_on": seen.received_on,
            "remittance_no": seen.remittance.remittance_no,
        }
    if (proposal := facts.proposed.get(ref)) is not None:
        return CreditFault.PROPOSED, {"bank_ref": ref, "by": proposal.proposed_by}
    if credit.rest_fen < 0 or min(share.amount_fen for share in credit.shares) <= 0:
        typed = sum(share.amount_fen for share in credit.shares[1:]) + (
            credit.shares[0].amount_fen - credit.rest_fen
        )
        return CreditFault.PARTS_EXCEED, {
            "parts_fen": typed,
            "amount_fen": credit.arrival.amount_fen,
        }
    return next((fault for share in credit.shares[1:] if (fault := _share_fault(share))), None)


def _share_fault(share: Share) -> tuple[CreditFault, Found] | None:
    remittance = share.remittance
    number: Found = {"remittance_no": remittance.remittance_no}
    if remittance.state not in WAITING:
        return CreditFault.PART_NOT_SENT, {**number, "state": remittance.state}
    if remittance.received_fen >= remittance.amount_fen:
        sums = {"amount_fen": remittance.amount_fen, "received_fen": remittance.received_fen}
        return CreditFault.PART_COMPLETE, {**number, **sums}
    return None


def differences(facts: CreditFacts) -> list[Differing]:
    """The differences between all the transfers together and what was announced."""
    return [
        *_in_sum(facts.credits),
        *(each for credit in facts.credits for each in _in_kind(credit, facts)),
    ]


def _in_sum(credits: Sequence[Credit]) -> list[Differing]:  # noqa: A002
    remittances: dict[int, Remittance] = {}
    brought = Counter[int]()
    found = []
    for credit in credits:
        for share in credit.shares:
            remittances[share.remittance.id] = share.remittance
            brought[share.remittance.id] += share.amount_fen
        if credit.rest_fen > 0:
            number = credit.shares[0].remittance.remittance_no
            figures: Found = {"rest_fen": credit.rest_fen, "remittance_no": number}
            found.append(Differing(Difference.REST, figures))
    for key, remittance in remittances.items():
        over = remittance.received_fen + brought[key] - remittance.amount_fen
        told: dict[str, str | int | dt.date | None] = {"remittance_no": remittance.remittance_no}
        if over < 0:
            told["short_fen"] = -over
            found.append(Differing(Difference.SHORT, told))
        if over > 0:
            found.append(Differing(Difference.SURPLUS, {**told, "surplus_fen": over}))
    return found


def _in_kind(credit: Credit, facts: CreditFacts) -> list[Differing]:
    """Differences in number and day."""
    ref, day = credit.arrival.bank_ref, credit.arrival.received_on
    paid = [share.remittance for share in credit.shares]
    keys = {each.id for each in paid}
    is_named = any(each.id in keys for each in credit.named)
    found = []
    others = [each for each in credit.named if each.id not in keys]
    if others and not is_named:
        told: Found = {"bank_ref": ref, "remittance_no": others[0].remittance_no}
        found.append(Differing(Difference.OTHER_NAMED, told))
    owner = facts.sent_under.get(ref)
    if owner is not None and owner.id not in keys:
        told = {"bank_ref": ref, "remittance_no": owner.remittance_no}
        found.append(Differing(Difference.ANOTHERS_REF, told))
    elif not is_named and (given := _unmet_ref(paid, ref, facts)) is not None:
        told = {"bank_ref": ref, "given_ref": given.bank_ref, "remittance_no": given.remittance_no}
        code = Difference.OTHER_REF if facts.ref_must_agree else Difference.OTHER_REF_ALLOWED
        found.append(Differing(code, told))
    for each in paid:
        if each.remitted_on is not None and not 0 <= (day - each.remitted_on).days <= LATE_DAYS:
            told = {
                "received_on": day,
                "remitted_on": each.remitted_on,
                "remittance_no": each.remittance_no,
            }
            late = Difference.EARLY if day < each.remitted_on else Difference.LATE
            found.append(Differing(late, told))
    return found


def _unmet_ref(paid: Sequence[Remittance], ref: str, facts: CreditFacts) -> Remittance | None:
    """The first 汇款单 whose office gave another number that has not arrived."""
    if not ref:
        return None
    given = [each for each in paid if each.bank_ref]
    is_met = any(each.bank_ref == ref or each.bank_ref in facts.arrived for each in given)
    return given[0] if given and not is_met else None
