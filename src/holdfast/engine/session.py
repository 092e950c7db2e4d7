"""A project held open: what a change to one document means is found out without looking at the others again."""

from collections.abc import Callable, Mapping
from typing import Any

from holdfast.config import Config
from holdfast.engine.corpus import corpus_of
from holdfast.engine.excuses import excuse
from holdfast.engine.judge import Judged, judge_page, judge_text, unreadable
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.engine.survey import survey
from holdfast.engine.work import judge_all
from holdfast.model.corpus import Corpus, Entry
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.world.files import Problem


class Session:
    """Discovery, history and compiled templates are kept, and so is what is known of every other file.

    Which documents there are, and what their templates say, is settled when the session is opened; where
    one of these changes, open another.
    """

    def __init__(self, start: str, *, config: str | None = None, policy: str = "", use_cache: bool = True) -> None:
        """Open the project around a folder and judge all of it once; the parameters are those of ``check``.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        self.plan: Plan
        self.config: Config
        self.plan, self.config = open_plan(start, config=config, policy=policy)
        add_versions(self.plan, self.config, use_cache=use_cache)
        self._judged: dict[str, Judged | Problem] = judge_all(self.plan, self.config, use_cache=use_cache)
        self._sets = {path: found for found in self.plan.sets for path in found.paths}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every document and index page, relative to the root."""
        return tuple(self._sets)

    def recheck(self, path: str, raw: bytes) -> list[Verdict]:
        """Return what a document says alone that does not hold, were ``raw`` its content; waivers are applied.

        The session goes on with this content. Raises ``KeyError`` for a path that is none of its own.
        """
        found = self._sets[path]
        self.plan.tree.unsaved = {**self.plan.tree.unsaved, path: raw}
        if path in found.documents:
            one: Judged | Problem = judge_text(self.plan.tree, path, raw, found, self.config)
        else:
            one = judge_page(self.plan.tree, path)
        self._judged[path] = one
        return self._of(found, path, one, [], lambda rule: rule.judge is not None)

    def verdicts(self, path: str) -> list[Verdict]:
        """Return all that does not hold in a file, its links, its place on index pages and its waivers among it.

        Raises ``KeyError`` for a path that is none of the session's own.
        """
        found = self._sets[path]
        entries = {one: judged.entry for one in found.paths if isinstance(judged := self._judged[one], Judged)}
        corpus = corpus_of(self.plan, found, entries, self._judged)
        about_all, _ = survey(corpus, self.config, found.held, living=found.living, unsure=found.unsure)
        own = [one for one in about_all if one.path == path]
        return self._of(found, path, self._judged[path], own, lambda rule: True)

    def _of(
        self,
        found: DocumentSet,
        path: str,
        one: Judged | Problem,
        more: list[Verdict],
        asked: Callable[[Any], bool],
    ) -> list[Verdict]:
        """Put a file's verdicts in order, with its waivers applied; ``asked`` tells of a rule whether it was."""
        if isinstance(one, Problem):
            return [unreadable(one)]
        verdicts = [*one.verdicts, *more]
        if one.waivers:
            unsure = found.unsure(path)
            decided = {
                rule.slug
                for rule in all_rules()
                if asked(rule) and (found.living or not rule.living) and not (rule.versioned and unsure)
            }
            verdicts = excuse(one.entry, one.waivers, verdicts, self.config, decided)
        return sorted(verdicts, key=lambda verdict: (verdict.position, verdict.slug, verdict.found))

    def corpora(self) -> list[tuple[DocumentSet, Corpus]]:
        """Return each set of documents with what the rules about it may ask."""
        known = self.entries
        return [
            (found, corpus_of(self.plan, found, {one: known[one] for one in found.paths if one in known}, self._judged))
            for found in self.plan.sets
        ]

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What is known of every file that could be read."""
        return {path: one.entry for path, one in self._judged.items() if isinstance(one, Judged)}
