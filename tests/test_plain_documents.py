"""Design documents of projects that have no template: nothing is asked of their form, and what they say has to be true."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.engine.check import check
from samples import notes, paths, said, sets

Project = Callable[..., Path]


def numbered() -> dict[str, str]:
    """Return a folder of numbered design documents with an index page, as a team writes them in weeks."""
    return {
        "docs/design/README.md": "# Design\n\n| # | Document | Status |\n|---|---|---|\n"
        "| 01 | [Architecture](01-architecture.md) | ✅ Done |\n| 02 | [Data model](02-data-model.md) | 📋 Planned |\n"
        "| 05 | [Pages](05-pages.md) | 📋 Planned |\n",
        "docs/design/01-architecture.md": "# 01 — Architecture\n\n> Status: Done · Last updated 2026-02-01\n\n## Overview\n\n"
        "An engine in `src/engine.ts`, and pages in `src/pages.ts`, see [the model](02-data-model.md#rows).\n",
        "docs/design/02-data-model.md": "# 02 — Data model\n\n> Status: In progress\n\n## Entities\n\n- [x] Rows\n- [ ] Links\n",
        "docs/design/04-storage.md": "# 04 — Storage\n\n**Status:** Planned\n**Depends on:** [07](07-sync.md)\n\n## Overview\n\nA file.\n",
        "src/engine.ts": "export const x = 1\n",
    }


def test_what_documents_without_a_template_say_of_the_world_is_judged_and_nothing_else(project: Project) -> None:
    result = check(str(project(numbered())))
    assert sets(result) == {"docs/design": ("builtin:plain",)}
    assert sorted((one.path.rpartition("/")[2], one.slug) for one in result.verdicts) == [
        ("01-architecture.md", "anchor-broken"),
        ("01-architecture.md", "path-missing"),
        ("04-storage.md", "document-unlisted"),
        ("04-storage.md", "link-broken"),
        ("README.md", "index-dangling"),
    ]


@pytest.mark.parametrize(
    ("folder", "bound"),
    [
        ("docs/design", True),
        ("design-docs", True),
        ("docs/design/v0.9", True),
        ("docs/architecture", True),
        ("engineering/tech-specs", True),
        ("docs/tutorial", False),
        ("designers", False),
    ],
)
def test_documents_that_say_their_state_are_bound_in_folders_of_design_documents(
    project: Project, folder: str, bound: bool
) -> None:
    text = "---\ntitle: {0}\nstatus: Implemented\n---\n\n# {0}\n\n## Motivation of {0}\n\nIt is slow.\n"
    files = {f"{folder}/{name}.md": text.format(name) for name in ("cache", "lock", "queue")}
    assert paths(check(str(project(files)))) == (sorted(files) if bound else [])


def test_notes_without_state_and_number_are_no_documents_wherever_they_lie(project: Project) -> None:
    files = {f"docs/design/{name}.md": notes(name) for name in ("colours", "fonts", "paper")}
    files["docs/design/logo.md"] = "# Logo\n\n**Status:** Done\n\n## Shape\n\nRound.\n"
    assert not check(str(project(files))).understood


def test_one_document_alone_is_no_folder_of_documents(project: Project) -> None:
    files = {"docs/design/logo.md": "# Logo\n\n**Status:** Done\n\n## Shape\n\nRound.\n"}
    assert not check(str(project(files))).understood


def test_a_folder_with_a_template_of_its_own_is_not_taken_for_one_without(project: Project) -> None:
    asks = "# [Title]\n\n**Owner:** [Who]\n\n## Context\n\n[Why]\n\n## Goals\n\n[What]\n"
    files = {"docs/design/TEMPLATE.md": asks}
    files |= {f"docs/design/0{n}-a.md": "# A\n\n**Status:** Done\n\n## Colours\n\nBlue.\n" for n in (1, 2, 3)}
    assert sets(check(str(project(files)))) == {"docs/design": ("docs/design/TEMPLATE.md",)}


def test_it_is_said_that_there_is_no_template_and_init_keeps_it(
    project: Project, holdfast: Callable[..., Done]
) -> None:
    root = project(numbered())
    before = holdfast(root, "check", "--all").out
    assert before.startswith("docs/design   no template   3 documents, living   index README.md\n")
    assert holdfast(root, "init").code == 0
    assert 'template = "builtin:plain"' in (root / "holdfast.toml").read_text()
    assert holdfast(root, "check", "--all").out.splitlines()[2:] == before.splitlines()[2:]


def test_a_new_document_is_not_written_from_nothing(project: Project, holdfast: Callable[..., Done]) -> None:
    root = project(numbered())
    assert holdfast(root, "new", "Sync", "--no-input").code == 2
    assert holdfast(root, "new", "--template", "builtin:design", "Sync", "--no-input").code == 0


def test_proposals_that_are_kept_in_a_folder_of_designs_are_living(project: Project) -> None:
    text = (
        "# Design: {0}\n\nAuthor: Ann\nDate: March 2026\nStatus: Approved\n\n## Motivation\n\nIt is slow.\n\n"
        "## Detailed design\n\n`src/{0}.go` and `src/{0}_test.go`\n\n## Alternatives considered\n\nNone.\n\n## Open questions\n\nNone.\n"
    )
    files = {f"design/{name}.md": text.format(name) for name in ("cache", "lock", "queue")}
    files |= {f"src/{name}.go": "package src\n" for name in ("cache", "lock", "queue")}
    result = check(str(project(files)))
    assert all(one.living for one in result.understood)
    assert len(said(result, "path-missing")) == 3
