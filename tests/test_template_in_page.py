"""Templates that a README shows in a block to copy from, beside the documents that follow it."""

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from inprocess import holdfast_here  # noqa: F401 - a fixture.

BLOCK = """```markdown
# ADR-NNNN: [Title]

**Status:** [Proposed | Accepted | Superseded]

## Situation

[What makes a decision necessary]

## Choice

[What we do]

## What follows

[What gets easier, and what harder]
```
"""
SECTIONS = ("Situation", "Choice", "What follows")


def readme(block=BLOCK, rows=("0001-quays", "0002-tolls", "0003-lamps", "0004-fog")):
    listed = "".join(f"- [{one}]({one}.md)\n" for one in rows)
    return f"# Decisions\n\n{listed}\n## How to add one\n\nCopy this:\n\n{block}\n## Process\n\nAsk anybody.\n"


def record(title, sections=SECTIONS):
    return f"# {title}\n\n**Status:** Accepted\n" + "".join(f"\n## {one}\n\nWords about {title}.\n" for one in sections)


def files(page=None, **sections):
    names = {"quays": 1, "tolls": 2, "lamps": 3, "fog": 4}
    found = {f"docs/adr/{n:04}-{one}.md": record(one, sections.get(one, SECTIONS)) for one, n in names.items()}
    return {"docs/adr/README.md": page or readme(), **found}


def said(root):
    return [(one.path.rpartition("/")[2], one.slug, one.requirement and one.requirement.line) for one in check(str(root)).verdicts]  # fmt: skip


def test_documents_are_held_to_the_template_that_the_page_beside_them_shows(project, holdfast):
    root = project(files(fog=("Situation", "Choice")))
    assert said(root) == [("0004-fog.md", "section-missing", 25)]
    shown = holdfast(root, "template", "show").out
    assert "from docs/adr/README.md" in shown
    assert "25  ## What follows" in shown


def test_the_page_is_an_index_page_as_before(project, holdfast):
    root = project(files(readme(rows=("0001-quays", "0002-tolls", "0003-lamps", "0005-gone"))))
    assert {(name, slug) for name, slug, _ in said(root)} == {
        ("0004-fog.md", "document-unlisted"),
        ("README.md", "index-dangling"),
    }


def test_a_new_document_is_written_from_it_and_listed_on_the_same_page(project, holdfast):
    root = project(files())
    assert holdfast(root, "new", "Sea walls").code == 0
    text = (root / "docs/adr/0005-sea-walls.md").read_text()
    assert text.startswith("# ADR-0005: Sea walls\n\n**Status:** Proposed\n\n## Situation\n")
    assert text.endswith("## What follows\n\n[What gets easier, and what harder]\n")
    assert "](0005-sea-walls.md)\n" in (root / "docs/adr/README.md").read_text()


def test_what_init_writes_leads_to_the_same(project, holdfast):
    root = project(files(fog=("Situation", "Choice")))
    assert holdfast(root, "init").code == 0
    assert "(shown there, to copy)" in (root / "holdfast.toml").read_text()
    assert said(root) == [("0004-fog.md", "section-missing", 25)]


@pytest.mark.parametrize(
    "page",
    [
        readme(BLOCK + "\nOr, in short:\n\n" + BLOCK),  # two: which of them?
        readme(BLOCK.replace("markdown", "text")),
        readme(BLOCK.replace("## Choice", "Choice").replace("## What follows", "What follows")),
        readme(BLOCK.replace("[", "").replace("]", "").replace("NNNN", "0007")),  # an example that is filled in
    ],
    ids=["two blocks", "another language", "one section", "nothing to fill in"],
)
def test_other_blocks_are_no_template(project, page):
    assert [one for one in said(project(files(page, fog=("Situation", "Choice")))) if one[2]] == []


def test_a_block_that_few_documents_follow_is_an_example(project):
    other = ("Context", "Decision", "Consequences")
    verdicts = check(str(project(files(lamps=other, fog=other)))).verdicts
    assert [one for one in verdicts if one.requirement and one.requirement.path.endswith("README.md")] == []


def test_a_folder_with_a_template_of_its_own_is_held_to_that(project):
    own = "# [Title]\n\n**Status:** [Proposed | Accepted]\n\n## Situation\n\n[Why]\n"
    root = project({**files(fog=("Situation",)), "docs/adr/template.md": own})
    assert said(root) == []


def test_documents_from_before_the_page_showed_it_are_held_to_todays(tmp_path):
    repo = Repo(tmp_path / "project")
    made = files(fog=("Situation", "Choice"))
    repo.commit({**made, "docs/adr/README.md": readme("Ask.\n")})
    repo.commit({"docs/adr/README.md": readme()})
    assert said(repo.root) == [("0004-fog.md", "section-missing", 25)]


def test_a_change_that_takes_the_block_away_loosens(tmp_path, holdfast):
    repo = Repo(tmp_path / "project")
    repo.commit(files())
    repo.branch("change")
    repo.write({"docs/adr/README.md": readme("Ask.\n")})
    done = holdfast(repo.root, "check", "--policy-from", "main")
    assert "no longer demands section What follows" in done.out
    repo.write({"docs/adr/README.md": readme() + "\nMore words.\n"})
    assert "no longer demands" not in holdfast(repo.root, "check", "--policy-from", "main").out
