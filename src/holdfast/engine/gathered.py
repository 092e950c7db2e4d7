"""The verdicts of all sets of documents, gathered into one result."""

from collections.abc import Sequence

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.corpus import corpus_of
from holdfast.engine.excuses import excuse
from holdfast.engine.judge import Judged, unreadable, version_unknown
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.policy import PastProject
from holdfast.engine.project import baseline_files
from holdfast.engine.selection import Selection
from holdfast.engine.survey import survey
from holdfast.engine.told import within
from holdfast.engine.unheeded import UnheededDemand, unheeded
from holdfast.engine.versions import Versions
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.result import Crash, Examined, Inputs, Result, Understood
from holdfast.model.verdict import Verdict
from holdfast.records import field, mutable
from holdfast.rules import all_rules
from holdfast.world.files import Problem


@mutable
class Gathered:
    """The verdicts of all sets, as they come in."""

    base: PastProject | None
    """The project at the revision whose policy holds, if there is one."""
    selection: Selection
    alone: bool = False
    """Whether only some documents are asked about: then each is told what it lacks, whatever the others lack."""
    entries: dict[str, Entry] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    doubted: set[str] = field(default_factory=set)
    """Documents about which something is open because the version of their template is unknown."""
    surveyed: set[tuple[str, str, str]] = field(default_factory=set)
    """Path, slug and finding of what only the other files could tell."""
    failing: list[str] = field(default_factory=list)
    """The document of each claim that did not hold when it was last tried."""
    folded: dict[UnheededDemand, Verdict] = field(default_factory=dict)
    """What most documents lack, each with the one note about it."""

    def add(self, plan: Plan, found: DocumentSet, judged: dict[str, Judged | Problem], config: Config) -> None:
        """Add one set's verdicts, those of its documents and those about it as a whole, with waivers applied."""
        entries: dict[str, Entry] = {}
        verdicts: list[Verdict] = []
        waivers: dict[str, Sequence[Waiver]] = {}
        for path in found.paths:
            one = judged[path]
            if isinstance(one, Problem):
                self.verdicts.append(unreadable(one))
                continue
            entries[path] = one.entry
            if one.waivers:
                waivers[path] = self.base.permitted(path, one.waivers) if self.base else one.waivers
            verdicts += one.verdicts
            self.crashes += one.crashes
        corpus = corpus_of(plan, found, entries, judged)
        about_all, crashes = survey(corpus, config, found.held, living=found.living, unsure=found.unsure)
        self.crashes += crashes
        self.surveyed |= {(one.path, one.slug, one.found) for one in about_all}
        verdicts = self._excused(found, entries, waivers, verdicts + about_all, config)
        verdicts = [one for one in verdicts if self.selection.tells(one.slug)]
        if not self.base and not self.alone:
            verdicts = unheeded(verdicts, found, entries, plan.timeline.births, config, self.folded)
        doubted = next((one for one in found.versions if one.unknown), None)
        self.verdicts += self._say_once(doubted, verdicts) if doubted else verdicts
        self.entries.update(entries)

    def _excused(
        self,
        found: DocumentSet,
        entries: dict[str, Entry],
        waivers: dict[str, Sequence[Waiver]],
        verdicts: list[Verdict],
        config: Config,
    ) -> list[Verdict]:
        """Apply the waivers of the documents that have some."""
        waiving = {path for path, listed in waivers.items() if listed}
        result = [one for one in verdicts if one.path not in waiving]
        for path in sorted(waiving):
            unsure = found.unsure(path)
            decided = {
                rule.slug
                for rule in all_rules()
                if (rule.judge or rule.survey) and (found.living or not rule.living) and not (rule.versioned and unsure)
            }
            own = [one for one in verdicts if one.path == path]
            result += excuse(entries[path], waivers[path], own, config, decided)
        return result

    def _say_once(self, versions: Versions, verdicts: list[Verdict]) -> list[Verdict]:
        """Fold what only an unknown version of the template leaves open into one verdict."""
        crashed = {crash.slug for crash in self.crashes}
        left_open = [one for one in verdicts if one.outcome is Outcome.UNPROVEN and one.slug not in crashed]
        if not left_open:
            return verdicts
        self.doubted |= {one.path for one in left_open}
        ids = {id(one) for one in left_open}
        return [*(one for one in verdicts if id(one) not in ids), version_unknown(versions, left_open)]

    def _examined(self, one: Entry) -> Examined:
        proven = one.path not in self.doubted
        return Examined(one.path, one.type, one.title, one.status, one.role, one.bound, one.version, proven)

    def result(self, root: str, config: Config, plan: Plan, chosen: tuple[str, ...]) -> Result:
        """Narrow to the chosen paths, and order."""
        wanted = [
            one for one in self.verdicts if self.selection.tells(one.slug) and (not chosen or within(one.path, chosen))
        ]
        documents = [
            one for one in self.entries.values() if one.kind == "document" and (not chosen or within(one.path, chosen))
        ]
        return Result(
            root=root,
            configured=config.path,
            fail_on=config.fail_on,
            understood=tuple(_understood(one, config) for one in plan.sets if one.templates),
            unused=tuple(template.path for template in plan.unused),
            documents=tuple(self._examined(one) for one in documents),
            # A page can be the index of two sets, which then say the same of it.
            verdicts=tuple(
                dict.fromkeys(sorted(wanted, key=lambda one: (one.path, one.position, one.slug, one.found)))
            ),
            crashes=tuple(one for one in self.crashes if self.selection.tells(one.slug)),
            inputs=Inputs(lambda: plan.tree.inputs, config.asked, plan.timeline.watched, baseline_files(root, config)),
            narrowed=self.selection.phrases,
            failing=tuple(path for path in self.failing if not chosen or within(path, chosen)),
        )


def _understood(found: DocumentSet, config: Config) -> Understood:
    schemas = [template.schema for template in found.templates]
    return Understood(
        folder=found.folder,
        templates=tuple(template.path for template in found.templates),
        types=tuple(schema.name for schema in schemas),
        versions=tuple(schema.version for schema in schemas),
        documents=len(found.documents),
        indexes=tuple(found.indexes),
        settled=found.settled,
        living=found.living,
        known=sum(len(versions.timeline.blobs.get(versions.template.path, [])) for versions in found.versions),
        policy="latest" if all(template.builtin for template in found.templates) else config.template_version,
    )
