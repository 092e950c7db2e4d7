"""Texts of any size and shape are checked within seconds, and take nothing with them that stands beside them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import hostile
from conftest import Done
from holdfast.world.files import LIMIT
from inprocess import run_here
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
SOUND = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}
MANY = 100_000
FEW = 1_000
PATHOLOGICAL = sorted(hostile.documents(10))


def named(texts: dict[str, bytes], folder: str = "docs") -> dict[str, bytes]:
    return {f"{folder}/{name.replace(' ', '-')}.md": text for name, text in texts.items()}


def findings(done: Done) -> dict[str, list[str]]:
    """Return the slugs of what does not hold by path; the run ended as runs end, and within its time."""
    assert done.code in (0, 1, 3), done.err
    assert "Traceback" not in done.err
    found: dict[str, list[str]] = {}
    for one in json.loads(done.out)["verdicts"]:
        found.setdefault(one["path"], []).append(one["slug"])
    return found


@pytest.mark.parametrize("part", range(4))
def test_a_hundred_thousand_of_anything_in_a_document_are_survived(
    project: Project, holdfast: Holdfast, part: int
) -> None:
    """A run that does not end is ended by the fixture after a minute; each part takes a few seconds."""
    texts = hostile.documents(MANY)
    chosen = named({name: texts[name] for name in PATHOLOGICAL[part::4]})
    assert all(len(text) < LIMIT for text in chosen.values())
    done = holdfast(project({**SOUND, **chosen}), "check", "--format", "json")
    report = json.loads(done.out)
    assert {one["path"] for one in report["documents"]} == {"docs/a.md", "docs/b.md", *chosen}
    assert not findings(done).keys() & {"docs/a.md", "docs/b.md"}


@pytest.mark.parametrize(
    "command",
    [
        ("fix", "--diff"),
        ("fix", "--unsafe"),
        ("verify", "--list"),
        ("export",),
        ("baseline",),
        ("new", "C", "--no-input"),
        ("init",),
        ("check", "--format", "sarif"),
        ("check", "--new-since", "HEAD"),
    ],
    ids=" ".join,
)
def test_every_command_survives_them(project: Project, holdfast: Holdfast, command: tuple[str, ...]) -> None:
    root = project({**SOUND, **named(hostile.documents(FEW))})
    done = holdfast(root, *command)
    unborn = "HEAD" in command  # There is no commit yet, which is said.
    assert done.code in ((2,) if unborn else (0, 1)), done.err
    assert "Traceback" not in done.err


def test_very_many_tables_of_targets_are_read_once_each(project: Project, holdfast: Holdfast) -> None:
    head = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Speed\n\n"
    table = "| Metric | Target | Actual |\n|---|---|---|\n"
    many = head.replace("[Draft | Active]", "Active") + f"{table}| a | < 2 ms | 3 ms |\n\n" * 10_000
    done = holdfast(
        project({"docs/TEMPLATE.md": f"{head}{table}| [a] | [b] | [c] |\n", "docs/a.md": many}),
        "check",
        "--format",
        "json",
    )
    assert findings(done)["docs/a.md"].count("target-missed") == 10_000


def test_settings_between_very_many_other_lines_are_found(project: Project, holdfast: Holdfast) -> None:
    """Each setting is looked for in the text, to name its line."""
    states = "".join(f"[state.s{one}]\ninherits = 'active'\n" for one in range(900))
    root = project(SOUND)
    for text in ("\n" * 200_000 + states, "exclude = [\n" + "'',\n" * 40_000 + "]\n" + states):
        (root / "holdfast.toml").write_text(f"{text}inherit = 'active'\n")
        done = holdfast(root, "check")
        assert done.code == 2
        assert f"holdfast.toml:{text.count(chr(10)) + 1}: state.s899.inherit: no such key" in done.err


EXAMPLES = {
    "beside each other": "```python\nx = 1\n```\n\n" * 20_000,
    "of one group": "```python group=a\nx = 1\n```\n\n" * 20_000,
    "that continue each other": "```python continuation\nx = 1\n```\n\n" * 20_000,
    "that are long and of one group": ("```python group=a\n" + "x = 1\n" * 7000 + "```\n\n") * 200,
    "deeper than Python may call": f"```ts\nlet a = {'1 + ' * 3000}1\n```\n\n```rust\nlet a = {'1 + ' * 3000}1;\n```\n\n",
}


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES)
def test_of_very_many_examples_those_beyond_the_bound_are_unproven(
    project: Project, holdfast: Holdfast, text: str
) -> None:
    root = project({**SOUND, "docs/c.md": document("C").replace("## Decision", f"{text}\n## Decision")})
    listed = json.loads(holdfast(root, "verify", "--list", "--format", "json").out)["claims"]
    assert len(listed) == text.count("```") // 2
    beyond = [one["outcome"] for one in listed if one["asked"] == "listed"]
    assert set(beyond) <= {"unproven"}
    assert bool(beyond) == (len(listed) > 2)


@pytest.mark.parametrize("command", [("export",), ("search", "paper", "--has", "open-questions")], ids=" ".join)
def test_very_many_headings_are_read_once_each(project: Project, holdfast: Holdfast, command: tuple[str, ...]) -> None:
    text = document("C") + "\n## Questions\n\n1. Why paper?\n" * 40_000
    done = holdfast(project({**SOUND, "docs/c.md": text}), *command)
    assert done.code == 0, done.err
    assert "docs/c.md" in done.out


def test_a_line_of_ten_megabytes_is_read(project: Project, holdfast: Holdfast) -> None:
    text = hostile.HEAD.encode()
    text += b"a [b](c.md) " * ((LIMIT - len(text) - 20_000_00) // 12 // 40) + b"x" * 8_000_000 + b"\n"
    done = holdfast(project({**SOUND, "docs/long.md": text}), "check", "--format", "json")
    found = findings(done)
    assert "link-broken" in found["docs/long.md"]
    positions = [one["column"] for one in json.loads(done.out)["verdicts"] if one["slug"] == "link-broken"]
    assert positions == [3 + 12 * number for number in range(len(positions))]


@pytest.mark.parametrize("name", ["list levels", "emphasis", "headings", "rows", "front matter keys"])  # fmt: skip
def test_a_template_larger_than_any_is_refused_and_the_others_are_used(
    project: Project, holdfast: Holdfast, name: str
) -> None:
    files = {**SOUND, "other/TEMPLATE.md": hostile.documents(MANY)[name], "other/c.md": document("C")}
    root = project(files)
    done = holdfast(root, "check", "--format", "json")
    assert "file-unreadable" in findings(done)["other/TEMPLATE.md"]
    assert {one["path"] for one in json.loads(done.out)["documents"]} >= {"docs/a.md", "docs/b.md"}
    shown = holdfast(root, "template", "show", "other/TEMPLATE.md")
    assert shown.code == 2
    assert "other/TEMPLATE.md" in shown.err


@pytest.mark.parametrize("command", [("check",), ("config", "show"), ("verify", "--list"), ("new", "B", "-n")], ids=" ".join)  # fmt: skip
def test_settings_that_are_no_settings_are_refused_by_name(project: Project, command: tuple[str, ...]) -> None:
    root = project(SOUND)
    for name, text in hostile.settings(20_000).items():
        (root / "holdfast.toml").write_text(text)
        done = run_here(root, *command)
        late = name.endswith("never ends") and command[0] in ("config", "rules", "verify", "new", "fix")
        assert done.code == 2 or (late and done.code == 0), (name, done.err)
        assert "Traceback" not in done.err
        assert len(done.err.splitlines()) <= 2, name


def test_a_pattern_full_of_stars_costs_no_more_than_its_length(project: Project, holdfast: Holdfast) -> None:
    """Tried as a regular expression is by default, each of these would take longer than there has been time."""
    stars = ["*a" * 60 + "b", "**/*a*a" * 30 + "/x", "/".join(["*a*"] * 40) + "b", "*?" * 60 + "b"]
    root = project({**SOUND, f"docs/{'a' * 240}.md": document("C"), ".gitignore": "\n".join(stars)})
    (root / "holdfast.toml").write_text(
        f"exclude = {stars!r}\n[type.a]\ntemplate = 'docs/TEMPLATE.md'\ndocuments = {[*stars, 'docs/*a*.md']!r}\n"
    )
    done = holdfast(root, "check", "--format", "json")
    assert {one["path"] for one in json.loads(done.out)["documents"]} == {"docs/a.md", f"docs/{'a' * 240}.md"}
