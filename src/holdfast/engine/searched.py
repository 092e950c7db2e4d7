"""Documents as they are searched: read and bound where their files changed since the last time."""

import json
import os
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from holdfast.binding.answers import Answer, answer
from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.numbers import own_name
from holdfast.binding.waivers import read_waivers
from holdfast.config import Config
from holdfast.digest import blake2b
from holdfast.engine.fit import score
from holdfast.engine.judge import side_fields
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.project import open_plan
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key, plain
from holdfast.world.cachefolder import RACY_NS, code_stamp
from holdfast.world.files import Problem, Tree, read
from holdfast.world.fulltext import FullText, Indexed
from holdfast.world.processes import share

_FEW = 150
"""Below so many changed files one process is faster than starting more."""


class _Task(NamedTuple):
    path: str
    found: DocumentSet | None
    """``None`` where the project has no template: every Markdown file is then searched."""
    lookups: tuple[Lookup, ...]
    stamp: str


def refresh(text: FullText, start: str, config: str | None, progress: Callable[[int, int], None] | None = None) -> None:
    """Bring the kept texts up to date.

    Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
    """
    began = time.time_ns()
    plan, settings = open_plan(start, config=config)
    tasks = _tasks(plan)
    base = _base(plan, settings)
    known = text.stamps() if text.meta("base") == base else {}
    now = {task.path for task in tasks}
    changed = [task for task in tasks if known.get(task.path) != task.stamp]
    gone = [path for path in text.stamps() if path not in now]
    sides = {one.schema.side_file for found in plan.sets for one in found.templates} - {""}
    meta = {"base": base, "documents": str(len(tasks)), "sides": "\n".join(sorted(sides))}
    text.update(gone, _kept(plan.tree, settings, changed, began, progress), meta)


def _tasks(plan: Plan) -> list[_Task]:
    tree = plan.tree
    found: dict[str, _Task] = {}
    for one in plan.sets:
        lookups = tuple(Lookup(template.schema) for template in one.templates)
        for path in one.documents:
            found.setdefault(path, _Task(path, one, lookups, _stamp(tree, path, one)))
    if not found:
        return [_Task(path, None, (), _stamp(tree, path, None)) for path in tree.markdown]
    return list(found.values())


def _stamp(tree: Tree, path: str, found: DocumentSet | None) -> str:
    parts = [str(tree.markdown.get(path))]
    for template in found.templates if found else ():
        if template.schema.side_file:
            try:
                status = os.stat(tree.absolute(f"{path.rpartition('/')[0]}/{template.schema.side_file}".lstrip("/")))
                parts.append(f"{status.st_size} {status.st_mtime_ns}")
            except OSError:
                parts.append("none")
    return " ".join(parts)


def _base(plan: Plan, config: Config) -> str:
    """Name all but the file itself that the kept form of a document depends on."""
    parts = [code_stamp(), repr(config)]
    for found in plan.sets:
        parts += [f"{template.path}@{template.digest}" for template in found.templates]
    return blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _kept(
    tree: Tree, config: Config, tasks: list[_Task], began: int, progress: Callable[[int, int], None] | None
) -> Iterator[Indexed]:
    """Yield the documents that could be read."""

    def work(task: _Task) -> str:
        one = _one(tree, config, task)
        return json.dumps(one)

    lines = map(work, tasks) if len(tasks) < _FEW else share(tasks, work, progress)
    for task, line in zip(tasks, lines, strict=True):
        value = json.loads(line)
        if value is not None:
            stamp = tree.markdown.get(task.path)
            racy = stamp is not None and began - RACY_NS < stamp.mtime_ns <= time.time_ns()
            title, type_, status, role, fields, found, headings, body = value
            pairs = tuple((name, said) for name, said in fields)
            own = "" if racy else task.stamp
            yield Indexed(task.path, own, title, type_, status, role, pairs, tuple(found), headings, body)


def _one(tree: Tree, config: Config, task: _Task) -> tuple[object, ...] | None:
    raw = read(tree, task.path)
    if isinstance(raw, Problem):
        return None
    parse = parse_markdown(raw)
    body = parse.slice(0, len(parse.source))
    if not task.lookups:
        headings = outline(parse)
        raws = [(one.name, one.value) for one in read_header(parse, headings).fields]
        title = headings[0].title if headings else task.path
        return title, "", "", "draft", raws, has(parse, headings), _titles(headings), body
    document = _bound(tree, config, task, raw, parse)
    fields = [(one.name, plain(one.value)) for one in document.fields.values() if one.value]
    # Where a template asks for no title, the first heading is that of a section, and the file's name says more.
    named = document.schema.title is not None or "title" in document.fields
    title = (document.own_title if named else "") or own_name(task.path)
    status = document.status or ""
    found = has(parse, document.headings)
    return title, document.schema.name, status, str(document.role), fields, found, _titles(document.headings), body


def _bound(tree: Tree, config: Config, task: _Task, raw: bytes, parse: Parse) -> Document:
    made = [
        Document(
            task.path,
            raw,
            lookup,
            words=config.roles,
            default_role=config.default_role,
            side=side_fields(tree, task.path, lookup.schema.side_file),
            parse=parse,
        )
        for lookup in task.lookups
    ]
    return made[0] if len(made) == 1 else max(made, key=score)


def _titles(headings: list[Heading]) -> str:
    return "\n".join(one.title for one in headings)


def _apart(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges, which are ordered by where they begin, with those that lie in another left out."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if not found or end > found[-1][1]:
            found.append((start, end))
    return found


def _within(ranges: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(ranges, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < ranges[at][1]


def has(parse: Parse, headings: list[Heading]) -> list[str]:
    """Return which of ``open-questions open-tasks examples waivers`` a document has."""
    questions = [one for one in headings if "questions" in key(one.title).split()]
    asked = _apart((one.body, one.end) for one in questions)
    found = set()
    for block in parse.blocks:
        if block.kind == "item" and block.level < 2:
            inside = _within(asked, block.start)
            if inside and answer(plain(parse.slice(block.start, block.end)).lstrip("-*+ ")) is Answer.GIVEN:
                found.add("open-questions")
            elif block.level == 1 and not inside:
                found.add("open-tasks")
        elif block.kind == "paragraph" and _within(asked, block.start):
            if parse.slice(block.start, block.end).rstrip().endswith("?"):
                found.add("open-questions")
        elif block.kind == "fence" and block.data.strip():
            found.add("examples")
    if read_waivers(parse, headings):
        found.add("waivers")
    return sorted(found)
