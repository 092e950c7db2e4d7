"""Nothing that a stranger wrote reaches a terminal or the log of a CI runner as it came."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.formats import format_names
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

EVIL = "\x1bcowned\x07\u202egnp\u2066\u200b\x9b2J\x7f"
ORDER = "::error file=x,line=1::owned"
NAMES = [
    "\x1b[2Jclear.md",
    "line\nbreak.md",
    "line\n::error file=a::b.md",
    "line\r::set-output name=a::b.md",
    "rtl-\u202egpj.md",
    "isolate-\u2066a\u2069.md",
    "zero\u200bwidth.md",
    "separator\u2028a.md",
    "c1-\x9b31m.md",
    "tags-\U000e0041\U000e007f.md",
    "filler-\u3164\u115f.md",
    "\x7fdelete.md",
    os.fsdecode(b"latin-\xe9.md"),
    "::error title=x::y.md",
    "::stop-commands::token.md",
    "##[error]x.md",
    "##vso[task.setvariable variable=a]b.md",
    "##teamcity[buildStop comment='x'].md",
]
RAW = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xe2\x80[\x8b-\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xd8\x9c"
    rb"|\xf3\xa0[\x80-\xbf]|\xe3\x85\xa4|\xe1\x85[\x9f\xa0]"
)
"""Bytes of control, bidirectional and invisible characters in UTF-8; tab and line feed are what a line is made of."""
COMMAND = re.compile(rb"^\s*(?:::|##\[|##vso\[|##teamcity\[)", re.MULTILINE)


OWN = re.compile(rb"^::(?:error|warning|notice) file=[^:,\n]*,line=\d+,col=\d+,title=[a-z() -]*::[^\n]*$", re.MULTILINE)
"""A workflow command as the format for GitHub writes it."""


def assert_harmless(done: Done, form: str = "") -> None:
    """The output has no raw control characters, no order to a runner, and no byte that is no UTF-8."""
    for raw in (OWN.sub(b"", done.raw) if form == "github" else done.raw, done.err.encode()):
        assert not RAW.findall(raw)
        assert not COMMAND.findall(raw)
    done.raw.decode()


@pytest.mark.parametrize("form", format_names())
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_name_is_spelled_out_in_every_format(project: Project, holdfast: Holdfast, name: str, form: str) -> None:
    """At the root, so that the name is what its line starts with; the document lacks its status, so that it is named."""
    root = project({"TEMPLATE.md": template(), name: document("A", status="")})
    done = holdfast(root, "check", "--format", form)
    assert done.code == 1
    assert "no Status" in done.out
    assert_harmless(done, form)


@pytest.mark.parametrize("form", format_names())
def test_names_of_folders_templates_and_indexes_are_spelled_out(
    project: Project, holdfast: Holdfast, form: str
) -> None:
    folder = f"::error::{EVIL}/docs"
    root = project(
        {
            f"{folder}/{EVIL}-template.md": template(),
            f"{folder}/a.md": document("A", status=""),
            f"{folder}/b.md": document("B"),
            f"{folder}/README.md": "# Index\n\n- [A](a.md)\n- [B](b.md)\n- [C](c.md)\n",
            f"other/{EVIL}-template.md": template("Unused"),
            f"{folder}/sub/TEMPLATE.md": template("Sub"),
            f"{folder}/sub/{EVIL}.md": document("C", "Sub", status=""),
        }
    )
    (root / folder / f"{EVIL}.md").symlink_to("gone.md")
    done = holdfast(root, "check", "--format", form)
    assert done.code == 1
    assert "file-unreadable" in done.out
    assert_harmless(done, form)


@pytest.mark.parametrize("form", format_names())
def test_text_of_documents_and_templates_is_spelled_out(project: Project, holdfast: Holdfast, form: str) -> None:
    """Titles, fields, headings, links, placeholders, tables, tasks: each of them comes back in some message."""
    sheet = (
        f"# [Title {EVIL}]\n\n**Date:** [Month Year - e.g., January {EVIL} 2025]\n**Status:** [Draft | Active | {EVIL}]\n**Owner {EVIL}:** [Who]\n\n"
        f"## Context {EVIL}\n\n[Why {EVIL}]\n\n{ORDER}\n\n## Plan {EVIL}\n\n- [ ] Task {EVIL} 1\n\n"
        f"## Numbers\n\n| Metric | Target {EVIL} | Actual | Notes |\n|--|--|--|--|\n| [M] | [T] | [A] | [N] |\n\n## Gone {EVIL}\n\n[x]\n"
    )
    body = (
        f"# {ORDER}{EVIL}\n\n**Date:** January {EVIL} 2025\n**Status:** Bogus {EVIL}\n\n"
        f"## 1. Context {EVIL}\n\n[Why {EVIL}]\n\n[a](<gone{EVIL}.md>) [b](<#nowhere{ORDER}{EVIL}>) [c](<b.md#{EVIL}>)\n\n"
        f"## 1. Plan {EVIL}\n\n- ✅ {ORDER} {EVIL}\n\n## Numbers\n\n| Metric | Target {EVIL} |\n|--|--|\n| a | b |\n\n## {ORDER}{EVIL} Gone\n\nTBD\n"
    )
    root = project(
        {
            "docs/TEMPLATE.md": sheet,
            "docs/a.md": body,
            "docs/b.md": f"# {EVIL}\n\n## {ORDER}\n\nText.\n",
            "docs/README.md": f"# Index {EVIL}\n\n- [A](a.md) - {EVIL}\n- [{EVIL}](<{EVIL}.md>) - {ORDER}\n- [B](b.md)\n",
        }
    )
    done = holdfast(root, "check", "--all", "--format", form)
    assert done.code == 1
    expected = {
        "anchor-broken",
        "field-invalid",
        "field-missing",
        "index-dangling",
        "link-broken",
        "number-duplicate",
        "placeholder-left",
    }
    assert expected <= set(re.findall(r"[a-z]+(?:-[a-z]+)+", done.out))
    assert_harmless(done, form)


def test_first_sight_spells_out_what_it_shows(project: Project, holdfast: Holdfast) -> None:
    files = {
        f"{EVIL}{number}.md": document(f"{EVIL}{number}", "Decision", "Consequences", status="") for number in range(20)
    }
    done = holdfast(project({"TEMPLATE.md": template(), **files}), "check")
    assert "more: holdfast check --all" in done.out
    assert_harmless(done)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_template_is_shown_spelled_out(project: Project, holdfast: Holdfast, form: str) -> None:
    name = f"{EVIL}-template.md"
    root = project(
        {
            name: template(f"Context {EVIL}", ORDER, status=f"[Draft | {EVIL} | {ORDER}]").replace(
                "**Date:**", f"**{EVIL} Date:**"
            )
        }
    )
    for arguments in ((), (name,)):
        done = holdfast(root, "template", "show", *arguments, "--format", form)
        assert done.code == 0
        assert_harmless(done)


def test_complaints_are_spelled_out(project: Project, holdfast: Holdfast) -> None:
    root = project({"TEMPLATE.md": template(), "holdfast.toml": f'"{json.dumps(EVIL)[1:-1]}" = 1\n'})
    for arguments in (
        ("check",),
        ("check", f"{EVIL}.md"),
        ("check", "--format", EVIL),
        ("explain", EVIL),
        (EVIL,),
        ("check", f"--{EVIL}"),
        ("check", "--fail-on", EVIL),
    ):
        done = holdfast(root, *arguments)
        assert (done.code, done.out) == (2, "")
        assert_harmless(done)


def test_an_unreadable_directive_is_told_spelled_out(project: Project, holdfast: Holdfast) -> None:
    root = project(
        {
            f"{EVIL}-template.md": f"# [T]\n\n## A <!-- holdfast: {EVIL.replace('[', '')} -->\n\n[x]\n",
            "a.md": document("A"),
        }
    )
    done = holdfast(root, "check")
    assert done.code == 2
    assert_harmless(done)


@pytest.mark.parametrize("order", ["##[add-path]/tmp", "##vso[task.prependpath]/tmp"])
@pytest.mark.parametrize("form", ["text", "concise"])
def test_no_order_to_a_runner_stands_in_the_middle_of_a_line(
    project: Project, holdfast: Holdfast, form: str, order: str
) -> None:
    """The runner of GitHub Actions and the agent of Azure Pipelines search every line for these."""
    root = project(
        {
            "TEMPLATE.md": template(),
            "a.md": document("A", status=f"Bogus {order}"),
            f"{order.replace('/', '-')}.md": document("B", status=""),
        }
    )
    done = holdfast(root, "check", "--format", form)
    assert done.code == 1
    assert "Bogus" in done.out
    assert order.split("]")[0] not in done.out + done.err


@pytest.mark.parametrize("word", ["task", "vso", "prependpath"])
def test_no_order_to_a_runner_is_put_together_of_words_that_are_set_off(
    project: Project, holdfast: Holdfast, word: str
) -> None:
    order = "##vso[task.prependpath]/tmp"
    root = project({"TEMPLATE.md": template(), "a.md": document("A") + f"\nIt says {order} here.\n"})
    done = holdfast(root, "search", word)
    assert "prependpath" in done.out
    assert "##vso[" not in done.out
