"""`planner serve`."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from functools import partial
from typing import TYPE_CHECKING

import click

from planner.cli.beside import settings
from planner.cli.manners import INTERRUPTED

if TYPE_CHECKING:
    from flask import Flask

    from planner.cli.draining import Stop
    from planner.config import Settings

WARM_AFTER_SECONDS = 1.0


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

    The database is created or brought up to date first. The very first time it also gets a
    workspace and an admin, and a link to sign in is printed, once. SIGTERM and Ctrl-C stop it once
    every request that has come is answered; a second one at once. Options take precedence over the
    variables PLANNER_HOST, PLANNER_PORT and PLANNER_DATABASE_URL.
    """
    from planner.cli.draining import Stop

    chosen = settings(host=host, port=port, database_url=database_url)
    _warn_beyond_loopback(chosen.host)
    stop = Stop()
    with stop.listening():
        _serve(chosen, stop)
    if signal.SIGINT in stop.came:
        raise click.exceptions.Exit(INTERRUPTED)


def _serve(settings: Settings, stop: Stop) -> None:
    """Answer requests until a signal comes."""
    from planner.app import DESK, begin, close, create_app
    from planner.cli.draining import run, server
    from planner.cli.working import beside, in_thread

    with _listening(settings.host, settings.port) as listener:
        app = create_app(settings)
        try:
            made = server(app, listener, settings.threads, settings.max_body_bytes)
            here = address(settings.host, listener.getsockname()[1])
            click.echo(f"Serving on {here}/ (stop with Ctrl-C)")
            begun = begin(app)
            if begun is not None:
                lasts = f"within {settings.link_minutes} minutes"
                click.echo(
                    f"Sign in as the admin of the new workspace, once and {lasts}:\n"
                    f"  {sign_in_address(here, begun.invited.token)}"
                )
            # The end waits for the step under way: what draws pictures must not be torn down meanwhile.
            with beside(app.extensions[DESK]), in_thread(partial(_warm, app), "planner-warming"):
                run(made, stop, settings.stop_seconds)
        finally:
            close(app)


def _warm(app: Flask, stop: threading.Event) -> None:
    """Begin what the first reader would wait for, once nothing else is to be done first."""
    from planner.web import warm

    if not stop.wait(WARM_AFTER_SECONDS):
        for _ in warm(app):
            if stop.is_set():
                return


def address(host: str, port: int) -> str:
    """The address of a server, without a slash at its end."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def sign_in_address(service: str, token: str) -> str:
    """The address that signs in whoever has the token of a link."""
    return f"{service.rstrip('/')}/sign-in?token={token}"


def _warn_beyond_loopback(host: str) -> None:
    if not is_loopback(host):
        click.echo(
            f"Warning: {host} can be reached from other machines, and tokens would travel unencrypted. "
            "Put a gateway with TLS in front, or leave --host out.",
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
