"""``verify``: what a Status asks of examples, what evidence answers, and what is said where nothing can be run."""

import json
import subprocess
import sys

import pytest

from holdfast.errors import Refused
from holdfast.world.sandbox.probe import require


def _sandbox():
    try:
        require()
    except Refused as error:
        return f"unproven, no sandbox here: {error}"
    return ""


needs_sandbox = pytest.mark.skipif(bool(_sandbox()), reason=_sandbox() or "there is one")
TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active | Deprecated]\n\n## API\n\n[How it is used]\n"
SCHEMA = {"type": "object", "required": ["size"]}


def document(body, status="Active"):
    return f"# Cache\n\n**Status:** {status}\n\n## API\n\n{body}"


def files(body, status="Active", **more):
    return {
        "docs/design/TEMPLATE.md": TEMPLATE,
        "docs/design/01-cache.md": document(body, status),
        "docs/design/02-other.md": document("Nothing.\n"),
        **more,
    }


def _git(root, *arguments):
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def proofs(done):
    return {(one["line"], one["name"]): one for one in json.loads(done.out)["claims"]}


SESSION = '```console\n$ echo "a$((1 + 1))"\na2\n```\n'
DATA = '```json schema="schema.json"\n{"size": 1}\n```\n'


@needs_sandbox
def test_an_active_document_runs_what_a_draft_only_parses(project, holdfast):
    wrong = SESSION.replace("a2", "a3")
    active = holdfast(project(files(wrong), name="active"), "verify")
    draft = holdfast(project(files(wrong, "Draft"), name="draft"), "verify")
    retired = holdfast(project(files(wrong, "Deprecated"), name="retired"), "verify")
    assert (active.code, draft.code, retired.code) == (1, 0, 0)
    assert "9:1" in active.out
    assert 'prints "a2", and the document says "a3"' in active.out
    assert "1 claim   1 hold" in draft.out
    assert "0 claims" in retired.out


@needs_sandbox
def test_what_evidence_answers_is_not_tried_again(project, holdfast):
    root = project(files(SESSION + "\n" + DATA, **{"schema.json": json.dumps(SCHEMA)}))
    first = holdfast(root, "verify", "--format", "json")
    second = holdfast(root, "verify", "--format", "json")
    assert [one["from_evidence"] for one in proofs(first).values()] == [False, False]
    assert [one["from_evidence"] for one in proofs(second).values()] == [True, True]
    assert {one["outcome"] for one in proofs(second).values()} == {"holds"}


@needs_sandbox
def test_an_excerpt_is_not_tried_again_and_what_the_machine_lacks_is(project, holdfast):
    excerpts = '```python\nanswer = route(request)\n```\n\n```python\nprint(answer)\n```\n\n```python\n... "name": item.name ...\n```\n'
    absent = "```python\nprint(open('./order.csv').read())\n```\n"
    root = project(files(f"{excerpts}\n{absent}"))
    first, second = (proofs(holdfast(root, "verify", "--format", "json")) for _ in range(2))
    assert {one["outcome"] for one in first.values()} == {"unproven"}
    assert [first[name]["found"] for name in first] == [second[name]["found"] for name in second]
    assert [one["from_evidence"] for one in second.values()] == [True, True, True, False]


@needs_sandbox
def test_a_changed_file_makes_exactly_what_rests_on_it_stale(project, holdfast):
    plain = '```json\n{"size": 1}\n```\n\n'
    root = project(files(plain + DATA, **{"schema.json": json.dumps(SCHEMA)}))
    assert holdfast(root, "verify").code == 0
    (root / "schema.json").write_text(json.dumps({**SCHEMA, "required": ["size", "name"]}))
    checked = holdfast(root, "check")
    assert "json: schema.json changed since it was tried" in checked.out
    assert "1 stale" in checked.out
    tried = holdfast(root, "verify", "--format", "json")
    assert [one["from_evidence"] for one in proofs(tried).values()] == [True, False]
    assert tried.code == 1
    assert "'name' is a required property" in tried.out


@needs_sandbox
def test_an_edited_example_is_stale_until_it_is_tried_again(project, holdfast):
    root = project(files(SESSION))
    assert holdfast(root, "verify").code == 0
    page = root / "docs/design/01-cache.md"
    page.write_text(page.read_text().replace("a$((", "b$(("))
    assert "console: it, or what is asked of it, changed since it was tried" in holdfast(root, "check").out
    assert holdfast(root, "verify").code == 1
    assert "stale   " not in holdfast(root, "check").out


