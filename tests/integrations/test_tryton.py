"""Tryton as a real process: its roster, and its errors, which come with status 200."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from planner.domain.connecting import Connector, Refused
from planner.integrations.catalog import Toolbox
from planner.integrations.egress import Egress
from planner.integrations.http import Rejected
from tests.integrations.test_real_servers import TODAY, connector, everybody, free_port, running

PASSWORD = "correct horse 17"
SETTINGS = {"database": "staff", "login": "admin"}


@pytest.fixture(scope="module")
def tryton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("trytond")
    folder, port = tmp_path_factory.mktemp("tryton"), free_port()
    (folder / "staff.sqlite").touch()
    (folder / "password").write_text(PASSWORD)
    configuration = folder / "trytond.conf"
    configuration.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"
    )
    given = ["-c", str(configuration), "-d", "staff"]
    subprocess.run(
        [_program("trytond-admin"), *given, "-u", "company", "--activate-dependencies"],
        input=b"\n",
        env={**os.environ, "TRYTONPASSFILE": str(folder / "password")},
        capture_output=True,
        check=True,
    )
    with running([_program("trytond"), *given], f"http://127.0.0.1:{port}", folder) as url:
        _people(url)
        yield url


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _people(url: str) -> None:
    """A company with a boss, a member and one who left, as an administrator would enter them."""
    user, key, *_ = _call(url, "common.db.login", "admin", {"password": PASSWORD}, "en")
    token = base64.b64encode(f"admin:{user}:{key}".encode()).decode()
    session = {"Authorization": f"Session {token}"}

    def made(model: str, *rows: dict[str, Any]) -> list[int]:
        ids: list[int] = _call(url, f"model.{model}.create", list(rows), {"company": 1}, headers=session)
        return ids

    made(
        "party.party",
        {"name": "Acme ML"},
        {"name": "Grace Hopper"},
        {"name": "Ada Lovelace"},
        {"name": "Gone Away"},
    )
    made("currency.currency", {"name": "Euro", "code": "EUR", "symbol": "€"})
    made("company.company", {"party": 1, "currency": 1})
    joined = {"companies": [["add", [1]]], "company": 1}
    _call(url, "model.res.user.write", [user], joined, {}, headers=session)
    (boss,) = made("company.employee", {"party": 2, "company": 1, "start_date": _date(2024)})
    made(
        "company.employee",
        {"party": 3, "company": 1, "supervisor": boss},
        {"party": 4, "company": 1, "start_date": _date(2020), "end_date": _date(2023)},
    )


def _date(year: int) -> dict[str, Any]:
    return {"__class__": "date", "year": year, "month": 1, "day": 1}


def _call(url: str, method: str, *params: Any, headers: dict[str, str] | None = None) -> Any:
    body = {"id": 1, "method": method, "params": params}
    answer = httpx.post(f"{url}/staff/rpc/", json=body, headers=headers, timeout=60).json()
    assert "error" not in answer, answer
    return answer["result"]


@pytest.fixture
def opened(tryton: str) -> Iterator[Connector]:
    with connector("tryton", tryton, SETTINGS, {"password": PASSWORD}) as made:
        yield made


def test_the_roster_of_a_real_tryton(opened: Connector) -> None:
    health = opened.check()
    assert (health.ok, health.findings, health.version[:2]) == (True, (), "8.")
    ada, grace = everybody(opened)
    assert (ada.name, ada.manager) == ("Ada Lovelace", grace.key)
    assert (grace.name, grace.starts) == ("Grace Hopper", date(2024, 1, 1))


def test_an_error_that_comes_with_status_200_is_an_error(opened: Connector, monkeypatch: Any) -> None:
    monkeypatch.setattr("planner.integrations.tryton.FIELDS", ("rec_name", "no_such_field.name"))
    with pytest.raises(Rejected, match="no_such_field"):
        opened.pull_roster(TODAY)
    health = opened.check()
    assert not health.ok
    assert "Employees cannot be read" in health.findings[0]


@pytest.mark.parametrize(
    ("settings", "password"),
    [
        (SETTINGS, "wrong"),
        ({**SETTINGS, "login": "nobody"}, PASSWORD),
        ({**SETTINGS, "database": "none"}, PASSWORD),
    ],
)
def test_a_wrong_password_user_or_database_is_said(
    tryton: str, settings: dict[str, str], password: str
) -> None:
    with connector("tryton", tryton, settings, {"password": password}) as made, pytest.raises(Refused):
        made.check()


def test_a_tryton_inside_the_network_is_not_reached_unless_it_is_named(tryton: str) -> None:
    with pytest.raises(Refused, match="PLANNER_PRIVATE_HOSTS"):
        Toolbox(Egress.of([])).validated("tryton", tryton, SETTINGS, {"password": PASSWORD})
