"""``holdfast review REV``: what governs a change, what it broke, made stale and loosened, in a comment of under forty lines."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gitrepo import Repo
from holdfast.engine.review import Review, review
from holdfast.formats import View
from holdfast.formats.reviewed.markdown import LINES, render, shares
from inprocess import holdfast_here  # noqa: F401 - A fixture.
from samples import document, template
from test_comment import post
from test_for_evidence import EXAMPLE, keep
from test_formats_hostile import PIECES

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "review-v1.json").read_text())
GATE = "src/tolls/gate.py"
NAMES = "\nIt calls `tolls.gate.lift_the_bar`, in `src/tolls/gate.py`.\n"


@pytest.fixture
def repo(tmp_path):
    """A base with a broken link of its own, and a branch that has changed nothing yet."""
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {
            "docs/TEMPLATE.md": template(),
            "docs/01-gate.md": document("Gate") + NAMES,
            "docs/02-quay.md": document("Quay") + EXAMPLE + "\n[Plan](gone.md)\n",
            "docs/03-buoy.md": document("Buoy"),
            GATE: "def lift_the_bar(): ...\n",
            "src/tolls/__init__.py": "",
            "src/left.py": "",
        }
    )
    repo.branch("change")
    return repo


def made(repo: Repo) -> Review:
    return review(str(repo.root), "main")


def comment(found: Review) -> list[str]:
    return list(render(found, View()))


def test_nothing_is_said_of_what_the_change_did_not_do(repo, holdfast):
    found = made(repo)
    assert (found.broken, found.loosened, found.unproven, found.mended) == ((), (), (), 0)
    done = holdfast(repo.root, "review", "main")
    assert done.code == 0
    assert "0 broken · 0 notes · 0 loosened · stale not known · 0 unproven" in done.out
    assert "gone.md" not in done.out


def test_a_change_of_code_names_what_governs_it_and_what_it_broke(repo, holdfast):
    repo.commit({GATE: "def raise_the_bar(): ...\n", "src/left.py": "a = 1\n"})
    found = made(repo)
    assert [one.entry.path for one in found.governed.governors] == ["docs/01-gate.md"]
    assert found.governed.ungoverned == ("src/left.py",)
    assert [(one.slug, one.path) for one in found.broken] == [("symbol-missing", "docs/01-gate.md")]
    done = holdfast(repo.root, "review", "main")
    assert done.code == 1
    assert "1 document governs the change" in done.out
    assert holdfast(repo.root, "review", "main", "--fail-on", "never").code == 0


def test_what_has_not_been_committed_counts(repo):
    repo.write({"docs/03-buoy.md": document("Buoy") + "\n[x](nowhere.md)\n"})
    assert [one.found for one in made(repo).broken] == ["nowhere.md does not exist"]


def test_a_waiver_a_status_and_a_setting_loosen_and_excuse_nothing(repo):
    loose = document("Buoy", status="Deprecated") + "\n[x](nowhere.md)\n"
    repo.commit(
        {
            "docs/03-buoy.md": f"{loose}\n<!-- holdfast: waive link-broken because it is late -->\n",
            "holdfast.toml": 'fail-on = "never"\n',
        }
    )
    found = made(repo)
    assert {one.path for one in found.loosened} == {"docs/03-buoy.md", "holdfast.toml"}
    assert sum(one.path == "docs/03-buoy.md" for one in found.loosened) == 2
    assert [one.slug for one in found.broken] == ["link-broken"]
    assert "**Loosened, and not in force here**" in comment(found)


def test_what_is_mended_is_counted_and_what_is_deleted_is_not(repo):
    repo.commit({"docs/02-quay.md": document("Quay") + EXAMPLE})
    assert made(repo).mended == 1
    repo.remove("docs/02-quay.md")
    assert made(repo).mended == 0


def test_evidence_that_the_change_made_stale_is_told_and_no_other(repo):
    keep(repo, "docs/02-quay.md", [GATE, "src/left.py"])
    assert made(repo).stale == ()
    repo.commit({GATE: "def lift_the_bar(): return 1\n"})
    found = made(repo)
    assert [(one.path, one.why) for one in found.stale] == [("docs/02-quay.md", f"{GATE} changed since it was tried")]
    assert any("1 stale" in line for line in comment(found))
    repo.switch("main")
    repo.commit({"src/left.py": "b = 1\n"})
    repo.branch("other")
    repo.commit({"docs/03-buoy.md": document("Buoy") + "\nMore.\n"})
    assert made(repo).stale == ()


def test_without_evidence_nobody_says_that_nothing_went_stale(repo):
    found = made(repo)
    assert not found.evidence
    assert any("nobody knows which examples went stale" in line for line in comment(found))


def test_a_branch_that_is_behind_says_so(repo):
    repo.switch("main")
    repo.commit({"docs/04-new.md": document("New")})
    repo.switch("change")
    found = made(repo)
    assert found.behind
    assert any("has commits that are missing here" in line for line in comment(found))


def test_the_changes_of_documents_are_told_in_their_own_terms(repo):
    repo.commit({"docs/03-buoy.md": document("Buoy", status="Draft")})
    assert any("Active → Draft" in line for line in comment(made(repo)))


def test_the_json_is_valid_and_says_the_same(repo, holdfast):
    repo.commit({GATE: "def raise_the_bar(): ...\n", "docs/03-buoy.md": document("Buoy", status="Draft")})
    told = json.loads(holdfast(repo.root, "review", "main", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert told["counts"] == {"broken": 1, "notes": 0, "loosened": 1, "stale": None, "unproven": 0, "mended": 0}
    assert [one["path"] for one in told["governs"]] == ["docs/01-gate.md"]
    assert [one["path"] for one in told["changes"]] == ["docs/03-buoy.md"]


def test_several_formats_are_written_in_one_run(repo, holdfast):
    done = holdfast(repo.root, "review", "main", "-o", "markdown=../out.md", "-o", "json=../out.json")
    assert done.code == 0
    assert (repo.root.parent / "out.md").read_text().startswith("## Holdfast: 0 broken")
    assert json.loads((repo.root.parent / "out.json").read_text())["version"] == 1
    assert "there is no format" in holdfast(repo.root, "review", "main", "--format", "sarif").err


@pytest.mark.parametrize("revision", ["nowhere", "--upload-pack=x", "a b", ""])
def test_a_revision_there_is_not_is_a_usage_error(repo, holdfast, revision):
    done = holdfast(repo.root, "review", f"--config={repo.root}/x.toml", "--", revision)
    assert done.code == 2
    assert done.err.startswith("holdfast: ")


def test_outside_of_a_repository_it_says_so(project, holdfast):
    done = holdfast(project({"docs/TEMPLATE.md": template()}, git=False), "review", "main")
    assert (done.code, "no git repository" in done.err) == (2, True)


def test_a_change_of_any_size_is_a_comment_of_under_forty_lines_that_counts_the_rest(repo):
    keep(repo, "docs/02-quay.md", [GATE])
    for number in range(4, 64):
        lost = f"\n[x](nowhere-{number}.md)\n\n<!-- holdfast: waive number-gap because {number} -->\n{NAMES}"
        repo.write({f"docs/{number:02}-more.md": document(f"More {number}") + lost})
    repo.commit({GATE: "\n"})
    found = made(repo)
    lines = comment(found)
    assert len(lines) == LINES < 40
    for title, count in (
        ("Broken", len(found.broken)),
        ("Loosened, and not in force here", len(found.loosened)),
        ("Governs the change", len(found.governed.governors)),
        ("Changed in the design", len(found.comparison.documents)),
    ):
        start = lines.index(f"**{title}**") + 1
        end = lines.index("", start) if "" in lines[start:] else len(lines)
        *shown, last = lines[start:end]
        assert len(shown) >= 2
        assert last.startswith(f"- and {count - len(shown)} more: `holdfast ")


@given(st.lists(st.integers(0, 60), max_size=6), st.integers(0, 40))
def test_the_lines_are_shared_so_that_no_kind_goes_without(sizes, room):
    given_ = shares(sizes, room)
    assert sum(given_) == min(room, sum(sizes))
    assert all(0 <= one <= size for one, size in zip(given_, sizes, strict=True))
    assert all(one >= min(size, room // len(sizes)) for one, size in zip(given_, sizes, strict=True))


def hostile(repo: Repo, text: str) -> Review:
    """Return the review of a change that says a text wherever it can."""
    line = " ".join(text.replace("\0", "").encode("utf-8", "replace").decode().split())
    repo.write(
        {
            "docs/03-buoy.md": f"# {line}\n\n**Date:** 2025-01-01\n**Status:** {line}\n\n## Context\n\n[{line}]({line}.md) "
            f"`src/tolls/{line.replace('`', '')}.py`\n\n- [ ] {line}\n\n<!-- holdfast: waive link-broken because {line} -->\n\n## {line}\n",
            GATE: f"# {line}\n",
        }
    )
    return made(repo)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("".join(PIECES))
@example("@acme/all ![x](https://evil.example/x.png) <img src=x> [a](https://evil.example) #12 &#64;acme")
def test_nothing_of_the_change_becomes_a_link_an_image_a_mention_or_html(tmp_path_factory, text):
    repo = Repo(tmp_path_factory.mktemp("hostile") / "repo")
    files = {
        "docs/TEMPLATE.md": template(),
        "docs/01-gate.md": document("Gate") + NAMES,
        GATE: "def lift_the_bar(): ...\n",
    }
    repo.commit({**files, "docs/03-buoy.md": document("Buoy")})
    page = "\n".join(comment(hostile(repo, text)))
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(page)
    flat = [one for token in tokens for one in (token, *(token.children or ()))]
    kinds = {token.type for token in flat}
    assert kinds & {"html_block", "html_inline", "image", "code_block", "fence", "blockquote_open", "hr"} == set()
    links = [str(token.attrs["href"]) for token in flat if token.type == "link_open"]
    assert all(one.startswith("https://holdfast-docs.github.io/rules/") for one in links)
    plain = "".join(token.content for token in flat if token.type == "text")
    assert "@" not in plain.replace("@ ", "")
    assert [token.tag for token in flat if token.type == "heading_open"] == ["h2"]
    assert post.body_of(page) == f"{post.MARK}\n{page}\n"


def test_what_broke_is_what_check_says_under_the_same_policy(tmp_path, holdfast):
    """One corpus with everything, left alone for a month, and a change to it."""
    repo = Repo(tmp_path / "rotten")
    source = Path(__file__).parent.parent / "examples" / "rotten"
    repo.commit({str(one.relative_to(source)): one.read_bytes() for one in source.rglob("*") if one.is_file()})
    repo.branch("change")
    page = repo.root / "docs/design/01-leases.md"
    repo.write(
        {
            "docs/design/01-leases.md": page.read_text().replace("02-retries.md", "02-retry.md"),
            "src/ferry/sampling.py": "",
        }
    )
    command = ("check", "--policy-from", "main", "--new-since", "main", "--no-baseline", "--format", "json")
    checked = json.loads(holdfast(repo.root, *command).out)
    said = checked["verdicts"]
    told = json.loads(holdfast(repo.root, "review", "main", "--format", "json").out)
    both = told["broken"] + told["notes"] + told["loosened"] + told["unproven"]
    order = sorted(map(json.dumps, said))
    assert len(order) >= 2
    assert sorted(map(json.dumps, both)) == order
    counts = {name: told["counts"][name] for name in ("broken", "notes", "unproven")}
    assert counts == {name: checked["summary"][name] for name in counts}
    assert counts["notes"] == len(told["notes"]) >= 1
