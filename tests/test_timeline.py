"""Each document is held to the template that was in force when it was added."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from samples import document, template
from versions import NEW, TEMPLATE, V1, V2, asked, old


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def test_older_documents_are_not_asked_for_a_section_that_came_later(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    repo.commit({"docs/b.md": old("B"), "docs/c.md": document("C", *NEW)})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"], "docs/c.md": []}


def test_what_a_later_version_dropped_is_still_asked_of_older_documents(repo: Repo) -> None:
    repo.commit({TEMPLATE: V2, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V1, "docs/b.md": old("B")})
    assert asked(repo.root) == {"docs/a.md": ["Risks"], "docs/b.md": []}


def test_a_message_quotes_the_version_of_the_template_it_rests_on(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1})
    second = repo.commit({TEMPLATE: V2, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: "\n\n\n" + template(*NEW, "Costs")})
    [verdict] = [one for one in check(str(repo.root)).verdicts if one.slug == "section-missing"]
    assert verdict.requirement is not None
    line = V2.splitlines().index("## Risks") + 1
    assert (verdict.requirement.path, verdict.requirement.line) == (f"{TEMPLATE}@{second[:7]}", line)


def test_a_later_edit_of_the_document_makes_it_no_younger(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    repo.commit({"docs/a.md": old("A, once more")})
    assert asked(repo.root) == {"docs/a.md": []}


def test_a_renamed_document_keeps_its_age(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/01-a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    repo.move("docs/01-a.md", "docs/a.md")
    repo.move("docs/a.md", "docs/alpha.md", {"docs/alpha.md": old("Alpha")})
    assert asked(repo.root) == {"docs/alpha.md": []}


def test_a_renamed_folder_keeps_the_age_of_its_documents(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2, "docs/b.md": old("B")})
    repo.move("docs", "handbook/design")
    assert asked(repo.root) == {"handbook/design/a.md": [], "handbook/design/b.md": ["Risks"]}


def test_a_renamed_template_is_followed(repo: Repo) -> None:
    repo.commit({"docs/00-TEMPLATE.md": V1, "docs/a.md": old("A")})
    repo.commit({"docs/00-TEMPLATE.md": V2, "docs/b.md": old("B")})
    repo.move("docs/00-TEMPLATE.md", TEMPLATE)
    repo.commit({TEMPLATE: template(*NEW, "Costs"), "docs/c.md": old("C")})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"], "docs/c.md": ["Costs", "Risks"]}


def test_documents_older_than_the_template_are_held_to_its_first_version(repo: Repo) -> None:
    repo.commit({"docs/a.md": old("A")})
    repo.commit({TEMPLATE: V1})
    repo.commit({TEMPLATE: V2})
    assert asked(repo.root) == {"docs/a.md": []}


def test_where_the_tree_has_no_template_the_nearest_earlier_one_counts(repo: Repo) -> None:
    repo.commit({TEMPLATE: template("Context")})
    repo.commit({TEMPLATE: V1})
    repo.remove(TEMPLATE)
    repo.commit({"docs/a.md": old("A"), "docs/b.md": document("B", "Context")})
    repo.commit({TEMPLATE: V2})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Decision"]}


def test_an_uncommitted_document_is_held_to_the_template_of_today(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.write({TEMPLATE: V2, "docs/b.md": old("B")})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"]}


def test_a_document_deleted_and_added_again_has_the_age_of_its_first_day(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.remove("docs/a.md")
    repo.commit({TEMPLATE: V2})
    repo.commit({"docs/a.md": old("A")})
    assert asked(repo.root) == {"docs/a.md": []}


def test_a_new_document_under_the_old_name_of_another_takes_nothing_of_its_age(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/draft.md": old("A long story that is easily told from the one below")})
    repo.move("docs/draft.md", "docs/a.md")
    repo.commit({TEMPLATE: V2})
    repo.commit({"docs/draft.md": document("B", "Context")})
    assert asked(repo.root) == {"docs/a.md": [], "docs/draft.md": ["Decision", "Risks"]}


def test_a_document_made_by_renaming_the_template_is_born_there(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1})
    repo.commit({TEMPLATE: V2})
    repo.move(
        TEMPLATE, "docs/a.md", {"docs/a.md": V2.replace("[Title]", "A").replace("[What to say about context]", "This.")}
    )
    repo.commit({TEMPLATE: V2, "docs/b.md": old("B")})
    repo.commit({"docs/a.md": old("A")})
    assert asked(repo.root) == {"docs/a.md": ["Risks"], "docs/b.md": ["Risks"]}


def test_each_of_two_templates_has_its_own_history(repo: Repo) -> None:
    repo.commit({"adr/template.md": V1, "rfc/template.md": V2, "adr/a.md": old("A"), "rfc/a.md": old("A")})
    repo.commit({"adr/template.md": V2, "rfc/template.md": V1, "adr/b.md": old("B"), "rfc/b.md": old("B")})
    assert asked(repo.root) == {"adr/a.md": [], "rfc/a.md": ["Risks"], "adr/b.md": ["Risks"], "rfc/b.md": []}


def test_a_version_that_cannot_be_compiled_gives_way_to_todays(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1.replace("## Context", "## Context <!-- holdfast: nonsense -->"), "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    assert asked(repo.root) == {"docs/a.md": ["Risks"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("diff.renames", "false"),
        ("color.ui", "always"),
        ("diff.renameLimit", "1"),
    ],
)
def test_the_users_settings_of_git_change_nothing(
    repo: Repo, isolated: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    repo.commit({TEMPLATE: V1, **{f"docs/{n}.md": old(f"Tale {n}") for n in range(4)}})
    repo.branch("idea")
    repo.switch("main")
    repo.commit({"notes.txt": "x"})
    repo.merge("idea", {"docs/in-merge.md": old("Merged")})
    repo.commit({TEMPLATE: V2})
    for n in range(4):
        repo.git("mv", f"docs/{n}.md", f"docs/tale-{n}.md")
    repo.commit({f"docs/tale-{n}.md": old(f"Fable {n}") for n in range(4)})
    (isolated / "gitconfig").write_text(f"[{name.split('.')[0]}]\n\t{name.split('.')[1]} = {value}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(isolated / "gitconfig"))
    assert asked(repo.root) == {"docs/in-merge.md": [], **{f"docs/tale-{n}.md": [] for n in range(4)}}


def test_a_name_in_capitals_is_found_in_history(repo: Repo) -> None:
    repo.commit({"docs/TEMPLATE.MD": V1, "docs/A.Markdown": old("A")})
    repo.commit({"docs/TEMPLATE.MD": V2, "docs/B.MD": old("B")})
    assert asked(repo.root) == {"docs/A.Markdown": [], "docs/B.MD": ["Risks"]}


def test_a_template_that_is_no_utf_8_is_the_same_in_history(repo: Repo) -> None:
    broken = V2.encode().replace(b"[What to say about context]", b"[What to say about the \xe9tudes]")
    repo.commit({TEMPLATE: broken, "docs/a.md": old("A")})
    repo.write({"docs/b.md": old("B")})
    assert asked(repo.root) == {"docs/a.md": ["Risks"], "docs/b.md": ["Risks"]}
    assert len({one.version for one in check(str(repo.root)).documents}) == 1


def test_two_runs_and_the_command_line_agree(repo: Repo, holdfast: Callable[..., object]) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2, "docs/b.md": old("B")})
    first, second = (holdfast(repo.root, "check", "--format", "concise") for _ in range(2))
    assert first == second
    assert [line.split(": ")[0] for line in first.out.splitlines() if "section-missing" in line] == ["docs/b.md:1:1"]
