"""Releases of libraries, with ``--online``: their registry has the package and the version, and did not take it back.

Asked as pip, npm, Cargo, Go and Maven are configured; see :mod:`holdfast.world.packages.registries`.
"""

import time
from collections.abc import Iterator, Sequence

from holdfast.binding.page import Page
from holdfast.model.claim import Claim, Statement
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Trial
from holdfast.records import replace
from holdfast.verifiers import Trials
from holdfast.verifiers.libraries.statements import stated
from holdfast.world.bench import Bench

KIND = "release"
SLUG = "library-missing"
SLUGS = ("version-yanked",)
SANDBOX = False
_DAY = 86400


def find(page: Page) -> Iterator[Statement]:
    """Yield the libraries of a page of which it is certain that they are names of packages, where the network may be asked."""
    if page.online:
        for one in stated(page, absent=True):
            yield one if one.matter.sure else replace(one, asked=Level.LISTED)


def told(trial: Trial) -> str:
    """Return under which further slug a trial is told."""
    taken = trial.outcome is Outcome.BROKEN and any(
        word in trial.found for word in (" was taken back", " is deprecated")
    )
    return "version-yanked" if taken else ""


def fresh(evidence: Evidence, _: Bench) -> bool:
    """Tell whether an answer is still good: for a day."""
    return time.time() - evidence.moment < _DAY


def attempt(claims: Sequence[Claim], bench: Bench) -> Trials:
    """Ask for each package once, whatever names it."""
    from holdfast.verifiers.libraries import registry
    from holdfast.verifiers.libraries.judging import judged
    from holdfast.world.http.allowed import user_policy
    from holdfast.world.packages.registries.clients import clients_of

    by_package: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        bench.begin(claim)
        by_package.setdefault((claim.matter.ecosystem, claim.matter.name), []).append(claim)
    clients = clients_of(bench.root, bench.settings)
    for package, answer in registry.told(list(by_package), clients, user_policy(bench.root)):
        for claim in by_package.pop(package):
            yield claim, judged(claim.matter, answer)
