"""HTTP to tools: nothing inside is reached, nothing is endless, reads are retried, writes are sent once."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from planner.domain.connecting import Refused, Unknown, Unreachable
from planner.integrations.egress import Egress, Forbidden
from planner.integrations.http import Bucket, Client, Policy, Rejected, checked
from tests.integrations import peers
from tests.integrations.peers import Answer, Fault, Peer, Request

INSIDE = Egress.of(["127.0.0.1"])
QUICK = Policy(seconds=0.6, connect=0.5, bytes=1_000_000, attempts=3, patience=5, first_wait=0.01)


class Counter(Peer):
    """Counts what is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def answer(self, request: Request) -> Answer:
        if request.method == "POST":
            self.count += 1
        return Answer({"count": self.count})


@pytest.fixture
def peer() -> Counter:
    return Counter()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(peer: Counter, waits: list[float]) -> Iterator[Client]:
    with peer.served() as url, closing(Client(url, INSIDE, policy=QUICK, sleep=waits.append)) as client:
        yield client


LOOPBACK = [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0177.0.0.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "127.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::127.0.0.1]",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "224.0.0.1",
    "[fd00::1]",
    "[fe80::1]",
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_no_form_of_an_inner_address_is_reached(host: str) -> None:
    """A listener on every inner address that this machine has hears nothing."""
    heard: list[Any] = []
    with socket.create_server(("0.0.0.0", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(0.2)
        with pytest.raises(Refused):
            Client(f"https://{host}:{port}", Egress(), policy=QUICK, sleep=heard.append).read("GET", "/")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_every_address_of_a_name_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in ("93.184.216.34", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(Forbidden, match=r"127\.0\.0\.1, which is not a public address"):
        Egress().addresses("rebinding.example", 443)
    assert Egress.of(["rebinding.example"]).addresses("rebinding.example", 443) == [
        "93.184.216.34",
        "127.0.0.1",
    ]


def test_a_name_that_leads_elsewhere_when_asked_again_is_asked_once(
    peer: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = socket.getaddrinfo, []

    def rebinding(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host != "rebinding.example":
            return real(host, port, *args, **options)
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.99"
        return real(address, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with peer.served() as url:
        port = url.rpartition(":")[2]
        inside = Egress.of(["rebinding.example"])
        with closing(Client(f"http://rebinding.example:{port}", inside, policy=QUICK)) as client:
            assert client.read("GET", "/") == {"count": 0}
    assert len(asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com",
        "http://example.com",
        "https://u:p@example.com",
        "https://",
        "x",
        "https://e.com/?a=1",
    ],
)
def test_addresses_that_are_none_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        checked(url, Egress())


def test_redirects_are_not_followed(peer: Counter, client: Client) -> None:
    peer.faults = [Fault(peers.redirect("http://127.0.0.1:1/"), times=9)]
    with pytest.raises(Refused, match="redirects to another address"):
        client.read("GET", "/")
    assert len(peer.requests) == 1


def test_a_slow_drip_ends_at_the_deadline(peer: Counter, client: Client) -> None:
    peer.faults = [Fault(peers.drip, times=9)]
    began = time.monotonic()
    with pytest.raises(Unreachable, match="did not answer in time"):
        client.read("GET", "/")
    assert time.monotonic() - began < 3 * QUICK.seconds + 2


def test_an_endless_answer_is_cut(peer: Counter, client: Client) -> None:
    peer.faults = [Fault(peers.flood, times=9)]
    with pytest.raises(Unreachable, match="larger than 1,000,000 bytes"):
        client.read("GET", "/")


def test_html_is_no_answer(peer: Counter, client: Client) -> None:
    peer.faults = [Fault(peers.html, times=9)]
    with pytest.raises(Refused, match="answered text/html instead of JSON"):
        client.read("GET", "/")
    with pytest.raises(Unknown, match="answered text/html instead of JSON"):
        client.write("POST", "/", json={})


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_reads_are_tried_again(peer: Counter, client: Client, waits: list[float], status: int) -> None:
    peer.faults = [Fault(peers.error(status, Retry_After="2"), times=2)]
    assert client.read("GET", "/") == {"count": 0}
    assert [2 <= wait <= 2.5 for wait in waits] == [True, True]


@pytest.mark.parametrize("status", [400, 404, 409, 417, 422, 500])
def test_refusals_are_not_tried_again(peer: Counter, client: Client, status: int) -> None:
    peer.faults = [Fault(peers.error(status), times=9)]
    with pytest.raises(Rejected, match=f"answered {status}: no"):
        client.read("GET", "/")
    assert len(peer.requests) == 1


@pytest.mark.parametrize("fault", [peers.cut, peers.silence, peers.error_that_wrote])
def test_a_write_whose_answer_is_lost_is_unknown_and_never_sent_again(
    peer: Counter, client: Client, fault: Any
) -> None:
    peer.faults = [Fault(fault)]
    with pytest.raises(Unknown, match="after the request was sent"):
        client.write("POST", "/", json={})
    assert peer.count == 1


def test_a_write_that_was_not_taken_in_is_sent_again(
    peer: Counter, client: Client, waits: list[float]
) -> None:
    peer.faults = [Fault(peers.error(429, Retry_After="1"), times=2)]
    assert client.write("POST", "/", json={}) == {"count": 1}
    assert len(waits) == 2


def test_a_tool_that_asks_for_too_long_a_wait_is_left_alone(peer: Counter, client: Client) -> None:
    peer.faults = [Fault(peers.error(429, Retry_After="86400"), times=9)]
    with pytest.raises(Unreachable, match="asks to wait 86,400 seconds; nothing was written"):
        client.write("POST", "/", json={})
    assert len(peer.requests) == 1


def test_nobody_there_is_said_and_nothing_was_written(waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    client = Client(f"http://127.0.0.1:{port}", INSIDE, policy=QUICK, sleep=waits.append)
    with closing(client), pytest.raises(Unreachable, match="nothing was written"):
        client.write("POST", "/", json={})
    assert len(waits) == QUICK.attempts - 1


def test_markup_in_refusals_is_taken_out(peer: Counter, client: Client) -> None:
    said = {"exception": 'Cannot delete <a href="/app/x">HR-1</a> &amp; more'}

    def refuse(peer: Peer, handler: Any, request: Request) -> bool:
        peers.send(handler, Answer(said, 417))
        return True

    peer.faults = [Fault(refuse)]
    with pytest.raises(Rejected) as raised:
        client.read("GET", "/")
    assert raised.value.said == "Cannot delete HR-1 & more"


def test_writes_keep_to_their_rate() -> None:
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    bucket = Bucket(10, lambda: now[0], sleep)
    for _ in range(4):
        bucket.take()
    assert sum(slept) == pytest.approx(18)


def test_one_write_at_a_time(peer: Counter, client: Client) -> None:
    threads = [threading.Thread(target=lambda: client.write("POST", "/", json={})) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert peer.count == client.writes == 6


def test_the_environment_sends_nothing_through_a_proxy(
    peer: Counter, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with closing(Client(str(client.http.base_url), INSIDE, policy=QUICK)) as other:
        assert other.read("GET", "/") == {"count": 0}
