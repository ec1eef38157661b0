"""A running service and a browser, for tests and screenshots."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from waitress import create_server

from planner.app import close, create_app
from planner.config import Settings

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Service:
    """The service at its address."""

    address: str
    app: Flask


@contextlib.contextmanager
def serving(url: str) -> Iterator[Service]:
    """The service on a database, behind a real server on a free port."""
    app = create_app(Settings(database_url=url, log_level="critical"))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Service(f"http://127.0.0.1:{server.effective_port}", app)
    finally:
        server.close()
        thread.join(5)
        close(app)


def chromium() -> str | None:
    """The system's browser."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """The system's Chromium without a window."""
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
