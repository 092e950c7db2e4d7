"""``--policy-from REV``: a change is judged by the rules it found, and what it loosens is listed.

Configuration, templates and permitted waivers are read from the revision, and a document keeps the
stricter of its two statuses. So a pull request, be it a stranger's or an agent's, does not go green
by waiving, by weakening a status, or by asking less.
"""

import os
from collections.abc import Sequence

from holdfast.binding.waivers import Waiver
from holdfast.config import Config
from holdfast.engine.baseline import Baseline, parse, place
from holdfast.engine.discovery import discover
from holdfast.engine.fit import Sampler
from holdfast.engine.inpages import every_template
from holdfast.engine.judge import Judged
from holdfast.engine.plan import Held, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.templates import Template
from holdfast.engine.timeline import Past
from holdfast.engine.work import judge_all
from holdfast.errors import HoldfastError, UsageError
from holdfast.model.entry import Entry
from holdfast.records import field, mutable, replace
from holdfast.world.files import include, walk
from holdfast.world.git import INSTALL, NOT_INSTALLED, GitError, commit_id, objects
from holdfast.world.ignore import Ignore
from holdfast.world.renames import renames
from holdfast.world.revision import folder_of
from holdfast.world.root import project_root


@mutable
class PastProject:
    """The project as it was at a revision."""

    root: str
    """Absolute path, in the work tree, of what was its root."""
    past: Past
    config: Config
    templates: list[Template]
    baseline: Baseline | None = None
    """As it was there, by the paths of today."""
    entries: dict[str, Entry] = field(default_factory=dict)
    waivers: dict[str, Sequence[Waiver]] = field(default_factory=dict)

    def then(self, path: str) -> str:
        """Return the path that a file of today had."""
        return self.past.renamed.get(path, path)

    def documents(self) -> dict[str, Entry]:
        """Return the documents there were, by their paths of today."""
        now = {old: new for new, old in self.past.renamed.items()}
        return {now.get(path, path): entry for path, entry in self.entries.items() if entry.kind == "document"}

    def permitted(self, path: str, waivers: Sequence[Waiver]) -> list[Waiver]:
        """Return the waivers of a document that were there already, and excuse no more than they did."""
        known = {(one.slugs, one.reason, one.section) for one in self.waivers.get(self.then(path), [])}
        return [one for one in waivers if (one.slugs, one.reason, one.section) in known]


def read_base(start: str, revision: str, config: str | None = None, baseline: str | bool | None = None) -> PastProject:
    """Read the project around a folder as it was at a revision, in a folder of its own that is gone afterwards.

    ``config`` is the configuration that was named; where the revision has none there, the nearest counts.
    ``baseline`` overrules where the configuration says the baseline lies.

    Raises :class:`~holdfast.errors.UsageError` for a revision there is not, and as ``check`` does.
    """
    top = project_root(start)
    commit = _commit(top, revision)
    try:
        with folder_of(top, commit) as folder:
            around = _within(folder, top, start)
            named = _within(folder, top, config) if config else ""
            plan, settings, latest = _opened(around, named, f"{revision}:", folder)
            judged = judge_all(plan, latest, use_cache=False)
            root = os.path.normpath(os.path.join(top, os.path.relpath(plan.tree.root, folder)))
            path = os.path.join(top, os.path.relpath(settings.path, folder)) if settings.path else ""
        renamed = renames(root, commit, staged=True) if os.path.isdir(root) else {}
    except (GitError, OSError) as error:
        raise UsageError(
            f"--policy-from: the files of {revision} cannot be looked at: {error}",
            remedy="make room in the folder for temporary files, or fetch what is missing",
        ) from error
    settings = replace(settings, path=path, asked=(), baseline=settings.baseline if baseline is None else baseline)
    base = PastProject(root, Past(commit, renamed), settings, _all_templates(plan))
    base.baseline = _baseline_at(top, root, base.past, settings)
    for path, one in judged.items():
        if isinstance(one, Judged):
            base.entries[path] = one.entry
            base.waivers[path] = one.waivers
    return base


def _commit(top: str, revision: str) -> str:
    """Return the commit that a revision names."""
    try:
        return commit_id(top, revision)
    except GitError as error:
        said = str(error)
        if "not a git repository" in said:
            raise UsageError("--policy-from: this is no git repository", remedy="run it inside one") from error
        if said == NOT_INSTALLED:
            raise UsageError(f"--policy-from: {said}", remedy=INSTALL) from error
        raise UsageError(
            f"--policy-from: git knows no {revision!r} here",
            remedy="name a commit, a branch or a tag, or fetch it first",
        ) from error


def _within(folder: str, top: str, path: str) -> str:
    """Return where a path of the repository lies in a folder that has its files."""
    return os.path.join(folder, os.path.relpath(os.path.abspath(path), top))


def _opened(around: str, named: str, at: str, folder: str) -> tuple[Plan, Config, Config]:
    """Return the plan of a revision that lies in a folder, its settings, and those by which its documents are judged."""
    try:
        plan, settings = open_plan(around, config=named if os.path.isfile(named) else None)
        latest = replace(settings, template_version="latest", transitions={}, baseline=False)
        add_versions(plan, latest, use_cache=False)
    except HoldfastError as error:
        raise UsageError(
            error.found, where=f"{at}{error.where.removeprefix(folder + os.sep)}", remedy=error.remedy
        ) from error
    return plan, settings, latest


def _baseline_at(top: str, root: str, past: Past, config: Config) -> Baseline | None:
    """Read the baseline of a revision; ``None`` where it has none."""
    path, _ = place(root, config)
    name = f"{past.commit}:{os.path.relpath(path, top)}" if path else ""
    [found] = objects(top, [name]) if name and "\n" not in name else [None]
    return by_today(parse(found[1], path), past) if found else None


def by_today(baseline: Baseline, past: Past) -> Baseline:
    """Return a baseline by the paths of today."""
    return baseline.moved({then: now for now, then in past.renamed.items()})


def open_under(base: PastProject, config: Config, now: Plan) -> Plan:
    """Discover the project of today as one that follows the policy of another revision.

    Its documents stay documents, also where a ``.gitignore`` or a configuration of today would hide them.
    """
    tree = walk(base.root, Ignore(base.root, config.exclude))
    documents = base.documents()
    hidden = [path for path in documents if include(tree, path)]
    plan = discover(tree, config, base.templates if base.entries else None)
    named = _all_templates(now) if now.tree.root == base.root else []
    plan.changed = list({one.path: one for one in (*every_template(tree, Sampler(tree)), *named)}.values())
    plan.hidden = hidden
    fresh = {template.path for template in plan.changed} - documents.keys()
    for found in plan.sets:
        found.documents = [path for path in found.documents if path not in fresh]
        found.held = {path: Held(entry.role, entry.status) for path, entry in documents.items()}
    return plan


def _all_templates(plan: Plan) -> list[Template]:
    found = {template.path: template for one in plan.sets for template in one.templates}
    return [*found.values(), *plan.unused]
