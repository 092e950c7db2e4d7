"""``holdfast new`` on a terminal: what it asks, what Enter does, and that nothing is left behind where one stops."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from samples import template
from test_new import SEED

Project = Callable[..., Path]


class Terminal:
    """One run of the command line on a terminal of its own."""

    def __init__(self, cwd: Path, *arguments: str) -> None:
        """Start the command."""
        self.child = pexpect.spawn(
            sys.executable, ["-m", "holdfast", *arguments], cwd=str(cwd), env={**os.environ, "TERM": "xterm"},
            encoding="utf-8", timeout=30, dimensions=(50, 160),
        )  # fmt: skip

    def answer(self, prompt: str, answer: str) -> str:
        """Wait for a prompt, which ends in a colon and a space, answer it, and return the whole line."""
        self.child.expect_exact(f"{prompt}")
        self.child.expect_exact(": ")
        line = str(prompt + self.child.before)
        self.child.sendline(answer)
        return line

    def rest(self) -> str:
        """Return what is printed up to the end."""
        self.child.expect(pexpect.EOF)
        self.child.close()
        return str(self.child.before).replace("\r\n", "\n")

    @property
    def stopped(self) -> bool:
        """Whether the command ended as one that was interrupted."""
        return self.child.exitstatus == 130 or self.child.signalstatus == 2


def test_it_asks_for_each_field_with_its_words_and_its_default(project: Project) -> None:
    root = project({"docs/design/TEMPLATE.md": SEED})
    terminal = Terminal(root, "new", "Tide tables", "--date", "2026-11-22")
    assert terminal.answer("  Status", "") == "  Status (Draft, Active, Deprecated, Research) [Draft]"
    assert terminal.answer("  Related", "") == "  Related (Links to related design docs) [fill it in later]"
    assert "wrote docs/design/01-tide-tables.md   number 01" in terminal.rest()
    assert terminal.child.exitstatus == 0
    text = (root / "docs/design/01-tide-tables.md").read_text()
    assert "**Status:** Draft\n**Related:** [Links to related design docs]\n" in text


def test_an_answer_that_does_not_fit_is_asked_for_once_more(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template()})
    terminal = Terminal(root, "new")
    terminal.answer("Title", "")
    terminal.answer("Title", "Tide tables")
    terminal.answer("  Date (YYYY-MM-DD)", "yesterday")
    terminal.answer("the template asks for YYYY-MM-DD\r\n  Date (YYYY-MM-DD)", "2025-02-03")
    terminal.answer("  Status", "brilliant")
    terminal.answer("choose one of Draft, Active, Deprecated\r\n  Status", "active")
    terminal.rest()
    text = (root / "docs/tide-tables.md").read_text()
    assert text.startswith("# Tide tables\n\n**Date:** 2025-02-03\n**Status:** Active\n")


def test_an_optional_field_is_left_out_with_enter(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template().replace("\n**Status", "\n**Owner (optional):** [Who]\n**Status")})
    terminal = Terminal(root, "new", "A", "--date", "2025-02-03")
    assert terminal.answer("  Owner", "") == "  Owner (Who) [leave it out]"
    terminal.answer("  Status", "")
    assert "left out as optional: Owner\n" in terminal.rest()
    assert "Owner" not in (root / "docs/a.md").read_text()


def test_it_asks_which_template_where_there_are_several_or_none(project: Project) -> None:
    root = project({"docs/adr/template.md": template(), "docs/design/TEMPLATE.md": SEED})
    terminal = Terminal(root, "new", "A")
    terminal.answer("Which kind of document?\r\n  1  adr        docs/adr/     docs/adr/template.md", "nothing")
    terminal.answer("  there is no nothing; answer with a number from 1 to 2\r\nNumber or name [1]", "2")
    terminal.child.expect_exact(
        "docs/design/01-a.md, from docs/design/TEMPLATE.md. Enter takes what stands in brackets."
    )
    terminal.child.sendintr()
    terminal.rest()
    terminal = Terminal(project({}, name="empty"), "new", "A")
    terminal.answer("This project has no template yet. Which built-in one?", "")
    terminal.child.expect_exact("docs/design/01-a.md, from builtin:design.")
    terminal.child.sendintr()
    terminal.rest()


@pytest.mark.parametrize("how", ["sendintr", "sendeof"])
def test_whoever_stops_leaves_nothing_behind(project: Project, how: str) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/README.md": "# Index\n"})
    before = sorted(root.rglob("*"))
    terminal = Terminal(root, "new", "A")
    terminal.answer("  Date", "")
    terminal.child.expect_exact("  Status (Draft, Active, Deprecated) [Draft]: ")
    getattr(terminal.child, how)()
    assert "nothing was written\nholdfast: interrupted\n" in terminal.rest()
    assert terminal.stopped
    assert sorted(root.rglob("*")) == before


def test_with_no_input_nothing_is_asked_on_a_terminal_either(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template()})
    terminal = Terminal(root, "new", "A", "--no-input")
    assert terminal.rest().startswith("wrote docs/a.md   template docs/TEMPLATE.md\n")
    assert terminal.child.exitstatus == 0
    terminal = Terminal(root, "new", "--no-input")
    assert 'a document needs a title; write holdfast new "TITLE"' in terminal.rest()
    assert terminal.child.exitstatus == 2
