"""Judging many documents: what has not changed comes from the cache, the rest is shared among processes."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from zlib import crc32

from holdfast.config import Config
from holdfast.engine.codec import decode, decode_details, encode
from holdfast.engine.judge import Judged, judge_document, judge_page
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.shelf import Shelf
from holdfast.model.entry import KeptDetails
from holdfast.world.cache import Cache, Row
from holdfast.world.cachefolder import code_stamp
from holdfast.world.files import Problem
from holdfast.world.processes import share

_FEW = 150
"""Below so many changed files one process is faster than starting more."""
_BATCH = 500
"""So many rows come into the cache in one step: what an interrupted run did find out is kept, and no run waits long."""


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
    shelf = Shelf()
    result: dict[str, Judged | Problem] = {}
    changed = []
    for task in tasks:
        known = _recall(plan, cache, task, shelf)
        if known is None:
            changed.append(task)
        else:
            result[task.path] = known
    rows: list[Row] = []
    for task, line, judged in _judge(plan, config, changed, shelf, progress, forks=forks):
        result[task.path] = judged
        if cache and _lasts(plan, task, judged):
            rows.append(_row(plan, task, line or encode(judged)))
            if len(rows) == _BATCH:
                cache.store(rows)
                rows = []
    if cache:
        cache.store(rows)
        cache.forget_others({_name(task) for task in tasks})
        cache.close()
    return result


def _judge(
    plan: Plan,
    config: Config,
    tasks: list[Task],
    shelf: Shelf,
    progress: Callable[[int, int], None] | None,
    *,
    forks: bool,
) -> Iterator[tuple[Task, str, Any]]:
    """Judge tasks in their order, in several processes where that pays; the line is empty where none was needed."""

    def work(task: Task) -> Judged | Problem:
        if task.found:
            return judge_document(plan.tree, task.path, task.found, config)
        return judge_page(plan.tree, task.path)

    def text(task: Task) -> str:
        judged = work(task)
        return json.dumps(judged) if isinstance(judged, Problem) else encode(judged)

    if len(tasks) < _FEW or not forks:
        yield from ((task, "", work(task)) for task in tasks)
        return
    for task, line in zip(tasks, share(tasks, text, progress), strict=True):
        yield task, line, decode(task.path, line, _keep(task, shelf)) if "\t" in line else Problem(*json.loads(line))


def _recall(plan: Plan, cache: Cache | None, task: Task, shelf: Shelf) -> Judged | None:
    """Return what an earlier run found out about an unchanged file."""
    stamp = None if task.path in plan.tree.unsaved else plan.tree.markdown.get(task.path)
    text = cache.get(_name(task), stamp) if cache and stamp else None
    if text is None:
        return None
    try:
        check, tag, line = text.split("\n")
        if tag == _tag(task) and int(check) == crc32(line.encode()):
            return decode(task.path, line, _keep(task, shelf))
    except (ValueError, TypeError, KeyError):
        pass
    return None


def _keep(task: Task, shelf: Shelf) -> Callable[[str], KeptDetails]:
    """Return what becomes of the details of a file; those of pages, which are few and long, and which rules ask again and again, stay at hand."""
    return shelf.keep if task.found else decode_details


def _name(task: Task) -> str:
    """Return the cache's name of a task: the same file can be a document and a page."""
    return task.path if task.found else f"page:{task.path}"


def _tag(task: Task) -> str:
    """Name the texts of the templates that a document may be held to; another commit may choose others."""
    if task.found is None:
        return ""
    tags = [version.tag for version in task.found.candidates(task.path)]
    return " ".join([*tags, "unsure"] if task.found.unsure(task.path) else tags)


def _lasts(plan: Plan, task: Task, judged: Judged | Problem) -> bool:
    """Tell whether something is worth keeping: no problem, no crash, and no file whose side file could change unseen."""
    sided = task.found is not None and any(one.schema.side_file for one in task.found.templates)
    known = task.path in plan.tree.markdown and task.path not in plan.tree.unsaved
    return known and not sided and isinstance(judged, Judged) and not judged.crashes


def _row(plan: Plan, task: Task, line: str) -> Row:
    """Return what is kept: a line is believed only where it is whole, because half of it is read much later."""
    return Row(_name(task), plan.tree.markdown[task.path], f"{crc32(line.encode())}\n{_tag(task)}\n{line}")


def _key(plan: Plan, config: Config) -> str:
    """Name everything but the file itself that a verdict depends on."""
    from holdfast.digest import sha256

    parts: list[str] = [code_stamp(), repr(config)]
    for found in plan.sets:
        parts += [
            f"{found.folder} {found.living}",
            *(f"{template.path}@{template.digest}" for template in found.templates),
        ]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
