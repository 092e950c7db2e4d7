"""Where Holdfast may go on the network: a pure decision about an address on the web, a host and its IP addresses.

Documents are hostile: a link in a pull request must not make the machine that checks it talk to the network it stands
in. Only what the user's own configuration allows may lie there; the repository's is never asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from holdfast.world.http.addresses import Address, host_name, is_local_name, kind, literal

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 8000
_BAD_PORTS = frozenset(
    (
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109),
        *(110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526),
        *(530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659),
        *(4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211),
    )
)
"""Ports of other protocols: those of the WHATWG Fetch standard, and two key-value stores that take HTTP for commands."""


@dataclass(frozen=True, slots=True)
class Target:
    """The part of an address on the web that decides whether it may be asked."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What the user allows beyond the public Internet."""

    allowed: frozenset[str] = frozenset()
    """Host names (``wiki.corp.example``, ``*.corp.example``), addresses and blocks (``10.1.0.0/16``), each perhaps
    with ``:port`` behind a name or an IPv4 address."""

    def target(self, url: str) -> Target | str:
        """Return what an address leads to, or why it is not asked at all: in words, without its credentials."""
        if len(url) > _LONGEST:
            return f"is longer than {_LONGEST} characters"
        if any(char <= " " or char in {"\x7f", "\\"} for char in url):
            return "holds a control character, a space or a backslash"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return "is no address on the web"
        scheme = parts.scheme.lower()
        if scheme not in _DEFAULT_PORTS:
            return "is neither http nor https"
        if parts.username is not None or parts.password is not None:
            return "carries a user name or a password"
        host = host_name(parts.hostname or "")
        if not host or any(char in host for char in "/?#@ \t\r\n"):
            return "names no host"
        port = _DEFAULT_PORTS[scheme] if port is None else port
        return Target(scheme, host, port)

    def refuses(self, target: Target, addresses: Iterable[str]) -> str:
        """Return why a target may not be asked, given what its host's name leads to; empty where it may.

        One address that is not public refuses them all: an answer that mixes both is an attempt.
        """
        if self._allows(target):
            return ""
        if target.port in _BAD_PORTS:
            return f"port {target.port} belongs to another protocol"
        for text in addresses:
            address = ip_address(text)
            word = kind(address)
            if word and not self._allows_address(address, target.port):
                return f"{target.host} leads to a {word} address"
        return ""

    def refuses_name(self, target: Target) -> str:
        """Return why a target may not be asked through a proxy, which looks names up itself; empty where it may."""
        if self._allows(target):
            return ""
        address = literal(target.host)
        if address is not None:
            return self.refuses(target, [str(address)])
        if is_local_name(target.host):
            return f"{target.host} is a name of a local network"
        return self.refuses(target, ())

    def _allows(self, target: Target) -> bool:
        """Tell whether the user allows a host by its name, or by its address where it is written as one."""
        names = {target.host, f"{target.host}:{target.port}"}
        if names & self.allowed:
            return True
        address = literal(target.host)
        if address is not None:
            return self._allows_address(address, target.port)
        behind = target.host.partition(".")[2]
        while behind:
            if {f"*.{behind}", f"*.{behind}:{target.port}"} & self.allowed:
                return True
            behind = behind.partition(".")[2]
        return False

    def _allows_address(self, address: Address, port: int) -> bool:
        if {str(address), f"{address}:{port}"} & self.allowed:
            return True
        blocks = [one for one in self.allowed if "/" in one]
        return any(address in ip_network(block) for block in blocks)


def policy_of(entries: Iterable[str]) -> Policy:
    """Return the policy for what a user allows.

    Raises ``ValueError`` with the entry that is neither a host, an address nor a block.
    """
    allowed = set()
    for entry in entries:
        text = entry.strip().casefold()
        if "/" in text:
            try:
                allowed.add(str(ip_network(text, strict=False)))
            except ValueError:
                raise ValueError(entry) from None
            continue
        if not text or any(char in text for char in "@?# ") or text.strip("*.") == "":
            raise ValueError(entry)
        allowed.add(text.rstrip("."))
    return Policy(frozenset(allowed))
