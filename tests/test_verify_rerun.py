"""``verify`` tries again exactly what rests on a file that changed."""

import json

from holdfast.world.replay import replayed, run_name
from test_verify import needs_sandbox

pytestmark = needs_sandbox
TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active]\n\n## API\n\n[How it is used]\n"
IMPORTED = "from shop import price\n\nassert price({n}) >= {n}\n"
OPENED = 'from pathlib import Path\n\nassert "price" in Path("shop.py").read_text()\n'
PLAIN = "value = {n}\nassert value == {n}\n"


def _document(number):
    codes = [PLAIN.format(n=number * 10 + at) for at in range(10)]
    if number in (1, 4):
        codes[3] = IMPORTED.format(n=number)
    if number == 5:
        codes[7] = OPENED
    blocks = "".join(f"\n```python\n{code}```\n" for code in codes)
    return f"# Part {number}\n\n**Status:** Active\n\n## API\n{blocks}"


def _tried(done):
    claims = json.loads(done.out)["claims"]
    assert len(claims) == 60
    assert {one["outcome"] for one in claims} == {"holds"}
    return {(one["path"].rpartition("/")[2], one["line"]) for one in claims if not one["from_evidence"]}


def test_a_line_changed_in_a_file_that_three_of_sixty_examples_read_runs_three_again(project, holdfast):
    files = {f"docs/design/0{number}-part.md": _document(number) for number in range(6)}
    root = project(
        {"docs/design/TEMPLATE.md": TEMPLATE, "shop.py": "def price(n: int) -> int:\n    return n\n", **files}
    )
    assert len(_tried(holdfast(root, "verify", "--format", "json"))) == 60
    assert _tried(holdfast(root, "verify", "--format", "json")) == set()
    (root / "shop.py").write_text("def price(n: int) -> int:\n    return n + 1\n")
    again = _tried(holdfast(root, "verify", "--format", "json"))
    assert {name for name, _ in again} == {"01-part.md", "04-part.md", "05-part.md"}
    assert len(again) == 3
    assert _tried(holdfast(root, "verify", "--format", "json")) == set()


def test_the_second_run_is_shown_without_being_run_and_a_change_ends_that(project, holdfast, monkeypatch):
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-part.md": _document(0)})
    monkeypatch.chdir(root)
    name = run_name(["verify", "--format", "json"])
    assert replayed(str(root), name) is None
    first = holdfast(root, "verify", "--format", "json")
    shown, code = replayed(str(root), name)
    second = holdfast(root, "verify", "--format", "json")
    assert code == first.code == second.code == 0
    assert {one["from_evidence"] for one in json.loads(first.out)["claims"]} == {False}
    assert {one["from_evidence"] for one in json.loads(shown)["claims"]} == {True}
    assert json.loads(shown)["claims"] == json.loads(second.out)["claims"]
    (root / "docs/design/01-part.md").write_text(_document(0).replace("value = 1\n", "value = 1  # one\n"))
    assert replayed(str(root), name) is None


def test_a_run_of_which_something_stays_unproven_is_not_shown_again(project, holdfast, monkeypatch):
    missing = _document(0) + "\n```python\nimport nowhere_to_be_found\n```\n"
    root = project({"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-part.md": missing})
    monkeypatch.chdir(root)
    done = holdfast(root, "verify", "--format", "json")
    assert "unproven" in {one["outcome"] for one in json.loads(done.out)["claims"]}
    assert replayed(str(root), run_name(["verify", "--format", "json"])) is None
