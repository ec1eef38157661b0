"""The tools that can be connected, and what each asks for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.domain.connecting import Caps
from planner.integrations.ashby import Ashby
from planner.integrations.frappe import Frappe
from planner.integrations.frappe_plans import FrappePlans
from planner.integrations.greenhouse import Greenhouse
from planner.integrations.hibob import Hibob
from planner.integrations.horilla import Horilla
from planner.integrations.lever import Lever
from planner.integrations.odoo import Odoo
from planner.integrations.scim import Scim
from planner.integrations.tool import Tool
from planner.integrations.tryton import Tryton

Settings = Mapping[str, str]


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
