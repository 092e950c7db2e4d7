"""``holdfast demo``: a story told in a repository of its own, every command of it run, and its picture for the README."""

import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET

import pexpect
import pytest

from holdfast.engine.tour.story import END, STORY
from results import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import record_demo

SVG = "{http://www.w3.org/2000/svg}"


def test_the_story_is_told_whole_where_nobody_is_asked(holdfast, tmp_path, isolated):
    done = holdfast(tmp_path, "demo", TMPDIR=str(tmp_path))
    assert (done.code, done.err) == (0, "")
    words = " ".join(done.out.split())
    for number, scene in enumerate(STORY, 1):
        assert f"{number}/{len(STORY)} {' '.join(scene.words.split())}" in words
    assert " ".join(END.split()) in words
    standing = re.findall(r"3 documents   (\d) holds? · (\d) do(?:es)? not", done.out)
    assert standing == [("3", "0"), ("0", "3"), ("3", "0")]
    assert "mended index-dangling" in done.out
    assert "docs/design/02-signals.md:12 warning path-missing: src/ferry/bells.py does not exist" in done.out
    assert "names `src/ferry/signals.py` (line 12)" in done.out
    assert list(tmp_path.iterdir()) == []
    assert not list((isolated / "cache").rglob("*"))
    assert not list((isolated / "state").rglob("*"))


def test_the_repository_can_be_kept_and_is_the_same_whatever_git_of_the_machine(holdfast, tmp_path):
    hook = tmp_path / "hooks" / "pre-commit"
    hook.parent.mkdir()
    hook.write_text("#!/bin/sh\ntouch hooked\nexit 1\n")
    hook.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[core]\n\thooksPath = {hook.parent}\n[commit]\n\tgpgSign = true\n[color]\n\tui = always\n")
    odd = {"GIT_CONFIG_GLOBAL": str(settings), "GIT_DIR": "/nowhere", "GIT_AUTHOR_NAME": "Eve"}
    done = holdfast(tmp_path, "demo", "--into", "here", **odd)
    assert (done.code, "The repository is in here." in done.out) == (0, True)
    assert "\x1b" not in done.out
    assert not list(tmp_path.rglob("hooked"))
    command = ["git", "log", "main", "--format=%h %ad %an", "--date=iso", "--abbrev=7"]
    log = subprocess.run(command, cwd=tmp_path / "here", capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line[8:] for line in log][1] == "2024-05-17 09:00:00 +0000 Ada"
    picture = (ROOT / "docs" / "demo.svg").read_text(encoding="utf-8")
    assert all(f">{line[:7]}</text>" in picture for line in log)
    assert holdfast(tmp_path / "here", "check").code == 0


def test_a_folder_that_is_not_empty_is_refused_and_left(holdfast, tmp_path):
    (tmp_path / "mine").write_text("x")
    for folder in (".", "mine"):
        done = holdfast(tmp_path, "demo", "--into", folder)
        assert (done.code, "empty" in done.err or "exists" in done.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.fixture
def terminal(tmp_path):
    """The tour on a terminal, with a folder of its own for temporary files."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "holdfast", "demo"],
        cwd=str(tmp_path),
        env={**os.environ, "TMPDIR": str(tmp_path), "TERM": "xterm-256color"},
        dimensions=(30, 100),
        timeout=60,
        encoding="utf-8",
    )
    yield child
    child.close(force=True)


def test_on_a_terminal_it_waits_between_the_scenes(terminal, tmp_path):
    for number in range(1, len(STORY)):
        terminal.expect_exact(f"{number}/{len(STORY)}")
        terminal.expect_exact("Enter goes on, Ctrl-C ends")
        terminal.sendline("")
    terminal.expect_exact("That was the tour.")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert list(tmp_path.iterdir()) == []


def test_whoever_has_seen_enough_leaves_nothing_behind(terminal, tmp_path):
    terminal.expect_exact("Enter goes on, Ctrl-C ends")
    terminal.kill(signal.SIGINT)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert list(tmp_path.iterdir()) == []


def test_the_picture_of_the_readme_is_what_the_tour_prints():
    done = subprocess.run(
        [sys.executable, "scripts/record_demo.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "](docs/demo.svg)" in (ROOT / "README.md").read_text()


def test_the_picture_stands_alone_and_everything_in_it_is_inside():
    text = (ROOT / "docs" / "demo.svg").read_text(encoding="utf-8")
    assert len(text) < 100_000
    root = ET.fromstring(text)
    assert not re.search(r"href|url\(|@import|<script|<image|foreignObject|http(?!://www\.w3\.org/2000/svg)", text)
    for one in root.iter(f"{SVG}text"):
        start, wide = float(one.get("x", 0)), float(one.get("textLength", 0))
        assert start + wide <= record_demo.WIDTH - record_demo.MARGIN + 1
        assert 0 < float(one.get("y", 0)) < record_demo.HEIGHT - 30
    frames = re.findall(
        r"@keyframes (\w+)\{(?:0%\{visibility:hidden\})?([\d.]+)%\{visibility:visible\}([\d.,]+)%", text
    )
    beats = [one.get("style") for one in root.iter(f"{SVG}g")]
    assert beats == [f"animation-name:{name}" for name, _, _ in frames]
    assert all(float(start) < float(end.split("%")[0].split(",")[0]) for _, start, end in frames)
    assert sum("poster" in (one.get("class") or "") for one in root.iter(f"{SVG}g")) == 3


def test_a_picture_that_is_out_of_date_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(record_demo, "recorded", lambda: iter(()))
    monkeypatch.setattr(record_demo, "picture", lambda scenes: "new")
    monkeypatch.setattr(record_demo, "TARGET", tmp_path / "demo.svg")
    assert record_demo.main(["--check"]) == 1
    assert "run python scripts/record_demo.py" in capsys.readouterr().err
    assert record_demo.main([]) == 0
    assert record_demo.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("plain", [("plain", "#c9d1d9", False)]),
        ("\x1b[31merror\x1b[0m x", [("error", "#ff7b72", False), (" x", "#c9d1d9", False)]),
        ("\x1b[1;32mgood\x1b[m", [("good", "#7ee787", True)]),
    ],
)
def test_colours_of_the_terminal_are_those_of_the_picture(line, runs):
    assert [tuple(one) for one in record_demo._runs(line)] == runs
