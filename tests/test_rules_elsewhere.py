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
