"""Looks names up, once for each in a run, and lets through only what the policy does: what is vetted is what is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence

from holdfast.world.http.addresses import literal
from holdfast.world.http.policy import Policy, Target
from holdfast.world.http.trouble import Trouble

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host name and a port to IP addresses; raises ``OSError`` as :func:`socket.getaddrinfo` does."""
_SECONDS = 10.0


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


class Guard:
    """Knows which addresses each host leads to and whether they may be connected to."""

    def __init__(self, policy: Policy, lookup: Lookup = system_lookup) -> None:
        """Take the user's policy and the way names are looked up."""
        self.policy = policy
        self._lookup = lookup
        self._known: dict[tuple[str, int], asyncio.Future[tuple[str, ...]]] = {}
        self.answered = 0
        """How many names led somewhere: where none does, it is this machine that is cut off."""

    async def addresses(self, target: Target) -> tuple[str, ...]:
        """Return the addresses of a host that may be connected to.

        Raises :class:`Trouble` where the policy refuses them (``refused``), where there is no such name (``name``) or
        where nobody could say (``lookup``).
        """
        name = (target.host, target.port)
        if name not in self._known:
            self._known[name] = asyncio.ensure_future(self._resolve(target))
        found = await asyncio.shield(self._known[name])
        why = self.policy.refuses(target, found)
        if why:
            raise Trouble("refused", why)
        return found

    async def _resolve(self, target: Target) -> tuple[str, ...]:
        address = literal(target.host)
        if address is not None:
            return (str(address),)
        try:
            async with asyncio.timeout(_SECONDS):
                found = await self._lookup(target.host, target.port)
        except TimeoutError:
            raise Trouble("lookup", f"looking up {target.host} took longer than {_SECONDS:g} seconds") from None
        except socket.gaierror as error:
            gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            raise Trouble(
                "name" if gone else "lookup",
                f"there is no host {target.host}" if gone else f"{target.host} could not be looked up",
            ) from None
        except (OSError, UnicodeError):
            raise Trouble("lookup", f"{target.host} could not be looked up") from None
        if not found:
            raise Trouble("name", f"there is no host {target.host}")
        self.answered += 1
        return tuple(dict.fromkeys(found))
