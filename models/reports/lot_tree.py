"""发票流向: the tree of a lot from the registry to the counties, and whether its sheets add up.

The scope shows lots at and below the actor's office; of a lot above only its existence is shown.
Depth and size are limited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from sqlalchemy import exists, literal, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.invoices.invoice import Invoice
from models.invoices.partial_lots import free_numbers
from models.invoices.stock import InvoiceLot, LotState
from models.values.number_range import NumberRange

#: Lots of one tree, and how deep they go: registry, province, city, county, and a part cut off.
MAXIMUM_TREE_LOTS, MAXIMUM_DEPTH = 1_000, 8
#: Most numbers to check for gaps; a request has at most so many sheets.
MAXIMUM_NUMBERS = 100_000
#: Most trees listed; others are found by their lot.
MAXIMUM_ROOTS = 50

#: Counters of a lot's sheets, besides those in lots split off it.
PLACES = ("in_transit", "on_hand", "issued", "void", "returned", "lost")


class Finding(StrEnum):
    """What is wrong with the numbers or the figures of a tree."""

    NOT_CONSERVED = "pedigree_not_conserved"
    CHILDREN_DIFFER = "pedigree_children_differ"
    RANGES_OVERLAP = "pedigree_ranges_overlap"
    OUTSIDE_PARENT = "pedigree_outside_parent"
    OUTSIDE_LOT = "pedigree_outside_lot"
    NUMBERS_MISSING = "pedigree_numbers_missing"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding on one lot, with its numbers."""

    kind: Finding
    lot: InvoiceLot
    numbers: str = ""


@dataclass(frozen=True)
class Pedigree:
    """The lots of a tree, parents before children, each with its depth."""

    nodes: Sequence[tuple[InvoiceLot, int]]
    #: Whether the first lot was split off one out of scope.
    has_above: bool
    #: Whether there are more lots than shown; then the totals prove nothing.
    is_cut: bool

    @property
    def root(self) -> InvoiceLot:
        """The highest lot in scope."""
        return self.nodes[0][0]

    @cached_property
    def sums(self) -> Mapping[str, int]:
        """Sheets of the whole tree by place."""
        return {place: sum(getattr(lot, place) for lot, _ in self.nodes) for place in PLACES}

    @property
    def is_conserved(self) -> bool:
        """Whether every sheet of the root is in one place (I-7: Σ leaves = root)."""
        return not self.is_cut and sum(self.sums.values()) == self.root.quantity

    def holdings(self) -> list[tuple[str, int, int]]:
        """谁手里还有几张: (office, sheets on hand, sheets in transit), most sheets first."""
        held: dict[str, list[int]] = {}
        for lot, _ in self.nodes:
            sheets = held.setdefault(lot.office.name, [0, 0])
            sheets[0] += lot.on_hand
            sheets[1] += lot.in_transit
        rows = [(name, here, coming) for name, (here, coming) in held.items() if here or coming]
        return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def pedigree_of(session: Session, lot_id: int) -> Pedigree | None:
    """The tree of a lot, from the highest lot in scope; None if the lot is out of scope."""
    found = session.execute(_tree(lot_id)).all()
    if not found:
        return None
    rows = [(row[0], row[1]) for row in found[:MAXIMUM_TREE_LOTS]]
    is_cut = len(found) > MAXIMUM_TREE_LOTS
    return Pedigree(list(_in_order(rows)), rows[0][0].parent_id is not None, is_cut)


def _tree(lot_id: int):  # type: ignore[no-untyped-def]  # noqa: ANN202  a select of (lot, depth)
    """One recursive statement: up to the highest lot in scope, then down from there."""
    above, below = aliased(InvoiceLot), aliased(InvoiceLot)
    start = select(InvoiceLot.id, InvoiceLot.parent_id, literal(0).label("height"))
    up = start.where(InvoiceLot.id == lot_id).cte("up", recursive=True)
    up = up.union_all(
        select(above.id, above.parent_id, up.c.height + 1)
        .join(up, above.id == up.c.parent_id)
        .where(up.c.height < MAXIMUM_DEPTH)
    )
    top = select(up.c.id).order_by(up.c.height.desc()).limit(1).scalar_subquery()
    down = (
        select(InvoiceLot.id, literal(0).label("depth"))
        .where(InvoiceLot.id == top)
        .cte("down", recursive=True)
    )
    down = down.union_all(
        select(below.id, down.c.depth + 1)
        .join(down, below.parent_id == down.c.id)
        .where(down.c.depth < MAXIMUM_DEPTH)
    )
    return (
        select(InvoiceLot, down.c.depth)
        .join(down, down.c.id == InvoiceLot.id)
        .options(joinedload(InvoiceLot.office), joinedload(InvoiceLot.type))
        .order_by(down.c.depth, InvoiceLot.id)
        .limit(MAXIMUM_TREE_LOTS + 1)
    )


