"""Verifiers: one file for each kind of claim. To be in this folder is to be registered.

A module of this folder (a folder inside it holds parts of one) has a docstring whose first line says what it tries, and::

    KIND = "example"                  # its slug, as people select it and as JSON says it
    SLUG = "example-broken"           # verdicts are given under this one, whose page and row stand in ``rules/``
    SANDBOX = True                    # whether it can tell little without a sandbox

    def find(page: Page) -> Iterator[Statement]: ...
    def attempt(claims: Sequence[Claim], bench: Bench) -> Iterator[tuple[Claim, Trial]]: ...

``find`` reads a page and runs nothing; ``check`` calls it as well, to tell what went stale, so it is quick and loads
nothing heavy. ``attempt`` is given claims of one group and answers each of them, in any order, as soon as it knows.
Where it needs more it also has::

    UPDATES = "output"                # what ``verify --update`` calls that which it can write back into documents
    SLUGS = ("link-moved",)           # further slugs, for what is wrong in another way
    def told(trial: Trial) -> str: ...                           # under which of them; empty for SLUG
    def toolchain(claim: Claim, bench: Bench) -> Toolchain: ...
    def fresh(evidence: Evidence, bench: Bench) -> bool: ...
    def place(claim: Claim, fault: Fault) -> int: ...
    def update(claim: Claim, trial: Trial, source: bytes) -> Fix | None: ...
    def update_all(found: Sequence[tuple[Claim, Trial]], source: bytes) -> Iterator[tuple[Claim, Fix | None]]: ...

``toolchain`` names all that changes an answer besides the claim and the files it rests on. ``fresh`` says whether evidence
may answer still, where more than inputs and files counts, such as its age. ``place`` turns a fault's line and column
into a byte offset of the document. ``update`` returns what puts the truth in place of what the document says, for ``source``
without its byte order mark; ``None`` where that cannot be told, and a ``Fix`` without edits where it is written already.
``update_all`` stands in its place where what is written for one claim of a document depends on the others, as rows of one
table do: it yields the claims that it writes for, several of them with the same fix.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.edit import Fix
from holdfast.model.trial import Evidence, Fault, Toolchain, Trial
from holdfast.plugins import modules_in, plugins
from holdfast.world.bench import Bench

Trials = Iterator[tuple[Claim, Trial]]


@dataclass(frozen=True, slots=True)
class Verifier:
    """One kind of claim as the engine sees it."""

    kind: str
    slug: str
    page: str
    sandbox: bool
    find: Callable[[Page], Iterator[Statement]]
    attempt: Callable[[Sequence[Claim], Bench], Trials]
    updates: str = ""
    slugs: tuple[str, ...] = ()
    told: Callable[[Trial], str] | None = None
    toolchain: Callable[[Claim, Bench], Toolchain] | None = None
    fresh: Callable[[Evidence, Bench], bool] | None = None
    place: Callable[[Claim, Fault], int] | None = None
    update: Callable[[Claim, Trial, bytes], Fix | None] | None = None
    update_all: Callable[[Sequence[tuple[Claim, Trial]], bytes], Iterator[tuple[Claim, Fix | None]]] | None = None


@cache
def all_verifiers() -> tuple[Verifier, ...]:
    """Return every verifier, ordered by kind: those in this folder, then those of other distributions."""
    modules = [import_module(f"{__name__}.{name}") for name in modules_in(__path__)]
    modules += [module for _, module in plugins("holdfast.verifiers")]
    return tuple(sorted((_verifier_of(module) for module in modules), key=lambda one: one.kind))


@cache
def verifier_of(kind: str) -> Verifier:
    """Return the verifier of a kind.

    Raises ``KeyError`` where there is none.
    """
    return {one.kind: one for one in all_verifiers()}[kind]


def runs_something(claim: Claim) -> bool:
    """Tell whether trying a claim runs something, which takes a sandbox or the user's trust."""
    return verifier_of(claim.kind).sandbox or claim.of.runs


def _verifier_of(module: Any) -> Verifier:
    return Verifier(
        kind=module.KIND,
        slug=module.SLUG,
        page=module.__doc__ or "",
        sandbox=module.SANDBOX,
        find=module.find,
        attempt=module.attempt,
        updates=getattr(module, "UPDATES", ""),
        slugs=getattr(module, "SLUGS", ()),
        told=getattr(module, "told", None),
        toolchain=getattr(module, "toolchain", None),
        fresh=getattr(module, "fresh", None),
        place=getattr(module, "place", None),
        update=getattr(module, "update", None),
        update_all=getattr(module, "update_all", None),
    )
