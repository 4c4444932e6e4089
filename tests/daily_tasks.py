"""Ten tasks of a clerk's day, and what each costs in hands: here, and in a stock admin.

What it costs here is measured in a browser (tests/browser/test_daily_tasks.py) and may not pass
what stands below. What it costs in a stock admin is counted by hand, step by step and in its
favour. `python -m tests.daily_tasks` writes both as a page of the docs.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.texts.sources import ROOT

FOLDER = ROOT / "docs"
PAGE = FOLDER / "daily-tasks.md"


@dataclass(frozen=True)
class Step:
    """A step in a stock admin, done so many times."""

    said: str
    clicks: int = 0
    keys: int = 0
    times: int = 1

    @property
    def cost(self) -> int:
        """Clicks and keystrokes together."""
        return (self.clicks + self.keys) * self.times


@dataclass(frozen=True)
class Task:
    """A task with its price here, as (clicks, keys), and its steps in a stock admin."""

    key: str
    said: str
    clicks: int
    keys: int
    stock: tuple[Step, ...]

    @property
    def cost(self) -> int:
        """Clicks and keystrokes here."""
        return self.clicks + self.keys

    @property
    def stock_cost(self) -> int:
        """Clicks and keystrokes in a stock admin."""
        return sum(step.cost for step in self.stock)


_OPEN = Step("open the list in the menu", 1)

TASKS = (
    Task(
        "renew",
        "Renew the 300 names that end within 90 days",
        6,
        4,
        (
            _OPEN,
            Step("filter by expiry: add the filter, type two dates, apply", 3, 20),
            Step("turn the page, 50 rows a page", 1, times=5),
            Step("open the row, type the new date over the old one, save", 2, 10, 300),
        ),
    ),
    Task(
        "charge",
        "Charge a unit with five orders and give it five invoices",
        3,
        8,
        (
            _OPEN,
            Step("search the unit by name", 1, 12),
            Step("open the order, set the state, save", 4, times=5),
            Step("new payment: unit, amount, day, save", 4, 14),
            Step("new invoice: unit, payment, its ten-digit code and eight-digit number", 5, 18, 5),
        ),
    ),
    Task(
        "split",
        "Sign for a lot of invoices and split it between two counties",
        8,
        20,
        (
            _OPEN,
            Step("open the lot, set the state, save", 4),
            Step("new lot: type, holder, first and last number, sheets, state, save", 6, 18, 2),
            Step("open the lot again, set its own sheets, save", 2, 2),
        ),
    ),
    Task(
        "find",
        "Find a unit of which one knows the name",
        0,
        9,
        (
            _OPEN,
            Step("search: the name by its pinyin, one key a letter, Enter", 1, 19),
            Step("open the row", 1),
        ),
    ),
    Task(
        "file",
        "This month's payments as a CSV for the bookkeeper",
        4,
        0,
        (
            _OPEN,
            Step("add the filter: open, choose the column, choose between", 3),
            Step("type the first and the last day, apply", 1, 20),
            Step("export: open, choose CSV", 2),
        ),
    ),
    Task(
        "review",
        "Pass twenty names that were submitted",
        5,
        0,
        (
            _OPEN,
            Step("filter by state: open, choose, apply", 3),
            Step("open the row, choose the state, save", 4, times=20),
        ),
    ),
    Task(
        "reconcile",
        "Reconcile a week: money taken, sent on, invoiced",
        2,
        0,
        (
            Step("open the list of payments, of remittances, of invoices", 1, times=3),
            Step("filter each by its week: add, choose, type two days, apply", 4, 20, 3),
            Step("add up each list: export it and open the file", 3, times=3),
        ),
    ),
    Task(
        "void",
        "Void a sheet and give another in its place",
        6,
        2,
        (
            _OPEN,
            Step("search the sheet by its number", 1, 9),
            Step("open it, set the state, save", 4),
            Step("new invoice: unit, payment, its ten-digit code and eight-digit number", 5, 18),
            Step("open the lot, set what is left, save", 4, 2),
        ),
    ),
    Task(
        "why",
        "See why a name that was paid for is not settled yet",
        1,
        0,
        (
            _OPEN,
            Step("search the order by the name", 1, 12),
            Step("open its payment, its remittance and the account", 2, times=3),
        ),
    ),
    Task(
        "handover",
        "Hand a desk over: sheets, money and what waits, written down",
        6,
        0,
        (
            Step("open the lists of lots, payments, reviews, requests and remittances", 1, times=5),
            Step("filter each by the office and its state: add two filters, apply", 7, times=5),
            Step("copy what each says into a paper of one's own", 2, 10, 5),
        ),
    ),
)
BY_KEY = {task.key: task for task in TASKS}

_HEAD = """# Daily tasks, counted

<!-- Written by `python -m tests.daily_tasks`; tests/browser/test_daily_tasks.py measures it. -->

What ten tasks of a clerk's day cost in clicks and keystrokes, signed in and at the desk. The
numbers of this program are measured in a browser; a test fails if one is passed, or if a task
takes more than half of what it takes in a stock admin.

"Stock" is Flask-Admin or Django admin over the same tables with filters and searches declared and
no code of one's own, whichever is the shorter. It is counted in its favour: a click opens
anything, nothing is mistyped, sums are not checked, and what it does not do at all (orders made,
stock and balance moved, a receipt to sign) is not counted.

| Task | Clicks | Keys | Here | Stock | Share |
|---|--:|--:|--:|--:|--:|
"""


def page() -> str:
    """The page as it should be."""
    rows = "".join(
        f"| {t.said} | {t.clicks} | {t.keys} | {t.cost} | {t.stock_cost:,} "
        f"| {t.cost / t.stock_cost:.0%} |\n"
        for t in TASKS
    )
    return _HEAD + rows + "".join(_steps(task) for task in TASKS)


def _steps(task: Task) -> str:
    lines = "".join(
        f"| {step.said} | {step.clicks} | {step.keys} | {step.times} | {step.cost:,} |\n"
        for step in task.stock
    )
    head = "| Step in a stock admin | Clicks | Keys | Times | Cost |\n|---|--:|--:|--:|--:|\n"
    return f"\n## {task.said}\n\n{head}{lines}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
