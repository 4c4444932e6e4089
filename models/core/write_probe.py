"""Whether the database takes a write, proved by one that reaches the disk and changes no row.

A full disk and a file that became read-only are seen by nothing that only reads.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from models.core.engine import WRITES

#: Room a batch of the largest size needs for its rows and journal.
_ROOM_BYTES = 1024 * 1024
#: A probe waits no longer for others who write: they prove as much.
_WAIT_MS = 2000
#: Pages SQLite may keep in memory before it must write; the blob is some hundred pages.
_FEW_PAGES, _BLOB_BYTES = 8, 512 * 1024


def prove_writable(engine: Engine) -> None:
    """Write, and take it back. Raises DBAPIError or OSError when the disk does not take it."""
    if engine.dialect.name == "sqlite":
        _prove_sqlite(engine)
    else:
        _prove_postgres(engine)


def _prove_sqlite(engine: Engine) -> None:
    """Spill pages into the write-ahead log, and allocate the room a real batch would take.

    The log may have room left in it when the disk has none, hence the file beside it.
    """
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        (kept,) = driver.execute("PRAGMA cache_size").fetchone()
        (waits,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute(f"PRAGMA cache_size={_FEW_PAGES}")
        driver.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        try:
            _spill(connection)
        except DBAPIError:
            # However it ended, the connection is not given back with settings of ours.
            connection.invalidate()
            raise
        driver.execute(f"PRAGMA cache_size={kept}")
        driver.execute(f"PRAGMA busy_timeout={waits}")
    if engine.url.database:
        with tempfile.TemporaryFile(dir=Path(engine.url.database).parent) as room:
            os.posix_fallocate(room.fileno(), 0, _ROOM_BYTES)


def _spill(connection: Connection) -> None:
    # What outgrows the cache is written to the log before the transaction ends.
    fill = text("INSERT INTO probe SELECT randomblob(:size)")
    connection.exec_driver_sql("CREATE TABLE probe (bytes BLOB)")
    for _ in range(2):
        connection.execute(fill, {"size": _BLOB_BYTES})
    connection.rollback()


def _prove_postgres(engine: Engine) -> None:
    """Lock one row, which the write-ahead log must tell of at COMMIT; spill to the data's disk."""
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL statement_timeout = {_WAIT_MS}"))
        connection.execute(text("SET LOCAL work_mem = '64kB'"))
        connection.execute(text("SELECT count(*) FROM generate_series(1, 50000)"))
        connection.execute(
            text('SELECT id FROM "user" ORDER BY id LIMIT 1 FOR KEY SHARE SKIP LOCKED')
        )
        connection.commit()
