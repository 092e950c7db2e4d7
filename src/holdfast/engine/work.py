"""Judging many documents: what has not changed comes from the cache, the rest is shared among processes."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from holdfast.config import Config
from holdfast.engine.codec import decode, encode
from holdfast.engine.judge import Judged, judge_document, judge_page
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.world.cache import Cache, Row
from holdfast.world.cachefolder import code_stamp
from holdfast.world.files import Problem
from holdfast.world.processes import share

_FEW = 150
"""Below so many changed files one process is faster than starting more."""


class Task(NamedTuple):
    """One file to judge; ``found`` is ``None`` for a page."""

    path: str
    found: DocumentSet | None


def judge_all(
    plan: Plan,
    config: Config,
    *,
    use_cache: bool,
    progress: Callable[[int, int], None] | None = None,
    forks: bool = True,
) -> dict[str, Judged | Problem]:
    """Judge every file of a plan, by path; without ``forks`` in this process, which may have threads."""
    tasks = [Task(path, found) for found in plan.sets for path in found.documents]
    tasks += [Task(path, None) for found in plan.sets for path in (*found.indexes, *found.pages)]
    cache = Cache(plan.tree.root, _key(plan, config)) if use_cache else None
    result: dict[str, Judged | Problem] = {}
    changed = []
    for task in tasks:
        known = _recall(plan, cache, task)
        if known is None:
            changed.append(task)
        else:
            result[task.path] = known
    for task, judged in zip(changed, _judge(plan, config, changed, progress, forks=forks), strict=True):
        result[task.path] = judged
    if cache:
        cache.store(_rows(plan, changed, result), result)
        cache.close()
    return result


def _judge(
    plan: Plan, config: Config, tasks: list[Task], progress: Callable[[int, int], None] | None, *, forks: bool
) -> list[Judged | Problem]:
    """Judge tasks in their order, in several processes where that pays."""

    def work(task: Task) -> Judged | Problem:
        if task.found:
            return judge_document(plan.tree, task.path, task.found, config)
        return judge_page(plan.tree, task.path)

    if len(tasks) < _FEW or not forks:
        return [work(task) for task in tasks]

    def text(task: Task) -> str:
        judged = work(task)
        return json.dumps(["problem", *judged] if isinstance(judged, Problem) else ["judged", encode(judged)])

    return [_received(json.loads(line)) for line in share(tasks, text, progress)]


def _received(value: list[Any]) -> Judged | Problem:
    return Problem(*value[1:]) if value[0] == "problem" else decode(value[1])


def _recall(plan: Plan, cache: Cache | None, task: Task) -> Judged | None:
    """Return what an earlier run found out about an unchanged file."""
    stamp = None if task.path in plan.tree.unsaved else plan.tree.markdown.get(task.path)
    text = cache.get(_name(task), stamp) if cache and stamp else None
    if text is None:
        return None
    try:
        tag, value = json.loads(text)
        return decode(value) if tag == _tag(task) else None
    except (ValueError, TypeError, KeyError):
        return None


def _name(task: Task) -> str:
    """Return the cache's name of a task: the same file can be a document and a page."""
    return task.path if task.found else f"page:{task.path}"


def _tag(task: Task) -> str:
    """Name the texts of the templates that a document may be held to; another commit may choose others."""
    if task.found is None:
        return ""
    tags = [version.tag for version in task.found.candidates(task.path)]
    return " ".join([*tags, "unsure"] if task.found.unsure(task.path) else tags)


def _rows(plan: Plan, tasks: list[Task], result: dict[str, Judged | Problem]) -> list[Row]:
    """Return what is worth keeping: no problems, no crashes, and no file whose side file could change unseen."""
    rows = []
    for task in tasks:
        judged = result[task.path]
        sided = task.found is not None and any(one.schema.side_file for one in task.found.templates)
        stamp = None if task.path in plan.tree.unsaved else plan.tree.markdown.get(task.path)
        if stamp and not sided and isinstance(judged, Judged) and not judged.crashes:
            rows.append(Row(_name(task), stamp, json.dumps([_tag(task), encode(judged)])))
    return rows


def _key(plan: Plan, config: Config) -> str:
    """Name everything but the file itself that a verdict depends on."""
    from hashlib import sha256

    parts: list[str] = [code_stamp(), repr(config)]
    for found in plan.sets:
        parts += [
            f"{found.folder} {found.living}",
            *(f"{template.path}@{template.digest}" for template in found.templates),
        ]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
