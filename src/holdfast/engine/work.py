"""Judging many documents: what has not changed comes from the cache, the rest is shared among processes."""

from collections.abc import Callable
from typing import NamedTuple

from holdfast.config import Config
from holdfast.engine.judge import Judged, judge_document, judge_page
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.world.files import Problem


class Task(NamedTuple):
    """One file to judge; ``found`` is ``None`` for a page."""

    path: str
    found: DocumentSet | None


def judge_all(
    plan: Plan, config: Config, *, use_cache: bool, progress: Callable[[int, int], None] | None = None
) -> dict[str, Judged | Problem]:
    """Judge every file of a plan, by path."""
    tasks = [Task(path, found) for found in plan.sets for path in found.documents]
    tasks += [Task(path, None) for found in plan.sets for path in (*found.indexes, *found.pages)]
    result: dict[str, Judged | Problem] = {}
    for done, task in enumerate(tasks):
        if progress:
            progress(done, len(tasks))
        if task.found:
            result[task.path] = judge_document(plan.tree, task.path, task.found, config)
        else:
            result[task.path] = judge_page(plan.tree, task.path)
    return result
