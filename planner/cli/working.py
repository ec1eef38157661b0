"""`planner worker`, and the same as a thread of `planner serve`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from planner.cli.beside import database_url

if TYPE_CHECKING:
    from planner.services.ports import Desk

IDLE_SECONDS = 2.0


@click.command()
@click.option("--once", is_flag=True, help="Do what is due, and end.")
@database_url
def worker(once: bool, database_url: str | None) -> None:
    """Deliver events and run schedules until stopped.

    `planner serve` does the same beside its requests; any number of both may run.
    """
    from planner.cli.beside import register

    with register(database_url) as desk:
        if once:
            while not _tick(desk):
                pass
            return
        click.echo("Working (stop with Ctrl-C)")
        stop = threading.Event()
        with _stopped_by_signals(stop):
            work(desk, stop)


@contextmanager
def beside(desk: Desk) -> Iterator[None]:
    """The work, in a thread for as long as the service runs."""
    with in_thread(lambda stop: work(desk, stop), "planner-worker", IDLE_SECONDS):
        yield


@contextmanager
def in_thread(
    run: Callable[[threading.Event], None], name: str, patience: float | None = None
) -> Iterator[None]:
    """`run` in a thread of its own; the end tells it to stop, and waits so many seconds or until it has."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=patience)


def work(desk: Desk, stop: threading.Event) -> None:
    """Go round until told to stop; wait a little where there is nothing to do."""
    while not stop.is_set():
        if _tick(desk):
            stop.wait(IDLE_SECONDS)


def _tick(desk: Desk) -> bool:
    """One round; whether there was nothing to do. What goes wrong is logged, and tried again later."""
    import structlog

    from planner.domain import PlannerError
    from planner.services import working

    log = structlog.get_logger()
    try:
        return working.tick(desk, lambda job, facts: log.warning("background work", job=job, **facts)).idle
    except PlannerError as error:
        log.error("background work", problems=[str(each) for each in error.problems])
    except Exception as error:
        log.error("background work", exc_info=error)
    return True


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    import signal

    kept = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
