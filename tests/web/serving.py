"""A running service and a browser, for tests and screenshots."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from waitress import create_server

from planner.app import begin, close, create_app
from planner.config import Settings
from planner.services import access
from planner.web.access import COOKIE
from planner.web.doors import EXTENSION

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
    workspace: str
    cookie: str


@contextlib.contextmanager
def serving(url: str) -> Iterator[Service]:
    """The service on a database, behind a real server on a free port."""
    app = create_app(Settings(database_url=url, log_level="critical", private_hosts="127.0.0.1"))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        begun = begin(app)
        assert begun is not None
        cookie = access.sign_in(app.extensions[EXTENSION], begun.invited.token).cookie
        yield Service(f"http://127.0.0.1:{server.effective_port}", app, begun.workspace.id, cookie)
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


def signed_in(browser: Browser, service: Service, **options: Any) -> BrowserContext:
    """A browser of the workspace's admin."""
    context = browser.new_context(base_url=service.address, **options)
    context.add_cookies([{"name": COOKIE, "value": service.cookie, "url": service.address}])
    return context
