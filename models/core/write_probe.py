"""Whether the database accepts writes, tested by one that reaches the disk and changes no row.

Reads alone do not notice a full disk or a file that became read-only.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from models.core.engine import WRITES

#: Bytes that the largest batch needs for its rows and journal.
_ROOM_BYTES = 1024 * 1024
#: How long a probe waits for another writer; one that holds the lock proves as much.
_WAIT_MS = 2000
#: Pages SQLite may keep in memory before it must write; the blob is some hundred pages.
_FEW_PAGES, _BLOB_BYTES = 8, 512 * 1024


def prove_writable(engine: Engine) -> None:
    """Write, and roll back. Raises DBAPIError or OSError when the write fails."""
    if engine.dialect.name == "sqlite":
        _prove_sqlite(engine)
    else:
        _prove_postgres(engine)


def _prove_sqlite(engine: Engine) -> None:
    """Spill pages into the write-ahead log, and allocate as much space as a real batch would. The
    log may have free space when the disk has none, hence the extra file.
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
            # Do not return the connection to the pool with changed settings.
            connection.invalidate()
            raise
        driver.execute(f"PRAGMA cache_size={kept}")
        driver.execute(f"PRAGMA busy_timeout={waits}")
    if engine.url.database:
        with tempfile.TemporaryFile(dir=Path(engine.url.database).parent) as room:
            os.posix_fallocate(room.fileno(), 0, _ROOM_BYTES)


def _spill(connection: Connection) -> None:
    # Pages beyond the cache are written to the log before the transaction ends.
    fill = text("INSERT INTO probe SELECT randomblob(:size)")
    connection.exec_driver_sql("CREATE TABLE probe (bytes BLOB)")
    for _ in range(2):
        connection.execute(fill, {"size": _BLOB_BYTES})
    connection.rollback()


def _prove_postgres(engine: Engine) -> None:
    """Lock one row, which writes to the WAL at COMMIT, and spill a sort to the data disk."""
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL statement_timeout = {_WAIT_MS}"))
        connection.execute(text("SET LOCAL work_mem = '64kB'"))
        connection.execute(text("SELECT count(*) FROM generate_series(1, 50000)"))
        connection.execute(
            text('SELECT id FROM "user" ORDER BY id LIMIT 1 FOR KEY SHARE SKIP LOCKED')
        )
        connection.commit()
