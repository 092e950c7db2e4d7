"""Which tool collects, runs and reports awkward code blocks: ours and the pytest plug-ins for Markdown.

    python benchmarks/awkward_examples.py [--peers VENV]

Every block of ``tests/awkward.py`` holds one planted fault. A tool *collects* a document when it makes at least one
test of it, *runs* it when the fault makes that test fail, and *reports* it when the line of the fault is named in what
it says. The same document without its fault has to pass, else the failure says nothing. Peers try Python only, so
only such blocks are put before them. They come from PyPI into a virtual environment of the benchmark's own.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

from awkward import AWKWARD, Awkward  # noqa: E402

PEERS = {
    "peers": ["sybil==10.1.0", "pytest==9.2.0", "pytest-markdown-docs==0.9.2", "mktestdocs==0.2.5"],
    # It does not load beside a newer pytest.
    "codeblocks": ["pytest==8.4.2", "pytest-codeblocks==0.17.0"],
}
CONFTEST = (
    "from sybil import Sybil\nfrom sybil.parsers.markdown import PythonCodeBlockParser\n"
    'pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], patterns=["*.md"]).pytest()\n'
)
TEST = "from mktestdocs import check_md_file\n\n\ndef test_it():\n    check_md_file(fpath='{name}', memory=False)\n"


def peers(place, name):
    """Return a Python that has some of the peers."""
    python = place / name / "bin" / "python"
    if not python.exists():
        venv.create(place / name, with_pip=True)
        subprocess.run([place / name / "bin" / "pip", "install", "-q", *PEERS[name]], check=True)
    return python


def asked(python, tool, folder, name):
    """Return what a tool says of one document and how it ended."""
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=long"]
    if tool == "sybil":
        (folder / "conftest.py").write_text(CONFTEST)
        command += ["-p", "no:markdown-docs", name]
    elif tool == "pytest-markdown-docs":
        command += ["--noconftest", "--markdown-docs", name]
    elif tool == "pytest-codeblocks":
        command += ["--noconftest", "--codeblocks", name]
    else:
        (folder / "test_it.py").write_text(TEST.format(name=name))
        command += ["--noconftest", "test_it.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout


def judged(python, tool, one):
    """Return how far a tool gets with a block: 0 nothing, 1 collects, 2 runs, 3 reports."""
    said = {}
    with tempfile.TemporaryDirectory() as place:
        for kind, content in {"bad": one.document, "good": _mended(one)}.items():
            folder = Path(place) / kind
            folder.mkdir()
            (folder / "doc.md").write_bytes(content)
            try:
                said[kind] = asked(python, tool, folder, "doc.md")
            except subprocess.TimeoutExpired:
                said[kind] = (2, "")
    (bad, text), (good, other) = said["bad"], said["good"]
    collected = bad in (0, 1) and good in (0, 1) and bool(re.search(r"\d+ (?:passed|failed)", other + text))
    if tool == "mktestdocs":
        # One test for each file, whatever it found there: it has to tell the two documents apart.
        collected = bad == 1
    if not collected:
        return 0
    if not (bad == 1 and good == 0):
        return 1
    return 3 if re.search(rf"\bdoc\.md[:\", ]+(?:line )?{one.expected}\b", text) else 2


def _mended(one: Awkward):
    return one.text.replace("FAULT", "None").encode()


def ours():
    """Return how far we get with every block."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        root.chmod(0o755)
        if (REPOSITORY / "node_modules").is_dir():
            subprocess.run(["cp", "-rl", REPOSITORY / "node_modules", root / "node_modules"], check=False)
        names = [f"{number:02}.md" for number in range(len(AWKWARD))]
        for name, one in zip(names, AWKWARD, strict=True):
            (root / name).write_bytes(one.document)
        command = [sys.executable, "-m", "holdfast", "verify", *names, "--format", "json"]
        raw = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout)
    lines = {
        name: [one["line"] for one in raw["verdicts"] if one["path"] == name and one["outcome"] == "broken"]
        for name in names
    }
    asked_for = {one["path"] for one in raw["claims"]}
    return [
        3 if lines[name] == [one.expected] else 2 if lines[name] else int(name in asked_for)
        for name, one in zip(names, AWKWARD, strict=True)
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=Path.home() / ".cache" / "holdfast-benchmarks")
    parser.add_argument("--small", action="store_true", help="ours alone")
    options = parser.parse_args()
    found = {"holdfast": dict(zip([one.name for one in AWKWARD], ours(), strict=True))}
    if not options.small:
        for tool in ("sybil", "pytest-markdown-docs", "mktestdocs", "pytest-codeblocks"):
            python = peers(options.peers, "codeblocks" if tool == "pytest-codeblocks" else "peers")
            found[tool] = {one.name: judged(python, tool, one) for one in AWKWARD if one.language == "python"}
            print(f"asked {tool}", file=sys.stderr, flush=True)
    words = ["-", "collects", "runs", "reports"]
    print(f"{'':34}" + "".join(f"{tool:>22}" for tool in found))
    for one in AWKWARD:
        row = (words[found[tool][one.name]] if one.name in found[tool] else "" for tool in found)
        print(f"{one.name:34}" + "".join(f"{word:>22}" for word in row))
    for level, word in ((1, "collected"), (2, "run"), (3, "reported")):
        counts = (f"{sum(got >= level for got in rows.values())} of {len(rows)}" for rows in found.values())
        print(f"{word:34}" + "".join(f"{count:>22}" for count in counts))
    if any(got < 3 for got in found["holdfast"].values()):
        sys.exit(1)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
