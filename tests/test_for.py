"""``holdfast for``: which documents govern a file, for which reason, and which do not although they share a word."""

import json
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from holdfast.engine.governs import Governed, governed
from holdfast.engine.session import Session
from holdfast.engine.targets import changed_targets, covers, named_targets
from holdfast.world.defined import defined
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, template

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "for-v1.json").read_text())
ROUTER = "pub struct Router;\n\nimpl Router {\n    pub fn nest(&self) {}\n}\n\npub fn fold_routes() {}\n"
ROUTE, STORE = "crates/web/src/router.rs", "crates/store/src/store.rs"


@pytest.fixture
def repo(tmp_path):
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": template(), "docs/01-empty.md": document("The router of all routers")})
    repo.commit(
        {
            ROUTE: ROUTER,
            STORE: "pub struct Store;\n",
            "src/tolls/gate.py": "class Gate:\n    def lift(self): ...\n\ndef pay_at_night(): ...\n",
        }
    )
    return repo


def asked(repo, *paths, diff="") -> Governed:
    session = Session(str(repo.root))
    targets = changed_targets(session.plan, diff) if diff else named_targets(session.plan, str(repo.root), paths)
    return governed(session, targets)


def reasons(repo, text, *paths):
    repo.write({"docs/09-it.md": document("It") + f"\n{text}\n"})
    return [(one.kind, one.words) for each in asked(repo, *paths).governors for one in each.reasons]


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        (f"See `{ROUTE}`.", ROUTE, [("path", ROUTE)]),
        (f"See `{ROUTE}:12`.", ROUTE, [("path", ROUTE)]),
        (f"```rust\n// {ROUTE}\n```", ROUTE, [("path", ROUTE)]),
        ("See src/router.rs and `router.rs`.", ROUTE, [("path", "src/router.rs")]),
        ("See [it](../crates/web/src/router.rs#L3).", ROUTE, [("link", "../crates/web/src/router.rs")]),
        ("All of `crates/web/` does.", ROUTE, [("path", "crates/web/")]),
        ("All of `crates/` does.", ROUTE, []),
        ("It calls `Router::nest`.", ROUTE, [("symbol", "Router::nest")]),
        (
            "It calls `Router::nest(a, b)` and `Router.nest`.",
            ROUTE,
            [("symbol", "Router::nest"), ("symbol", "Router.nest")],
        ),
        ("It calls `fold_routes()`.", ROUTE, [("symbol", "fold_routes()")]),
        ("It calls `Router::merge`, a `Router`, fold_routes, and nests.", ROUTE, []),
        ("It calls `Other::nest` or `nest`.", ROUTE, []),
        ("It calls `tolls.gate.pay_at_night`.", "src/tolls/gate.py", [("symbol", "tolls.gate.pay_at_night")]),
        ("It calls `Gate.lift()`.", "src/tolls/gate.py", [("symbol", "Gate.lift")]),
        ("It is `tolls.gate`.", "src/tolls/gate.py", [("symbol", "tolls.gate")]),
        ("It calls `tolls.gate.missing`.", "src/tolls/gate.py", []),
        ("The store and the router are lib.rs.", STORE, []),
        ("See `other/src/router.rs` and `xrouter.rs` and `router.rst`.", ROUTE, []),
    ],
)
def test_what_ties_a_document_to_a_file(repo, text, path, found):
    assert reasons(repo, text, path) == found


def test_a_name_that_two_files_define_ties_to_neither(repo):
    repo.commit({"crates/other/src/fold.rs": "pub fn fold_routes() {}\n"})
    assert reasons(repo, "It calls `fold_routes()`.", ROUTE) == []


def test_a_file_name_that_two_folders_have_ties_to_neither(repo):
    repo.commit({"crates/other/src/router.rs": "\n"})
    assert reasons(repo, "See `router.rs` and src/router.rs.", ROUTE) == []


@pytest.mark.parametrize(
    ("header", "path", "held"),
    [
        ("**Affects:** `crates/web/**`", ROUTE, True),
        ("**Affects:** crates/web/src/*.rs, src/", ROUTE, True),
        ("**Code:** crates/web", ROUTE, True),
        ("**Affects:** crates/*.rs", ROUTE, False),
        ("**Affects:** everything about web", ROUTE, False),
        ("**Owner:** crates/web/**", ROUTE, False),
    ],
)
def test_a_header_declares_files(repo, header, path, held):
    repo.write({"docs/09-it.md": document("It").replace("**Status", f"{header}\n**Status")})
    assert [one.kind for each in asked(repo, path).governors for one in each.reasons] == ["declares"] * held


@pytest.mark.parametrize(
    ("pattern", "path", "held"),
    [("a/**", "a/b/c.py", True), ("a/*", "a/b/c.py", False), ("**/c.py", "c.py", True), ("a/", "ab/c", False),
     ("./a", "a/b", True), ("a/?.py", "a/b.py", True), ("a.py", "axpy", False), ("a/[b", "a/[b", True)],
)  # fmt: skip
def test_patterns_cover_whole_paths(pattern, path, held):
    assert covers(pattern, path) is held


