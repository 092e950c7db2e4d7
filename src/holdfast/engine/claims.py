"""The claims of a project: every example of every document, with what the document's Status asks of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from holdfast.binding.chains import said_to_rest_on
from holdfast.binding.examples import examples
from holdfast.binding.waivers import Waiver, read_waivers
from holdfast.config import Config
from holdfast.engine.judge import bind
from holdfast.engine.plan import Plan
from holdfast.languages import Unit, Verifier, language_for
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.example import Example, Level
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.rules.example_broken import OBLIGATION
from holdfast.world.files import Problem, read

SLUG = "example-broken"
ASKED = {Role.RESEARCH: Level.PARSED, Role.DRAFT: Level.PARSED, Role.ACTIVE: Level.COMPARED}
"""What a Status asks of examples; of documents that are no longer in force nothing is."""
_PRINTS_NOTHING = Level.RAN


@dataclass(frozen=True, slots=True)
class Claim:
    """One example as a claim."""

    id: str
    """Hash of document, section, language and place among its like: it stays while the code is edited."""
    unit: Unit
    verifier: Verifier | None
    severity: Severity
    asked: Level = Level.LISTED
    """What the document's Status asks, whatever the author lets be tried."""
    waived: str = ""
    """Why it may be broken: the reason of a waiver around it."""

    @property
    def example(self) -> Example:
        """The example itself."""
        return self.unit.example

    @property
    def inputs(self) -> str:
        """Hash of all that is handed to a verifier, the toolchain aside."""
        one = self.example
        said = (one.asked, one.raises, one.fails_to_compile, one.schema, one.expected and one.expected.text, one.info)
        codes = [(each.language, each.code, each.hidden, each.raises) for each in (*self.unit.before, one)]
        return sha256(repr((1, said, codes)).encode("utf-8", "surrogateescape")).hexdigest()


def find_claims(plan: Plan, config: Config, wanted: Callable[[str], bool], named: Iterable[str] = ()) -> list[Claim]:
    """Return the claims of living documents and of pages named explicitly, in the order of path and text."""
    found: list[Claim] = []
    explicit = set(named)
    for one in plan.sets:
        for path in one.documents:
            if wanted(path):
                raw = read(plan.tree, path)
                if not isinstance(raw, Problem):
                    document = bind(plan.tree, path, raw, one, config)
                    asked = ASKED.get(document.role, Level.LISTED) if one.living else Level.LISTED
                    severity = _severity(config, document.role, document.status)
                    made = examples(path, document.parse, document.headings)
                    found += claims_of(made, asked, severity, read_waivers(document.parse, document.headings))
        for path in (*one.indexes, *one.pages):
            if path in explicit:
                raw = read(plan.tree, path)
                if not isinstance(raw, Problem):
                    parse = parse_markdown(raw)
                    severity = _severity(config, Role.ACTIVE, None)
                    headings = outline(parse)
                    waivers = read_waivers(parse, headings)
                    found += claims_of(examples(path, parse, headings), Level.COMPARED, severity, waivers)
    unique = {claim.id: claim for claim in found}
    return sorted(unique.values(), key=lambda claim: (claim.example.document, claim.example.span))


def claims_of(
    found: Sequence[Example], asked: Level, severity: Severity, waivers: Sequence[Waiver] = ()
) -> list[Claim]:
    """Return the claims of one file's examples, each asked as far as its Status, its author and its language go."""
    verifiers = [language_for(one.language) if one.language else None for one in found]
    ready = [_asking(one, verifier, asked) for one, verifier in zip(found, verifiers, strict=True)]
    before = _before(ready, verifiers)
    seen: Counter[tuple[str, ...]] = Counter()
    claims = []
    for one, verifier, places in zip(ready, verifiers, before, strict=True):
        if one.hidden:
            continue
        name = (one.document, *one.section, verifier.language if verifier else one.language)
        seen[name] += 1
        identity = sha256("\0".join((*name, str(seen[name]))).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        unit = Unit(one, tuple(ready[place] for place in places))
        claims.append(Claim(identity, unit, verifier, severity, asked, _waived(one, waivers)))
    return claims


def _waived(one: Example, waivers: Sequence[Waiver]) -> str:
    covering = (waiver for waiver in waivers if SLUG in waiver.slugs and waiver.start <= one.span.start < waiver.end)
    return next((waiver.reason for waiver in covering if waiver.reason), "")


def _asking(one: Example, verifier: Verifier | None, asked: Level) -> Example:
    if verifier is None:
        return replace(one, asked=Level.LISTED)
    if one.expected is None:
        asked = min(asked, _PRINTS_NOTHING)
    if one.fails_to_compile:
        asked = min(asked, Level.TYPED)
    return replace(one, language=verifier.language).wanting(min(asked, verifier.highest(one)))


def _before(found: list[Example], verifiers: list[Verifier | None]) -> list[tuple[int, ...]]:
    """Return for each example which earlier ones it rests on, as its language and its author say."""
    result: list[tuple[int, ...]] = [()] * len(found)
    for verifier in dict.fromkeys(one for one in verifiers if one):
        places = [place for place, one in enumerate(verifiers) if one is verifier]
        mine = [found[place] for place in places]
        rests = verifier.rests_on(mine) if verifier.rests_on else said_to_rest_on(mine)
        for place, needed in zip(places, rests, strict=True):
            result[place] = tuple(places[index] for index in needed)
    return result


def _severity(config: Config, role: Role, status: str | None) -> Severity:
    said = config.severity_of(SLUG, config.state_of(status, role))
    return OBLIGATION.severity(role) if said is None else said
