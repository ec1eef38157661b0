"""The service's settings: read once from the environment, then frozen."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from environs import Env, EnvValidationError, ValidationError, validate

from planner.domain import InvalidInput, Problem

LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
LOG_FORMATS = ("console", "json")
METRICS = ("token", "open")
RATE = re.compile(r"(off|[1-9][0-9]{0,6}/(second|minute|hour|day))\Z", re.ASCII)
DATABASES = ("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")


SHORTEST_KEY = 32


class InvalidSettings(InvalidInput):
    """A setting that cannot be used; each problem's path names its variable."""

    title = "The settings are not valid"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What can be set from outside; each field is the variable `PLANNER_` + its name in capitals.

    Without a `database_url` the data lie in a SQLite file in the user's data folder, so that it is the same
    file whatever folder the service is started in. With a `database_owner_url` the tables are made and
    changed by that role of PostgreSQL, and `database_url` names one that only uses them.
    """

    database_url: str
    database_owner_url: str = ""
    audit_key: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    max_body_bytes: int = 2 * 1024 * 1024
    log_level: str = "info"
    log_format: str = "console"
    threads: int = 8
    stop_seconds: int = 20
    proxies: int = 0
    rate_limit: str = "6000/minute"
    metrics: str = "token"
    secret_key: str = field(default="", repr=False)
    private_hosts: str = ""
    history_days: int = 90
    link_minutes: int = 60
    session_idle_minutes: int = 480
    session_days: int = 7

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database, None for others."""
        scheme = "sqlite:///"
        return Path(self.database_url[len(scheme) :]) if self.database_url.startswith(scheme) else None

    @classmethod
    def read(cls) -> Settings:
        """Settings of this process; raises InvalidSettings naming every variable that is wrong."""
        env = Env(eager=False)
        with env.prefixed("PLANNER_"):
            settings = cls(
                database_url=env.str("DATABASE_URL", "", validate=_known_database) or default_database_url(),
                database_owner_url=env.str("DATABASE_OWNER_URL", "", validate=_known_database),
                oidc_issuer=env.str("OIDC_ISSUER", ""),
                oidc_client_id=env.str("OIDC_CLIENT_ID", ""),
                oidc_client_secret=env.str("OIDC_CLIENT_SECRET", ""),
                audit_key=env.str("AUDIT_KEY", ""),
                host=env.str("HOST", cls.host, validate=validate.Length(min=1)),
                port=env.int("PORT", cls.port, validate=validate.Range(0, 65535)),
                max_body_bytes=env.int("MAX_BODY_BYTES", cls.max_body_bytes, validate=validate.Range(1024)),
                log_level=env.str("LOG_LEVEL", cls.log_level, validate=validate.OneOf(LOG_LEVELS)),
                log_format=env.str("LOG_FORMAT", cls.log_format, validate=validate.OneOf(LOG_FORMATS)),
                threads=env.int("THREADS", cls.threads, validate=validate.Range(1, 256)),
                stop_seconds=env.int("STOP_SECONDS", cls.stop_seconds, validate=validate.Range(0, 3600)),
                proxies=env.int("PROXIES", cls.proxies, validate=validate.Range(0, 10)),
                rate_limit=env.str("RATE_LIMIT", cls.rate_limit, validate=validate.Regexp(RATE)),
                metrics=env.str("METRICS", cls.metrics, validate=validate.OneOf(METRICS)),
                secret_key=env.str("SECRET_KEY", cls.secret_key, validate=_long_enough),
                private_hosts=env.str("PRIVATE_HOSTS", cls.private_hosts),
                history_days=env.int("HISTORY_DAYS", cls.history_days, validate=validate.Range(1, 36_500)),
                link_minutes=env.int("LINK_MINUTES", cls.link_minutes, validate=validate.Range(1, 1440)),
                session_idle_minutes=env.int(
                    "SESSION_IDLE_MINUTES", cls.session_idle_minutes, validate=validate.Range(6, 43_200)
                ),
                session_days=env.int("SESSION_DAYS", cls.session_days, validate=validate.Range(1, 90)),
            )
        try:
            env.seal()
        except EnvValidationError as error:
            raise InvalidSettings(*_problems(error.error_messages)) from None
        return settings


def default_database_url() -> str:
    """The SQLite file `planner.db` in the platform's folder for a user's data."""
    return f"sqlite:///{_data_folder() / 'planner.db'}"


def audit_key_file(database_url: str) -> Path:
    """Where the key lies that signs audit trails: beside a SQLite file, else in the user's data folder."""
    if database_url.startswith("sqlite:///"):
        return Path(f"{database_url.removeprefix('sqlite:///').partition('?')[0]}.audit-key")
    return _data_folder() / "audit-key"


def _data_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "planner"
    data: Path | None = Env().path("XDG_DATA_HOME", None)
    return (data or Path.home() / ".local" / "share") / "planner"


def _known_database(url: str) -> None:
    if url and not url.startswith(DATABASES):
        raise ValidationError(
            "Name a SQLite file (sqlite:///FILE) or a PostgreSQL database (postgresql://...)."
        )


def _long_enough(key: str) -> None:
    if key and len(key) < SHORTEST_KEY:
        raise ValidationError(
            f"Write at least {SHORTEST_KEY} characters, such as those of `openssl rand -hex 32`."
        )


def _problems(messages: list[str] | Mapping[str, list[str]]) -> list[Problem]:
    said = messages if isinstance(messages, Mapping) else {"PLANNER": messages}
    return [Problem(name, " ".join(texts), "Correct it, or unset it.") for name, texts in said.items()]