def test_the_newest_in_force_comes_first_and_the_successor_is_named(repo):
    said = f"\nSee `{ROUTE}`.\n"
    repo.commit({"docs/02-old.md": document("Old", status="Superseded by [05](05-new.md)") + said})
    repo.commit({"docs/03-first.md": document("First") + said})
    repo.commit({"docs/04-draft.md": document("Draft", status="Draft") + said})
    repo.commit({"docs/05-new.md": document("New") + said})
    found = asked(repo, "crates/web")
    assert [one.entry.path[5:7] for one in found.governors] == ["05", "03", "04", "02"]
    assert [one.path for one in found.governors[3].heirs] == ["docs/05-new.md"]


def test_a_renamed_file_is_followed_both_ways(repo):
    repo.commit({"docs/09-it.md": document("It") + f"\nSee `{ROUTE}`.\n"})
    repo.git("tag", "before")
    repo.move(ROUTE, "crates/web/src/routing.rs")
    for path in (ROUTE, "crates/web/src/routing.rs"):
        assert [one.entry.path for one in asked(repo, path).governors] == ["docs/09-it.md"]
    found = asked(repo, diff="before")
    assert [one.entry.path for one in found.governors] == ["docs/09-it.md"]
    assert found.targets.files == {"crates/web/src/routing.rs"}


def test_a_change_counts_committed_or_not_and_says_what_nobody_governs(repo, holdfast):
    repo.commit({"docs/09-it.md": document("It") + f"\nSee `{ROUTE}`.\n"})
    repo.git("tag", "before")
    repo.commit({ROUTE: ROUTER + "// more\n"})
    (repo.root / STORE).write_text("changed\n")
    (repo.root / "docs/01-empty.md").write_text(document("Changed"))
    found = asked(repo, diff="before")
    assert found.targets.files == {ROUTE, STORE}
    assert found.ungoverned == (STORE,)
    assert holdfast(repo.root, "for", "--diff", "nowhere").code == 2
    assert holdfast(repo.root, "for").code == 2
    assert holdfast(repo.root, "for", "a", "--diff", "b").code == 2


def test_of_a_record_only_whole_paths_and_links_count(repo):
    repo.commit(
        {
            "holdfast.toml": '[type.it]\ntemplate = "docs/TEMPLATE.md"\ndocuments = ["docs/[0-9]*.md"]\ncorpus = "record"\n'
        }
    )
    assert reasons(repo, "`Router::nest` and `router.rs` and `crates/web/`", ROUTE) == []
    assert reasons(repo, f"See {ROUTE}.", ROUTE) == [("path", ROUTE)]


def test_no_match_is_one_line_and_no_fault(repo, holdfast):
    done = holdfast(repo.root, "for", STORE)
    assert (done.code, done.out) == (0, f"no design document governs {STORE}\n")
    done = holdfast(repo.root, "for", "src/new.rs")
    assert (done.code, done.out) == (0, "no design document governs src/new.rs, which is not there\n")
    assert holdfast(repo.root, "for", "../elsewhere").code == 2


def test_what_a_person_and_a_program_see(repo, holdfast):
    repo.commit({"docs/09-it.md": document("It") + f"\nSee `{ROUTE}`.\n"})
    done = holdfast(repo.root, "for", ROUTE)
    assert done.out == f"Active  09 It   docs/09-it.md\n        names `{ROUTE}` (line 18)\n"
    value = json.loads(holdfast(repo.root, "for", ROUTE, "src", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert value["documents"][0]["reasons"] == [{"kind": "path", "file": ROUTE, "words": ROUTE, "line": 18}]
    assert value["ungoverned"] == ["src/tolls/gate.py"]


def test_a_comment_stays_under_twenty_lines_and_shows_titles_as_they_are(repo, holdfast):
    title = "@admin [x](http://evil.example) <img src=x> \x1b[2J"
    repo.write({f"docs/{number}-it.md": document(title) + f"\nSee `{ROUTE}`.\n" for number in range(10, 60)})
    done = holdfast(repo.root, "for", "crates", "--format", "markdown")
    lines = done.out.splitlines()
    assert len(lines) < 20
    assert "and 37 more" in done.out
    assert not {"\x1b", "<img", "](http"} & {piece for piece in ("\x1b", "<img", "](http") if piece in done.out}
    text = holdfast(repo.root, "for", "crates").out
    assert "\x1b" not in text


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_budget_is_kept_and_says_what_it_left_out(repo, holdfast, form):
    repo.write({f"docs/{number}-it.md": document("It") + f"\nSee `{ROUTE}`.\n" for number in range(10, 60)})
    budget = {"text": 300, "markdown": 150, "json": 500}[form]
    done = holdfast(repo.root, "for", ROUTE, "--format", form, "--budget", str(budget))
    assert budget * 2 < len(done.out) <= budget * 4 + 1
    if form == "json":
        value = json.loads(done.out)
        jsonschema.Draft202012Validator(SCHEMA).validate(value)
        assert value["left_out"] == 50 - len(value["documents"]) > 0
    else:
        assert f"left out for the budget of {budget} tokens" in done.out
    assert "left out" not in holdfast(repo.root, "for", ROUTE, "--format", form, "--budget", "99999").out.replace(
        '"left_out": 0', ""
    )


@pytest.mark.parametrize("text", ["-" * 100_000 + "1", "if x: pass\n" + "elif x: pass\n" * 20_000, "(" * 10_000])
def test_a_module_that_no_parser_takes_defines_nothing(text):
    assert defined("src/m.py", text) == set()
