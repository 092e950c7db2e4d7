"""Registries asked about many packages, each as its own client would be: private names at their own registry alone."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from holdfast.world.http.asking import Again, ask_all, in_order_of_arrival
from holdfast.world.http.exchange import Door, Reply
from holdfast.world.http.guard import Guard
from holdfast.world.http.limits import Limits
from holdfast.world.http.policy import Policy
from holdfast.world.http.retryafter import seconds_to_wait
from holdfast.world.http.trouble import Trouble
from holdfast.world.packages.registries import Body, Listing, Source, registry
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of

LIMITS = Limits(seconds=60.0, bytes=64 * 1024 * 1024, sockets=16, each=8)
"""Documents of packages with thousands of versions have ten megabytes."""
_ABSENT = frozenset((404, 410, 451))

Package = tuple[str, str]
"""Package-URL type and name."""


class Told(NamedTuple):
    """What registries say of a package."""

    listing: Listing | None = None
    """``None`` where they have none, or did not answer."""
    host: str = ""
    """Of the registry that has it, or of those that have not."""
    found: str = ""
    """Why it could not be found out; empty where it was."""


def told(
    packages: Sequence[Package], clients: Clients, policy: Policy, limits: Limits = LIMITS
) -> Iterator[tuple[Package, Told]]:
    """Yield each package with what its registries say, as soon as it is known.

    Registries that the user's configuration names, or that a client asks by itself, may lie anywhere; one that only the
    repository names is asked where ``policy`` lets it.
    """
    sources = {one: registry(one[0]).sources(one[1], clients) for one in packages}
    trusted = {host_of(source.url) for found in sources.values() for source in found if source.trusted and source.url}
    door = Door(Guard(Policy(policy.allowed | trusted)), limits, clients.environment)
    hosts = [next((urlsplit(source.url).netloc for source in sources[one] if source.url), "") for one in packages]

    async def question(number: int) -> Told:
        one = packages[number]
        return await _about(door, one, sources[one])

    async def answers() -> AsyncIterator[tuple[Package, Told]]:
        async for number, answer in ask_all(hosts, question, limits):
            yield packages[number], answer

    yield from in_order_of_arrival(answers, door.close)


async def _about(door: Door, package: Package, sources: Sequence[Source]) -> Told:
    """Ask one registry after the other; the next only where the one before certainly does not have the package."""
    if not sources:
        return Told(found="it is private, and no registry of its own is configured")
    asked = []
    for source in sources:
        if source.problem:
            return Told(found=source.problem)
        host = urlsplit(source.url).hostname or ""
        try:
            listing = await _listing(door, package, source)
        except Trouble as trouble:
            return Told(host=host, found=f"{host}: {trouble.found}")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return Told(host=host, found=f"{host} answers nonsense: {str(error)[:100] or type(error).__name__}")
        if listing is not None:
            return Told(listing, host)
        asked.append(host)
    return Told(host=" and ".join(asked))


async def _listing(door: Door, package: Package, source: Source) -> Listing | None:
    """Ask one registry; ``None`` where it does not have the package. Raises :class:`Trouble` and ``ValueError``."""
    ecosystem, name = package
    module = registry(ecosystem)
    bodies: list[Body] = []
    waiting = list(module.questions(name, source))
    further = getattr(module, "further", None)
    while waiting:
        one = waiting.pop(0)
        reply = await door.ask(one.url, headers=dict(one.headers))
        if reply.status in _ABSENT and one.needed:
            return None
        if reply.status != 200 and one.needed:
            raise _failure(reply)
        bodies.append(Body(reply.body if reply.status == 200 else b"", reply.headers.get("content-type", "")))
        if reply.cut:
            raise Trouble("protocol", "its answer is longer than what is read")
        if not waiting and further:
            waiting, further = list(further(name, source, bodies)), None
    found: Listing = module.listing(name, bodies)
    return found


def _failure(reply: Reply) -> Exception:
    """Return what an answer that is none means: to come again later, or that it cannot be found out."""
    host = urlsplit(reply.url).hostname or ""
    if reply.status == 429 or (reply.status == 503 and "retry-after" in reply.headers):
        import time

        wait = seconds_to_wait(reply.headers.get("retry-after", ""), time.time())
        return Again(wait, Told(host=host, found=f"{host} asks to be left alone"))
    return Trouble("protocol", f"it answers {reply.status}")


def service(url: str, queries: Sequence[Mapping[str, object]], policy: Policy) -> list[list[str]]:
    """Ask an advisory service (OSV's ``/v1/querybatch``) about packages; return the names of advisories for each.

    Raises :class:`Trouble` where it does not answer.
    """
    door = Door(Guard(policy), LIMITS)
    size = 500

    async def answers() -> AsyncIterator[list[list[str]]]:
        for start in range(0, len(queries), size):
            some = list(queries[start : start + size])
            content = json.dumps({"queries": some}).encode()
            reply = await door.ask(
                f"{url.rstrip('/')}/v1/querybatch",
                method="POST",
                headers={"Content-Type": "application/json"},
                content=content,
            )
            if reply.status != 200:
                raise Trouble("protocol", f"it answers {reply.status}")
            yield _names(reply.body, len(some))

    return [names for part in in_order_of_arrival(answers, door.close) for names in part]


def _names(body: bytes, count: int) -> list[list[str]]:
    try:
        results = json.loads(body)["results"]
        found = [
            ["".join(str(one["id"]).split())[:80] for one in (result or {}).get("vulns") or ()] for result in results
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Trouble("protocol", "it answers nonsense") from None
    if len(found) != count:
        raise Trouble("protocol", "it answers another number of questions")
    return found
