"""``holdfast for`` and the ledger: which documents' examples read a file, and which of these went stale."""

import json
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import Files
from holdfast.engine.governs import BROAD, governed
from holdfast.engine.session import Session
from holdfast.engine.targets import named_targets
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Trial
from holdfast.world.defined import defined
from holdfast.world.ledger.ledger import Ledger
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, template

EXAMPLE = "\n```python\nprint(1)\n```\n"


@pytest.fixture
def repo(tmp_path):
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": template(), "src/a.py": "a = 1\n", "src/b.py": "b = 1\n"})
    repo.commit({"docs/01-one.md": document("One") + EXAMPLE * 2})
    repo.commit({"docs/02-two.md": document("Two") + EXAMPLE})
    return repo


def keep(repo, document, files, outcome=Outcome.HOLDS):
    """Write down that every example of a document was tried and rests on files."""
    session = Session(str(repo.root))
    claims = find_claims(session.plan, session.config, lambda path: path == document)
    digests = Files(str(repo.root)).digests(frozenset(files))
    trial = Trial(outcome, Level.RAN, reads=frozenset(files))
    ledger = Ledger(str(repo.root))
    ledger.append([Evidence(one.id, document, one.inputs, trial, Level.RAN, files=digests, moment=1) for one in claims])
    ledger.close()
    return len(claims)


def asked(repo, *paths):
    session = Session(str(repo.root))
    return governed(session, named_targets(session.plan, str(repo.root), paths)).governors


def test_examples_that_read_a_file_tie_their_document_to_it(repo, holdfast):
    assert keep(repo, "docs/01-one.md", ["src/a.py"]) == 2
    (one,) = asked(repo, "src/a.py")
    assert (one.entry.path, one.claims, one.stale) == ("docs/01-one.md", 2, ())
    assert [reason.kind for reason in one.reasons] == ["reads"]
    assert asked(repo, "src/b.py") == ()
    assert "its examples read the file (2 claims)" in holdfast(repo.root, "for", "src/a.py").out
    assert "its examples read 1 of the files (2 claims)" in holdfast(repo.root, "for", "src").out


def test_what_went_stale_is_told_with_its_cause(repo, holdfast):
    keep(repo, "docs/01-one.md", ["src/a.py", "src/b.py"])
    (repo.root / "src/a.py").write_text("a = 2\n")
    (one,) = asked(repo, "src/a.py")
    assert [each.near for each in one.stale] == [True, True]
    out = holdfast(repo.root, "for", "src/a.py").out
    assert "(2 claims, 2 stale)" in out
    assert "stale: lines 19, 23: src/a.py changed since it was tried" in out
    (other,) = asked(repo, "src/b.py")
    assert [each.near for each in other.stale] == [False, False]
    assert "**2 stale**" in holdfast(repo.root, "for", "src/b.py", "--format", "markdown").out


def test_what_was_broken_when_it_was_last_tried_is_told_until_something_changes(repo, holdfast):
    keep(repo, "docs/02-two.md", ["src/a.py"], Outcome.BROKEN)
    (two,) = asked(repo, "src/a.py")
    assert (two.broken, two.stale) == ((19,), ())
    out = holdfast(repo.root, "for", "src/a.py").out
    assert "(1 claim, 1 broken)" in out
    assert "broken when last tried: line 19" in out
    found = json.loads(holdfast(repo.root, "for", "src/a.py", "--format", "json").out)
    assert found["documents"][0]["broken"] == [{"line": 19}]
    (repo.root / "src/a.py").write_text("a = 2\n")
    (two,) = asked(repo, "src/a.py")
    assert (two.broken, len(two.stale)) == ((), 1)


def test_a_check_counts_what_was_broken_when_it_was_last_tried_and_finds_nothing_by_it(repo, holdfast):
    said = "1 claim was broken when it was last tried: holdfast verify"
    assert said not in holdfast(repo.root, "check").out
    keep(repo, "docs/02-two.md", ["src/a.py"], Outcome.BROKEN)
    done = holdfast(repo.root, "check")
    assert (done.code, done.out.splitlines()[-1]) == (0, said)
    assert said not in holdfast(repo.root, "check", "docs/01-one.md").out
    assert said not in holdfast(repo.root, "check", "--select", "link-broken").out
    keep(repo, "docs/02-two.md", ["src/a.py"])
    assert said not in holdfast(repo.root, "check").out


def test_an_edited_example_is_stale_and_a_removed_one_is_forgotten(repo):
    keep(repo, "docs/01-one.md", ["src/a.py"])
    repo.commit({"docs/01-one.md": document("One") + EXAMPLE.replace("1", "2")})
    (one,) = asked(repo, "src/a.py")
    assert (one.claims, [each.why for each in one.stale]) == (1, ["it was edited since it was tried"])
    repo.commit({"docs/01-one.md": document("One")})
    assert asked(repo, "src/a.py") == ()


def test_what_nobody_could_try_is_no_evidence(repo):
    keep(repo, "docs/01-one.md", ["src/a.py"], Outcome.UNPROVEN)
    assert asked(repo, "src/a.py") == ()


def test_an_example_that_reads_everything_says_so_and_comes_behind_a_reason_of_its_own(repo, holdfast):
    repo.commit({f"src/m{number}.py": "" for number in range(BROAD)})
    keep(repo, "docs/02-two.md", ["src/a.py", *(f"src/m{number}.py" for number in range(BROAD))])
    repo.commit({"docs/01-one.md": document("One") + "\nSee `src/a.py`.\n"})
    assert [one.entry.path for one in asked(repo, "src/a.py")] == ["docs/01-one.md", "docs/02-two.md"]
    assert f"its examples read the file, and {BROAD} others (1 claim)" in holdfast(repo.root, "for", "src/a.py").out


@pytest.mark.parametrize(
    ("name", "text", "names"),
    [
        ("a.py", "X = 1\nclass A:\n    b: int\n    def c(self): ...\nasync def d(): ...\n", {"X", "A", "A.b", "A.c", "d"}),
        ("a.py", "def broken(:\n", set()),
        ("a.rs", "pub(crate) struct A<T> {\n    x: T,\n}\nimpl<T> Show for A<T> {\n    fn show(&self) {}\n}\nfn free() {}\n", {"A", "A.show", "free"}),
        ("a.ts", "export class A {\n  static make(x: number) {\n    if (x) {\n    }\n  }\n}\nexport function f() {}\nexport const g = 1\n", {"A", "A.make", "f", "g"}),
        ("a.go", "type A struct {\n}\n\nfunc (a *A) Show() {}\nfunc Free() {}\n", {"A", "A.Show", "Free"}),
        ("a.md", "class A\n", set()),
    ],
)  # fmt: skip
def test_what_a_file_defines_is_read_off_its_text(name, text, names):
    assert {f"{one.owner}.{one.name}" if one.owner else one.name for one in defined(name, text)} == names


def test_our_own_documents_govern_what_they_name(monkeypatch, tmp_path):
    """Without a ledger: the document about the architecture names the parser's adapter, and no document the version."""
    root = str(Path(__file__).parent.parent)
    session = Session(root)

    def found(path):
        targets = named_targets(session.plan, root, [path])
        return [one.entry.path for one in governed(session, targets).governors]

    assert found("src/holdfast/markdown/parser.py") == ["docs/design/01-architecture.md"]
    assert found("src/holdfast/version.py") == []