def test_a_reason_waives_an_example_and_none_leaves_it_unproven(project, holdfast):
    waived = holdfast(project(files('```json ignore="shown for its shape"\n{\n```\n'), name="a"), "verify")
    unproven = holdfast(project(files("```json ignore\n{\n```\n"), name="b"), "verify")
    assert (waived.code, unproven.code) == (0, 3)
    assert "1 waived" in waived.out
    assert 'ignore wants a reason: write ignore="why"' in unproven.out


@needs_sandbox
def test_a_waiver_excuses_an_example_and_is_not_called_unused(project, holdfast):
    waiver = "<!-- holdfast: waive example-broken because the client is not released yet -->\n\n"
    root = project(files(waiver + SESSION.replace("a2", "a3")))
    done = holdfast(root, "verify", "--format", "json")
    assert done.code == 0
    (verdict,) = json.loads(done.out)["verdicts"]
    assert (verdict["outcome"], verdict["reason"]) == ("waived", "the client is not released yet")
    assert "waiver-unused" not in holdfast(root, "check", "--all").out


def test_its_severity_can_be_set_like_any_rules(project, holdfast):
    toml = '[severity]\nexample-broken = "warning"\n'
    root = project(files("```json\n{\n```\n", **{"holdfast.toml": toml}))
    done = holdfast(root, "verify")
    assert done.code == 0
    assert "warning  example-broken" in done.out


def test_every_block_is_listed_whatever_its_language(project, holdfast):
    body = "```\nplain\n```\n\n```zorklang\nx\n```\n\n" + SESSION
    done = holdfast(project(files(body)), "verify", "--list", "--format", "json")
    assert [(one["name"], one["asked"]) for one in json.loads(done.out)["claims"]] == [
        (None, "listed"),
        ("zorklang", "listed"),
        ("console", "compared"),
    ]


def test_without_a_sandbox_nothing_runs_and_that_is_said(project, holdfast, tmp_path):
    root = project(files(SESSION + '\n```json\n{"size": }\n```\n'))
    empty = tmp_path / "bin"
    empty.mkdir()
    (empty / "git").symlink_to("/usr/bin/git")
    done = holdfast(root, "verify", PATH=str(empty))
    assert done.code == 4
    assert "bubblewrap" in done.out
    assert "json: does not parse" in done.out
    assert "0 hold · 1 broken · 0 stale · 0 waived · 1 unproven" in done.out


@needs_sandbox
def test_what_an_example_prints_is_written_back_on_request(project, holdfast):
    wrong = "> ```console\n> $ echo b; echo c\n> a\n> ```\n"
    root = project(files(wrong))
    before = (root / "docs/design/01-cache.md").read_bytes()
    assert holdfast(root, "verify", "--update", "output").code == 0
    after = (root / "docs/design/01-cache.md").read_bytes()
    assert after == before.replace(b"> a\n", b"> b\n> c\n")
    assert holdfast(root, "verify").code == 0


@needs_sandbox
def test_the_last_runs_of_a_claim_are_shown(project, holdfast):
    root = project(files(SESSION.replace("a2", "a3")))
    holdfast(root, "verify")
    by_place = holdfast(root, "verify", "--show", "docs/design/01-cache.md:8")
    claim = json.loads(holdfast(root, "verify", "--list", "--format", "json").out)["claims"][0]["claim"]
    by_name = holdfast(root, "verify", "--show", claim)
    assert by_place.out == by_name.out
    assert "broken" in by_name.out
    assert "| a2" in by_name.out
    assert holdfast(root, "verify", "--show", "nothing").code == 2


@needs_sandbox
def test_a_page_is_tried_when_it_is_named(project, holdfast):
    root = project(files("Nothing.\n", **{"README.md": "# Ours\n\n" + SESSION.replace("a2", "a3")}))
    assert holdfast(root, "verify").code == 0
    assert holdfast(root, "verify", "README.md").code == 1
    (root / "holdfast.toml").write_text('[verify]\ndocuments = ["README.md"]\n')
    assert holdfast(root, "verify").code == 1


@needs_sandbox
def test_only_what_changed_since_a_revision_is_tried(project, holdfast):
    root = project(files(DATA, **{"schema.json": json.dumps(SCHEMA), "docs/design/02-other.md": document(SESSION)}))
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "first")
    holdfast(root, "verify")
    (root / "schema.json").write_text(json.dumps({**SCHEMA, "title": "Size"}))
    done = holdfast(root, "verify", "--changed-since", "HEAD", "--format", "json")
    assert [one["path"] for one in json.loads(done.out)["claims"]] == ["docs/design/01-cache.md"]


