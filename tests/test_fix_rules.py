"""What each rule's fix makes of a document: the text before, and the text after."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Files
from gitrepo import Repo
from holdfast.engine.fix import Wanted, mend, write
from samples import document, template

Build = Callable[..., Path]
HEAD = "# [Title]\n\n**Date:** [YYYY-MM-DD]\n**Status:** [Draft | Active | Deprecated]\n"


def mended(root: Path, *, unsafe: bool = False) -> dict[str, str]:
    """Mend a project, and return the documents that changed; a second run must find nothing."""
    mending = mend(str(root), (), Wanted(unsafe=unsafe))
    assert write(mending) == []
    assert mend(str(root), (), Wanted(unsafe=unsafe)).changes == ()
    return {change.path.rpartition("/")[2]: change.new.decode() for change in mending.changes}


def design(text: str, shown: str = "", **others: str) -> Files:
    named = {f"docs/design/{name}.md": other for name, other in others.items()}
    return {
        "docs/design/TEMPLATE.md": shown or template(),
        "docs/design/sample.md": text,
        "docs/design/other.md": document("Other"),
        **named,
    }


def numbered(*headings: str, text: str = "") -> str:
    body = "".join(f"\n{heading}\n\nWhat there is to say.\n" for heading in headings)
    return document("Sample") + "\n## More\n\nIn parts.\n" + body + text


TASKS = template() + "\n## Plan\n\n- [ ] Task 1\n- [ ] Task 2\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- ✅ Measure\n", "- [x] Measure\n"),
        ("* ✔️ Measure\n* ☐ Build\n", "* [x] Measure\n* [ ] Build\n"),
        ("+ :white_check_mark: Measure\n", "+ [x] Measure\n"),
        ("1. ✅  Measure\n2. [todo] Build\n", "1. [x] Measure\n2. [ ] Build\n"),
        ("- [] Measure\n- [x] Build\n", "- [ ] Measure\n- [x] Build\n"),
        ("-[ ] Measure\n-[x] Build\n", "- [ ] Measure\n- [x] Build\n"),
        ("- ❌ Measure\n- ✅ Build\n", "- ❌ Measure\n- [x] Build\n"),
    ],
)
def test_marks_become_boxes_in_the_lists_own_style(project: Build, before: str, after: str) -> None:
    sample = document("Sample") + "\n## Plan\n\n"
    assert mended(project(design(sample + before, TASKS)))["sample.md"] == sample + after


@pytest.mark.parametrize("items", ["- ❌ Measure\n", "- [wip] Build\n", "- [](other.md)\n", "- ✅\n"])
def test_a_mark_that_could_mean_either_stays(project: Build, items: str) -> None:
    assert mended(project(design(document("Sample") + "\n## Plan\n\n" + items, TASKS))) == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("### 3.1 A", "### 3.2 B", "### 3.2 C"), ("### 3.1 A", "### 3.2 B", "### 3.3 C")),
        (("### 1. A", "### 2. B", "### 2. C", "### 3. D"), ("### 1. A", "### 2. B", "### 3. C", "### 4. D")),
        (
            ("### 1. A", "### 2. B", "### 2. C", "#### 2.1 D", "### 4. E"),
            ("### 1. A", "### 2. B", "### 3. C", "#### 3.1 D", "### 4. E"),
        ),
        (("### 1. A", "### 2. B", "### 4. C", "### 5. D"), ("### 1. A", "### 2. B", "### 3. C", "### 4. D")),
    ],
)
def test_numbers_are_counted_on_with_those_below(project: Build, before: tuple[str], after: tuple[str]) -> None:
    assert mended(project(design(numbered(*before))))["sample.md"] == numbered(*after)


def test_links_to_a_heading_follow_its_number(project: Build) -> None:
    headings = ("### 1. A", "### 2. Bread", "### 2. Cheese", "#### 2.1 Dill")
    text = "\nSee [C](#2-cheese), [D][d] and [here](sample.md#21-dill).\n\n[d]: #21-dill\n"
    after = numbered("### 1. A", "### 2. Bread", "### 3. Cheese", "#### 3.1 Dill", text=text).replace
    expected = after("#2-cheese", "#3-cheese").replace("#21-dill", "#31-dill")
    assert mended(project(design(numbered(*headings, text=text))))["sample.md"] == expected


@pytest.mark.parametrize("text", ["\nAs section 2 says.\n", "\nAs sections 1 and 3 say.\n", "\nSee §2.\n"])
def test_a_number_that_the_text_refers_to_is_left_to_people(project: Build, text: str) -> None:
    assert mended(project(design(numbered("### 1. A", "### 2. B", "### 2. C", text=text)))) == {}


@pytest.mark.parametrize("text", ["See [it](sample.md#2-cheese).\n", "See section 2 of [it](sample.md).\n"])
def test_a_number_that_another_file_refers_to_is_left_to_people(project: Build, text: str) -> None:
    sample = numbered("### 1. Ale", "### 2. Bread", "### 2. Cheese")
    root = project({**design(sample), "docs/notes.md": f"# Notes\n\n{text}"})
    assert mended(root) == {}
    (root / "docs/notes.md").write_text("# Notes\n\nNothing.\n")
    assert "### 3. Cheese" in mended(root)["sample.md"]


def test_a_field_with_a_slip_in_its_name_gets_the_templates_name(project: Build) -> None:
    shown = HEAD + "**Authors:** [Names]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    sample = "# Sample\n\n**Date:** 2025-02-03\n**Staus:** Active\n**Autors:** Ann\n\n## Context\n\nWhy not.\n\n## Decision\n\nYes.\n"
    other = sample.replace("Staus", "Status").replace("Autors", "Authors")
    root = project({"docs/design/TEMPLATE.md": shown, "docs/design/sample.md": sample, "docs/design/other.md": other})
    assert mended(root) == {"sample.md": other}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025/02/13", "2025-02-13"),
        ("13.02.2025", "2025-02-13"),
        ("02/13/2025", "2025-02-13"),
        ("13 February 2025", "2025-02-13"),
        ("Feb 13th, 2025", "2025-02-13"),
        ("03/04/2025", None),
        ("February 2025", None),
        ("2025-13-45", None),
    ],
)
def test_a_day_is_written_as_the_template_asks_where_it_can_only_be_one(
    project: Build, before: str, after: str | None
) -> None:
    done = mended(project(design(document("Sample", date=before))))
    assert done == ({"sample.md": document("Sample", date=after)} if after else {})


def test_a_status_with_a_slip_in_it_is_spelled_as_the_template_does(project: Build) -> None:
    sample = document("Sample", status="Actvie")
    assert mended(project(design(sample))) == {"sample.md": document("Sample")}
    assert mended(project(design(document("Sample", status="Actual")), name="unclear")) == {}


def test_a_row_of_the_index_says_what_the_document_says_in_the_pages_own_words(project: Build) -> None:
    rows = "| [Sample](sample.md) | 🔵 Research |\n| [Other](other.md) | 🟢 Active |\n"
    page = f"# Index\n\n| Document | Status |\n|---|---|\n{rows}\n"
    assert mended(project(design(document("Sample"), README=page))) == {
        "README.md": page.replace("🔵 Research", "🟢 Active")
    }
    listed = "# Index\n\n- [Sample](sample.md) - Deprecated\n- [Other](other.md) - Active\n"
    root = project(design(document("Sample", status="Draft"), README=listed), name="list")
    assert mended(root) == {"README.md": listed.replace("Deprecated", "Draft")}


def test_a_link_follows_a_rename_that_git_knows_and_the_only_file_of_its_name(project: Build, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    sample = document("Sample") + "\nSee [old.md](./old.md#context) and [far](../far-away-notes.md).\n"
    repo.commit({**design(sample, old=document("Old")), "notes/far-away-notes.md": "# Far\n"})
    repo.move("docs/design/old.md", "docs/design/new.md")
    repo.git("mv", "docs/design/new.md", "docs/design/newer.md")
    expected = sample.replace("[old.md](./old.md#", "[newer.md](./newer.md#").replace(
        "../far-away", "../../notes/far-away"
    )
    assert mended(repo.root) == {"sample.md": expected}


def test_a_link_that_could_lead_to_two_files_or_to_a_readme_stays(project: Build) -> None:
    sample = document("Sample") + "\nSee [a](notes.md), [b](sub/README.md) and [c](othr.md).\n"
    files = design(sample)
    root = project({**files, "a/notes.md": "# A\n", "b/notes.md": "# B\n", "c/README.md": "# C\n"})
    assert mended(root) == {}


def test_a_fragment_follows_the_one_heading_with_its_words(project: Build) -> None:
    sample = (
        document("Sample") + "\nSee [a](other.md#4-the-context), [b](other.md#7-consequences) and [c](#2-nothing).\n"
    )
    other = document("Other").replace("## Consequences", "## 3. Consequences")
    expected = sample.replace("#7-consequences", "#3-consequences")
    assert mended(project({**design(sample), "docs/design/other.md": other})) == {"sample.md": expected}


def test_invisible_characters_go_from_prose_and_stay_beside_marks_and_in_code(project: Build) -> None:
    sample = document("Sample") + "\nThe user\u200bname, a `co\u200bde`, *\u200bstars and a\ufeff word.\n"
    expected = document("Sample") + "\nThe username, a `co\u200bde`, *\u200bstars and a word.\n"
    assert mended(project(design(sample))) == {"sample.md": expected}


def test_a_column_with_a_slip_in_its_name_gets_the_templates_name(project: Build) -> None:
    shown = (
        template() + "\n## Targets\n\n| Metric | Target | Actual |\n|---|---|---|\n| [Metric] | [Value] | [Value] |\n"
    )
    table = "\n## Targets\n\n| Metric | Traget | Actual |\n|---|---|---|\n| Speed | 10 ms | 9 ms |\n"
    files = design(document("Sample") + table, shown)
    files = {**files, "docs/design/other.md": document("Other") + table.replace("Traget", "Target")}
    assert mended(project(files)) == {"sample.md": document("Sample") + table.replace("Traget", "Target")}


def test_a_status_and_a_date_and_a_section_are_added_only_when_asked_for(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    sample = document("Sample", "Context", "Consequences", status="").replace(
        "**Date:** 2025-02-03\n", "**Author:** Ann\n"
    )
    page = "# Index\n\n| Document | Status |\n|---|---|\n| [Sample](sample.md) | Active |\n| [Other](other.md) | Active |\n"
    shown = template().replace("**Status:**", "**Author:** [Name]\n**Status:**")
    other = document("Other").replace("**Status:**", "**Author:** Ann\n**Status:**")
    repo.commit({**design(sample, shown, README=page), "docs/design/other.md": other})
    assert mended(repo.root) == {}
    done = mended(repo.root, unsafe=True)["sample.md"]
    assert done.startswith("# Sample\n\n**Date:** 2024-01-01\n**Author:** Ann\n**Status:** Active\n\n## Context\n")
    assert "harbours disagree about it.\n\n## Decision\n\n[What to say about decision]\n\n## Consequences\n" in done


def test_a_link_that_waited_for_the_right_number_stays_as_it_is(project: Build) -> None:
    sample = numbered("### 1. Ale", "### 2. Bread", "### 2. Cheese")
    other = document("Other") + "\nSee [cheese](sample.md#3-cheese).\n"
    done = mended(project({**design(sample), "docs/design/other.md": other}))
    assert done == {"sample.md": numbered("### 1. Ale", "### 2. Bread", "### 3. Cheese")}
