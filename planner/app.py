"""The only wiring: settings in, a service out.

What serves is imported when a service is made: commands beside it need not wait for that.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from planner.config import Settings, audit_key_file
from planner.domain import Plan, Profile
from planner.services import Basis, Desk, Shipped, workspaces
from planner.services.ports.desk import Lifetimes
from planner.services.ports.exchange import Outside
from planner.store import Store
from planner.store.sealing import seal_in, seal_of
from planner.store.vault import Vault, key_of

if TYPE_CHECKING:
    from flask import Flask

STORE = "planner.store"
DESK = "planner.desk"


class Documents:
    """Profiles and plans as the schemas write them."""

    def dump(self, profile: Profile) -> dict[str, Any]:
        """A profile as JSON data."""
        from planner.schemas import profiles  # noqa: PLC0415

        return profiles.dump(profile)

    def load(self, document: Mapping[str, Any]) -> Profile:
        """The profile that `dump` wrote."""
        from planner.schemas import profiles  # noqa: PLC0415

        return profiles.load(document)

    def text(self, plan: Plan) -> str:
        """A plan's canonical text."""
        from planner.schemas import plans  # noqa: PLC0415

        return plans.dumps(plan)

    def plan(self, text: str) -> Plan:
        """The plan that `text` wrote."""
        from planner.schemas import plans  # noqa: PLC0415

        return plans.load(json.loads(text))


def create_app(settings: Settings | None = None) -> Flask:
    """The service on its database, which is created or brought up to date first.

    Without `settings` they are read from the environment. Raises InvalidSettings, Unavailable,
    UnusableDatabase. Call `close` when the service is no longer needed.
    """
    from flask import Flask  # noqa: PLC0415

    from planner import api, web  # noqa: PLC0415

    settings = settings or Settings.read()
    log_to_stderr(settings)
    migrate(settings)
    store = opened_store(settings)
    app = Flask("planner", static_folder=None, template_folder=None)
    app.url_map.strict_slashes = False  # an address with a slash too many is the same address
    configure(app, settings)
    app.json.sort_keys = False  # type: ignore[attr-defined] # of Flask's own provider
    app.extensions[STORE] = store
    front = app.extensions[DESK] = desk(store, settings)
    for read in filter(None, (front.shipped, front.outside)):  # now, rather than at somebody's request
        read()
    api.install(app, front)
    web.install(app, front)
    return app


def opened_store(settings: Settings) -> Store:
    """The database, with the key that signs its audit trails; raises InvalidInput for a wrong key."""
    key, file = settings.audit_key, audit_key_file(settings.database_url)
    return Store(settings.database_url, seal_of(key) if key else seal_in(file))


def configure(app: Flask, settings: Settings) -> None:
    """What of the settings concerns requests."""
    from planner import api  # noqa: PLC0415
    from planner.integrations.oidc import Provider  # noqa: PLC0415
    from planner.web.access import PROVIDER  # noqa: PLC0415

    app.config.update(
        {
            "MAX_CONTENT_LENGTH": settings.max_body_bytes,
            "SECRET_KEY": settings.secret_key or secrets.token_hex(32),
            api.RATE: settings.rate_limit,
            api.METRICS_OPEN: settings.metrics == "open",
        }
    )
    if settings.oidc_issuer:
        client = settings.oidc_client_id, settings.oidc_client_secret
        app.config[PROVIDER] = Provider(settings.oidc_issuer, *client)
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix  # noqa: PLC0415

        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # Flask's own way
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def desk(store: Store, settings: Settings | None = None) -> Desk:
    """All that the use cases work with, on the shipped guidance, pay and roles.

    Without `settings` nothing outside of the database is reached.
    """
    beyond = cache(lambda: outside(settings)) if settings else None
    lasting = lifetimes(settings) if settings else Lifetimes()
    return Desk(store, Documents(), cache(shipped), lambda: datetime.now(UTC), beyond, lasting)


def shipped() -> Shipped:
    """Guidance, pay and job profiles as they came with the program."""
    from planner import guidance, hiring  # noqa: PLC0415
    from planner.engine.knowledge import Knowledge  # noqa: PLC0415

    roles = hiring.load_roles()
    knowledge = Knowledge(guidance.load(), hiring.load_pay(), roles)
    return Shipped(knowledge, roles, Basis.of(knowledge))


def lifetimes(settings: Settings) -> Lifetimes:
    """How long links and sessions last."""
    return Lifetimes(
        timedelta(minutes=settings.link_minutes),
        timedelta(minutes=settings.session_idle_minutes),
        timedelta(days=settings.session_days),
    )


def outside(settings: Settings) -> Outside:
    """Tools and endpoints, as far as the settings let them be reached, and the vault for their secrets."""
    from planner.integrations.catalog import Toolbox  # noqa: PLC0415
    from planner.integrations.courier import Courier  # noqa: PLC0415
    from planner.integrations.egress import Egress  # noqa: PLC0415
    from planner.integrations.files import Exchange  # noqa: PLC0415

    egress = Egress.of(settings.private_hosts.split(","))
    vault = Vault(key_of(settings.secret_key, settings.database_file))
    history = timedelta(days=settings.history_days)
    return Outside(Toolbox(egress), vault, Courier(egress), Exchange(), history)


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """The desk of a service that need not run, on its database, which is brought up to date first."""
    log_to_stderr(settings)
    migrate(settings)
    store = opened_store(settings)
    try:
        yield desk(store, settings)
    finally:
        store.close()


def begin(app: Flask) -> workspaces.Begun | None:
    """Make the first workspace, admin and link to sign in; None where there is a workspace already."""
    return workspaces.begin(app.extensions[DESK])


def migrate(settings: Settings) -> None:
    """Bring the database up to date without serving; raises Unavailable or UnusableDatabase."""
    store = Store(settings.database_owner_url or settings.database_url)
    application = urlsplit(settings.database_url).username if settings.database_owner_url else None
    try:
        store.migrate(application)
    finally:
        store.close()


def close(app: Flask) -> None:
    """Close the database connections of a service."""
    app.extensions[STORE].close()


def log_to_stderr(settings: Settings) -> None:
    """Everything that is logged, by us or by libraries, goes to standard error in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
    ]
    forms: Mapping[str, list[structlog.typing.Processor]] = {
        "json": [
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        "console": [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ],
    }
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *forms[settings.log_format],
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings.log_level.upper())),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