@needs_sandbox
def test_examples_are_selected_by_language(project, holdfast):
    root = project(files(SESSION + "\n" + '```json\n{"a": 1}\n```\n'))
    done = holdfast(root, "verify", "--select", "json", "--format", "json")
    assert [one["name"] for one in json.loads(done.out)["claims"]] == ["json"]
    assert holdfast(root, "verify", "--select", "cobol").code == 2


@needs_sandbox
def test_nothing_is_written_into_the_repository(project, holdfast):
    root = project(files(SESSION + "\n" + DATA, **{"schema.json": json.dumps(SCHEMA)}))
    _git(root, "add", "-A")
    _git(root, "commit", "-qm", "first")
    holdfast(root, "verify")
    assert _git(root, "status", "--porcelain", "--ignored") == ""


def test_what_many_examples_of_a_document_lack_alike_is_said_once(project, holdfast, tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    (empty / "git").symlink_to("/usr/bin/git")
    done = holdfast(project(files("\n".join([SESSION] * 4))), "verify", PATH=str(empty))
    assert done.out.count("bubblewrap is not installed") == 1
    assert "4 examples (console): " in done.out
    assert "4 unproven" in done.out


@pytest.mark.parametrize("option", ["--jobs", "--timeout"])
def test_nothing_cannot_be_tried_with_nothing(project, holdfast, option):
    done = holdfast(project(files(SESSION)), "verify", option, "0")
    assert (done.code, done.err) == (2, f"holdfast: {option}: 0 is none; write a number above 0\n")


def test_without_a_place_for_evidence_examples_are_tried_all_the_same(project, holdfast):
    root = project(files('```json\n{"a": 1}\n```\n'))
    done = holdfast(root, "verify", XDG_STATE_HOME="/proc/nowhere")
    assert done.code == 0
    assert "1 claim   1 hold" in done.out
    assert done.err.startswith("holdfast: evidence is not kept: /proc/nowhere/holdfast/ledger-")


def test_on_a_full_disk_the_answers_stand_and_the_ledger_is_whole(project, holdfast):
    root = project(files('```json\n{"a": 1}\n```\n'))
    assert holdfast(root, "verify").code == 0
    command = ["bash", "-c", f"ulimit -f 1; exec {sys.executable} -m holdfast verify --again"]
    full = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert full.returncode == 0
    assert "1 hold" in full.stdout
    assert full.stderr.startswith("holdfast: ")
    assert "evidence" in full.stderr
    assert "1 from evidence" in holdfast(root, "verify").out


@needs_sandbox
def test_many_stale_examples_of_a_document_are_told_in_one_line(project, holdfast):
    body = "\n".join(DATA.replace("1", str(number)) for number in range(5))
    root = project(files(body, **{"schema.json": json.dumps(SCHEMA)}))
    assert holdfast(root, "verify").code == 0
    (root / "schema.json").write_text(json.dumps({**SCHEMA, "title": "Size"}))
    told = "5 examples would have to be tried again; json: schema.json changed since it was tried"
    assert holdfast(root, "check").out.count(told) == 1


STARTED = """```python reads="tools data.txt"
import subprocess
print(subprocess.run(["sh", "tools/show.sh"], capture_output=True, text=True).stdout)
#> seven
```
"""
TOOLS = {"tools/show.sh": "cat data.txt\n", "data.txt": "seven\n", "notes.txt": "a"}


@needs_sandbox
def test_what_an_author_says_is_read_makes_an_example_stale(project, holdfast):
    root = project(files(STARTED, **TOOLS))
    assert holdfast(root, "verify").code == 0
    (root / "notes.txt").write_text("b")
    assert "0 stale" in holdfast(root, "check").out
    (root / "data.txt").write_text("eight\n")
    assert "data.txt changed since it was tried" in holdfast(root, "check").out
    assert 'line 1 of the output is "eight"' in holdfast(root, "verify").out


@needs_sandbox
def test_an_example_that_is_said_to_read_what_is_not_there_is_broken(project, holdfast):
    root = project(files(STARTED.replace("tools data", "tools date"), **TOOLS))
    tried = holdfast(root, "verify")
    assert tried.code == 1
    assert "is said to read date.txt, which is not there" in tried.out
