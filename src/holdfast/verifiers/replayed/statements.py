"""The claims of migration guides: each side starts, each request is answered alike, each difference is really there."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from holdfast.binding.examples import examples
from holdfast.binding.guides.reading import guides
from holdfast.binding.page import Page
from holdfast.digest import sha256
from holdfast.languages import language_for
from holdfast.model.claim import Statement
from holdfast.model.example import Example, Level
from holdfast.model.guide import Declared, Guide, Request, Side
from holdfast.model.role import Role
from holdfast.model.span import Span
from holdfast.records import replace
from holdfast.verifiers.replayed.kinds import kind_of

_FORM = "1"
"""Changes when what is compared does, so that earlier evidence answers no more."""


class Matter(NamedTuple):
    """What the verifier of migrations knows of one of its claims."""

    guide: Guide
    part: str
    """``before``, ``after``, ``request``, ``difference``, ``openapi``, ``derived`` or ``printed``."""
    request: Request | None = None
    declared: Declared | None = None
    pair: tuple[Side, Side] | None = None


def found_guides(page: Page) -> list[Guide]:
    """Return the guides of a page, with the words that its project's aliases add."""
    return guides(page.parse, page.headings, page.document.lookup.aliases if page.document else {})


def is_served(guide: Guide) -> bool:
    """Tell whether a guide is about servers: it has requests, or a side that is one."""
    sides = (guide.before, guide.after)
    return bool(guide.requests) or any(one and kind_of(one, asked=False) for one in sides)


def replayed_fences(page: Page) -> frozenset[int]:
    """Return where the fences begin that are parts of a guide about servers, and no examples of their own."""
    served = [one for one in found_guides(page) if one.before and one.after and is_served(one)]
    return frozenset[int]().union(*(one.fences for one in served))


def printed_pairs(guide: Guide) -> list[tuple[Side, Side]]:
    """Return the pairs whose sides are code that is run, each in one language."""
    return [pair for pair in guide.pairs if all(_runs(one.languages) for one in pair)]


def _runs(languages: frozenset[str]) -> bool:
    found = [language_for(one) for one in languages]
    return len(found) == 1 and found[0] is not None and found[0].run is not None


def stated(page: Page) -> Iterator[Statement]:
    """Yield the claims of every guide of a page."""
    found = found_guides(page)
    shown = {one.span.start: one for one in examples(page.path, page.parse, page.headings)} if found else {}
    for guide in found:
        yield from _stated(page, guide, shown)


def _stated(page: Page, guide: Guide, shown: Mapping[int, Example]) -> Iterator[Statement]:
    """Yield the claims of one guide; ``shown`` are the fences of its page, by where they begin."""
    asked = Level.COMPARED if page.asked and page.role is Role.ACTIVE else Level.LISTED
    group = f"{page.path}#{' / '.join(guide.section)}"
    maker = _Maker(guide, group, asked)
    if not (guide.before and guide.after):
        lacking = "after" if guide.before else "before"
        yield maker.made(
            guide.heading, f"{guide.title} (shows no {lacking})", "", ("half",), Matter(guide, "half"), Level.LISTED
        )
    elif skipped := _skipped(guide, shown):
        whole = maker.made(guide.heading, guide.title, "", ("half",), Matter(guide, "half"), Level.LISTED)
        yield replace(whole, reason=skipped.reason, fault=skipped.fault)
    elif is_served(guide):
        yield from maker.served()
    elif printed_pairs(guide):
        yield from maker.printed()
    else:
        yield maker.made(
            guide.heading, f"{guide.title} (nothing that runs)", "", ("half",), Matter(guide, "half"), Level.LISTED
        )


def _skipped(guide: Guide, shown: Mapping[int, Example]) -> Example | None:
    """Return the first fence of a guide that its author keeps from being run; ``None`` where all may be."""
    found = (shown[start] for start in sorted(guide.fences) if start in shown)
    return next((one for one in found if one.highest < Level.RAN), None)


class _Maker:
    def __init__(self, guide: Guide, group: str, asked: Level) -> None:
        self.guide = guide
        self.group = group
        self.asked = asked
        sides = [
            one and (one.files, one.command, one.kind, one.app, one.environment, one.openapi, one.fault)
            for one in (guide.before, guide.after)
        ]
        self.sides = [repr([(file.path, file.text) for file in one[0]] + list(one[1:])) if one else "" for one in sides]

    def made(
        self, span: Span, name: str, content: str, identity: tuple[str, ...], matter: Matter, asked: Level | None = None
    ) -> Statement:
        """Return a statement of the guide."""
        return Statement(
            span=span,
            name=name,
            content=f"{_FORM}\0{content}",
            identity=(*self.guide.section, *identity),
            matter=matter,
            section=self.guide.section,
            asked=self.asked if asked is None else asked,
            group=self.group,
        )

    def served(self) -> Iterator[Statement]:
        """Yield the claims of a guide about servers."""
        guide = self.guide
        for side, content in zip((guide.before, guide.after), self.sides, strict=True):
            if side:
                yield self.made(
                    side.span, f"{side.name} starts", f"{side.name}\0{content}", (side.name,), Matter(guide, side.name)
                )
        said = sha256("\0".join(self.sides).encode("utf-8", "surrogateescape"))
        # A changed declaration asks all of them anew, which costs what one costs: after has to be started for it anyway.
        meant = _digest(repr([_content(one) for one in guide.declared if one.what != "openapi"]))
        for request in guide.requests:
            # What a request finds rests on those before it.
            said.update(
                repr((request.method, request.target, request.headers, request.body)).encode("utf-8", "surrogateescape")
            )
            name = f"{request.shown} ({request.name})" if request.name else request.shown
            identity = ("request", request.method, request.target, request.name)
            content = repr((said.hexdigest(), request.name, meant))
            yield self.made(request.span, name, content, identity, Matter(guide, "request", request))
        if not guide.requests:
            everything = repr((said.hexdigest(), [_content(one) for one in guide.declared]))
            yield self.made(
                guide.heading, "requests made from OpenAPI", everything, ("derived",), Matter(guide, "derived")
            )
        yield from self._declared(said.hexdigest())
        described = [_content(one) for one in guide.declared if one.what == "openapi"]
        content = repr((self.sides, described))
        yield self.made(guide.heading, "OpenAPI documents", content, ("openapi",), Matter(guide, "openapi"))

    def printed(self) -> Iterator[Statement]:
        """Yield the claims of a guide whose sides are run and print."""
        guide = self.guide
        meant = [_content(one) for one in guide.declared]
        for pair in printed_pairs(guide):
            content = repr(([[(file.path, file.text) for file in side.files] for side in pair], meant))
            matter = Matter(guide, "printed", pair=pair)
            yield self.made(pair[1].span, "after prints what before prints", content, ("printed",), matter)
        yield from self._declared(self.sides)

    def _declared(self, rests_on: object) -> Iterator[Statement]:
        """Yield the differences that the guide declares; ``rests_on`` is what each of them rests on besides its own words."""
        for declared in self.guide.declared:
            yield self.made(
                declared.span,
                f"difference {declared.text[:80]!r}",
                repr((rests_on, _content(declared))),
                ("difference", declared.text),
                Matter(self.guide, "difference", None, declared),
            )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _content(one: Declared) -> tuple[object, ...]:
    where = (sorted(one.where.methods), one.where.path, one.where.name, sorted(one.where.statuses))
    return (where, one.what, one.part, one.before, one.after)
