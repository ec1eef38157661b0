"""The tools that can be connected, what each asks for, and how a connection is opened."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from planner.domain import InvalidInput, Problem
from planner.domain.connecting import BadSignature, Caps, Connector
from planner.domain.openings import Opening, Seat
from planner.integrations.ashby import Ashby
from planner.integrations.egress import Egress
from planner.integrations.frappe import Frappe
from planner.integrations.frappe_plans import FrappePlans
from planner.integrations.greenhouse import Greenhouse
from planner.integrations.hibob import Hibob
from planner.integrations.horilla import Horilla
from planner.integrations.http import Client, Policy, checked
from planner.integrations.lever import Lever
from planner.integrations.odoo import Odoo
from planner.integrations.scim import Scim
from planner.integrations.syncing import Synced
from planner.integrations.tool import Tool
from planner.integrations.tryton import Tryton

Settings = Mapping[str, str]


class InvalidConnection(InvalidInput):
    """A connection with settings that are missing, unknown or impossible."""

    title = "The connection is not valid"


@dataclass(frozen=True, slots=True)
class Asked:
    """One setting of a connection; a secret one is sealed and never shown again. No choices: any text."""

    name: str
    about: str
    secret: bool = False
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A tool that can be connected; `signature` is the header of its messages and what precedes the HMAC."""

    name: str
    title: str
    tool: type[Tool]
    asks: tuple[Asked, ...]
    url: str | None = None
    headers: Callable[[Settings], Mapping[str, str]] = lambda secrets: {}
    signature: tuple[str, str] | None = None

    @property
    def caps(self) -> Caps:
        """What the tool can do."""
        return self.tool.caps

    def names(self, secret: bool) -> tuple[str, ...]:
        """The settings that are, or are not, secret."""
        return tuple(each.name for each in self.asks if each.secret is secret)


