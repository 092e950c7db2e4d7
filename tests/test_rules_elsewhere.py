"""Rules whose fault cannot be shown with Markdown alone: it takes code, a Makefile or a history."""

from collections.abc import Callable
from pathlib import Path

from gitrepo import Repo
from holdfast.engine.check import check
from samples import document, said, template

Project = Callable[..., Path]

LIVING = 'corpus = "living"\n'


def test_a_name_that_a_package_does_not_define_is_told_with_the_nearest_one(project: Project) -> None:
    text = "\nCall `harbour.tides.low_ebb`, `harbour.tides.high_flod` and `other.tides.storm`.\n"
    root = project(
        {
            "holdfast.toml": LIVING,
            "docs/TEMPLATE.md": template(),
            "docs/a.md": document("A") + text,
            "src/harbour/__init__.py": "",
            "src/harbour/tides.py": "def low_ebb():\n    return 1\n\n\ndef high_flood():\n    return 2\n",
        }
    )
    [(path, found)] = said(check(str(root)), "symbol-missing")
    assert path == "docs/a.md"
    assert found == "src/harbour/tides.py defines no high_flod; did you mean high_flood?"


def test_a_command_that_no_makefile_and_no_package_has_is_told_with_the_file_that_lacks_it(project: Project) -> None:
    text = "\nRun `make tides`, `make ebbs`, `npm run flood` and `npm run storm`.\n"
    root = project(
        {
            "holdfast.toml": LIVING,
            "docs/TEMPLATE.md": template(),
            "docs/a.md": document("A") + text,
            "Makefile": "tides:\n\techo tides\n",
            "package.json": '{"scripts": {"flood": "echo flood"}}\n',
        }
    )
    assert said(check(str(root)), "command-missing") == [
        ("docs/a.md", "Makefile has no target ebbs"),
        ("docs/a.md", "package.json has no script storm"),
    ]


def test_a_date_long_before_the_document_and_its_template_is_told_with_the_first_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "project")
    repo.commit({"README.md": "# Harbour\n", "holdfast.toml": LIVING})
    repo.commit({"docs/TEMPLATE.md": template(), "docs/a.md": document("A", date="2024-01-02")})
    repo.commit({"docs/b.md": document("B", date="2023-01-02"), "docs/c.md": document("C", date="2023-12-24")})
    assert said(check(str(repo.root)), "date-early") == [
        ("docs/b.md", "Date 2023-01-02 is 12 months before the document was first committed")
    ]
