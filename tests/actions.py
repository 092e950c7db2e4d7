"""A composite action run step by step, as a runner of GitHub does: its scripts for real, its ``uses`` only written down."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

from results import ROOT

BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""What ``shell: bash`` stands for (https://docs.github.com/actions/reference/workflow-syntax-for-github-actions)."""
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_CONDITION = re.compile(r"inputs\.([\w-]+) (==|!=) '([^']*)'")


class Step(NamedTuple):
    """One step that was taken."""

    name: str
    code: int
    out: str
    err: str


class Ran(NamedTuple):
    """What came of an action."""

    steps: list[Step]
    used: list[dict[str, Any]]
    """The steps that call other actions, with their inputs filled in."""
    outputs: dict[str, str]
    summary: str
    temp: Path

    @property
    def code(self) -> int:
        """The exit code of the last step that was taken."""
        return self.steps[-1].code


def action(path: str) -> dict[str, Any]:
    """Return an action of the repository as data."""
    found: dict[str, Any] = YAML(typ="safe").load((ROOT / path).read_text())
    return found


def run_action(
    path: str, workspace: Path, temp: Path, github: Mapping[str, str], inputs: Mapping[str, str], **env: str
) -> Ran:
    """Run an action's steps in a workspace until one fails; ``github`` holds what expressions name, such as ``runner.temp``."""
    found = action(path)
    known = {"runner.temp": str(temp), **github}

    def filled(value: object) -> str:
        return _EXPRESSION.sub(lambda one: known.get(one[1], ""), str(value))

    for name, one in found["inputs"].items():
        known[f"inputs.{name}"] = inputs.get(name, filled(one.get("default", "")))
    taken, used, summary = [], [], temp / "summary.md"
    summary.touch()
    for number, step in enumerate(found["runs"]["steps"]):
        if "if" in step and not _holds(step["if"], known):
            continue
        if "uses" in step:
            used.append({**step, "with": {name: filled(value) for name, value in step["with"].items()}})
            continue
        output = temp / f"output-{number}"
        output.touch()
        script = temp / f"step-{number}.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            [*BASH, str(script)],
            cwd=workspace / filled(step.get("working-directory", ".")),
            env={
                **os.environ,
                **{name: filled(value) for name, value in step.get("env", {}).items()},
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                "GITHUB_ACTION_PATH": str((ROOT / path).parent),
                "RUNNER_TEMP": str(temp),
                **env,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        taken.append(Step(step["name"], done.returncode, done.stdout, done.stderr))
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step.get('id')}.outputs.{name}"] = value
        if done.returncode:
            break
    outputs = {name: filled(one["value"]) for name, one in found.get("outputs", {}).items()}
    return Ran(taken, used, outputs, summary.read_text(), temp)


def _holds(condition: str, known: Mapping[str, str]) -> bool:
    found = _CONDITION.fullmatch(condition)
    assert found, f"a condition that no test understands: {condition}"
    return (known[f"inputs.{found[1]}"] == found[3]) is (found[2] == "==")
