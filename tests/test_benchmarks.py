"""The benchmarks run; what they measure is guarded here by counts, because time on a busy machine proves nothing."""

import importlib.util
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.engine.session import Session
from holdfast.world import replay
from holdfast.world.sandbox.probe import probe
from samples import document, template

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
Project = Callable[..., Path]


@pytest.mark.parametrize(
    "script",
    [
        "check_against_rumdl",
        "startup",
        "live",
        "lsp",
        "growth",
        "search",
        "status",
        "python_examples",
        "migration",
        "own_targets",
        "online",
        "web",
    ],
)
def test_a_benchmark_runs_on_a_small_corpus(script: str, tmp_path: Path) -> None:
    if script == "check_against_rumdl" and not (Path(sys.executable).parent / "rumdl").exists():
        pytest.skip("rumdl is not installed")
    if script in ("python_examples", "migration") and probe().hindrance:
        pytest.skip("unproven, no sandbox here")
    if not (Path(sys.executable).parent / "holdfast").exists():
        pytest.skip("holdfast is not installed as a command")
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{script}.py"), "--small"],
        env={**os.environ, "TMPDIR": str(tmp_path), "HOLDFAST_CORPORA": "", "HOLDFAST_PEERS": ""},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    verdicts = [line.split()[0] for line in lines if line.startswith(("  reached", "  missed"))]
    assert verdicts
    assert all(", at most " in line for line in lines if line.startswith(("  reached", "  missed")))


def corpus(count: int, folder: Path) -> Path:
    spec = importlib.util.spec_from_file_location("generated", BENCHMARKS / "generated.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_corpus(folder, count)
    return folder


def counted(monkeypatch: pytest.MonkeyPatch, *names: str) -> Counter[str]:
    """Count the calls of functions, each given by the module that holds it and its name there."""
    calls: Counter[str] = Counter()
    for name in names:
        module, _, function = name.rpartition(".")
        real = getattr(sys.modules[module], function)

        def call(*args: object, real: Callable[..., object] = real, key: str = function, **options: object) -> object:
            calls[key] += 1
            return real(*args, **options)

        monkeypatch.setattr(f"{module}.{function}", call)
    return calls


def test_every_document_is_parsed_once_and_the_work_grows_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counted(monkeypatch, "holdfast.engine.judge.parse_markdown", "holdfast.engine.fit.parse_markdown")
    seen = []
    for count in (40, 80):
        calls.clear()
        found = check(str(corpus(count, tmp_path / str(count))), use_cache=False)
        assert len(found.documents) == count
        seen.append(calls["parse_markdown"])
    # The samples of discovery and the index page are as many for any number of documents.
    assert seen[1] - seen[0] == 40
    assert seen[0] <= 40 + 12


def test_a_second_run_parses_no_document_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = corpus(40, tmp_path / "made")
    for path in root.rglob("*.md"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    check(str(root))
    calls = counted(monkeypatch, "holdfast.engine.judge.parse_markdown")
    check(str(root))
    assert calls["parse_markdown"] == 0


def test_history_takes_the_same_few_processes_for_any_number_of_commits(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project({"docs/TEMPLATE.md": template()})

    def commit() -> None:
        for command in (["add", "."], ["commit", "-qm", "More"]):
            subprocess.run(["git", "-C", str(root), *command], check=True)

    commit()
    started: list[str] = []
    real = subprocess.Popen.__init__

    def start(self: object, command: list[str], *rest: object, **options: object) -> None:
        started.extend(word for word in command if word in ("log", "diff-tree", "cat-file", "rev-parse"))
        real(self, command, *rest, **options)  # type: ignore[arg-type]

    seen = []
    for name in "abcd":
        (root / "docs" / f"{name}0.md").write_text(document(name.upper()))
        commit()
        (root / "docs" / f"{name}0.md").rename(root / "docs" / f"{name}.md")
        commit()
        with monkeypatch.context() as patched:
            patched.setattr(subprocess.Popen, "__init__", start)
            started.clear()
            check(str(root), use_cache=False)
        seen.append(Counter(started))
    assert seen[0] == seen[-1]
    assert seen[-1] == {"rev-parse": 1, "log": 1, "diff-tree": 1, "cat-file": 2}


def test_an_unchanged_run_opens_no_document(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({"docs/a.md": document("A")})
    path = str(root / "docs" / "a.md")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    replay.record(str(root), "name", [path], 10**19 - 1, "said\n", 1)
    assert replay.replayed(str(root), "name") is None, "a run that began in the future is not believed"
    replay.record(str(root), "name", [path], 1_700_000_000_000_000_000, "said\n", 1)
    calls = counted(monkeypatch, "holdfast.world.replay._content")
    assert replay.replayed(str(root), "name") == ("said\n", 1)
    assert calls["_content"] == 0
    os.utime(path, (1_600_000_001, 1_600_000_001))
    assert replay.replayed(str(root), "name") == ("said\n", 1)
    assert calls["_content"] == 1


def test_a_session_judges_one_document_and_reads_no_other(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {f"docs/{name}.md": document(name.upper()) for name in "abc"}
    root = project({"docs/TEMPLATE.md": template(), **files})
    session = Session(str(root), use_cache=False)
    calls = counted(monkeypatch, "holdfast.engine.judge.parse_markdown", "holdfast.engine.judge.read")
    broken = document("A", "Context").encode()
    found = session.recheck("docs/a.md", broken)
    assert calls == {"parse_markdown": 1}
    assert {one.slug for one in found} == {"section-missing"}
    assert session.recheck("docs/a.md", files["docs/a.md"].encode()) == []


def test_a_session_says_what_a_run_over_the_changed_file_says(project: Project) -> None:
    files = {
        "docs/TEMPLATE.md": template(),
        "docs/README.md": "# Index\n\n- [A](a.md)\n",
        "docs/a.md": document("A"),
        "docs/b.md": document("B"),
    }
    root = project(files)
    session = Session(str(root), use_cache=False)
    changed = document("A", "Context") + "\nSee [nothing](nothing.md).\n"
    session.recheck("docs/a.md", changed.encode())
    (root / "docs" / "a.md").write_text(changed)
    fresh = [one for one in check(str(root), use_cache=False).verdicts if one.path == "docs/a.md"]
    assert session.verdicts("docs/a.md") == fresh
    assert {one.slug for one in fresh} >= {"section-missing", "link-broken"}


def test_a_session_refuses_a_path_that_is_not_its_own(project: Project) -> None:
    session = Session(str(project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})), use_cache=False)
    with pytest.raises(KeyError):
        session.recheck("docs/other.md", b"")
