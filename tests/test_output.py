"""What a run prints and where, and that it writes nothing into the project."""

import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.formats import format_names
from holdfast.rules import all_rules
from holdfast.world.cachefolder import store_path
from samples import document, index, notes, template
from terminals import on_a_terminal

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/README.md": index("a.md", "b.md", "gone.md"),
    "docs/a.md": document("A"),
    "docs/b.md": document("B – über 🚢", "Context", status=""),
    "docs/walk.md": notes("Walk"),
}
COMMAND = [sys.executable, "-m", "holdfast"]
COLOR = re.compile(r"\x1b\[[0-9;]*m")


def test_a_concise_line_is_path_line_column_severity_slug_and_finding(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(FILES), "check", "--format", "concise")
    assert done.out.splitlines() == [
        "docs/README.md:5:3: error index-dangling: gone.md does not exist",
        "docs/b.md:1:1: error field-missing: no Status",
        "docs/b.md:1:1: warning section-missing: section `Consequences` is missing",
        "docs/b.md:1:1: warning section-missing: section `Decision` is missing",
        "docs/walk.md:1:1: warning document-unbound: 0 of 3 required sections and no field of the template",
    ]


def test_what_is_unproven_is_said_to_be_so_in_a_concise_line(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    os.mkfifo(root / "docs" / "pipe.md")
    assert (
        "docs/pipe.md:1:1: unproven file-unreadable: is no regular file\n"
        in holdfast(root, "check", "--format", "concise").out
    )


def test_json_has_the_same_keys_in_the_same_order_every_time(project: Project, holdfast: Holdfast) -> None:
    found = json.loads(holdfast(project(FILES), "check", "--format", "json").out)
    assert found["version"] == 1
    assert {"root", "configured", "understood", "documents", "verdicts", "summary"} <= set(found)
    keys = {tuple(verdict) for verdict in found["verdicts"]}
    assert len(keys) == 1
    stable = ["slug", "outcome", "severity", "path", "line", "column", "start", "end", "found", "remedy", "requirement"]
    assert [key for key in keys.pop() if key in stable] == stable
    assert {verdict["slug"] for verdict in found["verdicts"]} <= {rule.slug for rule in all_rules()}
    assert all(verdict["remedy"] for verdict in found["verdicts"])
    assert found["summary"] == {"holds": 1, "broken": 5, "notes": 0, "unproven": 0, "stale": 0, "waived": 0}


def test_json_quotes_the_line_of_the_template_that_makes_a_demand(project: Project, holdfast: Holdfast) -> None:
    found = json.loads(holdfast(project(FILES), "check", "--format", "json").out)
    assert [one["requirement"] for one in found["verdicts"] if one["slug"] == "field-missing"] == [
        {"path": "docs/TEMPLATE.md", "line": 4, "text": "**Status:** [Draft | Active | Deprecated]"}
    ]


def test_text_quotes_the_line_of_the_template_and_says_what_to_do(project: Project, holdfast: Holdfast) -> None:
    out = holdfast(project(FILES), "check").out
    assert re.match(r"docs   template docs/TEMPLATE\.md \(guessed\)   3 documents\b.*   index README\.md\n", out)
    assert "template  TEMPLATE.md:4   **Status:** [Draft | Active | Deprecated]\n" in out
    assert out.count("          remedy    ") == 5
    assert "why: holdfast explain index-dangling\n" in out
    assert out.endswith("2 can be mended: holdfast fix --unsafe\n")


def lines(form: str, raw: bytes) -> list[bytes]:
    """Return the JSON documents that a format wrote."""
    return raw.splitlines() if form == "jsonl" else [raw]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("form", format_names())
def test_a_terminal_without_unicode_gets_it_spelled_out(
    project: Project, holdfast: Holdfast, form: str, encoding: str
) -> None:
    files = {**FILES, "docs/b.md": document("B", "Context", status="Bogus 🚢 – ü")}
    done = holdfast(project(files), "check", "--format", form, PYTHONIOENCODING=encoding)
    assert (done.code, done.err) == (1, "")
    if form in {"gitlab", "json", "jsonl", "sarif"}:
        assert "Bogus 🚢 – ü" in json.dumps([json.loads(line) for line in lines(form, done.raw)], ensure_ascii=False)
    elif form == "junit":
        assert "Bogus 🚢 – ü" in "".join(one.get("message", "") for one in ET.fromstring(done.raw).iter())
    else:
        assert "Bogus \\U0001f6a2" in done.raw.decode(encoding)


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("", "docs/b.md:1:1:"),
        (".git", "../docs/b.md:1:1:"),
        ("docs", "b.md:1:1:"),
    ],
)
@pytest.mark.parametrize("form", ["text", "concise"])
def test_paths_are_shown_from_where_one_stands(
    project: Project, holdfast: Holdfast, form: str, folder: str, shown: str
) -> None:
    out = holdfast(project(FILES) / folder, "check", "--format", form).out
    assert any(line.startswith(shown.removesuffix(":1:1:") if form == "text" else shown) for line in out.splitlines())


