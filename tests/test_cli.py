"""The command line: exit codes, complaints, and what a run is narrowed to."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast import __version__
from holdfast.cli import build_parser
from holdfast.formats import format_names
from holdfast.world.files import LIMIT
from samples import document, index, notes, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

HOLDS = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}
BROKEN = {**HOLDS, "docs/b.md": document("B", status="")}
MILD = {**HOLDS, "docs/b.md": document("B", "Context", "Decision", status="Draft")}
MANY = {
    "docs/TEMPLATE.md": template(),
    **{f"docs/{n:02}.md": document(f"N {n}", "Decision", status="") for n in range(13)},
}


def test_nothing_to_fix_is_0(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(HOLDS), "check")
    assert (done.code, done.err) == (0, "")
    assert "2 documents   2 hold · 0 do not" in done.out


def test_a_fault_is_1(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(BROKEN), "check")
    assert (done.code, done.err) == (1, "")
    assert "field-missing" in done.out


@pytest.mark.parametrize(("limit", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_a_mild_fault_fails_only_where_it_is_asked_to(
    project: Project, holdfast: Holdfast, limit: str, code: int
) -> None:
    root = project(MILD)
    assert holdfast(root, "check").code == 0
    assert holdfast(root, "check", "--fail-on", limit).code == code
    project({"holdfast.toml": f'fail-on = "{limit}"\n'})
    assert holdfast(root, "check").code == code


def test_the_option_comes_before_the_configuration(project: Project, holdfast: Holdfast) -> None:
    root = project({**MILD, "holdfast.toml": 'fail-on = "note"\n'})
    assert [holdfast(root, "check", *more).code for more in ((), ("--fail-on", "error"))] == [1, 0]


def test_what_cannot_be_found_out_is_3_and_a_fault_beside_it_is_1(project: Project, holdfast: Holdfast) -> None:
    root = project(HOLDS)
    os.mkfifo(root / "docs" / "pipe.md")
    assert holdfast(root, "check").code == 3
    project({"docs/b.md": BROKEN["docs/b.md"]})
    assert holdfast(root, "check").code == 1


def test_nothing_to_check_is_2_but_0_where_that_is_allowed(project: Project, holdfast: Holdfast) -> None:
    root = project({"README.md": notes("Read me"), "docs/guide.md": notes("Guide")})
    for more, code in (((), 2), (("--allow-empty",), 0)):
        done = holdfast(root, "check", *more)
        assert (done.code, done.out) == (code, "")
        assert done.err.startswith("holdfast: no documents found here\n")


def test_a_file_named_explicitly_that_cannot_be_read_is_2(project: Project, holdfast: Holdfast) -> None:
    root = project(BROKEN)
    with open(root / "docs" / "huge.md", "wb") as file:
        file.truncate(LIMIT + 1)
    assert holdfast(root, "check", "docs").code == 1
    done = holdfast(root, "check", "docs/b.md", "docs/huge.md")
    assert done.code == 2
    assert "file-unreadable" in done.out


def test_no_command_prints_the_help_and_is_2(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project({}))
    assert done.code == 2
    assert done.out.startswith("usage: holdfast")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--help"],
        ["lint", "-h"],
        ["template", "show", "--help"],
        ["rules", "--help"],
        ["explain", "--help"],
    ],
)
def test_help_is_0(project: Project, holdfast: Holdfast, arguments: list[str]) -> None:
    done = holdfast(project({}), *arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("usage: holdfast")


@pytest.mark.parametrize("columns", ["50", "80", "120"])
def test_the_overview_names_every_command_once_and_fits_the_terminal(
    project: Project, holdfast: Holdfast, columns: str
) -> None:
    done = holdfast(project({}), "--help", COLUMNS=columns)
    listed = re.findall(r"^  ([a-z]+) ", done.out, re.MULTILINE)
    [choices] = [one.choices for one in build_parser()._actions if one.dest == "command"]
    assert sorted([*listed, "lint"]) == sorted(choices)
    assert max(map(len, done.out.splitlines())) <= int(columns)
    assert "'holdfast check'" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("2", "did you mean docs/0002-beds.md?"),
        ("ADR-0002", "did you mean docs/0002-beds.md?"),
        ("0002-beds", "did you mean docs/0002-beds.md?"),
        ("docs/adr/0002-beds.md", "did you mean docs/0002-beds.md?"),
        ("1", "did you mean docs/0001-apples.md or docs/0001-pears.md?"),
        ("7", "check the spelling, or the folder you are in"),
        ("beds", "check the spelling, or the folder you are in"),
    ],
)
def test_a_document_that_is_called_by_its_number_or_without_its_folder_is_named(
    project: Project, holdfast: Holdfast, word: str, said: str
) -> None:
    names = ("0001-apples", "0001-pears", "0002-beds")
    files = {f"docs/{name}.md": document(name) for name in names}
    done = holdfast(project({"docs/TEMPLATE.md": template(), **files}), "status", word)
    assert (done.code, done.err) == (2, f"holdfast: {word}: there is no such file or folder; {said}\n")


def test_the_version_is_printed(project: Project, holdfast: Holdfast) -> None:
    assert holdfast(project({}), "--version")[:3] == (0, f"holdfast {__version__}\n", "")


USAGE = {
    "chek": "holdfast: command: 'chek' is not valid; did you mean 'check'?\n",
    "check --formt json": "holdfast: --formt: no such option; did you mean '--format'?\n",
    "check --format jsn": "holdfast: --format: there is no format 'jsn'; did you mean 'json'? valid are concise, github, gitlab, json,",
    "check --fail-on eror": "holdfast: --fail-on: 'eror' is not valid; did you mean 'error'? valid are error, never, note, warning",
    "check --config": "holdfast: argument --config: expected one argument; see 'holdfast check --help'",
    "check --config gone.toml": "holdfast: gone.toml: cannot be read: no such file or directory; name another with",
    "check --baseline gone.json": "holdfast: gone.json: there is no such baseline; ",
    "check --template-version newest": "holdfast: --template-version: 'newest' is no version; ",
    "check --template-version 2020": "holdfast: template-version: '2020' is no version of a template here; valid are ",
    "verify --jobs few": "holdfast: --jobs: 'few' is no number; see 'holdfast verify --help'",
    "verify --select cobol": "holdfast: --select cobol: no claim answers to that; holdfast verify --list",
    "check gone.md": "holdfast: gone.md: there is no such file or folder; ",
    "check ../elsewhere/x.md": "holdfast: ../elsewhere/x.md: lies outside the project at ",
    "check /": "holdfast: /: lies outside the project at ",
    "template": "holdfast: the following arguments are required: VERB; see 'holdfast template --help'",
    "template shwo": "holdfast: VERB: 'shwo' is not valid; did you mean 'show'?",
    "template show gone.md": "holdfast: gone.md: there is no such template; ",
    "template show builtin:desing": "holdfast: builtin:desing: there is no such template; ",
    "template show --format xml": "holdfast: --format: 'xml' is not valid; valid are json, text",
    "rules --format jsn": "holdfast: --format: 'jsn' is not valid; did you mean 'json'? valid are json, markdown, text",
    "rules extra": "holdfast: extra: is one argument too many; quote what has a space in it, or see 'holdfast rules --help'\n",
    "new Rate limits": "holdfast: limits: is one argument too many; quote what has a space in it, ",
    "explain section.missing": "holdfast: there is no rule 'section.missing'; did you mean 'section-missing'?\n",
    "explain zzz": "holdfast: there is no rule 'zzz'; valid are advice-left, anchor-broken,",
    "explain": "holdfast: the following arguments are required: SLUG; see 'holdfast explain --help'",
    "completion ksh": "holdfast: shell: 'ksh' is not valid; did you mean 'zsh'? valid are bash, fish, tcsh, zsh",
}


@pytest.mark.parametrize(("line", "complaint"), USAGE.items(), ids=USAGE)
def test_what_cannot_be_followed_is_2_with_what_would_be_valid(
    project: Project, holdfast: Holdfast, line: str, complaint: str
) -> None:
    project({"x.md": document("X")}, name="elsewhere")
    done = holdfast(project(HOLDS), *line.split())
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(complaint)
    assert done.err.count("\n") == 1


def test_the_folder_above_the_project_lies_outside_of_it(project: Project, holdfast: Holdfast) -> None:
    assert "lies outside the project" in holdfast(project(HOLDS), "check", "..").err


def test_a_fault_of_the_configuration_is_2_with_file_and_line(project: Project, holdfast: Holdfast) -> None:
    root = project({**HOLDS, "holdfast.toml": '\nfail-on = "eror"\n'})
    for command in (["check"], ["rules"], ["template", "show"]):
        done = holdfast(root / "docs", *command)
        assert (done.code, done.out) == (2, "")
        assert (
            done.err
            == f"holdfast: {root}/holdfast.toml:2: fail-on: 'eror' is no severity; did you mean 'error'? valid are error, never, note, warning\n"
        )


def test_an_unknown_rule_in_the_configuration_is_told_with_its_line(project: Project, holdfast: Holdfast) -> None:
    root = project({**HOLDS, "holdfast.toml": '\n[severity]\nsection-mising = "note"\n'})
    assert holdfast(root, "check").err.startswith(
        "holdfast: holdfast.toml:3: severity.section-mising: no such rule; did you mean 'section-missing'?"
    )


def test_an_unreadable_directive_of_a_template_is_2_with_file_and_line(project: Project, holdfast: Holdfast) -> None:
    root = project({**HOLDS, "docs/TEMPLATE.md": "# [T]\n\n## A <!-- holdfast: optinal -->\n\n[x]\n"})
    done = holdfast(root, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("holdfast: docs/TEMPLATE.md:3: ")
    assert "there is no directive 'optinal'; the keys are " in done.err


def findings(done: Done) -> set[str]:
    return {line.split(":")[0] for line in done.out.splitlines()}


THREE = {
    "docs/TEMPLATE.md": template(),
    **{f"docs/{name}.md": document(name, status="") for name in ("a", "b", "deep/c")},
}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (["docs/a.md"], {"docs/a.md"}),
        (["docs/deep"], {"docs/deep/c.md"}),
        (["docs/deep/"], {"docs/deep/c.md"}),
        (["./docs//deep/../a.md"], {"docs/a.md"}),
        (["docs/a.md", "docs/deep"], {"docs/a.md", "docs/deep/c.md"}),
        (["."], {"docs/a.md", "docs/b.md", "docs/deep/c.md"}),
        (["docs"], {"docs/a.md", "docs/b.md", "docs/deep/c.md"}),
    ],
)
def test_a_run_is_narrowed_to_what_is_named(
    project: Project, holdfast: Holdfast, named: list[str], found: set[str]
) -> None:
    assert findings(holdfast(project(THREE), "check", "--format", "concise", *named)) == found


def test_named_paths_count_from_where_one_stands(project: Project, holdfast: Holdfast) -> None:
    root = project(THREE)
    documents = json.loads(
        holdfast(root / "docs" / "deep", "check", "--format", "json", "../a.md", str(root / "docs" / "b.md")).out
    )["documents"]
    assert [one["path"] for one in documents] == ["docs/a.md", "docs/b.md"]


def test_a_narrowed_run_fails_only_for_what_is_named(project: Project, holdfast: Holdfast) -> None:
    root = project(BROKEN)
    assert [holdfast(root, "check", name).code for name in ("docs/a.md", "docs/b.md")] == [0, 1]


def test_named_files_that_are_no_documents_are_2(project: Project, holdfast: Holdfast) -> None:
    root = project({**HOLDS, "src/main.py": "pass\n"})
    assert holdfast(root, "check", "src/main.py").code == 2
    assert holdfast(root, "check", "src").code == 2


def test_links_of_a_named_page_are_tried_though_it_is_no_document(project: Project, holdfast: Holdfast) -> None:
    root = project({**HOLDS, "guide.md": "# Guide\n\nSee [this](gone.md).\n"})
    done = holdfast(root, "check", "--format", "concise", "guide.md")
    assert (done.code, done.out) == (1, "guide.md:3:5: error link-broken: gone.md does not exist\n")


def test_a_template_given_as_a_document_is_unfilled(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(HOLDS), "check", "--format", "concise", "docs/TEMPLATE.md")
    assert (done.code, done.out) == (1, "docs/TEMPLATE.md:1:1: error document-unfilled: still the blank template\n")


def test_a_copy_of_the_template_is_unfilled(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project({**HOLDS, "docs/copy.md": template()}), "check", "--format", "concise")
    assert (done.code, done.out) == (1, "docs/copy.md:1:1: error document-unfilled: still the blank template\n")


def test_first_sight_of_many_findings_shows_counts_and_the_ten_surest(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(MANY), "check")
    assert done.code == 1
    assert "    26  section-missing\n    13  field-missing\n" in done.out
    assert "The surest 10\n" in done.out
    assert done.out.count("          remedy    ") == 10
    assert "29 more: holdfast check --all" in done.out


@pytest.mark.parametrize("how", ["--all", "CI", "configuration", "path"])
def test_all_findings_are_printed_where_they_are_wanted(project: Project, holdfast: Holdfast, how: str) -> None:
    root = project({**MANY, "holdfast.toml": ""} if how == "configuration" else MANY)
    more = {"--all": ["--all"], "path": ["docs"]}.get(how, [])
    done = holdfast(root, "check", *more, **({"CI": "true"} if how == "CI" else {}))
    assert "The surest" not in done.out
    assert done.out.count("no Status") == 13
    assert done.out.count("section `Context` is missing") == 13


def test_25_findings_are_not_yet_many(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template(), **{f"docs/{n:02}.md": document("N", status="") for n in range(25)}})
    assert holdfast(root, "check").out.count("no Status") == 25
    project({"docs/25.md": document("N", status="")})
    assert "The surest 10\n" in holdfast(root, "check").out


@pytest.mark.parametrize("form", sorted(set(format_names()) - {"text"}))
def test_formats_for_programs_hold_everything_at_first_sight(project: Project, holdfast: Holdfast, form: str) -> None:
    # JUnit says each failure twice: as its message, and among the text below it.
    times = 2 if form == "junit" else 1
    assert holdfast(project(MANY), "check", "--format", form).out.count("no Status") == 13 * times


def test_an_index_that_lies_is_told_at_its_row(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project({**HOLDS, "docs/README.md": index("a.md", "b.md", "c.md")}), "check", "--format", "concise")
    assert (done.code, done.out) == (1, "docs/README.md:5:3: error index-dangling: c.md does not exist\n")
