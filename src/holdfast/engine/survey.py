"""The rules about a corpus, asked once all of its files are known."""

from collections.abc import Callable, Mapping

from holdfast.config import Config
from holdfast.engine.judge import crash_of, crashed, severity_of
from holdfast.engine.plan import Held
from holdfast.model.corpus import Corpus
from holdfast.model.edit import Fix
from holdfast.model.entry import Entry, Spot
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict
from holdfast.rules import Rule, all_rules


def survey(
    corpus: Corpus, config: Config, held: Mapping[str, Held], *, living: bool, unsure: Callable[[str], bool]
) -> tuple[list[Verdict], list[Crash]]:
    """Ask every rule about the corpus; some are asked of living ones only.

    ``held`` gives documents the status of another revision where that is stricter; ``unsure`` tells of a
    document whether the version of its template is unknown: what depends on it is then unproven.
    """
    verdicts: list[Verdict] = []
    crashes: list[Crash] = []
    for rule in all_rules():
        if rule.survey is None or (rule.living and not living):
            continue
        try:
            rule.survey(corpus, _Report(rule, config, held, verdicts, unsure))
        except Exception as error:  # A rule that fails must not take the findings of the others with it.
            path = corpus.indexes[0] if corpus.indexes else next(iter(corpus.entries), ".")
            crashes.append(crash_of(rule, path, error))
            verdicts.append(crashed(crashes[-1]))
    return verdicts, crashes


class _Report:
    """Fills in what a rule need not know."""

    def __init__(
        self,
        rule: Rule,
        config: Config,
        held: Mapping[str, Held],
        verdicts: list[Verdict],
        unsure: Callable[[str], bool],
    ) -> None:
        self.rule = rule
        self.config = config
        self.held = held
        self.verdicts = verdicts
        self.unsure = unsure

    def __call__(
        self,
        entry: Entry,
        spot: Spot,
        found: str,
        remedy: str,
        *,
        role: Role | None = None,
        requirement: Origin | None = None,
        sure: bool = True,
        fix: Fix | None = None,
    ) -> None:
        # Nobody gives an index page a status; what it says is in force.
        whose = role or (Role.ACTIVE if entry.kind == "page" else entry.role)
        severity = severity_of(self.rule, self.config, whose, entry.status if whose is entry.role else None)
        if role is None and entry.path in self.held:
            severity = max(severity, severity_of(self.rule, self.config, *self.held[entry.path]))
        if severity is Severity.OFF:
            return
        doubtful = self.rule.versioned and self.unsure(entry.path)
        self.verdicts.append(
            Verdict(
                slug=self.rule.slug,
                outcome=Outcome.UNPROVEN if doubtful else Outcome.BROKEN,
                severity=Severity.NOTE if doubtful else severity,
                path=entry.path,
                span=Span(spot.start, spot.end),
                position=Position(spot.line, spot.column),
                found=found,
                remedy=remedy,
                requirement=requirement,
                sure=sure,
                fix=None if doubtful else fix,
            )
        )
