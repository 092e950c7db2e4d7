"""Which files are templates, and which documents were written from which."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.records import replace
from samples import SECTIONS, document, madr, notes, nygard, paths, said, sets, slugs, template

Project = Callable[..., Path]
PROPOSAL = ("Summary", "Motivation", "Proposal")


def front(title: str, status: str, *sections: str) -> str:
    """Return a document with front matter."""
    body = "".join(f"\n## {name}\n\nWords about {name.lower()}.\n" for name in sections)
    return f"---\ntitle: {title}\nstatus: {status}\ncreated: 2020-01-02\n---\n{body}"


def test_a_template_beside_its_documents_binds_them(project: Project) -> None:
    root = project(
        {"docs/design/TEMPLATE.md": template(), "docs/design/a.md": document("A"), "docs/design/b.md": document("B")}
    )
    result = check(str(root))
    assert sets(result) == {"docs/design": ("docs/design/TEMPLATE.md",)}
    assert paths(result) == ["docs/design/a.md", "docs/design/b.md"]
    assert all(one.bound and one.type == "design" for one in result.documents)
    assert not result.verdicts


def test_a_template_at_the_root_binds_documents_below_it(project: Project) -> None:
    root = project(
        {
            "0000-template.md": template(*PROPOSAL),
            "README.md": notes("Read me"),
            "text/0001-tolls.md": document("Tolls", *PROPOSAL),
            "text/0002-gates.md": document("Gates", *PROPOSAL),
        }
    )
    result = check(str(root))
    assert sets(result) == {"text": ("0000-template.md",)}
    assert paths(result) == ["text/0001-tolls.md", "text/0002-gates.md"]


def test_front_matter_template_at_the_root_binds_numbered_files_in_capitals(project: Project) -> None:
    sections = ("Abstract", "Motivation", "Specification")
    root = project(
        {
            "eip-template.md": front("<The title, 44 characters or less>", "Draft", *sections),
            "README.md": notes("Read me"),
            **{f"EIPS/eip-{number}.md": front(f"Proposal {number}", "Final", *sections) for number in (1, 20, 721)},
        }
    )
    result = check(str(root))
    assert sets(result) == {"EIPS": ("eip-template.md",)}
    assert paths(result) == ["EIPS/eip-1.md", "EIPS/eip-20.md", "EIPS/eip-721.md"]
    assert {one.type for one in result.documents} == {"eip"}
    assert {one.status for one in result.documents} == {"Final"}


def test_of_several_templates_each_document_takes_the_one_it_fills_best(project: Project) -> None:
    root = project(
        {
            "proposal-templates/0000-language.md": template(
                "Introduction", "Motivation", "Detailed design", "Source compatibility"
            ),
            "proposal-templates/0000-package.md": template("Introduction", "Motivation", "Manifest", "Security"),
            "proposals/0001-tuples.md": document(
                "Tuples", "Introduction", "Motivation", "Detailed design", "Source compatibility"
            ),
            "proposals/0002-mirrors.md": document("Mirrors", "Introduction", "Motivation", "Manifest", "Security"),
            "proposals/0003-undecided.md": document("Undecided", "Introduction", "Motivation"),
        }
    )
    result = check(str(root))
    assert {one.path: one.type for one in result.documents} == {
        "proposals/0001-tuples.md": "language",
        "proposals/0002-mirrors.md": "package",
        "proposals/0003-undecided.md": "language",  # a tie, which the first by path wins
    }
    assert {one.path for one in result.verdicts} == {"proposals/0003-undecided.md"}


KEP_FIELDS = "title: KEP Template\nkep-number: NNNN\nstatus: provisional|implementable|implemented|withdrawn\nowning-sig: sig-xxx\n"


def kep(name: str, *, lacks: str = "") -> str:
    fields = {"title": name, "kep-number": "1234", "status": "implementable", "owning-sig": "sig-node"}
    return "".join(f"{key}: {value}\n" for key, value in fields.items() if key != lacks)


def test_a_page_with_a_side_file_binds_pages_with_side_files(project: Project) -> None:
    page = "# KEP-{}: {}\n\n## Summary\n\n{}\n\n## Motivation\n\n{}\n"
    root = project(
        {
            "keps/NNNN-kep-template/README.md": page.format("NNNN", "Your short, descriptive title", "[What]", "[Why]"),
            "keps/NNNN-kep-template/kep.yaml": KEP_FIELDS,
            "keps/sig-node/1234-tide/README.md": page.format(1234, "Tide", "Tides are counted.", "Nobody counts them."),
            "keps/sig-node/1234-tide/kep.yaml": kep("Tide"),
            "keps/sig-node/1300-ebb/README.md": page.format(1300, "Ebb", "Ebbs are counted.", "Nobody counts them."),
            "keps/sig-node/1300-ebb/kep.yaml": kep("Ebb", lacks="owning-sig"),
            "keps/sig-storage/1400-flood/README.md": page.format(
                1400, "Flood", "Floods are counted.", "Nobody counts them."
            ),
            "keps/sig-storage/1400-flood/kep.yaml": kep("Flood"),
            "keps/README.md": notes("Enhancements"),
        }
    )
    result = check(str(root))
    assert {one.templates for one in result.understood} == {("keps/NNNN-kep-template/README.md",)}
    assert paths(result) == [
        "keps/sig-node/1234-tide/README.md",
        "keps/sig-node/1300-ebb/README.md",
        "keps/sig-storage/1400-flood/README.md",
    ]
    assert {one.status for one in result.documents} == {"implementable"}
    assert [(one.path, one.slug, one.found) for one in result.verdicts] == [
        ("keps/sig-node/1300-ebb/README.md", "field-missing", "no owning-sig")
    ]
    [verdict] = result.verdicts
    assert verdict.requirement is not None
    assert (verdict.requirement.path, verdict.requirement.line) == ("keps/NNNN-kep-template/kep.yaml", 4)
    assert verdict.remedy == "add it to kep.yaml"


def test_a_template_in_lower_case_binds_its_numbered_neighbours(project: Project) -> None:
    root = project(
        {
            "docs/adr/template.md": template(),
            **{f"docs/adr/{n:04}-choice.md": document(f"Choice {n}") for n in (1, 2, 3)},
        }
    )
    result = check(str(root))
    assert sets(result) == {"docs/adr": ("docs/adr/template.md",)}
    assert len(paths(result)) == 3


def test_nygard_records_need_no_template(project: Project) -> None:
    root = project(
        {f"doc/adr/{n:04}-{word}.md": nygard(n, word.title()) for n, word in enumerate(("tides", "locks", "buoys"), 1)}
    )
    result = check(str(root))
    assert sets(result) == {"doc/adr": ("builtin:nygard",)}
    assert len(paths(result)) == 3
    assert {one.status for one in result.documents} == {"Accepted"}
    assert not result.verdicts


def test_madr_records_need_no_template(project: Project) -> None:
    root = project(
        {f"docs/decisions/{n:04}-{word}.md": madr(word.title()) for n, word in enumerate(("lanterns", "benches"), 1)}
    )
    result = check(str(root))
    assert sets(result) == {"docs/decisions": ("builtin:madr",)}
    assert {one.status for one in result.documents} == {"accepted"}
    assert not result.verdicts


def test_three_folders_of_a_monorepo_keep_their_own_templates(project: Project) -> None:
    root = project(
        {
            "services/toll/docs/design/TEMPLATE.md": template("Problem", "Plan"),
            "services/toll/docs/design/a.md": document("A", "Problem", "Plan"),
            "services/gate/docs/adr/template.md": template(),
            "services/gate/docs/adr/0001-b.md": document("B"),
            "docs/rfcs/0000-template.md": template(*PROPOSAL),
            "docs/rfcs/0001-c.md": document("C", *PROPOSAL),
        }
    )
    result = check(str(root))
    assert sets(result) == {
        "services/toll/docs/design": ("services/toll/docs/design/TEMPLATE.md",),
        "services/gate/docs/adr": ("services/gate/docs/adr/template.md",),
        "docs/rfcs": ("docs/rfcs/0000-template.md",),
    }
    assert not result.verdicts


@pytest.mark.parametrize("below", ["docs", "docs/design", "src/deep/down"])
def test_every_folder_of_a_repository_gives_the_same_answer(project: Project, below: str) -> None:
    files = {
        "docs/design/TEMPLATE.md": template(),
        "docs/design/a.md": document("A", status=""),
        "src/deep/down/main.c": "",
    }
    root = project(files)
    whole = check(str(root))
    assert slugs(whole) == {"field-missing": 1}
    assert replace(check(str(root / below)), inputs=()) == replace(whole, inputs=())


def test_the_nearest_template_wins(project: Project) -> None:
    root = project(
        {
            "TEMPLATE.md": template(),
            "docs/TEMPLATE.md": template(),
            "docs/design/TEMPLATE.md": template(),
            "docs/design/a.md": document("A"),
            "docs/design/parts/b.md": document("B"),
            "docs/other/c.md": document("C"),
        }
    )
    assert sets(check(str(root))) == {
        "docs/design": ("docs/design/TEMPLATE.md",),
        "docs/design/parts": ("docs/design/TEMPLATE.md",),
        "docs/other": ("docs/TEMPLATE.md",),
    }


def test_a_template_above_binds_what_the_nearest_does_not_fit(project: Project) -> None:
    root = project(
        {
            "docs/TEMPLATE.md": template(*PROPOSAL),
            "docs/areas/templates/note-template.md": template("Ingredients", "Steps", "Oven"),
            "docs/areas/tolls/a.md": document("A", *PROPOSAL),
        }
    )
    result = check(str(root))
    assert sets(result) == {"docs/areas/tolls": ("docs/TEMPLATE.md",)}
    assert result.unused == ("docs/areas/templates/note-template.md",)


def test_a_document_beside_the_template_that_never_used_it_is_told_once(project: Project) -> None:
    root = project(
        {"docs/design/TEMPLATE.md": template(), "docs/design/a.md": document("A"), "docs/design/walk.md": notes("Walk")}
    )
    result = check(str(root))
    assert said(result, "document-unbound") == [
        ("docs/design/walk.md", "0 of 3 required sections and no field of the template")
    ]
    assert len(result.verdicts) == 1
    assert {one.path: one.bound for one in result.documents} == {"docs/design/a.md": True, "docs/design/walk.md": False}


def test_without_history_what_rests_on_the_version_of_a_template_is_left_open(project: Project) -> None:
    """And what does not rest on it, such as a link to nothing, is said all the same."""
    files = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A", "Context") + "\nSee [the plan](plan.md).\n"}
    result = check(str(project(files, git=False)))
    assert [(one.slug, one.path, one.outcome.value, one.severity.word) for one in result.verdicts] == [
        ("version-unknown", "docs/TEMPLATE.md", "unproven", "note"),
        ("link-broken", "docs/a.md", "broken", "error"),
    ]
    assert result.verdicts[0].found.startswith("this is no git repository: ")


def test_without_history_a_missing_status_is_left_open_as_well(project: Project) -> None:
    result = check(str(project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A", status="")}, git=False)))
    assert slugs(result) == {"version-unknown": 1}


def test_sections_of_the_sample_template_are_those_the_documents_answer() -> None:
    """Guards the samples: a document with other headings would make the tests above pass for nothing."""
    assert [line[3:] for line in document("A").splitlines() if line.startswith("## ")] == list(SECTIONS)
