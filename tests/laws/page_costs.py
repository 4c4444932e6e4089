"""The cost of a page: how many files, functions and calls of our code a request runs.

The pages are those of a county's administrator over the cast (tests/support/world/cast.py), on
SQLite.
A comprehension counts as part of its function; a generator counts each time it is resumed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType

from werkzeug.test import TestResponse

from actions.domains.renew import RENEW
from tests.conftest import SqliteDatabases, open_engine
from tests.support.pages.doors import Doors
from tests.support.pages.programs import MovableClock, own_program
from tests.support.world.cast import World

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = frozenset({"models", "actions", "admin_app", "seed"})
_COMPREHENSIONS = frozenset({"<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"})


@dataclass
class Trace:
    """The calls of our own code in a request."""

    codes: set[CodeType] = field(default_factory=set)
    calls: int = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Counts a call of a function of the program; a comprehension is part of its function."""
        if event == "call" and frame.f_code.co_name not in _COMPREHENSIONS:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in _PROGRAM:
                self.codes.add(frame.f_code)
                self.calls += 1

    def __str__(self) -> str:
        """Files, functions, calls."""
        files = {code.co_filename for code in self.codes}
        return f"{len(files)} files / {len(self.codes)} functions / {self.calls:,} calls"


@contextmanager
def traced() -> Iterator[Trace]:
    """Counts what runs inside the block."""
    trace = Trace()
    sys.setprofile(trace)
    try:
        yield trace
    finally:
        sys.setprofile(None)


@contextmanager
def county_desk() -> Iterator[Doors]:
    """The program over the cast, in a database that is gone afterwards."""
    with TemporaryDirectory(prefix="measure-") as folder:
        databases = SqliteDatabases(Path(folder))
        engine = open_engine(databases.world())
        world = World(engine, dict(databases.ids))
        for app in own_program(engine, MovableClock()):
            yield Doors(app, world)
        databases.give_back(engine)


def traced_answer(request: Callable[[], TestResponse], expected: int) -> tuple[str, TestResponse]:
    """What the request runs, and its answer, whose status must be the expected one."""
    with traced() as trace:
        answer = request()
    assert answer.status_code == expected, answer.status_code
    return str(trace), answer


def page_costs() -> dict[str, str]:
    """The page: what the second request of a process for it runs, as `Trace` prints it."""
    found = {}
    with county_desk() as doors:
        clerk, due = doors.clerk("zhuoni"), doors.world.id("a-due")
        ids = [due, doors.world.id("b-due")]
        pages: dict[str, Callable[[], TestResponse]] = {
            "list page": lambda: clerk.get("/admin/domain/"),
            "record page": lambda: clerk.get(f"/admin/domain/details/?id={due}"),
            "desk": lambda: clerk.get("/admin/"),
            "plan page": lambda: doors.plan(RENEW, "zhuoni", ids),
        }
        for name, request in pages.items():
            request()
            found[name], shown = traced_answer(request, 200)
        given = {"years": "2"}
        priced = doors.confirm(RENEW, "zhuoni", shown, given, press="recalculate")
        # A confirmation can be submitted only once, so the first request is measured.
        found["confirmation"], _ = traced_answer(
            lambda: doors.confirm(RENEW, "zhuoni", priced, given), 303
        )
    return found
