"""How connections to tools are made and opened, and how their messages are verified."""

from __future__ import annotations

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
from planner.integrations.egress import Egress
from planner.integrations.http import Client, Policy, checked
from planner.integrations.kinds import KINDS, Kind, Settings
from planner.integrations.syncing import Synced
from planner.integrations.tool import Tool


class InvalidConnection(InvalidInput):
    """A connection with settings that are missing, unknown or impossible."""

    title = "The connection is not valid"


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
