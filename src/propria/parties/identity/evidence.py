"""Evidence of identity from outside: what a domain publishes. The port, and its adapter over HTTP and DNS."""

import ipaddress
import socket
import urllib.error
import urllib.request
from typing import Protocol, runtime_checkable

from dns.exception import DNSException
from dns.resolver import Resolver

from propria.kernel.errors import Unverified

MAX_PAGE_BYTES = 16_384
TIMEOUT_SECONDS = 5
DNS_LABEL, MOST_RECORDS = "_propria", 20
WELL_KNOWN = "/.well-known/propria.txt"


@runtime_checkable
class DomainPages(Protocol):
    """Reads what a domain publishes at its well-known address."""

    def read(self, domain: str) -> str:
        """The text of `/.well-known/propria.txt`. Raises: Unverified(`parties.domain_unreachable`)."""
        ...

    def texts(self, domain: str) -> list[str]:
        """The TXT records of `_propria.<domain>`; none where there are none, or nobody answers."""
        ...


def resolver_at(address: str) -> Resolver | None:
    """Asks the name server at `address:port`, or the system's; None where the system names none."""
    try:
        if not address:
            return Resolver()
        host, _, port = address.rpartition(":")
        asked = Resolver(configure=False)
        asked.nameservers, asked.port = [host], int(port)
    except (DNSException, OSError, ValueError):
        return None
    return asked


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leads nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """A redirect would let another host answer, so there is none."""


class HttpDomainPages:
    """Reads over HTTPS from public addresses only; in a demo also over HTTP from `*.localhost`."""

    def __init__(self, *, demo: bool, resolver: str = "") -> None:
        self._demo, self._resolver = demo, resolver

    def texts(self, domain: str) -> list[str]:
        """The TXT records of `_propria.<domain>`; none where there are none, or nobody answers."""
        asked = resolver_at(self._resolver)
        if asked is None:
            return []
        try:
            found = asked.resolve(f"{DNS_LABEL}.{domain.partition(':')[0]}", "TXT", lifetime=TIMEOUT_SECONDS)
        except DNSException:
            return []
        return [b"".join(row.strings).decode("utf-8", "replace") for row in found][:MOST_RECORDS]

    def read(self, domain: str) -> str:
        """The text of `/.well-known/propria.txt`. Raises: Unverified(`parties.domain_unreachable`)."""
        host, _, port = domain.partition(":")
        local = self._demo and (host == "localhost" or host.endswith(".localhost"))
        refusal = Unverified(
            "parties.domain_unreachable", f"https://{domain}{WELL_KNOWN} cannot be read.", domain=domain
        )
        if not local and (port or not is_public(host)):
            raise refusal
        where = f"http://127.0.0.1:{port or 80}" if local else f"https://{domain}"
        request = urllib.request.Request(
            where + WELL_KNOWN, headers={"Host": domain, "User-Agent": "propria"}
        )
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                page: bytes = answer.read(MAX_PAGE_BYTES)
                return page.decode("utf-8", "replace")
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise refusal from error


def is_public(host: str) -> bool:
    """Whether all of a host's addresses are public ones, so that nothing inside is ever asked."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(address).is_global for address in found)
