"""`planner serve`."""

from __future__ import annotations

import ipaddress
import signal
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
    from planner.app import create_app

    settings = _settings(host=host, port=port, database_url=database_url)
    _warn_beyond_loopback(settings.host)
    server = _server(create_app(settings), settings)
    click.echo(f"Serving on {_address(server, settings.host)} (stop with Ctrl-C)")
    with _until_stopped() as stopped:
        server.run()
    server.close()
    if signal.SIGINT in stopped:
        raise click.exceptions.Exit(INTERRUPTED)


def _settings(**given: Any) -> Settings:
    from planner.config import Settings

    return replace(Settings.read(), **{name: value for name, value in given.items() if value is not None})


def _warn_beyond_loopback(host: str) -> None:
    if not _is_loopback(host):
        click.echo(
            f"Warning: {host} can be reached from other machines, and nobody has to sign in. "
            "Put a gateway with authentication in front, or leave --host out.",
            err=True,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _server(app: Any, settings: Settings) -> Any:
    from waitress import create_server

    from planner.config import InvalidSettings
    from planner.domain import Problem

    try:
        return create_server(app, host=settings.host, port=settings.port, ident=None)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidSettings(
            Problem(
                f"{settings.host} port {settings.port}",
                f"cannot be listened on: {reason.rstrip('.').lower()}.",
                "Stop what uses it, or choose another with --host and --port (0 takes any free port).",
            )
        ) from None


def _address(server: Any, host: str) -> str:
    """The address to open; a server on several sockets listens on one port."""
    listening = getattr(server, "effective_listen", None)
    port = listening[0][1] if listening else server.effective_port
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


@contextmanager
def _until_stopped() -> Iterator[list[int]]:
    """SIGTERM and Ctrl-C end the server after the requests under way; yields the signals that came."""
    came: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(number)
        raise SystemExit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
