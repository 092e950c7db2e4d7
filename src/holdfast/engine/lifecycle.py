"""What the newest commits did to documents, and how many tasks there were from commit to commit."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from holdfast.binding.boxes import may_have_items
from holdfast.engine.chronicle import Chronicle, items_of, status_of
from holdfast.engine.plan import Plan
from holdfast.engine.stories import pairs
from holdfast.model.entry import Entry
from holdfast.model.state import Burn, Recent
from holdfast.plural import counted
from holdfast.world.commits import Change
from holdfast.world.git import GitError, objects
from holdfast.world.history import Event
from holdfast.world.renames import Renames

_DOCUMENTS = 5
"""The newest commits are told of until they touched so many documents."""


def recent(chronicle: Chronicle, plan: Plan, entries: Mapping[str, Entry], asked: Collection[str]) -> Iterator[Recent]:
    """Yield the newest commits that touched documents, with what each did; a document is told of once."""
    templates = {template.path for one in plan.sets for template in one.templates}
    folders = {path.rpartition("/")[0] for path in asked}
    known = set(asked) if len(asked) < len(entries) else set()
    others = plan.tree.markdown.keys() - entries.keys()
    seen: set[str] = set()
    with Renames(plan.tree.root) as renames:
        for event in chronicle.events:
            if len(seen) >= _DOCUMENTS:
                return
            if len(event.parents) > 1:
                continue
            changes = [
                one
                for one in event.commit.changes
                if one.path not in seen
                and one.path not in others
                and _concerns(one, asked, known, folders, templates, entries)
            ]
            did = tuple(_told(chronicle, event, changes, renames)) if changes else ()
            if did:
                yield Recent(event.commit.id, event.written, event.author, did)
                seen |= {path for path, _ in did}


def _concerns(
    change: Change,
    asked: Collection[str],
    known: Collection[str],
    folders: Collection[str],
    templates: Collection[str],
    entries: Mapping[str, Entry],
) -> bool:
    """Tell whether a change is one of a document, be it that it is gone today."""
    if change.path in templates or not change.path.lower().endswith((".md", ".markdown")):
        return False
    page = change.path in entries and entries[change.path].kind == "page"
    gone = not known and change.path not in entries and change.path.rpartition("/")[0] in folders
    return (change.path in asked or gone) and not page


def _moved(renames: Renames, commit: str) -> dict[str, Change]:
    """Return what a commit renamed, by the new paths; nothing where git cannot tell, as with a damaged index."""
    try:
        return {one.path: one for one in renames.of(commit) if one.status == "R"}
    except GitError:
        return {}


def _told(chronicle: Chronicle, event: Event, changes: Sequence[Change], renames: Renames) -> Iterator[tuple[str, str]]:
    kinds = {one.status for one in changes}
    moved = _moved(renames, event.commit.id) if "A" in kinds else {}
    left = {one.old for one in moved.values()}
    for change in changes:
        if change.status == "D":
            if change.path not in left:
                yield change.path, "deleted"
            continue
        older = moved.get(change.path)
        if change.status == "A" and not older:
            yield change.path, "new"
            continue
        before = older.before if older else change.before
        said = [f"renamed from {older.old}"] if older else []
        said += _differences(chronicle.root, before, change.blob)
        yield change.path, ", ".join(said) or "edited"


def _differences(root: str, before: str, after: str) -> Iterator[str]:
    texts = objects(root, [before, after])
    if None in texts:
        return
    old, new = (one[1] for one in texts if one)
    was, now = status_of(old), status_of(new)
    if was != now:
        yield f"{was or 'no status'} → {now or 'no status'}"
    if not (may_have_items(old) or may_have_items(new)):
        return
    earlier, later = items_of(old, frozenset()), items_of(new, frozenset())
    found = pairs(earlier, later)
    for kind, ticked, reopened in (("task", "ticked", "un-ticked"), ("question", "answered", "reopened")):
        counts = {
            ticked: sum(1 for one in found.values() if one.new.kind == kind and one.new.done > one.old.done),
            reopened: sum(1 for one in found.values() if one.new.kind == kind and one.new.done < one.old.done),
            "added": sum(1 for place, one in enumerate(later) if one.kind == kind and place not in found),
            "removed": sum(1 for one in earlier if one.kind == kind)
            - sum(1 for one in found.values() if one.new.kind == kind),
        }
        yield from (f"{counted(count, kind)} {word}" for word, count in counts.items() if count)


def burn_up(chronicle: Chronicle, paths: Sequence[str], *, alone: bool) -> dict[str, list[Burn]]:
    """Return how many tasks there were and how many were done on the main line, from moment to moment.

    The empty path is all documents together; with ``alone`` each document has its own as well.
    """
    known = {path: _counted(chronicle, path) for path in paths}
    current: dict[str, Burn] = {}
    together: list[Burn] = []
    for path, burn in sorted(
        ((path, one) for path, many in known.items() for one in many), key=lambda pair: pair[1].time
    ):
        current[path] = burn
        whole = Burn(burn.time, sum(one.done for one in current.values()), sum(one.total for one in current.values()))
        if together and together[-1].time == burn.time:
            together.pop()
        together.append(whole)
    return {"": together, **(known if alone else {})}


def _counted(chronicle: Chronicle, path: str) -> list[Burn]:
    burns: list[Burn] = []
    latest = 0
    for time, items in chronicle.points(path):
        tasks = [one for one in items if one.kind == "task"]
        # A commit can carry an earlier date than the one before it; the main line decides what came first.
        latest = max(latest, time)
        burn = Burn(latest, sum(1 for one in tasks if one.done), len(tasks))
        if not burns or burns[-1][1:] != burn[1:]:
            burns.append(burn)
    return burns
