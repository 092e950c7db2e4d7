"""Rules whose fault cannot be shown with Markdown alone: it takes a history."""

from pathlib import Path

from gitrepo import Repo
from holdfast.engine.check import check
from samples import document, said, template

LIVING = 'corpus = "living"\n'


def test_a_date_long_before_the_document_and_its_template_is_told_with_the_first_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "project")
    repo.commit({"README.md": "# Harbour\n", "holdfast.toml": LIVING})
    repo.commit({"docs/TEMPLATE.md": template(), "docs/a.md": document("A", date="2024-01-02")})
    repo.commit({"docs/b.md": document("B", date="2023-01-02"), "docs/c.md": document("C", date="2023-12-24")})
    assert said(check(str(repo.root)), "date-early") == [
        ("docs/b.md", "Date 2023-01-02 is 12 months before the document was first committed")
    ]


def test_of_two_kinds_in_one_folder_only_the_one_that_the_template_states_is_held_to_it(project):
    def proposal(kind, *sections):
        return f"# Tolls\n\n* **Type**: {kind}\n* **Author**: A. Person\n* **Status**: Accepted\n" + "".join(
            f"\n## {one}\n\nWords about tolls, see [the gate](gate.md).\n" for one in sections
        )

    asked = ("Summary", "Use cases", "Similar APIs", "Placement", "Naming")
    files = {
        "proposals/library-template.md": proposal("Library proposal", *asked).replace(", see [the gate](gate.md)", ""),
        "proposals/0001-tolls.md": proposal("Library proposal", *asked[:4]),
        "proposals/0002-gates.md": proposal("Design proposal", "Abstract", "Summary", "Solution"),
        "proposals/0003-lamps.md": proposal("Design proposal", "Goals", "Solution"),
    }
    told = {(one.path, one.slug) for one in check(str(project(files))).verdicts}
    assert {one for one in told if one[1] != "link-broken"} == {("proposals/0001-tolls.md", "section-missing")}
    assert ("proposals/0003-lamps.md", "link-broken") in told


def test_a_title_that_was_left_is_told_although_the_header_stands_below_it(project):
    files = {"docs/TEMPLATE.md": template(), "docs/01-a.md": document("[Title]"), "docs/02-b.md": document("Quays")}
    told = [one for one in check(str(project(files))).verdicts if one.slug == "placeholder-left"]
    assert [(one.path, one.position, one.found) for one in told] == [
        ("docs/01-a.md", (1, 3), "placeholder left: [Title]")
    ]
