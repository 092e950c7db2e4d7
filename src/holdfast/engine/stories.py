"""What happened to each task and question of a document, read off the texts it had.

Two versions of one text are compared item by item. The same words are the same item. Other words are a rewording only
where that is unambiguous: in the same section, between the same neighbours, one for one, and most of the letters the
same; else one item went and another came. What a merge did counts only where none of its parents has it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from holdfast.markdown.plain import key
from holdfast.model.progress import Happening, Item, Story
from holdfast.world.trail import Step, Trail

_ALIKE = 0.7
"""A rewording keeps this share of its letters, as ``difflib`` counts them."""

Read = Callable[[str], Sequence[Item]]
"""Gives the items of a text by its object id."""


class Pair(NamedTuple):
    """An item with what it was before."""

    old: Item
    new: Item
    reworded: bool


def pairs(old: Sequence[Item], new: Sequence[Item]) -> dict[int, Pair]:
    """Return what each item was before, by its place in ``new``; items that are not in it came with this version."""
    known = _same(old, new)
    found = {place: Pair(old[other], new[place], reworded=False) for place, other in known.items()}
    taken = set(known.values())
    before = _lists(old)
    for name, places in _lists(new).items():
        strange = [place for place in places if place not in known]
        if len(strange) != 1:
            continue
        free = [one for one in _gap(before.get(name, ()), places, known, strange[0]) if one not in taken]
        if len(free) == 1 and _alike(old[free[0]], new[strange[0]]):
            found[strange[0]] = Pair(old[free[0]], new[strange[0]], reworded=True)
    return found


def _same(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    """Pair items with the same words, those in the same section first, then in their order."""
    known: dict[int, int] = {}
    for name in (_placed, _named):
        taken = set(known.values())
        waiting: dict[tuple[str, ...], deque[int]] = {}
        for place, item in enumerate(old):
            if place not in taken:
                waiting.setdefault(name(item), deque()).append(place)
        for place, item in enumerate(new):
            if place not in known and (places := waiting.get(name(item))):
                known[place] = places.popleft()
    return known


def _placed(item: Item) -> tuple[str, ...]:
    return item.kind, words(item), key(item.group)


def _named(item: Item) -> tuple[str, ...]:
    return item.kind, words(item)


def words(item: Item) -> str:
    """Return what an item is recognised by; of nothing but symbols the text itself."""
    return key(item.text) or item.text


def _lists(items: Sequence[Item]) -> dict[tuple[str, str], list[int]]:
    """Return the places of the items of each list."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, item in enumerate(items):
        found.setdefault((item.kind, key(item.group)), []).append(place)
    return found


def _gap(old: Sequence[int], mates: Sequence[int], known: dict[int, int], place: int) -> list[int]:
    """Return which places of a list of before lie between the neighbours that an item has among its mates of today."""
    at = mates.index(place)
    before = next((known[one] for one in reversed(mates[:at]) if one in known), None)
    after = next((known[one] for one in mates[at + 1 :] if one in known), None)
    return [one for one in old if (before is None or one > before) and (after is None or one < after)]


def _alike(old: Item, new: Item) -> bool:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, words(old), words(new), autojunk=False).ratio() >= _ALIKE


class _Thread:
    """An item of today while it is followed back."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.forms = {words(item)}
        self.groups = {key(item.group)}
        self.happened: list[Happening] = []


def follow(today: Sequence[Item], trail: Trail, read: Read, *, uncommitted: bool) -> list[Story]:
    """Return the story of each item of today.

    ``uncommitted`` says that the text of today is not that of the newest step: what differs is then told without a commit.
    """
    threads = [_Thread(item) for item in today]
    if uncommitted:
        last = read(trail.steps[0].blob) if trail.steps else ()
        _tell(threads, list(range(len(today))), today, [last] if trail.steps else [], Step("", 0, "", "", "", ()))
    for step in trail.steps:
        new = read(step.blob)
        _tell(threads, _places(threads, new), new, [read(blob) for blob in step.before], step)
    oldest = trail.steps[-1].time if trail.steps else 0
    edges = {step.commit for step in trail.steps if trail.cut and not step.before}
    return [_story(thread, oldest, edges) for thread in threads]


def _story(thread: _Thread, oldest: int, edges: set[str]) -> Story:
    """Close a thread; what a shallow history begins with, at ``edges``, was not done by the commits it begins with."""
    happened = tuple(one for one in thread.happened if one.commit not in edges)
    known = len(happened) == len(thread.happened) and happened and happened[-1].kind == "appeared"
    return Story(thread.item, happened, 0 if known else oldest)


def _places(threads: Sequence[_Thread], items: Sequence[Item]) -> list[int]:
    """Return which thread each item of a version belongs to, or -1; the same section counts before the order."""
    found = [-1] * len(items)
    taken: set[int] = set()
    for strict in (True, False):
        waiting: dict[tuple[str, ...], deque[int]] = {}
        for number, thread in enumerate(threads):
            for group in thread.groups if strict else ("",):
                for form in thread.forms:
                    waiting.setdefault((thread.item.kind, form, group), deque()).append(number)
        for place, item in enumerate(items):
            fitting = waiting.get((item.kind, words(item), key(item.group) if strict else ""))
            while fitting and found[place] < 0:
                number = fitting.popleft()
                if number not in taken:
                    found[place] = number
                    taken.add(number)
    return found


def _tell(
    threads: Sequence[_Thread], places: Sequence[int], new: Sequence[Item], olds: Sequence[Sequence[Item]], step: Step
) -> None:
    """Add what a step did to the items that are followed."""
    before = [pairs(old, new) for old in olds]
    for place, item in enumerate(new):
        if places[place] < 0:
            continue
        thread = threads[places[place]]
        found = [one[place] for one in before if place in one]
        for pair in found:
            thread.forms.add(words(pair.old))
            thread.groups.add(key(pair.old.group))
        thread.happened += [
            Happening(kind, step.commit, step.time, step.author, said) for kind, said in _did(item, found)
        ]


def _did(item: Item, found: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return what differs from every earlier version, with how it was."""
    if not found:
        return [*([("ticked", "")] if item.done else []), ("appeared", "")]
    did = []
    if all(pair.old.done != item.done for pair in found):
        did.append(("ticked" if item.done else "unticked", ""))
    if all(pair.reworded for pair in found):
        did.append(("reworded", found[0].old.text))
    if all(key(pair.old.group) != key(item.group) for pair in found):
        did.append(("moved", found[0].old.group))
    return did
