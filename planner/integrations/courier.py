"""Messages to the endpoints of webhooks: one request each, to checked addresses, answered in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from urllib.parse import urlsplit

import httpx

from planner.domain import PlannerError, Problem
from planner.domain.connecting import Refused
from planner.domain.delivering import Sent
from planner.integrations.egress import Egress
from planner.integrations.http import Client, Policy, checked, plain, seconds_of

QUICK = Policy(seconds=15.0, connect=5.0, bytes=64 * 1024)


class Courier:
    """Sends messages, within what `egress` allows."""

    def __init__(
        self, egress: Egress, policy: Policy = QUICK, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.egress, self.policy, self.clock = egress, policy, clock

    def validated(self, url: str) -> str:
        """The address, where messages may be sent to it; raises Refused."""
        parts = urlsplit(url)
        if parts.fragment or parts.username or parts.password:
            raise Refused(Problem("url", "holds credentials or a fragment.", "Give the bare address."))
        checked(f"{parts.scheme}://{parts.netloc}", self.egress)
        return url

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """Send one message, once; whatever goes wrong is in what comes back."""
        began = self.clock()
        parts = urlsplit(url)
        try:
            origin = f"{parts.scheme}://{parts.netloc}"
            with closing(Client(origin, self.egress, policy=self.policy)) as client:
                answer = client.exchange("POST", url, content=body, headers=dict(headers))
        except httpx.TransportError as error:
            return Sent(None, plain(str(error)) or type(error).__name__, self._since(began))
        except PlannerError as error:
            return Sent(None, str(error), self._since(began))
        wait = seconds_of(answer.headers.get("retry-after"))
        return Sent(answer.status, "", self._since(began), wait)

    def _since(self, began: float) -> int:
        return round((self.clock() - began) * 1000)
