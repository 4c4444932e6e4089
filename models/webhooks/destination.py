"""Where anything may be sent at all: the origins the operator allows, and no inside addresses.

A page of this program must not be able to make the server talk to machines that only the server
reaches (server-side request forgery, OWASP ASVS 5.0 V15.3). So the list is the operator's,
not the program's users', and the address a name leads to is looked at when it is sent.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

#: Longest address of a receiver.
LONGEST_URL = 300
_USUAL_PORTS = {"https": 443, "http": 80}


class DestinationFault(StrEnum):
    """Why nothing is sent to an address."""

    MALFORMED = "webhook_url_malformed"
    NOT_ALLOWED = "webhook_url_not_allowed"
    INSIDE = "webhook_url_inside"


@dataclass(slots=True)
class Destinations:
    """What the operator of this process allows; nothing, until the program is configured."""

    #: Such as https://hooks.example.gov.cn, or with a port, as `origin_of` writes them.
    origins: Collection[str] = ()
    #: Whether an address inside (private, loopback, link-local) may be sent to.
    may_be_inside: bool = False


#: Of this process, set when the program is built.
ALLOWED = Destinations()


def allow(origins: Collection[str], *, may_be_inside: bool) -> None:
    """Set where this process may send to. Raises ValueError for what is not an origin."""
    found = {origin_of(urlsplit(each)) for each in origins}
    if None in found:
        raise ValueError(f"not addresses like https://host or https://host:port: {origins}")
    ALLOWED.origins = frozenset(each for each in found if each)
    ALLOWED.may_be_inside = may_be_inside


def origin_of(parts: SplitResult) -> str | None:
    """Scheme, host and port (RFC 6454) in lower case; None for what names no server."""
    try:
        port = parts.port or _USUAL_PORTS.get(parts.scheme)
    except ValueError:
        return None
    is_plain = parts.username is None and parts.password is None and not parts.fragment
    if not parts.hostname or port is None or not is_plain:
        return None
    return f"{parts.scheme}://{parts.hostname}:{port}"


def destination_fault(url: str) -> DestinationFault | None:
    """Why nothing can be sent to the address, as far as its text tells."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return DestinationFault.MALFORMED
    origin = origin_of(parts) if url.isascii() and url.isprintable() and " " not in url else None
    if origin is None:
        return DestinationFault.MALFORMED
    if not ALLOWED.may_be_inside and _is_inside(parts.hostname or ""):
        return DestinationFault.INSIDE
    return None if origin in ALLOWED.origins else DestinationFault.NOT_ALLOWED


def _is_inside(host: str) -> bool:
    """Whether the host is written as an address that is not of the public network."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def address_of(host: str, port: int) -> str:
    """The IP address to connect to, looked up once so that it cannot change after it was judged.

    Raises OSError when there is none, and PermissionError, one of them, for one inside.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not ALLOWED.may_be_inside:
        addresses = [each for each in addresses if ipaddress.ip_address(each).is_global]
    if not addresses:
        raise PermissionError(f"{host} is inside")
    return addresses[0]
