"""``holdfast adopt``: records of other tools, described; and the pages that tell how, whose commands are run here."""

import os
import subprocess

import pytest

from adopting import ADR_TEMPLATE, adr, adr_tools, madr, madr_project, sessions, walk_through
from gitrepo import Repo
from holdfast.engine.adopt import adopt
from holdfast.engine.check import check
from holdfast.engine.translation import translated
from holdfast.errors import UsageError
from inprocess import holdfast_here  # noqa: F401 - A fixture.
from results import ROOT

PAGES = {"from-adr-tools.md": adr_tools, "from-madr.md": madr_project}


@pytest.mark.parametrize("name", PAGES)
def test_every_command_of_a_guide_does_what_the_page_says(tmp_path, name):
    page = ROOT / "docs" / name
    assert len(sessions(page)) >= 6
    assert walk_through(page, PAGES[name](tmp_path / "repo").root) == []


def test_a_page_that_says_something_else_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n$ false-command\n```\n")
    assert len(walk_through(page, tmp_path)) == 2


def test_the_records_of_adr_tools_hold_to_the_template_that_is_proposed(tmp_path):
    repo = adr_tools(tmp_path / "repo")
    found = adopt(str(repo.root))
    assert (found.records.tool, found.records.folders, len(found.records.documents)) == ("adr-tools", ("doc/adr",), 5)
    assert [(one.path, one.old) for one in found.changes] == [("doc/adr/template.md", None), ("holdfast.toml", None)]
    repo.commit({one.path: one.new for one in found.changes})
    result = check(str(repo.root))
    assert [(one.path, one.slug) for one in result.verdicts] == [("doc/adr/0004-bells-ring-twice.md", "link-broken")]
    assert [one.status for one in result.documents][:2] == [
        "Accepted",
        "Superceded by 3. One timetable for both harbours",
    ]


def test_a_template_of_adr_tools_becomes_one_of_placeholders():
    text = translated(ADR_TEMPLATE.encode()).decode()
    assert text.startswith("# [Number]. [Title of the decision]\n\nDate: [YYYY-MM-DD]\n\n## Status\n\n[Proposed |")
    assert "\n[What makes a decision necessary, and what pulls in which direction.]\n" in text
    assert translated(b"# NUMBER. TITLE\n\n* a list\n\nSee [this] DATES.\n") == (
        b"# [Number]. [Title of the decision]\n\n* a list\n\nSee [this] DATES.\n"
    )


@pytest.mark.parametrize("named", [True, False])
def test_without_a_template_of_its_own_a_short_one_is_proposed(tmp_path, named):
    folder = "decisions/log" if named else "doc/adr"
    repo = Repo(tmp_path / "repo")
    repo.commit({f"{folder}/0001-one.md": adr(1, "One"), f"{folder}/0002-two.md": adr(2, "Two")})
    if named:
        repo.write({".adr-dir": f"./{folder}/\n"})
    found = adopt(str(repo.root))
    assert found.records.folders == (folder,)
    assert found.changes[0].path == f"{folder}/template.md"
    repo.commit({one.path: one.new for one in found.changes})
    assert check(str(repo.root)).verdicts == ()


def test_the_template_of_madr_is_taken_as_it_is_and_a_missing_one_is_proposed(tmp_path):
    repo = madr_project(tmp_path / "repo")
    assert [one.path for one in adopt(str(repo.root)).changes] == ["holdfast.toml"]
    bare = madr_project(tmp_path / "bare", template=False)
    assert [one.path for one in adopt(str(bare.root)).changes] == ["docs/decisions/adr-template.md", "holdfast.toml"]


def test_log4brains_with_packages_becomes_one_type(tmp_path, holdfast):
    repo = Repo(tmp_path / "repo")
    settings = (
        "project:\n  name: Ferry\n  tz: Europe/Paris\n  adrFolder: ./docs/adr # all\n  packages:\n"
        "    - name: web\n      path: ./web\n      adrFolder: './web/docs/adr'\n"
    )
    repo.commit(
        {
            ".log4brains.yml": settings,
            "docs/adr/20240304-use-madr.md": madr("Use MADR"),
            "docs/adr/template.md": "# [short title]\n\n## Context and Problem Statement\n\n[What]\n\n## Decision Outcome\n\n[Which]\n",
            "docs/adr/index.md": "# Records\n",
            "web/docs/adr/20240305-web.md": madr("Web"),
        }
    )
    done = holdfast(repo.root, "adopt", "--yes")
    assert done.code == 0
    assert done.err.startswith("log4brains: 2 records in docs/adr, web/docs/adr (named in .log4brains.yml)\n")
    text = (repo.root / "holdfast.toml").read_text()
    assert 'documents = ["docs/adr/[0-9]*.md", "web/docs/adr/[0-9]*.md"]' in text
    assert [one.path for one in check(str(repo.root)).documents] == [
        "docs/adr/20240304-use-madr.md",
        "web/docs/adr/20240305-web.md",
    ]


def test_the_folder_one_stands_in_does_not_matter_and_other_documents_stay_described(tmp_path, holdfast):
    repo = adr_tools(tmp_path / "repo")
    design = {"docs/design/TEMPLATE.md": "# [T]\n\n## Why\n\n[Why]\n", "docs/design/a.md": "# A\n\n## Why\n\nSo.\n"}
    repo.commit(design)
    assert holdfast(repo.root / "doc" / "adr", "adopt", "--yes").code == 0
    text = (repo.root / "holdfast.toml").read_text()
    assert 'template = "doc/adr/template.md"' in text
    assert 'template = "docs/design/TEMPLATE.md"' in text
    assert len(check(str(repo.root)).documents) == 6


def test_a_configuration_that_is_there_gets_one_type_more_and_never_the_same_twice(tmp_path, holdfast):
    repo = adr_tools(tmp_path / "repo")
    repo.write({"holdfast.toml": '# Ours.\nfail-on = "warning"\n'})
    assert holdfast(repo.root, "adopt", "--yes").code == 0
    text = (repo.root / "holdfast.toml").read_text()
    assert text.startswith('# Ours.\nfail-on = "warning"\n')
    assert "[type.adr]" in text
    done = holdfast(repo.root, "adopt", "--yes")
    assert (done.code, "there is nothing left to adopt" in done.err) == (2, True)


def test_nothing_is_written_unasked_and_the_tool_can_be_named(tmp_path, holdfast):
    repo = madr_project(tmp_path / "repo")
    assert holdfast(repo.root, "adopt").code == 2
    assert holdfast(repo.root, "adopt", "--dry-run").code == 0
    assert holdfast(repo.root, "adopt", "--from", "adr-tools").code == 2
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("folder", ["../outside", "/etc", "..", "a/../../b", "\0"])
def test_a_folder_outside_of_the_project_is_refused(tmp_path, folder):
    repo = adr_tools(tmp_path / "repo")
    repo.write({".adr-dir": f"{folder}\n"})
    with pytest.raises(UsageError, match="lies outside the project"):
        adopt(str(repo.root))


def test_where_nothing_of_the_kind_is_there_it_says_so(tmp_path, holdfast):
    repo = Repo(tmp_path / "repo")
    repo.commit({"README.md": "# x\n"})
    done = holdfast(repo.root, "adopt")
    assert (done.code, "nothing here looks like" in done.err) == (2, True)
    os.mkfifo(repo.root / ".adr-dir")
    assert holdfast(repo.root, "adopt").code == 2


def test_a_template_that_is_in_the_way_is_left_and_taken(tmp_path):
    repo = adr_tools(tmp_path / "repo")
    repo.write({"doc/adr/template.md": "# [Number]. [Title]\n\n## Status\n\n[Accepted | ...]\n"})
    found = adopt(str(repo.root))
    assert (found.template, [one.path for one in found.changes]) == ("doc/adr/template.md", ["holdfast.toml"])


def test_what_adopting_wrote_is_understood_by_new(tmp_path, holdfast):
    repo = adr_tools(tmp_path / "repo")
    holdfast(repo.root, "adopt", "--yes")
    made = holdfast(repo.root, "new", "Fog horns", "--no-input")
    assert (made.code, made.out.split("   ")[0]) == (0, "wrote doc/adr/0006-fog-horns.md")
    assert (repo.root / "doc/adr/0006-fog-horns.md").read_text().startswith("# 6. Fog horns\n")
    subprocess.run(["git", "diff", "--exit-code"], cwd=repo.root, check=True)
