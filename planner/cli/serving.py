"""`planner serve`."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from planner.cli.manners import INTERRUPTED

if TYPE_CHECKING:
    from planner.config import Settings


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on; this machine only unless given.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Port to listen on, 0 for any free one; 8000 unless given.",
)
@click.option(
    "--database-url",
    metavar="URL",
    help="sqlite:///FILE or postgresql://...; a file in your data folder unless given.",
)
def serve(host: str | None, port: int | None, database_url: str | None) -> None:
    """Serve the REST API and its documentation until stopped.

    The database is created or brought up to date first. Options take precedence over the
    variables PLANNER_HOST, PLANNER_PORT and PLANNER_DATABASE_URL.
    """
    settings = _settings(host=host, port=port, database_url=database_url)
    _warn_beyond_loopback(settings.host)
    with _stoppable() as came:
        _serve(settings)
    if signal.SIGINT in came:
        raise click.exceptions.Exit(INTERRUPTED)


def _serve(settings: Settings) -> None:
    """Answer requests until a signal comes."""
    from waitress import create_server

    from planner.app import close, create_app

    with _listening(settings.host, settings.port) as listener:
        app = create_app(settings)
        try:
            server = create_server(app, sockets=[listener], ident=None)
            name = f"[{settings.host}]" if ":" in settings.host else settings.host
            click.echo(f"Serving on http://{name}:{listener.getsockname()[1]}/ (stop with Ctrl-C)")
            server.run()
            server.close()
        finally:
            close(app)


def _settings(**given: Any) -> Settings:
    from planner.config import Settings

    return replace(Settings.read(), **{name: value for name, value in given.items() if value is not None})


def _warn_beyond_loopback(host: str) -> None:
    if not is_loopback(host):
        click.echo(
            f"Warning: {host} can be reached from other machines, and nobody has to sign in. "
            "Put a gateway with authentication in front, or leave --host out.",
            err=True,
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`; a name other than localhost counts as open."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listening(host: str, port: int) -> socket.socket:
    from planner.config import InvalidSettings
    from planner.domain import Problem

    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = str(error.strerror).partition(" (while")[0].lower()
        raise InvalidSettings(
            Problem(
                f"{host} port {port}",
                f"cannot be listened on: {reason}.",
                "Stop what uses it, or choose another with --host and --port (0 takes any free port).",
            )
        ) from None


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """SIGTERM and Ctrl-C end what is inside, after the requests under way; yields the signals that came."""
    came: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(number)
        raise SystemExit(INTERRUPTED if number == signal.SIGINT else 0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
