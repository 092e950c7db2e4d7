"""The action for pull requests: its own shell is run against a base and a head, whatever the pull request holds."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions import action, run_action
from gitrepo import Repo
from results import ROOT, read_sarif
from samples import document, template
from trying import needing

GATE = "src/tolls/gate.py"
ACTIONS = ("action.yml", "comment/action.yml")


class Pull:
    """A pull request whose head is checked out, and what the action makes of it."""

    def __init__(self, folder: Path) -> None:
        self.repo = Repo(folder / "repo")
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.base = self.repo.commit(
            {
                "docs/TEMPLATE.md": template(),
                "docs/01-gate.md": document("Gate") + "\nIt calls `tolls.gate.lift_the_bar`.\n",
                "docs/02-quay.md": document("Quay") + "\n[Plan](gone.md)\n",
                GATE: "def lift_the_bar(): ...\n",
                "src/tolls/__init__.py": "",
            }
        )
        self.repo.branch("change")

    def run(self, number: str = "7", path: str = "", **inputs: str):
        github = {"github.event.pull_request.base.sha": self.base, "github.event.pull_request.number": number}
        programs = f"{path}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        asked = {"install": "false", **{name.replace("_", "-"): value for name, value in inputs.items()}}
        return run_action("action.yml", self.repo.root, self.temp, github, asked, PATH=programs, CI="true")


@pytest.fixture
def pull(tmp_path):
    return Pull(tmp_path)


def test_a_pull_request_that_breaks_nothing_is_green_and_leaves_its_comment(pull):
    pull.repo.commit({"docs/03-buoy.md": document("Buoy")})
    ran = pull.run()
    assert [(step.name, step.code) for step in ran.steps if step.code] == []
    assert ran.outputs["code"] == "0"
    assert (ran.outputs["broken"], ran.outputs["stale"]) == ("0", "")
    assert ran.summary.startswith("## Holdfast: 0 broken")
    folder = Path(ran.used[0]["with"]["path"])
    assert ran.used[0]["uses"].startswith("actions/upload-artifact@")
    assert (folder / "number").read_text() == "7\n"
    assert (folder / "review.md").read_text() == ran.summary
    assert sorted(one.name for one in folder.iterdir()) == ["number", "review.md"]


def test_one_that_breaks_something_fails_last_when_all_is_said(pull):
    pull.repo.commit({GATE: "def raise_the_bar(): ...\n"})
    ran = pull.run(sarif="true")
    assert (ran.code, ran.steps[-1].name) == (1, "Fail where something does not hold")
    assert (ran.outputs["code"], ran.outputs["broken"]) == ("1", "1")
    annotations = next(step.out for step in ran.steps if step.name.startswith("Annotate"))
    assert re.findall(r"^::(\w+) file=([^,]+)", annotations, re.MULTILINE) == [("error", "docs/01-gate.md")]
    sarif = read_sarif((pull.temp / "holdfast-review" / "holdfast.sarif").read_text())
    assert {one["ruleId"] for one in sarif["results"]} >= {"symbol-missing", "link-broken"}
    assert [one["uses"].partition("@")[0] for one in ran.used] == [
        "github/codeql-action/upload-sarif",
        "actions/upload-artifact",
    ]
    assert pull.run(fail_on="never").code == 0


def test_the_policy_is_that_of_the_base(pull):
    loose = document("Gate", status="Draft") + "\n[x](nowhere.md)\n"
    waiver = "<!-- holdfast: waive link-broken because of the weather -->"
    pull.repo.commit({"docs/01-gate.md": f"{loose}\n{waiver}\n", "holdfast.toml": 'fail-on = "never"\n'})
    ran = pull.run()
    assert (ran.code, ran.outputs["broken"], ran.outputs["loosened"]) == (1, "1", "3")


def test_nothing_of_a_pull_request_is_part_of_a_script_or_an_order_to_the_runner(pull):
    evil = "$(touch owned) `touch owned` ';touch owned;'"
    pull.repo.commit(
        {
            "docs/04-$(touch owned).md": f"# {evil}\n\n**Status:** {evil}\n\n::set-output name=code::0\n\n##[error]x\n",
            f"src/{evil}\n::error::owned": "x\n",
            "json.py": "open('owned', 'w')\n",
            "holdfast/__main__.py": "open('owned', 'w')\n",
            "sitecustomize.py": "open('owned', 'w')\n",
        }
    )
    ran = pull.run(number='7\n$(touch owned)"')
    assert not list(pull.repo.root.rglob("owned"))
    assert not list(pull.temp.rglob("owned"))
    assert ran.outputs["code"] in "013"
    for step in ran.steps:
        lines = [line for line in step.out.splitlines() if re.match(r"\s*(::|##\[)", line)]
        assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in lines), lines


@pytest.mark.parametrize("base", ["", "main", "$(touch owned)", "0" * 40, "--help"])
def test_a_base_that_is_no_commit_here_is_an_error_with_a_remedy(pull, base):
    ran = pull.run(base=base)
    assert (ran.code, ran.steps[-1].name) == (2, "Find the base")
    assert ran.steps[-1].err.startswith("holdfast: ")
    assert not list(pull.repo.root.rglob("owned"))


def test_a_shallow_clone_is_told_what_it_needs(pull):
    pull.repo.commit({"docs/03-buoy.md": document("Buoy")})
    pull.repo.root = pull.repo.clone("shallow", "--depth=1", "--branch=change")
    ran = pull.run()
    assert (ran.code, "fetch-depth: 0" in ran.steps[-1].err) == (2, True)


def test_a_project_in_a_folder_is_reviewed_there(pull):
    pull.repo.switch("main")
    files = {f"app/{name}": (pull.repo.root / name).read_text() for name in ("docs/TEMPLATE.md", "docs/01-gate.md")}
    pull.base = pull.repo.commit({**files, "app/holdfast.toml": "", f"app/{GATE}": "def lift_the_bar(): ...\n"})
    pull.repo.commit({"app/docs/01-gate.md": files["app/docs/01-gate.md"] + "\n[x](nowhere.md)\n"})
    assert pull.run(working_directory="app").outputs["broken"] == "1"


@needing("bash")
def test_examples_that_the_change_concerns_are_tried_in_the_sandbox(pull, walls):
    text = document("Buoy") + "\n```python\nassert 1 == 2\n```\n"
    pull.repo.commit({"docs/03-buoy.md": text})
    (pull.repo.root / ".git" / "info" / "exclude").write_text("__pycache__\n")
    ran = pull.run(verify="true")
    assert ran.outputs["code"] == "0"
    assert (ran.code, ran.steps[-1].name) == (1, "Fail where something does not hold")
    assert "0 of 1 claims hold" in ran.summary


@pytest.mark.skipif(
    not os.environ.get("HOLDFAST_SLOW"), reason="HOLDFAST_SLOW is not set: the action installs from the registry"
)
def test_the_action_installs_itself_and_nothing_of_the_pull_request(pull):
    pull.repo.commit({"venv.py": "open('owned', 'w')\n", "pip.py": "open('owned', 'w')\n"})
    ran = pull.run(install="true")
    assert [step.err for step in ran.steps if step.code] == []
    assert (pull.temp / "holdfast" / "bin" / "holdfast").exists()
    assert not list(pull.repo.root.rglob("owned"))


@pytest.mark.parametrize("path", ACTIONS)
def test_no_script_holds_an_expression_and_every_other_action_is_pinned(path):
    for step in action(path)["runs"]["steps"]:
        if "run" in step:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]
        else:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])
    assert re.findall(r"uses: \S+$", (ROOT / path).read_text(), re.MULTILINE) == []


def workflows() -> list[tuple[str, dict]]:
    """Return our own two workflows, and the two on the page about GitHub."""
    found = [(name, (ROOT / ".github" / "workflows" / f"{name}.yml").read_text()) for name in ("review", "comment")]
    page = (ROOT / "docs" / "github.md").read_text()
    found += [
        (f"page {number}", text) for number, text in enumerate(re.findall(r"```yaml\n(name:.*?)```", page, re.DOTALL))
    ]
    return [(name, YAML(typ="safe").load(text)) for name, text in found]


def test_who_looks_at_strangers_work_may_not_write_and_who_writes_does_not_look():
    found = workflows()
    assert len(found) == 4
    for name, one in found:
        (job,) = one["jobs"].values()
        uses = [step.get("uses", "") for step in job["steps"]]
        assert one["permissions"] == {}
        if "pull_request" in one["on"]:
            assert job["permissions"] == {"contents": "read"}, name
            checkout = next(step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@"))
            assert checkout["with"] == {"persist-credentials": False, "fetch-depth": 0}
        else:
            assert set(one["on"]) == {"workflow_run"}
            assert job["permissions"].get("pull-requests") == "write"
            assert job["if"] == "github.event.workflow_run.event == 'pull_request'"
            for step in job["steps"]:
                assert set(step.get("with", {})) <= {"persist-credentials"}, "nothing of the pull request is fetched"
        assert all(re.fullmatch(r"[\w/-]+@([0-9a-f]{40}|COMMIT)|\./(comment)?", one) for one in uses), uses


def test_the_page_names_every_input_and_output():
    page = (ROOT / "docs" / "github.md").read_text()
    for path in ACTIONS:
        found = action(path)
        for name in (*found["inputs"], *found.get("outputs", {})):
            assert f"`{name}`" in page, name


def test_the_outputs_of_a_step_are_those_that_the_review_counts(pull):
    ran = pull.run()
    counts = json.loads(Path(ran.outputs["json"]).read_text())["counts"]
    assert set(counts) - {"mended"} <= set(ran.outputs)
