"""The databases that tests stand on are themselves sound, private and gone afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.support.database.engines import (
    EngineMissingError,
    absent,
    create_database,
    drop_database,
    postgres_cluster,
    server_programs,
    sqlite_url,
)

GRACE_SECONDS = 10


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    try:
        with postgres_cluster() as url:
            yield url
    except EngineMissingError as missing:
        absent(str(missing))


def one(url: str, statement: str) -> object:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return result.scalar() if result.returns_rows else None
    finally:
        engine.dispose()


class TestSqliteUrl:
    def test_sqlite_url_opens_the_file_it_names(self, tmp_path: Path) -> None:
        path = tmp_path / "名录.sqlite3"

        assert one(sqlite_url(path), "SELECT 1") == 1
        assert path.exists()


class TestAbsent:
    def test_engines_absent_fails_in_ci(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CI", "true")

        with pytest.raises(pytest.fail.Exception, match="no server"):
            absent("no server")

    def test_engines_absent_skips_on_a_laptop(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CI", raising=False)

        with pytest.raises(pytest.skip.Exception, match="no server"):
            absent("no server")


@pytest.mark.postgres
class TestServerPrograms:
    def test_server_programs_says_what_to_install_where_there_are_none(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "")
        monkeypatch.setattr(Path, "glob", lambda *_: iter(()))

        with pytest.raises(EngineMissingError, match="apt-get install postgresql"):
            server_programs()


@pytest.mark.postgres
class TestPostgresCluster:
    def test_postgres_cluster_speaks_utf8_and_orders_by_bytes(self, cluster: str) -> None:
        assert one(cluster, "SHOW server_encoding") == "UTF8"
        assert one(cluster, "SELECT 'a' < 'B'") is False

    def test_postgres_cluster_is_new_enough(self, cluster: str) -> None:
        assert int(str(one(cluster, "SHOW server_version_num"))) >= 130000

    def test_postgres_cluster_takes_a_given_server_as_it_is(
        self, cluster: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TEST_POSTGRES_URL", cluster.replace("+psycopg", ""))

        with postgres_cluster() as given:
            assert given == cluster

    @pytest.mark.slow
    def test_postgres_cluster_starts_where_the_temporary_folder_is_private_or_deep(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
        private = tmp_path / ("deep" * 20)
        private.mkdir(mode=0o700)
        monkeypatch.setattr(tempfile, "tempdir", str(private))

        with postgres_cluster() as url:
            assert one(url, "SELECT 1") == 1

    @pytest.mark.slow
    def test_postgres_cluster_is_gone_after_the_process_was_killed(self) -> None:
        code = (
            "import time; from tests.support.database.engines import postgres_cluster\n"
            "with postgres_cluster() as url: print(url, flush=True); time.sleep(60)"
        )
        environment = {k: v for k, v in os.environ.items() if k != "TEST_POSTGRES_URL"}
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
        ) as child:
            assert child.stdout is not None
            folder = Path(str(make_url(child.stdout.readline().strip()).query["host"]))
            assert folder.exists()
            child.send_signal(signal.SIGKILL)

        deadline = time.monotonic() + GRACE_SECONDS
        while folder.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not folder.exists()


@pytest.mark.postgres
class TestCreateDatabase:
    def test_create_database_copies_the_template_and_keeps_it(self, cluster: str) -> None:
        template = create_database(cluster, "kept_template")
        one(template, "CREATE TABLE office (name text)")
        one(template, "INSERT INTO office VALUES ('编办') RETURNING name")
        copy = create_database(cluster, "copy", template="kept_template")
        one(copy, "UPDATE office SET name = '别处' RETURNING name")

        assert one(template, "SELECT name FROM office") == "编办"
        drop_database(cluster, "copy")
        drop_database(cluster, "kept_template")

    def test_create_database_takes_any_name_as_a_name(self, cluster: str) -> None:
        name = 'odd"; DROP DATABASE postgres; --'

        assert one(create_database(cluster, name), "SELECT current_database()") == name
        drop_database(cluster, name)


@pytest.mark.postgres
class TestDropDatabase:
    def test_drop_database_disconnects_whoever_still_uses_it(self, cluster: str) -> None:
        engine = create_engine(create_database(cluster, "busy"))
        with engine.connect() as connection:
            drop_database(cluster, "busy")
            with pytest.raises(Exception, match=r"terminat|closed") as lost:
                connection.execute(text("SELECT 1"))
        engine.dispose()

        assert isinstance(lost.value.__cause__, psycopg.OperationalError)

    def test_drop_database_leaves_one_that_is_not_there(self, cluster: str) -> None:
        drop_database(cluster, "never_made")
