"""A database whose COMMITs go wrong on order, on either engine: by a proxy, or in the driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Engine, event

from tests.conftest import open_engine
from tests.support.database.commit_proxy import CommitProxy, Cut, commit_proxy
from tests.support.world.cast import World


class Orders(Protocol):
    """What goes wrong next."""

    cuts: list[Cut]
    refuses: bool
    refuses_after_cut: bool
    struck: int


@dataclass
class DriverOrders:
    """The same orders for SQLite, which no network stands before: its disk fails instead."""

    cuts: list[Cut] = field(default_factory=list)
    refuses: bool = False
    refuses_after_cut: bool = False
    struck: int = 0

    def commit(self, dialect: Any, connection: Any) -> None:
        """COMMIT, or what the next order says of it."""
        cut = self.cuts.pop(0) if self.cuts else None
        if cut is not Cut.BEFORE_COMMIT:
            type(dialect).do_commit(dialect, connection)
        if cut is not None:
            self.struck += 1
            self.refuses = self.refuses_after_cut
            raise sqlite3.OperationalError("disk I/O error")

    def connect(self, *_arguments: Any) -> None:
        """Refuse new connections while told to."""
        if self.refuses:
            raise sqlite3.OperationalError("unable to open database file")


@dataclass(frozen=True)
class Fragile:
    """A world reached over a line that may be cut, and the same world reached without it."""

    world: World
    direct: World
    orders: Orders


def obey(engine: Engine, orders: DriverOrders) -> None:
    """Let an engine's driver fail on order, from now on."""
    dialect = engine.dialect
    dialect.do_commit = lambda connection: orders.commit(dialect, connection)  # type: ignore[method-assign]
    event.listen(engine, "do_connect", orders.connect)


@contextmanager
def fragile(direct: World) -> Iterator[Fragile]:
    """The world again, over a line that obeys orders."""
    if direct.engine.dialect.name == "sqlite":
        engine = open_engine(direct.engine.url.render_as_string(hide_password=False))
        orders = DriverOrders()
        obey(engine, orders)
        yield Fragile(World(engine, direct.ids), direct, orders)
        engine.dispose()
        return
    with commit_proxy(direct.engine.url) as (proxy, url):
        engine = open_engine(url)
        yield Fragile(World(engine, direct.ids), direct, _as_orders(proxy))
        engine.dispose()


def _as_orders(proxy: CommitProxy) -> Orders:
    return proxy
