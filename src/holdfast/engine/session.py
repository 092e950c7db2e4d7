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
from holdfast.model.corpus import Corpus
from holdfast.model.entry import Entry
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.rules import all_rules
from holdfast.world.files import LIMIT, Problem, read


class Session:
    """Discovery, history and compiled templates are kept, and so is what is known of every other file.

    Which documents there are, and what their templates say, is settled when the session is opened; where
    one of these changes, open another.
    """

    def __init__(
        self,
        start: str,
        *,
        config: str | None = None,
        policy: str = "",
        use_cache: bool = True,
        unsaved: Mapping[str, bytes] | None = None,
        forks: bool = True,
    ) -> None:
        """Open the project around a folder and judge all of it once; the parameters are those of ``check``.

        Without ``forks`` it is all done in this process, which may have threads.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        self.plan: Plan
        self.config: Config
        self.plan, self.config = open_plan(start, config=config, policy=policy, unsaved=unsaved, named=False)
        add_versions(self.plan, self.config, use_cache=use_cache)
        self._judged: dict[str, Judged | Problem] = judge_all(self.plan, self.config, use_cache=use_cache, forks=forks)
        self._sets = {path: found for found in self.plan.sets for path in found.paths}
        self._pages = {path for found in self.plan.sets for path in (*found.indexes, *found.pages)}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every document and index page, relative to the root."""
        return tuple(self._sets)

    @property
    def judged(self) -> dict[str, Judged | Problem]:
        """What came of every file, as it is now: a copy."""
        return dict(self._judged)

    def judged_as(self, path: str) -> Judged | None:
        """Return what came of a file; ``None`` for one that is not the session's or could not be read."""
        one = self._judged.get(path)
        return one if isinstance(one, Judged) else None

    def set_of(self, path: str) -> DocumentSet | None:
        """Return the set of documents that a file belongs to, or ``None``."""
        return self._sets.get(path)

    def on_disk(self, path: str) -> bytes | None:
        """Return what the disk holds of a file, whatever stands for it; ``None`` where it cannot be read."""
        raw = read(replace(self.plan.tree, unsaved={}), path)
        return None if isinstance(raw, Problem) else raw

    def reread(self, path: str) -> None:
        """Let what the disk holds of a file stand again."""
        self.plan.tree.unsaved = {name: raw for name, raw in self.plan.tree.unsaved.items() if name != path}
        if path in self._sets:
            self._judge(path, read(self.plan.tree, path))

    def recheck(self, path: str, raw: bytes) -> list[Verdict]:
        """Return what a document says alone that does not hold, were ``raw`` its content; waivers are applied.

        The session goes on with this content. Raises ``KeyError`` for a path that is none of its own.
        """
        found = self._sets[path]
        self.plan.tree.unsaved = {**self.plan.tree.unsaved, path: raw}
        return self._of(found, path, self._judge(path, raw), [], lambda rule: rule.judge is not None)

    def _judge(self, path: str, raw: bytes | Problem) -> Judged | Problem:
        """Judge one file anew and keep what came of it."""
        one: Judged | Problem
        if isinstance(raw, Problem):
            one = raw
        elif len(raw) > LIMIT:
            one = Problem(path, f"is larger than {LIMIT // 1024 // 1024} MB", "exclude it, or split it")
        elif path in self._pages:
            one = judge_page(self.plan.tree, path)
        else:
            one = judge_text(self.plan.tree, path, raw, self._sets[path], self.config)
        self._judged[path] = one
        return one

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
        return [(found, self.corpus(found)) for found in self.plan.sets]

    def corpus(self, found: DocumentSet) -> Corpus:
        """Return what the rules about one set of documents may ask."""
        known = {path: one.entry for path in found.paths if (one := self.judged_as(path))}
        return corpus_of(self.plan, found, known, self._judged)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What is known of every file that could be read."""
        return {path: one.entry for path, one in self._judged.items() if isinstance(one, Judged)}
