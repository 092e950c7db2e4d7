"""Advisories about libraries, in the OSV format: none is about the version that a document names.

They come from a file of the project, or with ``--online`` from a service: ``[verify.library] advisories``.
"""

import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Trial
from holdfast.records import replace
from holdfast.verifiers import Trials
from holdfast.verifiers.libraries.statements import Stated, stated
from holdfast.world.bench import Bench
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in

KIND = "advisory"
SLUG = "version-vulnerable"
SANDBOX = False
_DAY = 86400
_LIMIT = 256 * 1024 * 1024
_NAMED = 3


def find(page: Page) -> Iterator[Statement]:
    """Yield the libraries of a page whose version is certain, where advisories are configured."""
    where = _configured(page.settings)
    if where and (page.online or not _is_service(where)):
        from holdfast.verifiers.libraries.judging import in_use

        for one in stated(page, absent=True):
            version = in_use(one.matter) if one.asked > Level.LISTED and one.matter.sure else ""
            if version:
                yield replace(one, content=f"{one.content}\0{version}\0{where}", matter=(one.matter, version))


def fresh(evidence: Evidence, bench: Bench) -> bool:
    """Tell whether an answer is still good: a service's for a day, a file's as long as it is the same."""
    return not _is_service(_configured(bench.settings)) or time.time() - evidence.moment < _DAY


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Look each version up."""
    where = _configured(bench.settings)
    for claim in claims:
        bench.begin(claim)
    yield from _asked(claims, bench, where) if _is_service(where) else _looked_up(claims, bench, where)


def _looked_up(claims: Sequence[Claim], bench: Bench, where: str) -> Trials:
    from holdfast.world.packages.advisories import Advisories, read_advisories

    reads = frozenset({where})
    try:
        known = Advisories(read_advisories(_text(bench.root, where)))
    except (OSError, ValueError, RecursionError) as error:
        said = getattr(error, "strerror", "") or str(error).splitlines()[0]
        for claim in claims:
            found = f"{where} cannot be read: {said}"
            remedy = "name a file of the project with advisories in the OSV format"
            yield claim, Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy=remedy, reads=reads)
        return
    for claim in claims:
        library, version = claim.matter
        about = known.about(library.ecosystem, library.name, version)
        words = [f"{one.id} ({one.summary})" if one.summary else one.id for one in about]
        fixed = next((one.fixed for one in about if one.fixed), "")
        yield claim, _trial(library, version, words, fixed, reads)


def _text(root: str, where: str) -> str:
    """Return the text of the project's file of advisories; raises ``OSError`` and ``ValueError``."""
    path = os.path.join(root, where)
    if not lies_in(root, path):
        raise ValueError("it lies outside of the project")
    with open_regular(path) as file:
        return file.read(_LIMIT).decode("utf-8", "replace")


def _asked(claims: Sequence[Claim], bench: Bench, where: str) -> Trials:
    """Ask a service; names that are private, or that come from a registry of the user's own, are not sent to it."""
    from holdfast.verifiers.libraries.registry import service
    from holdfast.world.http.allowed import user_policy
    from holdfast.world.http.trouble import Trouble
    from holdfast.world.packages.advisories import NAMES
    from holdfast.world.packages.registries import registry
    from holdfast.world.packages.registries.clients import clients_of

    clients = clients_of(bench.root, bench.settings)
    public: list[Claim] = []
    for claim in claims:
        library, _ = claim.matter
        sources = registry(library.ecosystem).sources(library.name, clients)
        if sources and not any(one.own or one.problem for one in sources):
            public.append(claim)
        else:
            found = "its name is not told to a service, because it may be private"
            remedy = "name a file of the project in [verify.library] advisories"
            yield claim, Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy=remedy)
    queries = [
        {"version": version.removeprefix("v"), "package": {"name": library.name, "ecosystem": NAMES[library.ecosystem]}}
        for library, version in (claim.matter for claim in public)
    ]
    try:
        answers = service(where, queries, user_policy(bench.root)) if queries else []
    except Trouble as trouble:
        for claim in public:
            found = f"the service of advisories did not answer: {trouble.found}"
            yield claim, Trial(Outcome.UNPROVEN, Level.COMPARED, found=found, remedy="try again later")
        return
    for claim, names in zip(public, answers, strict=True):
        library, version = claim.matter
        yield claim, _trial(library, version, names, "", frozenset())


def _trial(library: Stated, version: str, names: Sequence[str], fixed: str, reads: frozenset[str]) -> Trial:
    reads |= {one.path for one in library.places}
    if not names:
        return Trial(Outcome.HOLDS, Level.COMPARED, reads=reads)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    found = f"{version} is affected by {', '.join(names[:_NAMED])}{more}"
    remedy = f"use {fixed} or a later one" if fixed else "use a version that is not affected"
    return Trial(Outcome.BROKEN, Level.COMPARED, found=found, remedy=remedy, detail=tuple(names[_NAMED:]), reads=reads)


def _configured(settings: Any) -> str:
    table = settings.get("library")
    found = table.get("advisories", "") if isinstance(table, dict) else ""
    return found if isinstance(found, str) else ""


def _is_service(where: str) -> bool:
    return where.startswith(("https://", "http://"))
