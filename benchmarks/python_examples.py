"""CPU time of 300 Python examples, and of the types of 1,000, beside the tools that do the same.

Running is compared with sybil, pytest-markdown-docs and mktestdocs; what is unchanged with the best of them; types with one
process of a checker for each example. All use the same documents and the same interpreter, that of a virtual environment
which has the peers and pydantic: the one that ``HOLDFAST_PEERS`` names, or one that is made for the occasion. Holdfast is
installed there as users have it, since a checkout has to look for edits of its own source before it believes anything.

CPU time is that of a cgroup, so that processes which nobody waits for count as well; without the right to make one
(``cpuacct`` of version 1, or version 2) nothing is measured.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from measuring import HOLDFAST, Target, options, show_targets, user_environment
from snippets import EACH, HEAVY, LIGHT, write_documents

PEERS = (
    "sybil==10.1.0",
    "pytest==9.2.0",
    "pytest-markdown-docs==0.9.2",
    "mktestdocs==0.2.5",
    "pydantic==2.14.3",
    "fastapi==0.165.0",
)
OURS = str(Path(__file__).parent / "verifier_alone.py")
_SAMPLE = 10
"""So many examples get a checker process of their own; that is enough to tell the sum."""
Before = Callable[[], object]


class Meter:
    """A cgroup that commands are run in one after the other, each in ``folder``."""

    def __init__(self, state: Path) -> None:
        """Make it, with a place for the cache and the evidence; raises OSError where it cannot be made."""
        first = Path("/sys/fs/cgroup/cpuacct")
        self.old = first.is_dir()
        self.group = (first if self.old else first.parent) / f"holdfast-benchmark-{os.getpid()}"
        self.group.mkdir()
        self.state = state

    def __call__(self, command: Sequence[str], folder: Path) -> float:
        """Return the CPU milliseconds of all that came of a command."""
        group = self.group / "cgroup.procs"
        before = self._used()
        done = subprocess.run(
            command,
            cwd=folder,
            env=user_environment({"XDG_STATE_HOME": str(self.state), "XDG_CACHE_HOME": str(self.state)}),
            capture_output=True,
            text=True,
            preexec_fn=lambda: group.write_text(str(os.getpid())) and None,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{command} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return self._used() - before

    def _used(self) -> float:
        if self.old:
            return int((self.group / "cpuacct.usage").read_text()) / 1e6
        return int((self.group / "cpu.stat").read_text().split()[1]) / 1e3

    def close(self) -> None:
        """Remove it."""
        with suppress(OSError):
            self.group.rmdir()


def race(
    meter: Meter, contenders: Mapping[str, tuple[Sequence[str], Before | None]], folder: Path, rounds: int
) -> dict[str, float]:
    """Run everything once to warm up, then in turn; return the median of CPU milliseconds by name."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, (command, before) in contenders.items():
            if before:
                before()
            used = meter(command, folder)
            if number:
                found[name].append(used)
    return {name: statistics.median(times) for name, times in found.items()}


def show(title: str, found: Mapping[str, float], count: int) -> None:
    """Print what was measured."""
    print(f"\n{title}")
    for name, used in found.items():
        print(f"  {name:44}{used / count:8.2f} ms each{used:10.0f} ms", flush=True)


def running(meter: Meter, python: Path, place: Path, kind: str, count: int, rounds: int) -> list[Target]:
    """Compare running, and what is asked again unchanged."""
    project = place / kind
    docs = project / "docs" / "design"
    write_documents(docs, LIGHT if kind == "light" else HEAVY, count)
    (project / "holdfast.toml").write_text(f'[verify.python]\npython = "{python}"\n')
    (docs / "conftest.py").write_text(
        "from sybil import Sybil\nfrom sybil.parsers.markdown import PythonCodeBlockParser\n"
        'pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], patterns=["test_*.md"]).pytest()\n'
    )
    (docs / "mk").mkdir()
    (docs / "mk" / "test_mk.py").write_text(
        "import pathlib, pytest\nfrom mktestdocs import check_md_file\n"
        '@pytest.mark.parametrize("path", sorted(pathlib.Path("..").glob("test_*.md")), ids=str)\n'
        "def test_file(path):\n    check_md_file(fpath=path, memory=False)\n"
    )
    beside = python.parent / "holdfast"
    holdfast = str(beside) if beside.exists() else HOLDFAST
    pytest = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    at = ["sh", "-c", 'cd "$0" && exec "$@"']

    def forget(*but: str) -> None:
        # What is known of the machine stays: it is tried once a boot.
        for path in meter.state.rglob("*"):
            if path.is_file() and not path.name.startswith(("sandbox", *but)):
                path.unlink()

    alone = "holdfast, running alone"
    found = race(
        meter,
        {
            alone: ([sys.executable, OURS, "run", str(docs), str(python)], None),
            "sybil": ([*at, str(docs), *pytest, "-p", "no:markdown-docs", "."], None),
            "pytest-markdown-docs": (
                [*at, str(docs), *pytest, "--noconftest", "--markdown-docs", "--ignore=mk", "."],
                None,
            ),
            "mktestdocs": ([*at, str(docs / "mk"), *pytest, "--confcutdir=.", "."], None),
            "holdfast verify, types and evidence as well": ([holdfast, "verify"], forget),
            "holdfast verify, the second run": ([holdfast, "verify"], None),
            "holdfast verify, answered by evidence": ([holdfast, "verify"], lambda: forget("ledger")),
        },
        project,
        rounds,
    )
    show(f"{count} examples, {kind}", found, count)
    peers = {name: found[name] for name in ("sybil", "pytest-markdown-docs", "mktestdocs")}
    best = min(peers.values())
    return [
        Target(f"{kind}: running / sybil", found[alone] / peers["sybil"], 1),
        Target(f"{kind}: running / pytest-markdown-docs", found[alone] / peers["pytest-markdown-docs"], 1),
        Target(f"{kind}: running / mktestdocs", found[alone] / peers["mktestdocs"], 1.3),
        Target(
            f"{kind}: unchanged, the second run / best peer", found["holdfast verify, the second run"] / best, 1 / 30
        ),
    ]


