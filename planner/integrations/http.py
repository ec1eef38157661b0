"""HTTP to tools that may misbehave: bounded, in time, never redirected, reads retried, writes sent once."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, NoReturn

import httpx

from planner import __version__
from planner.domain import Problem
from planner.domain.connecting import Refused, Unknown, Unreachable
from planner.integrations.egress import Backend, Deadline, Egress

RETRY_READS = frozenset({408, 429, 502, 503, 504})
SIGN_IN = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Policy:
    """How long and how much: `seconds` for one exchange, `patience` for the longest wait asked for."""

    seconds: float = 30.0
    connect: float = 10.0
    bytes: int = 10 * 1024 * 1024
    attempts: int = 4
    patience: float = 60.0
    first_wait: float = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool answered; `data` is its JSON where that was asked for."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    data: Any = None


class Rejected(Refused):
    """A request that the tool understood and refused; `status` and `data` are its answer."""

    title = "The tool refused the request"

    def __init__(self, answer: Answer, said: str) -> None:
        super().__init__(Problem("tool", f"answered {answer.status}: {said}", "See what it asks for."))
        self.status, self.data, self.said = answer.status, answer.data, said


class Bucket:
    """A token bucket: `take` waits until one more is due."""

    def __init__(self, per_minute: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self.rate, self.size = per_minute / 60, max(1.0, per_minute / 10)
        self.clock, self.sleep = clock, sleep
        self.tokens, self.at = self.size, clock()

    def take(self) -> None:
        """Take a token."""
        now = self.clock()
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            self.sleep((1 - self.tokens) / self.rate)
            self.tokens, self.at = 1.0, self.clock()
        self.tokens -= 1


class Client:
    """Exchanges with one tool, one at a time, and no more than `writes_per_minute`."""

    def __init__(
        self,
        base_url: str,
        egress: Egress,
        *,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        policy: Policy | None = None,
        writes_per_minute: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.policy, self.sleep = policy or Policy(), sleep
        self.deadline = Deadline()
        self.lock = threading.RLock()
        self.bucket = Bucket(writes_per_minute, time.monotonic, sleep) if writes_per_minute else None
        self.writes = 0
        self.http = httpx.Client(
            base_url=checked(base_url, egress),
            headers={
                "User-Agent": f"planner/{__version__}",
                "Accept-Encoding": "identity",
                **(headers or {}),
            },
            auth=auth,
            transport=_transport(egress, self.deadline),
            timeout=httpx.Timeout(self.policy.seconds, connect=self.policy.connect),
            follow_redirects=False,
            trust_env=False,
        )

    def read(self, method: str, path: str, **request: Any) -> Any:
        """The JSON that a request without effect is answered by; raises Unreachable, Rejected, Refused."""
        return self.look(method, path, **request).data

    def look(self, method: str, path: str, **request: Any) -> Answer:
        """The same with the answer's headers."""
        for attempt in range(self.policy.attempts):
            try:
                answer = self.exchange(method, path, **request)
            except httpx.TransportError as error:
                reason = _reason(error)
                wait = self._backoff(attempt)
            else:
                if answer.status not in RETRY_READS:
                    return replace(answer, data=_json(answer, Refused))
                reason = f"it answered {answer.status}"
                wait = self._asked(answer, attempt)
            if attempt + 1 < self.policy.attempts:
                self.sleep(wait)
        raise Unreachable(
            Problem("tool", f"{reason}, {self.policy.attempts} times in a row.", "Try again later.")
        )

    def write(self, method: str, path: str, **request: Any) -> Any:
        """The JSON that a request with effect is answered by, sent at most once.

        Raises Unreachable where it cannot have had an effect, Unknown where it may have had one, Rejected
        where the tool refused it. It is sent again only where it was not taken in: 429, or no connection.
        """
        with self.lock:
            for attempt in range(self.policy.attempts):
                if self.bucket:
                    self.bucket.take()
                try:
                    answer = self._counted(method, path, request)
                except httpx.ConnectError as error:
                    reason, wait = _reason(error), self._backoff(attempt)
                except httpx.ConnectTimeout as error:
                    reason, wait = _reason(error), self._backoff(attempt)
                except httpx.TransportError as error:
                    raise _unknown(_reason(error)) from error
                else:
                    if answer.status >= 500 or answer.status == 408:
                        raise _unknown(f"it answered {answer.status}")
                    if answer.status != 429:
                        return _json(answer, Unknown)
                    reason, wait = "it answered 429", self._asked(answer, attempt)
                if attempt + 1 < self.policy.attempts:
                    self.sleep(wait)
        raise Unreachable(Problem("tool", f"{reason}; nothing was written.", "Try again later."))

    def exchange(self, method: str, path: str, **request: Any) -> Answer:
        """One request and its answer, whatever it says; raises httpx.TransportError or Refused."""
        with self.lock:
            self.deadline.within(self.policy.seconds)
            with self.http.stream(method, path, **request) as response:
                return Answer(response.status_code, response.headers, self._bounded(response))

    def close(self) -> None:
        """Close its connections."""
        self.http.close()

    def _counted(self, method: str, path: str, request: Mapping[str, Any]) -> Answer:
        answer = self.exchange(method, path, **request)
        self.writes += 1
        return answer

    def _bounded(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise httpx.ReadError("it compressed its answer although it was asked not to")
        parts, size = [], 0
        for part in response.iter_raw():
            size += len(part)
            if size > self.policy.bytes:
                raise httpx.ReadError(f"its answer is larger than {self.policy.bytes:,} bytes")
            parts.append(part)
        return b"".join(parts)

    def _backoff(self, attempt: int) -> float:
        return self.policy.first_wait * 2.0**attempt * random.uniform(0.5, 1.5)

    def _asked(self, answer: Answer, attempt: int) -> float:
        asked = seconds_of(answer.headers.get("retry-after"))
        if asked is None:
            return self._backoff(attempt)
        if asked > self.policy.patience:
            raise Unreachable(
                Problem("tool", f"asks to wait {asked:,.0f} seconds; nothing was written.", "Try again then.")
            )
        return asked + random.uniform(0, 0.5)


def checked(url: str, egress: Egress) -> str:
    """`url` where it can be an address of a tool: https, or http inside; raises Refused."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        _refuse(f"{str(url)[:80]!r} is not an address.", "Write it like https://tool.example.com.")
    if parsed.userinfo or parsed.query or parsed.fragment:
        _refuse("holds credentials, a query or a fragment.", "Give the bare address; secrets go elsewhere.")
    if parsed.scheme not in ("https", "http") or not parsed.host:
        _refuse(f"{str(url)[:80]!r} is not an address of the web.", "Write it like https://tool.example.com.")
    port = 443 if parsed.port is None else parsed.port
    if re.search(r"[\s%]", parsed.host) or not 0 < port < 65_536:
        _refuse("names no host, or no port from 1 to 65535.", "Write it like https://tool.example.com:8443.")
    if parsed.scheme == "http" and not egress.is_private(parsed.host):
        _refuse("is not encrypted.", "Use https; plain http is for hosts named in PLANNER_PRIVATE_HOSTS.")
    if not egress.allows_literal(parsed.host):
        fix = "Name it in PLANNER_PRIVATE_HOSTS if it is meant to be reached."
        _refuse(f"leads to {parsed.host}, which is not a public address.", fix)
    return str(parsed).rstrip("/")


def said(answer: Answer) -> str:
    """The words of a refusal, without markup: from the usual members of its JSON, else its text."""
    data = answer.data
    if isinstance(data, Mapping):
        for name in ("exception", "message", "detail", "error_description", "errors", "error", "errorInfo"):
            if data.get(name):
                return plain(data[name] if isinstance(data[name], str) else json.dumps(data[name]))
    return plain(answer.content[:2_000].decode(errors="replace")) or "without a word"


def plain(text: str) -> str:
    """`text` without tags, on one line, at most 300 characters."""
    return " ".join(unescape(re.sub(r"<[^>]{0,200}>", " ", text)).split())[:300]


def _json(answer: Answer, otherwise: type[Refused]) -> Any:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = not answer.content.strip()
    if 300 <= answer.status < 400:
        _refuse("redirects to another address.", "Give the address that it redirects to.", otherwise)
    data = None
    if not empty and (kind == "application/json" or kind.endswith("+json")):
        try:
            data = json.loads(answer.content)
        except ValueError:
            _refuse("answered with broken JSON.", "Check the address.", otherwise)
    answer = Answer(answer.status, answer.headers, answer.content, data)
    if answer.status in SIGN_IN:
        _refuse(f"does not let us in ({answer.status}): {said(answer)}", "Check credentials and permissions.")
    if answer.status >= 400:
        raise Rejected(answer, said(answer))
    if data is None and not empty:
        _refuse(f"answered {kind or 'something'} instead of JSON.", "Check address and version.", otherwise)
    return data


def _transport(egress: Egress, deadline: Deadline) -> httpx.HTTPTransport:
    transport = httpx.HTTPTransport(trust_env=False, retries=0)
    transport._pool._network_backend = Backend(egress, deadline)
    return transport


def seconds_of(retry_after: str | None) -> float | None:
    """The wait that a header Retry-After asks for, in seconds."""
    if retry_after is None:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it did not answer in time"
    return f"the connection failed ({plain(str(error)) or type(error).__name__})"


def _unknown(reason: str) -> Unknown:
    return Unknown(
        Problem(
            "tool", f"{reason} after the request was sent.", "It is looked up before anything is sent again."
        )
    )


def _refuse(message: str, fix: str, kind: type[Refused] = Refused) -> NoReturn:
    raise kind(Problem("tool", message, fix))
