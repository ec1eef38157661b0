"""Settings come from the environment; a wrong one is named. What is logged goes to standard error."""

import json
import logging
import os
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
import structlog

from planner.app import close, create_app, log_to_stderr, migrate
from planner.config import InvalidSettings, Settings
from planner.store import Store


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PLANNER_"):
            monkeypatch.delenv(name)


@pytest.fixture
def logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_without_settings_data_lie_in_the_users_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = Settings.read()
    assert settings.database_url == f"sqlite:///{tmp_path}/planner/planner.db"
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8000, "info")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.read().database_url == f"sqlite:///{tmp_path}/.local/share/planner/planner.db"
    monkeypatch.setattr("sys.platform", "darwin")
    assert "Library/Application Support/planner/planner.db" in Settings.read().database_url


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "DATABASE_URL": "postgresql://planner@db/planner",
        "DATABASE_OWNER_URL": "postgresql://owner@db/planner",
        "HOST": "0.0.0.0",
        "PORT": "8123",
        "MAX_BODY_BYTES": "5000",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "json",
        "THREADS": "3",
        "STOP_SECONDS": "0",
        "PROXIES": "1",
        "RATE_LIMIT": "off",
        "METRICS": "open",
        "HISTORY_DAYS": "30",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"PLANNER_{name}", value)
    settings = Settings.read()
    assert {name: str(getattr(settings, name.lower())) for name in given} == given


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "planner.db"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("HOST", ""),
        ("MAX_BODY_BYTES", "0"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("THREADS", "0"),
        ("STOP_SECONDS", "-1"),
        ("PROXIES", "all"),
        ("RATE_LIMIT", "0/minute"),
        ("RATE_LIMIT", "unlimited"),
        ("RATE_LIMIT", "5/minute;9/day"),
        ("METRICS", "closed"),
        ("HISTORY_DAYS", "0"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PLANNER_{name}", value)
    with pytest.raises(InvalidSettings) as raised:
        Settings.read()
    assert [problem.path for problem in raised.value.problems] == [f"PLANNER_{name}"]


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_PORT", "x")
    monkeypatch.setenv("PLANNER_LOG_LEVEL", "x")
    with pytest.raises(InvalidSettings, match=r"(?s)PLANNER_PORT.*PLANNER_LOG_LEVEL"):
        Settings.read()


@pytest.mark.usefixtures("logging_restored")
def test_each_request_is_one_line_of_json_without_its_body(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.db", log_format="json"))
    answer = app.test_client().post("/api/v1/profiles?secret=1", json={"name": "Secret Ltd"})
    close(app)
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = [json.loads(text) for text in captured.err.splitlines()]
    assert {name: line[name] for name in ("event", "method", "path", "status", "code", "request_id")} == {
        "event": "request",
        "method": "POST",
        "path": "/api/v1/profiles",
        "status": 401,
        "code": "unauthenticated",
        "request_id": answer.headers["X-Request-Id"],
    }
    assert "ecret" not in captured.err


@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize("form", ["json", "console"])
def test_libraries_log_in_the_same_form(capsys: pytest.CaptureFixture[str], form: str) -> None:
    log_to_stderr(Settings(database_url="", log_format=form))
    logging.getLogger("somewhere").warning("a library %s", "speaks")
    logging.getLogger("alembic.runtime").info("chatter")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and "a library speaks" in lines[0] and lines[0].startswith("{") == (form == "json")


def test_a_service_without_given_settings_reads_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path}/x.db")
    monkeypatch.setenv("PLANNER_LOG_LEVEL", "critical")
    close(create_app())
    assert (tmp_path / "x.db").exists()
    monkeypatch.setenv("PLANNER_DATABASE_URL", "sqlite://")
    with pytest.raises(InvalidSettings):
        create_app()


ROW = re.compile(r"^\| `PLANNER_(\w+)` \| (.*?) \| .+ \|$", re.MULTILINE)


def test_every_setting_is_documented_with_its_default() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/settings.md").read_text()
    documented = dict(ROW.findall(text))
    assert set(documented) == {each.name.upper() for each in fields(Settings)}
    for each in fields(Settings):
        if each.default is not MISSING and each.default not in ("", None):
            assert documented[each.name.upper()] == f"`{each.default}`", each.name


def test_migrating_without_serving(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/x.db")
    migrate(settings)
    store = Store(settings.database_url)
    store.ready()
    store.close()


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.usefixtures("logging_restored")
def test_the_log_of_an_unexpected_error_holds_no_facts(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(Settings(database_url="sqlite://", log_format=form))
    pay = "123,456.78 EUR"
    try:
        _fail(pay)
    except RuntimeError as error:
        structlog.get_logger().error("unexpected error", exc_info=error)
    told = capsys.readouterr().err
    assert "RuntimeError" in told and "it broke" in told
    assert "123,456.78" not in told


def _fail(pay: str) -> None:
    raise RuntimeError("it broke")