def types(meter: Meter, python: Path, place: Path, count: int, rounds: int) -> list[Target]:
    """Compare checking types with one process for each example."""
    docs = place / "types"
    write_documents(docs, HEAVY, count)
    alone = place / "alone"
    alone.mkdir()
    for at in range(_SAMPLE):
        (alone / f"example_{at}.py").write_text(HEAVY[at % len(HEAVY)].format(n=at + 1))
    ty = Path(sys.executable).parent / "ty"
    script = f"for file in *.py; do {ty} check --python {python} -q $file || exit 1; done"
    each = race(meter, {"ty, one process each": (["sh", "-c", script], None)}, alone, rounds)
    ours = race(meter, {"holdfast": ([sys.executable, OURS, "check", str(docs), str(python)], None)}, place, rounds)
    found = {**ours, **{name: used * count / _SAMPLE for name, used in each.items()}}
    show(f"types of {count} examples", found, count)
    return [
        Target("types, thousandths of one ty process each", 1000 * ours["holdfast"] / found["ty, one process each"], 10)
    ]


def rerun(place: Path, state: Path, python: Path, count: int) -> Target:
    """Change one line of a file that three examples read, and count what is tried again."""
    project = place / "rerun"
    docs = project / "docs" / "design"
    write_documents(docs, LIGHT, count)
    (project / "holdfast.toml").write_text(f'[verify.python]\npython = "{python}"\n')
    (project / "shop.py").write_text("price = 1\n")
    for path in sorted(docs.glob("test_*.md"))[-3:]:
        path.write_text(f"{path.read_text()}\n### Shop\n\n```python\nfrom shop import price\n\nassert price > 0\n```\n")
    environment = user_environment({"XDG_STATE_HOME": str(state), "XDG_CACHE_HOME": str(state)})
    command = [HOLDFAST, "verify"]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    (project / "shop.py").write_text("price = 2\n")
    done = subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True, text=True)
    words = done.stdout.split()
    return Target(
        f"examples tried again of {count}, where 3 read what changed", int(words[words.index("tried,") - 1]), 3
    )


def interpreter(place: Path, *, small: bool) -> Path | None:
    """Return the interpreter of the environment with the peers; ``None`` where there is none and none is to be made."""
    named = os.environ.get("HOLDFAST_PEERS", "")
    if named:
        return Path(named) / "bin" / "python"
    if small:
        return None
    venv.create(place / "peers", with_pip=True)
    pip = [place / "peers" / "bin" / "python", "-m", "pip", "install", "-q"]
    # The scripts that older versions of pip write load the module for patterns before anything else.
    subprocess.run([*pip, "--upgrade", "pip>=25.1"], check=True)
    subprocess.run([*pip, *PEERS, f"{Path(__file__).parent.parent}[verify]"], check=True)
    return place / "peers" / "bin" / "python"


def main() -> None:
    """Compare everything that can be compared here, and say aloud what cannot."""
    chosen = options(__doc__ or "")
    rounds = min(chosen.rounds, 5)
    count = 300 if chosen.large else 2 * EACH
    targets = []
    with tempfile.TemporaryDirectory(prefix="holdfast-benchmark-") as name:
        place, state = Path(name), Path(name) / "state"
        place.chmod(0o755)
        state.mkdir()
        targets.append(rerun(place, state, Path(sys.executable), count))
        python = interpreter(place, small=not chosen.large)
        if python is None:
            print("  SKIPPED: the peers are not installed for a small run; set HOLDFAST_PEERS", file=sys.stderr)
        else:
            try:
                meter = Meter(state)
            except OSError as error:
                print(f"  SKIPPED: no cgroup to measure in ({error})", file=sys.stderr)
            else:
                try:
                    for kind in ("heavy", "light"):
                        targets += running(meter, python, place, kind, count, rounds)
                    targets += types(meter, python, place, 1000 if chosen.large else count, rounds)
                finally:
                    meter.close()
    show_targets(targets)


if __name__ == "__main__":
    main()
