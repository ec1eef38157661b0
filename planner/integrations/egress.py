"""Where connections may go: each address of a name is checked, and the checked one is connected to."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from planner.domain import Problem
from planner.domain.connecting import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class Forbidden(Refused):
    """An address that connections must not reach."""

    title = "The address is not allowed"


@dataclass(frozen=True, slots=True)
class Egress:
    """Hosts and networks inside that may be reached besides all that is public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, allowed: Iterable[str]) -> Egress:
        """Read names and networks such as `odoo.internal` and `10.1.0.0/16`."""
        hosts, networks = set(), []
        for each in filter(None, (part.strip() for part in allowed)):
            try:
                networks.append(ipaddress.ip_network(each, strict=False))
            except ValueError:
                hosts.add(each.casefold().rstrip("."))
        return cls(frozenset(hosts), tuple(networks))

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of `host`, all of which are allowed; raises Forbidden for the first that is not."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address: {error}") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        for address in addresses:
            if not self.allows(host, address):
                raise Forbidden(
                    Problem(
                        "address",
                        f"{host} leads to {address}, which is not a public address.",
                        "Name it in PLANNER_PRIVATE_HOSTS if it is meant to be reached.",
                    )
                )
        return addresses

    def allows(self, host: str, address: str) -> bool:
        """Whether this address may be connected to under this name."""
        if host.casefold().rstrip(".") in self.hosts:
            return True
        return all(self._allows(each) for each in _meant(ipaddress.ip_address(address.partition("%")[0])))

    def allows_literal(self, host: str) -> bool:
        """Whether a host written as an address, in any of its forms, may be connected to; True for names."""
        try:
            packed = socket.inet_aton(host)
        except OSError:
            written = host
        else:
            written = str(ipaddress.IPv4Address(packed))
        try:
            return self.allows(host, written)
        except ValueError:
            return True

    def is_private(self, host: str) -> bool:
        """Whether the name or literal address is one of those named inside."""
        if host.casefold().rstrip(".") in self.hosts:
            return True
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks if network.version == address.version)

    def _allows(self, address: Address) -> bool:
        if any(address in network for network in self.networks if network.version == address.version):
            return True
        return address.is_global and not address.is_multicast


def _meant(address: Address) -> list[Address]:
    """The address and those that it carries inside: mapped, translated and tunnelled IPv4."""
    meant: list[Address] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            meant = [address.ipv4_mapped]
        if address.sixtofour:
            meant.append(address.sixtofour)
        if address.teredo:
            meant.extend(address.teredo)
        if any(address in network for network in NAT64):
            meant.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if int(address) >> 32 == 0:
            meant.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return meant


class Deadline:
    """The moment by which an exchange must have ended, whatever drips in meanwhile."""

    def __init__(self) -> None:
        self.at = float("inf")

    def within(self, seconds: float) -> None:
        """Begin anew."""
        self.at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """The part of `timeout` that is left; raises ReadTimeout when nothing is."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long")
        return left if timeout is None else min(timeout, left)


class Backend(httpcore.SyncBackend):
    """Connects to checked addresses only, and keeps every exchange within its deadline."""

    def __init__(self, egress: Egress, deadline: Deadline) -> None:
        self.egress, self.deadline = egress, deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self.egress.addresses(host, port):
            try:
                stream = super().connect_tcp(
                    address, port, self.deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
            else:
                return Stream(stream, self.deadline)
        raise error

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Never."""
        raise httpcore.ConnectError("sockets of this machine are not reached")


class Stream(httpcore.NetworkStream):
    """A connection whose reads and writes end at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.inner, self.deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, while there is time."""
        return self.inner.read(max_bytes, self.deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of `buffer`, while there is time."""
        self.inner.write(buffer, self.deadline.left(timeout))

    def close(self) -> None:
        """Close it."""
        self.inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """TLS under the name that was asked for, not under the address."""
        inner = self.inner.start_tls(ssl_context, server_hostname, self.deadline.left(timeout))
        return Stream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self.inner.get_extra_info(info)
