"""``baseline``: the faults of today written down, so that from now on only what is new fails."""

import os
from collections import Counter
from typing import NamedTuple

from holdfast.binding.identity import Identity
from holdfast.engine.baseline import Baseline, load, place, written
from holdfast.engine.check import Examination, Progress, examine
from holdfast.engine.pins import Pinned, Pins
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.project import read_config
from holdfast.engine.since import identified
from holdfast.engine.templates import digest_of
from holdfast.engine.told import Scope, vanished
from holdfast.engine.versions import Version, Versions
from holdfast.errors import UsageError
from holdfast.model.outcome import Outcome
from holdfast.plural import counted
from holdfast.records import replace
from holdfast.world.files import Problem, read
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in, project_root


class Remade(NamedTuple):
    """A baseline as it is to be written."""

    baseline: Baseline
    text: str
    added: int
    """Entries that it takes in."""
    gone: int
    """Entries that it no longer holds."""
    changed: bool
    """Whether the file is to be written at all."""


def remake(
    start: str,
    *,
    config: str | None = None,
    output: str = "",
    prune: bool = False,
    update: bool = False,
    use_cache: bool = True,
    progress: Progress | None = None,
) -> Remade:
    """Return the baseline of the project around a folder; ``output`` is an absolute path in place of the configured one.

    Without ``prune`` and ``update`` there must be none yet. ``prune`` drops what no longer occurs, ``update`` takes in
    what is new as well. Nothing is written.

    Raises :class:`~holdfast.errors.UsageError` where that cannot be done, or would hide what could not be found out.
    """
    path = output or _place(start, config)
    there = os.path.exists(path)
    if (prune or update) and not there:
        raise UsageError("there is no baseline yet", where=path, remedy="write it first: holdfast baseline")
    usable = there and not (update and _is_damaged(path))
    found = examine(
        start,
        config=config,
        use_cache=use_cache,
        progress=progress,
        baseline=path if usable else False,
        scope=Scope(apart=True),
    )
    if not (there or found.result.documents):
        raise UsageError("no documents found here", remedy="run holdfast check to see what it looks for")
    before = found.plan.baseline or Baseline(path)
    added, gone = _compared(before, found)
    if there and not (prune or update):
        raise UsageError(
            f"is there already; it lacks {counted(added.total(), 'entry')} and holds {counted(gone.total(), 'entry')} in vain",
            where=path,
            remedy="--prune drops what no longer occurs, --update takes in what is new as well",
        )
    _refuse_short_history(found, path, whole=prune and not update)
    findings = Counter(before.findings) - gone
    if update or not there:
        findings += added
    made = Baseline(path, findings, _pins(found, every=update or not there))
    text = written(made)
    return Remade(
        made, text, sum((findings - Counter(before.findings)).values()), sum(gone.values()), _differs(path, text)
    )


def _place(start: str, config: str | None) -> str:
    """Return the absolute path of the configured baseline, or where one lies that nobody configured.

    The configuration of a project says nothing of the files outside of it; one that was named says what its user wants.
    """
    top = project_root(start)
    settings, root = read_config(os.path.abspath(start), top, config)
    path = place(root, settings)[0] or place(root, replace(settings, baseline=True))[0]
    if not config and not lies_in(top, path) and not lies_in(root, path):
        raise UsageError("leads out of the project", where=path, remedy="name it yourself: holdfast baseline -o FILE")
    return path


def _compared(before: Baseline, found: Examination) -> tuple[Counter[Identity], Counter[Identity]]:
    """Return what is broken and not in a baseline, and what is in it and no longer broken."""
    pairs = list(zip(identified(found.result), found.result.verdicts, strict=True))
    present = Counter(id.fault for several, one in pairs if one.outcome is Outcome.BROKEN for id in several)
    return present - Counter(before.findings), Counter(vanished(before, pairs, found.run))


def _is_damaged(path: str) -> bool:
    """Tell whether a file is a broken baseline, such as one that holds the marks of a merge: an update writes it anew.

    Raises :class:`~holdfast.errors.UsageError` where it never was one.
    """
    try:
        load(path, wanted=True)
    except UsageError:
        with open_regular(path) as file:
            raw = file.read()
        if raw.strip() and b'"findings"' not in raw:
            raise UsageError(
                "holds something that Holdfast did not write",
                where=path,
                remedy="name another file, or remove this one first",
            ) from None
        return True
    return False


def _refuse_short_history(found: Examination, path: str, *, whole: bool) -> None:
    """Refuse to write down what could not be found out: without history much is unknown."""
    reason, remedy = found.plan.timeline.reason, found.plan.timeline.remedy
    if reason and whole:
        remedy = f"prune where the whole history is, or {remedy.partition(', or ')[0]}"
        raise UsageError(f"{reason}, so it is unknown what no longer occurs", where=path, remedy=remedy)
    if reason and any(one.unsure(document) for one in found.plan.sets for document in one.documents):
        lacking = "which version of its template each document was written from"
        raise UsageError(f"{reason}, so it is unknown {lacking}", where=path, remedy=remedy)


def _pins(found: Examination, *, every: bool) -> Pins:
    """Return what pins the documents: where it was pinned already, that; else, with ``every``, what each is held to."""
    old = found.plan.baseline.pins if found.plan.baseline else Pins()
    documents: dict[str, str] = {}
    texts: dict[str, Pinned] = {}
    for one in found.plan.sets if found.config.template_version == "date" else ():
        for path in one.documents:
            known = next((versions for versions in one.versions if versions.pinned(path)), None)
            if known and old.documents[path] != known.template.digest:
                documents[path] = old.documents[path]
                texts[documents[path]] = old.texts[documents[path]]
            elif known or every:
                documents |= _pin(found, one, path, texts)
    return Pins(documents, texts)


def _pin(found: Examination, documents: DocumentSet, path: str, texts: dict[str, Pinned]) -> dict[str, str]:
    """Return the pin of one document, and add the text it leads to; empty where its template came with Holdfast."""
    entry = found.entries.get(path)
    if entry is None:
        return {}
    for versions in documents.versions:
        if versions.template.builtin or versions.template.schema.name != entry.type:
            continue
        version = next((one for one in versions.all() if one.version == entry.version), None)
        if version:
            side = _side(found.plan, versions, version)
            digest = digest_of(version.raw, side or b"")
            texts[digest] = Pinned(
                versions.template.path,
                _origin(versions, version, digest),
                version.raw.decode("utf-8", "surrogateescape"),
                None if side is None else side.decode("utf-8", "surrogateescape"),
            )
            return {path: digest}
    return {}


def _side(plan: Plan, versions: Versions, version: Version) -> bytes | None:
    """Return the text of the side file that belongs to a version, if it has one."""
    name = versions.template.schema.side_file
    if not name:
        return None
    if version.blob:
        texts = plan.timeline.texts.get(version.blob.id, [])
        return texts[1].encode("utf-8", "surrogateescape") if len(texts) > 1 else None
    raw = read(plan.tree, f"{versions.template.folder}/{name}".lstrip("/"))
    return None if isinstance(raw, Problem) else raw


def _origin(versions: Versions, version: Version, digest: str) -> str:
    """Return the path that messages show for a version: with its commit, where history has one."""
    blob = version.blob or versions.since(version)
    return f"{blob.path}@{blob.commit[:7]}" if blob else f"{versions.template.path}@{digest[:7]}"


def _differs(path: str, text: str) -> bool:
    try:
        with open_regular(path) as file:
            return file.read() != text.encode()
    except OSError:
        return True