def test_colour_is_for_terminals_and_changes_no_word(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    plain, coloured = holdfast(root, "check").out, on_a_terminal(root, [*COMMAND, "check"])
    assert "\x1b" not in plain
    assert COLOR.search(coloured)
    assert COLOR.sub("", coloured) == plain


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_can_be_kept_free_of_colour(project: Project, env: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(project(FILES), [*COMMAND, "check"], **env)


def test_colour_can_be_forced_where_there_is_no_terminal(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    assert COLOR.search(holdfast(root, "check", FORCE_COLOR="1").out)
    assert not COLOR.search(holdfast(root, "check", FORCE_COLOR="1", NO_COLOR="1").out)
    assert not COLOR.search(holdfast(root, "check", FORCE_COLOR="").out)


@pytest.mark.parametrize(
    "line",
    [
        "check",
        "check --all",
        "check --format json",
        "rules",
        "rules --format json",
        "template show",
        "explain section-missing",
        "--help",
        "check --help",
        "--version",
    ],
)
def test_a_reader_that_has_seen_enough_gets_no_traceback(project: Project, line: str) -> None:
    root = project({**FILES, **{f"docs/{n}.md": document("N", "Context", status="") for n in range(40)}})
    whole = subprocess.run([*COMMAND, *line.split()], cwd=root, capture_output=True, check=False)
    reader, writer = os.pipe()
    os.close(reader)
    cut = subprocess.run([*COMMAND, *line.split()], cwd=root, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (cut.returncode, cut.stderr) == (whole.returncode, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("line", ["check", "rules", "--help", "--version"])
def test_a_full_disk_is_told_in_one_line(project: Project, line: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *line.split()], cwd=project(FILES), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert (
        done.stderr.decode()
        == "holdfast: cannot write the output: No space left on device; make room, or write it elsewhere\n"
    )


def snapshot(root: Path) -> tuple[str, list[tuple[str, int, int, int]]]:
    """Return what git says of a project, ignored files included, and every file with size, times and mode."""
    command = ["git", "--no-optional-locks", "-C", str(root), "status", "--ignored", "--porcelain"]
    status = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    listing = []
    for folder, names, files in os.walk(root):
        for name in (*names, *files):
            path = os.path.join(folder, name)
            stat = os.lstat(path)
            listing.append((path, stat.st_size, stat.st_mtime_ns, stat.st_mode))
    return status, sorted(listing)


COMMANDS = [
    *[["check", "--all", "--format", form] for form in format_names()],
    ["check", "docs/a.md"],
    ["check", "--no-cache"],
    ["check", "--template-version", "best"],
    ["rules"],
    ["template", "show"],
    ["explain", "section-missing"],
    ["completion", "bash"],
]


def test_nothing_is_written_into_the_project(project: Project, holdfast: Holdfast) -> None:
    root = project({**FILES, ".gitignore": "build/\n", "build/x.txt": "x\n"})
    for command in (["add", "."], ["commit", "-q", "-m", "All"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    time.sleep(0.05)
    before = snapshot(root)
    for command in COMMANDS:
        assert holdfast(root, *command).code in (0, 1), command
        assert snapshot(root) == before, command
    assert os.path.exists(store_path(str(root)))


def test_the_cache_is_kept_in_the_users_cache_folder(project: Project, holdfast: Holdfast, isolated: Path) -> None:
    root = project(FILES)
    holdfast(root, "check")
    written = [path for path in isolated.rglob("*") if path.is_file()]
    assert Path(store_path(str(root))) in written
    assert all(path.is_relative_to(isolated / "cache" / "holdfast") for path in written)


def test_without_the_cache_nothing_is_written_at_all(project: Project, holdfast: Holdfast, isolated: Path) -> None:
    holdfast(project(FILES), "check", "--no-cache")
    assert list(isolated.rglob("*")) == []