def _basic(user: str, password: str) -> Mapping[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def _token(secrets: Settings) -> Mapping[str, str]:
    return {"Authorization": f"token {secrets['api_key']}:{secrets['api_secret']}"}


_DEPARTMENT = Asked("department", "The department of positions that name none.", required=False)
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "odoo",
            "Odoo",
            Odoo,
            (
                Asked("database", "Name of the database."),
                Asked("login", "Login of the user that the API key belongs to."),
                Asked("api_key", "API key of that user.", secret=True),
                _DEPARTMENT,
                Asked(
                    "api",
                    "auto, jsonrpc (up to 18) or json2 (19 and later).",
                    required=False,
                    choices=("auto", "jsonrpc", "json2"),
                ),
            ),
        ),
        Kind(
            "frappe",
            "Frappe HR",
            Frappe,
            (
                Asked("company", "Name of the company."),
                Asked("requested_by", "Employee who asks for positions, such as HR-EMP-00001."),
                Asked("api_key", "API key of a user.", secret=True),
                Asked("api_secret", "API secret of that user.", secret=True),
                _DEPARTMENT,
            ),
            headers=_token,
        ),
        Kind(
            "frappe_plans",
            "Frappe HR Staffing Plans",
            FrappePlans,
            (
                Asked("company", "Name of the company."),
                Asked("api_key", "API key of a user.", secret=True),
                Asked("api_secret", "API secret of that user.", secret=True),
                Asked(
                    "fiscal_year_starts_in",
                    "Month in which fiscal years start, 1 to 12.",
                    required=False,
                    choices=tuple(map(str, range(1, 13))),
                ),
            ),
            headers=_token,
        ),
        Kind(
            "ashby",
            "Ashby",
            Ashby,
            (
                Asked(
                    "api_key",
                    "API key with apiKeysRead, organizationRead, jobsRead, jobsWrite.",
                    secret=True,
                ),
                _DEPARTMENT,
                Asked("close_reason", "Text of the close reason for seats given up.", required=False),
                Asked("webhook_secret", "Secret of webhooks that Ashby sends.", secret=True, required=False),
            ),
            url="https://api.ashbyhq.com",
            signature=("ashby-signature", "sha256="),
            headers=lambda secrets: _basic(secrets["api_key"], ""),
        ),
        Kind(
            "scim",
            "SCIM 2.0 directory",
            Scim,
            (Asked("token", "Bearer token that may read users.", secret=True),),
            headers=lambda secrets: {"Authorization": f"Bearer {secrets['token']}"},
        ),
        Kind(
            "tryton",
            "Tryton",
            Tryton,
            (
                Asked("database", "Name of the database."),
                Asked("login", "Login of a user with a company."),
                Asked("password", "Password of that user.", secret=True),
            ),
        ),
        Kind(
            "horilla",
            "Horilla",
            Horilla,
            (
                Asked("username", "Name of a user who may read employees."),
                Asked("password", "Password of that user.", secret=True),
            ),
        ),
        Kind(
            "greenhouse",
            "Greenhouse Harvest v3",
            Greenhouse,
            (
                Asked("job_id", "Number of the job whose openings are kept."),
                Asked("client_id", "OAuth client id.", secret=True),
                Asked("client_secret", "OAuth client secret.", secret=True),
                Asked(
                    "webhook_secret", "Secret of webhooks that Greenhouse sends.", secret=True, required=False
                ),
                Asked("token_url", "Where tokens are had, if elsewhere.", required=False),
            ),
            url="https://harvest.greenhouse.io",
            signature=("signature", "sha256 "),
        ),
        Kind(
            "hibob",
            "HiBob workforce planning",
            Hibob,
            (
                Asked("user", "Id of the service user.", secret=True),
                Asked("token", "Token of the service user.", secret=True),
                Asked("department", "Id of the department's list item."),
                Asked("site", "Id of the site's list item."),
                Asked("jobProfile", "Id of the job profile."),
            ),
            url="https://api.hibob.com",
            headers=lambda secrets: _basic(secrets["user"], secrets["token"]),
        ),
        Kind(
            "lever",
            "Lever",
            Lever,
            (Asked("api_key", "API key that may write requisitions.", secret=True),),
            url="https://api.lever.co",
            headers=lambda secrets: _basic(secrets["api_key"], ""),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Opens connections, within what `egress` and `policy` allow."""

    egress: Egress
    policy: Policy = field(default_factory=Policy)
    sleep: Callable[[float], None] = time.sleep

    def validated(self, kind: str, url: str | None, settings: Settings, secrets: Settings) -> str:
        """The address of a connection whose settings are right; raises InvalidConnection, Refused."""
        known = _kind(kind)
        problems = [*_missing(known, settings, secrets), *_unknown(known, settings, secrets)]
        problems += _impossible(known, settings)
        if not (url or known.url):
            problems.append(Problem("url", "is missing.", f"Give the address of {known.title}."))
        if problems:
            raise InvalidConnection(*problems)
        for name, value in settings.items():
            if name.endswith("_url"):
                checked(value, self.egress)
        return checked(url or known.url or "", self.egress)

    @contextmanager
    def open(self, kind: str, url: str, settings: Settings, secrets: Settings) -> Iterator[Connector]:
        """A connector of that kind, for as long as it is used."""
        known = _kind(kind)
        client = Client(
            url,
            self.egress,
            headers=known.headers(secrets),
            policy=self.policy,
            writes_per_minute=known.caps.writes_per_minute,
            sleep=self.sleep,
        )
        build: Callable[[Client, Settings, Settings], Tool] = known.tool
        with closing(client):
            yield Synced(build(client, settings, secrets))

    def verified(self, kind: str, secret: str, headers: Mapping[str, str], body: bytes) -> str:
        """The kind of a message that a tool sent; raises BadSignature unless it is signed with `secret`."""
        name, prefix = _kind(kind).signature or ("", "")
        given = {key.lower(): value for key, value in headers.items()}.get(name, "")
        right = prefix + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not (name and secret and hmac.compare_digest(given.encode(), right.encode())):
            raise BadSignature()
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        return str(said.get("action", "message")) if isinstance(said, dict) else "message"

    def kinds(self) -> list[Kind]:
        """All tools."""
        return list(KINDS.values())

    def caps(self, kind: str) -> Caps:
        """What tools of that kind can do."""
        return _kind(kind).caps

    def rows(self, kind: str, seats: Sequence[Seat], settings: Settings) -> list[Opening]:
        """The seats as rows of the grain that the tool keeps."""
        return _kind(kind).tool.rows(seats, settings)


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise InvalidConnection(Problem("kind", f"{name!r} is not known.", f"Use one of {', '.join(KINDS)}."))
    return KINDS[name]


def _missing(kind: Kind, settings: Settings, secrets: Settings) -> list[Problem]:
    given = {**settings, **secrets}
    return [
        Problem(f"{'secrets' if each.secret else 'settings'}.{each.name}", "is missing.", each.about)
        for each in kind.asks
        if each.required and not given.get(each.name)
    ]


def _impossible(kind: Kind, settings: Settings) -> list[Problem]:
    return [
        Problem(
            f"settings.{each.name}",
            f"{settings[each.name]!r} is not one of the choices.",
            f"Use one of {', '.join(each.choices)}.",
        )
        for each in kind.asks
        if each.choices and settings.get(each.name, each.choices[0]) not in each.choices
    ]


def _unknown(kind: Kind, settings: Settings, secrets: Settings) -> list[Problem]:
    return [
        Problem(f"{part}.{name}", "is not known here.", f"Known are: {', '.join(kind.names(secret))}.")
        for part, given, secret in (("settings", settings, False), ("secrets", secrets, True))
        for name in given
        if name not in kind.names(secret)
    ]
