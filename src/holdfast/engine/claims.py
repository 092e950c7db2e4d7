"""The claims of a project: what every verifier finds in its pages, with what each document's Status asks of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from holdfast.binding.page import Page
from holdfast.binding.waivers import Waiver, read_waivers
from holdfast.config import Config
from holdfast.digest import sha256
from holdfast.engine.judge import bind
from holdfast.engine.plan import Plan
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.claim import Claim, Statement, Told
from holdfast.model.example import Level
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.rules import obligation_of
from holdfast.verifiers import Verifier, all_verifiers
from holdfast.world.files import Problem, read


class Permissions(NamedTuple):
    """What verifiers may do beyond reading and the sandbox."""

    online: bool = False
    measure: bool = False


NOTHING_MORE = Permissions()
"""They read and use the sandbox only."""


class _Seen(NamedTuple):
    page: Page
    status: str | None


def find_claims(
    plan: Plan,
    config: Config,
    wanted: Callable[[str], bool],
    named: Iterable[str] = (),
    permissions: Permissions = NOTHING_MORE,
) -> list[Claim]:
    """Return the claims of living documents and of pages named explicitly, in the order of path and text."""
    found: list[Claim] = []
    for page, status in _pages(plan, config, wanted, set(named), permissions):
        waivers = read_waivers(page.parse, page.headings)
        for verifier in all_verifiers():
            statements = _found(verifier, page)
            if statements:
                severities = [_severity(slug, config, page.role, status) for slug in (verifier.slug, *verifier.slugs)]
                found += claims_of(verifier, page.path, page.parse, statements, severities[0], waivers, severities[1:])
    unique = {claim.id: claim for claim in found}
    return sorted(unique.values(), key=lambda claim: (claim.document, claim.of.span))


def claims_of(
    verifier: Verifier,
    path: str,
    parse: Parse,
    statements: Iterable[Statement],
    severity: Severity,
    waivers: Sequence[Waiver] = (),
    further: Sequence[Severity] = (),
) -> Iterator[Claim]:
    """Yield a claim for each statement that a verifier found in a page; ``further`` are the severities of its further slugs."""
    seen: Counter[tuple[str, ...]] = Counter()
    for one in statements:
        name = (verifier.kind, path, *one.identity)
        seen[name] += 1
        yield Claim(
            kind=verifier.kind,
            slug=verifier.slug,
            id=_hash("\0".join((*name, str(seen[name]))))[:12],
            document=path,
            position=parse.position(one.span.start if one.at is None else one.at),
            ends=parse.position(max(one.span.start, one.span.end - 1)).line,
            inputs=_hash(f"{verifier.kind}\0{one.content}"),
            severity=severity,
            of=one,
            waived=_waived(verifier.slug, one.span, waivers),
            further=tuple(
                Told(slug, each, _waived(slug, one.span, waivers))
                for slug, each in zip(verifier.slugs, further, strict=False)
            ),
        )


def _pages(
    plan: Plan, config: Config, wanted: Callable[[str], bool], named: set[str], permissions: Permissions
) -> Iterator[_Seen]:
    """Yield every page that may hold claims."""
    root = plan.tree.root
    for one in plan.sets:
        for path in filter(wanted, one.documents):
            raw = read(plan.tree, path)
            if not isinstance(raw, Problem):
                document = bind(plan.tree, path, raw, one, config)
                parts = (document.parse, document.headings, document)
                page = Page(root, path, *parts, document.role, one.living, config.verify, *permissions)
                yield _Seen(page, document.status)
        for path in filter(named.__contains__, (*one.indexes, *one.pages)):
            raw = read(plan.tree, path)
            if not isinstance(raw, Problem):
                parse = parse_markdown(raw)
                page = Page(root, path, parse, outline(parse), None, Role.ACTIVE, True, config.verify, *permissions)
                yield _Seen(page, None)


def _found(verifier: Verifier, page: Page) -> list[Statement]:
    """Return what a verifier finds; where it fails, that is our bug, and stands in place of what it would have found."""
    try:
        return list(verifier.find(page))
    except Exception as error:  # What one verifier does wrong must not take the others along.
        said = f"its verifier failed, which is our bug: {type(error).__name__}: {error}"
        return [Statement(Span(0, 0), verifier.kind, "", (), None, asked=Level.LISTED, fault=said)]


def _severity(slug: str, config: Config, role: Role, status: str | None) -> Severity:
    said = config.severity_of(slug, config.state_of(status, role))
    return obligation_of(slug).severity(role) if said is None else said


def _waived(slug: str, span: Span, waivers: Sequence[Waiver]) -> str:
    covering = (waiver for waiver in waivers if slug in waiver.slugs and waiver.start <= span.start < waiver.end)
    return next((waiver.reason for waiver in covering if waiver.reason), "")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
