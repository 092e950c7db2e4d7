"""The Python API: a project's documents as typed data, and what does not hold about them.

::

    import holdfast

    corpus = holdfast.open("docs")
    for document in corpus.documents:
        print(document.title, document.status, sum(not task.done for task in document.tasks))
    broken = [verdict for verdict in corpus.check().verdicts if verdict.severity.word == "error"]
"""

import os
from functools import cached_property

from holdfast.binding.typed import typed
from holdfast.config import Config
from holdfast.engine.check import check
from holdfast.engine.judge import bind
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.errors import UsageError
from holdfast.model.bound import BoundDocument
from holdfast.model.result import Result
from holdfast.model.schema import Schema
from holdfast.world.files import Problem, read


class Corpus:
    """The documents of the project around a folder; everything is read when it is first asked for."""

    def __init__(self, path: str, *, config: str | None = None, template_version: str = "") -> None:
        """Remember where to look; ``config`` and ``template_version`` are those of ``holdfast check``."""
        self._start = path
        self._config = config
        self._policy = template_version

    @cached_property
    def _opened(self) -> tuple[Plan, Config]:
        plan, config = open_plan(self._start, config=self._config, policy=self._policy)
        add_versions(plan, config)
        return plan, config

    @property
    def root(self) -> str:
        """Absolute path of the project; all other paths are relative to it."""
        return self._opened[0].tree.root

    @cached_property
    def documents(self) -> tuple[BoundDocument, ...]:
        """Every document, ordered by path; one that cannot be read is left out, and ``check`` names it."""
        plan, config = self._opened
        found = []
        for one in plan.sets:
            for path in one.documents:
                raw = read(plan.tree, path)
                if not isinstance(raw, Problem):
                    found.append(typed(bind(plan.tree, path, raw, one, config)))
        return tuple(sorted(found, key=lambda document: document.path))

    @cached_property
    def schemas(self) -> tuple[Schema, ...]:
        """The schema of every template in use, as it is today."""
        return tuple(
            {template.path: template.schema for one in self._opened[0].sets for template in one.templates}.values()
        )

    def document(self, path: str) -> BoundDocument:
        """Return the document at a path relative to the project's root.

        Raises ``KeyError`` where there is none.
        """
        for document in self.documents:
            if document.path == path:
                return document
        raise KeyError(path)

    def check(self) -> Result:
        """Hold every document to its template, its links and its index; the same as ``holdfast check``.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        return check(self._start, config=self._config, policy=self._policy)

    def verify(self) -> Result:
        """Try the examples of living documents in the sandbox; the same as ``holdfast verify``.

        ``result.tried`` holds every claim with what came of it. Needs the ``verify`` extra. Raises
        :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        from holdfast.engine.verify import Asked, verify

        return verify(self._start, Asked(config=self._config)).result


def open_corpus(path: str | os.PathLike[str] = ".", *, config: str | None = None, template_version: str = "") -> Corpus:
    """Open the project around a folder, or around the folder of a file.

    Raises :class:`~holdfast.errors.UsageError` where the path does not exist.
    """
    start = os.path.abspath(os.fspath(path))
    if not os.path.exists(start):
        raise UsageError("there is no such file or folder", where=os.fspath(path))
    return Corpus(
        start if os.path.isdir(start) else os.path.dirname(start), config=config, template_version=template_version
    )
