"""What ``.gitignore`` and its kin leave out, with git itself as the judge."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.engine.check import check
from holdfast.world.files import walk
from holdfast.world.ignore import Ignore
from samples import document, paths, template

Project = Callable[..., Path]


def seen_by_git(root: Path) -> list[str]:
    """Return the Markdown files that git would add."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--others", "--cached", "--exclude-standard", "*.md"]
    done = subprocess.run(command, capture_output=True, check=True)
    return sorted(name.decode() for name in done.stdout.split(b"\0") if name)


FILES = dict.fromkeys(
    [
        *("a.md", "b.md", "draft-a.md", "old/a.md", "old/keep.md", "old/deep/a.md"),
        *("docs/a.md", "docs/build/a.md", "docs/build/keep.md", "docs/design/a.md", "docs/design/build/a.md"),
        *("docs/design/draft-a.md", "docs/design/ends with space .md", "docs/design/été.md"),
        *("docs/design/#hash.md", "docs/design/!bang.md", "docs/design/[set].md", "docs/design/A1.md"),
    ],
    "# A\n",
)


@pytest.mark.parametrize(
    "rules",
    [
        {".gitignore": ""},
        {".gitignore": "draft-*.md\n"},
        {".gitignore": "/draft-*.md\n"},
        {".gitignore": "build/\n"},
        {".gitignore": "/build/\n"},
        {".gitignore": "docs/build\n"},
        {".gitignore": "build/\n!docs/build/\n"},
        {".gitignore": "old/*\n!old/keep.md\n"},
        {".gitignore": "old/\n!old/keep.md\n"},
        {".gitignore": "old\n!old/\n"},
        {".gitignore": "**/a.md\n"},
        {".gitignore": "docs/**/a.md\n"},
        {".gitignore": "docs/**\n!docs/design/\n!docs/design/*.md\n"},
        {".gitignore": "*.md\n!a.md\n"},
        {".gitignore": "*\n!*/\n!docs/**/*.md\n"},
        {".gitignore": "\\#hash.md\n#hash.md\n\\!bang.md\n\\[set\\].md\n"},
        {".gitignore": "ends\\ with\\ space\\ .md\n"},
        {".gitignore": "a.md   \n"},
        {".gitignore": "a.md\r\nold/\r\n"},
        {".gitignore": "\ufeffa.md\n"},
        {".gitignore": "été.md\n"},
        {".gitignore": "[\n[a\na.md\n"},
        {".gitignore": "A.md\n"},
        {".gitignore": "?.md\n[!a-b].md\n"},
        {".gitignore": "[[:upper:]][[:digit:]].md\n[]a].md\n[\\]].md\n"},
        {".gitignore": "/**\n!/docs\n"},
        {".gitignore": "docs/****/a.md\n**/build\n"},
        {".gitignore": "/\n!\n\\\n#\n \n"},
        {".gitignore": "a.md\n", "docs/.gitignore": "!a.md\n"},
        {".gitignore": "!a.md\n", "docs/.gitignore": "a.md\n", "docs/design/.gitignore": "!/a.md\n"},
        {"docs/.gitignore": "/a.md\nbuild\n!design/build\n"},
        {"docs/design/.gitignore": "*\n"},
        {"docs/design/.gitignore": "*\n!.gitignore\n!a.md\n"},
        {".git/info/exclude": "a.md\n"},
        {".git/info/exclude": "a.md\n", ".gitignore": "!/a.md\n"},
        {".git/info/exclude": "docs/design/\n/old\n"},
    ],
    ids=lambda rules: " & ".join(f"{path}={text!r}" for path, text in rules.items()),
)
def test_what_git_ignores_is_left_out(project: Project, rules: dict[str, str]) -> None:
    root = project(FILES)
    project(rules)
    assert sorted(walk(str(root), Ignore(str(root))).markdown) == seen_by_git(root)


WORDS = st.sampled_from(
    [
        "a",
        "b",
        "docs",
        "old",
        "build",
        "*",
        "?",
        "[ab]",
        "[!a]",
        "[]b]",
        "[[:alpha:]]",
        "\\#",
        "[",
        ".md",
        "-",
        " ",
        "#",
    ]
)
PARTS = st.one_of(st.lists(WORDS, min_size=1, max_size=3).map("".join), st.just("**"))
LINES = st.builds(
    lambda sign, lead, parts, tail: sign + lead + "/".join(parts) + tail,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/"]),
    st.lists(PARTS, min_size=1, max_size=3),
    st.sampled_from(["", "", "/", " "]),
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ignored")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(above=st.lists(LINES, min_size=1, max_size=3), below=st.lists(LINES, max_size=2))
def test_any_rules_leave_out_what_git_leaves_out(tree: Path, above: list[str], below: list[str]) -> None:
    (tree / ".gitignore").write_text("\n".join(above))
    (tree / "docs" / ".gitignore").write_text("\n".join(below))
    assert sorted(walk(str(tree), Ignore(str(tree))).markdown) == seen_by_git(tree)


def test_ignored_documents_are_not_checked(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            "docs/design/a.md": document("A"),
            "docs/design/drafts/b.md": document("B"),
            "docs/design/local-c.md": document("C"),
            ".gitignore": "drafts/\n",
            "docs/design/.gitignore": "local-*\n",
        },
        git=True,
    )
    assert paths(check(str(root))) == ["docs/design/a.md"]


def test_an_ignored_template_binds_nothing(project: Project) -> None:
    root = project({".gitignore": "TEMPLATE.md\n", "docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    assert not check(str(root)).understood


def test_rules_above_a_configured_folder_count_as_well(project: Project) -> None:
    root = project(
        {
            ".gitignore": "drafts/\n/team/docs/local.md\n",
            ".git/info/exclude": "secret.md\n",
            "team/docs/holdfast.toml": "",
            "team/docs/TEMPLATE.md": template(),
            **{f"team/docs/{name}.md": document(name) for name in ("a", "local", "secret", "drafts/b")},
        },
        git=True,
    )
    assert paths(check(str(root / "team" / "docs"))) == ["a.md"]


def test_repositories_within_the_repository_are_left_out(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    project({"docs/inner/TEMPLATE.md": template("Other"), "docs/inner/b.md": document("B")})
    assert paths(check(str(root))) == ["docs/a.md", "docs/inner/b.md"]
    subprocess.run(["git", "init", "-q", str(root / "docs" / "inner")], check=True)
    assert paths(check(str(root))) == ["docs/a.md"]


def test_a_submodule_is_left_out(project: Project) -> None:
    """Its ``.git`` is a file that names the real place."""
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/sub/b.md": document("B")})
    project({"docs/sub/.git": "gitdir: ../../.git/modules/sub\n"})
    assert paths(check(str(root))) == ["docs/a.md"]


@pytest.mark.parametrize("folder", ["node_modules/x", ".hidden", "vendor/y", "docs/.cache"])
def test_dependencies_and_hidden_folders_are_left_out(project: Project, folder: str) -> None:
    root = project(
        {
            "docs/TEMPLATE.md": template(),
            "docs/a.md": document("A"),
            f"{folder}/TEMPLATE.md": template(),
            f"{folder}/b.md": document("B"),
        }
    )
    assert paths(check(str(root))) == ["docs/a.md"]
