"""However many documents there are, only so many are held unpacked: memory is guarded by counting objects, not by measuring."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.engine import shelf
from holdfast.engine.check import check
from holdfast.engine.codec import decode_details, encode
from holdfast.engine.judge import Judged
from holdfast.model.entry import Details, Link, Spot, entry_of
from holdfast.world import processes
from holdfast.world.names import FilesByName
from samples import document, template

_LINKS = 10


def details(number: int) -> Details:
    spot = Spot(0, 1, 1, 1)
    return Details(
        spot, spot, anchors=frozenset({f"a{number}"}), links=(Link(f"{number}.md", "", spot, "x", False, ""),)
    )


def line(number: int) -> str:
    return encode(Judged(entry_of(details(number), "a.md", "document"))).partition("\t")[2]


def test_what_is_packed_comes_back_in_any_order() -> None:
    kept = shelf.Shelf()
    shelved = [kept.keep(line(number)) for number in range(3000)]
    for number in (*range(0, 3000, 7), *range(2999, 0, -13), 2999, 0, 1000, 999):
        assert shelved[number].read() == details(number)


def test_bytes_that_are_no_text_are_packed_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_AT_HAND", 0)
    kept = shelf.Shelf()
    odd = details(0)._replace(anchors=frozenset({"\udcff", "\u2028", "a\nb\tc"}))
    text = encode(Judged(entry_of(odd, "a.md", "document"))).partition("\t")[2]
    assert [kept.keep(text).read() for _ in range(100)][-1] == odd == decode_details(text)


@pytest.fixture
def few_objects() -> Iterator[None]:
    """Keep what is alive already from being counted, which takes as long as there is much of it."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("few_objects")
@pytest.mark.parametrize("cached", [False, True])
def test_only_so_many_documents_are_held_unpacked(
    project: object, monkeypatch: pytest.MonkeyPatch, cached: bool
) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    monkeypatch.setattr(shelf, "_AT_HAND", 20)
    monkeypatch.setattr(shelf, "_TOGETHER", 8)
    most: Counter[int] = Counter()
    read = shelf.Shelf.read

    def counting(self: shelf.Shelf, number: int) -> Details:
        found = read(self, number)
        if not number % 40:
            alive = sum(1 for one in gc.get_objects() if type(one) is Link)
            most[size] = max(most[size], alive)
        return found

    monkeypatch.setattr(shelf.Shelf, "read", counting)
    for size in (160, 320):
        folder = f"{size}"
        text = document("D", "Context") + "".join(f"\nSee [it]({number}.md#context).\n" for number in range(_LINKS))
        files = {f"{folder}/docs/{number}.md": text for number in range(size)}
        root: Path = project(
            {f"{folder}/holdfast.toml": "", f"{folder}/docs/TEMPLATE.md": template("Context", "Decision"), **files}
        )  # type: ignore[operator]
        for _ in range(2 if cached else 1):
            found = check(str(root / folder), use_cache=cached)
        assert len(found.documents) == size
        assert len(found.verdicts) >= size
        del found
    assert most[160] <= 30 * _LINKS
    assert most[320] <= 30 * _LINKS


def test_results_of_workers_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that nobody listens to stops when its pipe is full, and goes on when somebody does."""
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    monkeypatch.setattr(processes, "_AHEAD", 4096)
    results = processes.share(range(2000), lambda number: f"{number:0100}")
    assert next(results) == "0" * 100
    assert [int(one) for one in results] == list(range(1, 2000))


def test_work_that_is_no_longer_wanted_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_processors", lambda: 2)
    pids = []
    spawn = processes._spawn
    monkeypatch.setattr(processes, "_spawn", lambda *args: pids.append((one := spawn(*args))[0]) or one)
    results = processes.share(range(100_000), lambda number: f"{number:0100}")
    assert int(next(results)) == 0
    results.close()  # type: ignore[attr-defined]
    for pid in pids:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, 0)


def test_names_are_put_in_order_when_somebody_asks() -> None:
    names = FilesByName()
    for path in ("a/x.md", "b/x.md", "y.md"):
        names.add(path)
    assert names.get("x.md") == ["a/x.md", "b/x.md"]
    names.add("c/x.md")
    assert names["x.md"] == ["a/x.md", "b/x.md", "c/x.md"]
    assert sorted(names) == ["x.md", "y.md"]
    assert names.get("z.md") is None
