"""Which proxy the user's environment names for an address: ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, ``NO_PROXY``.

Read as curl reads them: lower case first, and upper-case ``HTTP_PROXY`` not where a web server made the environment
from a request (``REQUEST_METHOD`` is set). Only the environment counts, which a repository cannot write.
"""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from holdfast.world.http.policy import Target


def proxy_for(target: Target, environment: Mapping[str, str]) -> str:
    """Return the proxy's address with its scheme; empty where the host is asked directly."""
    if _excepted(target, environment.get("no_proxy") or environment.get("NO_PROXY") or ""):
        return ""
    names = [f"{target.scheme}_proxy", "all_proxy"]
    if not (target.scheme == "http" and "REQUEST_METHOD" in environment):
        names.insert(1, f"{target.scheme.upper()}_PROXY")
    names.append("ALL_PROXY")
    found = next((environment[name].strip() for name in names if environment.get(name)), "")
    return found if not found or "://" in found else f"http://{found}"


def _excepted(target: Target, entries: str) -> bool:
    """Tell whether ``NO_PROXY`` names a host: ``*``, a name and all below it, an address, a block, each perhaps with a port."""
    for raw in entries.split(","):
        entry = raw.strip().lower()
        if entry == "*":
            return True
        name, colon, port = entry.rpartition(":")
        if colon and port.isdigit() and name.count(":") == 0:
            if int(port) != target.port:
                continue
            entry = name
        entry = entry.removeprefix("*").strip("[]").lstrip(".")
        if entry and (target.host == entry or target.host.endswith("." + entry) or _within(target.host, entry)):
            return True
    return False


def _within(host: str, block: str) -> bool:
    try:
        return ip_address(host) in ip_network(block, strict=False)
    except ValueError:
        return False
