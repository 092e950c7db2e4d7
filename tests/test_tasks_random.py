"""Histories made at random, side branches among them: what is told of each task is what was done to it."""

import random
from datetime import date

import pytest

from gitrepo import Repo
from holdfast.engine.status import status
from holdfast.engine.stories import follow, pairs
from holdfast.model.progress import Item
from holdfast.world.trail import Step, Trail
from progress import PATH, ferry, project

WORDS = ("anchor", "ballast", "compass", "deck", "engine", "funnel", "galley", "hatch", "keel", "ladder", "mast", "oar")
Known = dict[str, list[tuple[str, str]]]


def write(state: dict[str, bool]) -> dict[str, str]:
    lines = [f"- [{'x' if done else ' '}] Check the {word}" for word, done in state.items()] or ["Nothing to do."]
    return {PATH: ferry(*lines)}


def change(chance: random.Random, state: dict[str, bool], left: list[str]) -> list[tuple[str, str]]:
    """Do one or two things to the tasks, and return what: the kind and the task."""
    did = []
    for word in chance.sample(sorted(state), min(len(state), chance.randint(0, 2))):
        state[word] = not state[word]
        did.append(("ticked" if state[word] else "unticked", word))
    if left and (not did or chance.random() < 0.4):
        word = left.pop()
        state[word] = False
        did.append(("appeared", word))
    return did


def told(repo: Repo) -> Known:
    found = next(one for one in status(str(repo.root), today=date(2024, 6, 1)).documents if one.path == PATH)
    return {
        one.item.text.removeprefix("Check the "): [(event.kind, event.commit) for event in reversed(one.happened)]
        for one in found.tasks
    }


@pytest.mark.parametrize("seed", range(4))
def test_every_event_of_a_random_history_is_told_once_and_of_its_own_commit(tmp_path, seed):
    chance = random.Random(seed)
    left = chance.sample(WORDS, len(WORDS))
    state = {left.pop(): False for _ in range(3)}
    repo = project(tmp_path, write(state)[PATH])
    known: Known = {word: [("appeared", repo.head)] for word in state}
    for number in range(14):
        branched = number % 4 == 3
        if branched:
            repo.branch(f"side-{number}")
        did = change(chance, state, left)
        commit = repo.commit(write(state))
        for kind, word in did:
            known.setdefault(word, []).append((kind, commit))
        if branched:
            repo.switch("main")
            repo.commit({"docs/design/02-bridge.md": ferry(f"- [ ] Span {number}", title="Bridge", status="Active")})
            repo.merge(f"side-{number}")
    assert told(repo) == known


def test_tens_of_thousands_of_items_are_compared_with_those_of_their_list_once() -> None:
    """Each with each would be thousands of millions of comparisons."""
    old = [Item("task", f"paint {number % 7}", done=False, group="A", line=number) for number in range(30_000)]
    new = [Item("task", f"build {number}", done=False, group="A", line=number) for number in range(30_000)]
    assert pairs(old, new) == {}
    assert len(pairs(old, [*old, *new])) == 30_000


def test_tens_of_thousands_of_items_are_followed_through_their_history() -> None:
    items = {
        blob: [Item("task", f"{word} {number % 7}", done=False, group="A", line=number) for number in range(30_000)]
        for blob, word in (("one", "paint"), ("two", "build"))
    }
    steps = (Step("c2", 2, "", "", "two", ("one",)), Step("c1", 1, "", "", "one", ()))
    told = follow(items["two"], Trail(steps, (), cut=False), items.__getitem__, uncommitted=False)
    assert len(told) == 30_000
    assert {one.commit for story in told for one in story.happened} == {"c2"}
