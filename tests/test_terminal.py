"""What a terminal gets: lines of its width, hyperlinks where it follows them, and progress that goes away again."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Done
from holdfast.formats.layout import columns, cut, flow, wrap
from samples import document, index, template
from terminals import on_a_terminal

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/README.md": index("a.md", "b.md", "a-document-with-a-long-name-that-is-not-there.md"),
    "docs/a.md": document(
        "A", "Context", status="Something that nobody has ever heard of in any template of this kind"
    ),
    "docs/b.md": document("B", "Context", "決定" * 30, status=""),
}
CODES = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;;(?P<address>[^\x1b]*)\x1b\\(?P<text>.*?)\x1b\]8;;\x1b\\")


def shown(root: Path, width: int, **env: str) -> str:
    return on_a_terminal(root, [sys.executable, "-m", "holdfast", "check", "--all"], width, **env)


@pytest.mark.parametrize("width", [50, 60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal_but_for_words_that_are(project: Project, width: int) -> None:
    lines = CODES.sub("", shown(project(FILES), width)).splitlines()
    wide = [line for line in lines if columns(line) > width]
    assert [line for line in wide if max(map(columns, line.split())) < 30] == []


@pytest.mark.parametrize("width", [50, 80, 140])
def test_the_counts_stand_on_lines_of_their_own_where_one_line_is_too_long(project: Project, width: int) -> None:
    text = CODES.sub("", shown(project(FILES), width))
    between = " {6}" if width > 100 else "\n"
    assert re.search(rf"^2 documents   0 hold · 2 do not{between}\d+ broken · \d+ notes · ", text, re.MULTILINE)


def test_what_was_understood_breaks_between_its_parts(project: Project) -> None:
    text = CODES.sub("", shown(project(FILES), 50))
    assert text.startswith("docs   template docs/TEMPLATE.md (guessed)\n    2 documents, living   index README.md\n\n")


def test_a_status_goes_below_a_name_that_leaves_it_no_room(project: Project) -> None:
    name = "docs/a-document-with-a-long-name.md"
    text = CODES.sub("", shown(project({**FILES, name: document("A", "Context", status="Draft")}), 50))
    assert f"\n{name}   Draft\n" in text
    long = "docs/a-document-with-a-name-that-is-longer.md"
    text = CODES.sub("", shown(project({**FILES, long: document("A", "Context", status="Draft")}), 50))
    assert f"\n{long}\n    Draft\n" in text


@pytest.mark.parametrize("width", [50, 80, 140])
def test_wrapping_loses_no_word_of_a_finding(project: Project, holdfast: Holdfast, width: int) -> None:
    root = project(FILES)
    plain = holdfast(root, "check", "--all").out
    text = CODES.sub("", shown(root, width))
    said = [line.split(None, 3)[3] for line in plain.splitlines() if re.match(r" +\d+:\d+ ", line)]
    assert len(said) > 5
    assert [one for one in said if one.replace(" ", "") not in re.sub(r"\s", "", text)] == []


def test_columns_can_be_said_by_the_environment(project: Project) -> None:
    root = project(FILES)
    assert shown(root, 200, COLUMNS="60") == shown(root, 60)


def test_a_narrow_terminal_and_a_pipe_get_whole_lines(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    plain = holdfast(root, "check", "--all", COLUMNS="60").out
    assert CODES.sub("", shown(root, 30)) == plain == holdfast(root, "check", "--all").out


@pytest.mark.parametrize(
    "env",
    [
        {"TERM_PROGRAM": "vscode"},
        {"TERM_PROGRAM": "iTerm.app"},
        {"VTE_VERSION": "7200"},
        {"KITTY_WINDOW_ID": "1"},
        {"WT_SESSION": "x"},
        {"TERM": "xterm-kitty"},
        {"FORCE_HYPERLINK": "1", "CI": "1"},
    ],
    ids=str,
)
def test_a_terminal_that_follows_links_gets_rules_and_files_as_links(project: Project, env: dict[str, str]) -> None:
    root = project(FILES)
    links = {CODES.sub("", one["text"]): one["address"] for one in LINK.finditer(shown(root, 100, **env))}
    assert links["field-missing"] == "https://holdfast-docs.github.io/rules/field-missing/"
    assert links["docs/a.md"] == f"file://{os.uname().nodename}{root}/docs/a.md"


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"TERM_PROGRAM": "Apple_Terminal"},
        {"VTE_VERSION": "5000"},
        {"VTE_VERSION": "none"},
        {"TERM_PROGRAM": "vscode", "CI": "1"},
        {"TERM_PROGRAM": "vscode", "TERM": "dumb"},
        {"TERM_PROGRAM": "vscode", "FORCE_HYPERLINK": "0"},
    ],
    ids=str,
)
def test_other_terminals_get_no_links(project: Project, env: dict[str, str]) -> None:
    assert "\x1b]8" not in shown(project(FILES), 100, **env)


def test_links_change_no_word(project: Project) -> None:
    root = project(FILES)
    assert LINK.sub(lambda one: one["text"], shown(root, 80, TERM_PROGRAM="vscode")) == shown(root, 80)


def test_a_file_name_cannot_leave_its_link(project: Project) -> None:
    name = "\x1b]8;;https:evil\x1b\\ ;x%.md"
    root = project({"docs/TEMPLATE.md": template(), f"docs/{name}": document("A", status="")})
    addresses = [one["address"] for one in LINK.finditer(shown(root, 100, TERM_PROGRAM="vscode"))]
    assert f"file://{os.uname().nodename}{root}/docs/%1B%5D8%3B%3Bhttps%3Aevil%1B%5C%20%3Bx%25.md" in addresses


@pytest.mark.parametrize("env", [{"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}], ids=str)
def test_colour_can_be_forced_in_both_usual_ways(project: Project, holdfast: Holdfast, env: dict[str, str]) -> None:
    root = project(FILES)
    assert CODES.search(holdfast(root, "check", **env).out)
    assert not CODES.search(holdfast(root, "check", **env, NO_COLOR="1").out)


PROGRESS = """
from holdfast.cli.terminal import Progress
progress = Progress("checking")
progress(1, 9)
progress.start -= 2
progress(5, 9)
progress.clear()
progress.clear()
print("done")
"""


def test_progress_is_shown_after_a_second_and_goes_away(tmp_path: Path) -> None:
    assert on_a_terminal(tmp_path, [sys.executable, "-c", PROGRESS], 80) == "\r checking  5/9\x1b[K\r\x1b[Kdone\n"


@pytest.mark.parametrize("redirected", ["", "2>&-"])
def test_without_a_terminal_there_is_no_progress(tmp_path: Path, redirected: str) -> None:
    script = f"from holdfast.world.output import open_closed_streams\nopen_closed_streams()\n{PROGRESS}"
    command = ["sh", "-c", f'exec "$0" -c "$1" {redirected}', sys.executable, script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


@given(st.text("ab 漢é́\u0301🚢", max_size=60), st.integers(1, 30), st.integers(1, 30))
def test_wrapping_keeps_every_character_and_the_width(text: str, first: int, width: int) -> None:
    lines = wrap(text, first, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert columns(line) <= (width if number else first) or " " not in line


@given(st.text("ab 漢é\u0301🚢", max_size=40), st.integers(1, 30))
def test_what_is_cut_fits_and_what_fits_is_not_cut(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= width
    assert cut(text, columns(text)) == text
    assert cut(text, 0) == text


COUNTS = st.lists(st.lists(st.text("ab 1", min_size=1).map(str.strip).filter(bool), min_size=1), min_size=1)


@given(COUNTS, st.integers(0, 60))
def test_counts_that_flow_keep_their_order_and_break_only_between_counts(groups: list[list[str]], width: int) -> None:
    lines = list(flow(groups, width))
    assert [piece for line in lines for piece in re.split(" · | {6,}", line)] == [
        piece for group in groups for piece in re.split(" {6,}", " · ".join(group)) for piece in piece.split(" · ")
    ]
    assert all(columns(line) <= width or " · " not in line for line in lines) or not width


def test_colours_need_no_columns() -> None:
    assert list(flow([["\x1b[32m2 hold\x1b[0m", "1 does not"], ["1 broken"]], 34)) == [
        "\x1b[32m2 hold\x1b[0m · 1 does not      1 broken"
    ]
