"""JSON for programs: every command that writes it has a published schema, and what it writes is valid."""

import argparse
import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from holdfast.cli import _COMMANDS, build_parser
from inprocess import run_here

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "schemas"
DOCUMENT = "docs/design/01-toll-gates.md"
COMMANDS = {
    "agents show": ("agents", "agents show"),
    "check": ("check", "check"),
    "check --explain": ("explain", f"check --explain {DOCUMENT}"),
    "config show": ("config", "config show"),
    "diff": ("diff", "diff HEAD^"),
    "doctor": ("doctor", "doctor"),
    "export": ("export", "export"),
    "for": ("for", "for tests/test_gates.py"),
    "graph": ("graph", "graph"),
    "history": ("history", "history settle"),
    "index": ("index", "index --diff"),
    "mv": ("mv", f"mv --diff {DOCUMENT} docs/design/02-tolls.md"),
    "new": ("new", "new --dry-run Bridges"),
    "review": ("review", "review HEAD^"),
    "rules": ("rules", "rules"),
    "search": ("search", "search gates"),
    "status": ("status", "status"),
    "template diff": ("template-diff", f"template diff {DOCUMENT}"),
    "template show": ("template", "template show"),
    "template versions": ("template-versions", "template versions --measure"),
    "verify": ("check", "verify --select test --select target"),
    "verify --list": ("claims", "verify --list"),
    "verify --show": ("runs", "verify --show CLAIM"),
}
"""For each command that writes JSON: the schema of what it writes, and how it is called here."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Return the example that has a bit of everything, as a repository of two commits whose claims were tried once."""
    root = tmp_path_factory.mktemp("schemas") / "measured"
    shutil.copytree(ROOT / "examples" / "measured", root)
    repo = Repo(root)
    repo.commit()
    repo.commit({DOCUMENT: (root / DOCUMENT).read_text() + "\n## Thoughts\n\nSee [nothing](nowhere.md).\n"})
    return root


def written(root, command):
    """Return what a command writes as JSON."""
    words = COMMANDS[command][1]
    if "CLAIM" in words:
        run_here(root, "verify", "--select", "test")
        claims = json.loads(run_here(root, "verify", "--list", "--format", "json").out)["claims"]
        words = words.replace("CLAIM", next(one["claim"] for one in claims if one["kind"] == "test"))
    return json.loads(run_here(root, *words.split(), "--format", "json").out)


def valid(value, name):
    """Hold a value against a published schema."""
    jsonschema.validate(value, json.loads((SCHEMAS / f"{name}-v1.json").read_text()))


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_writes_is_valid_and_names_its_version(measured, command):
    value = written(measured, command)
    assert value["version"] == 1
    valid(value, COMMANDS[command][0])


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "src/holdfast/builtin").glob("*.md")))
def test_every_built_in_template_is_shown_after_the_schema(tmp_path, name):
    shown = run_here(tmp_path, "template", "show", f"builtin:{name.removesuffix('.md')}", "--format", "json").out
    valid(json.loads(shown), "template")


def test_a_section_that_may_be_absent_and_repeat_is_shown_so(tmp_path):
    (tmp_path / "t.md").write_text(
        "# [Title]\n\n## Log\n\n### [Entry]\n\n<!-- holdfast: repeat=0 -->\n\n[What happened]\n"
    )
    found = json.loads(run_here(tmp_path, "template", "show", "t.md", "--format", "json").out)
    valid(found, "template")
    assert found["templates"][0]["sections"][0]["children"][0]["repeat"] == 0


def formats(parser, path):
    """Yield every command below a parser that offers JSON."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from formats(below, f"{path} {name}")
        elif "--format" in action.option_strings and "json" in (action.choices or action.help.split(", ")):
            yield path


def test_no_command_writes_json_without_a_schema():
    offered = {
        path
        for name in _COMMANDS
        for path in formats(build_parser([name])._subparsers._group_actions[0].choices[name], name)
    }
    assert offered == {command.partition(" --")[0] for command in COMMANDS}


def test_the_page_about_formats_lists_every_command_with_its_schema():
    page = (ROOT / "docs" / "formats.md").read_text()
    rows = dict(re.findall(r"^\| `([a-z -]+?)(?: [A-Z]+)?` \| \[([a-z-]+)-v1\.json\]", page, re.MULTILINE))
    assert rows == {command: name for command, (name, _) in COMMANDS.items()}


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_every_schema_is_one_and_says_where_it_is_published(path):
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://holdfast-docs.github.io/schemas/{path.name}"
