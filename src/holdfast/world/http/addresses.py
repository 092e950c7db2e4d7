"""What kind of address an IP address is, whatever its spelling; nothing is asked, so that every answer can be tested.

The blocks are those of IANA's special-purpose registries (RFC 6890 and its updates) and a few addresses at which
clouds tell their machines' secrets. An IPv6 address that carries an IPv4 address is judged by both.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from unicodedata import normalize
from urllib.parse import unquote

Address = IPv4Address | IPv6Address

_METADATA = frozenset(
    map(ip_address, ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192"))
)
"""AWS and most others, ECS, Alibaba, Azure (a public address that leads into the host), Oracle."""
_METADATA_6 = frozenset(map(ip_address, ("fd00:ec2::254", "fd20:ce::254")))
_FOUR = [
    (IPv4Network(block), kind)
    for block, kind in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
]
_SIX = [
    (IPv6Network(block), kind)
    for block, kind in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("64:ff9b:1::/48", "private"),
        ("100::/64", "reserved"),
        ("100:0:0:1::/64", "reserved"),
        ("2001::/32", "tunnelled"),
        ("2001:2::/48", "benchmarking"),
        ("2001:10::/28", "reserved"),
        ("2001:20::/28", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "reserved"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
]
_GLOBAL_SIX = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
    "localdomain",
)
_PART = re.compile(r"0x[0-9a-f]*|[0-9]+")


def kind(address: Address) -> str:
    """Return why an address is not one of the public Internet, as one word; empty for one that is."""
    if isinstance(address, IPv4Address):
        if address in _METADATA:
            return "metadata"
        named = next((word for block, word in _FOUR if address in block), "")
        return named or ("" if address.is_global else "reserved")
    if address.scope_id:
        return "link-local"
    if address in _METADATA_6:
        return "metadata"
    carried = embedded(address)
    if carried is not None and (inner := kind(carried)):
        return inner
    named = next((word for block, word in _SIX if address in block), "")
    if named:
        return named
    if carried is not None and (address.ipv4_mapped or address in _TRANSLATED):
        return ""
    return "" if address in _GLOBAL_SIX else "reserved"


def embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that traffic to an IPv6 address may end at: mapped, compatible, NAT64, 6to4, ISATAP."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return low
    if address.sixtofour is not None:
        return address.sixtofour
    if (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE:
        return low
    return None


def host_name(host: str) -> str:
    """Return a host as it is compared: without percent-encoding, in its compatibility form, lower case, no last dot."""
    text = normalize("NFKC", unquote(host)).casefold().replace("。", ".").strip("[]")
    return text.rstrip(".")


def literal(host: str) -> Address | None:
    """Read a host as an IP address in any spelling that some program understands; ``None`` for a name.

    That is more than URLs allow: ``2130706433``, ``0x7f.1``, ``0177.0.0.1``, ``127.1``, full-width digits. IPv4
    parts are read as ``inet_aton`` reads them.
    """
    text = host_name(host)
    try:
        return ip_address(text)
    except ValueError:
        pass
    parts = text.split(".")
    if len(parts) > 4 or not all(_PART.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *front, last = numbers
    if any(one > 255 for one in front) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last
    for place, one in enumerate(front):
        value += one << (24 - 8 * place)
    return IPv4Address(value)


def is_local_name(host: str) -> bool:
    """Tell whether a name is one that only a local network answers: a single word, ``localhost``, ``*.internal``."""
    name = host_name(host)
    if literal(name) is not None:
        return False
    return "." not in name or any(name == one or name.endswith("." + one) for one in _LOCAL_NAMES)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    return int(part)
