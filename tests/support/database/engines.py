"""Databases for tests: the only module that starts PostgreSQL or builds its URLs.

SQLite is a file. PostgreSQL is a throwaway cluster that the test run makes, reached over a
socket in its own folder and gone with the process that asked for it, however that one ends;
or the server in TEST_POSTGRES_URL. `python -m tests.support.database.engines` tells whether one can
be had.
"""

import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

DIALECT = "postgresql+psycopg"
OLDEST_POSTGRES = 13
FIRST_WITH_STRATEGY = 150000
STARTUP_SECONDS = 60
PROBE_SECONDS = 0.05
# A socket's path may not pass 107 bytes, with our own folder and the socket's name in it.
LONGEST_FOLDER = 70
# A container's shared memory may be tiny; databases of a test run need about this much.
ROOM_BYTES = 2 * 1024**3

# Production runs in Chinese time, so tests that lean on a server in UTC should fail.
# Durability is off: these rows live for a minute. Autovacuum is off: while it reads a table, rows
# cannot be marked as seen by all, and the gates on blocks count what it happened to leave. Commits
# are synchronous, which costs little without fsync: VACUUM leaves rows unmarked whose commit is not
# yet in the log.
# Everything else is as shipped.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "timezone": "Asia/Shanghai",
    "log_timezone": "UTC",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "1GB",
}

# The shell keeps a hold on the server for us: it waits on a pipe that closes when this
# process ends, by a kill -9 too, then stops the server and removes the folder.
KEEPER = """
"$@" & server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
cd / && rm -rf "$0"
"""


class EngineMissingError(RuntimeError):
    """No PostgreSQL server can be had here; the message says what to install."""


def absent(reason: str) -> NoReturn:
    """Skips the test on a laptop, and fails it in CI: a missing engine proves nothing."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def sqlite_url(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string()


def server_programs() -> Path:
    """Returns the folder of the newest PostgreSQL programs, or raises EngineMissingError."""
    on_path = shutil.which("initdb")
    folders = {Path(on_path).resolve().parent} if on_path else set()
    for root in ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt"):
        folders.update(found.parent for found in Path(root).glob("**/bin/initdb"))
    usable = {
        _major_version(folder): folder for folder in folders if (folder / "postgres").exists()
    }
    newest = max(usable, default=0)
    if newest < OLDEST_POSTGRES:
        message = (
            f"PostgreSQL {OLDEST_POSTGRES} or later is needed (apt-get install postgresql),"
            " or a server's address in TEST_POSTGRES_URL."
        )
        raise EngineMissingError(message)
    return usable[newest]


def _major_version(folder: Path) -> int:
    told = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    match = re.search(r"(\d+)", told)
    return int(match[1]) if match else 0


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """Yields the address of a running server's maintenance database.

    It is TEST_POSTGRES_URL where given, else a cluster of our own, which ends with the block.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield make_url(given).set(drivername=DIALECT).render_as_string(hide_password=False)
        return
    programs = server_programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_open_folder()))
    owner = _owner(folder)
    try:
        _initialise(programs, folder, owner)
        with _running(programs, folder, owner) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def memory_folder() -> Path:
    """Returns a folder kept in memory if this machine has one with room, else the usual one.

    TMPDIR is obeyed. What tests write is gone in a minute; a disk only makes them wait.
    """
    shared = Path("/dev/shm")
    usable = "TMPDIR" not in os.environ and os.access(shared, os.W_OK | os.X_OK)
    if usable and shutil.disk_usage(shared).free >= ROOM_BYTES:
        return shared
    return Path(tempfile.gettempdir()).resolve()


def _open_folder() -> Path:
    """Returns where a cluster may live: any user can pass through, and a socket's path fits."""
    for folder in (memory_folder(), Path("/var/tmp")):
        passable = all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))
        if passable and len(str(folder)) <= LONGEST_FOLDER:
            return folder
    message = "PostgreSQL needs a temporary folder that every user can reach: set TMPDIR."
    raise EngineMissingError(message)


def _owner(folder: Path) -> dict[str, Any]:
    """Returns the user to run the server as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    made = subprocess.run(
        [
            programs / "initdb",
            f"--pgdata={folder / 'rows'}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )
    if made.returncode:
        message = f"initdb failed: {made.stderr.strip()}"
        raise EngineMissingError(message)


@contextmanager
def _running(programs: Path, folder: Path, owner: dict[str, Any]) -> Iterator[str]:
    settings = [
        part for name, value in SERVER_SETTINGS.items() for part in ("-c", f"{name}={value}")
    ]
    server = [programs / "postgres", "-D", folder / "rows", "-k", folder, *settings]
    log = folder / "log"
    with log.open("wb") as written:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, folder, *server],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=written,
            # Ctrl-C is for pytest; it then closes the pipe.
            start_new_session=True,
            **owner,
        )
    try:
        url = URL.create(
            DIALECT, username="postgres", database="postgres", query={"host": str(folder)}
        ).render_as_string()
        _wait_until_up(url, log)
        yield url
    finally:
        keeper.communicate()


def _wait_until_up(url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while True:
        try:
            _connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                message = f"PostgreSQL did not start:\n{log.read_text(errors='replace')}"
                raise EngineMissingError(message) from None
            time.sleep(PROBE_SECONDS)
        else:
            return


def create_database(base_url: str, name: str, template: str | None = None) -> str:
    """Creates a database, as a copy of `template` if given, and returns its address.

    Nobody may be connected to the template meanwhile: dispose of its engine first.
    """
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template or "template0")
    )
    with _connect(base_url) as connection:
        if connection.info.server_version >= FIRST_WITH_STRATEGY:
            # Copying files beats logging their blocks threefold, and there is no log to keep.
            statement += sql.SQL(" STRATEGY file_copy")
        connection.execute(statement)
    return make_url(base_url).set(database=name).render_as_string(hide_password=False)


def drop_database(base_url: str, name: str) -> None:
    """Drops a database if it is there, and disconnects whoever still uses it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _connect(base_url) as connection:
        connection.execute(statement)


def _connect(url: str) -> psycopg.Connection[Any]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True, connect_timeout=10)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{server_programs()}\n")
    except EngineMissingError as missing:
        sys.exit(str(missing))