def _in_order(rows: Sequence[tuple[InvoiceLot, int]]) -> Iterator[tuple[InvoiceLot, int]]:
    """Each lot followed by what was split off it."""
    children = _children(rows)
    waiting = [rows[0]]
    while waiting:
        lot, depth = waiting.pop()
        yield lot, depth
        waiting += reversed([(child, depth + 1) for child in children.get(lot.id, ())])


def _children(rows: Sequence[tuple[InvoiceLot, int]]) -> dict[int, list[InvoiceLot]]:
    children: dict[int, list[InvoiceLot]] = {}
    for lot, _ in rows[1:]:
        assert lot.parent_id is not None, "only the first has no parent in sight"
        children.setdefault(lot.parent_id, []).append(lot)
    return children


def roots(session: Session) -> Sequence[InvoiceLot]:
    """The latest lots without a parent in scope."""
    parent = aliased(InvoiceLot)
    return session.scalars(
        select(InvoiceLot)
        .where(~exists(select(parent.id).where(parent.id == InvoiceLot.parent_id)))
        .options(joinedload(InvoiceLot.office), joinedload(InvoiceLot.type))
        .order_by(InvoiceLot.id.desc())
        .limit(MAXIMUM_ROOTS)
    ).all()


def findings(session: Session, tree: Pedigree) -> list[Found]:
    """Findings on a tree: sums that do not add up, numbers that are duplicate, stray or missing."""
    children, numbers = _children(tree.nodes), _numbers(session, tree)
    return [
        found
        for lot, _ in tree.nodes
        for found in (
            *_figures(lot, children.get(lot.id, ()), tree),
            *_ranges(lot, children.get(lot.id, ())),
            *_issued(lot, children.get(lot.id, ()), numbers.get(lot.id, ())),
        )
    ]


def _figures(lot: InvoiceLot, children: Sequence[InvoiceLot], tree: Pedigree) -> Iterator[Found]:
    if lot.quantity != lot.split + sum(getattr(lot, place) for place in PLACES):
        yield Found(Finding.NOT_CONSERVED, lot)
    if not tree.is_cut and lot.split != sum(child.quantity for child in children):
        yield Found(Finding.CHILDREN_DIFFER, lot)


def range_of(lot: InvoiceLot) -> NumberRange | None:
    """The lot's numbers; None where it is counted only."""
    if lot.number_from is None or lot.number_to is None:
        return None
    return NumberRange(lot.number_from, lot.number_to)


def _ranges(lot: InvoiceLot, children: Sequence[InvoiceLot]) -> Iterator[Found]:
    whole = range_of(lot)
    parts = sorted((part, child) for child in children if (part := range_of(child)) and whole)
    for part, child in ((p, c) for p, c in parts if whole and not _within(p, whole)):
        yield Found(Finding.OUTSIDE_PARENT, child, str(part))
    for (before, _), (after, child) in pairwise(parts):
        if before.overlaps(after):
            yield Found(Finding.RANGES_OVERLAP, child, str(after))


def _within(part: NumberRange, whole: NumberRange) -> bool:
    return whole.first <= part.first and part.last <= whole.last


def _issued(
    lot: InvoiceLot, children: Sequence[InvoiceLot], numbers: Sequence[str]
) -> Iterator[Found]:
    """Numbers issued outside the lot, and numbers passed over before the next free one."""
    whole = range_of(lot)
    if whole is None:
        return
    for number in numbers:
        if number not in whole:
            yield Found(Finding.OUTSIDE_LOT, lot, number)
    accounted = [
        *(NumberRange(number, number) for number in numbers),
        *(part for child in children if (part := range_of(child))),
    ]
    if free := free_numbers(lot):
        accounted.append(free)
    elif lot.state not in {LotState.SIGNED, LotState.EXHAUSTED}:
        # A lot returned or lost as a whole has no numbers left to check.
        return
    for gap in whole.without(accounted):
        yield Found(Finding.NUMBERS_MISSING, lot, str(gap))


def _numbers(session: Session, tree: Pedigree) -> dict[int, list[str]]:
    """Lot → the numbers of its invoices, void ones too."""
    wanted = (
        select(Invoice.lot_id, Invoice.number)
        .where(Invoice.lot_id.in_([lot.id for lot, _ in tree.nodes]), Invoice.number.is_not(None))
        .order_by(Invoice.lot_id, Invoice.number)
        .limit(MAXIMUM_NUMBERS)
    )
    numbers: dict[int, list[str]] = {}
    for lot_id, number in session.execute(wanted):
        numbers.setdefault(lot_id, []).append(str(number))
    return numbers
